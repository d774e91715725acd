"""The log through the door: written, corrected, marked, never changed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import NOON, a_room, an_entry, an_incident
from warroom.commands import CorrectEntry, LogEntry, MarkEntry
from warroom.domain.entries import Entry, Kind, Verification
from warroom.errors import Refusal
from warroom.room import LogFilter, Order, Room
from warroom.storage.books import Books
from warroom.words import speak

MINUTE = 60_000


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with a_room(tmp_path) as room:
        yield room


@pytest.fixture
def incident(room: Room) -> str:
    return an_incident(room).id


def entry_of(room: Room, number: str) -> Entry:
    found = room.views.entry_by_number(number)
    assert found is not None
    return found


def corrected(room: Room, number: str, text: str, **more: object) -> str:
    return room.do(CorrectEntry(entry=number, text=text, reason="faute de frappe", **more)).result().number  # type: ignore[arg-type]


def refused(room: Room, command: object) -> Refusal:
    with pytest.raises(Refusal) as refusal:
        room.do(command).result()  # type: ignore[arg-type]
    return refusal.value


def test_that_an_entry_keeps_every_field_it_was_given(room: Room, incident: str) -> None:
    number = an_entry(
        room,
        incident,
        text="  Le SAMU confirme\nle débordement  ",
        kind=Kind.REPORT,
        event_at=NOON - MINUTE,
        from_who=" SAMU ",
        to_who="Cellule",
        channel="phone",
        verification=Verification.TO_VERIFY,
        priority="flash",
        workstream="tech",
        handling="TLP:AMBER",
        key_event=True,
        services="Appels d'urgence",
    ).number
    entry = entry_of(room, number.lower())

    assert entry.text == "Le SAMU confirme\nle débordement"
    assert (entry.kind, entry.event_at, entry.recorded_at) == (Kind.REPORT, NOON - MINUTE, NOON)
    assert (entry.from_who, entry.to_who, entry.channel) == ("SAMU", "Cellule", "phone")
    assert (entry.verification, entry.priority, entry.workstream) == (Verification.TO_VERIFY, "flash", "tech")
    assert (entry.handling, entry.key_event, entry.services) == ("TLP:AMBER", True, "Appels d'urgence")
    assert (entry.zone, entry.offset_min, entry.author, entry.station) == ("Europe/Paris", 60, "Léa Martin", "A")
    assert room.views.tally(incident) == (2, 1, 2, NOON)


@pytest.mark.parametrize(
    ("more", "code", "french"),
    [
        ({"text": " \n\t"}, "entry-empty", True),
        ({"text": "x" * 100_001}, "entry-too-long", True),
        ({"text": "x", "event_at": NOON + 11 * MINUTE}, "event-in-future", True),
        ({"text": "x", "kind": Kind.AUTOMATIC}, "kind-reserved", False),
        ({"text": "x", "kind": Kind.CORRECTION}, "kind-reserved", False),
        ({"text": "x", "follows": "A-0999"}, "unknown-reference", True),
    ],
)
def test_that_a_wrong_entry_is_refused_and_leaves_no_trace(
    room: Room, incident: str, more: dict[str, object], code: str, french: bool
) -> None:
    command = LogEntry(incident=incident, **more)  # type: ignore[arg-type]
    refusal = refused(room, command)

    assert refusal.code == code
    assert refusal.safe
    assert room.views.tally(incident)[0] == 1
    assert an_entry(room, incident).number == "A-0002"
    if french:
        speak("fr")
        assert refused(room, command).message != refusal.message


def test_that_ten_minutes_ahead_is_a_clock_difference_not_a_mistake(room: Room, incident: str) -> None:
    assert entry_of(room, an_entry(room, incident, event_at=NOON + 10 * MINUTE).number).event_at == NOON + 10 * MINUTE


@pytest.mark.parametrize(("minutes", "late"), [(0, False), (5, False), (6, True), (60 * 24, True)])
def test_that_an_entry_written_long_after_its_event_is_late(
    room: Room, incident: str, minutes: int, late: bool
) -> None:
    assert entry_of(room, an_entry(room, incident, event_at=NOON - minutes * MINUTE).number).is_late is late


def test_that_a_correction_is_a_new_entry_and_the_old_text_stays(room: Room, incident: str) -> None:
    wrong = an_entry(room, incident, text="62 sites touchés").number
    right = corrected(room, wrong, "26 sites touchés")

    old, new = entry_of(room, wrong), entry_of(room, right)
    assert (old.text, old.corrected_by) == ("62 sites touchés", (right,))
    assert (new.text, new.kind, new.corrects_number, new.reason) == (
        "26 sites touchés",
        Kind.CORRECTION,
        wrong,
        "faute de frappe",
    )
    assert new.event_at == old.event_at
    assert [entry.number for entry in room.views.corrections(old.id)] == [right]


def test_that_a_correction_can_be_corrected_again_and_twice(room: Room, incident: str) -> None:
    first = an_entry(room, incident, text="un").number
    second = corrected(room, first, "deux")
    third = corrected(room, second, "trois")
    fourth = corrected(room, second, "quatre")

    assert entry_of(room, first).corrected_by == (second,)
    assert entry_of(room, second).corrected_by == (third, fourth)
    assert entry_of(room, fourth).corrects_number == second


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"text": " "}, "entry-empty"),
        ({"reason": " "}, "reason-missing"),
        ({"text": "x" * 100_001}, "entry-too-long"),
        ({"event_at": NOON + 3_600_000}, "event-in-future"),
        ({"entry": "A-0404"}, "unknown-reference"),
    ],
)
def test_that_a_correction_obeys_the_rules_of_entries(
    room: Room, incident: str, more: dict[str, object], code: str
) -> None:
    asked = {"entry": an_entry(room, incident).number, "text": "mieux", "reason": "faute"} | more

    assert refused(room, CorrectEntry(**asked)).code == code  # type: ignore[arg-type]
    assert room.views.tally(incident)[0] == 2


def test_that_nothing_changes_an_entry_once_it_is_written(room: Room, incident: str) -> None:
    number = an_entry(room, incident, text="ce qui fut dit").number
    entry = entry_of(room, number)

    def forge(books: Books) -> None:
        books.write("entry", entry.id, {"text": "autre chose"})

    with pytest.raises(ValueError, match="not this op's to make"):
        room._store.submit(forge).result()

    assert entry_of(room, number) == entry
    assert room.verify() == []


def test_that_marks_stand_beside_the_entry_and_move_the_counts(room: Room, incident: str) -> None:
    number = an_entry(room, incident, verification=Verification.TO_VERIFY).number
    room.do(MarkEntry(entry=number, verification=Verification.VERIFIED, key_event=True, follow_up="rappeler")).result()

    entry = entry_of(room, number)
    assert (entry.verification, entry.key_event, entry.follow_up) == (Verification.VERIFIED, True, "rappeler")
    assert room.views.tally(incident)[1:3] == (0, 2)
    room.do(MarkEntry(entry=number, key_event=False, verification=Verification.VERIFYING)).result()
    assert room.views.tally(incident)[1:3] == (1, 1)
    assert room.verify() == []


def test_that_a_mark_that_says_nothing_new_is_not_written(room: Room, incident: str) -> None:
    number = an_entry(room, incident, key_event=True).number
    before = room.views.fingerprint()
    room.do(MarkEntry(entry=number, key_event=True)).result()
    room.do(MarkEntry(entry=number, verification=Verification.NONE, follow_up="")).result()

    assert room.views.fingerprint() == before


def test_that_refuting_needs_a_reason(room: Room, incident: str) -> None:
    number = an_entry(room, incident).number
    assert refused(room, MarkEntry(entry=number, verification=Verification.REFUTED)).code == "reason-missing"
    room.do(MarkEntry(entry=number, verification=Verification.REFUTED, reason="démenti de la préfecture")).result()

    assert entry_of(room, number).verification is Verification.REFUTED


def test_that_the_log_is_read_as_written_or_as_it_happened(room: Room, incident: str) -> None:
    late = an_entry(room, incident, text="tard", event_at=NOON - 60 * MINUTE).number
    then = an_entry(room, incident, text="ensuite").number

    def numbers(order: Order) -> list[str]:
        keys = room.views.entry_keys(incident, order=order)
        entries = room.views.entries_by_key(keys)
        return [entries[key].number for key in keys]

    assert numbers(Order.RECORDED) == [then, late, "A-0001"]
    assert numbers(Order.EVENT) == [then, "A-0001", late]
    assert room.views.first_entry_keys(incident, count=1) == room.views.entry_keys(incident)[:1]


def test_that_filters_choose_what_they_say(room: Room, incident: str) -> None:
    fact = an_entry(room, incident, text="Fait établi", kind=Kind.FACT, services="API_1").number
    room.sit_down("Paul %_Dupont")
    doubt = an_entry(room, incident, text="Une rumeur", verification=Verification.TO_VERIFY, key_event=True).number

    def chosen(wanted: LogFilter) -> list[str]:
        return [entry.number for entry in room.views.entries_by_key(room.views.entry_keys(incident, wanted)).values()]

    assert chosen(LogFilter(kinds=frozenset({Kind.FACT}))) == [fact]
    assert chosen(LogFilter(author="dupont")) == [doubt]
    assert chosen(LogFilter(author="%_d")) == [doubt]
    assert chosen(LogFilter(author="a%t")) == []
    assert chosen(LogFilter(verification=frozenset({Verification.TO_VERIFY}))) == [doubt]
    assert chosen(LogFilter(service="API_")) == [fact]
    assert chosen(LogFilter(service="API%")) == []
    assert sorted(chosen(LogFilter(key_events=True))) == ["A-0001", doubt]
    assert chosen(LogFilter(since=NOON + 1)) == []
    assert chosen(LogFilter(words="rum")) == [doubt]
    assert chosen(LogFilter(words="ETABLI")) == [fact]
