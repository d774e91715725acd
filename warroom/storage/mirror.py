"""The second copy: on another disk, replaced only by a room that holds everything it holds."""

from __future__ import annotations

import glob
from pathlib import Path

import apsw

from warroom.errors import Refusal, Trouble
from warroom.storage.backup import copy_whole, sweep
from warroom.storage.vault import BUSY_MS, be_alone, explained, key_connection, run
from warroom.words import _, ngettext

HASH = "SELECT hash FROM op WHERE w=? AND seq=?"
# Merely opening a copy makes it begin a writer; nobody would miss that.
CHANGES_AFTER = "SELECT count(*) FROM op WHERE w=? AND seq>? AND ent NOT IN ('station', 'writer')"


def copy_to_second_disk(room: Path, folder: Path, *, key: bytes) -> None:
    """Bring the second copy in this folder up to date.

    Raises Refusal when the copy knows more than the room, as after an older backup was restored, Trouble when somebody
    works in it or the disk cannot take it; the copy stays as it is then.
    """
    target = folder / room.name
    if target.exists() and not target.samefile(room):
        _refuse_to_forget(room, target, key)
    copy_whole(room, target, key=key)
    with explained(target):
        sweep(folder, glob.escape(room.name), made=target.stat().st_mtime)


def _refuse_to_forget(room: Path, target: Path, key: bytes) -> None:
    try:
        be_alone(target, key=key)
    except Trouble as trouble:
        if trouble.code == "room-damaged":
            return  # torn, or still under the key before a rekey
        raise
    with explained(target):
        more = _changes_only_in(target, room, key)
    if more:
        message = ngettext(
            "The second copy holds {count} change that this room lacks; it is kept as it is.",
            "The second copy holds {count} changes that this room lacks; it is kept as it is.",
            more,
        )
        raise Refusal(
            "copy-knows-more",
            message.format(count=more),
            safe=_("Nothing was changed."),
            todo=_("Choose another folder for the copy."),
        )


def _changes_only_in(target: Path, room: Path, key: bytes) -> int:
    """How many changes made by people the copy holds and the room does not."""
    there, here = _reading(target, key), _reading(room, key)
    try:
        known = dict(run(here, "SELECT w, seq FROM vv"))
        more = 0
        for writer, seq in run(there, "SELECT w, seq FROM vv"):
            shared = min(seq, known.get(writer, 0))
            is_same = list(there.execute(HASH, (writer, shared))) == list(here.execute(HASH, (writer, shared)))
            more += next(iter(there.execute(CHANGES_AFTER, (writer, shared if is_same else 0))))[0]
        return int(more)
    finally:
        there.close()
        here.close()


def _reading(path: Path, key: bytes) -> apsw.Connection:
    conn = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READWRITE)
    key_connection(conn, key)
    run(conn, f"PRAGMA busy_timeout={BUSY_MS}")
    return conn
