"""The cadence of messages: what was laid down for each audience, and what became of it. Times are milliseconds UTC.

Nothing of it is stored but what people did: the steps that lay it down, and the messages let out. Who owes whom the
next message, and whether the last was in time, is computed here, the same on every station. Rules: doctrine §2.3,
§7.1; `docs/decisions/0113-cadence-of-messages.md`.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from warroom.domain.ids import IncidentId, RecordId

MINUTE = 60_000
MOST_MIN = 7 * 24 * 60  # no cadence is longer than a week
NOWHERE = RecordId("")
ENDING = frozenset({"resolved", "closed", "false_alarm"})  # a message that says so is the last of its cadence


class StepKind(enum.StrEnum):
    START = "start"
    EVERY = "every"  # another interval, with its reason
    LONG = "long"  # a long incident: fewer, weightier messages, by explicit decision (doctrine §7.1)
    SNOOZE = "snooze"
    STOP = "stop"
    SAID = "said"  # an update went out that is no message of this room
    BACK = "back"  # another step is taken back, as if it had never been


@dataclass(frozen=True, slots=True)
class CadenceStep:
    """One thing laid down about the cadence of an audience. `minutes` is from one message to the next."""

    id: RecordId
    incident: IncidentId
    audience: str
    kind: StepKind
    minutes: int | None
    first_at: int | None
    until_at: int | None
    reason: str
    by: str
    at: int
    by_hand: bool
    of: RecordId = NOWHERE


@dataclass(frozen=True, slots=True)
class Told:
    """What a cadence needs to know of a release."""

    id: RecordId
    message: RecordId
    incident: IncidentId
    audiences: tuple[str, ...]
    status: str
    next_at: int | None
    digest: str
    at: int


class Outcome(enum.StrEnum):
    """What became of one message that was due."""

    OPEN = "open"
    KEPT = "kept"
    SNOOZED = "snoozed"  # in time only because it had been put off, which is recorded
    LATE = "late"
    MISSED = "missed"  # it never came: the cadence was stopped when it was late already
    DROPPED = "dropped"  # stopped before it was due

    @property
    def is_judged(self) -> bool:
        """Whether it counts when kept promises are counted."""
        return self in (Outcome.KEPT, Outcome.SNOOZED, Outcome.LATE, Outcome.MISSED)


@dataclass(frozen=True, slots=True)
class Period:
    """From one message to the next. It is judged by `due_at`; `rings_at` is what the clock shows, further off once it
    was put off when late. `owed_at` is when it was due before anybody put it off."""

    since: int
    owed_at: int
    due_at: int
    rings_at: int
    is_first: bool = False
    is_promised: bool = False  # the message before named this time
    snoozes: int = 0
    ended_at: int | None = None
    answer: RecordId = NOWHERE  # the release or the step that ended it
    outcome: Outcome = Outcome.OPEN

    def late_ms(self, now_ms: int) -> int:
        """By how much it came late, or is late by now; 0 when in time. Nothing is late that was dropped."""
        end = self.ended_at if self.ended_at is not None else now_ms
        return 0 if self.outcome is Outcome.DROPPED else max(0, end - self.due_at)


@dataclass(frozen=True, slots=True)
class Cadence:
    """The cadence of one audience of one incident, with all that became of it."""

    incident: IncidentId
    audience: str
    minutes: int | None = None  # 0 is never but for what a message promises; None: none was laid down
    is_running: bool = False
    is_long: bool = False
    by_hand: bool = False  # somebody chose this pace: the severity no longer moves it
    since: int | None = None
    last_at: int | None = None  # the last message
    last: RecordId = NOWHERE
    step: CadenceStep | None = None  # the last thing laid down
    messages: int = 0
    periods: tuple[Period, ...] = ()  # over
    open: Period | None = None

    @property
    def due_at(self) -> int | None:
        """When the next message is due, as the clock shows it."""
        return self.open.rings_at if self.open is not None else None


def owed_ref(incident: str, audiences: Iterable[str]) -> RecordId:
    """How a clock names the messages it stands for, as if they were a record: the incident and the audiences."""
    return RecordId(f"{incident}:{','.join(audiences)}")


def owed_by(ref: str) -> tuple[str, tuple[str, ...]] | None:
    """The incident and the audiences that a clock of a cadence names; None for any other record."""
    incident, colon, audiences = ref.partition(":")
    return (incident, tuple(audiences.split(","))) if colon and audiences else None


@dataclass(slots=True)
class _Reckoning:
    """A cadence while what was done to it is gone through in order."""

    now: Cadence
    counted: set[tuple[str, str]] = field(default_factory=set)

    def lay_down(self, step: CadenceStep) -> None:
        acts = {
            StepKind.START: self._start,
            StepKind.EVERY: self._every,
            StepKind.LONG: self._every,
            StepKind.SNOOZE: self._snooze,
            StepKind.STOP: self._stop,
            StepKind.SAID: self._said,
        }
        acts[step.kind](step)

    def tell(self, told: Told) -> None:
        """A message went out; the same words let out twice are one message, the first."""
        if (told.message, told.digest) in self.counted:
            return
        self.counted.add((told.message, told.digest))
        self._message(told.id, told.at, told.next_at, is_last=told.status in ENDING)

    def _start(self, step: CadenceStep) -> None:
        minutes = _minutes(step)
        first_at = step.first_at if step.first_at is not None else step.at + (minutes or 0) * MINUTE
        if minutes is None and step.first_at is None:
            return
        if self.now.is_running and not step.by_hand:
            self._hasten(step, first_at)
            return
        if self.now.is_running:
            self._every(step)
            return
        self._set(step, minutes)
        if self.now.open is None and (minutes or step.first_at is not None):
            self._open(step.at, max(first_at, step.at), is_first=True)
        elif self.now.open is not None:
            self._move(step, first_at)

    def _hasten(self, step: CadenceStep, first_at: int) -> None:
        """Started again elsewhere, or at a higher level: the first message comes sooner, never later."""
        due = self.now.open
        if due is not None and due.is_first and step.at <= due.due_at and first_at < due.due_at:
            self.now = replace(self.now, open=_at(due, max(first_at, step.at)), step=step)

    def _every(self, step: CadenceStep) -> None:
        """Another pace. What people chose is not moved by what follows from the severity; what is late stays late."""
        minutes = _minutes(step)
        if minutes is None or (not step.by_hand and (not self.now.is_running or self.now.by_hand)):
            return
        runs = self.now.is_running
        self._set(step, minutes)
        if minutes == 0:
            if self.now.open is not None and not self.now.open.is_promised:
                self._end(step.at, step.id, answered=False)
            return
        anchor = (self.now.last_at or self.now.since or step.at) if runs else step.at
        first_at = step.first_at if step.first_at is not None else max(anchor + minutes * MINUTE, step.at)
        if self.now.open is None:
            self._open(step.at, max(first_at, step.at), is_first=self.now.last_at is None)
        else:
            self._move(step, first_at)

    def _move(self, step: CadenceStep, due_at: int) -> None:
        """The running message gets another time: sooner always; later only where nobody was promised an hour."""
        due = self.now.open
        if due is None or due.due_at < step.at:
            return
        is_bound = due.is_promised or due.snoozes > 0
        moved = min(due.due_at, due_at) if is_bound else due_at
        self.now = replace(self.now, open=_at(due, max(moved, step.at)))

    def _snooze(self, step: CadenceStep) -> None:
        due, until = self.now.open, step.until_at
        if due is None or until is None or until <= max(due.rings_at, step.at):
            return
        judged = until if step.at <= due.due_at else due.due_at
        self.now = replace(
            self.now, open=replace(due, due_at=judged, rings_at=until, snoozes=due.snoozes + 1), step=step
        )

    def _stop(self, step: CadenceStep) -> None:
        due = self.now.open
        if due is not None and (step.by_hand or not due.is_promised):  # a promise outlives the cell that made it
            self._end(step.at, step.id, answered=False)
        self.now = replace(self.now, is_running=False, is_long=False, by_hand=step.by_hand, step=step)

    def _said(self, step: CadenceStep) -> None:
        self._message(step.id, step.at, step.first_at, is_last=False)
        self.now = replace(self.now, step=step)

    def _message(self, record: RecordId, at: int, next_at: int | None, *, is_last: bool) -> None:
        if self.now.open is not None:
            self._end(at, record, answered=True)
        promised = next_at if next_at is not None and next_at > at else None
        ends = is_last and promised is None
        self.now = replace(
            self.now,
            last_at=at,
            last=record,
            messages=self.now.messages + 1,
            is_running=self.now.is_running and not ends,
        )
        minutes = (self.now.minutes or 0) if self.now.is_running else 0
        if promised is not None or minutes:
            self._open(at, promised or at + minutes * MINUTE, is_promised=promised is not None)

    def _set(self, step: CadenceStep, minutes: int | None) -> None:
        was = self.now
        self.now = replace(
            was,
            minutes=minutes if minutes is not None else was.minutes,
            is_long=step.kind is StepKind.LONG,
            by_hand=step.by_hand,
            is_running=True,
            since=was.since if was.is_running else step.at,
            step=step,
        )

    def _open(self, since: int, due_at: int, *, is_first: bool = False, is_promised: bool = False) -> None:
        period = Period(since, due_at, due_at, due_at, is_first=is_first, is_promised=is_promised)
        self.now = replace(self.now, open=period)

    def _end(self, at: int, record: RecordId, *, answered: bool) -> None:
        due = self.now.open
        assert due is not None
        ended = replace(due, ended_at=at, answer=record, outcome=_outcome(due, at, answered=answered))
        self.now = replace(self.now, periods=(*self.now.periods, ended), open=None)


def _outcome(due: Period, at: int, *, answered: bool) -> Outcome:
    """The very instant is still in time."""
    if at > due.due_at:
        return Outcome.LATE if answered else Outcome.MISSED
    if not answered:
        return Outcome.DROPPED
    return Outcome.KEPT if at <= due.owed_at else Outcome.SNOOZED


def _at(due: Period, at: int) -> Period:
    """The same message, due at another time; put off is still put off where that is later."""
    return replace(due, owed_at=min(due.owed_at, at) if due.snoozes else at, due_at=at, rings_at=at)


def _minutes(step: CadenceStep) -> int | None:
    """The interval of a step, None where it has none that could be held."""
    return step.minutes if step.minutes is not None and 0 <= step.minutes <= MOST_MIN else None


_ORDER = {StepKind.START: 0, StepKind.EVERY: 1, StepKind.LONG: 1, StepKind.SNOOZE: 2, StepKind.STOP: 4}
_SAID = 3  # of one instant: what is laid down, then what is said, then the end


def cadences(steps: Iterable[CadenceStep], told: Iterable[Told]) -> list[Cadence]:
    """The cadence of each audience of each incident, from everything that was done in whatever order it became known.

    An audience that was only ever told something, without a cadence or a promised hour, is there too.
    """
    done: dict[tuple[IncidentId, str], list[tuple[int, int, str, CadenceStep | Told]]] = {}
    laid_down = list(steps)
    taken_back = {step.of for step in laid_down if step.kind is StepKind.BACK}
    for step in laid_down:
        if step.id in taken_back or step.kind is StepKind.BACK:
            continue
        act = (step.at, _ORDER.get(step.kind, _SAID), step.id, step)
        done.setdefault((step.incident, step.audience), []).append(act)
    for release in told:
        for audience in dict.fromkeys(release.audiences):
            done.setdefault((release.incident, audience), []).append((release.at, _SAID, release.id, release))
    return [_reckoned(incident, audience, acts) for (incident, audience), acts in sorted(done.items())]


def _reckoned(incident: IncidentId, audience: str, acts: list[tuple[int, int, str, CadenceStep | Told]]) -> Cadence:
    reckoning = _Reckoning(Cadence(incident, audience))
    for *_when, act in sorted(acts, key=lambda one: one[:3]):
        if isinstance(act, CadenceStep):
            reckoning.lay_down(act)
        else:
            reckoning.tell(act)
    return reckoning.now


@dataclass(frozen=True, slots=True)
class Kept:
    """How the cadence of one audience was kept. Durations are milliseconds."""

    audience: str
    messages: int = 0
    kept: int = 0
    snoozed: int = 0
    late: int = 0
    missed: int = 0
    overdue: int = 0  # still due at the end of what is looked at, and late
    late_ms: int = 0  # all lateness together
    worst_ms: int = 0
    first_ms: int | None = None  # from the start of the cadence to the first message

    @property
    def judged(self) -> int:
        return self.kept + self.snoozed + self.late + self.missed + self.overdue

    @property
    def percent(self) -> int | None:
        """Messages in time without being put off, of all that were due, in whole per cent; None when none was due."""
        return self.kept * 100 // self.judged if self.judged else None

    @property
    def percent_with_snoozes(self) -> int | None:
        return (self.kept + self.snoozed) * 100 // self.judged if self.judged else None


def kept(cadence: Cadence, until_ms: int) -> Kept:
    """How one cadence was kept until a time; what is still due by then counts once it is late."""
    found = [*cadence.periods, *([cadence.open] if cadence.open is not None else [])]
    outcomes = [period.outcome for period in found]
    late = [period.late_ms(until_ms) for period in found]
    is_overdue = cadence.open is not None and until_ms > cadence.open.due_at
    answered = (
        period for period in cadence.periods if period.outcome.is_judged and period.outcome is not Outcome.MISSED
    )
    first = next((period for period in answered if period.is_first), None)
    return Kept(
        audience=cadence.audience,
        messages=cadence.messages,
        kept=outcomes.count(Outcome.KEPT),
        snoozed=outcomes.count(Outcome.SNOOZED),
        late=outcomes.count(Outcome.LATE),
        missed=outcomes.count(Outcome.MISSED),
        overdue=1 if is_overdue else 0,
        late_ms=sum(late),
        worst_ms=max(late, default=0),
        first_ms=first.ended_at - first.since if first is not None and first.ended_at is not None else None,
    )


def all_kept(found: Sequence[Kept]) -> Kept:
    """All audiences together."""
    return Kept(
        audience="",
        messages=sum(one.messages for one in found),
        kept=sum(one.kept for one in found),
        snoozed=sum(one.snoozed for one in found),
        late=sum(one.late for one in found),
        missed=sum(one.missed for one in found),
        overdue=sum(one.overdue for one in found),
        late_ms=sum(one.late_ms for one in found),
        worst_ms=max((one.worst_ms for one in found), default=0),
        first_ms=min((one.first_ms for one in found if one.first_ms is not None), default=None),
    )
