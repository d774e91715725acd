"""The anchor: clones, restored backups and torn writes are seen; ordinary work is not disturbed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest
from filelock import lock_descriptor, unlock_descriptor
from hypothesis import given
from hypothesis import strategies as st

from warroom.errors import Trouble
from warroom.identity.anchor import Anchor, AnchorFile, Verdict, file_identity, judge
from warroom.identity.machine import data_folder, machine_fingerprint

ROOM = b"r" * 16
CHECKOUT = Path(__file__).resolve().parents[3]


def hash_of(seq: int) -> bytes:
    return seq.to_bytes(32)


def at(seq: int, *, writer: bytes = b"writer-1", room: bytes = ROOM) -> Anchor:
    return Anchor(room, writer, seq, hash_of(seq), b"m" * 32, "803:1f", 1)


def judged(anchor: Anchor | None, *, seq: int = 10, **differs) -> Verdict:
    facts = {"writer_id": b"writer-1", "head_hash_at": hash_of, "machine": b"m" * 32, "file_id": "803:1f"}
    return judge(anchor, seq=seq, **{**facts, **differs})


@pytest.fixture
def anchors(tmp_path):
    with AnchorFile(tmp_path, ROOM) as file:
        yield file


def test_that_the_same_file_on_the_same_machine_is_the_same():
    assert judged(at(10)) is Verdict.SAME


def test_that_a_program_that_ended_before_its_note_is_still_the_same():
    assert judged(at(8)) is Verdict.SAME
    assert judged(at(0), head_hash_at=lambda _seq: None) is Verdict.SAME


def test_that_no_note_or_another_writers_note_is_missing():
    assert judged(None) is Verdict.MISSING
    assert judged(at(10, writer=b"writer-2")) is Verdict.MISSING


def test_that_a_restored_backup_is_behind_its_note():
    assert judged(at(11)) is Verdict.RESTORED


def test_that_another_history_at_the_same_place_is_a_fork():
    assert judged(at(10), head_hash_at=lambda _seq: b"x" * 32) is Verdict.FORKED
    assert judged(at(10), head_hash_at=lambda _seq: None) is Verdict.FORKED


def test_that_another_machine_and_another_file_are_told():
    assert judged(at(10), machine=b"n" * 32) is Verdict.OTHER_MACHINE
    assert judged(at(10), file_id="803:20") is Verdict.MOVED_FILE


def test_that_a_note_survives_the_program(tmp_path):
    with AnchorFile(tmp_path, ROOM) as file:
        assert file.read() is None
        file.advance(at(1))
        file.advance(at(2))

    with AnchorFile(tmp_path, ROOM) as file:
        assert file.read() == at(2)


def test_that_notes_only_move_forward_for_their_writer(anchors):
    assert anchors.advance(at(5))

    assert not anchors.advance(at(4))
    assert not anchors.advance(replace(at(5), head_hash=b"x" * 32))
    assert not anchors.advance(at(9, writer=b"writer-2"))
    assert anchors.read() == at(5)


def test_that_a_new_writer_is_adopted_whatever_was_noted(anchors):
    anchors.advance(at(5))

    anchors.adopt(at(0, writer=b"writer-2"))

    assert anchors.read() == at(0, writer=b"writer-2")
    assert anchors.advance(at(1, writer=b"writer-2"))
    assert not anchors.advance(at(6))


@given(st.data())
def test_that_a_torn_write_leaves_the_note_before_it(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("anchors")
    with AnchorFile(folder, ROOM) as file:
        for seq in (1, 2, 3):
            file.advance(at(seq))
    path = folder / f"{ROOM.hex()}.anchor"
    content = bytearray(path.read_bytes())
    slot = content.index(b'"seq":3') // 512 * 512
    start = data.draw(st.integers(0, 511), label="torn from")
    end = data.draw(st.integers(start + 1, 512), label="torn to")
    torn = bytes(byte ^ 0x55 for byte in content[slot + start : slot + end])
    content[slot + start : slot + end] = torn
    path.write_bytes(content)

    with AnchorFile(folder, ROOM) as file:
        assert file.read() == at(2)
        assert file.advance(at(4))
        assert file.read() == at(4)


@pytest.mark.parametrize("content", [b"", b"\0" * 1024, b"x" * 5000, b"{}", b"\xff" * 512])
def test_that_a_note_of_rubbish_is_no_note(tmp_path, content):
    (tmp_path / f"{ROOM.hex()}.anchor").write_bytes(content)

    with AnchorFile(tmp_path, ROOM) as file:
        assert file.read() is None
        assert file.advance(at(7))
        assert file.read() == at(7)


def test_that_a_torn_write_after_adopting_never_brings_the_former_writer_back(tmp_path):
    with AnchorFile(tmp_path, ROOM) as file:
        file.advance(at(5))
        file.adopt(at(0, writer=b"writer-2"))
    path = tmp_path / f"{ROOM.hex()}.anchor"
    whole = path.read_bytes()

    for slot in (0, 512):
        path.write_bytes(whole[:slot] + b"\0" * 512 + whole[slot + 512 :])
        with AnchorFile(tmp_path, ROOM) as file:
            assert file.read() == at(0, writer=b"writer-2")


def test_that_another_rooms_note_under_this_name_is_no_note(tmp_path):
    with AnchorFile(tmp_path, b"s" * 16) as file:
        file.advance(at(3, room=b"s" * 16))
    shutil.copy(tmp_path / f"{(b's' * 16).hex()}.anchor", tmp_path / f"{ROOM.hex()}.anchor")

    with AnchorFile(tmp_path, ROOM) as file:
        assert file.read() is None


ADVANCE = """
import sys
from pathlib import Path
from warroom.identity.anchor import Anchor, AnchorFile
with AnchorFile(Path(sys.argv[1]), b"r" * 16) as file:
    for seq in range(int(sys.argv[2]), 600, 3):
        file.advance(Anchor(b"r" * 16, b"writer-1", seq, seq.to_bytes(32), b"m" * 32, "803:1f", 1))
