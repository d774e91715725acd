"""Impact in figures: users, minutes, data, money, people, each with where it comes from (doctrine §10.2, §10.4)."""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from warroom.domain.ids import IncidentId, RecordId


class FigureKind(enum.StrEnum):
    USERS = "users"
    REQUESTS = "requests"
    DATA = "data"
    STAFF_HOURS = "staff_hours"
    SPEND = "spend"  # emergency spend
    PENALTY = "penalty"
    CREDIT = "credit"
    LOST_MARGIN = "lost_margin"
    OTHER_COST = "other_cost"  # indirect
    RECOVERY = "recovery"  # what was got back: insurance, supplier
    SLA = "sla"
    LEGAL = "legal"
    IMAGE = "image"
    PEOPLE = "people"

    @property
    def is_money(self) -> bool:
        return self in MONEY


# DORA wants gross direct and indirect costs and recoveries apart (doctrine §10.4).
DIRECT = frozenset({FigureKind.STAFF_HOURS, FigureKind.SPEND, FigureKind.PENALTY, FigureKind.CREDIT})
INDIRECT = frozenset({FigureKind.LOST_MARGIN, FigureKind.OTHER_COST})
MONEY = frozenset({*DIRECT, *INDIRECT, FigureKind.RECOVERY}) - {FigureKind.STAFF_HOURS}


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure as it is kept; amounts are decimal numbers as text."""

    id: RecordId
    rex: RecordId
    incident: IncidentId
    kind: FigureKind
    label: str
    amount: str
    low: str
    high: str
    unit: str
    estimated: bool
    source: str
    evidence: tuple[str, ...]
    service: RecordId
    by: str
    at: int | None

    @property
    def value(self) -> Decimal | None:
        return decimal_of(self.amount)


@dataclass(frozen=True, slots=True)
class Affected:
    """How many users were affected from when to when, and how many percent of them could not work."""

    id: RecordId
    rex: RecordId
    incident: IncidentId
    service: RecordId
    from_at: int
    until_at: int | None
    users: int
    percent: int
    source: str
    evidence: tuple[str, ...]
    by: str
    at: int | None


@dataclass(frozen=True, slots=True)
class Rate:
    """What an hour of a role costs."""

    id: RecordId
    code: str
    label: str
    per_hour: str
    currency: str


def decimal_of(text: str) -> Decimal | None:
    """A decimal number that one can count with, as it is kept; None for anything else."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    if not number.is_finite() or number < 0 or len(text) > 2 * DIGITS_MOST:
        return None
    is_sane = number.adjusted() <= DIGITS_MOST and abs(int(number.as_tuple().exponent)) <= 2 * DIGITS_MOST
    return number if is_sane else None


DIGITS_MOST = 24  # more than any sum of money has
_SPACES = re.compile(r"[\s'’\u00a0\u202f_]")
_PLAIN = re.compile(r"\d+(?:\.\d{1,6})?\Z", re.ASCII)
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+\Z", re.ASCII)


def typed_amount(typed: str) -> str | None:
    """An amount as it is kept, from how people type it: `1 200,50`, `1,200.50`, `1'200`, `1200.5` → `1200.50`…

    None for what is no amount, and for `1,200`, which is twelve hundred to some and one and a fifth to others.
    """
    said = _SPACES.sub("", typed)
    if "," in said and "." in said:
        first, last = sorted((",", "."), key=said.rindex)
        whole, _dot, rest = said.rpartition(last)
        if last in whole or not _GROUPED.match(whole.replace(first, ",")):
            return None
        said = f"{whole.replace(first, '')}.{rest}"
    elif "," in said:
        if _GROUPED.match(said):
            return None
        said = said.replace(",", ".")
    if not _PLAIN.match(said) or len(said) > DIGITS_MOST:
        return None
    return said.lstrip("0") if said.lstrip("0")[:1].isdigit() else f"0{said.lstrip('0')}"
