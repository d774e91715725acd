"""Two laptops on one room: a copy of the file with an identity of its own, and ops carried from one to the other."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.builders import PASSPHRASE
from warroom.identity.files import private_folder
from warroom.room import Room
from warroom.storage.journal import set_meta
from warroom.storage.merge import Accepted, accept
from warroom.storage.vault import Vault
from warroom.storage.wire import Wire, outgoing


def another_station(
    room: Room, folder: Path, monkeypatch: pytest.MonkeyPatch, *, letter: str = "B", member: str = "Marc Petit"
) -> Room:
    """The same room on another laptop, with somebody else at its keyboard."""
    home = private_folder(folder / f"station-{letter}")
    copy = room.backup(home / "cell.warroom")
    vault = Vault(copy, key=room._key.raw)
    with vault.writing() as conn:
        set_meta(conn, "letter", letter)
        set_meta(conn, "incarnations", 0)
        conn.execute("DELETE FROM meta WHERE name LIKE 'local.%'")
    vault.close()
    monkeypatch.setenv("WARROOM_HOME", str(home))
    opened = Room.open(copy, passphrase=PASSPHRASE, clock=room.clock, machine=letter.encode() * 32, backups=False)
    if member:
        opened.sit_down(member)
    return opened


def carry(source: Room, target: Room) -> Accepted:
    """Everything the target lacks."""
    return give(target, list(outgoing(source._store.reader(), known(target))))


def give(target: Room, lines: list[Wire]) -> Accepted:
    now_ms = target.clock.now_ms()
    return target._store.run(lambda conn: accept(conn, lines, now_ms=now_ms)).result()


def known(room: Room) -> dict[bytes, int]:
    return dict(room._store.reader().execute("SELECT w, seq FROM vv"))


def meet(one: Room, other: Room) -> None:
    """Both end with the same ops and the same state."""
    carry(one, other)
    carry(other, one)
    assert one.dump() == other.dump()
