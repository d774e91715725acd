"""Attachments through the door: streamed in, hashed, checked on the way out, never trusted by name."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import NOON, PASSPHRASE, a_room, an_action, an_entry, an_incident
from warroom.clock import FixedClock
from warroom.domain.files import ATTACHMENT_MAX, CHUNK_BYTES
from warroom.domain.incidents import Mode
from warroom.errors import Refusal, Trouble
from warroom.room import Room
from warroom.storage.attachments import keep_chunks, label_of


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with a_room(tmp_path) as room:
        yield room


@pytest.fixture
def incident(room: Room) -> str:
    return an_incident(room).id


def chunks_of(room: Room) -> int:
    return int(next(iter(room._store.reader().execute("SELECT count(*) FROM chunk")))[0])


def whole(room: Room, record: str) -> bytes:
    return b"".join(room.views.attachment_bytes(record))


@pytest.mark.parametrize(
    ("size", "chunks"),
    [(0, 0), (1, 1), (CHUNK_BYTES - 1, 1), (CHUNK_BYTES, 1), (CHUNK_BYTES + 1, 2), (CHUNK_BYTES * 5 + 3, 6)],
)
def test_that_a_file_comes_out_as_it_went_in(room: Room, incident: str, tmp_path: Path, size: int, chunks: int) -> None:
    body = os.urandom(size)
    source = tmp_path / "relevé.pdf"
    source.write_bytes(body)
    steps: list[tuple[int, int]] = []

    record = room.attach(source, noun="incident", parent=incident, step=lambda *done: steps.append(done))

    (shown,) = room.views.attachments(incident)
    assert (shown.name, shown.size, shown.media_type) == ("relevé.pdf", size, "application/pdf")
    assert shown.sha256 == hashlib.sha256(body).hexdigest()
    assert (shown.captured_by, shown.awaited) == ("Léa Martin", False)
    assert whole(room, record) == body
    assert chunks_of(room) == chunks
    assert steps[-1] == (size, size)
    assert size < 64 or body[:64] not in room.path.read_bytes()
    assert room.verify() == []


def test_that_files_hang_on_what_they_prove_and_the_log_says_so(room: Room, incident: str, tmp_path: Path) -> None:
    source = tmp_path / "trace.log"
    source.write_text("ligne")
    entry, action = an_entry(room, incident), an_action(room, incident)
    room.attach(source, noun="entry", parent=entry.number, origin="pare-feu")
    room.clock.advance(seconds=1)  # type: ignore[attr-defined]
    room.attach(source, noun="action", parent=action.number)

    found = room.views.entry_by_number(entry.number)
    assert found is not None
    assert found.attachments == 1
    assert [item.parent_noun for item in room.views.incident_attachments(incident)] == ["entry", "action"]
    assert [entry.code for entry in room.views.entries(incident)][-2:] == ["attached", "attached"]
    assert {item.noun for item in room.views.search("trace", mode=Mode.REAL).records} == {"attachment"}


@pytest.mark.parametrize(("noun", "parent", "code"), [
    ("entry", "A-0404", "unknown-reference"), ("due", "0" * 32, "parent-unfit"), ("person", "x", "parent-unfit"),
])  # fmt: skip
def test_that_a_wrong_place_is_refused_before_a_byte_is_read(
    room: Room, incident: str, noun: str, parent: str, code: str
) -> None:
    with pytest.raises(Refusal) as refusal:
        room.attach("/nowhere/at/all", noun=noun, parent=parent)

    assert refusal.value.code == code


def test_that_more_than_200_mb_is_refused_before_it_is_read(room: Room, incident: str, tmp_path: Path) -> None:
    huge = tmp_path / "image.raw"
    with huge.open("wb") as target:
        target.truncate(ATTACHMENT_MAX + 1)
    before = room.path.stat().st_size

    with pytest.raises(Refusal) as refusal:
        room.attach(huge, noun="incident", parent=incident)

    assert refusal.value.code == "attachment-too-large"
    assert chunks_of(room) == 0
    assert room.path.stat().st_size == before


def test_that_what_is_no_file_is_refused_at_once(room: Room, incident: str, tmp_path: Path) -> None:
    places = [tmp_path]
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "tube")
        places += [tmp_path / "tube", Path("/dev/zero")]
    for place in places:
        with pytest.raises(Refusal) as refusal:
            room.attach(place, noun="incident", parent=incident)
        assert refusal.value.code == "not-a-file"


def test_that_a_file_that_is_not_there_is_trouble(room: Room, incident: str, tmp_path: Path) -> None:
    with pytest.raises(Trouble) as trouble:
        room.attach(tmp_path / "absent", noun="incident", parent=incident)

    assert trouble.value.code == "file-unreadable"
    assert room.views.incident_attachments(incident) == []


def test_that_a_growing_file_is_taken_as_it_stood(room: Room, incident: str, tmp_path: Path) -> None:
    source = tmp_path / "growing.log"
    source.write_bytes(b"a" * (CHUNK_BYTES * 5))

    def grow(_done: int, _total: int) -> None:
        with source.open("ab") as more:
            more.write(b"b" * CHUNK_BYTES)

    record = room.attach(source, noun="incident", parent=incident, step=grow)

    assert whole(room, record) == b"a" * (CHUNK_BYTES * 5)


def test_that_a_file_that_shrinks_is_refused_and_leaves_nothing(room: Room, incident: str, tmp_path: Path) -> None:
    source = tmp_path / "shrinking.log"
    source.write_bytes(b"a" * (CHUNK_BYTES * 9))

    with pytest.raises(Trouble) as trouble:
        room.attach(source, noun="incident", parent=incident, step=lambda *_done: os.truncate(source, CHUNK_BYTES))

    assert trouble.value.code == "file-changed"
    assert chunks_of(room) == 0
    assert room.views.incident_attachments(incident) == []


def test_that_stopping_half_way_leaves_nothing(room: Room, incident: str, tmp_path: Path) -> None:
    source = tmp_path / "long.bin"
    source.write_bytes(bytes(CHUNK_BYTES * 9))

    def stop(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        room.attach(source, noun="incident", parent=incident, step=stop)

    assert chunks_of(room) == 0
    assert an_entry(room, incident).number == "A-0002"


@pytest.mark.parametrize(("name", "label"), [
    ("../../etc/passwd", "passwd"), ("C:\\Users\\x\\note.txt", "note.txt"), ("a\x00b\n.txt", "ab.txt"),
    ("\u202egpj.exe", "gpj.exe"), ("x" * 400, "x" * 200), ("/", ""), ("relevé d’août.pdf", "relevé d’août.pdf"),
])  # fmt: skip
def test_that_a_name_is_a_label_and_never_a_path(name: str, label: str) -> None:
    assert label_of(name) == label


def test_that_a_damaged_chunk_is_said_and_only_that_file_is_lost(room: Room, incident: str, tmp_path: Path) -> None:
    source = tmp_path / "preuve.bin"
    source.write_bytes(os.urandom(CHUNK_BYTES * 2))
    good = room.attach(source, noun="incident", parent=incident)
    source.write_bytes(os.urandom(CHUNK_BYTES * 2))
    bad = room.attach(source, noun="incident", parent=incident)
    spoil = "UPDATE chunk SET body=zeroblob(length(body)) WHERE rowid=(SELECT max(rowid) FROM chunk)"
    room._store.run(lambda conn: conn.execute(spoil)).result()

    with pytest.raises(Trouble) as trouble:
        whole(room, bad)
    assert trouble.value.code == "attachment-damaged"
    assert len(whole(room, good)) == CHUNK_BYTES * 2
    (problem,) = room.verify()
    assert (problem.what, problem.where) == ("An attachment is damaged.", f"attachment {bad}")


def test_that_a_missing_chunk_is_awaited_not_damaged(room: Room, incident: str, tmp_path: Path) -> None:
    source = tmp_path / "preuve.bin"
    source.write_bytes(b"x" * 10)
    record = room.attach(source, noun="incident", parent=incident)
    room._store.run(lambda conn: conn.execute("DELETE FROM chunk")).result()

    with pytest.raises(Trouble) as trouble:
        whole(room, record)
    assert trouble.value.code == "attachment-awaited"
    assert [item.awaited for item in room.views.attachments(incident)] == [True]


def test_that_entries_are_written_while_a_file_comes_in(room: Room, incident: str, tmp_path: Path) -> None:
    source = tmp_path / "big.bin"
    source.write_bytes(bytes(CHUNK_BYTES * 40))
    attaching = threading.Thread(target=lambda: room.attach(source, noun="incident", parent=incident))
    attaching.start()
    numbers = [an_entry(room, incident).number for _turn in range(20)]
    attaching.join()

    assert len(set(numbers)) == 20
    assert len(room.views.incident_attachments(incident)) == 1


def killed_while_attaching(room: Room) -> bytes:
    """What an attach leaves that dies between its chunks and its record."""
    name = bytes(range(32))
    room._store.run(lambda conn: keep_chunks(conn, [(name, b"sealed")], now_ms=room.clock.now_ms())).result()
    return name


def chunks(room: Room) -> set[bytes]:
    return {row[0] for row in room._store.reader().execute("SELECT sha FROM chunk")}


@pytest.mark.parametrize(("hours", "is_kept"), [(2, True), (25, False)])
def test_that_chunks_of_a_killed_attach_are_let_go_after_a_day(tmp_path: Path, hours: int, is_kept: bool) -> None:
    with a_room(tmp_path) as room:
        left, path = killed_while_attaching(room), room.path
        source = tmp_path / "preuve.bin"
        source.write_bytes(b"x" * 10)
        room.attach(source, noun="incident", parent=an_incident(room).id)
        known = chunks(room) - {left}

    later = FixedClock(NOON + hours * 3_600_000)
    with Room.open(path, passphrase=PASSPHRASE, clock=later, backups=False) as room:
        assert chunks(room) == known | ({left} if is_kept else set())
        assert room.verify() == []


def test_that_a_chunk_received_before_its_attachment_is_never_swept(tmp_path: Path) -> None:
    with a_room(tmp_path) as room:
        path, received = room.path, bytes(32)
        room._store.run(
            lambda conn: conn.execute("INSERT INTO chunk(sha, body) VALUES(?, ?)", (received, b"x"))
        ).result()

    later = FixedClock(NOON + 400 * 86_400_000)
    with Room.open(path, passphrase=PASSPHRASE, clock=later, backups=False) as room:
        assert chunks(room) == {received}


def test_that_an_attach_whose_chunks_are_gone_says_so_and_attaches_nothing(
    room: Room, incident: str, tmp_path: Path
) -> None:
    source = tmp_path / "preuve.bin"
    source.write_bytes(b"x" * 10)

    def lose(_done: int, _total: int) -> None:
        room._store.run(lambda conn: conn.execute("DELETE FROM chunk")).result()

    with pytest.raises(Trouble) as trouble:
        room.attach(source, noun="incident", parent=incident, step=lose)

    assert trouble.value.code == "attachment-lost"
    assert room.views.attachments(incident) == []


MEMORY = """
import resource, sys
from pathlib import Path
from tests.builders import a_room, an_incident
folder = Path(sys.argv[1])
with a_room(folder) as room:
    incident = an_incident(room).id
    small = folder / "small"; small.write_bytes(bytes(1000))
    room.attach(small, noun="incident", parent=incident)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    big = folder / "big"
    with big.open("wb") as target: target.truncate(60_000_000)
    record = room.attach(big, noun="incident", parent=incident)
    assert sum(map(len, room.views.attachment_bytes(record))) == 60_000_000
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""

CHECKOUT = Path(__file__).resolve().parents[2]


@pytest.mark.skipif(sys.platform != "linux", reason="memory is counted in kilobytes on Linux only")
def test_that_a_large_file_never_lies_in_memory_as_a_whole(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-c", MEMORY, str(tmp_path)],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
    )

    assert run.returncode == 0, run.stderr
    assert int(run.stdout) < 40_000  # kilobytes: caches included, less than the file
