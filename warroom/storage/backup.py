"""Backups: spaced, verified copies beside the room while it is used, and a second copy on another disk.

At most one every two minutes while the room changes; kept are the latest and about ten minutes, one hour, eight hours
and one day old (decision 24). A copy counts only after it was read back and found whole.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

import apsw

from warroom.errors import Refusal, Trouble, WarroomError
from warroom.identity.keys import copy_keys, describe_keys, keys_path
from warroom.storage import schema
from warroom.storage.vault import SMALLEST, crafted, damaged, explained, holds_leftovers, key_connection, run
from warroom.words import _

EVERY_MS = 2 * 60_000
AGES_MS = (10 * 60_000, 60 * 60_000, 8 * 3_600_000, 24 * 3_600_000)
ABANDONED_S = 3_600.0  # no copy takes an hour
PAGES = 4_000  # pages copied in one step: writers get their turn between two
NAME = re.compile(r"^(?P<stem>.+)\.(?P<at>\d{13})\.warroom$")


@dataclass(frozen=True, slots=True)
class Protection:
    """What stands behind the room file: when its last copies were verified (milliseconds UTC)."""

    saved_at: int | None = None
    backup_at: int | None = None
    backup_trouble: str = ""
    mirror: str = ""  # the second disk's folder, "" when none is chosen
    mirror_at: int | None = None
    mirror_trouble: str = ""  # why the second copy is not up to date: a warning, never an error
    paper: bool = False  # a copy that anybody can read lies beside the second copy
    paper_at: int | None = None
    paper_trouble: str = ""  # why it is not up to date: a warning, never an error


def backups_folder(room: Path) -> Path:
    """Where a room's rolling backups lie."""
    return room.with_name(f"{room.name}.backups")


def copy_whole(source: Path, target: Path, *, key: bytes) -> None:
    """Copy a room with its keys file, verify the copy, and only then give it its name.

    Raises Trouble when it cannot be written or read back, Refusal when another room's file or keys are there; whatever
    is there stays then.
    """
    _refuse_anothers_place(source, target)
    fresh = target.with_name(f".{target.name}.tmp-{os.getpid()}")
    try:
        with explained(target):
            target.parent.mkdir(parents=True, exist_ok=True)
            try:
                _backup(source, fresh, former=key, key=key)
            except (apsw.NotADBError, apsw.CorruptError) as error:
                raise damaged(source) from error
            _check(fresh, key)
            _sync(fresh)
            copy_keys(keys_path(source), keys_path(target))
            fresh.replace(target)
            _sync(target.parent)
    finally:
        for leftover in (fresh, *(fresh.with_name(fresh.name + end) for end in ("-wal", "-shm", "-journal"))):
            leftover.unlink(missing_ok=True)


def _refuse_anothers_place(source: Path, target: Path) -> None:
    """A copy never takes the place of the room it is made of, nor of another room, its keys or its last changes."""
    mine = describe_keys(keys_path(source)).room_id
    taken = describe_keys(keys_path(target)).room_id != mine if keys_path(target).exists() else target.exists()
    if taken or (target.exists() and target.samefile(source)) or holds_leftovers(target):
        raise Refusal(
            "copy-place-taken",
            _("{path} is the place of a room in use or of another room.").format(path=target),
            safe=_("Nothing was changed."),
            todo=_("Choose another folder for the copy."),
        )


def copy_aside(source: Path, target: Path, *, key: bytes) -> Path:
    """A verified copy where a person asked for one. Raises Refusal when something is there already."""
    if target.exists():
        raise Refusal(
            "backup-exists",
            _("There is already a file at {path}.").format(path=target),
            safe=_("It was not touched."),
            todo=_("Choose another name."),
        )
    copy_whole(source, target, key=key)
    return target


