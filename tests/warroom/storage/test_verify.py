"""Verify finds what was changed behind the room's back, and says where."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest

from tests.warroom.storage.replicas import EPOCH, Forger, Replica, World
from warroom.storage import verify as verifying
from warroom.storage.dump import dump
from warroom.storage.migrations import migrate
from warroom.storage.vault import Vault
from warroom.storage.verify import verify

INCIDENT = f"{2:032x}"


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    vault = Vault(tmp_path / "room.warroom", key=os.urandom(32), create=True)
    with vault.writing() as conn:
        migrate(conn)
    yield vault
    vault.close()


@pytest.fixture
def room(vault: Vault) -> Replica:
    world = World()
    room, ben = Replica(world, 1, vault.writer), Replica(world, 2)
    room.write("incident", INCIDENT, {"title": "flood", "severity": 1})
    ben.write("incident", INCIDENT, {"title": "Flood"})
    for number in range(4):
        room.write("entry", None, {"text": f"water {number}", "incident": INCIDENT, "recorded_at": EPOCH + number})
    room.receive(ben.lines())
    return room


def damage(room: Replica, sql: str) -> list[tuple[str, str]]:
    with room.conn:
        room.conn.execute(sql)
    return [(problem.what, problem.where) for problem in verify(room.conn)]


def test_that_a_sound_room_has_no_problem_and_is_left_as_it_was(vault: Vault, room: Replica) -> None:
    before = dump(room.conn)

    assert verify(vault.reader()) == []

    assert dump(room.conn) == before


@pytest.mark.parametrize(
    ("sql", "what", "where"),
    [
        (
            "UPDATE op SET patch=replace(patch, 'water 2', 'wine 2')",
            "An op was changed after it was written.",
            "0101010101010101@4",
        ),
        ("UPDATE op SET wall=wall-1 WHERE seq=3", "An op was changed after it was written.", "0101010101010101@3"),
        ("UPDATE op SET ord=ord-1 WHERE seq=3", "An op was changed after it was written.", "0101010101010101@3"),
        ("UPDATE op SET patch='[' WHERE seq=5", "An op was changed after it was written.", "0101010101010101@5"),
        ("DELETE FROM op WHERE seq=3", "Ops are missing from the journal.", "0101010101010101@3"),
        ("DELETE FROM op WHERE seq=5", "The journal does not end where it is known to end.", "0101010101010101@4"),
        (
            "UPDATE vv SET seq=9 WHERE w=x'0201020102010201'",
            "The journal does not end where it is known to end.",
            "0201020102010201@1",
        ),
        (
            "UPDATE incident SET title='calm'",
            "What is shown is not what the journal says.",
            f"incident {INCIDENT}: title",
        ),
        ("DELETE FROM incident", "What is shown is not what the journal says.", f"incident {INCIDENT}"),
        ("UPDATE tally SET entries=3", "What is shown is not what the journal says.", f"tally {INCIDENT}: entries"),
        ("DELETE FROM sib", "What is shown is not what the journal says.", f"sib {INCIDENT}"),
        ("UPDATE findable SET body='x'", "What is shown is not what the journal says.", f"findable {INCIDENT}: body"),
    ],
)
def test_that_damage_is_found_and_its_place_named(room: Replica, sql: str, what: str, where: str) -> None:
    assert (what, where) in damage(room, sql)


def test_that_a_room_whose_journal_cannot_be_replayed_still_tells_where_it_is_broken(room: Replica) -> None:
    found = damage(room, "UPDATE op SET patch='[' WHERE seq=1")

    assert ("An op was changed after it was written.", "0101010101010101@1") in found


def test_that_an_attempt_to_change_the_log_is_a_finding(room: Replica) -> None:
    ((entry,),) = list(room.conn.execute("SELECT id FROM entry LIMIT 1"))
    forger = Forger(room.world)
    forger.forge("entry", entry.hex(), {"text": "rewritten"}, hlc=1)
    forger.forge_raw(b"nonsense", digest=bytes(32))
    room.receive(forger.sent)

    assert [(problem.what, problem.where) for problem in verify(room.conn)] == [
        ("Somebody tried to change a record that is fixed; it has no effect.", f"{'c8' * 8}@1 entry {entry.hex()}"),
        ("An op cannot be read; it is kept and has no effect.", f"{'c8' * 8}@2"),
    ]


def test_that_a_damaged_attachment_is_a_problem_and_an_awaited_one_only_a_note(room: Replica) -> None:
    body = b"sealed bytes"
    names = [hashlib.sha256(body).hexdigest(), hashlib.sha256(b"elsewhere").hexdigest()]
    whole = room.write("attachment", None, {"name": "a", "chunks": orjson.dumps(names[:1]).decode()})
    awaited = room.write("attachment", None, {"name": "b", "chunks": orjson.dumps(names).decode()})
    with room.conn:
        room.conn.execute("INSERT INTO chunk(sha, body) VALUES(?,?)", (bytes.fromhex(names[0]), body))

    assert [(problem.where, problem.is_note) for problem in verify(room.conn)] == [(f"attachment {awaited}", True)]

    found = damage(room, "UPDATE chunk SET body=x'00'")
    assert ("An attachment is damaged.", f"attachment {whole}") in found


def test_that_a_large_room_is_replayed_in_an_encrypted_file_that_is_gone_afterwards(
    vault: Vault, room: Replica, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verifying, "IN_MEMORY_MAX", 0)
    seen: list[bytes] = []
    real = verifying.rebuild

    def look(conn: object) -> None:
        real(conn)  # type: ignore[arg-type]
        seen.extend(path.read_bytes() for path in vault.path.parent.glob(".warroom-verify-*/*"))

    monkeypatch.setattr(verifying, "rebuild", look)

    killed = vault.path.parent / ".warroom-verify-killed"
    killed.mkdir()
    os.utime(killed, (0, 0))

    assert verify(room.conn) == []
    assert seen
    assert not any(b"water" in content or b"SQLite format" in content for content in seen)
    assert not list(vault.path.parent.glob(".warroom-verify-*"))
