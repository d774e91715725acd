"""Impact in figures as verbs: an amount with its source, users affected from when to when, what an hour costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from warroom.commands.base import Command, handles, needed
from warroom.commands.entries import FUTURE_MS
from warroom.commands.named_records import named_record
from warroom.commands.rests_on import of_one_mode, rested_on
from warroom.commands.seen import Seen, unmoved
from warroom.domain.ids import RecordId
from warroom.domain.impact_figures import FigureKind, decimal_of, typed_amount
from warroom.domain.nouns import DELETED
from warroom.domain.rights import Right
from warroom.errors import Refusal
from warroom.storage.books import Books, Row
from warroom.words import _

TEXT_MOST = 4_000  # characters
NAME_MOST = 200
USERS_MOST = 100_000_000_000
PERCENT_MOST = 100
CURRENCY = "EUR"  # where nobody says another
AMOUNTS = ("amount", "low", "high")


@dataclass(frozen=True, slots=True, kw_only=True)
class AddFigure(Command[RecordId]):
    """One figure of what the incident did or cost (doctrine §10.2, §10.4), of a review or of an incident.

    Amounts are typed as people type them (`1 200,50`); `low` and `high` are what an estimate lies between. `unit` is a
    currency (EUR where nothing is said of money), `h` for hours of work, or whatever is counted. `source` and
    `evidence` ("noun id") say where it comes from; a review without them cannot be approved as it is.
    """

    right = Right.LOG

    kind: FigureKind
    amount: str
    rex: str = ""
    incident: str = ""
    label: str = ""
    low: str = ""
    high: str = ""
    unit: str = ""
    estimated: bool = False
    source: str = ""
    evidence: tuple[str, ...] = ()
    service: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendFigure(Command[None]):
    """Change a figure; None leaves alone."""

    right = Right.LOG

    figure: str
    kind: FigureKind | None = None
    label: str | None = None
    amount: str | None = None
    low: str | None = None
    high: str | None = None
    unit: str | None = None
    estimated: bool | None = None
    source: str | None = None
    evidence: tuple[str, ...] | None = None
    service: str | None = None
    seen: Seen | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveFigure(Command[None]):
    """A figure that does not belong there."""

    right = Right.LOG

    figure: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddAffected(Command[RecordId]):
    """How many users were affected from when to when (milliseconds UTC), and how many per cent of them could not work.

    Nobody says `until_at` while it goes on: then the end of the impact counts.
    """

    right = Right.LOG

    users: int
    from_at: int
    rex: str = ""
    incident: str = ""
    until_at: int | None = None
    percent: int = PERCENT_MOST
    source: str = ""
    evidence: tuple[str, ...] = ()
    service: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendAffected(Command[None]):
    """Change who was affected; None leaves alone, `still_on` takes the end back."""

    right = Right.LOG

    affected: str
    users: int | None = None
    percent: int | None = None
    from_at: int | None = None
    until_at: int | None = None
    still_on: bool = False
    source: str | None = None
    evidence: tuple[str, ...] | None = None
    service: str | None = None
    seen: Seen | None = None

    def says(self, name: str, value: Any) -> dict[str, Any]:
        return {"until_at": value, "still_on": value is None} if name == "until_at" else {name: value}


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveAffected(Command[None]):
    """Users that were not affected after all."""

    right = Right.LOG

    affected: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetRate(Command[RecordId]):
    """What an hour of a function costs, by its code; the code `*` is anybody else. An empty amount takes it back."""

    right = Right.CONDUCT

    code: str
    per_hour: str
    currency: str = CURRENCY
    label: str = ""
    seen: Seen | None = None


@handles(AddFigure)
def add_figure(command: AddFigure, books: Books) -> RecordId:
    rex, incident = _of_what(books, command.rex, command.incident)
    made = {
        "rex": rex,
        "incident": incident,
        "kind": command.kind.value,
        "label": _short(command.label),
        "amount": _amount(command.amount, is_needed=True),
        "low": _amount(command.low),
        "high": _amount(command.high),
        "unit": _unit(command.kind, command.unit),
        "estimated": command.estimated or bool(command.low or command.high) or None,
        "source": _text(command.source),
        "evidence": _evidence(books, incident, command.evidence),
        "service": _service(books, command.service),
        "by": books.author.name,
        "at": books.now,
    }
    _check_range(made)
    return books.make("figure", {name: value for name, value in made.items() if value not in (None, "")})


@handles(AmendFigure)
def amend_figure(command: AmendFigure, books: Books) -> None:
    row = books.get("figure", command.figure)
    wanted: dict[str, Any] = {}
    if command.kind is not None:
        wanted["kind"] = command.kind.value
    if command.label is not None:
        wanted["label"] = _short(command.label) or None
    for name in AMOUNTS:
        said = getattr(command, name)
        if said is not None:
            wanted[name] = _amount(said, is_needed=name == "amount") or None
    if command.unit is not None:
        known = command.kind or _kind(row)
        wanted["unit"] = _unit(known, command.unit) or None
    if command.estimated is not None:
        wanted["estimated"] = command.estimated
    wanted |= _said_of_sources(books, row, command)
    _check_range({**row, **wanted})
    _change(books, "figure", row, wanted, command.seen)


@handles(RemoveFigure)
def remove_figure(command: RemoveFigure, books: Books) -> None:
    books.write("figure", books.get("figure", command.figure)["id"], {DELETED: True})


@handles(AddAffected)
def add_affected(command: AddAffected, books: Books) -> RecordId:
    rex, incident = _of_what(books, command.rex, command.incident)
    made = {
        "rex": rex,
        "incident": incident,
        "service": _service(books, command.service),
        "from_at": command.from_at,
        "until_at": command.until_at,
        "users": command.users,
        "percent": command.percent,
        "source": _text(command.source),
        "evidence": _evidence(books, incident, command.evidence),
        "by": books.author.name,
        "at": books.now,
    }
    _check_affected(books, made)
    return books.make("affected", {name: value for name, value in made.items() if value not in (None, "")})


@handles(AmendAffected)
def amend_affected(command: AmendAffected, books: Books) -> None:
    row = books.get("affected", command.affected)
    said = {name: getattr(command, name) for name in ("users", "percent", "from_at", "until_at")}
    wanted: dict[str, Any] = {name: value for name, value in said.items() if value is not None}
    if command.still_on:
        wanted["until_at"] = None
    wanted |= _said_of_sources(books, row, command)
    _check_affected(books, {**row, **wanted})
    _change(books, "affected", row, wanted, command.seen)


@handles(RemoveAffected)
def remove_affected(command: RemoveAffected, books: Books) -> None:
    books.write("affected", books.get("affected", command.affected)["id"], {DELETED: True})


@handles(SetRate)
def set_rate(command: SetRate, books: Books) -> RecordId:
    code = needed(_short(command.code), code="rate-of-nobody", message=_("What does an hour of which function cost?"))
    code = code.upper()
    record = books.named("rate", code)
    known = books.row("rate", record)
    if not command.per_hour.strip():
        if known is not None:
            books.write("rate", record, {DELETED: True})
        return record
    wanted = {
        "label": _short(command.label) or None,
        "per_hour": _amount(command.per_hour, is_needed=True),
        "currency": _currency(command.currency),
    }
    if known is None:
        stamped = {"code": code, **wanted, "by": books.author.name, "at": books.now}
        return books.make("rate", {k: v for k, v in stamped.items() if v is not None}, record=record)
    if not wanted["label"]:
        del wanted["label"]
    _change(books, "rate", known, wanted, command.seen)
    return record


# What helps


def _of_what(books: Books, rex: str, incident: str) -> tuple[str | None, str]:
    """The review and the incident that a figure is of: the review's own incident where no other is said."""
    review = books.get("rex", rex) if rex else None
    if review is None and not incident:
        raise Refusal(
            "figure-of-nothing",
            _("Say which incident this is a figure of."),
            safe=_("Nothing was changed."),
        )
    of = books.get("incident", incident or str(review["incident"] if review else ""))
    of_one_mode(books, of, review)
    return (review["id"] if review else None), of["id"]


