"""Points to settle: fields that several people changed without seeing each other, as a person judges them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from warroom.domain.authority import Authority
from warroom.domain.nouns import NOUNS

Place = tuple[str, int]  # the op that wrote a value: its writer (hexadecimal) and number


@dataclass(frozen=True, slots=True)
class Side:
    """One of the values of a field, who wrote it, where, when and why."""

    value: Any  # as an op says it; None also where whoever sits here may not read it
    station: str  # the letter of the laptop, "?" when nobody knows it
    author: str
    time: int  # by the clock of the laptop that wrote it, milliseconds UTC
    offset_min: int
    reason: str  # what was written with it, "" when nothing was
    place: Place
    is_ours: bool  # written at this station


@dataclass(frozen=True, slots=True)
class Written:
    """Who wrote something, at which station, when by its clock (milliseconds UTC)."""

    author: str
    station: str
    time: int


@dataclass(frozen=True, slots=True)
class Conflict:
    """One field with several values: the one shown meanwhile first, then the others, latest first."""

    id: str  # the same on every station: noun, record and field
    noun: str
    record: str  # id
    field: str
    values: tuple[Side, ...]
    number: str  # printed number of the record, "" when it has none
    title: str  # what the record is about, "" when whoever sits here may not read it
    incident: str  # id, "" when it belongs to none
    incident_number: str
    exercise: bool
    authority: Authority
    restricted: str  # the circle that alone may read the values, "" for everybody

    @property
    def seen(self) -> tuple[Place, ...]:
        """The heads that whoever looks at this sees: what a settlement names."""
        return tuple(side.place for side in self.values)

    @property
    def is_grave(self) -> bool:
        """Whether it must never be settled in passing (decision 9)."""
        known = NOUNS[self.noun].field(self.field) if self.noun in NOUNS else None
        return known is not None and known.settled_by_people


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to settle: a field, and those that the same two acts wrote beside it and that go with the choice."""

    lead: Conflict
    along: tuple[Conflict, ...] = ()


def conflict_id(noun: str, record: str, name: str) -> str:
    """How a conflict is called, on every station alike."""
    return f"{noun}:{record}:{name}"


def questions(conflicts: Iterable[Conflict]) -> list[Question]:
    """What to ask: gravest first within a record, and each field that the same acts wrote only once."""
    found = [Question(lead, tuple(along)) for lead, along in together(conflicts)]
    return sorted(found, key=lambda question: (question.lead.authority.rank, question.lead.number, question.lead.id))


class Open(Protocol):
    """A field of a record with the heads that stand in it."""

    @property
    def noun(self) -> str: ...

    @property
    def record(self) -> str: ...

    @property
    def field(self) -> str: ...

    @property
    def seen(self) -> tuple[Place, ...]: ...


Found = TypeVar("Found", bound=Open)


def together(conflicts: Iterable[Found]) -> list[tuple[Found, list[Found]]]:
    """Each field to ask about, with those of the same record that nothing but the same acts wrote."""
    by_record: dict[tuple[str, str], list[Found]] = {}
    for conflict in conflicts:
        by_record.setdefault((conflict.noun, conflict.record), []).append(conflict)
    found: list[tuple[Found, list[Found]]] = []
    for several in by_record.values():
        left = sorted(several, key=lambda item: _rank(item.noun, item.field))
        while left:
            lead, *rest = left
            along = [item for item in rest if set(item.seen) <= set(lead.seen)]
            found.append((lead, along))
            left = [item for item in rest if item not in along]
    return found


def _rank(noun: str, name: str) -> tuple[bool, int]:
    """What must never be settled in passing first, then as the noun lists its fields."""
    fields = NOUNS[noun].fields if noun in NOUNS else ()
    place = next((at for at, item in enumerate(fields) if item.name == name), len(fields))
    return not (place < len(fields) and fields[place].settled_by_people), place
