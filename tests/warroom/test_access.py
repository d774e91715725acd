"""Ways in: passphrase, recovery code, a new key; a crash between any two steps of a rekey locks nobody out."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.builders import NOON, PASSPHRASE, QUICK, a_room, an_entry, an_incident
from warroom import access
from warroom.access import rekey, restore
from warroom.clock import FixedClock
from warroom.errors import Refusal, Trouble, WrongKey
from warroom.identity.keys import describe_keys, keys_path, open_keys
from warroom.room import Room

NEW = "four other calm words"


class Killed(BaseException):
    """The program ended here."""


@pytest.fixture
def code() -> list[str]:
    return []


@pytest.fixture
def path(tmp_path: Path, code: list[str]) -> Path:
    """A closed room with one entry."""
    with a_room(tmp_path) as room:
        an_entry(room, an_incident(room).id)
        code.append(room.recovery_code)
    return room.path


def change_key(path: Path, passphrase: str = NEW) -> str:
    key = open_keys(keys_path(path), passphrase=PASSPHRASE)
    return rekey(path, key=key, passphrase=passphrase, keyring=None, argon2=QUICK)


def opened(path: Path, **way: object) -> Room:
    return Room.open(path, clock=FixedClock(NOON), backups=False, **way)  # type: ignore[arg-type]


def next_number(path: Path, **way: object) -> str:
    with opened(path, **way) as room:
        number = an_entry(room, "A-001").number
        assert room.verify() == []
        return number


def test_that_the_recovery_code_opens_the_room_however_it_is_typed(path: Path, code: list[str]) -> None:
    assert next_number(path, recovery_code=code[0]) == "A-0003"
    assert next_number(path, recovery_code=code[0].lower().replace("-", " ")) == "A-0004"
    with pytest.raises(Refusal):
        opened(path, recovery_code="typed wrong")


def test_that_a_rekey_changes_every_way_in_and_nothing_else(path: Path, code: list[str]) -> None:
    new_code = change_key(path)

    for way in ({"passphrase": PASSPHRASE}, {"recovery_code": code[0]}):
        with pytest.raises(WrongKey):
            opened(path, **way)
    assert next_number(path, passphrase=NEW) == "A-0003"
    assert next_number(path, recovery_code=new_code) == "A-0004"
    assert not describe_keys(keys_path(path)).is_rekeying
    assert sorted(item.name for item in path.parent.iterdir()) == ["cell.warroom", "cell.warroom.keys"]


def test_that_older_copies_still_open_with_the_words_of_their_day(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copies" / "copy.warroom"
    with opened(path, passphrase=PASSPHRASE) as room:
        room.backup(copy)
    change_key(path)

    with opened(copy, passphrase=PASSPHRASE, read_only=True) as old:
        assert old.views.tally("A-001")[0] == 2
    restore(copy, tmp_path / "again.warroom", passphrase=PASSPHRASE)
    assert next_number(tmp_path / "again.warroom", passphrase=PASSPHRASE) == "A2-0001"


def killed(*_given: object, **_named: object) -> None:
    raise Killed


STEPS: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "before the copy": lambda patch: patch.setattr(access, "rekey_copy", killed),
    "before the new file has its name": lambda patch: patch.setattr(Path, "replace", _replace_unless_room),
    "after the new file has its name": lambda patch: patch.setattr(access, "sync_folder", killed),
    "before the identity is sealed anew": lambda patch: patch.setattr(access, "reseal_station", killed),
    "before the anchor follows": lambda patch: patch.setattr(access, "_keep_writing_as", killed),
    "before the former ways are forgotten": lambda patch: patch.setattr(access, "finish_rekey", killed),
}
_replace = Path.replace


def _replace_unless_room(self: Path, target: Path) -> Path:
    if ".rekey-" in self.name:
        raise Killed
    return _replace(self, target)


@pytest.mark.parametrize("passphrase", [PASSPHRASE, NEW])
@pytest.mark.parametrize("step", STEPS)
def test_that_a_crash_between_two_steps_of_a_rekey_locks_nobody_out(path: Path, step: str, passphrase: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        STEPS[step](patch)
        with pytest.raises(Killed):
            change_key(path)
    assert describe_keys(keys_path(path)).is_rekeying

    with opened(path, passphrase=passphrase) as room:
        assert room.views.tally("A-001")[0] == 2
        assert an_entry(room, "A-001").number == "A-0003"
        (note,) = room.notes
        assert "recovery sheet" in note
        assert room.verify() == []

    assert not describe_keys(keys_path(path)).is_rekeying
    assert next_number(path, passphrase=NEW) == "A-0004"
    with pytest.raises(WrongKey):
        opened(path, passphrase=PASSPHRASE)


@pytest.mark.parametrize("passphrase", [PASSPHRASE, NEW])
@pytest.mark.parametrize("step", STEPS)
def test_that_half_a_rekey_can_be_read_without_touching_it(path: Path, step: str, passphrase: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        STEPS[step](patch)
        with pytest.raises(Killed):
            change_key(path)

    with opened(path, passphrase=passphrase, read_only=True) as room:
        assert room.views.tally("A-001")[0] == 2
        assert len(room.notes) == 1
    assert describe_keys(keys_path(path)).is_rekeying
    assert next_number(path, passphrase=NEW) == "A-0003"


def no_space(*_given: object, **_named: object) -> None:
    raise Trouble("disk-full", "full")


def test_that_a_rekey_without_space_leaves_the_former_key_in_force(path: Path, code: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(access, "rekey_copy", no_space)
        with pytest.raises(Trouble):
            change_key(path)

    with pytest.raises(WrongKey):
        opened(path, passphrase=NEW)
    assert next_number(path, passphrase=PASSPHRASE) == "A-0003"
    assert next_number(path, recovery_code=code[0]) == "A-0004"
    change_key(path)
    assert next_number(path, passphrase=NEW) == "A-0005"


def test_that_half_a_rekey_on_a_disk_now_full_still_opens_for_writing(path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(access, "rekey_copy", killed)
        with pytest.raises(Killed):
            change_key(path)
        patch.setattr(access, "rekey_copy", no_space)

        assert next_number(path, passphrase=NEW) == "A-0003"
        assert next_number(path, passphrase=PASSPHRASE) == "A-0004"
    assert next_number(path, passphrase=NEW) == "A-0005"
    assert not describe_keys(keys_path(path)).is_rekeying


def test_that_a_room_in_use_is_not_rekeyed(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("warroom.storage.vault.BUSY_MS", 200)
    with opened(path, passphrase=PASSPHRASE) as room:
        with pytest.raises(Trouble) as trouble:
            change_key(path)
        assert trouble.value.code == "room-locked"
        assert an_entry(room, "A-001").number == "A-0003"

    assert next_number(path, passphrase=PASSPHRASE) == "A-0004"


def test_that_what_was_still_in_the_wal_is_under_the_new_key_too(path: Path, tmp_path: Path) -> None:
    crashed = tmp_path / "crashed" / path.name
    crashed.parent.mkdir()
    with opened(path, passphrase=PASSPHRASE) as room:
        an_entry(room, "A-001", text="dans le WAL")
        for ending in ("", "-wal", ".keys"):
            shutil.copy(f"{path}{ending}", f"{crashed}{ending}")
    change_key(crashed)

    with opened(crashed, passphrase=NEW) as again:
        assert again.views.tally("A-001")[0] == 3


@pytest.fixture
def damaged_twin(path: Path, tmp_path: Path) -> Path:
    twin = tmp_path / "twin.warroom"
    shutil.copy(path, twin)
    shutil.copy(keys_path(path), keys_path(twin))
    with twin.open("r+b") as target:
        target.seek(100)
        target.write(os.urandom(200))
    return twin


def test_that_a_damaged_room_is_not_rekeyed_and_keeps_its_words(damaged_twin: Path) -> None:
    with pytest.raises(Trouble) as trouble:
        change_key(damaged_twin)

    assert trouble.value.code == "room-damaged"
    assert not describe_keys(keys_path(damaged_twin)).is_rekeying
    assert open_keys(keys_path(damaged_twin), passphrase=PASSPHRASE)
