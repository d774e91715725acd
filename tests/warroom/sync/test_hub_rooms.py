"""Rooms through a hub: laptops that never meet converge by a PostgreSQL that can read nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.builders import PASSPHRASE, a_room, an_entry, an_incident
from tests.servers_postgres import Postgres, hub_url, pooled, postgres
from tests.warroom.sync.meeting import admitted
from warroom.domain.exchange import Why
from warroom.errors import Refusal, Trouble
from warroom.identity.machine import data_folder
from warroom.room import Room

__all__ = ["hub_url", "pooled", "postgres"]


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Room]:
    with a_room(tmp_path) as room:
        yield room


@pytest.fixture
def other(one: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    with admitted(one, tmp_path, monkeypatch, member="Marc Petit") as room:
        yield room


def converge(url: str, *rooms: Room) -> None:
    for _round in range(2):
        for room in rooms:
            room.sync(url)
    first = rooms[0].dump()
    assert all(room.dump() == first for room in rooms[1:])


def rows_of(url: str) -> list[tuple[int, int]]:
    with psycopg.connect(url) as conn:
        return [
            (pos, size) for pos, size in conn.execute("SELECT pos, octet_length(body) FROM hub_segment ORDER BY pos")
        ]


@pytest.mark.parametrize("way", ["hub_url", "pooled"])
def test_that_two_laptops_converge_through_a_hub(
    way: str, one: Room, other: Room, request: pytest.FixtureRequest
) -> None:
    url = request.getfixturevalue(way)
    incident = an_incident(one)
    sent = one.sync(url)
    came = other.sync(url)
    an_entry(other, incident.ref, text="seen from B")
    other.sync(url)
    back = one.sync(url)
    assert sent.sent > 0
    assert came.received > 0
    assert back.received == 1
    converge(url, one, other)
    assert one.verify() == other.verify() == []


def test_that_an_exchange_without_news_puts_and_takes_nothing(one: Room, other: Room, hub_url: str) -> None:
    an_incident(one)
    converge(hub_url, one, other)
    rows = rows_of(hub_url)
    for room in (one, other):
        outcome = room.sync(hub_url)
        assert (outcome.sent, outcome.received) == (0, 0)
    assert rows_of(hub_url) == rows


def test_that_a_hub_reads_nothing(one: Room, other: Room, hub_url: str) -> None:
    incident = an_incident(one, title="Secret title of the crisis")
    an_entry(one, incident.ref, text="Secret text of an entry")
    converge(hub_url, one, other)
    with psycopg.connect(hub_url) as conn:
        held = b"".join(
            bytes(body)
            for table in ("segment", "bulletin", "chunk")
            for (body,) in conn.execute(f"SELECT body FROM hub_{table}")
        )
    assert held
    for word in (b"Secret", b"Marc", b"incident", b"entry"):
        assert word not in held


def test_that_a_wiped_hub_is_filled_again_by_its_laptops(
    one: Room, other: Room, hub_url: str, postgres: Postgres
) -> None:
    incident = an_incident(one)
    converge(hub_url, one, other)
    for table in ("state", "head", "segment", "bulletin", "chunk"):
        postgres.sql(f"DROP TABLE hub_{table}", hub_url.rsplit("/", 1)[1])
    an_entry(other, incident.ref, text="after the disaster")
    other.sync(hub_url)
    assert one.sync(hub_url).received == 1
    converge(hub_url, one, other)


def test_that_a_hub_restored_from_an_older_backup_gets_back_what_it_lost(
    one: Room, other: Room, hub_url: str, postgres: Postgres
) -> None:
    database = hub_url.rsplit("/", 1)[1]
    incident = an_incident(one)
    converge(hub_url, one, other)
    for table in ("state", "head", "segment"):
        postgres.sql(f"CREATE TABLE kept_{table} AS SELECT * FROM hub_{table}", database)
    an_entry(one, incident.ref, text="lost by the hub")
    one.sync(hub_url)
    for table in ("state", "head", "segment"):
        postgres.sql(f"DELETE FROM hub_{table}", database)
        postgres.sql(f"INSERT INTO hub_{table} SELECT * FROM kept_{table}", database)
    an_entry(other, incident.ref, text="went on from the backup")
    other.sync(hub_url)
    converge(hub_url, one, other)


def test_that_a_hub_that_is_away_is_a_trouble_and_the_room_goes_on(one: Room) -> None:
    with pytest.raises(Trouble) as raised:
        one.sync("postgresql://nobody@127.0.0.1:1/hub")
    assert raised.value.code == "hub-unreachable"
    an_incident(one)


def test_that_a_file_follows_its_record_through_a_hub(one: Room, other: Room, hub_url: str, tmp_path: Path) -> None:
    incident = an_incident(one)
    evidence = tmp_path / "capture.bin"
    evidence.write_bytes(bytes(range(256)) * 5_000)
    one.attach(evidence, noun="incident", parent=incident.id)
    one.sync(hub_url)
    outcome = other.sync(hub_url)
    assert outcome.files > 0
    assert outcome.awaited == 0


def set_back(folder: Path, image: dict[Path, bytes]) -> Room:
    """Put every file back as it was, as a virtual machine does, and open the room again."""
    for file, content in image.items():
        file.write_bytes(content)
    for leftover in (*folder.glob("cell.warroom-wal"), *folder.glob("cell.warroom-shm")):
        if leftover not in image:
            leftover.unlink()
    return opened(folder)


def opened(folder: Path) -> Room:
    return Room.open(folder / "cell.warroom", passphrase=PASSPHRASE, backups=False)


def image_of(folder: Path) -> dict[Path, bytes]:
    return {file: file.read_bytes() for place in (folder, data_folder()) for file in place.rglob("*") if file.is_file()}


def test_that_a_laptop_set_back_goes_on_under_new_numbers(tmp_path: Path, hub_url: str) -> None:
    with a_room(tmp_path) as room:
        incident = an_incident(room).ref
        room.sync(hub_url)
    image = image_of(tmp_path)
    with opened(tmp_path) as room:
        for text in ("one", "two", "three"):
            an_entry(room, incident, text=text)
        room.sync(hub_url)
    with set_back(tmp_path, image) as room:
        an_entry(room, incident, text="after it was set back")
        outcome = room.sync(hub_url)
        assert outcome.began_writer
        assert [aside.why for aside in outcome.set_aside] == [Why.FORK]
        an_entry(room, incident, text="goes on")
        assert room.sync(hub_url).sent > 0


def test_that_a_fork_only_the_hub_can_see_is_refused_and_all_else_is_exchanged(
    one: Room, other: Room, tmp_path: Path, hub_url: str
) -> None:
    incident = an_incident(other).ref
    converge(hub_url, one, other)
    with psycopg.connect(hub_url) as conn:
        conn.execute("UPDATE hub_head SET hash = sha256('another laptop')")
    an_entry(one, incident, text="from A")
    evidence = tmp_path / "capture.bin"
    evidence.write_bytes(bytes(range(256)) * 5_000)
    one.attach(evidence, noun="incident", parent=incident)
    with pytest.raises(Refusal) as raised:
        one.sync(hub_url)
    assert raised.value.code == "hub-fork"
    with psycopg.connect(hub_url) as conn:
        assert conn.execute("SELECT count(*) FROM hub_chunk").fetchone() > (0,)


def test_that_a_hub_that_lost_the_beginning_of_a_history_gets_it_again(one: Room, other: Room, hub_url: str) -> None:
    incident = an_incident(one).ref
    converge(hub_url, one, other)
    with psycopg.connect(hub_url) as conn:
        conn.execute("DELETE FROM hub_head")
        conn.execute("DELETE FROM hub_segment WHERE pos < (SELECT last_pos FROM hub_state)")
    an_entry(one, incident, text="from A")
    with pytest.raises(Refusal) as raised:
        one.sync(hub_url)
    assert raised.value.code == "hub-gap"
    one.sync(hub_url)
    converge(hub_url, one, other)
