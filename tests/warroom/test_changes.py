"""The change feed: only what is on disk, with the right ids, whoever listens badly."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import PASSPHRASE, a_room, an_entry, an_incident
from warroom.commands import ChangeStatus, LogEntry, MarkEntry
from warroom.domain.incidents import Mode, Status
from warroom.errors import Refusal
from warroom.room import Change, Room
from warroom.storage.changes import WHOLESALE, change_of


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with a_room(tmp_path) as room:
        yield room


@pytest.fixture
def heard(room: Room) -> list[Change]:
    changes: list[Change] = []
    room.changes.subscribe(changes.append)
    return changes


def test_that_a_command_names_what_it_touched(room: Room, heard: list[Change]) -> None:
    incident = an_incident(room).id
    entry = an_entry(room, incident).id
    room.do(MarkEntry(entry=entry, key_event=True)).result()

    assert [sorted(change.topics) for change in heard] == [
        ["entry", "incident"],
        ["entry", "incident"],
        ["entry", "entry_mark", "incident"],
    ]
    assert heard[1].ids("entry") == {entry}
    assert heard[1].ids("incident") == {incident}
    assert heard[1].ids("action") is None
    assert heard[2].ids("entry") == {entry}


def test_that_a_listener_already_sees_what_it_is_told_of(room: Room) -> None:
    incident = an_incident(room).id
    seen: list[list[str]] = []
    room.changes.subscribe(lambda _change: seen.append([e.text for e in room.views.entries(incident)]))
    an_entry(room, incident, text="vu")

    assert seen[0][-1] == "vu"


def test_that_a_refused_command_is_no_news(room: Room, heard: list[Change]) -> None:
    incident = an_incident(room).id
    heard.clear()
    with pytest.raises(Refusal):
        room.do_all(
            [LogEntry(incident=incident, text="x"), ChangeStatus(incident=incident, status=Status.CLOSED, reason="")]
        ).result()

    assert heard == []


@pytest.mark.expects_log("a change listener failed")
def test_that_a_failing_listener_harms_nobody(room: Room) -> None:
    heard: list[Change] = []

    def fail(_change: Change) -> None:
        raise RuntimeError("my fault")

    room.changes.subscribe(fail)
    room.changes.subscribe(heard.append)
    incident = an_incident(room)

    assert incident.ref == "A-001"
    assert len(heard) == 1


def test_that_who_stops_listening_hears_nothing_more_even_twice(room: Room) -> None:
    heard: list[Change] = []
    stop = room.changes.subscribe(heard.append)
    stop()
    stop()
    an_incident(room)

    assert heard == []


def test_that_a_listener_may_stop_while_it_is_told(room: Room) -> None:
    heard: list[Change] = []

    def once(change: Change) -> None:
        heard.append(change)
        stop()

    stop = room.changes.subscribe(once)
    an_incident(room)
    an_incident(room)

    assert len(heard) == 1


def test_that_a_flood_is_announced_wholesale() -> None:
    flood = change_of(
        [("entry", number.to_bytes(16, "big")) for number in range(WHOLESALE + 1)] + [("due", b"\x01" * 16)]
    )

    assert flood.ids("entry") == frozenset()
    assert flood.ids("due") == {"01" * 16}
    assert flood.touches("entry", "action")
    assert not flood.touches("action")


def test_that_another_opening_of_the_same_room_hears_within_a_second(room: Room) -> None:
    incident = an_incident(room).id
    with Room.open(room.path, passphrase=PASSPHRASE, backups=False) as other:
        told = threading.Event()
        heard: list[Change] = []
        other.changes.subscribe(lambda change: (heard.append(change), told.set()))
        entry = an_entry(room, incident).id

        assert told.wait(1.0)
        assert heard[0].ids("entry") == {entry}


def test_that_a_room_open_for_reading_hears_too(room: Room) -> None:
    with Room.open(room.path, passphrase=PASSPHRASE, read_only=True) as wall:
        told = threading.Event()
        wall.changes.subscribe(lambda _change: told.set())
        an_incident(room)

        assert told.wait(1.0)
        assert len(wall.views.incidents(mode=Mode.REAL)) == 1


def test_that_who_slept_through_more_than_is_remembered_is_told_wholesale(room: Room) -> None:
    incident = an_incident(room).id
    with Room.open(room.path, passphrase=PASSPHRASE, backups=False) as other:
        other._writer_is_busy = threading.Event()  # type: ignore[attr-defined]
        held = other._store._writer.submit(other._writer_is_busy.wait)  # type: ignore[attr-defined]
        heard: list[Change] = []
        other.changes.subscribe(heard.append)
        for _turn in range(11):
            room.do_all([LogEntry(incident=incident, text="x")] * 1_000).result()
        other._writer_is_busy.set()  # type: ignore[attr-defined]
        held.result()
        deadline = time.monotonic() + 5
        while not heard and time.monotonic() < deadline:
            time.sleep(0.01)

        assert heard[0].ids("entry") == frozenset()
        assert heard[0].ids("action") == frozenset()
