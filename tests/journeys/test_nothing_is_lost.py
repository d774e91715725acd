"""Attacks on a room from outside: whatever was acknowledged stays somewhere, and the user is told where."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.builders import NOON, PASSPHRASE, a_room, an_entry, an_incident
from warroom.clock import FixedClock
from warroom.errors import Refusal, Trouble
from warroom.identity.keys import keys_path, open_keys
from warroom.room import Room, rekey, restore

CHECKOUT = Path(__file__).resolve().parents[2]
KILLED_AFTER_WRITING = f"""
import os, signal, sys
from warroom.commands import LogEntry
from warroom.room import Room
room = Room.open(sys.argv[1], passphrase={PASSPHRASE!r}, backups=False)
for n in range(int(sys.argv[2])):
    print(room.do(LogEntry(incident="A-001", text=f"texte {{n}}")).result().number, flush=True)
room.do(LogEntry(incident="A-999", text="so that the last note is out too")).exception()
os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
"""


@pytest.fixture(autouse=True)
def _hurried_keeper(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("warroom.storage.keeper.LOOK_S", 0.02)


def soon(is_true: Callable[[], object]) -> None:
    deadline = time.monotonic() + 10
    while not is_true():
        assert time.monotonic() < deadline, "nothing came of it"
        time.sleep(0.01)


def opened(path: Path, **more: object) -> Room:
    more.setdefault("backups", False)
    more.setdefault("clock", FixedClock(NOON))
    return Room.open(path, passphrase=PASSPHRASE, **more)  # type: ignore[arg-type]


def texts(room: Room) -> list[str]:
    return [entry.text for entry in room.views.entries(room.views.incident("A-001").id)]


def numbers(room: Room) -> list[str]:
    return [entry.number for entry in room.views.entries(room.views.incident("A-001").id)]


def written_then_killed(path: Path, count: int) -> list[str]:
    """What a process was told is saved before it was killed, its changes still beside the room file."""
    done = subprocess.run(
        [sys.executable, "-c", KILLED_AFTER_WRITING, str(path), str(count)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
        check=False,
    )
    said = done.stdout.decode().split()
    assert len(said) == count
    return said


def test_that_an_older_backup_made_a_room_again_never_replaces_a_newer_second_copy(tmp_path: Path) -> None:
    disk, older = tmp_path / "disk", tmp_path / "older.warroom"
    disk.mkdir()
    with a_room(tmp_path, backups=True) as room:
        an_incident(room)
        room.backup(older)
        an_entry(room, "A-001", text="written after the backup")
        room.choose_mirror(str(disk))
        soon(lambda: room.protection.mirror_at)
    with a_copy_with_second_disk(older, tmp_path / "again" / room.path.name, disk) as restored:
        an_entry(restored, "A-001", text="written in the restored room")
        soon(lambda: restored.protection.mirror_trouble)
        assert "1" in restored.protection.mirror_trouble

    with opened(disk / room.path.name) as copy:
        assert "written after the backup" in texts(copy)


def a_copy_with_second_disk(backup: Path, target: Path, disk: Path) -> Room:
    restore(backup, target, passphrase=PASSPHRASE)
    room = opened(target, backups=True)
    room.choose_mirror(str(disk))
    return room


def test_that_what_was_written_in_a_second_copy_and_killed_there_is_never_replaced(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    with a_room(tmp_path, backups=True) as room:
        an_incident(room)
        room.choose_mirror(str(disk))
        soon(lambda: room.protection.mirror_at)
        acknowledged = written_then_killed(disk / room.path.name, 3)

        room.choose_mirror(str(disk))
        soon(lambda: room.protection.mirror_trouble)

    with opened(disk / room.path.name) as copy:
        assert set(acknowledged) <= set(numbers(copy))
        assert copy.verify() == []


def test_that_a_second_copy_that_was_only_looked_at_goes_on_being_brought_up_to_date(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    with a_room(tmp_path, backups=True) as room:
        an_incident(room)
        room.choose_mirror(str(disk))
        soon(lambda: room.protection.mirror_at)
        opened(disk / room.path.name).close()
        an_entry(room, "A-001", text="written after")

        room.choose_mirror(str(disk))
        soon(lambda: room.protection.mirror_at)

    with opened(disk / room.path.name, read_only=True) as copy:
        assert "written after" in texts(copy)


def test_that_a_second_copy_never_takes_the_place_of_a_room_whose_keys_lie_elsewhere(tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    with a_room(other, name="Autre cellule"):
        pass
    keys_path(other / "cell.warroom").rename(tmp_path / "kept.keys")
    with a_room(tmp_path, backups=True) as room:
        an_incident(room)
        room.choose_mirror(str(other))
        soon(lambda: room.protection.mirror_trouble)

    (tmp_path / "kept.keys").rename(keys_path(other / "cell.warroom"))
    with opened(other / "cell.warroom") as another:
        assert another.views.name() == "Autre cellule"


def test_that_a_backup_is_never_mixed_with_what_a_killed_room_left_under_that_name(tmp_path: Path) -> None:
    backup = tmp_path / "backup.warroom"
    with a_room(tmp_path) as room:
        an_incident(room)
        room.backup(backup)
    written_then_killed(room.path, 2)
    left = room.path.with_name(room.path.name + "-wal")
    changes = left.read_bytes()
    room.path.unlink()
    keys_path(room.path).unlink()

    with pytest.raises(Refusal):
        restore(backup, room.path, passphrase=PASSPHRASE)

    assert left.read_bytes() == changes
    assert not room.path.exists()
    restore(backup, tmp_path / "elsewhere.warroom", passphrase=PASSPHRASE)


def test_that_whoever_opens_a_room_whose_last_changes_were_removed_is_told_so(tmp_path: Path) -> None:
    with a_room(tmp_path) as room:
        an_incident(room)
        incident = an_incident(room).ref
    lost = written_then_killed(room.path, 3)
    room.path.with_name(room.path.name + "-wal").unlink()

    with opened(room.path) as again:
        assert not set(lost) & set(numbers(again))
        assert any("lacks" in note for note in again.notes)
        assert not set(lost) & {an_entry(again, incident).number}
    with opened(room.path) as later:
        assert later.notes == ()


def test_that_a_person_at_the_command_line_is_told_what_the_room_lacks(tmp_path: Path) -> None:
    with a_room(tmp_path) as room:
        an_incident(room)
    written_then_killed(room.path, 3)
    room.path.with_name(room.path.name + "-wal").unlink()
    secret = tmp_path / "passphrase"
    secret.write_text(PASSPHRASE, encoding="utf-8")

    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "warroom",
            "log",
            room.path,
            "A-001",
            "texte",
            "--passphrase-file",
            secret,
            "--lang",
            "en",
        ],
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
        check=True,
    )

    assert b"lacks 3 changes" in done.stderr
    assert done.stdout.split() == [b"A2-0001"]


def test_that_a_file_copied_alone_while_the_room_is_young_and_open_never_goes_on_with_its_chain(tmp_path: Path) -> None:
    copied = tmp_path / "copy.warroom"
    with a_room(tmp_path) as room:
        an_incident(room)
        shutil.copy(room.path, copied)
        shutil.copy(keys_path(room.path), keys_path(copied))
        with opened(copied) as copy:
            assert any("lacks" in note for note in copy.notes)
            assert an_entry(copy, an_incident(copy).ref).number.startswith("A2-")
        an_entry(room, "A-001", text="the room goes on")

    with opened(room.path) as again:
        assert again.verify() == []
        assert any("Another copy" in note for note in again.notes)


def test_that_copies_of_a_room_on_one_laptop_never_give_the_same_number(tmp_path: Path) -> None:
    backup = tmp_path / "backup.warroom"
    with a_room(tmp_path) as room:
        an_incident(room)
        room.backup(backup)
    given = []
    for name in ("one", "two"):
        restore(backup, tmp_path / f"{name}.warroom", passphrase=PASSPHRASE)
    for path in (tmp_path / "one.warroom", tmp_path / "two.warroom", room.path):
        with opened(path) as copy:
            given += [an_entry(copy, "A-001").number, an_entry(copy, "A-001").number]

    assert len(set(given)) == len(given), given


def test_that_a_new_room_never_lies_over_what_a_killed_one_left(tmp_path: Path) -> None:
    with a_room(tmp_path) as room:
        an_incident(room)
    written_then_killed(room.path, 2)
    left = room.path.with_name(room.path.name + "-wal")
    room.path.unlink()
    keys_path(room.path).unlink()

    with pytest.raises(Refusal):
        a_room(tmp_path)

    assert left.stat().st_size > 0


def test_that_verify_finds_a_byte_changed_anywhere_in_the_file(tmp_path: Path) -> None:
    with a_room(tmp_path) as room:
        an_incident(room)
        an_entry(room, "A-001")
    whole = room.path.read_bytes()
    page = 4096
    for start in range(page, len(whole), page):
        torn = bytearray(whole)
        torn[start + page // 2] ^= 1
        room.path.write_bytes(torn)
        assert is_damage_seen(room.path), f"page {start // page + 1}"


def is_damage_seen(path: Path) -> bool:
    """Whether opening or verifying says that the file is damaged; anything else that goes wrong is a fault of ours."""
    try:
        with opened(path, read_only=True) as room:
            return room.verify() != []
    except Trouble as trouble:
        return trouble.code == "room-damaged"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with a name")
def test_that_a_pipe_is_not_waited_for_when_importing(tmp_path: Path) -> None:
    pipe = tmp_path / "endless.csv"
    os.mkfifo(pipe)
    with a_room(tmp_path) as room, pytest.raises(Refusal):
        room.import_file(pipe)


def test_that_copies_left_by_killed_programs_do_not_fill_the_disks(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    killed = (disk / ".cell.warroom.tmp-1", disk / ".cell.warroom.tmp-1-journal", tmp_path / ".cell.warroom.rekey-1")
    others = (disk / ".photo.tmp-1", disk / ".cell.warroom.tmp-2")
    for leftover in (*killed, *others):
        leftover.write_bytes(b"half a copy")
    for leftover in (*killed, others[0]):
        os.utime(leftover, (time.time() - 7_200,) * 2)
    with a_room(tmp_path, backups=True) as room:
        an_incident(room)
        room.choose_mirror(str(disk))
        soon(lambda: room.protection.mirror_at)

    rekey(room.path, key=open_keys(keys_path(room.path), passphrase=PASSPHRASE), passphrase=PASSPHRASE, keyring=None)

    assert [leftover for leftover in killed if leftover.exists()] == []
    assert all(leftover.exists() for leftover in others)
