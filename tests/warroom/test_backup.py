"""Copies behind the room: spaced, verified, kept by age, with their keys, on a second disk; never in anyone's way."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import NOON, PASSPHRASE, a_room, an_entry, an_incident, reopened
from warroom.access import restore
from warroom.clock import FixedClock
from warroom.commands import LogEntry
from warroom.errors import Refusal, Trouble
from warroom.identity.keys import keys_path
from warroom.room import Room
from warroom.storage.backup import AGES_MS, EVERY_MS, backups_folder, copy_whole, roll, rolling, wanted

MINUTE = 60_000


@pytest.fixture(autouse=True)
def _hurried_keeper(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("warroom.storage.keeper.LOOK_S", 0.02)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with a_room(tmp_path, backups=True) as room:
        yield room


def soon(is_true: Callable[[], object]) -> None:
    deadline = time.monotonic() + 10
    while not is_true():
        assert time.monotonic() < deadline, "nothing came of it"
        time.sleep(0.01)


def ages(room: Room) -> list[int]:
    return [at for _path, at in rolling(room.path)]


def advance(room: Room, *, minutes: float) -> None:
    room.clock.advance(seconds=minutes * 60)  # type: ignore[attr-defined]


def entries_in(path: Path) -> int:
    with Room.open(path, passphrase=PASSPHRASE, backups=False, read_only=True) as copy:
        assert copy.verify() == []
        return copy.views.tally("A-001")[0]


def test_that_the_first_write_is_copied_at_once_and_the_next_two_minutes_later(room: Room) -> None:
    soon(lambda: ages(room) == [NOON])
    incident = an_incident(room)
    advance(room, minutes=1.9)
    an_entry(room, incident.id)
    time.sleep(0.15)
    assert ages(room) == [NOON]

    advance(room, minutes=0.2)
    soon(lambda: len(ages(room)) == 2)
    newest, at = rolling(room.path)[0]
    assert keys_path(newest).exists()
    assert entries_in(newest) == 2
    assert (room.protection.backup_at, room.protection.backup_trouble) == (at, "")


def test_that_a_write_in_the_millisecond_of_the_last_copy_is_copied_too(room: Room) -> None:
    incident = an_incident(room)
    assert room._keeper is not None
    room._keeper.copy_now()
    an_entry(room, incident.id)  # the clock of this room stands still
    advance(room, minutes=3)

    soon(lambda: ages(room)[0] > NOON)
    assert entries_in(rolling(room.path)[0][0]) == 2


def test_that_a_room_nobody_changes_is_not_copied_again(room: Room) -> None:
    soon(lambda: ages(room) == [NOON])
    advance(room, minutes=600)
    time.sleep(0.15)

    assert ages(room) == [NOON]


def test_that_closing_copies_what_changed_only_when_the_last_copy_is_old(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("warroom.storage.keeper.LOOK_S", 60)
    room = a_room(tmp_path, backups=True)
    incident = an_incident(room)
    room.close()
    assert ages(room) == [NOON]  # there was none

    with reopened(room, backups=True) as again:
        an_entry(again, incident.id)
    assert ages(room) == [NOON]  # the last is a moment old
    with reopened(room, backups=True) as again:
        advance(again, minutes=3)
    assert ages(room) == [NOON]  # nothing was written in this opening

    again = Room.open(room.path, passphrase=PASSPHRASE, clock=room.clock)
    waiting = [again.do(LogEntry(incident=incident.id, text="dernier")) for _turn in range(50)]
    again.close()
    assert all(future.done() for future in waiting)
    assert entries_in(rolling(room.path)[0][0]) == 52


@settings(max_examples=25)
@given(
    st.lists(st.integers(min_value=2, max_value=7), min_size=400, max_size=900),
    st.randoms(use_true_random=False),
)
def test_that_about_every_age_is_kept_whatever_the_pace(gaps: list[int], dice: random.Random) -> None:
    now, kept = 0, dict[int, Path]()
    for gap in gaps:
        now += gap * MINUTE * dice.choice((1, 1, 1, 5))
        kept[now] = Path(str(now))
        keep = wanted(kept, now)
        kept = {at: path for at, path in kept.items() if path in keep}
        assert now in kept
        assert len(kept) <= 1 + 2 * len(AGES_MS)
        for age in AGES_MS:
            if now >= age + 35 * MINUTE:
                assert any(age <= now - at <= 2 * age + 70 * MINUTE for at in kept), (age, now, sorted(kept))


def test_that_nothing_is_wanted_of_nothing() -> None:
    assert wanted({}, NOON) == set()


def test_that_a_clock_set_back_does_not_throw_the_newest_copy_away(room: Room) -> None:
    soon(lambda: ages(room) == [NOON])
    path = roll(room.path, key=room._key.raw, now_ms=NOON - 24 * 60 * MINUTE)

    assert path.exists()
    assert ages(room) == [NOON, NOON - 24 * 60 * MINUTE]


def test_that_copies_are_let_go_with_their_keys_and_other_files_stay(room: Room) -> None:
    soon(lambda: ages(room) == [NOON])
    folder = backups_folder(room.path)
    (folder / "mine.txt").write_text("à moi")
    (folder / "other.1795431600000.warroom").write_text("d'une autre salle")
    for minutes in range(2, 62, 2):
        roll(room.path, key=room._key.raw, now_ms=NOON + minutes * MINUTE)

    copies = [path for path, _at in rolling(room.path)]
    assert 3 <= len(copies) <= 9
    keys = {path.name for path in folder.glob("cell.*.keys")}
    assert keys == {keys_path(path).name for path in copies}
    assert (folder / "mine.txt").exists()
    assert (folder / "other.1795431600000.warroom").exists()


def test_that_a_second_disk_gets_a_copy_and_loses_nothing_when_it_goes(room: Room, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    incident = an_incident(room)
    room.choose_mirror(str(disk))
    soon(lambda: room.protection.mirror_at is not None)
    assert entries_in(disk / room.path.name) == 1

    disk.rename(tmp_path / "unplugged")
    advance(room, minutes=3)
    an_entry(room, incident.id)
    soon(lambda: room.protection.mirror_trouble)
    assert room.protection.backup_trouble == ""
    assert an_entry(room, incident.id).number == "A-0003"

    (tmp_path / "unplugged").rename(disk)
    soon(lambda: not room.protection.mirror_trouble)  # as soon as it is back, without another write
    assert entries_in(disk / room.path.name) == 3


def test_that_the_chosen_disk_is_remembered_and_caught_up_at_the_next_opening(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    with a_room(tmp_path, backups=False) as room:
        room.choose_mirror(str(disk))
        an_incident(room)
    assert list(disk.iterdir()) == []

    with reopened(room, backups=True) as again:
        soon(lambda: again.protection.mirror_at is not None)
    assert entries_in(disk / room.path.name) == 1


def test_that_a_mirror_never_takes_the_place_of_a_room(room: Room, tmp_path: Path) -> None:
    an_incident(room)
    inode = room.path.stat().st_ino
    room.choose_mirror(str(tmp_path))
    soon(lambda: room.protection.mirror_trouble)

    other = tmp_path / "other"
    other.mkdir()
    with a_room(other, name="Autre cellule", clock=FixedClock(NOON)) as another:
        room.choose_mirror(str(other))
        soon(lambda: room.protection.mirror == str(other) and room.protection.mirror_trouble)
        assert another.views.name() == "Autre cellule"
    assert room.path.stat().st_ino == inode
    with Room.open(other / "cell.warroom", passphrase=PASSPHRASE, backups=False) as another:
        assert another.views.name() == "Autre cellule"


def test_that_a_copy_by_hand_replaces_nothing_and_opens(room: Room, tmp_path: Path) -> None:
    an_incident(room)
    target = tmp_path / "stick" / "copie.warroom"
    assert room.backup(target) == target
    assert entries_in(target) == 1

    with pytest.raises(Refusal) as refusal:
        room.backup(target)
    assert refusal.value.code == "backup-exists"


def test_that_a_copy_never_overwrites_the_keys_of_another_room(room: Room, tmp_path: Path) -> None:
    lost = tmp_path / "lost.warroom"
    with a_room(tmp_path, file="lost.warroom"):
        pass
    keys = keys_path(lost).read_bytes()
    lost.unlink()

    with pytest.raises(Refusal) as refusal:
        room.backup(lost)
    assert refusal.value.code == "copy-place-taken"
    assert keys_path(lost).read_bytes() == keys


def test_that_a_copy_is_whole_while_others_write_and_writing_goes_on(room: Room, tmp_path: Path) -> None:
    incident = an_incident(room)
    stop = threading.Event()
    numbers: list[str] = []

    def write() -> None:
        while not stop.is_set():
            numbers.append(an_entry(room, incident.id).number)

    writing = threading.Thread(target=write)
    writing.start()
    copies = []
    for turn in range(5):
        before = len(numbers)
        copies.append((before, room.backup(tmp_path / f"copy{turn}.warroom")))
    stop.set()
    writing.join()

    assert len(set(numbers)) == len(numbers)
    for least, path in copies:
        assert entries_in(path) >= least


def test_that_a_backup_damaged_on_disk_is_noticed_when_it_is_needed(room: Room, tmp_path: Path) -> None:
    an_incident(room)
    copy = room.backup(tmp_path / "copy.warroom")
    body = bytearray(copy.read_bytes())
    for place in range(5 * 4096 + 100, 5 * 4096 + 200):
        body[place] ^= 0xFF
    copy.write_bytes(body)
    target = tmp_path / "again.warroom"

    with pytest.raises(Trouble) as trouble:
        restore(copy, target, passphrase=PASSPHRASE)

    assert trouble.value.code == "room-damaged"
    assert str(copy) in trouble.value.message
    assert not target.exists()
    assert not keys_path(target).exists()


def test_that_a_restored_room_is_whole_and_never_replaces_another(room: Room, tmp_path: Path) -> None:
    an_incident(room)
    copy = room.backup(tmp_path / "copy.warroom")
    restore(copy, tmp_path / "again.warroom", passphrase=PASSPHRASE)
    assert entries_in(tmp_path / "again.warroom") == 1

    with pytest.raises(Refusal) as refusal:
        restore(copy, tmp_path / "again.warroom", passphrase=PASSPHRASE)
    assert refusal.value.code == "room-exists"


def test_that_a_copy_that_cannot_be_made_is_told_and_tried_again(room: Room) -> None:
    soon(lambda: ages(room) == [NOON])
    folder = backups_folder(room.path)
    away = folder.rename(folder.with_name("away"))
    folder.write_text("a file in the way")
    advance(room, minutes=3)
    an_incident(room)
    soon(lambda: room.protection.backup_trouble)

    folder.unlink()
    away.rename(folder)
    advance(room, minutes=3)
    soon(lambda: not room.protection.backup_trouble)
    assert len(ages(room)) == 2


COPY = """
import sys
from pathlib import Path
from warroom.identity.keys import open_keys, keys_path
from warroom.storage import backup
key = open_keys(keys_path(Path(sys.argv[1])), passphrase=sys.argv[2]).raw
print("ready", flush=True)
now = int(sys.argv[3])
while True:
    now += 120_000
    backup.roll(Path(sys.argv[1]), key=key, now_ms=now)
    print(now, flush=True)
