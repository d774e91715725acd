"""Small files that are whole or absent: read with a limit, renamed into place, changed by one program at a time."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from warroom.errors import Trouble
from warroom.words import _

PRIVATE = 0o600
PRIVATE_FOLDER = 0o700
LOCK_PATIENCE = 5.0
_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)
_BINARY = getattr(os, "O_BINARY", 0)


def read_whole(path: Path, *, limit: int) -> bytes:
    """The bytes of a regular file of at most `limit` bytes; FileNotFoundError if absent, Trouble `file-unreadable`."""
    try:
        # A pipe or a device under this name would block or never end.
        if not stat.S_ISREG(path.stat().st_mode):
            raise _unreadable(path, _("it is not an ordinary file"))
        with path.open("rb") as source:
            content = source.read(limit + 1)
    except FileNotFoundError:
        raise
    except OSError as reason:
        raise _unreadable(path, reason.strerror or "") from reason
    if len(content) > limit:
        raise _unreadable(path, _("it is far too large"))
    return content


def write_whole(path: Path, content: bytes) -> None:
    """Replace the file in one step, on the disk when this returns, readable by its owner only.

    Killed or out of space at any moment, the former file stays whole. Raises Trouble `file-not-written`.
    Two writers of one path must hold `alone(path)`.
    """
    fresh = path.with_name(f".{path.name}.new")
    try:
        with suppress(FileNotFoundError):
            fresh.unlink()
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_FOLLOW | _BINARY, PRIVATE)
        with os.fdopen(handle, "wb") as target:
            target.write(content)
            target.flush()
            os.fsync(target.fileno())
        fresh.replace(path)
        sync_folder(path.parent)
    except OSError as reason:
        with suppress(OSError):
            fresh.unlink()
        raise Trouble(
            "file-not-written",
            _("{file} could not be written: {reason}.").format(file=path.name, reason=reason.strerror or reason),
            safe=_("The former file is untouched."),
            todo=_("Check the free space and your right to write in this folder."),
        ) from reason


def sync_folder(folder: Path) -> None:
    """Put a rename on the disk, where the file system can (FAT, SMB and Windows cannot sync a folder)."""
    if os.name == "nt":
        return
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Keep other processes and threads from changing this file meanwhile; Trouble `file-busy` after five seconds."""
    from filelock import lock_descriptor, unlock_descriptor

    lock = path.with_name(f".{path.name}.lock")
    deadline = time.monotonic() + LOCK_PATIENCE
    while True:
        handle = _open_lock(lock, path)
        if lock_descriptor(handle, blocking=False):
            if _is_still_named(handle, lock):
                break
            unlock_descriptor(handle)
        os.close(handle)
        if time.monotonic() > deadline:
            raise Trouble(
                "file-busy",
                _("{file} is being changed by another program.").format(file=path.name),
                safe=_("Nothing was changed."),
                todo=_("Try again in a moment."),
            )
        time.sleep(0.01)
    try:
        yield
    finally:
        # Removed while held, so that whoever waits sees that its handle no longer has a name and opens anew.
        with suppress(OSError):
            lock.unlink()
        unlock_descriptor(handle)
        os.close(handle)


def private_folder(folder: Path) -> Path:
    """The folder, made if need be for its owner only; Trouble `folder-not-made`."""
    try:
        folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    except OSError as reason:
        raise Trouble(
            "folder-not-made",
            _("The folder {folder} cannot be used: {reason}.").format(folder=folder, reason=reason.strerror or reason),
            todo=_("Choose another folder with WARROOM_HOME, or mend its rights."),
        ) from reason
    return folder


def _open_lock(lock: Path, path: Path) -> int:
    try:
        return os.open(lock, os.O_RDWR | os.O_CREAT | _NO_FOLLOW | _BINARY, PRIVATE)
    except OSError as reason:
        raise Trouble(
            "file-not-written",
            _("{file} could not be written: {reason}.").format(file=path.name, reason=reason.strerror or reason),
            safe=_("The former file is untouched."),
            todo=_("Check the free space and your right to write in this folder."),
        ) from reason


def _is_still_named(handle: int, lock: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), lock.stat())
    except FileNotFoundError:
        return False


def _unreadable(path: Path, reason: str) -> Trouble:
    return Trouble(
        "file-unreadable",
        _("{file} cannot be read: {reason}.").format(file=path.name, reason=reason),
        safe=_("Nothing was changed."),
        todo=_("Check the disk and your right to read this file."),
    )
