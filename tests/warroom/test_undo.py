"""Undo: compensating writes where undo makes sense, never over somebody else's work, never in the log."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.builders import NOON, PASSPHRASE, a_room, an_action, an_entry, an_incident
from warroom import words
from warroom.commands import (
    AcknowledgeAction,
    AddAction,
    AmendAction,
    AmendDecision,
    ChangeSeverity,
    ChangeStatus,
    Decide,
    DescribeIncident,
    DropDue,
    FinishDue,
    MarkEntry,
    MoveAction,
    ReadBack,
    RequestDecision,
    SetDue,
    SetMilestone,
    SetService,
    WithdrawDecision,
)
from warroom.domain.actions import ActionState
from warroom.domain.dues import DueKind
from warroom.domain.entries import Verification
from warroom.domain.incidents import Milestone, Mode, Severity, Status
from warroom.domain.services import ServiceState
from warroom.errors import Refusal, Trouble
from warroom.room import Room

HOUR = 3_600_000


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with a_room(tmp_path) as room:
        yield room


def state(room: Room, incident: str) -> object:
    """Everything but the log, as a person sees it."""
    views = room.views
    marks = [
        (entry.verification, entry.key_event, entry.follow_up) for entry in views.entries(incident) if not entry.code
    ]
    return (
        views.incident(incident),
        views.decisions(incident),
        views.actions(incident),
        views.services(incident),
        views.dues(incident),
        marks,
    )


UNDOABLE: dict[str, Callable[[dict[str, str]], object]] = {
    "status": lambda at: ChangeStatus(incident=at["incident"], status=Status.RESOLVED, reason="r"),
    "severity": lambda at: ChangeSeverity(incident=at["incident"], severity=Severity.MAJOR, reason="r", vital=True),
    "milestone": lambda at: SetMilestone(
        incident=at["incident"], milestone=Milestone.DETECTED, at=NOON - 5, reason="r"
    ),
    "description": lambda at: DescribeIncident(incident=at["incident"], title="autre", owner="Paul", situation="x"),
    "mark": lambda at: MarkEntry(entry=at["entry"], verification=Verification.VERIFIED, key_event=True),
    "question": lambda at: RequestDecision(incident=at["incident"], question="?"),
    "amended question": lambda at: AmendDecision(decision=at["question"], question="mieux ?"),
    "decision": lambda at: Decide(decision=at["question"], decided="oui", rationale="r"),
    "decision at once": lambda at: Decide(incident=at["incident"], decided="oui"),
    "withdrawal": lambda at: WithdrawDecision(decision=at["question"], reason="r"),
    "read back": lambda at: ReadBack(decision=at["decided"]),
    "action": lambda at: AddAction(incident=at["incident"], text="faire", owner="Paul", due_at=NOON + HOUR),
    "taking in hand": lambda at: AcknowledgeAction(action=at["action"]),
    "end of action": lambda at: MoveAction(action=at["action"], state=ActionState.DONE, result="fait"),
    "amended action": lambda at: AmendAction(action=at["action"], owner="Inès", no_due=True),
    "service": lambda at: SetService(incident=at["incident"], name="DNS", state=ServiceState.DEGRADED),
    "state of service": lambda at: SetService(incident=at["incident"], name="API", state=ServiceState.MAJOR_OUTAGE),
    "clock": lambda at: SetDue(incident=at["incident"], kind=DueKind.UPDATE, due_at=NOON + HOUR),
    "end of clock": lambda at: FinishDue(due=at["due"]),
    "dropped clock": lambda at: DropDue(due=at["due"], reason="r"),
}


SAID = {
    "status": "status of A-001 back to Declared",
    "severity": "severity of A-001 back to To qualify",
    "milestone": "“Detected” of A-001 back to 12:00",
    "description": "description of A-001 as it was",
    "mark": "marks of entry A-0002 as they were",
    "question": "decision A-D003 taken away",
    "amended question": "decision A-D001 as it was",
    "decision": "decision A-D001 as it was",
    "decision at once": "decision A-D003 taken away",
    "withdrawal": "decision A-D001 as it was",
    "read back": "decision A-D002 as it was",
    "action": "action A-A002 taken away",
    "taking in hand": "action A-A001 back to “To do”",
    "end of action": "action A-A001 back to “To do”",
    "amended action": "action A-A001 as it was",
    "service": "service DNS taken away",
    "state of service": "service API back to “Unknown”",
    "clock": "clock “next update” taken away",
    "end of clock": "clock “next update” as it was",
    "dropped clock": "clock “next update” is back",
}


def a_busy_incident(room: Room) -> dict[str, str]:
    incident = an_incident(room, services=("API",)).id
    return {
        "incident": incident,
        "entry": an_entry(room, incident).id,
        "action": an_action(room, incident, owner="Paul", due_at=NOON + HOUR).id,
        "question": room.do(RequestDecision(incident=incident, question="On coupe ?")).result().id,
        "decided": room.do(Decide(incident=incident, decided="On attend")).result().id,
        "due": room.do(SetDue(incident=incident, kind=DueKind.UPDATE, due_at=NOON + HOUR)).result(),
    }


@pytest.mark.parametrize("what", UNDOABLE)
def test_that_undo_restores_what_was_and_says_so_in_the_log(room: Room, what: str) -> None:
    at = a_busy_incident(room)
    before, logged = state(room, at["incident"]), room.views.tally(at["incident"])[0]
    command = UNDOABLE[what](at)
    room.do(command).result()  # type: ignore[arg-type]
    assert state(room, at["incident"]) != before
    entries = room.views.tally(at["incident"])[0]

    said = room.undo().result()

    assert state(room, at["incident"]) == before
    assert room.views.tally(at["incident"])[0] == entries + 1 > logged
    last = list(room.views.entries(at["incident"]))[-1]
    assert (last.code, last.text) == ("undone", said)
    assert said == f"Undone: {SAID[what]}."
    assert room.verify() == []


def test_that_undo_speaks_french_too(room: Room) -> None:
    at = a_busy_incident(room)
    room.do(ChangeStatus(incident=at["incident"], status=Status.RESOLVED, reason="r")).result()
    words.speak("fr")
    try:
        said = room.undo().result()
    finally:
        words.speak("en")

    assert said == "Annulé\xa0: statut de A-001 de nouveau «\xa0Déclaré\xa0»."


def test_that_undo_goes_back_step_by_step_and_then_says_there_is_nothing(room: Room) -> None:
    incident = an_incident(room).id
    for title in ("un", "deux", "trois"):
        room.do(DescribeIncident(incident=incident, title=title)).result()

    seen = []
    for _turn in range(3):
        room.undo().result()
        seen.append(room.views.incident(incident).title)

    assert seen == ["deux", "un", "Panne mondiale de l'API"]
    assert room.can_undo == ""
    with pytest.raises(Refusal) as refusal:
        room.undo()
    assert refusal.value.code == "nothing-to-undo"


def test_that_neither_the_log_nor_a_declaration_is_ever_undone(room: Room) -> None:
    incident = an_incident(room, services=("API",)).id
    an_entry(room, incident)

    assert room.can_undo == ""
    assert room.views.tally(incident)[0] == 2
    assert [item.name for item in room.views.services(incident)] == ["API"]


def test_that_two_hurried_undos_undo_two_commands(room: Room) -> None:
    incident = an_incident(room).id
    for title in ("un", "deux"):
        room.do(DescribeIncident(incident=incident, title=title)).result()
    first, second = room.undo(), room.undo()
    first.result()
    second.result()

    assert room.views.incident(incident).title == "Panne mondiale de l'API"


def test_that_undo_never_overwrites_what_another_window_changed_since(room: Room) -> None:
    incident = an_incident(room).id
    room.do(DescribeIncident(incident=incident, title="à moi", owner="Paul")).result()
    with Room.open(room.path, passphrase=PASSPHRASE, clock=room.clock, backups=False) as other:
        other.do(DescribeIncident(incident=incident, title="à l'autre")).result()

    with pytest.raises(Refusal) as refusal:
        room.undo().result()

    assert refusal.value.code == "changed-since"
    shown = room.views.incident(incident)
    assert (shown.title, shown.owner) == ("à l'autre", "Paul")
    assert room.can_undo == "DescribeIncident"


def test_that_undo_never_hides_an_action_somebody_has_worked_on_since(room: Room) -> None:
    incident = an_incident(room).id
    action = an_action(room, incident)
    with Room.open(room.path, passphrase=PASSPHRASE, clock=room.clock, backups=False) as other:
        other.do(AmendAction(action=action.id, owner="Inès")).result()

    with pytest.raises(Refusal, match="changed this since"):
        room.undo().result()

    assert [item.owner for item in room.views.actions(incident)] == ["Inès"]


def test_that_an_undo_that_failed_can_be_tried_again(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    incident = an_incident(room).id
    room.do(DescribeIncident(incident=incident, title="autre")).result()
    with monkeypatch.context() as broken:
        broken.setattr("warroom.doors.undoing.write_back", _disk_full)
        with pytest.raises(Trouble):
            room.undo().result()
    assert room.can_undo == "DescribeIncident"

    room.undo().result()

    assert room.views.incident(incident).title == "Panne mondiale de l'API"


def _disk_full(*_given: object) -> str:
    raise Trouble("disk-full", "full")


def test_that_a_refused_command_leaves_nothing_to_undo(room: Room) -> None:
    incident = an_incident(room).id
    with pytest.raises(Refusal):
        room.do(ChangeStatus(incident=incident, status=Status.CLOSED, reason="")).result()

    assert room.can_undo == ""


def test_that_an_undone_action_leaves_every_list_and_its_number_is_not_reused(room: Room) -> None:
    incident = an_incident(room).id
    gone = an_action(room, incident, due_at=NOON + HOUR, text="introuvable").number
    room.undo().result()

    assert room.views.actions(incident) == []
    assert room.views.pending(mode=Mode.REAL) == []
    assert room.views.search("introuvable", mode=Mode.REAL).records == ()
    assert room.views.counts(incident)["actions"] == (0, 0)
    with pytest.raises(Refusal):
        room.do(AcknowledgeAction(action=gone)).result()
    assert an_action(room, incident).number == "A-A002"
