"""What can go wrong with a room file, each said clearly, nothing lost, the file never made worse."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import PASSPHRASE, a_room, an_action, an_entry, an_incident
from warroom.commands import LogEntry
from warroom.domain.incidents import Mode
from warroom.errors import Trouble, WrongKey
from warroom.identity.keys import keys_path
from warroom.room import Room
from warroom.storage.vault import Vault, run

PAGE = 4096


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A closed room with a hundred entries."""
    with a_room(tmp_path) as room:
        incident = an_incident(room)
        an_action(room, incident.id)
        room.do_all([LogEntry(incident=incident.id, text=f"ligne {number} " * 20) for number in range(100)]).result()
    return room.path


def trouble_of(path: Path, **more: object) -> Trouble:
    asked = {"passphrase": PASSPHRASE, "backups": False} | more
    with pytest.raises(Trouble) as trouble:
        Room.open(path, **asked).close()  # type: ignore[arg-type]
    assert trouble.value.exit_code == 4
    assert trouble.value.safe
    assert trouble.value.todo
    return trouble.value


def wrong_key_of(path: Path, **more: object) -> WrongKey:
    with pytest.raises(WrongKey) as wrong:
        Room.open(path, backups=False, **more).close()  # type: ignore[arg-type]
    assert wrong.value.exit_code == 5
    return wrong.value


def entries_of(path: Path, **more: object) -> int:
    asked = {"passphrase": PASSPHRASE, "backups": False} | more
    with Room.open(path, **asked) as room:  # type: ignore[arg-type]
        return room.views.tally("A-001")[0]


def test_that_a_wrong_or_missing_key_is_said_and_touches_nothing(path: Path) -> None:
    before = path.read_bytes()

    assert wrong_key_of(path, passphrase="wrong").code == "wrong-passphrase"
    assert wrong_key_of(path).code == "key-needed"
    keys_path(path).unlink()
    assert wrong_key_of(path, passphrase=PASSPHRASE).code == "keys-missing"
    assert path.read_bytes() == before


def test_that_a_missing_room_is_told_before_its_missing_keys(tmp_path: Path) -> None:
    assert trouble_of(tmp_path / "nowhere.warroom").code == "room-missing"
    assert list(tmp_path.iterdir()) == []


def test_that_a_folder_in_place_of_a_room_is_told(path: Path) -> None:
    path.unlink()
    path.mkdir()

    assert trouble_of(path).code in ("room-unreachable", "room-damaged")


def flip(body: bytearray, at: int) -> None:
    for place in range(at, at + 16):
        body[place] ^= 0xFF


