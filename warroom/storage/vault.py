"""The vault: one encrypted SQLite file, its connections, and what can go wrong when opening it."""

from __future__ import annotations

import errno
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import apsw
from peewee import PeeweeException
from playhouse.apsw_ext import APSWDatabase

from warroom.errors import Trouble
from warroom.storage import migrations, schema
from warroom.storage.matching import holds_words
from warroom.storage.writer import closed
from warroom.words import _

SMALLEST = 512  # bytes; no SQLite page is smaller
FOLD_WHEN_QUIET, FOLD_AT_LAST = 1_000, 8_000  # pages of the WAL
BUSY_MS = 5_000  # a lock held longer than this is a Trouble, not a wait
FULL_TOO = (apsw.SQLITE_IOERR_SHMSIZE,)  # no room left even for the file that readers and writers share


class MCDatabase(APSWDatabase):
    """A peewee database over SQLite3 Multiple Ciphers: ChaCha20 with a raw 32-byte key, WAL, synchronous=FULL."""

    def __init__(self, name: str, *, key: bytes, read_only: bool, flags: int) -> None:
        self._key = key
        self._read_only = read_only
        self.opened: list[apsw.Connection] = []
        self._opened_lock = threading.Lock()
        super().__init__(name, timeout=BUSY_MS / 1000, flags=flags)

    def _add_conn_hooks(self, conn: apsw.Connection) -> None:
        try:
            self._prepare(conn)
        except BaseException:
            conn.close()
            raise
        with self._opened_lock:
            self.opened.append(conn)

    def _prepare(self, conn: apsw.Connection) -> None:
        key_connection(conn, self._key)
        super()._add_conn_hooks(conn)
        for pragma in (
            f"busy_timeout={BUSY_MS}",
            "temp_store=2",
            "synchronous=FULL",
            "fullfsync=1",
            "cache_size=-16000",
        ):
            run(conn, f"PRAGMA {pragma}")
        if not self._read_only:
            run(conn, "PRAGMA journal_mode=WAL")

    def close_everywhere(self) -> None:
        """Close the connections of every thread."""
        with self._opened_lock:
            for conn in self.opened:
                conn.close()
            self.opened.clear()


def key_connection(conn: apsw.Connection, key: bytes) -> None:
    """Give the key before any other statement; what the file itself would run stays shut."""
    schema.shut(conn)
    run(conn, "PRAGMA cipher='chacha20'")
    run(conn, f'PRAGMA key="raw:{key.hex()}"')


def be_alone(path: Path, *, key: bytes) -> None:
    """Make sure that no other program has the room open, and that the file alone holds everything, no WAL beside it.

    Raises Trouble `room-locked` when somebody works on it.
    """
    with explained(path):
        conn = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READWRITE)
        try:
            key_connection(conn, key)
            run(conn, f"PRAGMA busy_timeout={BUSY_MS}")
            run(conn, "PRAGMA journal_mode=DELETE")  # SQLite grants it to the only connection
        finally:
            conn.close()


def run(conn: apsw.Connection, sql: str) -> list[tuple[Any, ...]]:
    """One statement, drained: APSW stops at the first row until it is read."""
    return list(conn.execute(sql))


