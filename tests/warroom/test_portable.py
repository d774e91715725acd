"""Portable rooms: everything beside the room, nothing on the laptop, and no way to make an ordinary room one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.builders import NOON, PASSPHRASE, QUICK, a_room, an_entry, an_incident
from warroom.access import rekey
from warroom.clock import FixedClock
from warroom.errors import WrongKey
from warroom.identity import places
from warroom.identity.keyring import KeyringDoor
from warroom.identity.keys import Method, keys_path, methods, open_keys
from warroom.identity.machine import data_folder
from warroom.room import Room

CHECKOUT = Path(__file__).resolve().parents[2]
ENDINGS = ("", ".keys", ".station", ".anchor", ".anchor-lock")


@pytest.fixture(autouse=True)
def _traces_are_left_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that had a portable room open writes nothing more on its laptop; the next test is another program."""
    monkeypatch.setattr(places, "_traceless", [])


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def path(stick: Path) -> Path:
    """A closed portable room with one entry."""
    with a_room(stick, portable=True) as room:
        an_entry(room, an_incident(room).id)
    return room.path


def opened(path: Path, **more: object) -> Room:
    asked: dict[str, object] = {"passphrase": PASSPHRASE, "clock": FixedClock(NOON), "backups": False} | more
    return Room.open(path, **asked)  # type: ignore[arg-type]


def next_number(path: Path, **more: object) -> str:
    with opened(path, **more) as room:
        return an_entry(room, "A-001").number


def test_that_everything_of_a_portable_room_lies_beside_it(path: Path) -> None:
    before = sorted(data_folder().rglob("*")) if data_folder().exists() else []

    assert next_number(path) == "A-0003"
    assert sorted(item.name for item in path.parent.iterdir()) == sorted(path.name + ending for ending in ENDINGS)
    assert (sorted(data_folder().rglob("*")) if data_folder().exists() else []) == before


def test_that_identity_and_anchor_are_unreadable_without_the_key(path: Path) -> None:
    with opened(path) as room:
        told = (room.id, room.identity.station_id.hex(), room.identity.public_key.hex())
    for ending in (".station", ".anchor"):
        content = path.with_name(path.name + ending).read_bytes()
        assert not any(text.encode() in content or bytes.fromhex(text) in content for text in told)


def test_that_a_portable_room_goes_from_laptop_to_laptop_as_one_writer(path: Path, stick: Path, tmp_path: Path) -> None:
    with opened(path) as room:
        first = room.identity.public_key
    elsewhere = tmp_path / "another mount point"
    shutil.copytree(stick, elsewhere)
    shutil.rmtree(stick)

    with opened(elsewhere / path.name) as room:
        assert room.identity.public_key == first
        assert room.is_portable
        assert an_entry(room, "A-001").number == "A-0003"
        assert room.verify() == []


def test_that_a_portable_room_says_its_protection_is_weaker_until_it_has_a_second_copy(
    path: Path, tmp_path: Path
) -> None:
    with opened(path) as room:
        (note,) = room.notes
        assert "portable" in note
        assert "second copy" in note
        (tmp_path / "mirror").mkdir()
        room.choose_mirror(str(tmp_path / "mirror"))
    with opened(path) as room:
        assert room.notes == ()


def test_that_an_older_room_file_put_back_on_the_stick_is_noticed(path: Path) -> None:
    old = path.read_bytes()
    assert next_number(path) == "A-0003"
    path.write_bytes(old)

    with opened(path) as room:
        assert any("lacks 1 change" in note for note in room.notes)
        assert an_entry(room, "A-001").number == "A2-0001"


@pytest.mark.parametrize("lost", [".station", ".anchor"])
def test_that_without_its_companions_a_portable_room_writes_on_as_another_writer(path: Path, lost: str) -> None:
    path.with_name(path.name + lost).unlink()

    assert next_number(path) == ("A2-0001" if lost == ".anchor" else "A-0003")


def test_that_a_damaged_companion_is_no_way_in_and_no_way_out(path: Path) -> None:
    for ending in (".station", ".anchor"):
        companion = path.with_name(path.name + ending)
        body = bytearray(companion.read_bytes())
        for at in range(20, len(body), 37):
            body[at] ^= 1
        companion.write_bytes(body)

    with opened(path) as room:
        assert any("identity in this room could not be read" in note for note in room.notes)
        assert an_entry(room, "A-001").number == "A2-0001"
        assert room.verify() == []


def test_that_a_portable_room_is_never_without_a_passphrase_nor_in_a_keyring(stick: Path) -> None:
    class Trap:
        def __getattr__(self, name: str) -> Callable[..., None]:
            raise AssertionError("the keyring was asked")

    with pytest.raises(WrongKey):
        Room.create(stick / "r.warroom", name="R", portable=True, keyring=KeyringDoor(backend=Trap()))  # type: ignore[arg-type]
    assert list(stick.iterdir()) == []
    with a_room(stick, portable=True, keyring=KeyringDoor(backend=Trap())) as room:  # type: ignore[arg-type]
        assert methods(keys_path(room.path)) == {Method.PASSPHRASE, Method.RECOVERY}
    with pytest.raises(WrongKey) as wrong:
        opened(room.path, passphrase=None, keyring=KeyringDoor(backend=Trap()))  # type: ignore[arg-type]
    assert wrong.value.code == "way-absent"


