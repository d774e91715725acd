"""The cadence of messages to the outside: the first after a cell's activation, the next after each (doctrine §7.1)."""

from __future__ import annotations

from warroom.domain.cells import FIRST_MESSAGE_MIN, CellState, Level, cadence_of
from warroom.domain.dues import DueKind
from warroom.storage.books import Books, Row
from warroom.words import _

MINUTE = 60_000


def first_message(books: Books, incident: Row, *, level: int, since: int, activated_at: int | None = None) -> None:
    """The clock of the first message of a cell that sits at this level since then (milliseconds UTC).

    An update that is due sooner stays; one that is due later is moved forward. Nothing is asked at a level without such
    a message, nor once an update went out since the cell's activation.
    """
    activated_at = since if activated_at is None else activated_at
    minutes = FIRST_MESSAGE_MIN.get(Level(level)) if level in set(Level) else None
    updates = books.where("due", incident=incident["id"], kind=DueKind.UPDATE.value)
    if minutes is None or any(item["done_at"] is not None and item["done_at"] >= activated_at for item in updates):
        return
    due_at = since + minutes * MINUTE
    running = [item for item in updates if item["done_at"] is None]
    if not running:
        _make(books, incident, due_at, started_at=since, label=_("First external message"))
    for item in running:
        if item["due_at"] is None or item["due_at"] > due_at:
            books.write("due", item["id"], {}, follows={"due_at": due_at})


def next_update(books: Books, incident: Row) -> None:
    """An update went out: the next one comes a cadence later, while a cell at work covers the incident."""
    cell = cell_at_work(books, incident["id"])
    if cell is None or books.where("due", incident=incident["id"], kind=DueKind.UPDATE.value, done_at=None):
        return
    minutes = cadence_of(cell["cadence_min"], cell["level"])
    _make(books, incident, books.now + minutes * MINUTE, started_at=books.now, label="")


def cell_at_work(books: Books, incident: str) -> Row | None:
    """The cell that covers an incident now; of several, the one at the highest level."""
    cells = [books.row("crisis_cell", item["cell"]) for item in books.where("coverage", incident=incident)]
    active = [cell for cell in cells if cell is not None and cell["state"] == CellState.ACTIVE.value]
    return max(active, key=lambda cell: (cell["level"] or 0, cell["id"]), default=None)


def _make(books: Books, incident: Row, due_at: int, *, started_at: int, label: str) -> None:
    patch = {
        "incident": incident["id"],
        "kind": DueKind.UPDATE.value,
        "label": label,
        "due_at": due_at,
        "started_at": started_at,
    }
    books.make("due", patch)
