"""Rehearsals: what would happen, played on a copy of the room in memory; nobody waits for it, and nothing of it is kept."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import apsw

from warroom.storage.vault import run

COPIED_MOST = 96 * 1024 * 1024  # bytes of a room that are worth being in memory twice for a moment
FORMAT = slice(18, 20)  # of the header: the versions that read and write it; a WAL needs a file beside it
PLAIN = b"\x01\x01"


@contextmanager
def private_copy(conn: apsw.Connection) -> Iterator[apsw.Connection | None]:
    """The room as this connection sees it, to be written at will: in memory alone, gone at the end of the block.

    None for a room of more than 96 MB.
    """
    if _size(conn) > COPIED_MOST:
        yield None
        return
    copy = apsw.Connection(":memory:")
    try:
        copy.deserialize("main", _whole(conn))
        run(copy, "PRAGMA temp_store=2")
        run(copy, "BEGIN IMMEDIATE")  # so that nobody takes what is read here for what holds
        yield copy
    finally:
        copy.close()


def _size(conn: apsw.Connection) -> int:
    ((pages,),), ((page,),) = run(conn, "PRAGMA page_count"), run(conn, "PRAGMA page_size")
    return int(pages) * int(page)


def _whole(conn: apsw.Connection) -> bytes:
    data = memoryview(conn.serialize("main"))
    return b"".join((data[: FORMAT.start], PLAIN, data[FORMAT.stop :]))
