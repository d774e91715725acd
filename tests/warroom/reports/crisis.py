"""A room in the middle of a crisis, for report tests: facts, doubts, decisions, actions, clocks and a file."""

from __future__ import annotations

from pathlib import Path

from tests.builders import NOON, a_room, an_action, an_entry, an_incident
from warroom.commands import (
    ChangeStatus,
    CorrectEntry,
    Decide,
    DescribeIncident,
    MoveAction,
    RequestDecision,
    SetDue,
    SetService,
)
from warroom.domain.actions import ActionState
from warroom.domain.decisions import Option
from warroom.domain.dues import DueKind
from warroom.domain.entries import Kind, Verification
from warroom.domain.incidents import Severity, Status
from warroom.domain.services import ServiceState
from warroom.reports.redaction import Redaction
from warroom.reports.subject import Asked, Subject, gather
from warroom.room import Room

MINUTE = 60_000
MARKING = "Diffusion restreinte"


def a_crisis(folder: Path, *, exercise: bool = False) -> tuple[Room, str]:
    """An open room, its clock at 12:34 in Paris, and the incident's number."""
    room = a_room(folder)
    clock = room.clock
    reference = an_incident(
        room,
        exercise=exercise,
        severity=Severity.CRITICAL,
        impact_started=NOON - 40 * MINUTE,
        users="12 000 clients",
        owner="Léa Martin",
        services=("Paiement",),
    ).ref
    do = lambda command: room.do(command).result()  # noqa: E731
    do(SetService(incident=reference, name="API", state=ServiceState.MAJOR_OUTAGE))
    clock.advance(seconds=240)
    wrong = an_entry(
        room, reference, kind=Kind.FACT, verification=Verification.TO_VERIFY, from_who="Supervision", channel="tool"
    )
    an_entry(
        room,
        reference,
        kind=Kind.FACT,
        verification=Verification.VERIFIED,
        text="Le cluster B ne répond plus",
        event_at=NOON - 38 * MINUTE,
        key_event=True,
        from_who="Exploitation",
        to_who="Cellule",
        channel="phone",
    )
    clock.advance(seconds=600)
    do(ChangeStatus(incident=reference, status=Status.INVESTIGATING, reason="La cellule est réunie"))
    do(CorrectEntry(entry=wrong.number, text="Supervision : 26 % des nœuds répondent", reason="Chiffres inversés"))
    an_entry(room, reference, kind=Kind.HYPOTHESIS, text="Certificat expiré")
    an_entry(room, reference, kind=Kind.HYPOTHESIS, text="Attaque", verification=Verification.REFUTED)
    an_action(room, reference, owner="Karim", due_at=clock.now_ms() + MINUTE)
    done = an_action(room, reference, text="Vérifier les certificats", owner="Ana", due_at=clock.now_ms() + 60 * MINUTE)
    do(MoveAction(action=done.number, state=ActionState.DONE, result="Certificat expiré à 10:20"))
    options = (Option("Basculer", "rapide", "perte de 5 min"), Option("Attendre"))
    asked = do(RequestDecision(incident=reference, question="Basculer ?", context="62 % perdus", options=options))
    clock.advance(seconds=1200)
    do(
        Decide(
            decision=asked.number,
            decided="Basculer sur le secours",
            rationale="Deux heures sinon",
            decider="DSI",
            how="phone",
        )
    )
    do(
        RequestDecision(
            incident=reference, question="Prévenir l'autorité ?", decide_before=clock.now_ms() + 30 * MINUTE
        )
    )
    do(SetDue(incident=reference, kind=DueKind.UPDATE, due_at=clock.now_ms() + 30 * MINUTE))
    do(
        SetDue(
            incident=reference,
            kind=DueKind.DEADLINE,
            due_at=clock.now_ms() + 24 * 60 * MINUTE,
            label="NIS2 : alerte précoce",
        )
    )
    proof = folder / "pièce jointe.txt"
    proof.write_text("preuve", encoding="utf-8")
    room.attach(proof, noun="entry", parent=wrong.number)
    do(ChangeStatus(incident=reference, status=Status.MONITORING, reason="Bascule faite"))
    do(DescribeIncident(incident=reference, situation="API en panne depuis 11 h 20. Bascule faite."))
    return room, reference


def a_subject(room: Room, reference: str, *, marking: str = MARKING, redaction: Redaction | None = None) -> Subject:
    from warroom.clock import zone_of

    asked = Asked(
        member=room.member,
        station=room.station,
        now_ms=room.clock.now_ms(),
        zone=zone_of("Europe/Paris"),
        marking=marking,
    )
    return gather(room.views, reference, asked, redaction)
