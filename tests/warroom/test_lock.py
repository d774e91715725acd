"""The lock of an open room: keys are checked against the keys file, and guessing gets slower."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.builders import NOON, PASSPHRASE, a_room
from warroom.doors.lock import Lock
from warroom.doors.ways import passphrase_is_weak, rotate_key
from warroom.errors import Refusal, WrongKey
from warroom.identity.attempts import read_attempts
from warroom.identity.keys import keys_path, open_keys
from warroom.room import Room


class Watch:
    """Seconds that pass only when told."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def a_lock(room: Room, watch: Watch) -> Lock:
    key = open_keys(keys_path(room.path), passphrase=PASSPHRASE)
    return Lock(room, key=key, now=watch)


def wrong(lock: Lock) -> None:
    with pytest.raises(WrongKey):
        lock.check(passphrase="wrong")


def test_that_each_way_of_the_room_opens_its_lock(tmp_path: Path) -> None:
    with a_room(tmp_path) as room:
        room.lock.check(passphrase=PASSPHRASE)
        room.lock.check(recovery_code=room.recovery_code)
        with pytest.raises(WrongKey, match="passphrase is wrong"):
            room.lock.check(passphrase="four wrong words here")


def test_that_guessing_gets_slower_after_five_and_a_right_key_forgets_it(tmp_path: Path) -> None:
    with a_room(tmp_path) as room:
        watch = Watch()
        lock = a_lock(room, watch)
        waits = []
        for _each in range(13):
            wrong(lock)
            waits.append(lock.wait)
            watch.now += lock.wait

        assert waits == [0, 0, 0, 0, 5, 10, 20, 40, 80, 160, 300, 300, 300]
        lock.check(passphrase=PASSPHRASE)
        wrong(lock)
        assert lock.wait == 0


def test_that_even_the_right_passphrase_waits_its_turn(tmp_path: Path) -> None:
    with a_room(tmp_path) as room:
        watch = Watch()
        lock = a_lock(room, watch)
        for _each in range(5):
            wrong(lock)

        with pytest.raises(Refusal, match="Too many wrong tries") as refused:
            lock.check(passphrase=PASSPHRASE)
        assert refused.value.code == "unlock-wait"
        watch.now += 5
        lock.check(passphrase=PASSPHRASE)


def test_that_each_wrong_guess_is_recorded_and_a_mistyped_code_is_none(tmp_path: Path) -> None:
    with a_room(tmp_path) as room:
        wrong(room.lock)
        with pytest.raises(Refusal):
            room.lock.check(recovery_code="ABCDE")

        assert [(failed.way, failed.count) for failed in read_attempts(room.path).failed] == [("passphrase", 1)]


def test_that_a_changed_passphrase_opens_the_lock_at_once(tmp_path: Path) -> None:
    with a_room(tmp_path) as room:
        assert passphrase_is_weak(room.path)
        room.lock.ways.set_passphrase("five other calm words here")

        room.lock.check(passphrase="five other calm words here")
        wrong(room.lock)
        assert not passphrase_is_weak(room.path)


def test_that_the_audit_says_what_was_done_to_the_keys_and_who_sat_down(tmp_path: Path) -> None:
    with a_room(tmp_path) as room:
        room.lock.ways.set_passphrase("five other calm words here")
        room.lock.ways.renew_sheet()
        room.rights.sit_down_by("LM")

        newest = [line.what for line in room.audit.rows(limit=3)]
        assert newest == ["person-changed", "sheet-renewed", "passphrase-changed"]


def test_that_a_key_is_changed_only_with_the_passphrase_and_with_the_room_closed(tmp_path: Path) -> None:
    room = a_room(tmp_path)
    before = open_keys(keys_path(room.path), passphrase=PASSPHRASE)
    room.close()
    with pytest.raises(WrongKey):
        rotate_key(room.path, passphrase="wrong")
    with pytest.raises(Refusal, match="Type the passphrase"):
        rotate_key(room.path, passphrase=None)
    assert open_keys(keys_path(room.path), passphrase=PASSPHRASE) == before

    code = rotate_key(room.path, passphrase=PASSPHRASE)

    assert open_keys(keys_path(room.path), recovery_code=code) != before
    Room.open(room.path, passphrase=PASSPHRASE, backups=False).close()


def test_that_a_manned_station_of_a_room_to_read_only_is_manned_for_this_opening(tmp_path: Path) -> None:
    room = a_room(tmp_path)
    room.close()
    with Room.open(room.path, passphrase=PASSPHRASE, read_only=True, backups=False) as again:
        again.lock.set_manned(True)
        assert again.lock.is_manned


def test_that_a_sheet_made_and_never_shown_is_known_as_such(tmp_path: Path) -> None:
    with a_room(tmp_path) as room:
        assert (room.lock.sheet_at, room.lock.is_sheet_unseen) == (None, False)
        room.lock.note_sheet(None)
        assert (room.lock.sheet_at, room.lock.is_sheet_unseen) == (None, True)
        room.lock.note_sheet(NOON)
        assert (room.lock.sheet_at, room.lock.is_sheet_unseen) == (NOON, False)