def roll(room: Path, *, key: bytes, now_ms: int) -> Path:
    """Make the newest rolling backup, and let go of those no age asks for any more."""
    folder = backups_folder(room)
    newest = folder / f"{room.stem}.{now_ms:013d}.warroom"
    copy_whole(room, newest, key=key)
    kept = wanted({at: path for path, at in rolling(room)}, now_ms) | {newest}
    for path, _at in rolling(room):
        if path not in kept:
            path.unlink(missing_ok=True)
            keys_path(path).unlink(missing_ok=True)
    sweep(folder, "*", made=newest.stat().st_mtime)
    return newest


def sweep(folder: Path, name: str, *, made: float) -> None:
    """Remove what programs that were killed while making copies of this name left behind (a glob pattern)."""
    for leftover in folder.glob(f".{name}.tmp-*"):
        if leftover.stat().st_mtime < made - ABANDONED_S:
            leftover.unlink(missing_ok=True)


def rolling(room: Path) -> list[tuple[Path, int]]:
    """A room's rolling backups and when each was made (milliseconds UTC), newest first."""
    found = []
    folder = backups_folder(room)
    for path in folder.glob("*.warroom") if folder.is_dir() else ():
        match = NAME.match(path.name)
        if match and match["stem"] == room.stem:
            found.append((path, int(match["at"])))
    return sorted(found, key=lambda pair: -pair[1])


def wanted(by_time: dict[int, Path], now_ms: int) -> set[Path]:
    """The latest, and for each age two: the youngest at least that old, and the oldest of those that grow up to replace it.

    So one between once and twice each age is always there, out of nine copies at most.
    """
    if not by_time:
        return set()
    times = sorted(by_time)
    kept = {by_time[times[-1]]}
    for age in AGES_MS:
        grown = [at for at in times if at <= now_ms - age]
        growing = times[len(grown) :]
        kept |= {by_time[at] for at in (*grown[-1:], *growing[:1])}
    return kept


def rekey_copy(source: Path, target: Path, *, former: bytes, key: bytes) -> None:
    """Copy a room under another key, verified and on disk; its keys file is the caller's business."""
    with explained(target):
        _backup(source, target, former=former, key=key)
        _check(target, key)
        _sync(target)


def _backup(source: Path, target: Path, *, former: bytes, key: bytes) -> None:
    target.unlink(missing_ok=True)
    if source.stat().st_size < SMALLEST:
        raise damaged(source)  # SQLite would take it for a new file
    into, out_of = apsw.Connection(str(target)), apsw.Connection(str(source), flags=apsw.SQLITE_OPEN_READWRITE)
    try:
        for conn, secret in ((into, key), (out_of, former)):
            key_connection(conn, secret)
            run(conn, "PRAGMA busy_timeout=5000")
        if strangers := schema.lacking(out_of):
            raise crafted(source, strangers)
        # One reading transaction for the whole copy: a writer beside it neither waits nor restarts the copy.
        run(out_of, "BEGIN")
        run(out_of, "SELECT count(*) FROM meta")
        with into.backup("main", out_of, "main") as backup:
            while not backup.done:
                backup.step(PAGES)
        run(out_of, "ROLLBACK")
        run(into, "PRAGMA journal_mode=DELETE")
    finally:
        into.close()
        out_of.close()


def _check(path: Path, key: bytes) -> None:
    """Read the copy back from disk: every page must decrypt and every tree be whole."""
    conn = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
    try:
        key_connection(conn, key)
        answer = run(conn, "PRAGMA quick_check(1)")[0][0]
    finally:
        conn.close()
    if answer != "ok":
        raise Trouble(
            "backup-damaged",
            _("The copy at {path} could not be read back whole.").format(path=path),
            safe=_("The room and the earlier copies are untouched."),
            todo=_("Use another disk."),
        )


def _sync(path: Path) -> None:
    if os.name != "posix" and path.is_dir():
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    except OSError:
        if not path.is_dir():
            raise
    finally:
        os.close(handle)


def reason_of(error: WarroomError | OSError) -> str:
    """Why a copy failed, in a few words for the foot of the window."""
    return error.message if isinstance(error, WarroomError) else str(error.strerror or error)
