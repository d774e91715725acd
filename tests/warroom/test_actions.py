"""Actions through the door: asked, taken in hand, moved on, never lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import NOON, a_room, an_action, an_incident
from warroom.commands import AcknowledgeAction, AddAction, AmendAction, Decide, MoveAction
from warroom.domain.actions import Action, ActionState
from warroom.domain.entries import Kind
from warroom.errors import Refusal
from warroom.room import Room

HOUR = 3_600_000


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with a_room(tmp_path) as room:
        yield room


@pytest.fixture
def incident(room: Room) -> str:
    return an_incident(room).id


def shown(room: Room, incident: str, number: str) -> Action:
    return next(item for item in room.views.actions(incident) if item.number == number)


def move(room: Room, number: str, state: ActionState, **more: str) -> None:
    room.do(MoveAction(action=number, state=state, **more)).result()


def refused(room: Room, command: object) -> str:
    with pytest.raises(Refusal) as refusal:
        room.do(command).result()  # type: ignore[arg-type]
    return refusal.value.code


def codes(room: Room, incident: str) -> list[str]:
    return [entry.code for entry in room.views.entries(incident)][1:]


def test_that_an_action_is_asked_of_someone_by_a_time_and_logged(room: Room, incident: str) -> None:
    decision = room.do(Decide(incident=incident, decided="On coupe")).result()
    number = an_action(
        room, incident, text="Couper", owner=" Paul ", due_at=NOON + HOUR, decision=decision.number
    ).number
    action = shown(room, incident, number)

    assert (number, action.text, action.owner, action.due_at) == ("A-A001", "Couper", "Paul", NOON + HOUR)
    assert (action.state, action.created_at, action.acknowledged_at) == (ActionState.TODO, NOON, None)
    entry = list(room.views.entries(incident))[-1]
    assert (entry.kind, entry.to_who, entry.text) == (Kind.ORDER, "Paul", "Couper (A-A001)")


def test_that_what_is_asked_cannot_be_empty_nor_hang_on_nothing(room: Room, incident: str) -> None:
    assert refused(room, AddAction(incident=incident, text=" ")) == "action-empty"
    assert refused(room, AddAction(incident=incident, text="x", decision="A-D404")) == "unknown-reference"
    number = an_action(room, incident).number
    assert refused(room, AmendAction(action=number, text=" ")) == "action-empty"
    assert number == "A-A001"


def test_that_taking_in_hand_starts_a_waiting_action_once(room: Room, incident: str) -> None:
    number = an_action(room, incident, owner="Paul").number
    room.do(AcknowledgeAction(action=number)).result()
    room.clock.advance(seconds=60)  # type: ignore[attr-defined]
    room.do(AcknowledgeAction(action=number)).result()
    action = shown(room, incident, number)

    assert (action.state, action.acknowledged_at) == (ActionState.IN_PROGRESS, NOON)
    assert codes(room, incident) == ["action-asked", "action-acknowledged"]


def test_that_taking_in_hand_does_not_wake_a_held_action(room: Room, incident: str) -> None:
    number = an_action(room, incident).number
    move(room, number, ActionState.ON_HOLD, reason="pièce manquante")
    room.do(AcknowledgeAction(action=number)).result()

    assert shown(room, incident, number).state is ActionState.ON_HOLD


@pytest.mark.parametrize("over", [ActionState.DONE, ActionState.CANCELLED, ActionState.SKIPPED])
def test_that_taking_in_hand_never_reopens_what_is_over(room: Room, incident: str, over: ActionState) -> None:
    number = an_action(room, incident).number
    move(room, number, over, reason="inutile")

    assert refused(room, AcknowledgeAction(action=number)) == "action-over"
    assert shown(room, incident, number).state is over


@pytest.mark.parametrize("state", [ActionState.ON_HOLD, ActionState.CANCELLED, ActionState.SKIPPED])
def test_that_not_doing_needs_a_reason(room: Room, incident: str, state: ActionState) -> None:
    number = an_action(room, incident).number
    assert refused(room, MoveAction(action=number, state=state, reason=" ")) == "reason-missing"
    move(room, number, state, reason="plus nécessaire")

    assert (shown(room, incident, number).reason, shown(room, incident, number).state) == ("plus nécessaire", state)
    assert list(room.views.entries(incident))[-1].reason == "plus nécessaire"


def test_that_a_finished_action_keeps_its_result_and_can_be_opened_again(room: Room, incident: str) -> None:
    number = an_action(room, incident).number
    move(room, number, ActionState.DONE, result="joint à 12 h")
    done = shown(room, incident, number)
    assert (done.finished_at, done.result, done.state.is_over) == (NOON, "joint à 12 h", True)
    assert list(room.views.entries(incident))[-1].text == "Action A-A001: To do → Done. joint à 12 h"
    assert room.views.actions(incident, open_only=True) == []

    move(room, number, ActionState.TODO)
    again = shown(room, incident, number)
    assert (again.finished_at, again.result) == (None, "joint à 12 h")


def test_that_the_same_state_again_writes_nothing(room: Room, incident: str) -> None:
    number = an_action(room, incident).number
    move(room, number, ActionState.TODO)

    assert codes(room, incident) == ["action-asked"]


def test_that_a_new_owner_has_to_take_it_in_hand_anew(room: Room, incident: str) -> None:
    number = an_action(room, incident, owner="Paul", due_at=NOON + HOUR).number
    room.do(AcknowledgeAction(action=number)).result()
    room.do(AmendAction(action=number, owner="Inès")).result()

    assert (shown(room, incident, number).owner, shown(room, incident, number).acknowledged_at) == ("Inès", None)
    assert list(room.views.entries(incident))[-1].text == "Action A-A001 given to Inès"
    room.do(AmendAction(action=number, no_due=True, owner="Inès")).result()
    assert shown(room, incident, number).due_at is None
    before = room.views.fingerprint()
    room.do(AmendAction(action=number, no_due=True, owner="Inès")).result()
    assert room.views.fingerprint() == before


def test_that_open_actions_come_by_due_time_then_the_finished_newest_first(room: Room, incident: str) -> None:
    undated = an_action(room, incident).number
    late = an_action(room, incident, due_at=NOON + 1).number
    later = an_action(room, incident, due_at=NOON + HOUR).number
    done = [an_action(room, incident).number for _turn in range(2)]
    for number in done:
        room.clock.advance(seconds=1)  # type: ignore[attr-defined]
        move(room, number, ActionState.DONE)

    assert [item.number for item in room.views.actions(incident)] == [late, later, undated, *done[::-1]]
    assert room.views.counts(incident)["actions"] == (3, 1)
    assert [item.is_late(room.clock.now_ms()) for item in room.views.actions(incident, open_only=True)] == [
        True,
        False,
        False,
    ]
