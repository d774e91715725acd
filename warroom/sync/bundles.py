"""Bundles: one inert file for a stick. All of it is sealed to the stations that may read; nothing in it runs.

Its payload is one envelope (a manifest line, then packed runs, each behind its length) and, after it, pieces of
attached files, which are encrypted already under keys that only the journal holds.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import orjson

from warroom.errors import Refusal, Trouble
from warroom.identity.files import sync_folder
from warroom.storage.attachments import Step
from warroom.sync.bulletins import Bulletin, read_document
from warroom.sync.envelopes import NotForUs, opened, seal
from warroom.sync.frames import FrameReader, FrameWriter, Magic, Newer, Stranger, Torn, check
from warroom.words import _

ENDING = ".warroom-bundle"
BEING_WRITTEN = ".tmp-"
PIECE_HEAD = 16 + 32 + 4  # bytes: attachment, hash, length
ABANDONED_S = 3_600.0  # no bundle takes an hour to write
PIECE_MOST = 16 * 1024 * 1024 + 64
FILES_MOST = 900 * 1024 * 1024  # bytes of files in one bundle: FAT32 takes no file of 4 GiB, people have no patience
PEEKED_MOST = 512 * 1024 * 1024  # bytes of an envelope that is opened only to say what it is
MANIFEST_MOST = 16 * 1024 * 1024
Piece = tuple[bytes, bytes, bytes]  # attachment, hash, bytes


@dataclass(frozen=True, slots=True)
class Contents:
    """What a bundle holds besides its files."""

    station: str  # who wrote it, as it says; the bulletins are signed
    at: int
    bulletins: tuple[Bulletin, ...]
    runs: tuple[bytes, ...]
    files_left: int  # pieces that did not fit


def write_bundle(
    path: Path,
    *,
    magic: Magic,
    header: dict[str, Any],
    manifest: dict[str, Any],
    runs: Iterable[bytes],
    pieces: list[tuple[bytes, bytes, int]],
    piece: Callable[[bytes], bytes | None],
    box_keys: Iterable[bytes],
    step: Step = lambda done, total: None,
) -> str:
    """Write it beside its name, put it on the disk, read it back, and only then give it its name; its SHA-256.

    `pieces` are (attachment, hash, size). Raises Trouble `bundle-not-written`: nothing half-written bears the name.
    """
    inner = b"".join(_inner(manifest, runs))
    sealed = seal(inner, box_keys)
    length = 8 + len(sealed) + sum(PIECE_HEAD + size for _attachment, _sha, size in pieces)
    fresh = path.with_name(f"{BEING_WRITTEN}{secrets.token_hex(4)}-{path.name.removesuffix(ENDING)[:150]}{ENDING}")
    _sweep(path.parent)
    try:
        with fresh.open("xb") as stream:
            writer = FrameWriter(stream, magic, header, length=length)
            writer.write(len(sealed).to_bytes(8) + sealed)
            done = 8 + len(sealed)
            for attachment, sha, size in pieces:
                step(done, length)
                body = piece(sha)
                if body is None or len(body) != size:
                    raise _changed()
                writer.write(attachment + sha + size.to_bytes(4) + body)
                done += PIECE_HEAD + size
            writer.finish()
            stream.flush()
            os.fsync(stream.fileno())
        digest = _read_back(fresh, magic)
        fresh.replace(path)
        sync_folder(path.parent)
    except (OSError, Torn, Stranger) as error:
        raise _not_written(path, error) from error
    finally:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
    step(length, length)
    return digest


@contextmanager
def reading(path: Path) -> Iterator[BinaryIO]:
    """A bundle's bytes. Raises Trouble `bundle-unreadable` when they cannot be read, or no more."""
    try:
        with path.open("rb") as stream:
            yield stream
    except OSError as error:
        raise Trouble(
            "bundle-unreadable",
            _("{name} cannot be read.").format(name=path.name),
            safe=_("What was read of it before is kept, and nothing is half there."),
            todo=_("Plug the stick in again and read it once more."),
        ) from error


def open_bundle(stream: BinaryIO, magic: Magic, secrets: list[bytes], *, name: str) -> tuple[FrameReader, Contents]:
    """Check a whole bundle and open its envelope; the reader stands at its files. Raises Refusal or Trouble."""
    try:
        reader = check(stream, magic)
        size = int.from_bytes(reader.read(8))
        contents = _contents(opened(reader.read(size), secrets))
        _check_pieces(stream, reader.left)
    except Stranger as error:
        raise Refusal(
            "not-a-bundle",
            _("{name} is not a bundle of Warroom.").format(name=name),
            safe=_("Nothing was read from it."),
            todo=_("Choose the file that ends in .warroom-bundle."),
        ) from error
    except Newer as error:
        raise Refusal(
            "bundle-newer",
            _("{name} was written by a newer version of Warroom.").format(name=name),
            safe=_("Nothing was changed."),
            todo=_("Copy the newer program from the laptop that wrote it."),
        ) from error
    except Torn as error:
        raise Trouble(
            "bundle-damaged",
            _("{name} is incomplete or damaged.").format(name=name),
            safe=_("Nothing was changed; the laptop that wrote it still has everything."),
            todo=_("Have it written again, and eject the stick before you pull it out."),
        ) from error
    except NotForUs as error:
        raise Refusal(
            "bundle-not-for-us",
            _("{name} is not sealed to this laptop.").format(name=name),
            safe=_("Nothing was changed."),
            todo=_("Ask its station whether this laptop was admitted to the room, and to write it again."),
        ) from error
    return reader, contents