def _said_of_sources(books: Books, row: Row, command: AmendFigure | AmendAffected) -> dict[str, Any]:
    wanted: dict[str, Any] = {}
    if command.source is not None:
        wanted["source"] = _text(command.source) or None
    if command.evidence is not None:
        wanted["evidence"] = _evidence(books, row["incident"], command.evidence)
    if command.service is not None:
        wanted["service"] = _service(books, command.service)
    return wanted


def _change(books: Books, noun: str, row: Row, wanted: dict[str, Any], seen: Seen | None) -> None:
    changed = {name: value for name, value in wanted.items() if (row[name] or None) != (value or None)}
    changed = unmoved(books, noun, row["id"], changed, seen)
    if changed:
        books.write(noun, row["id"], changed, follows={"by": books.author.name, "at": books.now})


def _kind(row: Row) -> FigureKind:
    return FigureKind(row["kind"]) if row["kind"] in list(FigureKind) else FigureKind.OTHER_COST


def _short(said: str) -> str:
    return " ".join(said.split())[:NAME_MOST]


def _text(said: str) -> str:
    return said.strip()[:TEXT_MOST]


def _amount(typed: str, *, is_needed: bool = False) -> str:
    """Raises Refusal `amount-unfit` for what is no amount, or could be read in two ways."""
    if not typed.strip() and not is_needed:
        return ""
    found = typed_amount(typed)
    if found is None:
        raise Refusal(
            "amount-unfit",
            _("“{value}” is no amount, or could be read in two ways.").format(value=typed.strip()[:60]),
            safe=_("Nothing was changed; what you typed is still there."),
            todo=_("Type 1200 for twelve hundred, 1.2 for one and a fifth; no sign, no unit."),
        )
    return found


