"""What lays down the cadence of messages by itself: a cell at work, a graver severity, an end (doctrine §7.1)."""

from __future__ import annotations

from collections.abc import Iterable

from warroom import words
from warroom.commands.cadence_words import audiences_said, every_said
from warroom.commands.entries import write_automatic
from warroom.commands.hours import time_said
from warroom.domain.audience_pace import BY_A_CELL, pace, repaced_at, weight
from warroom.domain.cells import CellState, cadence_of
from warroom.domain.dues import DueKind
from warroom.domain.ids import RecordId
from warroom.domain.incidents import Severity
from warroom.domain.message_cadence import Cadence, StepKind
from warroom.domain.nouns import DELETED
from warroom.storage.audience_book import audience_book_in
from warroom.storage.books import Before, Books, Row
from warroom.storage.queries.cadence import found_cadences, level_over
from warroom.storage.rulebook import sight_of
from warroom.words import _

MINUTE = 60_000


def cadences_in(books: Books, incident: str) -> dict[str, Cadence]:
    """The cadence of each audience of an incident, as a command sees it."""
    found = found_cadences(books.conn, sight_of(books), bytes.fromhex(incident))
    return {one.audience: one for one in found}


def weight_of(books: Books, incident: Row) -> int | None:
    """The severity, 1 to 4, that sets the pace of an incident's messages; None where none are asked."""
    severity = Severity.CRITICAL if incident["vital"] else Severity(incident["severity"] or 0)
    return weight(severity, level_over(books.conn, bytes.fromhex(incident["id"])))


def first_messages(books: Books, incident: Row, *, since: int, activated_at: int | None = None) -> None:
    """A cell sits at its level since then (milliseconds UTC): the first messages fall due, and the pace after them.

    One that is due sooner stays; one that is due later is moved forward. Nothing is asked at a level without messages,
    nor of an audience that was told something since the cell's activation.
    """
    activated_at = since if activated_at is None else activated_at
    severity = weight_of(books, incident)
    if severity is None:
        return
    known, book = cadences_in(books, incident["id"]), audience_book_in(books)
    started = {}
    for code in BY_A_CELL:
        audience, running = book.audience(code), known.get(code)
        if audience is None or audience.retired or _is_told(running, activated_at):
            continue
        wanted = pace(severity, audience)
        first_at = since + wanted.first_min * MINUTE
        if not wanted.first_min or (running and running.open and running.open.due_at <= first_at):
            continue
        step(books, incident, code, StepKind.START, minutes=wanted.every_min, first_at=first_at)
        started[code] = first_at
    if started:
        said = _("Messages to {audiences}: the first is due at {time}.").format(
            audiences=named(books, started), time=time_said(books, min(started.values()))
        )
        tell_cadence(books, incident, said, kind=StepKind.START, audiences=started)


def _is_told(cadence: Cadence | None, activated_at: int) -> bool:
    return cadence is not None and cadence.last_at is not None and cadence.last_at >= activated_at


def repace(books: Books, incident: Row) -> None:
    """The severity changed: each cadence that nobody chose by hand follows it."""
    severity = weight_of(books, incident)
    if severity is None:
        return
    book, moved = audience_book_in(books), {}
    for code, cadence in cadences_in(books, incident["id"]).items():
        wanted = pace(severity, book.audience(code))
        if not cadence.is_running or cadence.by_hand or cadence.minutes == wanted.every_min:
            continue
        first_at = repaced_at(cadence, wanted, books.now)
        step(books, incident, code, StepKind.EVERY, minutes=wanted.every_min, first_at=first_at)
        moved[code] = wanted.every_min
    if moved:
        each = "; ".join(f"{book.name(code, words.language())}, {every_said(n)}" for code, n in moved.items())
        said = _("The cadence of messages follows the severity: {each}.").format(each=each)
        tell_cadence(books, incident, said, kind=StepKind.EVERY, audiences=moved)


def stop_all(books: Books, incident: Row, reason: str) -> None:
    """The cell stood down, and the cadence that it had started ends with it; what was promised stays due."""
    for code, cadence in cadences_in(books, incident["id"]).items():
        if cadence.is_running:
            step(books, incident, code, StepKind.STOP, reason=reason)


def step(
    books: Books,
    incident: Row,
    audience: str,
    kind: StepKind,
    *,
    minutes: int | None = None,
    first_at: int | None = None,
    until_at: int | None = None,
    reason: str = "",
    by_hand: bool = False,
    at: int | None = None,
) -> RecordId:
    """Lay one thing down about the cadence of an audience. Times are milliseconds UTC."""
    patch = {
        "incident": incident["id"],
        "audience": audience,
        "kind": kind.value,
        "minutes": minutes,
        "first_at": first_at,
        "until_at": until_at,
        "reason": reason,
        "by": books.author.name,
        "at": books.now if at is None else at,
        "by_hand": by_hand or None,
    }
    made = books.make("cadence_step", {name: value for name, value in patch.items() if value not in (None, "")})
    books.before.append(Before("cadence_step", made, DELETED, True, False))
    return made


def take_back(books: Books, record: str) -> None:
    """Undo one step: it counts no more, and stays on record."""
    of = books.get("cadence_step", record)
    patch = {"incident": of["incident"], "audience": of["audience"], "kind": StepKind.BACK.value, "of": record}
    books.make("cadence_step", {**patch, "by": books.author.name, "at": books.now})


def tell_cadence(
    books: Books,
    incident: Row,
    sentence: str,
    *,
    kind: StepKind,
    audiences: Iterable[str],
    reason: str = "",
    key_event: bool = False,
) -> None:
    """Write in the log what was laid down."""
    params = {"kind": kind.value, "audiences": list(audiences), "reason": reason}
    write_automatic(books, incident, sentence, code="cadence", params=params, key_event=key_event)


def named(books: Books, audiences: Iterable[str]) -> str:
    """Audiences by name, in the language of whoever writes."""
    return audiences_said(audience_book_in(books), audiences)


def next_update(books: Books, incident: Row) -> None:
    """An update set by hand went out: where no cadence was laid down, the next comes one of the cell's later."""
    cell = cell_at_work(books, incident["id"])
    if cell is None or books.where("due", incident=incident["id"], kind=DueKind.UPDATE.value, done_at=None):
        return
    if books.where("cadence_step", incident=incident["id"]):
        return
    minutes = cadence_of(cell["cadence_min"], cell["level"])
    patch = {
        "incident": incident["id"],
        "kind": DueKind.UPDATE.value,
        "label": "",
        "due_at": books.now + minutes * MINUTE,
        "started_at": books.now,
    }
    books.make("due", patch)


def cell_at_work(books: Books, incident: str) -> Row | None:
    """The cell that covers an incident now; of several, the one at the highest level."""
    cells = [books.row("crisis_cell", item["cell"]) for item in books.where("coverage", incident=incident)]
    active = [cell for cell in cells if cell is not None and cell["state"] == CellState.ACTIVE.value]
    return max(active, key=lambda cell: (cell["level"] or 0, cell["id"]), default=None)
