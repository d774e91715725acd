"""Two cards of one person: found, merged with all that hangs on them, told apart, and undone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import a_room, an_incident
from tests.warroom.cells import a_cell
from warroom.commands import (
    AddCard,
    CheckReach,
    GrantRoles,
    HoldFunction,
    MergePeople,
    RenameCard,
    TellApart,
)
from warroom.domain.rights import Role
from warroom.domain.roster import GivenReach, ReachKind
from warroom.domain.roster_alike import Because, may_be_one, parts_of
from warroom.errors import Refusal
from warroom.room import Room

MOBILE = GivenReach(kind=ReachKind.MOBILE, value="06 39 98 12 34")
DESK = GivenReach(kind=ReachKind.WORK, value="4512")


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with a_room(tmp_path) as room:
        yield room


def a_card(room: Room, name: str, **more: object) -> str:
    return room.do(AddCard(name=name, **more)).result()  # type: ignore[arg-type]


def pairs(room: Room) -> list[tuple[str, str, Because]]:
    return [(pair.one.name, pair.other.name, pair.because) for pair in room.views.duplicates()]


def test_that_one_number_or_one_name_in_another_order_is_proposed_the_surest_first(room: Room) -> None:
    a_card(room, "Jean Martin", reaches=(MOBILE,))
    a_card(room, "J. Martin", reaches=(MOBILE,))
    a_card(room, "ROY Anne")
    a_card(room, "Anne Roy")
    a_card(room, "H. Dupré")
    a_card(room, "Hélène Dupre")
    a_card(room, "Ali Ben Salah", reaches=(GivenReach(kind=ReachKind.HOME, value="01 99 00 12 34"),))
    a_card(room, "Nour Haddad", reaches=(GivenReach(kind=ReachKind.MOBILE, value="+33 1 99 00 12 34"),))
    a_card(room, "Paul Durand")

    assert pairs(room) == [
        ("J. Martin", "Jean Martin", Because.REACH),
        ("Anne Roy", "ROY Anne", Because.NAME),
        ("H. Dupré", "Hélène Dupre", Because.INITIAL),
        ("Ali Ben Salah", "Nour Haddad", Because.NUMBER),
    ]


def test_that_a_switchboard_makes_nobody_one_person(room: Room) -> None:
    line = GivenReach(kind=ReachKind.WORK, value="01 99 00 12 34")
    for name in ("Un", "Deux", "Trois", "Quatre", "Cinq", "Six", "Sept"):
        a_card(room, f"{name} Personne", reaches=(line, DESK))
    assert pairs(room) == []


def test_that_brackets_tell_two_people_apart(room: Room) -> None:
    a_card(room, "Jean Martin", employer="Exploitant")
    a_card(room, "Jean Martin", employer="Infogérant")
    assert pairs(room) == []


def test_that_only_names_that_may_be_one_are_alike() -> None:
    assert may_be_one(parts_of("Martin, Jean"), parts_of("jean MARTIN"))
    assert may_be_one(parts_of("J.-P. Martin"), parts_of("Jean-Pierre Martin"))
    assert not may_be_one(parts_of("J. M."), parts_of("Jean Martin"))  # two initials are nobody
    assert not may_be_one(parts_of("Jean Martin"), parts_of("Jeanne Martin"))
    assert not may_be_one(parts_of(""), parts_of(""))


def test_that_what_was_told_apart_is_not_proposed_again(room: Room) -> None:
    one, other = a_card(room, "Anne Roy"), a_card(room, "Roy Anne")
    room.do(TellApart(person=one, other=other)).result()
    assert pairs(room) == []
    room.do(RenameCard(person=one, name="Anne A. Roy")).result()
    room.do(RenameCard(person="Anne A. Roy", name="ANNE  roy")).result()
    assert pairs(room) == []


def test_that_a_merged_card_hands_over_all_that_hangs_on_it(room: Room) -> None:
    keep = a_card(room, "Jean Martin", job="Réseau", reaches=(MOBILE,), raw={"A": 1})
    merge = a_card(
        room, "J. Martin", site="Lyon", languages=("en",), remark="astreinte", reaches=(MOBILE, DESK), raw={"B": 2}
    )
    room.do(CheckReach(reach=room.views.reaches(merge)[1].id, works=True)).result()

    room.do(MergePeople(keep=keep, merge=merge)).result()

    (card,) = room.views.roster()
    assert (card.id, card.job, card.site, card.languages, card.remark) == (keep, "Réseau", "Lyon", ("en",), "astreinte")
    assert card.raw == {"A": 1, "B": 2}
    assert [(reach.value, reach.rank) for reach in room.views.reaches(keep)] == [("06 39 98 12 34", 1), ("4512", 3)]
    assert room.views.reaches(keep)[1].checked_by == "Léa Martin"
    gone = room.views.roster_card(merge)
    assert gone is not None
    assert gone.merged_into == keep
    assert gone.name == "J. Martin"
    found = room.views.person_named("j. martin")
    assert found is not None
    assert found.id == keep
    assert room.verify() == []


def test_that_functions_at_work_say_the_name_that_stays(room: Room) -> None:
    incident = an_incident(room)
    cell = a_cell(room, incident.id)
    room.do(HoldFunction(cell=cell, code="MC", holder="J. Martin", deputy="Anne Roy")).result()
    keep, merge = a_card(room, "Jean Martin"), a_card(room, "J. Martin")

    room.do(MergePeople(keep=keep, merge=merge)).result()

    held = {function.code: function for function in room.views.functions(cell)}["MC"]
    assert (held.holder, held.deputy) == ("Jean Martin", "Anne Roy")


def test_that_a_merge_is_undone(room: Room) -> None:
    keep, merge = a_card(room, "Jean Martin"), a_card(room, "J. Martin", site="Lyon", reaches=(MOBILE,))
    before = (room.views.roster(), room.views.reaches())
    room.do(MergePeople(keep=keep, merge=merge)).result()

    assert "J. Martin" in room.undo().result()
    assert (room.views.roster(), room.views.reaches()) == before


def test_that_who_has_roles_in_the_room_is_the_one_to_keep(room: Room) -> None:
    member = a_card(room, "Marc Petit")
    room.do(GrantRoles(person="Léa Martin", roles=frozenset({Role.ADMINISTRATOR}))).result()
    room.do(GrantRoles(person="Marc Petit", roles=frozenset({Role.SCRIBE}))).result()
    other = a_card(room, "M. Petit")

    with pytest.raises(Refusal, match="roles or a PIN"):
        room.do(MergePeople(keep=other, merge=member)).result()
    room.do(MergePeople(keep=member, merge=other)).result()
    assert [card.name for card in room.views.roster()] == ["Marc Petit"]


def test_that_a_card_is_not_merged_into_itself(room: Room) -> None:
    keep, merge = a_card(room, "Jean Martin"), a_card(room, "J. Martin")
    room.do(MergePeople(keep=keep, merge=merge)).result()
    with pytest.raises(Refusal, match="one card already"):
        room.do(MergePeople(keep="J. Martin", merge="Jean Martin")).result()