"""


def test_that_several_processes_and_threads_leave_the_furthest_note(tmp_path):
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", ADVANCE, str(tmp_path), str(start)],
            env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
        )
        for start in (1, 2)
    ]
    with AnchorFile(tmp_path, ROOM) as file:
        threads = [
            threading.Thread(target=lambda start=start: [file.advance(at(seq)) for seq in range(start, 600, 6)])
            for start in (3, 6)
        ]
        for job in threads:
            job.start()
        for job in threads:
            job.join()
        for program in programs:
            assert program.wait(timeout=60) == 0

        assert file.read() == at(599)


def test_that_a_note_costs_little(anchors):
    notes = [at(seq) for seq in range(1, 1001)]
    best = min(_time_of(anchors, notes[start : start + 100]) for start in range(0, 1000, 100))

    assert best < 100e-6, f"{best * 1e6:.0f} µs a note"


def _time_of(file: AnchorFile, notes: list[Anchor]) -> float:
    start = time.perf_counter()
    for note in notes:
        file.advance(note)
    return (time.perf_counter() - start) / len(notes)


def test_that_a_copy_has_another_identity_and_a_renamed_file_the_same(tmp_path):
    room, copy, renamed = tmp_path / "a", tmp_path / "b", tmp_path / "c"
    room.write_bytes(b"room")
    shutil.copy(room, copy)
    identity = file_identity(room)

    assert file_identity(copy) != identity
    room.rename(renamed)
    assert file_identity(renamed) == identity


def test_that_the_machine_keeps_its_fingerprint_in_another_process():
    ended = subprocess.run(
        [sys.executable, "-c", "from warroom.identity.machine import *; print(machine_fingerprint().hex())"],
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
        capture_output=True,
        text=True,
        check=True,
    )

    assert ended.stdout.strip() == machine_fingerprint().hex()
    assert len(machine_fingerprint()) == 32


def test_that_the_home_of_this_laptops_own_things_can_be_chosen(tmp_path, monkeypatch):
    monkeypatch.setenv("WARROOM_HOME", str(tmp_path / "stick"))
    assert data_folder() == tmp_path / "stick"

    monkeypatch.delenv("WARROOM_HOME")
    assert data_folder().name == "warroom"


def test_that_a_folder_that_cannot_be_made_is_a_clear_trouble(tmp_path):
    (tmp_path / "file").write_bytes(b"")

    with pytest.raises(Trouble) as trouble:
        AnchorFile(tmp_path / "file" / "anchors", ROOM)

    assert trouble.value.code == "folder-not-made"


def test_that_an_anchor_file_may_be_closed_twice(tmp_path):
    file = AnchorFile(tmp_path, ROOM)

    file.close()
    file.close()

    with pytest.raises(ValueError):
        file.advance(at(1))


def test_that_a_program_stopped_while_it_notes_does_not_hold_the_others_for_ever(tmp_path, monkeypatch):
    monkeypatch.setattr("warroom.identity.anchor.LOCK_PATIENCE", 0.05)
    with AnchorFile(tmp_path, ROOM) as stopped, AnchorFile(tmp_path, ROOM) as file:
        lock_descriptor(stopped._lock)

        with pytest.raises(Trouble, match="another program") as trouble:
            file.advance(at(1))

        assert trouble.value.code == "anchor-not-written"
        unlock_descriptor(stopped._lock)
        assert file.advance(at(1))
