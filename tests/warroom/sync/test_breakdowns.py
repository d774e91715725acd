"""Power cuts, full disks and pulled sticks, at every step of writing and of reading a bundle."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from tests.builders import an_entry, an_incident
from tests.warroom.sync.cells import Cell
from warroom.errors import Refusal, Trouble
from warroom.sync import packing

FUZZ = int(os.environ.get("WARROOM_FUZZ", "1"))
MOMENTS = 10 if FUZZ == 1 else 40 * FUZZ
MB = 1024 * 1024


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the laptops that are killed are forked")
@pytest.mark.parametrize("mode", ["write", "read"])
@pytest.mark.timeout(600 * FUZZ)
def test_that_a_kill_at_any_moment_loses_nothing_acknowledged(tmp_path: Path, mode: str) -> None:
    asked = [sys.executable, "-m", "tests.warroom.sync.killed", str(tmp_path), mode, str(MOMENTS), "1"]
    done = subprocess.run(
        asked, capture_output=True, text=True, env={**os.environ, "WARROOM_HOME": str(tmp_path / "x")}
    )

    assert done.returncode == 0, done.stderr
    assert f"{MOMENTS} kills" in done.stdout


@pytest.fixture
def cell(tmp_path: Path) -> Iterator[Cell]:
    made = Cell(tmp_path / "cell", 2)
    incident = an_incident(made.laptops[1].room)
    for number in range(60):
        an_entry(made.laptops[1].room, incident.ref, text=f"vu {number}")
    for _photo in range(3):
        photo = made.folder / "photo.jpg"
        photo.write_bytes(os.urandom(30_000))
        made.laptops[1].room.attach(photo, noun="incident", parent=incident.id)
    yield made
    made.close()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    size = "size=48m"
    if sys.platform != "linux" or subprocess.run(["mount", "-t", "tmpfs", "-o", size, "tmpfs", folder]).returncode:
        pytest.skip("this user may not mount a small disk")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def leave(disk: Path, free: int) -> None:
    """Fill the disk but for so many bytes; or quite, when a room writes on it at the same time."""
    ballast = disk / "ballast"
    ballast.unlink(missing_ok=True)
    room = os.statvfs(disk)
    with suppress(OSError), ballast.open("wb", buffering=0) as stream:  # the room took some of it meanwhile
        left = max(room.f_bavail * room.f_frsize - free, 0)
        while left > 0:
            left -= stream.write(bytes(min(left, 4 * MB)))


def test_that_a_stick_that_fills_up_holds_no_half_bundle(cell: Cell, small_disk: Path) -> None:
    room, path = cell.laptops[1].room, small_disk / "s.warroom-bundle"
    room.write_bundle(path, everything=True)
    size, good = path.stat().st_size, path.read_bytes()
    other = small_disk / "t.warroom-bundle"
    for free in range(0, size + 2 * 4096, max(size // 25, 4096)):
        leave(small_disk, free)
        with suppress(Trouble):
            room.write_bundle(other, everything=True)
        names = {each.name for each in small_disk.iterdir()} - {"ballast"}
        assert names <= {path.name, other.name}
        if other.exists():
            cell.laptops[0].room.exchange.preview_bundle(other)
            other.unlink()
        assert path.read_bytes() == good
    assert room.verify() == []


def test_that_a_bundle_that_does_not_fit_leaves_the_former_one_under_its_name(cell: Cell, small_disk: Path) -> None:
    path = small_disk / "s.warroom-bundle"
    cell.laptops[1].room.write_bundle(path, everything=True)
    good = path.read_bytes()
    leave(small_disk, 8192)

    with pytest.raises(Trouble) as trouble:
        cell.laptops[1].room.write_bundle(path, everything=True)
    assert (trouble.value.code, bool(trouble.value.todo)) == ("bundle-not-written", True)
    assert path.read_bytes() == good


def test_that_what_a_killed_program_left_on_a_stick_is_taken_away_once_it_is_old(cell: Cell, tmp_path: Path) -> None:
    fresh, old = tmp_path / ".tmp-1-s.warroom-bundle", tmp_path / ".tmp-2-s.warroom-bundle"
    for path in (fresh, old):
        path.write_bytes(b"half")
    os.utime(old, (0, 0))
    cell.laptops[0].room.write_bundle(tmp_path / "s.warroom-bundle")

    assert (fresh.exists(), old.exists()) == (True, False)


def test_that_a_room_whose_disk_fills_up_while_it_reads_goes_on_from_there(
    tmp_path: Path, small_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packing, "BATCH", 15)
    cell = Cell(small_disk / "cell", 2)
    one, two = cell.laptops
    incident = an_incident(two.room)
    for number in range(400):
        an_entry(two.room, incident.ref, text=f"vu {number} " + "x" * 400)
    stick = tmp_path / "stick.warroom-bundle"
    two.room.write_bundle(stick, everything=True)
    before, troubles = an_incident(one.room).ref, set()
    for free in range(0, 2 * MB, 128 * 1024):
        leave(small_disk, free)
        try:
            one.room.read_bundle(stick)
        except Trouble as trouble:
            troubles.add(trouble.code)
        (small_disk / "ballast").unlink()
        assert one.room.verify() == []
        assert one.room.views.incident(before).title
        if one.rows("SELECT count(*) FROM entry") > [(400,)]:
            break
    assert troubles == {"disk-full"}
    one.room.read_bundle(stick)
    two.room.write_bundle(tmp_path / "b.warroom-bundle")
    one.room.write_bundle(tmp_path / "a.warroom-bundle")
    two.room.read_bundle(tmp_path / "a.warroom-bundle")
    assert one.room.dump() == two.room.dump()
    cell.close()


class Pulled:
    """A file on a stick that is pulled at some read, or cut short under whoever reads it."""

    def __init__(self, stream: BinaryIO, after: int, *, is_cut: bool) -> None:
        self._stream, self.left, self._is_cut = stream, after, is_cut

    def read(self, size: int = -1) -> bytes:
        self.left -= 1
        if self.left < 0:
            if self._is_cut:
                return b""
            raise OSError(errno.EIO, "Input/output error")
        return self._stream.read(size)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def __enter__(self) -> Pulled:
        return self

    def __exit__(self, *_error: object) -> None:
        self._stream.close()


@pytest.mark.parametrize("is_cut", [False, True])
def test_that_a_stick_pulled_at_any_read_is_a_trouble_and_can_be_read_again(
    cell: Cell, monkeypatch: pytest.MonkeyPatch, is_cut: bool
) -> None:
    one, two = cell.laptops
    stick = cell.write(two, everything=True)
    opens, pulled = Path.open, list[Pulled]()

    def opened(path: Path, *mode: Any, **more: Any) -> Any:
        stream = opens(path, *mode, **more)
        if path != stick:
            return stream
        pulled.append(Pulled(stream, after, is_cut=is_cut))  # type: ignore[arg-type]  # opened for bytes
        return pulled[-1]

    monkeypatch.setattr(Path, "open", opened)
    for after in range(200):  # noqa: B007  # `opened` looks at it
        with suppress(Refusal, Trouble):
            one.room.read_bundle(stick)
            break
    assert len(pulled) > 20
    assert pulled[-1].left >= 0
    assert one.room.verify() == []
    assert one.room.exchange.asides() == []
    two.room.read_bundle(cell.write(one))
    assert one.room.dump() == two.room.dump()
