"""Sticks and other removable drives, with their free space; a folder can always be chosen instead."""

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path

LINUX_PLACES = ("/media/", "/run/media/", "/mnt/")
MAC_PLACE = "/Volumes/"
MOUNT_ROOTS = ("/run/media", "/media", "/mnt", "/Volumes")
SYSTEM_DISKS = ("apfs",)  # macOS mounts its own volumes beside the sticks


@dataclass(frozen=True, slots=True)
class Drive:
    """One removable drive as mounted now. Sizes in bytes."""

    path: Path
    label: str
    free: int
    total: int
    file_system: str
    read_only: bool


def removable_drives() -> list[Drive]:
    """Removable drives mounted now, by path; empty when there is none or the system will not tell."""
    import psutil

    found = []
    for part in psutil.disk_partitions(all=False):
        options = frozenset(part.opts.split(","))
        if not _is_removable(part.device, part.mountpoint, part.fstype, options):
            continue
        drive = _drive(Path(part.mountpoint), part.fstype, options)
        if drive:
            found.append(drive)
    return sorted(found, key=lambda drive: str(drive.path))


def drive_of(path: Path) -> Drive | None:
    """The removable drive that a file lies on, None when it lies on none."""
    whole = path.resolve()
    return next((drive for drive in removable_drives() if whole.is_relative_to(drive.path.resolve())), None)


def _is_removable(device: str, mountpoint: str, file_system: str, options: frozenset[str]) -> bool:
    if sys.platform == "win32":
        return "removable" in options
    if sys.platform == "darwin":
        return mountpoint.startswith(MAC_PLACE) and file_system not in SYSTEM_DISKS
    if mountpoint == "/" or mountpoint.startswith("/boot"):
        return False  # a system that runs from a stick is no place to export to
    return mountpoint.startswith(LINUX_PLACES) or is_removable_device(device)


def is_removable_device(device: str, blocks: Path = Path("/sys/block")) -> bool:
    """Whether Linux says that this device can be taken out, or hangs on USB."""
    name = Path(device).name
    disk = re.sub(r"(?<=\d)p\d+$", "", name) if re.match(r"(nvme|mmcblk|loop)", name) else re.sub(r"\d+$", "", name)
    block = blocks / disk
    try:
        removable = (block / "removable").read_text(encoding="ascii").strip() == "1"
        return removable or "/usb" in str(block.resolve())
    except (OSError, ValueError):
        return False


def _drive(path: Path, file_system: str, options: frozenset[str]) -> Drive | None:
    """None when it was pulled out between being listed and being asked."""
    import psutil

    try:
        usage = psutil.disk_usage(str(path))
    except OSError:
        return None
    read_only = "ro" in options or not os.access(path, os.W_OK)
    return Drive(path, path.name or str(path), usage.free, usage.total, file_system, read_only)


def absent_disk(place: Path) -> Path | None:
    """Where a disk should be mounted for this path and none is; None when the path lies on a disk that is there.

    A folder made under such a place would lie on the laptop and look like the stick.
    """
    place = Path(os.path.realpath(place))
    if place.drive:
        drive = Path(place.anchor)
        return None if drive.exists() else drive
    for root in MOUNT_ROOTS:
        if place.is_relative_to(root) and place != Path(root):
            return None if _on_other_disk(place, Path(root)) else _mount_point(place, Path(root))
    return None


def _on_other_disk(place: Path, root: Path) -> bool:
    """Whether something is mounted between the root of mounts and this path."""
    between = [place, *place.parents]
    return any(os.path.ismount(folder) for folder in between[: between.index(root) + 1])


def _mount_point(place: Path, root: Path) -> Path:
    """Where a desktop would mount it: `/media/NAME/STICK`, `/mnt/STICK`, `/Volumes/STICK`."""
    depth = 2 if root.as_posix().endswith("media") else 1
    return root.joinpath(*place.relative_to(root).parts[:depth])
