"""A closed incident in which everything that metrics count happened at known hours, for their tests."""

from __future__ import annotations

from pathlib import Path

from tests.builders import NOON, a_room, an_action, an_entry
from tests.warroom.sent import a_message, a_release
from warroom.clock import FixedClock
from warroom.commands import (
    ActivateCell,
    AddAffected,
    AddFigure,
    ChangeStatus,
    CheckIn,
    CheckOut,
    Decide,
    DeclareIncident,
    MarkEntry,
    MoveAction,
    MoveHypothesis,
    OpenHypothesis,
    QualifyRegime,
    RequestDecision,
    SetClockEvent,
    SetContinuity,
    SetRate,
    SetService,
    SubmitNotice,
)
from warroom.domain.actions import ActionState
from warroom.domain.entries import Kind, Verification
from warroom.domain.hypotheses import HypothesisState
from warroom.domain.impact_figures import FigureKind
from warroom.domain.incidents import Severity, Status
from warroom.domain.regimes import RegimeState
from warroom.domain.services import ServiceState
from warroom.room import Room

MINUTE, HOUR = 60_000, 3_600_000
IMPACT = NOON - 30 * MINUTE


def a_measured_incident(folder: Path, *, exercise: bool = False, room: Room | None = None) -> tuple[Room, str]:
    """The room at 16:00, and the incident: impact 11:30, detected 12:00, mitigated 14:00, restored 15:00."""
    room = room or a_room(folder, clock=FixedClock(NOON))
    clock = room.clock
    assert isinstance(clock, FixedClock)
    clock.set(NOON)
    do = lambda command: room.do(command).result()  # noqa: E731
    do(SetContinuity(service="API", rto_min=120, rpo_min=15))
    do(SetContinuity(service="Portail", rto_min=600))
    incident = do(
        DeclareIncident(title="Panne", severity=Severity.CRITICAL, impact_started=IMPACT, exercise=exercise)
    ).id
    do(SetService(incident=incident, name="API", state=ServiceState.MAJOR_OUTAGE, since=IMPACT))
    do(SetService(incident=incident, name="Portail", state=ServiceState.DEGRADED, since=NOON))
    do(CheckIn(person="Karim", incident=incident, code="TECH", at=NOON))
    do(CheckIn(person="Ana", incident=incident, code="COM", at=NOON))
    said = an_entry(room, incident, kind=Kind.FACT, key_event=True, verification=Verification.TO_VERIFY)
    clock.set(NOON + 10 * MINUTE)
    do(ChangeStatus(incident=incident, status=Status.INVESTIGATING, reason="Cellule réunie"))
    an_entry(room, incident, kind=Kind.FACT, key_event=True, from_who="Exploitation", text="Cluster B arrêté")
    draft = a_message(room, incident)
    asked = do(RequestDecision(incident=incident, question="Basculer ?"))
    clock.set(NOON + 20 * MINUTE)
    do(ActivateCell(incidents=(incident,), level=3, decider="DSI", reason="Client vital"))
    do(MarkEntry(entry=said.id, verification=Verification.VERIFIED))
    a_release(room, incident, (), message=draft)
    clock.set(NOON + 30 * MINUTE)
    opened = do(OpenHypothesis(incident=incident, text="Certificat expiré"))
    do(Decide(decision=asked.number, decided="Oui", decider="DSI"))
    quick = an_action(room, incident, due_at=NOON + HOUR)
    slow = an_action(room, incident, due_at=NOON + HOUR, text="Renouveler")
    do(QualifyRegime(incident=incident, code="NIS2", state=RegimeState.APPLICABLE))
    do(SetClockEvent(incident=incident, event="aware_at", at=NOON, entry=said.id))
    clock.set(NOON + HOUR)
    do(MoveHypothesis(hypothesis=opened.number, state=HypothesisState.CONFIRMED, reason="Vu"))
    do(MoveAction(action=quick.number, state=ActionState.DONE, result="Fait"))
    do(SubmitNotice(incident=incident, rule="NIS2-EW", at=NOON + HOUR, recipient="CERT-FR"))
    clock.set(NOON + 2 * HOUR)
    do(MoveAction(action=slow.number, state=ActionState.DONE, result="Fait"))
    a_release(room, incident, (), message=a_message(room, incident, corrects=draft), corrects=draft)
    do(ChangeStatus(incident=incident, status=Status.MONITORING, reason="Bascule faite"))
    do(SetService(incident=incident, name="API", state=ServiceState.OPERATIONAL, since=NOON + 2 * HOUR))
    do(CheckOut(person="Ana", incident=incident, at=NOON + 2 * HOUR))
    clock.set(NOON + 3 * HOUR)
    do(ChangeStatus(incident=incident, status=Status.RESOLVED, reason="Retour à la normale"))
    clock.set(NOON + 4 * HOUR)
    do(ChangeStatus(incident=incident, status=Status.CLOSED, reason="Fin"))
    _figures(room, incident)
    return room, incident


def _figures(room: Room, incident: str) -> None:
    do = lambda command: room.do(command).result()  # noqa: E731
    do(AddAffected(incident=incident, users=1200, percent=50, from_at=IMPACT, until_at=NOON + HOUR, service="API"))
    do(AddAffected(incident=incident, users=300, percent=100, from_at=NOON))  # until it was mitigated
    for kind, amount, more in (
        (FigureKind.SPEND, "5000", {"low": "4000", "high": "7000"}),
        (FigureKind.CREDIT, "1250,50", {}),
        (FigureKind.PENALTY, "800", {"unit": "CHF"}),
        (FigureKind.LOST_MARGIN, "20000", {"estimated": True}),
        (FigureKind.RECOVERY, "3000", {}),
        (FigureKind.STAFF_HOURS, "3", {"label": "TECH"}),
        (FigureKind.DATA, "10", {"unit": "min", "service": "API"}),
        (FigureKind.DATA, "12000", {"unit": "records"}),
    ):
        do(AddFigure(incident=incident, kind=kind, amount=amount, source="Compta", **more))
    do(SetRate(code="TECH", per_hour="100"))
    do(SetRate(code="*", per_hour="60"))