DAMAGES = {
    "empty": lambda body: body.clear(),
    "one byte": lambda body: body.__delitem__(slice(1, None)),
    "cut inside the first page": lambda body: body.__delitem__(slice(1000, None)),
    "cut by half": lambda body: body.__delitem__(slice(len(body) // 2 // PAGE * PAGE, None)),
    "header flipped": lambda body: flip(body, 40),
    "salt flipped": lambda body: flip(body, 0),
    "first page zeroed": lambda body: body.__setitem__(slice(0, PAGE), bytes(PAGE)),
    "another file": lambda body: body.__setitem__(slice(0, None), b"SQLite format 3\x00" + os.urandom(len(body))),
}


@pytest.mark.parametrize("read_only", [False, True])
@pytest.mark.parametrize("how", DAMAGES)
def test_that_a_damaged_room_is_said_to_be_damaged_and_left_as_it_is(path: Path, how: str, read_only: bool) -> None:
    body = bytearray(path.read_bytes())
    DAMAGES[how](body)
    path.write_bytes(body)

    assert trouble_of(path, read_only=read_only).code == "room-damaged"
    assert path.read_bytes() == bytes(body)


@pytest.mark.parametrize("how", ["flipped", "zeroed"])
def test_that_damage_in_the_middle_is_a_clear_word_wherever_it_is_met(path: Path, how: str) -> None:
    body = bytearray(path.read_bytes())
    for page in range(8, len(body) // PAGE):  # the first pages hold what every opening reads
        start = page * PAGE
        if how == "zeroed":
            body[start : start + PAGE] = bytes(PAGE)
        else:
            flip(body, start + 2000)
    path.write_bytes(body)

    with pytest.raises(Trouble) as trouble, Room.open(path, passphrase=PASSPHRASE, backups=False) as room:
        list(room.views.entries(room.views.incident("A-001").id))
    assert trouble.value.code == "room-damaged"


def test_that_a_room_of_a_newer_version_is_left_alone(path: Path) -> None:
    with Room.open(path, passphrase=PASSPHRASE, backups=False) as room:
        key = room._store.vault.key
    vault = Vault(path, key=key)
    run(vault.writer, "PRAGMA user_version=99")
    vault.close()
    before = path.read_bytes()

    assert trouble_of(path).code == "room-newer"
    assert trouble_of(path, read_only=True).code == "room-newer"
    assert path.read_bytes() == before


def test_that_an_unfinished_wal_is_not_lost(path: Path, tmp_path: Path) -> None:
    """As after a kill: the file, its WAL, no shared memory."""
    room = Room.open(path, passphrase=PASSPHRASE, backups=False)
    an_entry(room, "A-001", text="dans le WAL")
    crashed = tmp_path / "crashed"
    crashed.mkdir()
    for part in (path, path.with_name(path.name + "-wal"), keys_path(path)):
        shutil.copy(part, crashed)
    room.close()

    assert entries_of(crashed / path.name) == 103


def test_that_a_removed_or_replaced_file_is_noticed_before_the_next_write(path: Path) -> None:
    room = Room.open(path, passphrase=PASSPHRASE, backups=False)
    shutil.copy(path, path.with_suffix(".copy"))
    path.with_suffix(".copy").replace(path)

    with pytest.raises(Trouble) as trouble:
        an_entry(room, "A-001")
    room.close()

    assert trouble.value.code == "room-moved"


HOLD = """
import sys, apsw
from warroom.room import Room
room = Room.open(sys.argv[1], passphrase=sys.argv[2], backups=False)
conn = room._store.vault.writer
room._store._writer.submit(lambda: conn.execute("BEGIN IMMEDIATE")).result()
print("held", flush=True)
sys.stdin.readline()
room._store._writer.submit(lambda: conn.execute("ROLLBACK")).result()
room.close()
"""

CHECKOUT = Path(__file__).resolve().parents[2]


def test_that_a_lock_held_too_long_is_said_and_the_text_can_be_sent_again(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("warroom.storage.vault.BUSY_MS", 300)
    with Room.open(path, passphrase=PASSPHRASE, backups=False) as room:
        other = subprocess.Popen(
            [sys.executable, "-c", HOLD, str(path), PASSPHRASE],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
        )  # fmt: skip
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"

        with pytest.raises(Trouble) as trouble:
            an_entry(room, "A-001")
        assert room.views.tally("A-001")[0] == 102  # everything can still be read
        other.communicate("go on\n", timeout=20)

        assert trouble.value.code == "room-locked"
        assert an_entry(room, "A-001").number == "A-0103"


def mounted(folder: Path, *options: str) -> bool:
    return (
        sys.platform == "linux"
        and subprocess.run(["mount", *options, str(folder)], capture_output=True).returncode == 0
    )


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    if not mounted(folder, "-t", "tmpfs", "-o", "size=2m", "tmpfs"):
        pytest.skip("this user may not mount a small disk")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(disk: Path) -> Path:
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as target:
        try:
            while target.write(bytes(4096)):
                pass
        except OSError:
            pass
    return ballast


def test_that_a_full_disk_refuses_loses_nothing_and_is_usable_again_at_once(path: Path, small_disk: Path) -> None:
    room_file = small_disk / path.name
    shutil.copy(path, room_file)
    shutil.copy(keys_path(path), keys_path(room_file))
    with Room.open(room_file, passphrase=PASSPHRASE, backups=False) as room:
        ballast = fill(small_disk)
        codes = set()
        for _turn in range(30):
            try:
                an_entry(room, "A-001", text="x" * 50_000)
            except Trouble as trouble:
                codes.add(trouble.code)
        written = room.views.tally("A-001")[0]
        assert codes == {"disk-full"}
        assert room.views.search("ligne", mode=Mode.REAL).entries

        ballast.unlink()
        an_entry(room, "A-001", text="enfin")
        assert room.views.tally("A-001")[0] == written + 1
        assert room.verify() == []


def test_that_a_room_on_a_full_disk_can_still_be_read(path: Path, small_disk: Path) -> None:
    room_file = small_disk / path.name
    shutil.copy(path, room_file)
    shutil.copy(keys_path(path), keys_path(room_file))
    fill(small_disk)

    assert entries_of(room_file, read_only=True) == 102
    assert trouble_of(room_file).code == "disk-full"


def test_that_a_room_is_not_half_made_on_a_full_disk(small_disk: Path) -> None:
    fill(small_disk)
    with pytest.raises(Trouble) as trouble:
        a_room(small_disk)

    assert trouble.value.code in ("disk-full", "file-not-written")
    assert [item.name for item in small_disk.iterdir()] == ["ballast"]


@pytest.fixture
def read_only_disk(path: Path) -> Iterator[Path]:
    """The folder of the room, on a disk that takes no writing."""
    folder = path.parent / "disk"
    folder.mkdir()
    for part in (path, keys_path(path)):
        shutil.copy(part, folder)
    if mounted(folder, "--bind", str(folder)):
        assert mounted(folder, "-o", "remount,bind,ro")
        yield folder
        subprocess.run(["umount", "-l", str(folder)], check=True)
    elif hasattr(os, "geteuid") and os.geteuid() == 0:
        pytest.skip("root passes over rights, and may not mount a read-only disk here")
    else:
        for part in folder.iterdir():
            part.chmod(0o400)
        folder.chmod(0o500)
        yield folder
        folder.chmod(0o700)


def test_that_a_read_only_disk_is_said_and_can_be_read(path: Path, read_only_disk: Path) -> None:
    on_disk = read_only_disk / path.name

    assert trouble_of(on_disk).code == "room-read-only"
    assert entries_of(on_disk, read_only=True) == 102
    with Room.open(on_disk, passphrase=PASSPHRASE, read_only=True) as room:
        assert room.read_only
        assert len(list(room.views.entries(room.views.incident("A-001").id))) == 102
        assert room.verify() == []
        with pytest.raises(Trouble) as trouble:
            an_entry(room, "A-001")
    assert trouble.value.code == "room-read-only"


def test_that_reading_only_leaves_the_file_as_it_was(path: Path) -> None:
    before = path.read_bytes()

    assert entries_of(path, read_only=True) == 102
    assert path.read_bytes() == before


def test_that_a_commit_that_failed_leaves_the_room_usable(path: Path) -> None:
    with Room.open(path, passphrase=PASSPHRASE, backups=False) as room:
        pages = run(room._store.vault.writer, "PRAGMA page_count")[0][0]
        room._store._writer.submit(lambda: run(room._store.vault.writer, f"PRAGMA max_page_count={pages + 1}")).result()
        with pytest.raises(Trouble) as trouble:
            an_entry(room, "A-001", text="x" * 90_000)
        assert trouble.value.code == "disk-full"

        assert room.views.tally("A-001")[0] == 102
        room._store._writer.submit(lambda: run(room._store.vault.writer, "PRAGMA max_page_count=100000")).result()
        assert an_entry(room, "A-001").number == "A-0103"
        assert room.verify() == []


def test_that_a_failing_connection_never_silences_the_writer(path: Path) -> None:
    with Room.open(path, passphrase=PASSPHRASE, backups=False) as room:
        room._store._writer.submit(room._store.vault.writer.close).result()
        time.sleep(0.5)  # it has been idle meanwhile

        for _turn in range(2):
            with pytest.raises(Trouble):
                room.do(LogEntry(incident="A-001", text="x")).result(timeout=10)