def test_that_files_dropped_beside_an_ordinary_room_do_not_make_it_portable(path: Path, tmp_path: Path) -> None:
    with a_room(tmp_path / "laptop") as room:
        an_entry(room, an_incident(room).id)
    for ending in (".station", ".anchor"):
        shutil.copy(path.with_name(path.name + ending), room.path.with_name(room.path.name + ending))

    with opened(room.path) as again:
        assert not again.is_portable
        assert an_entry(again, "A-001").number == "A-0003"
    copy = tmp_path / "copy"
    shutil.copytree(room.path.parent, copy)
    assert next_number(copy / room.path.name) == "A2-0001", "the copy is still noticed by its inode"


def test_that_a_rekey_takes_identity_and_anchor_along(path: Path) -> None:
    with opened(path) as room:
        first = room.identity.public_key
    rekey(
        path, key=open_keys(keys_path(path), passphrase=PASSPHRASE), passphrase="new words", keyring=None, argon2=QUICK
    )

    with opened(path, passphrase="new words") as room:
        assert room.identity.public_key == first
        assert an_entry(room, "A-001").number == "A-0003"


def test_that_a_portable_room_can_be_read_where_nothing_can_be_written(path: Path) -> None:
    before = {item.name: item.read_bytes() for item in path.parent.iterdir()}
    with opened(path, read_only=True) as room:
        assert room.views.tally("A-001")[0] == 2

    after = {item.name: item.read_bytes() for item in path.parent.iterdir()}
    assert {name: after[name] for name in before} == before


def alone(folder: Path) -> dict[str, str]:
    """The environment of a laptop that knows nothing of us: its folders are empty."""
    for name in ("home", "data", "tmp", "run"):
        (folder / name).mkdir(parents=True)
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    return kept | {
        "HOME": str(folder / "home"),
        "USERPROFILE": str(folder / "home"),
        "WARROOM_HOME": str(folder / "data"),
        "TMPDIR": str(folder / "tmp"),
        "TMP": str(folder / "tmp"),
        "XDG_RUNTIME_DIR": str(folder / "run"),
        "LANG": "C.UTF-8",
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPATH": str(CHECKOUT),
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def test_that_the_command_line_leaves_nothing_on_the_laptop(stick: Path, tmp_path: Path) -> None:
    laptop, secret, room = tmp_path / "laptop", stick / "secret.txt", stick / "cell.warroom"
    secret.write_text(PASSPHRASE, encoding="utf-8")
    environment = alone(laptop) | {"WARROOM_PASSPHRASE_FILE": str(secret)}
    calls: list[list[object]] = [
        ["new", room, "--name", "Cellule", "--station", "A", "--portable"],
        ["declare", room, "--title", "Panne"],
        ["log", room, "A-001", "texte"],
        ["report", room, "A-001", "--to", stick],
        ["backup", room, stick / "copy.warroom"],
        ["rekey", room],
        ["verify", room],
        ["audit", room],
    ]
    for call in calls:
        command = [sys.executable, "-m", "warroom", *(str(part) for part in call)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)
        assert done.returncode == 0, done.stderr

    assert [item for item in laptop.rglob("*") if item.is_file()] == []


WINDOW = """
import sys
from pathlib import Path
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from shiboken6 import delete
from ui.app import Program, _application
from ui.crash import CrashReports
from warroom.room import Room, data_folder

app = _application()
program = Program()
program.dress()
reports = CrashReports(data_folder())
reports.install()
window = program.show_room(Room.open(Path(sys.argv[1]), passphrase=sys.argv[2]))
QTest.qWait(300)
program.switch_language()
program.switch_colors()
program.set_scale(1.2)
window.open_page("board")
dialog = QFileDialog(window, options=QFileDialog.Option.DontUseNativeDialog)
dialog.show()
QTest.qWait(300)
dialog.accept()
delete(dialog)
sys.excepthook(ValueError, ValueError("a surprise"), None)
QTest.qWait(200)
program.close()
reports.remove()
"""


def test_that_the_window_leaves_nothing_on_the_laptop(path: Path, tmp_path: Path) -> None:
    laptop = tmp_path / "laptop"
    command = [sys.executable, "-c", WINDOW, str(path), PASSPHRASE]
    done = subprocess.run(command, env=alone(laptop), capture_output=True, text=True, check=False, timeout=60)

    assert done.returncode == 0, done.stderr
    assert [item for item in laptop.rglob("*") if item.is_file()] == []


def test_that_an_ordinary_room_on_a_stick_is_opened_with_a_warning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with a_room(tmp_path) as room:
        assert room.notes == ()
    drive = Path("/dev/shm/warroom-stick-test")  # another file system than the home's, as a stick is
    if sys.platform != "linux" or not drive.parent.is_dir():
        pytest.skip("needs a second file system")
    drive.mkdir(exist_ok=True)
    monkeypatch.setattr("warroom.reports.drives.LINUX_PLACES", ("/dev/shm",))
    monkeypatch.setattr("psutil.disk_partitions", lambda all: [_partition("/dev/shm")])  # noqa: A006
    try:
        with a_room(drive) as room:
            (note,) = room.notes
            assert "removable drive" in note
    finally:
        shutil.rmtree(drive)


def _partition(place: str) -> object:
    from types import SimpleNamespace

    return SimpleNamespace(device="/dev/sdz1", mountpoint=place, fstype="vfat", opts="rw")
