"""The rhythm: fixed points, what is gone through at each, and the questions that wait for the next (doctrine §2.3)."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Any

from warroom.domain.ids import CellId, RecordId

POINT_MIN = 15  # minutes that a point takes at most


class Heading(enum.StrEnum):
    """The agenda, in its order."""

    PRESENT = "present"
    FACTS = "facts"
    IMPACTS = "impacts"
    ACTIONS = "actions"
    ANTICIPATION = "anticipation"
    DECISIONS = "decisions"
    COMMUNICATION = "communication"  # and legal deadlines
    NEXT = "next"


class PointState(enum.StrEnum):
    PLANNED = "planned"
    OPEN = "open"
    HELD = "held"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Point:
    """One point of the situation. Times are milliseconds UTC."""

    id: RecordId
    cell: CellId
    number: str
    planned_at: int | None
    state: PointState
    started_at: int | None
    ended_at: int | None
    led_by: str
    present: str
    notes: dict[str, Any]
    next_at: int | None
    reason: str


class QuestionState(enum.StrEnum):
    WAITING = "waiting"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class QuestionAsked:
    """A question that waits for the next point, so that nobody is interrupted before."""

    id: RecordId
    cell: CellId
    text: str
    asked_by: str
    asked_at: int
    point: RecordId
    state: QuestionState
    answer: str
    answered_at: int | None
