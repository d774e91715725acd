"""Founding: a new room file, which appears under its name only when it is complete."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from warroom.clock import Clock
from warroom.domain.nouns import NOUNS
from warroom.errors import Trouble
from warroom.identity.files import alone, sync_folder
from warroom.identity.places import Place
from warroom.storage import migrations
from warroom.storage.enrolment import PORTABLE, Station, enrol
from warroom.storage.journal import Journal, set_meta
from warroom.storage.vault import Vault, explained, run
from warroom.words import _


def found_room(
    path: Path, *, key: bytes, room: str, name: str, content: str, station: Station, clock: Clock, place: Place
) -> None:
    """Make the file, with its founding station enrolled. Raises Trouble when something is there already."""
    with fresh_room(path, key=key) as vault:
        _write_first_ops(vault, room=room, name=name, content=content, station=station, clock=clock, place=place)


@contextmanager
def fresh_room(path: Path, *, key: bytes) -> Iterator[Vault]:
    """An empty room file, which gets its name when the block ends well; nothing is left behind when it does not.

    What a program that was killed left of an earlier try goes first. Raises Trouble when something is there already.
    """
    if path.exists():
        raise Trouble(
            "room-exists",
            _("There is already a file at {path}.").format(path=path),
            safe=_("It was not touched."),
            todo=_("Choose another name."),
        )
    with explained(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    with alone(path):
        for killed in path.parent.glob(f".{glob.escape(path.name)}.new-*"):  # nobody else is at it
            if not killed.name.startswith(f".{path.name}.new-{os.getpid()}.keys"):
                killed.unlink(missing_ok=True)
        with _named_when_done(path, fresh_name(path), key) as vault:
            yield vault


def fresh_name(path: Path) -> Path:
    """What a room file is called before it is complete; its keys file goes by the same rule as any."""
    return path.with_name(f".{path.name}.new-{os.getpid()}")


@contextmanager
def _named_when_done(path: Path, fresh: Path, key: bytes) -> Iterator[Vault]:
    try:
        vault = Vault(fresh, key=key, create=True)
        try:
            with vault.writing() as conn:
                migrations.migrate(conn)
            yield vault
            run(vault.writer, "PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            vault.close()
        with explained(path):
            fresh.replace(path)
        sync_folder(path.parent)
    finally:
        _remove(fresh)


def _remove(fresh: Path) -> None:
    for leftover in (fresh, fresh.with_name(fresh.name + "-wal"), fresh.with_name(fresh.name + "-shm")):
        leftover.unlink(missing_ok=True)


def _write_first_ops(
    vault: Vault, *, room: str, name: str, content: str, station: Station, clock: Clock, place: Place
) -> None:
    with vault.writing() as conn:
        set_meta(conn, "room", room)
        set_meta(conn, PORTABLE, int(place.is_portable))
        set_meta(conn, "founder", station.id)
        enrol(conn, station, clock=clock, why="created")
        moment = clock.moment()
        journal = Journal(conn)
        fields = {"name": name, "content": content, "zone": moment.zone, "created_at": moment.utc_ms}
        journal.append(NOUNS["room"], room, fields, author="", moment=moment)
        journal.close()
