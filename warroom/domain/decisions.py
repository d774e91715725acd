"""Decisions: the question, what was known, who decided, and when to look again (doctrine §4.4)."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from warroom.domain.ids import DecisionId, IncidentId


class DecisionState(enum.StrEnum):
    """Awaited, taken, or no longer needed."""

    REQUESTED = "requested"
    DECIDED = "decided"
    WITHDRAWN = "withdrawn"


class How(enum.StrEnum):
    """How the decision reached the person who typed it (decision 16)."""

    IN_PERSON = "in_person"
    PHONE = "phone"
    WRITTEN = "written"


@dataclass(frozen=True, slots=True)
class Option:
    """One way out, with what speaks for and against it."""

    title: str
    advantages: str = ""
    risks: str = ""
    delay: str = ""
    reversible: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision as it stands. Times are milliseconds UTC; None means not set."""

    id: DecisionId
    incident: IncidentId
    number: str
    state: DecisionState
    question: str
    context: str  # facts known at that time
    options: tuple[Option, ...]
    decided: str
    rationale: str
    decider: str
    typed_by: str
    how: str
    executor: str
    requested_at: int
    decide_before: int | None
    decided_at: int | None
    review_at: int | None
    reviewed_at: int | None
    read_back_at: int | None
    delegation: str = ""
    facts: tuple[str, ...] = ()  # numbers of the entries it rests on
    circle: str = ""  # the circle it is restricted to, by its key name
    restricted: str = ""  # the same when it cannot be read here: its question then says so

    @property
    def is_open(self) -> bool:
        return self.state is DecisionState.REQUESTED
