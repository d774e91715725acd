"""What the pictures of an incident show: what the log told, and nothing that may not leave the room."""

from __future__ import annotations

from pathlib import Path

from tests.builders import NOON, a_room, an_incident
from tests.warroom.reports.crisis import a_subject
from warroom.commands import ChangeSeverity, ChangeStatus, LogEntry, SetService
from warroom.domain.entries import Kind
from warroom.domain.incidents import Severity, Status
from warroom.domain.services import ServiceState
from warroom.reports.charts.from_incident import doers_of, ribbons_of, states_of, timeline_of
from warroom.reports.charts.what_happened import MarkKind
from warroom.reports.redaction import Redaction
from warroom.room import Room

MINUTE = 60_000


def test_that_states_follow_what_the_log_told(tmp_path: Path) -> None:
    with a_room(tmp_path) as room:
        ref = an_incident(room, severity=Severity.MAJOR, impact_started=NOON - 10 * MINUTE).ref
        room.do(SetService(incident=ref, name="API", state=ServiceState.MAJOR_OUTAGE)).result()
        room.clock.advance(seconds=600)
        room.do(ChangeSeverity(incident=ref, severity=Severity.CRITICAL, reason="Tout le monde")).result()
        room.clock.advance(seconds=600)
        room.do(SetService(incident=ref, name="API", state=ServiceState.DEGRADED)).result()
        room.do(ChangeStatus(incident=ref, status=Status.MONITORING, reason="Stable")).result()
        room.clock.advance(seconds=600)
        room.do(ChangeStatus(incident=ref, status=Status.RESOLVED, reason="Rétabli")).result()

        told = states_of(a_subject(room, ref))

    assert told is not None
    assert [(one.state, (one.until_at - one.from_at) // MINUTE) for one in told.severity] == [
        (Severity.MAJOR, 20),
        (Severity.CRITICAL, 20),
    ]
    assert [one.state for one in told.status] == [Status.DECLARED, Status.MONITORING]
    assert [(one.state, (one.until_at - one.from_at) // MINUTE) for one in told.services[0].stretches] == [
        (ServiceState.MAJOR_OUTAGE, 20),
        (ServiceState.DEGRADED, 10),
    ]


def test_that_key_events_decisions_and_deeds_of_a_crisis_are_drawn(crisis: tuple[Room, str]) -> None:
    room, ref = crisis

    subject = a_subject(room, ref)
    timeline, doers, ribbons = timeline_of(subject), doers_of(subject), ribbons_of(subject)

    assert timeline is not None
    assert doers is not None
    assert ribbons is not None
    assert "Le cluster B ne répond plus" in [one.text for one in timeline.marks]
    assert [one.text for one in timeline.marks if one.kind is MarkKind.DECISION] == ["Basculer sur le secours"]
    assert {"Karim", "Ana", "DSI", "Exploitation"} <= {row.name for row in doers.rows}
    assert [one.decided_at is not None for one in ribbons.decisions] == [False, True]


def test_that_what_is_withheld_or_names_somebody_is_not_drawn(crisis: tuple[Room, str]) -> None:
    room, ref = crisis
    room.do(LogEntry(incident=ref, text="Karim a vu la fuite", kind=Kind.FACT, key_event=True)).result()

    subject = a_subject(room, ref, redaction=Redaction(withhold=frozenset({"A-D001"})))
    found = repr([one(subject) for one in (timeline_of, states_of, doers_of, ribbons_of)])

    assert "Basculer sur le secours" not in found
    assert "'Karim'" not in found


def test_that_an_incident_with_nothing_in_it_has_no_empty_pictures(calm: tuple[Room, str]) -> None:
    room, ref = calm

    subject = a_subject(room, ref)

    assert ribbons_of(subject) is None
    assert states_of(subject) is None
