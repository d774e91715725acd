"""Frozen rooms: what any released version wrote opens, migrates, verifies and merges for ever."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import apsw
import pytest
import zstandard

from tests.builders import NOON, an_entry
from tests.warroom.sync.cells import at_home
from tests.warroom.sync.meeting import vouch
from warroom.clock import FixedClock
from warroom.identity.files import private_folder
from warroom.identity.keys import describe_keys, keys_path
from warroom.identity.opening import open_keys
from warroom.room import Room
from warroom.storage import migrations, schema

FROZEN = Path(__file__).resolve().parents[2] / "data" / "frozen"
PASSPHRASE = "frozen for the tests"
LATER = NOON + 86_400_000


def thawed(folder: Path, release: str, letter: str) -> Path:
    """A frozen laptop's home, with its room file encrypted again."""
    home, source = private_folder(folder / f"{release}-{letter}"), FROZEN / release
    path = home / "cell.warroom"
    shutil.copyfile(source / f"{letter}.keys", keys_path(path))
    key = open_keys(keys_path(path), passphrase=PASSPHRASE)
    path.write_bytes(zstandard.decompress((source / f"{letter}.sqlite.zst").read_bytes()))
    conn = apsw.Connection(str(path))
    for pragma in ("journal_mode=DELETE", "cipher='chacha20'", f'rekey="raw:{key.raw.hex()}"'):
        list(conn.execute(f"PRAGMA {pragma}"))
    conn.close()
    for ending in ("station", "anchor"):
        shutil.copyfile(
            source / f"{letter}.{ending}", home / f"{describe_keys(keys_path(path)).room_id.hex()}.{ending}"
        )
    return home


@contextmanager
def opened(home: Path, letter: str) -> Iterator[Room]:
    with at_home(home):
        room = Room.open(
            home / "cell.warroom",
            passphrase=PASSPHRASE,
            clock=FixedClock(LATER),
            machine=letter.upper().encode() * 32,
            backups=False,
        )
    with room:
        yield room


def texts(room: Room) -> set[str]:
    return {row[0] for row in room._store.reader().execute("SELECT text FROM entry WHERE text IS NOT NULL")}


def check(room: Room) -> None:
    conn = room._store.reader()
    assert migrations.version_of(conn) == migrations.NEWEST
    assert list(schema.strange(conn)) == []
    assert room.verify() == []
    dumped = room.dump()
    room.rebuild()
    assert room.dump() == dumped


@pytest.mark.parametrize(
    ("release", "letter"),
    [
        ("schema1", "a"),
        ("schema2", "a"),
        ("schema2", "b"),
        ("schema3", "a"),
        ("schema3", "b"),
        ("schema4", "a"),
        ("schema4", "b"),
        ("schema5", "a"),
        ("schema5", "b"),
    ],
)
def test_that_a_frozen_room_opens_with_everything_and_takes_more(tmp_path: Path, release: str, letter: str) -> None:
    with opened(thawed(tmp_path, release, letter), letter) as room:
        check(room)
        ((incident, title),) = room._store.reader().execute("SELECT id, title FROM incident")
        assert title == "Panne mondiale de l'API"
        assert [each.size > 0 for each in room.views.attachments(incident.hex())] in ([True], [])
        an_entry(room, incident.hex(), text="encore")
        assert "encore" in texts(room)
        check(room)


def test_that_frozen_laptops_merge_each_other_s_frozen_bundles(tmp_path: Path) -> None:
    with opened(thawed(tmp_path, "schema2", "a"), "a") as one, opened(thawed(tmp_path, "schema2", "b"), "b") as two:
        from_b = one.read_bundle(FROZEN / "schema2" / "b.warroom-bundle")
        from_a = two.read_bundle(FROZEN / "schema2" / "a.warroom-bundle")
        two.read_bundle(_stick(one, tmp_path))
        one.read_bundle(_stick(two, tmp_path))

        assert (from_b.set_aside, from_a.set_aside) == ((), ())
        assert (from_b.files, from_a.files) == (1, 1)
        assert {"revu de A", "revu de B", "vu de A", "vu de B"} <= texts(one)
        assert one.dump() == two.dump()
        assert {"text", "severity"} <= {field for (field,) in one._store.reader().execute("SELECT field FROM sib")}
        for room in (one, two):
            check(room)


def test_that_a_room_of_the_first_schema_meets_a_laptop_of_today(tmp_path: Path) -> None:
    home = thawed(tmp_path, "schema1", "a")
    newcomer = private_folder(tmp_path / "newcomer")
    with opened(home, "a") as one:
        one.sit_down("Léa Martin")
        one.backup(newcomer / "cell.warroom")
        with opened(newcomer, "z") as two:
            vouch(one, two)
            one.exchange.receiver.take(_packed(two), source="invitation")
            two.exchange.receiver.take(_packed(one), source="invitation")
            two.read_bundle(_stick(one, tmp_path))
            one.read_bundle(_stick(two, tmp_path))
            two.read_bundle(_stick(one, tmp_path))

            assert one.dump() == two.dump()
            assert "Le stockage répond" in texts(two)
            check(two)


def _packed(room: Room) -> list[bytes]:
    room.exchange.sign()
    return room.exchange.packed_beyond({})


def _stick(room: Room, folder: Path) -> Path:
    path = folder / f"{room.path.parent.name}.warroom-bundle"
    room.write_bundle(path)
    return path
