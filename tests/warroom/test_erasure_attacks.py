"""Erasures under attack: names that programs read, programs that are killed, a second program, a dishonest carrier."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import PASSPHRASE, a_room, an_action, an_entry, an_incident, reopened
from tests.warroom.storage.replicas import ROOM, Replica, World
from tests.warroom.test_erasure import NAME, REASON, holds, names_in
from warroom.commands import (
    AddPerson,
    AddToCircle,
    AmendAction,
    ErasePerson,
    GrantRoles,
    MakeCircle,
    MarkEntry,
    RemoveFromCircle,
)
from warroom.domain.ids import named_id
from warroom.domain.rights import Role
from warroom.room import Room
from warroom.storage.backup import roll, rolling
from warroom.storage.intake import Why
from warroom.storage.ops import decode

ANNE, BOB, ZOE = (named_id(ROOM, "person", name) for name in ("anne", "bob", "zoé"))


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with a_room(tmp_path) as room:
        an_incident(room)
        yield room


def incident_of(room: Room) -> str:
    (found,) = room._store.reader().execute("SELECT id FROM incident")
    return bytes(found[0]).hex()


@pytest.mark.parametrize("name", ["administrator", "requested", "to_verify", "person", "declared", "message"])
def test_that_erasing_somebody_called_like_a_word_of_the_program_takes_nothing_else(room: Room, name: str) -> None:
    room.do(GrantRoles(person="Léa Martin", roles=frozenset({Role.ADMINISTRATOR}))).result()
    room.do(AddPerson(name=name)).result()
    before = room.dump()

    room.erasure.erase_person(name, REASON)

    told, was = json.loads(room.dump())["records"], json.loads(before)["records"]
    for noun in ("grant", "decision", "station", "writer", "incident"):
        assert told[noun] == was[noun]
    assert [item for item in told["entry"] if item["id"] in {one["id"] for one in was["entry"]}] == was["entry"]
    assert told["erasure"][0]["noun"] == "person"
    assert not room.verify()


def test_that_a_follow_up_keeps_no_erased_name(room: Room) -> None:
    room.do(AddPerson(name=NAME)).result()
    entry = an_entry(room, incident_of(room))
    room.do(MarkEntry(entry=entry.id, follow_up=NAME)).result()

    room.erasure.erase_person(NAME, REASON)

    assert not names_in(room)
    assert not room.verify()


@pytest.mark.parametrize("is_scrubbed", [False, True])
def test_that_an_erasure_whose_program_was_killed_reaches_the_backups_at_the_next_opening(
    room: Room, is_scrubbed: bool
) -> None:
    room.do(AddPerson(name=NAME)).result()
    an_entry(room, incident_of(room), text=f"{NAME} ne répond plus")
    backup = roll(room.path, key=room._key.raw, now_ms=room.clock.now_ms())
    room.do(ErasePerson(person=NAME, reason=REASON)).result()  # killed before it came to the copies
    if is_scrubbed:
        room._store.scrub()  # killed a moment later
    (erasure,) = room.erasure.erasures()
    assert {"text", "backup"} <= {copy.kind for copy in erasure.copies_not_reached}
    assert str(backup) in {copy.name for copy in erasure.copies_not_reached}

    with reopened(room) as again:
        assert [copy.kind for copy in again.erasure.erasures()[0].copies_not_reached] == ["text"]
        assert backup not in [path for path, _at in rolling(again.path)]
        assert not [path for path, _at in rolling(again.path) if _is_in_person(path, again)]


def _is_in_person(path: Path, room: Room) -> bool:
    return bool(holds(path, room._key.raw, f'"name":"{NAME}"'.encode()))


def test_that_another_program_cannot_undo_an_erased_name_back_into_the_log(room: Room) -> None:
    room.do(AddPerson(name=NAME)).result()
    action = an_action(room, incident_of(room), owner=NAME)
    with Room.open(room.path, passphrase=PASSPHRASE, clock=room.clock, backups=False) as other:
        other.sit_down("Marc Petit")
        other.do(AmendAction(action=action.id, owner="Marc Petit")).result()
        assert other.can_undo

        room.erasure.erase_person(NAME, REASON)

        deadline = time.monotonic() + 5
        while other.can_undo and time.monotonic() < deadline:
            time.sleep(0.05)
        assert not other.can_undo


def test_that_another_program_says_no_erased_name_in_new_sentences(room: Room) -> None:
    with Room.open(room.path, passphrase=PASSPHRASE, clock=room.clock, backups=False) as other:
        other.sit_down(NAME)
        room.sit_down("Léa Martin")

        alias = room.erasure.erase_person(NAME, REASON).alias

        deadline = time.monotonic() + 5
        while other.member == NAME and time.monotonic() < deadline:
            time.sleep(0.05)
        assert other.member == f"person {alias}"
        written = an_entry(other, incident_of(room), text="Toujours là")
        found = other.views.entry(written.id)
        assert found is not None
        assert found.author == f"person {alias}"
    assert not names_in(room)


def test_that_a_carrier_cannot_withhold_what_decides_who_may_do_what() -> None:
    world = World()
    founder, other = Replica(world, 1), Replica(world, 2)
    for station in (founder, other):
        station.enrol(founder=founder.station)
    founder.write("grant", ANNE, {"person": ANNE, "rights": '{"roles":["administrator"]}'}, author=ANNE)
    honest = founder.lines()
    redacted = [line._replace(body=decode(line.body).without({"rights"}).wire()) for line in honest]

    accepted = other.receive(redacted)
    assert [item.why for item in accepted.set_aside] == [Why.TAMPERED]

    other.receive(honest)
    assert list(other.conn.execute('SELECT rights FROM "grant"')) == [('{"roles":["administrator"]}',)]


def test_that_a_carrier_still_brings_what_an_erasure_withheld() -> None:
    world = World()
    founder, other = Replica(world, 1), Replica(world, 2)
    for station in (founder, other):
        station.enrol(founder=founder.station)
    founder.write("person", ZOE, {"name": "Zoé", "number": "A-P01"})
    founder.write("erasure", None, {"noun": "person", "record": ZOE, "alias": "A-P01"})

    assert not other.receive(founder.lines()).set_aside
    assert list(other.conn.execute("SELECT name FROM person")) == [(None,)]


def test_that_an_erasure_which_begins_to_count_through_a_local_act_is_applied_at_once() -> None:
    world = World()
    founder, traitor, third = (Replica(world, number) for number in (1, 2, 3))
    for station in (founder, traitor, third):
        station.enrol(founder=founder.station)
    for person in (ANNE, BOB):
        founder.write("grant", person, {"person": person, "rights": '{"roles":["administrator"]}'}, author=ANNE)
    founder.write("person", ZOE, {"name": "Zoé"})
    for station in (traitor, third):
        station.receive(founder.lines())
    traitor_before = traitor.known()
    cut = {w.hex(): seq for w, seq in traitor_before.items()}
    rights = json.dumps({"roles": [], "cut": cut})
    traitor.write("grant", ANNE, {"person": ANNE, "rights": rights}, author=BOB)
    founder.write("erasure", None, {"noun": "person", "record": ZOE, "alias": "A-P01"}, author=ANNE)
    for station in (traitor, founder):
        third.receive(station.lines(third.known()))
    assert list(third.conn.execute("SELECT name FROM person")) == [("Zoé",)]  # Anne was no administrator, so far

    heads = {w: [seq, ""] for w, seq in cut.items()}
    third.write("cut", None, {"station": traitor.station, "heads": json.dumps(heads)}, author=BOB)

    assert list(third.conn.execute("SELECT name FROM person")) == [(None,)]


def test_that_an_erased_member_can_still_be_taken_out_of_a_circle(room: Room) -> None:
    room.do(AddPerson(name=NAME)).result()
    room.do(MakeCircle(name="cellule noire")).result()
    room.do(AddToCircle(circle="cellule noire", person=NAME)).result()
    alias = room.erasure.erase_person(NAME, REASON).alias
    assert f"person {alias}" in room.circles.members("cellule noire")

    room.do(RemoveFromCircle(circle="cellule noire", person=alias)).result()

    assert room.circles.members("cellule noire") == ["Léa Martin"]
