"""Teams out and means: found by their words, and empty of whoever asked to be erased."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import a_room, an_entry, an_incident
from tests.warroom.test_erasure import NAME, REASON, names_in
from warroom.commands import (
    ApproveMeans,
    ArriveMeans,
    AskMeans,
    MoveTeam,
    NoteContact,
    RefuseMeans,
    ReturnTeam,
    SendTeam,
    TakeBackContact,
    WithdrawMeans,
)
from warroom.domain.field_teams import FieldStatus
from warroom.domain.incidents import Mode
from warroom.room import Room


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """Odile led a team, heard another, asked for means and approved some; then somebody else sits down."""
    with a_room(tmp_path, member=NAME) as room:
        incident = an_incident(room).id
        sent = SendTeam(incident=incident, name="Équipe DC2", leader=NAME, crew=(NAME, "Karim"), mission="Réarmer")
        team = room.do(sent).result().id
        room.do(MoveTeam(field_team=team, status=FieldStatus.WORKING, leader="Karim")).result()
        room.do(MoveTeam(field_team=team, leader=NAME)).result()
        contact = room.do(NoteContact(field_team=team, text="Vu")).result()
        an_entry(room, incident, text="Vu aussi", from_who="Équipe DC2")
        room.do(TakeBackContact(contact=contact, reason="R")).result()
        room.do(ReturnTeam(field_team=team)).result()
        for what in ("Fioul", "Câble", "Tente"):
            room.do(AskMeans(incident=incident, what=what, asked_by=NAME, place="Quai 4")).result()
        first, second, third = room.views.means_asked(mode=Mode.REAL)
        room.do(ApproveMeans(means=first.id, cost=10, approver=NAME)).result()
        room.do(ArriveMeans(means=first.id)).result()
        room.do(RefuseMeans(means=second.id, reason="R", approver=NAME)).result()
        room.do(WithdrawMeans(means=third.id, reason="R")).result()
        room.sit_down("Léa Martin")
        yield room


def test_that_whoever_led_a_team_or_approved_leaves_no_trace_in_the_file(room: Room) -> None:
    assert names_in(room)

    room.erasure.erase_person(NAME, REASON)

    assert not names_in(room)
    assert not room.verify()


def test_that_screens_show_the_alias_where_the_name_stood(room: Room) -> None:
    said = f"person {room.erasure.erase_person(NAME, REASON).alias}"
    (out,) = room.views.teams_out(mode=Mode.REAL)
    approved = next(each for each in room.views.means_asked(mode=Mode.REAL) if each.cost)

    assert out.team.leader == said
    assert out.team.crew == ()  # a list of names is withheld whole
    assert (approved.approver, approved.asked_by) == (said, said)


@pytest.mark.parametrize(
    ("words", "noun"), [("rearmer", "field_team"), ("équipe dc2", "field_team"), ("fioul", "means_request")]
)
def test_that_they_are_found_by_their_words(room: Room, words: str, noun: str) -> None:
    found = room.views.search(words, mode=Mode.REAL)

    assert noun in {record.noun for record in found.records}