class Vault:
    """One open room file: a connection that writes, and one reading connection a thread."""

    def __init__(self, path: Path, *, key: bytes, create: bool = False, read_only: bool = False) -> None:
        self.path = path
        self.key = key
        self.read_only = read_only
        if not create and not path.exists():
            raise missing(path)
        if not create and path.stat().st_size < SMALLEST:
            raise damaged(path)  # SQLite would take it for a new file
        self._name, self._flags = str(path), apsw.SQLITE_OPEN_READONLY if read_only else apsw.SQLITE_OPEN_READWRITE
        self.planted: list[str] = []  # triggers and views somebody put into the file; they never run
        self._wal_pages = 0
        self._closed = False
        self._reading = threading.local()
        self._readers: list[apsw.Connection] = []
        self._readers_lock = threading.Lock()
        with explained(path):
            try:
                self._open(create=create)
            except (apsw.CantOpenError, apsw.IOError, apsw.FullError):
                if not read_only or not _is_settled(path):
                    raise
                # Even readers of a WAL file want a companion file, which this disk cannot take; nothing can change here.
                self._name = f"{path.absolute().as_uri()}?immutable=1"
                self._flags |= apsw.SQLITE_OPEN_URI
                self._open(create=False)

    def _open(self, *, create: bool) -> None:
        flags = self._flags | (apsw.SQLITE_OPEN_CREATE if create else 0)
        self._database = MCDatabase(self._name, key=self.key, read_only=self.read_only, flags=flags)
        try:
            self.writer: apsw.Connection = _connected(self._database)
            run(self.writer, "SELECT count(*) FROM sqlite_master")
            if not create:
                migrations.check_version(self.writer, self.path)
                if strangers := schema.lacking(self.writer):
                    raise crafted(self.path, strangers)
                self.planted = schema.planted(self.writer)
            if not self.read_only:
                self.writer.set_wal_hook(self._grown)
        except BaseException:
            self._database.close_everywhere()
            raise

    def _grown(self, conn: apsw.Connection, _name: str, pages: int) -> int:
        """Called after each commit: fold the WAL in now only if no quiet moment came for long."""
        self._wal_pages = pages
        if pages >= FOLD_AT_LAST:
            with suppress(apsw.Error):  # the commit stands in the WAL; the next one tries again
                self.fold()
        return int(apsw.SQLITE_OK)

    def fold(self) -> None:
        """Fold a WAL of some size into the file, as far as readers let it; to be called when nobody waits."""
        if self._wal_pages >= FOLD_WHEN_QUIET:
            self._wal_pages = 0
            self.writer.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_PASSIVE)

    def scrub(self) -> None:
        """Leave no trace of what was deleted: not in free pages, not in the slack of used ones, not in the WAL.

        Takes memory of the file's size for a moment: a temporary file would not be encrypted. Raises Trouble
        `room-locked` while another program reads.
        """
        conn = apsw.Connection(self._name, flags=self._flags)  # VACUUM refuses beside an open question
        try:
            key_connection(conn, self.key)
            for pragma in (f"busy_timeout={BUSY_MS}", "temp_store=2", "synchronous=FULL", "secure_delete=ON"):
                run(conn, f"PRAGMA {pragma}")
            run(conn, "VACUUM")
            ((is_busy, *_pages),) = run(conn, "PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            conn.close()
        if is_busy:
            raise apsw.BusyError("a reader keeps the WAL")

    def reader(self) -> apsw.Connection:
        """This thread's reading connection."""
        conn: apsw.Connection | None = getattr(self._reading, "conn", None)
        if self._closed:
            raise closed()
        if conn is None:
            conn = apsw.Connection(self._name, flags=self._flags)
            key_connection(conn, self.key)
            for pragma in (f"busy_timeout={BUSY_MS}", "temp_store=2", "query_only=1", "cache_size=-8000"):
                run(conn, f"PRAGMA {pragma}")
            conn.create_scalar_function("holds_words", _holds_words, 2, deterministic=True)
            self._reading.conn = conn
            with self._readers_lock:
                self._readers.append(conn)
        return conn

    def done_reading(self) -> None:
        """The calling thread reads no more: its connection is closed now, not with the room."""
        conn: apsw.Connection | None = getattr(self._reading, "conn", None)
        if conn is None:
            return
        del self._reading.conn
        with self._readers_lock:
            if conn in self._readers:
                self._readers.remove(conn)
                conn.close()

    @contextmanager
    def writing(self) -> Iterator[apsw.Connection]:
        """A transaction that takes the write lock at once and is on disk when it ends without an error."""
        with explained(self.path):
            run(self.writer, "BEGIN IMMEDIATE")
            try:
                yield self.writer
                run(self.writer, "COMMIT")
            except BaseException:
                if self.writer.in_transaction:  # a disk that is full or failing has rolled back already
                    run(self.writer, "ROLLBACK")
                raise

    def close(self) -> None:
        """Close every connection; the WAL is folded into the file by the last one."""
        self._closed = True
        with self._readers_lock:
            for conn in self._readers:
                _close_soon(conn)
            self._readers.clear()
        self._database.close_everywhere()


def _connected(database: MCDatabase) -> apsw.Connection:
    """The database's connection, or APSW's own error: peewee wraps it in one that says less."""
    try:
        conn: apsw.Connection = database.connection()
    except PeeweeException as wrapped:
        raise getattr(wrapped, "orig", wrapped) from None
    return conn


def holds_leftovers(path: Path) -> bool:
    """Whether changes of a room that was killed lie here without their room; SQLite would mix them into any new one."""
    beside = (path.with_name(path.name + ending) for ending in ("-wal", "-journal"))
    return not path.exists() and any(item.exists() and item.stat().st_size > 0 for item in beside)


def _close_soon(conn: apsw.Connection) -> None:
    """Close a connection whose thread may be in the middle of a question: that one ends with Trouble `room-closed`."""
    deadline = time.monotonic() + BUSY_MS / 1000
    while True:
        try:
            conn.close()
            return
        except apsw.ThreadingViolationError:
            if time.monotonic() > deadline:
                return  # it closes when its thread lets go of it
            conn.interrupt()
            time.sleep(0.001)


def _is_settled(path: Path) -> bool:
    """Whether everything is in the room file itself, nothing beside it in the WAL."""
    beside = path.with_name(path.name + "-wal")
    return not beside.exists() or beside.stat().st_size == 0


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what SQLite says into what a person can act on."""
    try:
        yield
    except (apsw.NotADBError, apsw.CorruptError, apsw.TooBigError) as error:
        raise damaged(path) from error
    except apsw.FullError as error:
        raise disk_full(path) from error
    except (apsw.BusyError, apsw.LockedError) as error:
        raise Trouble(
            "room-locked",
            _("Another program has held this room for more than 5 seconds."),
            safe=_("Nothing was changed."),
            todo=_("Close the other window or command that works on {path}, then try again.").format(path=path),
        ) from error
    except (apsw.InterruptError, apsw.ConnectionClosedError, apsw.CursorClosedError) as error:
        raise closed() from error
    except apsw.ReadOnlyError as error:
        raise read_only(path) from error
    except apsw.IOError as error:
        raise disk_full(path) if getattr(error, "extendedresult", 0) in FULL_TOO else cannot_open(path) from error
    except (apsw.CantOpenError, apsw.PermissionsError, apsw.AuthError) as error:
        raise cannot_open(path) from error
    except OSError as error:
        raise disk_full(path) if error.errno in (errno.ENOSPC, errno.EDQUOT) else cannot_open(path) from error


def damaged(path: Path) -> Trouble:
    """The file itself is damaged, unless its keys file was replaced by another room's: that one's key opens nothing here."""
    return Trouble(
        "room-damaged",
        _("The room file {path} is damaged and cannot be read.").format(path=path),
        safe=_("Its backups are kept beside it and were not touched."),
        todo=_(
            "If its keys file was replaced, put its own back; a backup carries one. Otherwise restore the newest verified"
            " backup: warroom restore BACKUP NEWROOM."
        ),
    )


def crafted(path: Path, names: list[str]) -> Trouble:
    """The key fits, but the file is not built as a room is: made by hand, or by something else."""
    return Trouble(
        "room-not-a-room",
        _("{path} opens with this key but is not built like a room: {names} is missing.").format(
            path=path, names=names[0]
        ),
        safe=_("It was not changed, and nothing in it was run."),
        todo=_("Restore the newest verified backup: warroom restore BACKUP NEWROOM."),
    )


def _holds_words(*asked: Any) -> bool:
    return holds_words(*asked)


def missing(path: Path) -> Trouble:
    return Trouble(
        "room-missing",
        _("There is no room file at {path}.").format(path=path),
        safe=_("Nothing was changed."),
        todo=_("Check the path, or plug in the disk that holds it."),
    )


def disk_full(path: Path) -> Trouble:
    return Trouble(
        "disk-full",
        _("The disk is full: this could not be written."),
        safe=_("Everything saved before is safe; your text is still on screen."),
        todo=_("Free some space on the disk of {path}, then save again.").format(path=path),
    )


def read_only(path: Path) -> Trouble:
    return Trouble(
        "room-read-only",
        _("The disk or folder of {path} is read-only.").format(path=path),
        safe=_("You can read everything; nothing new can be saved here."),
        todo=_("Copy the room to a disk that can be written, or open it for reading only."),
    )


def cannot_open(path: Path) -> Trouble:
    if path.exists() and not os.access(path.parent, os.W_OK):
        return read_only(path)
    return Trouble(
        "room-unreachable",
        _("The room file {path} cannot be opened, read or written.").format(path=path),
        safe=_("Everything saved before is safe."),
        todo=_("Check that the disk is plugged in and that you may read it."),
    )
