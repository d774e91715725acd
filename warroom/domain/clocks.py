"""Clocks: everything that is due, as one kind of value that strip, wall, paper, alarms and lists read alike."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field, replace

from warroom.domain.corrective_state import SOON_MS
from warroom.domain.dues import AMBER_MS
from warroom.domain.field_teams import AMBER_MIN
from warroom.domain.ids import IncidentId

MINUTE = 60_000
CLOCK_NOUNS = (  # the records that clocks are made of
    "incident", "decision", "action", "due", "point", "crisis_cell", "coverage", "hypothesis", "impact", "service",
    "regime", "clock_event", "submission", "clock_rule", "field_team", "contact", "means_request", "function", "shift",
    "mobilisation", "callee", "call", "promise", "inbound", "message", "review", "release", "cadence_step", "audience",
    "corrective", "rex", "rex_publication",
)  # fmt: skip
REX_AMBER_MS = 24 * 60 * MINUTE  # a review turns amber a day before it is due
LEFT_AMBER = 4  # a clock with a given length turns amber when less than this fraction of it is left (doctrine §3.5)


class ClockKind(enum.StrEnum):
    """What sort of clock it is."""

    POINT = "point"
    UPDATE = "update"
    DEADLINE = "deadline"
    DECISION = "decision"
    REVIEW = "review"
    ACTION = "action"
    TIMEBOX = "timebox"
    RTO = "rto"
    LEGAL = "legal"
    RELIEF = "relief"
    CONTACT = "contact"  # word from a team that is out
    MEANS = "means"  # what was asked for is needed, or comes
    ACK = "ack"  # until when those called out acknowledge
    DEPUTY = "deputy"  # when somebody else is called instead
    CHECK = "check"  # of a message, by whoever was asked, then by their deputy
    PROMISE = "promise"  # until when something promised is to be kept
    ANSWER = "answer"  # until when a message that came in is to be answered
    REX = "rex"  # until when a review is to be published
    CORRECTIVE = "corrective"  # until when what a review found is put right: the work of weeks, not of a crisis


AFTERWARDS = frozenset({ClockKind.CORRECTIVE, ClockKind.REX})  # the work of days and weeks: it never hides a crisis


class ClockState(enum.StrEnum):
    """How it stands (doctrine §3.5)."""

    NOT_APPLICABLE = "not_applicable"  # with author and reason
    TO_QUALIFY = "to_qualify"
    WAITING = "waiting"  # for the event that starts it
    RUNNING = "running"
    AMBER = "amber"
    LATE = "late"
    DONE = "done"
    DONE_LATE = "done_late"

    @property
    def is_over(self) -> bool:
        """Nothing is left to do about it."""
        return self in (ClockState.NOT_APPLICABLE, ClockState.DONE, ClockState.DONE_LATE)

    @property
    def is_running(self) -> bool:
        return self in (ClockState.RUNNING, ClockState.AMBER, ClockState.LATE)


class StepKind(enum.StrEnum):
    """One line of a computation."""

    START = "start"  # the event it counts from
    PLUS = "plus"  # what is added
    MINUS = "minus"  # what is taken off
    CLAMPED = "clamped"  # the month is shorter: its last day
    SHIFTED = "shifted"  # the local time does not exist or exists twice that day
    CAP = "cap"  # not later than
    UNCAPPED = "uncapped"  # why the cap does not count
    TARGET = "target"  # no length is prescribed: the target is the cell's own
    RESULT = "result"
    EXTENDED = "extended"  # how far another reading would go; never the main one


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a computation, without words: what, how much of which unit, by which event, and the time it gives.

    `ref` names an event (`aware_at`), a rule (`DORA-INI`), a field (`rto`, `failover`, `margin`) or a reading
    (`reg-1182-71`); units are those of `clock_engine.Unit` or `minutes`. Times are milliseconds UTC.
    """

    kind: StepKind
    at: int | None = None
    n: int = 0
    unit: str = ""
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Clock:
    """One clock now. Times are milliseconds UTC; None means not known."""

    key: str = field(repr=False)  # the same on every station and at every reading
    kind: ClockKind
    label: str
    incident: IncidentId
    incident_number: str
    exercise: bool
    noun: str  # the record behind it, for a click
    record: str
    number: str = ""
    owner: str = ""
    started_at: int | None = None
    start_event: str = ""
    start_entry: str = ""  # number of the entry that proves its start
    due_at: int | None = None
    done_at: int | None = None
    state: ClockState = ClockState.RUNNING
    rule: str = ""
    regime: str = ""
    legal_ref: str = ""
    steps: tuple[Step, ...] = ()

    @property
    def is_internal(self) -> bool:
        """The law gives no length: what is shown is a target of one's own."""
        return any(step.kind is StepKind.TARGET for step in self.steps)


def state_at(due_at: int | None, now_ms: int, *, amber_ms: int = AMBER_MS) -> ClockState:
    """Running, amber shortly before it is due, late after; the very instant is still in time."""
    if due_at is None:
        return ClockState.RUNNING
    if now_ms > due_at:
        return ClockState.LATE
    return ClockState.AMBER if due_at - now_ms <= amber_ms else ClockState.RUNNING


def quarter_of(started_at: int | None, due_at: int | None) -> int:
    """How long before its end a clock of this length turns amber, in milliseconds."""
    if started_at is None or due_at is None:
        return AMBER_MS
    return max(0, due_at - started_at) // LEFT_AMBER


def consumed(clock: Clock, now_ms: int) -> int | None:
    """How much of a clock is used up, in per cent; over 100 when it is late, None when it has no length."""
    if clock.started_at is None or clock.due_at is None or clock.due_at <= clock.started_at:
        return None
    return max(0, (now_ms - clock.started_at) * 100 // (clock.due_at - clock.started_at))


def in_order(clocks: list[Clock]) -> list[Clock]:
    """Those that run soonest first, then plans of former crises, then without a date, waiting, to qualify, and over."""
    return sorted(clocks, key=_rank)


def at(clock: Clock, now_ms: int) -> Clock:
    """The same clock some time later, as long as nothing was written meanwhile: for what ticks every second."""
    if not clock.state.is_running:
        return clock
    amber_ms = amber_before(clock)
    return replace(clock, state=state_at(clock.due_at, now_ms, amber_ms=amber_ms))


def amber_before(clock: Clock) -> int:
    """How long before it is due this clock turns amber, in milliseconds."""
    if clock.kind is ClockKind.CONTACT:
        return AMBER_MIN * MINUTE
    if clock.kind is ClockKind.CORRECTIVE:
        return SOON_MS
    if clock.kind is ClockKind.REX:
        return REX_AMBER_MS
    has_length = clock.kind in (ClockKind.LEGAL, ClockKind.RTO)
    return quarter_of(clock.started_at, clock.due_at) if has_length else AMBER_MS


def _rank(clock: Clock) -> tuple[int, int, str]:
    groups = {ClockState.WAITING: 3, ClockState.TO_QUALIFY: 4}
    dated = 1 if clock.kind in AFTERWARDS else 0
    group = 5 if clock.state.is_over else groups.get(clock.state, dated if clock.due_at is not None else 2)
    when = clock.due_at if clock.due_at is not None else clock.started_at or 0
    return group, when, clock.key
