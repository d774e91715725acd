"""The rhythm: fixed points, what is gone through at each, and the questions that wait for the next (doctrine §2.3)."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from warroom.domain.ids import CellId, RecordId

POINT_MIN = 15  # minutes that a point takes at most
NOTE_MAX = 8_000  # characters under one heading
ROUND_MS = 5 * 60_000  # points begin on the five minutes, of every zone there is


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
    number: str  # "" until it is opened
    planned_at: int | None
    state: PointState
    started_at: int | None
    ended_at: int | None
    led_by: str
    present: str
    next_at: int | None
    reason: str
    note_present: str = ""
    note_facts: str = ""
    note_impacts: str = ""
    note_actions: str = ""
    note_anticipation: str = ""
    note_decisions: str = ""
    note_communication: str = ""
    note_next: str = ""

    @property
    def notes(self) -> dict[Heading, str]:
        """What was said under each heading that has something, in the order of the agenda."""
        said = {heading: str(getattr(self, f"note_{heading.value}")) for heading in Heading}
        return {heading: text for heading, text in said.items() if text}

    @property
    def is_to_come(self) -> bool:
        """Planned or under way."""
        return self.state in (PointState.PLANNED, PointState.OPEN)

    @property
    def at(self) -> int:
        """When it began, else when it is to begin."""
        return self.started_at or self.planned_at or 0

    def ends_by(self) -> int | None:
        """When it must be over, milliseconds UTC; None for one that was not opened."""
        return self.started_at + POINT_MIN * 60_000 if self.started_at is not None else None


def point_state(state: str | None, started_at: int | None, ended_at: int | None) -> PointState:
    """How a point stands, whatever two stations did of it: one that was held anywhere was held."""
    if ended_at is not None:
        return PointState.HELD
    if started_at is not None:
        return PointState.OPEN
    return PointState.SKIPPED if state == PointState.SKIPPED else PointState.PLANNED


def as_it_stands(point: Point) -> Point:
    """The point with the state that its stamps tell."""
    return replace(point, state=point_state(point.state, point.started_at, point.ended_at))


def sorted_points(points: Sequence[Point]) -> list[Point]:
    """Those under way and to come first, soonest first; then those over, newest first."""
    coming = sorted((p for p in points if p.is_to_come), key=lambda p: (p.state is not PointState.OPEN, p.at, p.id))
    over = sorted((p for p in points if not p.is_to_come), key=lambda p: (-(p.ended_at or p.at), p.id))
    return [*coming, *over]


def next_point_at(now_ms: int, cadence_min: int) -> int:
    """When the next point is by the rhythm: now and the cadence (minutes), on the nearest five minutes ahead."""
    at = round((now_ms + cadence_min * 60_000) / ROUND_MS) * ROUND_MS
    return at if at > now_ms else at + ROUND_MS


def last_due(points: Sequence[Point], now_ms: int) -> int | None:
    """When the last point began or should have begun; None where none did yet."""
    began = [point.at for point in points if point.state is not PointState.SKIPPED and 0 < point.at <= now_ms]
    return max(began, default=None)


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


def question_state(question: QuestionAsked) -> QuestionAsked:
    """The question with the state it has whatever two stations did of it: an answer given anywhere holds."""
    return replace(question, state=QuestionState.ANSWERED) if question.answered_at is not None else question


def notes_of(said: Mapping[str, str]) -> dict[str, str]:
    """Notes by heading as fields of a point."""
    return {f"note_{Heading(heading).value}": text.strip() for heading, text in said.items()}
