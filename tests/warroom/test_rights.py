"""Roles, delegation, PINs and revocation through the room's door."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import NOON, a_room, an_action, an_entry, an_incident, reopened
from tests.warroom.storage.replicas import Replica, World
from warroom.clock import FixedClock
from warroom.commands import (
    AddPerson,
    ChangeStatus,
    Decide,
    DeclareIncident,
    GrantRoles,
    LogEntry,
    ReviewDelegation,
    RevokeStation,
    SetPin,
)
from warroom.commands.base import Command
from warroom.domain.incidents import Status
from warroom.domain.members import Verdict
from warroom.domain.rights import Right, Role
from warroom.errors import Refusal
from warroom.identity.pins import is_the_pin
from warroom.room import Room
from warroom.storage.merge import accept
from warroom.storage.wire import outgoing

ADMINISTRATOR, SCRIBE, COMMANDER = (frozenset({role}) for role in (Role.ADMINISTRATOR, Role.SCRIBE, Role.COMMANDER))


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """Léa Martin sits here; she is administrator, Marc Petit scribe, Zoé Roy commander."""
    with a_room(tmp_path) as made:
        for name, roles in (("Léa Martin", ADMINISTRATOR), ("Marc Petit", SCRIBE), ("Zoé Roy", COMMANDER)):
            made.do(AddPerson(name=name)).result()
            made.do(GrantRoles(person=name, roles=roles)).result()
        yield made


def refused(room: Room, command: Command[object]) -> str:
    with pytest.raises(Refusal) as caught:
        room.do(command).result()
    return caught.value.code


def person(room: Room, name: str) -> str:
    return next(member.id for member in room.rights.members() if member.name == name)


def another_station(room: Room, *, number: int = 7) -> Replica:
    """Another laptop that has all of this room, enrolled and known here."""
    other = Replica(World(), number)
    other.receive(outgoing(room._store.reader(), {}))
    other.enrol(founder="", room=room.id)
    deliver(room, other)
    return other


def deliver(room: Room, other: Replica) -> None:
    arriving = other.lines()
    room._store.run(lambda conn: accept(conn, arriving, now_ms=room.clock.now_ms())).result()


def test_that_everybody_may_do_everything_before_roles_are_given(tmp_path: Path) -> None:
    with a_room(tmp_path) as room:
        incident = an_incident(room).id
        room.do(Decide(incident=incident, decided="evacuate")).result()

        assert all(room.rights.may(right) for right in Right)
        assert room.rights.delegations() == []


def test_that_a_person_gets_a_printed_number_and_keeps_it(room: Room) -> None:
    numbers = {member.name: member.number for member in room.rights.members()}

    room.do(AddPerson(name="léa martin", initials="LM")).result()

    assert numbers == {"Léa Martin": "A-P01", "Marc Petit": "A-P02", "Zoé Roy": "A-P03"}
    assert {member.name: member.number for member in room.rights.members()} == numbers


def test_that_roles_say_what_one_may_do(room: Room) -> None:
    room.sit_down("Marc Petit")

    assert room.rights.roles_of(person(room, "Marc Petit")) == SCRIBE
    assert [right for right in Right if room.rights.may(right)] == [Right.LOG, Right.ACT]


def test_that_only_an_administrator_gives_roles(room: Room) -> None:
    room.sit_down("Marc Petit")

    assert refused(room, GrantRoles(person="Marc Petit", roles=ADMINISTRATOR)) == "right-missing"
    assert room.rights.roles_of(person(room, "Marc Petit")) == SCRIBE


def test_that_the_last_administrator_stays_one(room: Room) -> None:
    assert refused(room, GrantRoles(person="Léa Martin", roles=SCRIBE)) == "last-administrator"

    room.do(GrantRoles(person="A-P03", roles=COMMANDER | ADMINISTRATOR)).result()
    room.do(GrantRoles(person="Léa Martin", roles=SCRIBE, reason="relève")).result()

    assert refused(room, GrantRoles(person="Léa Martin", roles=ADMINISTRATOR)) == "right-missing"


def test_that_what_one_has_no_right_to_is_done_by_delegation(room: Room) -> None:
    incident = an_incident(room).id
    room.sit_down("Marc Petit")
    room.rights.act_by_delegation("le directeur est injoignable")
    before = len(room.rights.delegations())

    decision = room.do(Decide(incident=incident, decided="Couper le site")).result()

    assert room.views.decision(decision.id) is not None
    (delegation, *_rest) = room.rights.delegations()
    assert len(room.rights.delegations()) == before + 1
    assert (delegation.act, delegation.right, delegation.name) == ("Decide", Right.DECIDE, "Marc Petit")
    assert (delegation.reason, delegation.record) == ("le directeur est injoignable", decision.id)
    assert room.rights.delegated([decision.id, incident]) == {decision.id}


def test_that_a_delegation_without_a_reason_is_no_obstacle(room: Room) -> None:
    room.sit_down("Marc Petit")

    incident = an_incident(room)

    (delegation,) = room.rights.delegations(incident=incident.ref)
    assert delegation.reason == ""
    entries = [entry.id for entry in room.views.entries(incident.id)]
    assert room.rights.delegated(entries) == {entries[0]}, "its line in the log shows it"


def test_that_what_one_may_do_is_no_delegation(room: Room) -> None:
    room.sit_down("Zoé Roy")
    incident = an_incident(room).id
    room.sit_down("Marc Petit")
    an_entry(room, incident)
    an_action(room, incident)

    assert room.rights.delegations() == []


def test_that_an_observer_may_still_write(room: Room) -> None:
    room.sit_down("Zoé Roy")
    incident = an_incident(room).id
    room.sit_down("Somebody New")

    entry = an_entry(room, incident)

    (delegation,) = room.rights.delegations()
    assert delegation.record == entry.id
    assert room.views.entry(entry.id) is not None


def test_that_the_standing_reason_leaves_with_the_person(room: Room) -> None:
    room.sit_down("Marc Petit")
    room.rights.act_by_delegation("relève")

    room.sit_down("Zoé Roy")

    assert room.rights.standing_reason == ""


def test_that_undoing_is_no_delegation(room: Room) -> None:
    room.sit_down("Marc Petit")
    incident = an_incident(room).id
    room.do(ChangeStatus(incident=incident, status=Status.INVESTIGATING, reason="vu")).result()
    before = len(room.rights.delegations())

    room.undo().result()

    assert len(room.rights.delegations()) == before
    assert room.views.incident(incident).status is Status.DECLARED


def test_that_a_delegation_is_reviewed_by_somebody_who_holds_the_right_and_never_by_whoever_did_it(room: Room) -> None:
    room.sit_down("Marc Petit")
    incident = an_incident(room).id
    (delegation,) = room.rights.delegations(open_only=True)
    confirm = ReviewDelegation(delegation=delegation.id, verdict=Verdict.CONFIRMED, remark="bien fait")
    assert refused(room, confirm) == "own-delegation"
    room.sit_down("Somebody New")
    assert refused(room, confirm) == "right-missing"

    room.sit_down("Zoé Roy")
    room.do(confirm).result()

    assert room.rights.delegations(open_only=True) == []
    (reviewed,) = room.rights.delegations(incident=incident)
    assert (reviewed.verdict, reviewed.remark, reviewed.reviewed_by) == (Verdict.CONFIRMED, "bien fait", "Zoé Roy")


def test_that_an_administrator_reviews_what_they_have_no_right_to_do(room: Room) -> None:
    room.sit_down("Marc Petit")
    an_incident(room)
    room.sit_down("Léa Martin")
    (delegation,) = room.rights.delegations()

    room.do(ReviewDelegation(delegation=delegation.id, verdict=Verdict.OVERRULED)).result()

    assert room.rights.delegations()[0].verdict is Verdict.OVERRULED


# PINs


def test_that_one_sits_down_by_initials_and_pin(room: Room) -> None:
    room.do(SetPin(person="Marc Petit", pin="4821")).result()

    with pytest.raises(Refusal) as caught:
        room.rights.sit_down_by("mp", "1111")
    assert caught.value.code == "pin-wrong"
    assert room.member == "Léa Martin"

    assert room.rights.sit_down_by("mp", "4821").name == "Marc Petit"
    assert room.member == "Marc Petit"
    assert room.rights.sit_down_by("zr").name == "Zoé Roy", "who has no PIN needs none"


def test_that_unknown_and_shared_initials_say_so(room: Room) -> None:
    room.do(AddPerson(name="Mona Pons")).result()

    for typed, code in (("xx", "person-unknown"), ("", "person-unknown"), ("MP", "person-ambiguous")):
        with pytest.raises(Refusal) as caught:
            room.rights.sit_down_by(typed)
        assert caught.value.code == code
    assert room.rights.sit_down_by("mona pons").name == "Mona Pons"


def test_that_guessing_a_pin_costs_time_that_closing_does_not_give_back(room: Room) -> None:
    room.do(SetPin(person="Marc Petit", pin="4821")).result()
    marc = person(room, "Marc Petit")
    for _try in range(5):
        assert not room.rights.check_pin(marc, "0000")

    with pytest.raises(Refusal) as caught:
        room.rights.check_pin(marc, "4821")
    assert caught.value.code == "pin-wait"
    again = reopened(room)
    try:
        assert again.rights.wait_before_pin(marc) == 30
        assert isinstance(again.clock, FixedClock)
        again.clock.advance(seconds=31)
        assert not again.rights.check_pin(marc, "0000")
        assert again.rights.wait_before_pin(marc) == 60
        again.clock.advance(seconds=61)
        assert again.rights.check_pin(marc, "4821")
        assert again.rights.wait_before_pin(marc) == 0
        assert not again.rights.check_pin(marc, "0000")
    finally:
        again.close()


@pytest.mark.parametrize("pin", ["123", "123456789", "12a4", "१२३४", " 1234"])
def test_that_what_is_no_pin_is_refused(room: Room, pin: str) -> None:
    assert refused(room, SetPin(person="Léa Martin", pin=pin)) == "pin-malformed"


def test_that_nobody_but_an_administrator_sets_anothers_pin(room: Room) -> None:
    room.sit_down("Marc Petit")

    assert refused(room, SetPin(person="Zoé Roy", pin="1234")) == "right-missing"
    room.do(SetPin(person="Marc Petit", pin="1234")).result()

    assert room.rights.check_pin(person(room, "Marc Petit"), "1234")


def test_that_an_administrator_takes_a_forgotten_pin_away(room: Room) -> None:
    room.do(SetPin(person="Marc Petit", pin="4821")).result()
    room.do(SetPin(person="Marc Petit", pin="")).result()

    assert room.rights.sit_down_by("MP").name == "Marc Petit"


@pytest.mark.parametrize(
    "record",
    [
        None,
        7,
        {},
        {"salt": "00" * 16, "hash": "zz", "memory_kib": 8192, "iterations": 1, "lanes": 1},
        {"salt": "00" * 16, "hash": "00" * 32, "memory_kib": 512 * 1024, "iterations": 8, "lanes": 1},
        {"salt": "00" * 16, "hash": "00" * 32, "memory_kib": "8192", "iterations": 1, "lanes": 1},
        {"salt": "00" * 16, "hash": "00" * 32, "memory_kib": 8192, "iterations": True, "lanes": 1.5},
    ],
)
def test_that_a_hostile_pin_record_is_no_pin_and_costs_nothing(record: object) -> None:
    assert not is_the_pin("1234", record)


def test_that_a_pin_never_shows_in_a_command_or_in_the_file(room: Room) -> None:
    assert "73915" not in repr(SetPin(person="Léa Martin", pin="73915"))


# Stations


def test_that_the_stations_are_listed_with_their_keys_and_writers(room: Room) -> None:
    another_station(room)

    ours, other = sorted(room.rights.stations(), key=lambda station: not station.is_ours)

    assert (ours.letter, ours.is_founder, other.is_ours, other.is_founder) == ("A", True, False, False)
    assert len(ours.fingerprint.replace(" ", "")) == 40
    assert [(writer.prefix, writer.why) for writer in ours.writers] == [("A", "created")]


def test_that_a_revoked_stations_late_writes_leave_the_room(room: Room) -> None:
    incident = an_incident(room).id
    other = another_station(room)
    other.write("entry", None, {"text": "early", "incident": incident})
    deliver(room, other)

    room.do(RevokeStation(station=other.station, reason="volé")).result()
    other.write("entry", None, {"text": "late", "incident": incident})
    deliver(room, other)

    texts = {entry.text for entry in room.views.entries(incident)}
    assert "early" in texts
    assert "late" not in texts
    (revoked,) = [station.revoked for station in room.rights.stations() if station.revoked]
    assert (revoked.reason, revoked.by, revoked.without_effect) == ("volé", "Léa Martin", 1)
    assert refused(room, RevokeStation(station=other.station, reason="encore")) == "already-revoked"
    assert [problem.is_note for problem in room.verify()] == [True]


def test_that_the_last_station_and_this_one_are_not_revoked_by_mistake(room: Room) -> None:
    assert refused(room, RevokeStation(station="A", reason="?")) == "last-station"
    ours = room.rights.stations()[0].id
    another_station(room)

    assert refused(room, RevokeStation(station=ours, reason="perdu")) == "own-station"
    assert refused(room, RevokeStation(station="Z", reason="perdu")) == "unknown-reference"
    room.do(RevokeStation(station=ours, reason="perdu", even_own=True)).result()

    assert room.rights.is_revoked()


def test_that_a_revoked_station_writes_no_more_and_says_what_is_safe(room: Room) -> None:
    incident = an_incident(room).id
    an_entry(room, incident, text="kept")
    ours = room.rights.stations()[0].id
    another_station(room)
    room.do(RevokeStation(station=ours, reason="vendu", even_own=True)).result()

    for command in (
        LogEntry(incident=incident, text="no"),
        DeclareIncident(title="no"),
        SetPin(person="A-P01", pin="1234"),
    ):
        assert refused(room, command) == "station-revoked"  # type: ignore[arg-type]
    assert "kept" in [entry.text for entry in room.views.entries(incident)]
    again = reopened(room, machine=b"n" * 32)
    try:
        assert any("revoked" in note for note in again.notes)
        assert refused(again, LogEntry(incident=incident, text="no")) == "station-revoked"
        assert "kept" in [entry.text for entry in again.views.entries(incident)]
        assert [problem for problem in again.verify() if not problem.is_note] == []
    finally:
        again.close()


def test_that_the_clock_says_when_roles_were_given(room: Room) -> None:
    (at, by) = next(
        iter(room._store.reader().execute('SELECT granted_at, granted_by FROM "grant" ORDER BY key LIMIT 1'))
    )

    assert (at, by) == (NOON, "Léa Martin")