def peek(stream: BinaryIO, secrets: list[bytes]) -> tuple[FrameReader, Contents]:
    """What a bundle says of itself and holds besides its files, its envelope opened but its hash not gone through.

    Raises Unreadable, or NotForUs. Whoever reads it for good checks all of it: `open_bundle`.
    """
    reader = FrameReader(stream, Magic.BUNDLE)
    if reader.is_newer:
        raise Newer("bundle")
    size = int.from_bytes(reader.read(8))
    if size > PEEKED_MOST:
        raise Torn("envelope")
    return reader, _contents(opened(reader.read(size), secrets))


def pieces_in(reader: FrameReader, *, name: str) -> Iterator[Piece]:
    """The pieces of files behind the envelope, each checked against its hash. All lengths were checked before.

    Raises Trouble `bundle-cut-short` when the file is not what it was a moment ago.
    """
    while reader.left:
        try:
            attachment, sha = reader.read(16), reader.read(32)
            body = reader.read(int.from_bytes(reader.read(4)))
        except Torn as error:
            raise Trouble(
                "bundle-cut-short",
                _("{name} could not be read to its end.").format(name=name),
                safe=_("What was read of it before is kept, and nothing is half there."),
                todo=_("Plug the stick in again and read it once more."),
            ) from error
        if hashlib.sha256(body).digest() == sha:
            yield attachment, sha, body


def _check_pieces(stream: BinaryIO, left: int) -> None:
    """Whether the lengths of the pieces add up, before anything is merged; back to where the stream stood."""
    start = stream.tell()
    while left:
        size = int.from_bytes(stream.read(PIECE_HEAD)[-4:])
        left -= PIECE_HEAD + size
        if size > PIECE_MOST or left < 0:
            raise Torn("piece")
        stream.seek(size, os.SEEK_CUR)
    stream.seek(start)


def fitting(pieces: Iterable[tuple[bytes, bytes, int]]) -> list[tuple[bytes, bytes, int]]:
    """The first of these pieces (attachment, hash, size in bytes), as many as one bundle takes."""
    chosen, total = [], 0
    for each in pieces:
        total += each[2]
        if total > FILES_MOST:
            break
        chosen.append(each)
    return chosen


def _sweep(folder: Path) -> None:
    """Take away what a program that was killed left half written; another may be writing beside us now."""
    with suppress(OSError):
        for left in folder.glob(f"{BEING_WRITTEN}*{ENDING}"):
            if left.stat().st_mtime < time.time() - ABANDONED_S:
                left.unlink()


def _inner(manifest: dict[str, Any], runs: Iterable[bytes]) -> Iterator[bytes]:
    said = orjson.dumps(manifest, option=orjson.OPT_SORT_KEYS)
    yield len(said).to_bytes(4) + said
    for run in runs:
        yield len(run).to_bytes(4) + run


def _contents(inner: bytes) -> Contents:
    size = int.from_bytes(inner[:4])
    if size > MANIFEST_MOST or 4 + size > len(inner):
        raise Torn("manifest")
    try:
        said = orjson.loads(inner[4 : 4 + size])
        found = [read_document(each) for each in said["bulletins"]]
        station, at, left = str(said["station"]), int(said["at"]), int(said.get("files_left", 0))
    except (ValueError, TypeError, KeyError) as error:
        raise Torn("manifest") from error
    runs, at_byte = [], 4 + size
    while at_byte < len(inner):
        length = int.from_bytes(inner[at_byte : at_byte + 4])
        if at_byte + 4 + length > len(inner):
            raise Torn("run")
        runs.append(inner[at_byte + 4 : at_byte + 4 + length])
        at_byte += 4 + length
    return Contents(station, at, tuple(each for each in found if each is not None), tuple(runs), left)


def _read_back(path: Path, magic: Magic) -> str:
    with path.open("rb") as stream:
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(stream.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)  # from the stick, not from memory
        FrameReader(stream, magic).finish()
        stream.seek(0)
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _changed() -> Trouble:
    return Trouble(
        "bundle-not-written",
        _("A file was erased from the room while the bundle was written."),
        safe=_("Nothing was written."),
        todo=_("Write it again."),
    )


def _not_written(path: Path, error: Exception) -> Trouble:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else _("it does not read back as written")
    return Trouble(
        "bundle-not-written",
        _("{file} could not be written: {reason}.").format(file=path.name, reason=reason),
        safe=_("The room is safe, and no incomplete file was left under this name."),
        todo=_("Check the stick and its free space, then write it again."),
    )
