"""Who may do what with a message: by right, by delegation that is looked at later, and the one hard gate."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.builders import a_room, an_incident
from tests.warroom.messages.said import a_message, line, sitting
from warroom.commands import (
    AddPerson,
    Approve,
    AskReview,
    GiveVerdict,
    GrantRoles,
    ReleaseMessage,
)
from warroom.domain.messages import MessageState, ReviewKind, Verdict
from warroom.domain.rights import Right, Role
from warroom.errors import Refusal
from warroom.room import Room

ROLES = {
    "Léa Martin": Role.ADMINISTRATOR,
    "Marc Petit": Role.SCRIBE,
    "Ines Roux": Role.COMMUNICATIONS,
    "Jo Blanc": Role.LEGAL,
    "Anne Roche": Role.COMMANDER,
}


@pytest.fixture
def room(tmp_path: Path) -> Any:
    made = a_room(tmp_path)
    ids = {name: made.do(AddPerson(name=name)).result() for name in ROLES}
    for name in reversed(list(ROLES)):
        made.do(GrantRoles(person=ids[name], roles=frozenset({ROLES[name]}))).result()
    yield made
    made.close()


def delegated(room: Room) -> list[tuple[str, Right | None]]:
    return [(each.act, each.right) for each in room.views.delegations()]


def test_that_whoever_may_does_it_in_their_own_name(room: Room) -> None:
    incident = an_incident(room).id
    with sitting(room, "Ines Roux"):
        made = a_message(room, incident, reviews=("legal",))
        asked = room.do(AskReview(message=made.id, kind=ReviewKind.LEGAL, asked_of="Jo Blanc")).result()
    before = len(delegated(room))
    with sitting(room, "Jo Blanc"):
        room.do(GiveVerdict(review=asked, kind=ReviewKind.LEGAL, verdict=Verdict.PASSED)).result()
    with sitting(room, "Anne Roche"):
        room.do(Approve(message=made.id)).result()
    assert len(delegated(room)) == before
    with sitting(room, "Ines Roux"):
        room.do(ReleaseMessage(message=made.id)).result()
    assert line(room, made.id).state is MessageState.RELEASED


def test_that_what_is_done_without_the_right_counts_and_is_looked_at_later(room: Room) -> None:
    incident = an_incident(room).id
    with sitting(room, "Marc Petit"):
        made = a_message(room, incident)
        asked = room.do(AskReview(message=made.id, kind=ReviewKind.LEGAL, asked_of="Jo Blanc")).result()
    with sitting(room, "Ines Roux"):
        room.do(GiveVerdict(review=asked, kind=ReviewKind.LEGAL, verdict=Verdict.PASSED)).result()
    with sitting(room, "Jo Blanc"):
        room.do(Approve(message=made.id)).result()
    said = set(delegated(room))
    assert {
        ("DraftMessage", Right.COMMUNICATE),
        ("AskReview", Right.COMMUNICATE),
        ("GiveVerdict", Right.JUDGE),
        ("Approve", Right.DECIDE),
    } <= said
    assert line(room, made.id).state is MessageState.APPROVED
    with sitting(room, "Marc Petit"), pytest.raises(Refusal) as refused:
        room.do(ReleaseMessage(message=made.id)).result()
    assert refused.value.code == "right-missing"
