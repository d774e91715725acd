"""A folder as a shelf: a local disk, a NAS, a stick, or one that Syncthing or Nextcloud carries elsewhere."""

from __future__ import annotations

import errno
import os
import secrets
import stat
import sys
import threading
from contextlib import suppress
from pathlib import Path

from warroom.sync.addresses import Address, folder_of
from warroom.sync.shelves import TEMPORARY, Entry, failed, no_such_place, of_os

GONE = (errno.ENOENT, errno.ENOTDIR)
CANNOT_SYNC_A_FOLDER = (errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOTTY)


class FolderShelf:
    """Temporary file, fsync, read back, rename, fsync of the folder. See `Shelf`."""

    lanes = 4

    def __init__(self, address: Address) -> None:
        self._root = folder_of(address)
        self.where = str(self._root)
        self._owed: set[Path] = set()  # folders whose new names may not outlive a power cut yet
        self._lock = threading.Lock()

    def open(self, *, may_make: bool) -> None:
        try:
            if not self._root.is_dir() and may_make and self._root.parent.is_dir():
                self._root.mkdir(exist_ok=True)
            if not self._root.is_dir():
                raise no_such_place(self.where)
        except OSError as error:
            raise of_os(error, self.where, writing=may_make) from error

    def names(self, folder: str) -> list[Entry]:
        try:
            with os.scandir(self._root / folder) as found:
                return [_entry(item) for item in found]
        except OSError as error:
            if error.errno in GONE and self._root.is_dir():
                return []
            raise of_os(error, self.where, writing=False) from error

    def read(self, path: str, most: int) -> bytes | None:
        try:
            body = _read_file(self._root / path, most + 1)
        except OSError as error:
            if error.errno in (*GONE, errno.EISDIR) and self._root.is_dir():
                return None
            raise of_os(error, self.where, writing=False) from error
        return body if body is not None and len(body) <= most else None

    def put(self, path: str, body: bytes) -> None:
        target = self._root / path
        temporary = target.with_name(TEMPORARY + secrets.token_hex(8))
        try:
            self._make(target.parent)
            try:
                self._write(temporary, body)
                temporary.replace(target)
            except BaseException:
                with suppress(OSError):
                    temporary.unlink()
                raise
        except OSError as error:
            raise of_os(error, self.where, writing=True) from error
        with self._lock:
            self._owed.add(target.parent)

    def settle(self) -> None:
        with self._lock:
            owed, self._owed = self._owed, set()
        for folder in sorted(owed):
            try:
                _sync_folder(folder)
            except OSError as error:
                raise of_os(error, self.where, writing=True) from error

    def close(self) -> None:
        return

    def _make(self, folder: Path) -> None:
        """Make our folders below the root; never the root, which may be a place where a disk is missing."""
        missing = []
        while folder != self._root and not folder.is_dir():
            missing.append(folder)
            folder = folder.parent
        for each in reversed(missing):
            each.mkdir(exist_ok=True)
            with self._lock:
                self._owed.add(each.parent)

    def _write(self, temporary: Path, body: bytes) -> None:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
        with os.fdopen(descriptor, "wb") as target:
            target.write(body)
            target.flush()
            os.fsync(target.fileno())
        if temporary.read_bytes() != body:
            raise failed(self.where, "read back differs")


def _read_file(path: Path, size: int) -> bytes | None:
    """Its first bytes; None for what is no ordinary file, and may never end or never begin."""
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(descriptor, "rb") as source:
        return source.read(size) if stat.S_ISREG(os.fstat(descriptor).st_mode) else None


def _entry(item: os.DirEntry[str]) -> Entry:
    is_folder = item.is_dir(follow_symlinks=False)
    size = None
    if not is_folder:
        with suppress(OSError):
            size = item.stat().st_size
    return Entry(item.name, is_folder, size)


def _sync_folder(folder: Path) -> None:
    if sys.platform == "win32":
        return  # Windows opens no folder for that
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in CANNOT_SYNC_A_FOLDER:
            raise
    finally:
        os.close(descriptor)
