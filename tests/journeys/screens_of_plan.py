"""The action plan in the room of the drawings: every band of the board, and its dialogs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QDialog, QWidget

from tests.builders import NOON, an_incident
from ui.desk import Desk
from ui.dialogs.corrective import CorrectiveDialog
from ui.dialogs.corrective_moves import PostponeDialog, ProveDialog, VerifyDialog
from ui.dialogs.plan_stick import PlanStickDialog
from warroom.commands import (
    AddCorrective,
    DropCorrective,
    MoveCorrective,
    PostponeCorrective,
    ProveCorrective,
    SetService,
    VerifyCorrective,
)
from warroom.domain.corrective_state import DAY
from warroom.domain.correctives import CorrectiveKind, CorrectiveState
from warroom.domain.services import ServiceState
from warroom.room import Room

K = CorrectiveKind


def with_a_plan(room: Room, incident: str, rex: str) -> None:
    """Seven actions of a former crisis about a service that this one touches, and two of this one's review."""
    former = an_incident(room, title="Espace client en erreur après la mise à jour de la télémétrie").id
    for service in room.views.services(incident)[:1]:
        room.do(SetService(incident=former, name=service.name, state=ServiceState.OPERATIONAL)).result()
    made = [_add(room, former, *said) for said in _actions()]
    late, soon, done, verified, dropped = made[0], made[1], made[2], made[3], made[4]
    for days, reason in ((-14, "gel des changements de fin d’année"), (-3, "fournisseur en retard de livraison")):
        room.do(PostponeCorrective(corrective=late, to_at=NOON + days * DAY, reason=reason)).result()
    room.do(MoveCorrective(corrective=soon, state=CorrectiveState.UNDER_WAY)).result()
    room.do(ProveCorrective(corrective=done, proof="Runbook relu, essai du 18 joint", by="Karim Benali")).result()
    room.do(ProveCorrective(corrective=verified, proof="Deux bascules réussies", by="Ana Costa")).result()
    room.do(VerifyCorrective(corrective=verified, by="Léa Martin", remark="assisté à la seconde")).result()
    room.do(DropCorrective(corrective=dropped, reason="le produit s’arrête en juin")).result()
    own = "Doubler la liaison du site de secours"
    room.do(
        AddCorrective(rex=rex, text=own, pilot="Ana Costa", due_at=NOON + 40 * DAY, verifier="Karim Benali")
    ).result()
    room.do(
        AddCorrective(rex=rex, text="Rappeler la consigne aux exploitants", pilot="Marc Petit", incident=incident)
    ).result()


def _actions() -> tuple[tuple[Any, ...], ...]:
    return (
        ("Déployer toute nouvelle télémétrie par paliers, avec arrêt automatique", K.PREVENT, 1, "Karim Benali", -30,
         "Ana Costa", "La mise à jour est partie sur tout le parc en une fois", "0 déploiement mondial en une fois"),
        ("Alerter sur la charge du plan de contrôle avant saturation", K.DETECT, 2, "Ana Costa", 4, "Karim Benali",
         "Les sondes regardaient les nœuds, pas l’API", "alerte reçue dix minutes avant à l’essai"),
        ("Écrire la fiche d’accès sans DNS et l’essayer", K.RESPOND, 2, "Karim Benali", 12, "Léa Martin", "", ""),
        ("Tester la bascule du DNS interne chaque trimestre", K.RECOVER, 2, "Ana Costa", -6, "Léa Martin", "", ""),
        ("Refondre le portail des partenaires", K.REDUCE, 4, "Marc Petit", 90, "", "", ""),
        ("Sensibiliser les équipes au risque de charge", K.PREVENT, 3, "", None, "", "", ""),
        ("Réserver un canal hors bande pour la cellule", K.RESPOND, 2, "Nadia Roussel", 75, "Léa Martin", "", ""),
    )  # fmt: skip


def _add(
    room: Room, incident: str, text: str, kind: K, priority: int, pilot: str, days: int | None, verifier: str,
    finding: str = "", indicator: str = "",
) -> str:  # fmt: skip
    due_at = NOON + days * DAY if days is not None else None
    made = AddCorrective(
        incident=incident, text=text, kind=kind, priority=priority, pilot=pilot, due_at=due_at, verifier=verifier,
        finding=finding, indicator=indicator,
    )  # fmt: skip
    return str(room.do(made).result().id)


def plan_dialogs(desk: Desk, incident: str, window: QWidget) -> dict[str, Callable[[], QDialog]]:
    """Each by its name, as the other dialogs."""
    lines = desk.room.views.plan()
    late, done = (
        lines[0].corrective,
        next(each for each in lines if each.corrective.state is CorrectiveState.DONE).corrective,
    )
    return {
        "corrective": lambda: CorrectiveDialog(desk, None, window, incident=incident),
        "corrective-change": lambda: CorrectiveDialog(desk, late, window),
        "corrective-done": lambda: ProveDialog(desk, late, window),
        "corrective-verify": lambda: VerifyDialog(desk, done, window),
        "corrective-postpone": lambda: PostponeDialog(desk, late, window),
        "plan-stick": lambda: PlanStickDialog(desk, ["Ana Costa", "Karim Benali"], window),
    }
