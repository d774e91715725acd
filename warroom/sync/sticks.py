"""Sticks: bundles are found by what they are, whatever their name or folder; nothing else on a stick is opened.

A decontamination kiosk renames files, moves them and puts them into an archive, and that into another. So the first
four bytes of every file are read, and the directory of an archive; not one byte more of anything but a bundle.
"""

from __future__ import annotations

import os
import re
import stat
import struct
import tempfile
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from warroom.domain.sticks import Flaw, Flawed, Place
from warroom.sync.bundles import ENDING
from warroom.sync.frames import FrameReader, Magic, Unreadable

FILES_MOST = 20_000  # looked at on one stick
DEEPEST = 12  # folders
ARCHIVES_DEEP = 2
PARTS_MOST = 4_000  # files in one archive
DIRECTORY_MOST = 2 * 1024 * 1024  # bytes of an archive's own directory
UNPACKED_MOST = 2 * 1024 * 1024 * 1024  # bytes of everything unpacked for one look or one reading
RATIO_MOST = 20  # a bundle is sealed and does not shrink; what unpacks to far more is none
KEPT_OF_OURS = 3
NAMED = 5
BLOCK = 1024 * 1024
LOCKED = 1  # of an archive's part: it asks for a password
ZIP = b"PK\x03\x04"
OURS = frozenset(magic.value for magic in (Magic.RUN, Magic.INVITATION, Magic.BULLETIN))
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, struct.error)
OF_THE_SYSTEM = frozenset(
    {
        "system volume information", "$recycle.bin", ".trashes", ".spotlight-v100", ".fseventsd", "lost+found",
        ".ds_store", "indexervolumeguid", "wpsettings.dat",
    }
)  # fmt: skip
PROGRAMS = frozenset(
    {
        "appimage", "bat", "bin", "cmd", "com", "command", "cpl", "deb", "dll", "dmg", "exe", "hta", "inf", "jar", "js",
        "jse", "lnk", "msi", "msp", "pif", "pkg", "ps1", "py", "reg", "rpm", "run", "scr", "sh",
        "url", "vb", "vbe", "vbs", "wsf",
    }
)  # fmt: skip
_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_UNFINISHED = re.compile(r"\.tmp-")


class TooMuch(Exception):
    """An archive that would unpack to more than any bundle."""


@dataclass(slots=True)
class Search:
    """What was found so far."""

    bundles: list[tuple[Place, int]] = field(default_factory=list)  # where, and how many bytes
    flawed: list[Flawed] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    seen: int = 0
    is_partial: bool = False

    @property
    def programs(self) -> list[str]:
        return [name for name in self.others if is_program(name)]

    def few(self) -> tuple[str, ...]:
        """A few names of what is no business of ours, programs first."""
        return tuple(sorted(self.others, key=lambda name: (not is_program(name), name))[:NAMED])


def is_program(name: str) -> bool:
    """What the system, or a double click, would run."""
    return name.casefold() == "autorun.inf" or name.casefold().rpartition(".")[-1] in PROGRAMS


def search(root: Path, *, spare: Path) -> Search:
    """Find bundles under a folder, or look at one file. `spare` is where an archive within an archive may be unpacked.

    Never raises for what lies there; OSError only when the stick itself is gone.
    """
    found = Search()
    files = [root] if root.is_file() else _files(root, found, deep=0)
    for path in files:
        _look_at(path, found, spare)
    return found


@contextmanager
def opened(place: Place, *, spare: Path) -> Iterator[BinaryIO]:
    """The bytes of a bundle wherever it lies, to be read from its beginning, as often as needed.

    Raises OSError when the stick is gone, Unreadable for an archive that no longer holds it.
    """
    with _ordinary(place.path) as stream, ExitStack() as opened_on_the_way:
        try:
            inner = opened_on_the_way.enter_context(_within(stream, place.inside, spare))
        except (*BROKEN, TooMuch, KeyError) as error:
            raise Unreadable(str(error)) from error
        yield inner


def folder_of(stick: Path, room_name: str) -> Path:
    """Where a room's bundles lie on a stick."""
    return stick / f"warroom-{_plain(room_name) or 'room'}"


def file_name(letter: str, utc: str) -> str:
    """`warroom-b-20261123t142400z.warroom-bundle`: good on every file system a stick may have."""
    return f"warroom-{_plain(letter) or 'x'}-{_plain(utc)}{ENDING}"


def drop_older(folder: Path, *, letter: str, room: str, newest: Path) -> int:
    """Remove this station's older bundles of this room from its folder, but for the latest few; how many."""
    beginning = f"warroom-{_plain(letter) or 'x'}-"
    own = sorted(path for path in folder.glob(f"{beginning}*{ENDING}") if path != newest and _is_of(path, room))
    dropped = 0
    for path in own[: max(len(own) - (KEPT_OF_OURS - 1), 0)]:
        try:
            path.unlink()
            dropped += 1
        except OSError:  # it stays: one too many does no harm
            continue
    return dropped


def _is_of(path: Path, room: str) -> bool:
    try:
        with _ordinary(path) as stream:
            return FrameReader(stream, Magic.BUNDLE).header.get("room") == room
    except (OSError, Unreadable):
        return False


# Looking


def _files(folder: Path, found: Search, *, deep: int) -> Iterator[Path]:
    try:
        inside = sorted(os.scandir(folder), key=lambda item: item.name)
    except OSError:
        if deep == 0:
            raise
        found.is_partial = True
        return
    for item in inside:
        if item.name.casefold() in OF_THE_SYSTEM or item.is_symlink():
            continue
        if item.is_dir(follow_symlinks=False):
            if deep >= DEEPEST:
                found.is_partial = True
                continue
            yield from _files(Path(item.path), found, deep=deep + 1)
        elif found.seen >= FILES_MOST:
            found.is_partial = True
            return
        else:
            found.seen += 1
            yield Path(item.path)


