"""Health: whether encryption at rest works on this machine, shown on a file of its own."""

from __future__ import annotations

import os
from pathlib import Path

import apsw

from warroom.errors import Trouble
from warroom.storage.vault import key_connection, run
from warroom.words import _

PLAIN = b"SQLite format 3"


def check_cipher(folder: Path) -> str:
    """Write an encrypted file, read it back, and see that it tells nothing without its key; the library's version.

    Raises Trouble when any of this fails.
    """
    path, key = folder / "cipher-check", os.urandom(32)
    conn = apsw.Connection(str(path))
    try:
        key_connection(conn, key)
        run(conn, "CREATE TABLE said(words)")
        run(conn, "INSERT INTO said VALUES('in the clear')")
        version = str(run(conn, "SELECT sqlite3mc_version()")[0][0])
    finally:
        conn.close()
    content = path.read_bytes()
    is_sealed = not content.startswith(PLAIN) and b"in the clear" not in content
    if not (is_sealed and _reads(path, key) and not _reads(path, os.urandom(32))):
        raise Trouble("cipher-broken", _("The encryption of room files does not work on this machine."))
    return f"{version}, SQLite {apsw.sqlite_lib_version()}"


def _reads(path: Path, key: bytes) -> bool:
    conn = apsw.Connection(str(path))
    try:
        key_connection(conn, key)
        return run(conn, "SELECT words FROM said") == [("in the clear",)]
    except apsw.NotADBError:
        return False
    finally:
        conn.close()