"""

CHECKOUT = Path(__file__).resolve().parents[2]


def test_that_a_kill_while_copying_leaves_no_half_copy_under_a_real_name(tmp_path: Path) -> None:
    with a_room(tmp_path) as room:
        incident = an_incident(room)
        room.do_all([LogEntry(incident=incident.id, text="x" * 500)] * 2_000).result()
        key = room._key.raw
        now = NOON
        for turn in range(6):
            with subprocess.Popen(
                [sys.executable, "-c", COPY, str(room.path), PASSPHRASE, str(now)],
                stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
            ) as program:  # fmt: skip
                assert program.stdout is not None
                assert program.stdout.readline() == "ready\n"
                program.stdout.readline()
                time.sleep(0.004 * turn)
                program.kill()
            now += 10_000_000
        copies = [path for path, _at in rolling(room.path)]
        assert len(copies) >= 2
        for path in copies:
            copy_whole(path, tmp_path / "checked.warroom", key=key)

        folder = backups_folder(room.path)
        leftover = folder / ".cell.1795431600000.warroom.tmp-99999999"
        leftover.write_bytes(b"half")
        os.utime(leftover, (time.time() - 7_200,) * 2)
        roll(room.path, key=key, now_ms=now)
        assert not leftover.exists()


def test_that_the_copies_are_spaced_by_two_minutes() -> None:
    assert EVERY_MS == 2 * MINUTE


def test_that_a_mount_point_without_its_disk_is_no_second_copy(room: Room, tmp_path: Path) -> None:
    shared_memory = Path("/dev/shm")
    if not shared_memory.is_dir() or shared_memory.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("this needs two disks, and /dev/shm is not one here")
    disk = shared_memory / f"warroom-{os.getpid()}"
    disk.mkdir()
    stick = tmp_path / "stick"
    stick.symlink_to(disk)
    try:
        room.choose_mirror(str(stick))
        soon(lambda: room.protection.mirror_at is not None)

        stick.unlink()
        stick.mkdir()  # the disk is out; its mount point is an empty folder of the first disk
        an_entry(room, an_incident(room).id)
        assert room._keeper is not None
        room._keeper.copy_now()

        assert room.protection.mirror_trouble
        assert list(stick.iterdir()) == []
    finally:
        shutil.rmtree(disk)
