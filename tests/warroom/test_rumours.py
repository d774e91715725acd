"""What is said outside: where, how far it goes, and what became of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.builders import NOON, a_room, an_incident
from warroom.commands import AddRumour, DraftDenial, JudgeRumour, LogRumour
from warroom.domain.entries import Verification
from warroom.domain.inbound import Rumour, RumourKind, RumourState
from warroom.errors import Refusal
from warroom.room import Room


@pytest.fixture
def room(tmp_path: Path) -> Any:
    made = a_room(tmp_path)
    yield made
    made.close()


@pytest.fixture
def incident(room: Room) -> str:
    return an_incident(room).id


def heard(room: Room, incident: str, **more: Any) -> str:
    said = {"text": "Les données clients seraient en vente", "source": "Forum X", "kind": RumourKind.SOCIAL, "reach": 2}
    return str(room.do(AddRumour(incident=incident, **{**said, **more})).result().id)


def of(room: Room, rumour: str) -> Rumour:
    found = room.views.rumour(rumour)
    assert found is not None
    return found


def test_that_what_is_heard_is_to_be_checked(room: Room, incident: str) -> None:
    rumour = of(room, heard(room, incident))
    assert (rumour.number, rumour.state, rumour.reach) == ("A-RU01", RumourState.TO_CHECK, 2)
    assert (rumour.heard_by, rumour.heard_at) == ("Léa Martin", NOON)


def test_that_a_verdict_says_how_we_know_and_is_told(room: Room, incident: str) -> None:
    rumour = heard(room, incident)
    with pytest.raises(Refusal, match="how you know"):
        room.do(JudgeRumour(rumour=rumour, state=RumourState.FALSE)).result()
    room.do(JudgeRumour(rumour=rumour, state=RumourState.FALSE, finding="aucun accès sortant")).result()
    assert of(room, rumour).state is RumourState.FALSE
    (entry,) = [each for each in room.views.entries(incident) if each.code == "rumour-judged"]
    assert "aucun accès sortant" in entry.text


def test_that_what_is_true_becomes_a_verified_entry_once(room: Room, incident: str) -> None:
    rumour = heard(room, incident, text="Le standard ne répond plus")
    room.do(JudgeRumour(rumour=rumour, state=RumourState.TRUE, finding="essayé trois fois")).result()
    logged = room.do(LogRumour(rumour=rumour)).result()
    entry = room.views.entry(logged.id)
    assert entry is not None
    assert (entry.text, entry.from_who, entry.verification) == (
        "Le standard ne répond plus",
        "Forum X",
        Verification.VERIFIED,
    )
    assert of(room, rumour).entry == logged.id
    with pytest.raises(Refusal, match=logged.number):
        room.do(LogRumour(rumour=rumour)).result()


def test_that_what_is_left_alone_needs_no_proof(room: Room, incident: str) -> None:
    rumour = heard(room, incident)
    room.do(JudgeRumour(rumour=rumour, state=RumourState.LEFT)).result()
    assert of(room, rumour).state is RumourState.LEFT


def test_that_a_reach_is_one_of_three(room: Room, incident: str) -> None:
    with pytest.raises(Refusal, match="1 for few"):
        heard(room, incident, reach=4)


def test_that_what_is_false_begins_its_message_once_by_where_it_is_said(room: Room, incident: str) -> None:
    rumour = heard(room, incident)
    room.do(JudgeRumour(rumour=rumour, state=RumourState.FALSE, finding="aucun accès sortant")).result()
    drafted = room.do(DraftDenial(rumour=rumour)).result()
    again = room.do(DraftDenial(rumour=rumour)).result()
    assert again.id == drafted.id == of(room, rumour).message
    message = room.views.message(drafted.id)
    assert message is not None
    assert (message.template, message.incident) == ("T21", incident)
