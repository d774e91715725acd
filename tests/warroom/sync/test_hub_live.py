"""Live: what is written on one laptop appears on another through a hub, without anybody asking."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.builders import a_room, an_entry, an_incident
from tests.servers_postgres import Postgres, hub_url, own_postgres, postgres
from tests.warroom.sync.meeting import admitted
from warroom.errors import Refusal
from warroom.room import Room
from warroom.sync import automatic, hub_ears

__all__ = ["hub_url", "own_postgres", "postgres"]

LONG = 60.0  # seconds: a bound for a hang, nothing that is measured


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Room]:
    with a_room(tmp_path) as room:
        yield room


@pytest.fixture
def other(one: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    monkeypatch.setattr(automatic, "EVERY", 1000.0)
    monkeypatch.setattr(hub_ears, "CLOSING_WAIT", 10.0)
    with admitted(one, tmp_path, monkeypatch, member="Marc Petit") as room:
        yield room


def watch(url: str, *rooms: Room) -> None:
    for room in rooms:
        room.remotes.add("Hub", url)
        room.remotes.watch()


def until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + LONG
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def has(room: Room, incident: str, text: str) -> bool:
    with suppress(Refusal):
        return text in [entry.text for entry in room.views.entries(incident)]
    return False


def knows(room: Room, incident: str) -> bool:
    with suppress(Refusal):
        return room.views.incident(incident).id == incident
    return False


def test_that_entries_cross_both_ways_while_both_work(one: Room, other: Room, hub_url: str) -> None:
    incident = an_incident(one)
    watch(hub_url, one, other)
    until(lambda: knows(other, incident.id))
    for number in range(3):
        an_entry(one, incident.ref, text=f"from A {number}")
        until(lambda n=number: has(other, incident.id, f"from A {n}"))
        an_entry(other, incident.ref, text=f"from B {number}")
        until(lambda n=number: has(one, incident.id, f"from B {n}"))


def test_that_a_hub_that_comes_back_is_used_at_once(one: Room, other: Room, own_postgres: Postgres) -> None:
    url = own_postgres.url("postgres")
    incident = an_incident(one)
    watch(url, one, other)
    until(lambda: knows(other, incident.id))
    own_postgres.stop()
    an_entry(one, incident.ref, text="written while the hub was away")
    until(lambda: any(remote.trouble for remote in one.remotes.list()))
    own_postgres.start()
    until(lambda: has(other, incident.id, "written while the hub was away"))


def test_that_a_removed_hub_is_no_longer_listened_to(one: Room, hub_url: str, postgres: Postgres) -> None:
    database = hub_url.rsplit("/", 1)[1]
    listening = f"SELECT count(*) FROM pg_stat_activity WHERE application_name = 'warroom' AND datname = '{database}'"
    watch(hub_url, one)
    until(lambda: postgres.sql(listening) != [(0,)])
    one.remotes.remove("Hub")
    until(lambda: postgres.sql(listening) == [(0,)])
    one.remotes.unwatch()
