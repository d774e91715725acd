"""An analysis of causes in the room of the drawings: a tree of five whys, branches, barriers, a proposal."""

from __future__ import annotations

from warroom.commands import AddBarrier, AddCause, MoveHypothesis, OpenHypothesis
from warroom.domain.causes import BarrierKind, BarrierState, CauseKind, CauseState
from warroom.domain.hypotheses import HypothesisState
from warroom.room import Room

PROOF = "Graphe de charge du plan de contrôle, 12:51 : quatre fois la normale"
WHYS = (
    # path, kind, branch, text
    ("1", CauseKind.TRIGGER, "change", "Un service de télémétrie est déployé sur toutes les grappes à 12:51"),
    ("1.1", CauseKind.PROXIMATE, "capacity", "Le plan de contrôle de chaque grappe est saturé par ses requêtes"),
    ("1.1.1", CauseKind.CONTRIBUTING, "dependency", "La résolution de noms dépend du plan de contrôle"),
    ("1.1.1.1", CauseKind.ROOT, "design", "Rien ne permet au plan de données de vivre sans le plan de contrôle"),
    ("1.1.2", CauseKind.CONTRIBUTING, "procedure", "Aucun accès de secours au plan de contrôle n’était prévu"),
    ("1.2", CauseKind.CONTRIBUTING, "change", "Le déploiement va partout à la fois, sans palier"),
    ("1.2.1", CauseKind.ROOT, "procedure", "Les déploiements d’infrastructure n’ont ni palier ni arrêt automatique"),
    ("1.3", CauseKind.LATENT, "monitoring", "Erreur humaine lors du choix des alertes"),
    ("2", CauseKind.CONTRIBUTING, "supplier", "Le support de l’hébergeur est joint après quarante minutes"),
)


def causes_analysed(room: Room, incident: str, *, rex: str = "", evidence: str = "") -> dict[str, str]:
    """Causes by their place in the tree → id."""
    made: dict[str, str] = {}
    for path, kind, branch, text in WHYS:
        parent = made.get(path.rpartition(".")[0], "")
        shown = path not in ("1.3", "2")
        command = AddCause(
            incident=incident, rex=rex, parent=parent, text=text, kind=kind, branch=branch,
            state=CauseState.CONFIRMED if shown else CauseState.SUPPOSED,
            impact="API arrêtée pendant 3 h 47" if path == "1" else "",
            evidence=(evidence,) if shown and evidence else (), evidence_text=PROOF if shown else "",
            change="CHG-1042, 12:51" if path == "1" else "",
            family="Déploiement d’un coup" if path == "1.2.1" else "",
        )  # fmt: skip
        made[path] = room.do(command).result().id
    barriers = (
        (BarrierState.HELD, BarrierKind.RECOVER, "Sauvegardes de configuration vérifiées chaque nuit", "1.1"),
        (BarrierState.FAILED, BarrierKind.LIMIT, "Essai en préproduction, sur une grappe trop petite", "1"),
        (BarrierState.ABSENT, BarrierKind.LIMIT, "Déploiement par paliers", "1.2"),
        (BarrierState.LUCK, BarrierKind.DETECT, "Deux ingénieurs étaient déjà connectés", ""),
    )
    for state, kind, text, faced in barriers:
        cause = made.get(faced, "")
        room.do(AddBarrier(incident=incident, rex=rex, text=text, kind=kind, state=state, cause=cause)).result()
    opened = room.do(
        OpenHypothesis(incident=incident, text="Le cache des noms a masqué la panne vingt minutes")
    ).result()
    move = MoveHypothesis(
        hypothesis=opened.id, state=HypothesisState.CONFIRMED, reason="durée de vie des noms : 20 min"
    )
    room.do(move).result()
    return made
