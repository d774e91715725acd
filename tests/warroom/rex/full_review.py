"""A review with something in every section, of a crisis that names people, is restricted in places, and is over."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.builders import NOON, a_room, an_action, an_entry
from tests.warroom.rex.reviewed import a_review, an_outage
from warroom.commands import (
    AddCause,
    AddCorrective,
    AddLesson,
    AddNote,
    AddPerson,
    AskApproval,
    GiveApproval,
    MoveAction,
    WriteSection,
)
from warroom.domain.actions import ActionState
from warroom.domain.causes import CauseKind, CauseState
from warroom.domain.correctives import CorrectiveKind
from warroom.domain.rex import NoteKind
from warroom.room import Room

DAY = 86_400_000
SUMMARY = (
    "Le 23 novembre, l’API de paiement n’a plus répondu pendant quarante minutes.\n"
    "Les paiements en attente ont tous été repris, sans perte de données."
)
WRITTEN = {
    "summary": SUMMARY,
    "context": "La mise en production du matin avait été validée par Marc Petit.",
    "impact": "Les clients ne pouvaient plus payer en ligne.",
    "recovery": "Le retour à la version précédente a rétabli le service.",
}


def a_full_review(folder: Path, **more: Any) -> tuple[Room, str]:
    """The room, to be closed by whoever asked for it, and the id of its review."""
    room = a_room(folder, **more)
    room.do(AddPerson(name="Marc Petit", initials="MP")).result()
    incident = an_outage(room, title="Panne de l’API de paiement")
    an_entry(room, incident, text="Marc Petit a relancé la base", key_event=True)
    an_entry(room, incident, text="Le service répond à nouveau", key_event=True)
    done = an_action(room, incident, text="Revenir à la version précédente", owner="Marc Petit")
    room.do(MoveAction(action=done.id, state=ActionState.DONE, result="Version 41 en place")).result()
    rex = a_review(room, incident, lead="Noé")
    for code, text in WRITTEN.items():
        room.do(WriteSection(rex=rex, code=code, text=text)).result()
    _judged(room, incident, rex)
    return room, rex


def _judged(room: Room, incident: str, rex: str) -> None:
    proof = "Courbe de charge relue"
    causes = (
        (CauseKind.ROOT, CauseState.CONFIRMED, "La capacité n’était pas revue avant une mise en production."),
        (CauseKind.TRIGGER, CauseState.CONFIRMED, "La mise en production de 14 h a doublé les requêtes."),
        (CauseKind.LATENT, CauseState.SUPPOSED, "Les alertes ne couvrent pas la base."),
    )
    for kind, state, text in causes:
        room.do(AddCause(rex=rex, incident=incident, text=text, kind=kind, state=state, evidence_text=proof)).result()
    plan = (("Revoir la capacité avant chaque mise en production", "Marc Petit"), ("Alerter sur la base", "Ana Lopez"))
    for text, pilot in plan:
        room.do(
            AddCorrective(
                rex=rex, incident=incident, text=text, pilot=pilot, kind=CorrectiveKind.PREVENT, priority=1,
                due_at=NOON + 60 * DAY,
            )
        ).result()  # fmt: skip
    room.do(AddLesson(rex=rex, incident=incident, text="Une mise en production se fait capacité vérifiée.")).result()
    for kind, text in (
        (NoteKind.WELL, "La bascule était répétée"),
        (NoteKind.BADLY, "Marc Petit était seul"),
        (NoteKind.LUCK, "Il était midi"),
    ):
        room.do(AddNote(rex=rex, section="good_bad_luck", kind=kind, text=text)).result()


def approve(room: Room, rex: str) -> None:
    room.clock.advance(seconds=60)
    room.do(AskApproval(rex=rex, of=("Léa Martin",))).result()
    room.do(GiveApproval(rex=rex, exception="Relu à voix haute")).result()
