"""Incidents through the door: declared, judged, moved on, stamped, described; exercises apart."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import NOON, a_room, an_action, an_entry, an_incident
from warroom.commands import ChangeSeverity, ChangeStatus, DescribeIncident, LogEntry, MoveAction, SetMilestone
from warroom.domain.actions import ActionState
from warroom.domain.entries import Entry, Kind
from warroom.domain.incidents import Milestone, Mode, Severity, Status
from warroom.errors import Refusal
from warroom.room import Room
from warroom.words import speak

HOUR = 3_600_000


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with a_room(tmp_path) as room:
        yield room


def last_entry(room: Room, incident: str) -> Entry:
    return list(room.views.entries(incident))[-1]


def move(room: Room, incident: str, status: Status, reason: str = "constaté") -> None:
    room.do(ChangeStatus(incident=incident, status=status, reason=reason)).result()


def milestones(room: Room, incident: str) -> dict[Milestone, int]:
    return room.views.incident(incident).milestones


def refused(room: Room, command: object) -> Refusal:
    with pytest.raises(Refusal) as refusal:
        room.do(command).result()  # type: ignore[arg-type]
    assert refusal.value.safe
    assert refusal.value.exit_code == 3
    return refusal.value


def test_that_a_declared_incident_is_undetermined_detected_now_and_logged(room: Room) -> None:
    incident = an_incident(room, title="  Panne du stockage  ")
    shown = room.views.incident("a-001")

    assert (shown.number, shown.title, shown.severity, shown.status) == (
        "A-001",
        "Panne du stockage",
        Severity.UNDETERMINED,
        Status.DECLARED,
    )
    assert shown.milestones == {Milestone.DETECTED: NOON}
    entry = last_entry(room, incident.id)
    assert (entry.kind, entry.code, entry.key_event, entry.number) == (Kind.AUTOMATIC, "declared", True, "A-0001")
    assert entry.text == "Incident declared: Panne du stockage (To qualify)"


def test_that_an_automatic_entry_speaks_the_language_of_its_author(room: Room) -> None:
    speak("fr")
    incident = an_incident(room, severity=Severity.MAJOR)
    speak("en")

    assert last_entry(room, incident.id).params == {"title": "Panne mondiale de l'API", "severity": 2}


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"title": " \n "}, "title-missing"),
        ({"title": "x" * 301}, "title-too-long"),
        ({"impact_started": NOON + 1}, "start-in-future"),
        ({"detected": NOON + 1}, "milestone-in-future"),
    ],
)
def test_that_an_impossible_declaration_is_refused_and_takes_no_number(
    room: Room, more: dict[str, object], code: str
) -> None:
    with pytest.raises(Refusal) as refusal:
        an_incident(room, **more)

    assert refusal.value.code == code
    assert room.views.incidents(mode=Mode.BOTH) == []
    assert an_incident(room).ref == "A-001"


def test_that_a_change_of_status_needs_a_reason_and_writes_it(room: Room) -> None:
    incident = an_incident(room)
    command = ChangeStatus(incident=incident.ref, status=Status.INVESTIGATING, reason="   ")

    assert refused(room, command).code == "reason-missing"
    assert room.views.incident(incident.id).status is Status.DECLARED
    move(room, incident.ref, Status.INVESTIGATING, "astreinte jointe")
    entry = last_entry(room, incident.id)
    assert entry.text == "Status: Declared → Investigating. astreinte jointe"
    assert (entry.reason, entry.code, entry.key_event) == ("astreinte jointe", "status", True)
    assert entry.params["was"] == "declared"


def test_that_the_same_status_again_writes_nothing(room: Room) -> None:
    incident = an_incident(room)
    move(room, incident.id, Status.DECLARED, "")

    assert room.views.tally(incident.id)[0] == 1


def test_that_milestones_are_stamped_as_the_status_moves_on_and_never_twice(room: Room) -> None:
    incident = an_incident(room)
    for minutes, status in enumerate(
        (Status.INVESTIGATING, Status.IDENTIFIED, Status.MONITORING, Status.RESOLVED, Status.CLOSED), start=1
    ):
        room.clock.set(NOON + minutes * 60_000)  # type: ignore[attr-defined]
        move(room, incident.id, status)

    assert milestones(room, incident.id) == {
        Milestone.DETECTED: NOON,
        Milestone.ACKNOWLEDGED: NOON + 60_000,
        Milestone.MITIGATED: NOON + 3 * 60_000,
        Milestone.RESOLVED: NOON + 4 * 60_000,
        Milestone.CLOSED: NOON + 5 * 60_000,
    }


@pytest.mark.parametrize("back", [Status.DECLARED, Status.INVESTIGATING, Status.IDENTIFIED, Status.MONITORING])
def test_that_reopening_clears_resolved_and_closed_only(room: Room, back: Status) -> None:
    incident = an_incident(room)
    for status in (Status.INVESTIGATING, Status.MONITORING, Status.RESOLVED, Status.CLOSED):
        move(room, incident.id, status)
    move(room, incident.id, back, "la panne est revenue")

    left = milestones(room, incident.id)
    assert {Milestone.RESOLVED, Milestone.CLOSED} & left.keys() == set()
    assert {Milestone.ACKNOWLEDGED, Milestone.MITIGATED} <= left.keys()


def test_that_closed_back_to_resolved_keeps_the_resolution(room: Room) -> None:
    incident = an_incident(room)
    move(room, incident.id, Status.RESOLVED)
    move(room, incident.id, Status.CLOSED)
    move(room, incident.id, Status.RESOLVED)

    assert Milestone.RESOLVED in milestones(room, incident.id)
    assert Milestone.CLOSED not in milestones(room, incident.id)


def test_that_a_false_alarm_leaves_the_board_and_keeps_its_log(room: Room) -> None:
    incident = an_incident(room)
    move(room, incident.id, Status.FALSE_ALARM, "sonde en panne")

    assert room.views.incidents(mode=Mode.REAL, live_only=True) == []
    assert [item.id for item in room.views.incidents(mode=Mode.REAL)] == [incident.id]
    assert room.views.tally(incident.id)[0] == 2


@pytest.mark.parametrize("status", [Status.CLOSED, Status.FALSE_ALARM])
def test_that_a_closed_incident_keeps_its_open_actions(room: Room, status: Status) -> None:
    incident = an_incident(room)
    action = an_action(room, incident.id, due_at=NOON + HOUR)
    move(room, incident.id, status)

    assert [item.id for item in room.views.actions(incident.id, open_only=True)] == [action.id]
    assert [item.number for item in room.views.pending(mode=Mode.REAL)] == [action.number]
    room.do(MoveAction(action=action.number, state=ActionState.DONE)).result()
    assert room.views.pending(mode=Mode.REAL) == []


def test_that_severity_needs_a_reason_and_a_vital_service_makes_it_critical(room: Room) -> None:
    incident = an_incident(room, severity=Severity.MINOR)

    assert (
        refused(room, ChangeSeverity(incident=incident.id, severity=Severity.MAJOR, reason="")).code == "reason-missing"
    )
    room.do(ChangeSeverity(incident=incident.id, severity=Severity.MINOR, reason="SAMU", vital=True)).result()
    shown = room.views.incident(incident.id)
    assert (shown.severity, shown.gravity) == (Severity.MINOR, Severity.CRITICAL)
    assert last_entry(room, incident.id).text.startswith("A vital service is touched. Severity: SEV4 → SEV4. SAMU")
    room.do(ChangeSeverity(incident=incident.id, severity=Severity.MINOR, reason="fin", vital=False)).result()
    assert last_entry(room, incident.id).text.startswith("No vital service is touched any more.")


def test_that_the_board_puts_the_gravest_first_and_the_unjudged_beside_them(room: Room) -> None:
    minor = an_incident(room, severity=Severity.MINOR)
    unjudged = an_incident(room)
    vital = an_incident(room, severity=Severity.MINOR, vital=True)
    major = an_incident(room, severity=Severity.MAJOR)

    order = [item.id for item in room.views.incidents(mode=Mode.REAL)]
    assert set(order[:2]) == {unjudged.id, vital.id}
    assert order[2:] == [major.id, minor.id]


def test_that_a_milestone_is_edited_and_cleared_only_with_a_reason(room: Room) -> None:
    incident = an_incident(room)
    began = SetMilestone(incident=incident.id, milestone=Milestone.IMPACT_STARTED, at=NOON - HOUR, reason="journaux")
    room.do(began).result()

    assert milestones(room, incident.id)[Milestone.IMPACT_STARTED] == NOON - HOUR
    entry = last_entry(room, incident.id)
    assert (entry.code, entry.reason, entry.params["now"]) == ("milestone", "journaux", NOON - HOUR)
    cleared = SetMilestone(incident=incident.id, milestone=Milestone.IMPACT_STARTED, at=None, reason="")
    assert refused(room, cleared).code == "reason-missing"


@pytest.mark.parametrize(
    ("milestone", "at", "code"),
    [
        (Milestone.RESOLVED, NOON + 1, "milestone-in-future"),
        (Milestone.MITIGATED, NOON - 2 * HOUR, "milestone-before-start"),
        (Milestone.IMPACT_STARTED, NOON - HOUR // 4, "start-after-end"),
    ],
)
def test_that_impossible_milestones_are_refused(room: Room, milestone: Milestone, at: int, code: str) -> None:
    incident = an_incident(room, impact_started=NOON - HOUR)
    room.do(
        SetMilestone(incident=incident.id, milestone=Milestone.RESOLVED, at=NOON - HOUR // 2, reason="relevé")
    ).result()

    assert refused(room, SetMilestone(incident=incident.id, milestone=milestone, at=at, reason="r")).code == code


def test_that_an_alarm_may_ring_before_anyone_is_hampered(room: Room) -> None:
    incident = an_incident(room, impact_started=NOON - HOUR, detected=NOON - 2 * HOUR)

    assert milestones(room, incident.id)[Milestone.DETECTED] == NOON - 2 * HOUR


def test_that_a_description_changes_what_is_given_and_logs_each_change(room: Room) -> None:
    incident = an_incident(room, users="12 000")
    room.do(
        DescribeIncident(incident=incident.id, title="Panne du DNS", owner="Paul", situation="Tout est lent")
    ).result()

    shown = room.views.incident(incident.id)
    assert (shown.title, shown.owner, shown.situation, shown.users) == (
        "Panne du DNS",
        "Paul",
        "Tout est lent",
        "12 000",
    )
    codes = [entry.code for entry in room.views.entries(incident.id)]
    assert codes == ["declared", "title", "owner", "situation"]


@pytest.mark.parametrize(("title", "code"), [(" ", "title-missing"), ("x" * 301, "title-too-long")])
def test_that_a_new_title_obeys_the_rules_of_the_first(room: Room, title: str, code: str) -> None:
    incident = an_incident(room)

    assert refused(room, DescribeIncident(incident=incident.id, title=title)).code == code
    assert room.views.incident(incident.id).title == "Panne mondiale de l'API"


def test_that_exercises_stand_apart_everywhere(room: Room) -> None:
    real = an_incident(room, title="Vraie panne réseau")
    drill = an_incident(room, title="Fausse panne réseau", exercise=True)
    for incident in (real, drill):
        an_entry(room, incident.id, text="panne réseau")
        an_action(room, incident.id, text="appeler panne réseau", due_at=NOON + HOUR)

    for mode, own in ((Mode.REAL, real), (Mode.EXERCISE, drill)):
        assert [item.id for item in room.views.incidents(mode=mode)] == [own.id]
        assert [card.incident.id for card in room.views.cards(mode=mode)] == [own.id]
        assert {item.incident for item in room.views.pending(mode=mode)} == {own.id}
        found = room.views.search("panne", mode=mode)
        assert {entry.incident for entry in found.entries} == {own.id}
        assert {item.incident for item in found.records} == {own.id}
    assert len(room.views.incidents(mode=Mode.BOTH)) == 2
    assert room.views.counts()["board"] == (1, 0)
    assert room.views.counts()["actions"] == (1, 0)
    assert all(entry.exercise for entry in room.views.entries(drill.id))
    assert not any(entry.exercise for entry in room.views.entries(real.id))


@pytest.mark.parametrize("question", ["incidents", "cards", "pending"])
def test_that_no_list_can_forget_the_mode(room: Room, question: str) -> None:
    with pytest.raises(TypeError, match="mode"):
        getattr(room.views, question)()


def test_that_a_card_tells_what_hangs_on_an_incident(room: Room) -> None:
    incident = an_incident(room, services=("Paiement", "API"))
    an_action(room, incident.id, due_at=NOON + 60_000)
    room.clock.advance(seconds=120)  # type: ignore[attr-defined]
    (card,) = room.views.cards(mode=Mode.REAL)

    assert (card.services, card.open_actions, card.late_actions, card.entries) == (("API", "Paiement"), 1, 1, 2)
    assert card.last_entry_at == NOON


def test_that_a_very_busy_incident_keeps_its_entries_in_order_with_a_clock_that_stands_still(room: Room) -> None:
    incident = an_incident(room)
    room.do_all([LogEntry(incident=incident.id, text=str(number)) for number in range(300)]).result()

    assert [entry.text for entry in room.views.entries(incident.id)][1:] == [str(number) for number in range(300)]
