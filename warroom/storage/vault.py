"""The vault: one encrypted SQLite file, its connections, and what can go wrong when opening it."""

from __future__ import annotations

import errno
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import apsw
from playhouse.apsw_ext import APSWDatabase

from warroom.errors import Trouble, WarroomError, WrongKey
from warroom.words import _

BUSY_MS = 5_000  # a lock held longer than this is a Trouble, not a wait
APPLICATION_ID = 0x57524D31  # "WRM1"


class MCDatabase(APSWDatabase):
    """A peewee database over SQLite3 Multiple Ciphers: ChaCha20 with a raw 32-byte key, WAL, synchronous=FULL."""

    def __init__(self, path: str, *, key: bytes, read_only: bool) -> None:
        self._key = key
        self._read_only = read_only
        self.opened: list[apsw.Connection] = []
        self._opened_lock = threading.Lock()
        flags = apsw.SQLITE_OPEN_READONLY if read_only else apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE
        super().__init__(path, timeout=BUSY_MS / 1000, flags=flags)

    def _add_conn_hooks(self, conn: apsw.Connection) -> None:
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
        with self._opened_lock:
            self.opened.append(conn)

    def close_everywhere(self) -> None:
        """Close the connections of every thread."""
        with self._opened_lock:
            for conn in self.opened:
                conn.close()
            self.opened.clear()


def key_connection(conn: apsw.Connection, key: bytes) -> None:
    """Give the key before any other statement."""
    run(conn, "PRAGMA cipher='chacha20'")
    run(conn, f'PRAGMA key="raw:{key.hex()}"')


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
            raise Trouble(
                "room-missing",
                _("There is no room file at {path}.").format(path=path),
                safe=_("Nothing was changed."),
                todo=_("Check the path, or plug in the disk that holds it."),
            )
        self._database = MCDatabase(str(path), key=key, read_only=read_only)
        self._reading = threading.local()
        self._readers: list[apsw.Connection] = []
        self._readers_lock = threading.Lock()
        try:
            with explained(path):
                self.writer: apsw.Connection = self._database.connection()
                run(self.writer, "SELECT count(*) FROM sqlite_master")
        except WarroomError:
            self._database.close_everywhere()
            raise

    def reader(self) -> apsw.Connection:
        """This thread's reading connection."""
        conn: apsw.Connection | None = getattr(self._reading, "conn", None)
        if conn is None:
            conn = apsw.Connection(
                str(self.path), flags=apsw.SQLITE_OPEN_READONLY if self.read_only else apsw.SQLITE_OPEN_READWRITE
            )
            key_connection(conn, self.key)
            for pragma in (f"busy_timeout={BUSY_MS}", "temp_store=2", "query_only=1", "cache_size=-8000"):
                run(conn, f"PRAGMA {pragma}")
            self._reading.conn = conn
            with self._readers_lock:
                self._readers.append(conn)
        return conn

    @contextmanager
    def writing(self) -> Iterator[apsw.Connection]:
        """A transaction that takes the write lock at once and is on disk when it ends without an error."""
        with explained(self.path):
            run(self.writer, "BEGIN IMMEDIATE")
            try:
                yield self.writer
            except BaseException:
                run(self.writer, "ROLLBACK")
                raise
            try:
                run(self.writer, "COMMIT")
            except BaseException:
                if self.writer.in_transaction:
                    run(self.writer, "ROLLBACK")
                raise

    def close(self) -> None:
        """Close every connection; the WAL is folded into the file by the last one."""
        with self._readers_lock:
            for conn in self._readers:
                conn.close()
            self._readers.clear()
        self._database.close_everywhere()


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what SQLite says into what a person can act on."""
    try:
        yield
    except apsw.NotADBError as error:
        raise damaged(path) from error
    except apsw.CorruptError as error:
        raise damaged(path) from error
    except apsw.FullError as error:
        raise Trouble(
            "disk-full",
            _("The disk is full: this could not be written."),
            safe=_("Everything saved before is safe; your text is still on screen."),
            todo=_("Free some space on the disk of {path}, then save again.").format(path=path),
        ) from error
    except (apsw.BusyError, apsw.LockedError) as error:
        raise Trouble(
            "room-locked",
            _("Another program has held this room for more than 5 seconds."),
            safe=_("Nothing was changed."),
            todo=_("Close the other window or command that works on {path}, then try again.").format(path=path),
        ) from error
    except apsw.ReadOnlyError as error:
        raise read_only(path) from error
    except (apsw.CantOpenError, apsw.IOError, apsw.PermissionsError, apsw.AuthError) as error:
        raise cannot_open(path) from error
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise Trouble(
                "disk-full",
                _("The disk is full."),
                safe=_("Everything saved before is safe."),
                todo=_("Free some space."),
            ) from error
        raise cannot_open(path) from error


def damaged(path: Path) -> Trouble:
    """The key is right (the keys file said so), so the file itself is damaged."""
    return Trouble(
        "room-damaged",
        _("The room file {path} is damaged and cannot be read.").format(path=path),
        safe=_("Its backups are kept beside it and were not touched."),
        todo=_("Restore the newest verified backup: warroom restore BACKUP NEWROOM."),
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
        _("The room file {path} cannot be opened.").format(path=path),
        safe=_("Nothing was changed."),
        todo=_("Check that the disk is plugged in and that you may read it."),
    )


def wrong_key() -> WrongKey:
    return WrongKey(
        "wrong-key",
        _("This key does not open the room."),
        safe=_("The room was not touched."),
        todo=_("Check the passphrase and try again."),
    )
