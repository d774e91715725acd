"""Freeze two laptops of this version for `tests/data/frozen`: `python -m tests.warroom.sync.freeze schema3`.

To be run once for each released schema, and never again for the same.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

import apsw
import zstandard

from tests import builders
from tests.warroom.sync import cells
from warroom.commands import (
    AddAction,
    AddPerson,
    AmendAction,
    ChangeSeverity,
    CorrectEntry,
    Decide,
    DeclareIncident,
    GrantRoles,
    LogEntry,
)
from warroom.domain.incidents import Severity
from warroom.domain.rights import Role
from warroom.room import Room
from warroom.storage.vault import key_connection

FROZEN = Path(__file__).resolve().parents[2] / "data" / "frozen"
PASSPHRASE = "frozen for the tests"


def main() -> None:
    builders.PASSPHRASE = cells.PASSPHRASE = PASSPHRASE
    target = FROZEN / sys.argv[1]
    target.mkdir()
    with tempfile.TemporaryDirectory() as folder:
        cell = cells.Cell(Path(folder), 2)
        work(cell)
        for laptop in cell.laptops:
            laptop.room.write_bundle(target / f"{laptop.letter.lower()}.warroom-bundle", everything=True)
        key = cell.laptops[0].room._key.raw
        cell.close()
        for laptop in cell.laptops:
            freeze(laptop, key, target)


def work(cell: cells.Cell) -> None:
    """A common past, and then every kind of record on both, apart."""
    one, two = (laptop.room for laptop in cell.laptops)
    incident = one.do(DeclareIncident(title="Panne mondiale de l'API")).result().id
    action = one.do(AddAction(incident=incident, text="Joindre l'astreinte", owner="Karim Ben")).result().id
    one.read_bundle(cell.write(cell.laptops[1]))
    for person in one.views.people():
        if person.name in cells.NAMES:
            one.do(GrantRoles(person=person.id, roles=frozenset({Role.ADMINISTRATOR}), reason="ordre")).result()
    two.read_bundle(cell.write(cell.laptops[0]))
    for room, level in ((one, Severity(1)), (two, Severity(2))):
        write_all(room, incident, action, level)
    two.do(AddPerson(name="Jo Parti")).result()
    two.do(LogEntry(incident=incident, text="Appel", from_who="Jo Parti")).result()
    two.erasure.erase_person(next(each.id for each in two.views.people() if each.name == "Jo Parti"), "demande")


def write_all(room: Room, incident: str, action: str, level: Severity) -> None:
    who = room.station
    entry = room.do(LogEntry(incident=incident, text=f"vu de {who}")).result()
    room.do(CorrectEntry(entry=entry.id, text=f"revu de {who}", reason="faute")).result()
    room.do(AmendAction(action=action, text=f"Joindre, dit {who}")).result()
    room.do(
        Decide(incident=incident, question=f"Couper, demande {who} ?", decided="Oui", decider="Léa Martin")
    ).result()
    room.do(ChangeSeverity(incident=incident, severity=level, reason="vu")).result()
    note = room.path.with_name("note.txt")
    note.write_text(f"pièce de {who}")
    room.attach(note, noun="incident", parent=incident)
    room.circles.make(f"Cercle {who}", (room.member,))
    room.do(LogEntry(incident=incident, text="secret", circle=f"Cercle {who}")).result()
    room.evidence.seal(incident, reason="relève")


def freeze(laptop: cells.Laptop, key: bytes, target: Path) -> None:
    letter = laptop.letter.lower()
    conn = apsw.Connection(str(laptop.path))
    key_connection(conn, key)
    (target / f"{letter}.sqlite.zst").write_bytes(zstandard.compress(conn.serialize("main"), 19))
    conn.close()
    for ending in ("keys", "station", "anchor"):
        (found,) = laptop.home.glob(f"*.{ending}")
        shutil.copyfile(found, target / f"{letter}.{ending}")


if __name__ == "__main__":
    main()
