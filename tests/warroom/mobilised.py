"""A call-out for tests of what happens to it."""

from __future__ import annotations

from typing import Any

from warroom.commands import StartMobilisation
from warroom.commands.mobilisation import Started, Wanted
from warroom.domain.answers import CalleeLine
from warroom.domain.incidents import Mode
from warroom.domain.needs import Need
from warroom.domain.roster import ReachKind
from warroom.room import Room

PEOPLE = (Wanted(person="Inès Roy", code="COORD"), Wanted(person="Marc Petit", code="TECH", deputy="Ana Costa"))


def a_mobilisation(room: Room, incident: str, *people: Wanted, **more: Any) -> Started:
    """Two people called out, the second with a deputy, unless others are named."""
    return room.do(StartMobilisation(incident=incident, people=people or PEOPLE, **more)).result()


def line(room: Room, mobilisation: str, name: str, mode: Mode = Mode.REAL) -> CalleeLine:
    """What a caller sees of somebody."""
    (found,) = [item for item in room.views.callee_lines(mobilisation, mode=mode) if item.name == name]
    return found


def texts(room: Room, incident: str) -> list[str]:
    return [entry.text for entry in room.views.entries(incident)]


def a_reach(
    room: Room,
    name: str,
    value: str,
    *,
    kind: ReachKind = ReachKind.MOBILE,
    rank: int = 1,
    needs: tuple[Need, ...] = (),
) -> str:
    """A way to reach somebody whom the room knows."""

    def make(books: Any) -> str:
        person = books.named("person", name)
        if books.row("person", person) is None:
            books.make("person", {"name": name, "roster": True}, record=person)
        patch = {"person": person, "kind": kind.value, "value": value, "normal": value, "rank": rank, "works": True}
        record = books.named("reach", f"{person} {kind.value} {value}")
        made = books.make("reach", patch | {"needs": [need.value for need in needs]}, record=record)
        return str(made)

    return room._store.submit(make).result()  # type: ignore[arg-type]
