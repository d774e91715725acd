"""Real sticks: an image mounted in a loop (FAT, or ext2 where the kernel has no FAT), filled, locked, pulled out."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from warroom.errors import Trouble
from warroom.reports.drives import is_removable_device, removable_drives
from warroom.reports.folder import Progress, WholeFolder, trouble_of
from warroom.room import Room

Crisis = tuple[Room, str]
Stick = Callable[[int], Path]


def run(*command: str) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


MAKERS = (("mkfs.vfat",), ("mkfs.ext2", "-q", "-F", "-m", "0"))  # neither has a journal


@pytest.fixture
def stick(tmp_path: Path) -> Iterator[Stick]:
    """Makes a stick of so many megabytes; needs Linux, root and loop devices."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("a real stick needs Linux and root")
    mounted: list[Path] = []

    def make(megabytes: int) -> Path:
        image, place = tmp_path / "stick.img", tmp_path / "stick"
        place.mkdir()
        for maker in MAKERS:
            image.write_bytes(b"")
            os.truncate(image, megabytes * 1024 * 1024)
            if (
                shutil.which(maker[0])
                and run(*maker, str(image))
                and run("mount", "-o", "loop", str(image), str(place))
            ):
                mounted.append(place)
                shutil.rmtree(place / "lost+found", ignore_errors=True)
                return place
        pytest.skip("neither FAT nor ext2 images can be mounted here")

    yield make
    for place in mounted:
        run("umount", "-l", str(place))


def grow(room: Room, reference: str, folder: Path, *, megabytes: int) -> None:
    """Attach a file of that size, incompressible and unlike any other."""
    big = folder / "capture.bin"
    big.write_bytes(os.urandom(megabytes * 1024 * 1024))
    room.attach(big, noun="incident", parent=reference)


def test_that_a_stick_holds_a_whole_folder(crisis: Crisis, stick: Stick) -> None:
    room, reference = crisis
    place = stick(16)

    done = room.export(reference, place)

    assert (
        subprocess.run(
            ["sha256sum", "-c", "MANIFEST.sha256"], cwd=done.folder, capture_output=True, check=False
        ).returncode
        == 0
    )
    assert [entry.name for entry in place.iterdir()] == [done.folder.name]


def test_that_a_full_stick_is_said_and_nothing_stays_on_it(crisis: Crisis, stick: Stick, tmp_path: Path) -> None:
    room, reference = crisis
    grow(room, reference, tmp_path, megabytes=6)
    place = stick(4)

    with pytest.raises(Trouble) as trouble:
        room.export(reference, place)

    assert trouble.value.code == "export-full"
    assert trouble.value.safe
    assert trouble.value.todo
    assert list(place.iterdir()) == []


def test_that_a_read_only_stick_is_said(crisis: Crisis, stick: Stick) -> None:
    room, reference = crisis
    place = stick(4)
    assert run("mount", "-o", "remount,ro", str(place))

    with pytest.raises(Trouble) as trouble:
        room.export(reference, place)

    assert trouble.value.code == "export-read-only"
    assert list(place.iterdir()) == []


def test_that_a_stick_pulled_out_mid_write_is_said_and_never_looks_whole(
    crisis: Crisis, stick: Stick, tmp_path: Path
) -> None:
    room, reference = crisis
    grow(room, reference, tmp_path, megabytes=3)
    place = stick(16)
    pulled: list[bool] = []

    def step(done: int, _total: int) -> None:
        if done > 1_000_000 and not pulled:
            pulled.append(run("umount", "-l", str(place)))

    with pytest.raises(Trouble) as trouble:
        room.export(reference, place, step=step)

    assert pulled == [True]
    assert trouble.value.code == "export-gone"
    assert list(place.iterdir()) == []
    assert run("mount", "-o", "loop", str(tmp_path / "stick.img"), str(place))
    assert not list(place.glob("warroom-*"))


def test_that_the_mounted_stick_is_listed_with_its_free_space(stick: Stick) -> None:
    place = stick(8)
    under_media = Path("/mnt/warroom-test-stick")
    under_media.mkdir(parents=True, exist_ok=True)
    try:
        assert run("mount", "--bind", str(place), str(under_media))
        drive = next(drive for drive in removable_drives() if drive.path == under_media)
        assert run("mount", "-o", "remount,ro,bind", str(under_media))
        locked = next(drive for drive in removable_drives() if drive.path == under_media)
    finally:
        run("umount", "-l", str(under_media))
        under_media.rmdir()

    assert (drive.label, drive.file_system) in (("warroom-test-stick", "vfat"), ("warroom-test-stick", "ext2"))
    assert 6_000_000 < drive.free <= drive.total < 8_400_000
    assert (drive.read_only, locked.read_only) == (False, True)


@pytest.mark.parametrize(
    ("device", "removable"),
    [
        ("/dev/sdb1", True),
        ("/dev/sdc1", True),
        ("/dev/sda2", False),
        ("/dev/nvme0n1p2", False),
        ("/dev/mmcblk0p1", True),
        ("overlay", False),
    ],
)
def test_that_linux_tells_sticks_from_disks(tmp_path: Path, device: str, removable: bool) -> None:
    usb = tmp_path / "devices" / "usb2" / "sdc"
    for folder, flag in (
        (usb, "0"),
        (tmp_path / "sda", "0"),
        (tmp_path / "sdb", "1"),
        (tmp_path / "nvme0n1", "0"),
        (tmp_path / "mmcblk0", "1"),
    ):
        folder.mkdir(parents=True)
        (folder / "removable").write_text(f"{flag}\n", encoding="ascii")
    (tmp_path / "sdc").symlink_to(usb)

    assert is_removable_device(device, tmp_path) is removable


def test_that_a_folder_that_is_not_there_is_said(calm: Crisis, tmp_path: Path) -> None:
    room, reference = calm

    with pytest.raises(Trouble) as trouble:
        room.export(reference, tmp_path / "absent")

    assert trouble.value.code == "export-gone"


def test_that_a_file_that_comes_back_different_stops_everything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from warroom.reports import folder

    def spoil(handle: int) -> None:
        os.fsync(handle)
        os.pwrite(handle, b"X", 0)

    monkeypatch.setattr(folder, "sync_file", spoil)

    with (
        pytest.raises(Trouble) as trouble,
        WholeFolder(tmp_path, "warroom-x", Progress(lambda _done, _total: None, 1)) as making,
    ):
        making.add("log.csv", [b"contenu"])

    assert trouble.value.code == "export-not-verified"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "export-full"),
        (errno.EROFS, "export-read-only"),
        (errno.EIO, "export-gone"),
        (errno.EBUSY, "export-failed"),
    ],
)
def test_that_each_fault_of_the_medium_has_its_own_words(number: int, code: str) -> None:
    trouble = trouble_of(OSError(number, os.strerror(number)), Path("stick"))

    assert trouble.code == code
    assert trouble.message
    assert trouble.safe
    assert trouble.todo