def _check_range(said: dict[str, Any]) -> None:
    low, amount, high = (decimal_of(said[name]) if said[name] else None for name in ("low", "amount", "high"))
    known = [each for each in (low, amount, high) if each is not None]
    if known != sorted(known):
        raise Refusal(
            "range-unfit",
            _("An estimate lies between its low and its high end."),
            safe=_("Nothing was changed; what you typed is still there."),
            todo=_("Check the three figures."),
        )


def _check_affected(books: Books, said: dict[str, Any]) -> None:
    if not 0 < (said["users"] or 0) <= USERS_MOST or not 0 <= (said["percent"] or 0) <= PERCENT_MOST:
        raise Refusal(
            "users-unfit",
            _("Users are at least one, and those who could not work between 0 and 100 per cent."),
            safe=_("Nothing was changed; what you typed is still there."),
            todo=_("Check both figures."),
        )
    began, ended = said["from_at"], said["until_at"]
    if ended is not None and ended <= began:
        raise Refusal(
            "ends-before-begin",
            _("It ends before it begins."),
            safe=_("Nothing was changed; what you typed is still there."),
            todo=_("Check both times."),
        )
    if max(began, ended or began) > books.now + FUTURE_MS:
        raise Refusal(
            "event-in-future",
            _("The event is more than ten minutes in the future."),
            safe=_("Nothing was changed; what you typed is still there."),
            todo=_("Check the time."),
        )


def _unit(kind: FigureKind, said: str) -> str:
    unit = _short(said)
    if kind.is_money:
        return _currency(unit)
    return unit or ("h" if kind is FigureKind.STAFF_HOURS else "")


def _currency(said: str) -> str:
    """A currency as it is kept: its code in capitals where it is one (ISO 4217), whatever else as it was typed."""
    unit = _short(said) or CURRENCY
    unit = {"€": "EUR", "$": "USD", "£": "GBP"}.get(unit, unit)
    return unit.upper() if len(unit) == 3 and unit.isascii() and unit.isalpha() else unit[:12]


def _evidence(books: Books, incident: str, said: Sequence[str]) -> str | None:
    return rested_on(books, books.get("incident", incident), said)


def _service(books: Books, reference: str) -> str | None:
    """A service by id or name; added by name when it is new. None where none is said."""
    if not reference.strip():
        return None
    found = named_record(books, "service", reference)
    if found is not None:
        return str(found["id"])
    name = _short(reference)
    return books.make("service", {"name": name}, record=books.named("service", name))
