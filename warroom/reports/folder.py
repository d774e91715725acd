"""A folder that is whole or absent: written under another name, each file checked by reading it back, then renamed."""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType

from warroom.errors import Trouble
from warroom.words import _

Step = Callable[[int, int], None]

UNFINISHED = ".tmp-"
PIECE = 256 * 1024  # bytes read back at once
FULL = (errno.ENOSPC, errno.EDQUOT)
CLOSED = (errno.EROFS, errno.EACCES, errno.EPERM)
GONE = (
    errno.EIO,
    errno.ENODEV,
    errno.ENXIO,
    errno.ENOENT,
    errno.ENOTCONN,
    getattr(errno, "ESTALE", errno.EIO),
    errno.ENOTDIR,
)
# FAT, SMB and others cannot sync a folder and say so in one of these ways (design/sync.md §6).
CANNOT_SYNC_FOLDER = (errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOENT, errno.ENOTTY)


class Progress:
    """Bytes written and read back, told to whoever watches; what the watcher raises stops the export."""

    def __init__(self, step: Step, expected: int) -> None:
        self._step, self._expected, self._done = step, expected * 2, 0

    def tell(self) -> None:
        self._step(self._done, max(self._expected, self._done))

    def move(self, size: int) -> None:
        self._done += size
        self.tell()

    def finish(self) -> None:
        self._expected = self._done
        self.tell()


class WholeFolder:
    """Inside `with`, files are added; on leaving without an error the folder appears under its name, on the medium."""

    def __init__(self, parent: Path, name: str, progress: Progress) -> None:
        self._parent, self._name, self._progress = parent, name, progress
        self._making = parent / f"{UNFINISHED}{name}-{secrets.token_hex(4)}"
        self.final = parent / name
        self.hashes: dict[str, str] = {}  # path inside the folder → SHA-256

    def __enter__(self) -> WholeFolder:
        with _said(self._parent):
            self._making.mkdir()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self._show()
        except BaseException:
            self._remove()
            raise
        if kind is not None:
            self._remove()

    def add(self, path: str, pieces: Iterable[bytes]) -> str:
        """Write one file (`attachments/003-photo.jpg`), put it on the medium, read it back; its SHA-256."""
        target = self._making.joinpath(*path.split("/"))
        digest = hashlib.sha256()
        with _said(self._parent):
            if target.parent != self._making:
                target.parent.mkdir(exist_ok=True)
            opened = target.open("xb")
        with opened:
            for piece in pieces:  # what reading the room raises is not the medium's fault
                digest.update(piece)
                with _said(self._parent):
                    opened.write(piece)
                self._progress.move(len(piece))
            with _said(self._parent):
                opened.flush()
                sync_file(opened.fileno())
        self._check(target, digest.hexdigest())
        self.hashes[path] = digest.hexdigest()
        return digest.hexdigest()

    def drop(self, path: str) -> None:
        """Take back a file that could not be finished."""
        with _said(self._parent):
            self._making.joinpath(*path.split("/")).unlink(missing_ok=True)
        self.hashes.pop(path, None)

    def _check(self, target: Path, wanted: str) -> None:
        digest = hashlib.sha256()
        with _said(self._parent), target.open("rb") as written:
            _forget_cached(written.fileno())
            while piece := written.read(PIECE):
                digest.update(piece)
                self._progress.move(len(piece))
        if digest.hexdigest() != wanted:
            raise Trouble(
                "export-not-verified",
                _("{file} came back from the medium different from what was written.").format(file=target.name),
                safe=_("The room is untouched; nothing was left on the medium under the report's name."),
                todo=_("Do not trust this medium; use another one."),
            )

    def _show(self) -> None:
        """Rename into place, and put the rename itself on the medium."""
        with _said(self._parent):
            for folder, _folders, _files in os.walk(self._making):
                sync_folder(Path(folder))
            self.final = _free_name(self.final)
            self._making.rename(self.final)
            sync_folder(self._parent)

    def _remove(self) -> None:
        # The medium may be gone or read-only by now: what stays is named so that nobody takes it for a report.
        shutil.rmtree(self._making, ignore_errors=True)


def write_whole(path: Path, body: bytes, *, former: Path | None = None) -> None:
    """One file that is whole or absent: written aside, put on the medium, read back, then renamed over what was there.

    What was there goes to `former`. Raises Trouble when the medium fails; what was there stays then.
    """
    aside = aside_of(path)
    with _said(path.parent):
        try:
            with aside.open("wb") as opened:
                opened.write(body)
                opened.flush()
                sync_file(opened.fileno())
            with aside.open("rb") as written:
                _forget_cached(written.fileno())
                is_same = written.read() == body
            if is_same and former is not None and path.exists():
                path.replace(former)
            if is_same:
                aside.replace(path)
                sync_folder(path.parent)
        finally:
            with suppress(OSError):
                aside.unlink(missing_ok=True)
    if not is_same:
        raise Trouble(
            "export-not-verified",
            _("{file} came back from the medium different from what was written.").format(file=path.name),
            safe=_("The room is untouched; nothing was left on the medium under the report's name."),
            todo=_("Do not trust this medium; use another one."),
        )


def aside_of(path: Path) -> Path:
    """Where a file is written before it has its name."""
    return path.with_name(f"{UNFINISHED}{path.name}")


def sync_file(handle: int) -> None:
    """Put a file on the medium; macOS keeps it in the drive's cache unless asked twice."""
    os.fsync(handle)
    if sys.platform == "darwin":
        import fcntl

        with suppress(OSError):  # some file systems have no such call; fsync is then all there is
            fcntl.fcntl(handle, fcntl.F_FULLFSYNC)


def sync_folder(folder: Path) -> None:
    """Put a folder's list of names on the medium, where the file system can."""
    if os.name == "nt":
        return
    try:
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        if error.errno not in CANNOT_SYNC_FOLDER:
            raise


def _forget_cached(handle: int) -> None:
    """Read from the medium, not from memory, where the system lets us ask for it."""
    if hasattr(os, "posix_fadvise"):
        with suppress(OSError):
            os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)


def _free_name(wanted: Path) -> Path:
    """Two exports in one second both keep their folder."""
    names = (wanted if number == 1 else wanted.with_name(f"{wanted.name}-{number}") for number in range(1, 1000))
    return next(name for name in names if not name.exists())


@contextmanager
def _said(folder: Path) -> Iterator[None]:
    """What the system says of the medium, in words a person can act on."""
    try:
        yield
    except OSError as error:
        raise trouble_of(error, folder) from error


def trouble_of(error: OSError, folder: Path) -> Trouble:
    """The Trouble that this error of the medium means."""
    safe = _("The room is untouched. Nothing was left under the report's name.")
    if error.errno in FULL:
        return Trouble(
            "export-full",
            _("There is no space left in {folder}.").format(folder=folder),
            safe=safe,
            todo=_("Free some space there, or choose another medium."),
        )
    if error.errno in CLOSED:
        return Trouble(
            "export-read-only",
            _("It is not possible to write in {folder}.").format(folder=folder),
            safe=safe,
            todo=_("Unlock the medium (its small switch), or choose another folder."),
        )
    if error.errno in GONE:
        return Trouble(
            "export-gone",
            _("{folder} is not there any more, or does not answer.").format(folder=folder),
            safe=_("The room is untouched. A folder whose name begins with “.tmp-” is unfinished and may be deleted."),
            todo=_("Plug the medium in again and export once more."),
        )
    return Trouble(
        "export-failed",
        _("Writing in {folder} failed: {reason}.").format(folder=folder, reason=error.strerror or error),
        safe=safe,
        todo=_("Choose another medium."),
    )