def _look_at(path: Path, found: Search, spare: Path) -> None:
    if _UNFINISHED.match(path.name):
        found.flawed.append(Flawed(path.name, Flaw.UNFINISHED))
        return
    try:
        with _ordinary(path) as stream:
            head = stream.read(4)
            if head == Magic.BUNDLE.value:
                _weigh(stream, Place(path), os.fstat(stream.fileno()).st_size, found)
            elif head == ZIP and _is_modest(stream):
                before = len(found.bundles) + len(found.flawed)
                if not _look_into(stream, Place(path), found, spare) and before == len(found.bundles) + len(
                    found.flawed
                ):
                    found.others.append(path.name)
            elif head not in OURS:
                found.others.append(path.name)
    except OSError:
        found.flawed.append(Flawed(path.name, Flaw.UNREADABLE))


def _weigh(stream: BinaryIO, place: Place, size: int, found: Search) -> None:
    """Whether it is as long as it says: the cheap sign of a whole one; its hash is checked when it is read."""
    stream.seek(0)
    try:
        reader = FrameReader(stream, Magic.BUNDLE)
    except Unreadable:
        found.flawed.append(Flawed(place.name, Flaw.TORN))
        return
    if reader.is_newer:
        found.flawed.append(Flawed(place.name, Flaw.NEWER))
    elif size < stream.tell() + reader.length + 32 + 6:
        found.flawed.append(Flawed(place.name, Flaw.TORN))
    else:
        found.bundles.append((place, size))


def _look_into(stream: BinaryIO, place: Place, found: Search, spare: Path) -> bool:
    """Look for bundles in an archive; whether it held any that can be read."""
    before = len(found.bundles)
    try:
        with zipfile.ZipFile(stream) as archive:
            for part in _parts(archive):
                _look_at_part(archive, part, place, found, spare)
    except (*BROKEN, TooMuch):
        if place.path.suffix.lower() == ".zip":
            found.flawed.append(Flawed(place.name, Flaw.ARCHIVE))
    return len(found.bundles) > before


def _look_at_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, place: Place, found: Search, spare: Path) -> None:
    inner = Place(place.path, (*place.inside, part.filename))
    with archive.open(part) as member:
        head = member.read(4)
        if head == Magic.BUNDLE.value:
            _weigh(member, inner, part.file_size, found)  # type: ignore[arg-type]
            return
    if head == ZIP and len(inner.inside) < ARCHIVES_DEEP:
        with _unpacked(archive, part, spare) as stream:
            if _is_modest(stream):
                _look_into(stream, inner, found, spare)


# Archives


def _parts(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    parts = [part for part in archive.infolist() if not part.is_dir()]
    if len(parts) > PARTS_MOST or any(part.flag_bits & LOCKED for part in parts):
        raise TooMuch(archive.filename or "")
    return [part for part in parts if _is_plain(part)]


def _is_plain(part: zipfile.ZipInfo) -> bool:
    """Not locked, packed in an ordinary way, and no bomb."""
    if part.flag_bits & LOCKED or part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return False
    return part.file_size <= UNPACKED_MOST and part.file_size <= RATIO_MOST * max(part.compress_size, 1)


def _is_modest(stream: BinaryIO) -> bool:
    """Whether the archive's own directory is small enough to be read: it is held in memory whole."""
    size = stream.seek(0, os.SEEK_END)
    tail = min(size, 65_536 + 22 + 20)
    stream.seek(size - tail)
    end = stream.read(tail)
    at = end.rfind(b"PK\x05\x06")
    stream.seek(0)
    if at < 0 or at + 16 > len(end) or end[max(at - 20, 0) :].startswith(b"PK\x06\x07"):
        return False  # no end, or one for archives far larger than a bundle
    count, length = struct.unpack_from("<H", end, at + 10)[0], struct.unpack_from("<I", end, at + 12)[0]
    return bool(count <= PARTS_MOST and length <= DIRECTORY_MOST)


@contextmanager
def _within(stream: BinaryIO, inside: tuple[str, ...], spare: Path) -> Iterator[BinaryIO]:
    if not inside:
        yield stream
        return
    if not _is_modest(stream):
        raise TooMuch("archive")
    with zipfile.ZipFile(stream) as archive:
        part = archive.getinfo(inside[0])
        if not _is_plain(part):
            raise TooMuch(part.filename)
        with _unpacked(archive, part, spare) as inner, _within(inner, inside[1:], spare) as last:
            yield last


@contextmanager
def _unpacked(archive: zipfile.ZipFile, part: zipfile.ZipInfo, spare: Path) -> Iterator[BinaryIO]:
    """A part of an archive in a file without a name; what is in it is sealed, or no business of ours."""
    with tempfile.TemporaryFile(dir=spare) as target, archive.open(part) as source:
        left = UNPACKED_MOST
        while block := source.read(BLOCK):
            left -= len(block)
            if left < 0:
                raise TooMuch(part.filename)
            target.write(block)
        target.seek(0)
        yield target


@contextmanager
def _ordinary(path: Path) -> Iterator[BinaryIO]:
    """A regular file, opened for reading; never a link, a pipe or a device of this name."""
    handle = os.open(path, os.O_RDONLY | _NO_FOLLOW)
    with os.fdopen(handle, "rb") as stream:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError("not an ordinary file")
        yield stream


def _plain(text: str) -> str:
    """Small letters without accents, digits and hyphens only."""
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:40]
