"""The record of a hypothesis, made with the entry that brings it up: one truth, whoever writes it and from where."""

from __future__ import annotations

from dataclasses import dataclass

from warroom.domain.entries import Verification
from warroom.domain.hypotheses import OF_MARK, HypothesisState
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
    verification: Verification = Verification.NONE,
) -> Opened:
    """Open a hypothesis that this entry (its id) brings up, as far as it is verified; times are milliseconds UTC."""
    number = books.number("hypothesis")
    state = OF_MARK.get(verification, HypothesisState.OPEN)
    patch = {
        "incident": incident["id"],
        "number": number,
        "text": text,
        "state": state.value,
        "owner": owner.strip(),
        "test": test.strip(),
        "timebox_at": timebox_at,
        "opened_at": books.now if opened_at is None else opened_at,
        "closed_at": books.now if state.is_over else None,
        "entry": entry,
    }
    record = books.make("hypothesis", {name: value for name, value in patch.items() if value not in (None, "")})
    return Opened(record, number, RecordId(entry), entry_number)
