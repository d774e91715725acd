"""A crisis cell for tests of what a cell does."""

from __future__ import annotations

from warroom.room import Room


def a_cell(room: Room, incident: str, *, level: int = 3, cadence_min: int = 30, **more: object) -> str:
    """The id of a cell at work that is led by this incident."""

    def make(books: object) -> str:
        patch = {
            "number": books.number("crisis_cell"),  # type: ignore[attr-defined]
            "level": level,
            "state": "active",
            "lead": incident,
            "cadence_min": cadence_min,
            "activated_at": room.clock.now_ms(),
            **more,
        }
        cell = books.make("crisis_cell", patch)  # type: ignore[attr-defined]
        record = books.named("coverage", f"{cell} {incident}")  # type: ignore[attr-defined]
        books.make("coverage", {"cell": cell, "incident": incident}, record=record)  # type: ignore[attr-defined]
        return str(cell)

    return room._store.submit(make).result()  # type: ignore[arg-type]
