"""Attacks on a room from outside: whatever was acknowledged stays somewhere, and the user is told where."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.builders import NOON, PASSPHRASE, a_room, an_entry, an_incident
from warroom.clock import FixedClock
from warroom.errors import Refusal
from warroom.identity.keys import keys_path
from warroom.room import Room, restore

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
