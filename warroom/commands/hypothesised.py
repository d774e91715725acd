"""The record of a hypothesis, made with the entry that brings it up: one truth, whoever writes it and from where."""

from __future__ import annotations

from dataclasses import dataclass

from warroom.domain.hypotheses import HypothesisState
from warroom.domain.ids import RecordId
from warroom.storage.books import Books, Row


@dataclass(frozen=True, slots=True)
class Opened:
    """A hypothesis, its printed number, and the entry that brought it up with its own."""

    id: RecordId
    number: str
    entry: RecordId
    entry_number: str

    def __str__(self) -> str:
        return self.number


def record_hypothesis(
    books: Books,
    incident: Row,
    text: str,
    *,
    entry: str,
    entry_number: str,
    owner: str = "",
    test: str = "",
    timebox_at: int | None = None,
    opened_at: int | None = None,
) -> Opened:
    """Open a hypothesis that this entry (its id) brings up; times are milliseconds UTC."""
    number = books.number("hypothesis")
    patch = {
        "incident": incident["id"],
        "number": number,
        "text": text,
        "state": HypothesisState.OPEN.value,
        "owner": owner.strip(),
        "test": test.strip(),
        "timebox_at": timebox_at,
        "opened_at": books.now if opened_at is None else opened_at,
        "entry": entry,
    }
    record = books.make("hypothesis", {name: value for name, value in patch.items() if value not in (None, "")})
    return Opened(record, number, RecordId(entry), entry_number)
