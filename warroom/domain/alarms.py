"""Alarms: what calls for somebody of the cell now, who took it, and what is silent for a while with a reason.

An alarm is computed, never stored: what is stored is the answer to it. Its key names what it is about, the time it is
due and how grave it is, so that it is the same on every station, and a new due time, or lateness, is a new alarm.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field

from warroom.domain.cells import VACANT_MIN, Cell, Function
from warroom.domain.clocks import Clock, ClockKind, ClockState, amber_before, state_at
from warroom.domain.decisions import Decision
from warroom.domain.ids import IncidentId, RecordId
from warroom.domain.inbound import AnsweredTwice
from warroom.domain.message_lines import CallKind, MessageCall
from warroom.domain.outbox import ATTEMPT_MOST
from warroom.domain.points import Point, QuestionAsked

MINUTE = 60_000
UNVERIFIED_MIN = 10  # minutes that a decision may stand on the word of somebody whom nobody verified
MUTE_MOST_MIN = 240  # nothing is silent for longer than four hours: a shift would never hear of it


@dataclass(frozen=True, slots=True)
class AlarmAnswer:
    """What was answered to an alarm. Times are milliseconds UTC."""

    id: RecordId
    what: str  # the key of the alarm: what it is about, and the time it was due
    incident: IncidentId
    acknowledged_by: str
    acknowledged_at: int | None
    muted_until: int | None
    muted_by: str
    reason: str


class AlarmKind(enum.StrEnum):
    """What calls; in the order in which a cell answers two that are equally grave."""

    LEGAL = "legal"
    DEPUTY = "deputy"  # somebody called out does not answer
    ACK = "ack"  # people called out have not acknowledged in time
    CONTACT = "contact"  # a team sent out is silent
    ANSWERED = "answered"  # two stations answered the same incoming message, and neither knew of the other
    DOUBLED = "doubled"  # two stations let out what neither knew of the other
    CLAIM = "claim"  # what was let out rests on something that does not hold any more
    DOUBT = "doubt"  # a release without the right, or without an approval
    SENT_TWICE = "sent_twice"
    UNCLEAR = "unclear"  # a message may have gone, and nobody knows
    CHECK = "check"  # of a message, that nobody answers
    DECISION = "decision"
    FUNCTION = "function"  # vacant
    RTO = "rto"
    UPDATE = "update"
    DEADLINE = "deadline"
    POINT = "point"
    RELIEF = "relief"
    CALLER = "caller"  # a decision on the word of somebody whom nobody verified
    PROMISE = "promise"
    ANSWER = "answer"  # a message that came in waits for one
    MEANS = "means"  # what was asked for has not come
    QUESTION = "question"  # waited past a point
    REVIEW = "review"
    REX = "rex"  # of a former crisis, that should have been published: it never hides one either
    CORRECTIVE = "corrective"  # plans of former crises: all that is late is one alarm, and it never hides a crisis


class Gravity(enum.StrEnum):
    LATE = "late"
    AMBER = "amber"


OF_SENDING = (CallKind.SENT_TWICE, CallKind.UNCLEAR)

# Clocks that call, and from which state on. Actions and timeboxes are their owner's: the rail counts what is late.
CALLS_FROM: Mapping[ClockKind, tuple[ClockState, ...]] = {
    ClockKind.LEGAL: (ClockState.AMBER, ClockState.LATE),
    ClockKind.CONTACT: (ClockState.AMBER, ClockState.LATE),
    ClockKind.DECISION: (ClockState.AMBER, ClockState.LATE),
    ClockKind.RTO: (ClockState.AMBER, ClockState.LATE),
    ClockKind.DEADLINE: (ClockState.AMBER, ClockState.LATE),
    ClockKind.UPDATE: (ClockState.LATE,),
    ClockKind.POINT: (ClockState.LATE,),
    ClockKind.REVIEW: (ClockState.LATE,),
    ClockKind.RELIEF: (ClockState.LATE,),
    ClockKind.MEANS: (ClockState.LATE,),
    ClockKind.DEPUTY: (ClockState.LATE,),
    ClockKind.PROMISE: (ClockState.AMBER, ClockState.LATE),
    ClockKind.ANSWER: (ClockState.LATE,),
    ClockKind.ACK: (ClockState.LATE,),
    ClockKind.CHECK: (ClockState.LATE,),
}


@dataclass(frozen=True, slots=True)
class Alarm:
    """One alarm now. Times are milliseconds UTC."""

    key: str = field(repr=False)
    kind: AlarmKind
    gravity: Gravity
    what: str  # what it is about: the words of a clock, a function, a decision
    incident: IncidentId
    incident_number: str
    exercise: bool
    noun: str  # the record behind it, for a click
    record: str
    since: int  # when it began to call
    due_at: int | None = None
    number: str = ""
    label: str = ""  # what this room calls a function
    owner: str = ""
    count: int = 1
    answer: AlarmAnswer | None = None

    @property
    def id(self) -> str:
        return self.key

    @property
    def is_acknowledged(self) -> bool:
        return self.answer is not None and self.answer.acknowledged_at is not None

    def is_muted(self, now_ms: int) -> bool:
        until = self.answer.muted_until if self.answer is not None else None
        return until is not None and now_ms < until

    def calls(self, now_ms: int) -> bool:
        """Whether it still calls for somebody: neither taken nor silent."""
        return not self.is_acknowledged and not self.is_muted(now_ms)


@dataclass(frozen=True, slots=True)
class CellCalls:
    """What of one cell may call: its functions, its questions, and the point that was held last."""

    cell: Cell
    number: str  # of the incident that leads it
    functions: tuple[Function, ...]
    waiting: tuple[QuestionAsked, ...]
    last_held: Point | None


@dataclass(frozen=True, slots=True)
class AlarmFacts:
    """What alarms rest on, read once after each change: which of it calls depends on the time alone."""

    clocks: tuple[Clock, ...] = ()
    cells: tuple[CellCalls, ...] = ()
    unverified: tuple[tuple[Decision, str, bool], ...] = ()  # with the number and the exercise flag of the incident
    messages: tuple[MessageCall, ...] = ()
    answered: tuple[AnsweredTwice, ...] = ()
    answers: Mapping[str, AlarmAnswer] = field(default_factory=dict)


def alarms(facts: AlarmFacts, now_ms: int) -> list[Alarm]:
    """Every alarm at this time, answered ones too; the gravest that still calls first."""
    found = [alarm for clock in facts.clocks if (alarm := of_clock(clock, now_ms, facts.answers)) is not None]
    for calls in facts.cells:
        found += [
            _vacant(calls, function, facts.answers) for function in calls.functions if function.is_alarming(now_ms)
        ]
        found += _questions(calls, facts.answers)
    found += [
        _caller(decision, number, facts.answers, exercise=exercise)
        for decision, number, exercise in facts.unverified
        if now_ms - (decision.decided_at or 0) >= UNVERIFIED_MIN * MINUTE
    ]
    found += [_of_message(call, facts.answers) for call in facts.messages if _is_over(call, now_ms)]
    found += [_answered(item, facts.answers) for item in facts.answered]
    found += [alarm for exercise in (False, True) for alarm in _plans(facts, now_ms, exercise=exercise)]
    found += [
        _rex(clock, facts.answers)
        for clock in facts.clocks
        if clock.kind is ClockKind.REX and clock.due_at is not None and clock.due_at < now_ms
    ]
    return sorted(found, key=lambda alarm: _rank(alarm, now_ms))


def of_clock(clock: Clock, now_ms: int, answers: Mapping[str, AlarmAnswer]) -> Alarm | None:
    """The alarm that a clock gives at this time, if any."""
    calls_from = CALLS_FROM.get(clock.kind)
    if clock.due_at is None or calls_from is None or not clock.state.is_running:
        return None
    state = state_at(clock.due_at, now_ms, amber_ms=amber_before(clock))
    if state not in calls_from:
        return None
    gravity = Gravity.LATE if state is ClockState.LATE else Gravity.AMBER
    key = f"{clock.key}:{clock.due_at}:{gravity.value}"
    return Alarm(
        key=key,
        kind=AlarmKind(clock.kind.value),
        gravity=gravity,
        what=clock.label,
        incident=clock.incident,
        incident_number=clock.incident_number,
        exercise=clock.exercise,
        noun=clock.noun,
        record=clock.record,
        since=clock.due_at if gravity is Gravity.LATE else clock.due_at - amber_before(clock),
        due_at=clock.due_at,
        number=clock.number,
        owner=clock.owner,
        answer=answers.get(key),
    )


def _vacant(calls: CellCalls, function: Function, answers: Mapping[str, AlarmAnswer]) -> Alarm:
    since = function.vacant_since or 0
    key = f"function:{function.id}:{since}"
    return Alarm(
        key=key,
        kind=AlarmKind.FUNCTION,
        gravity=Gravity.LATE,
        what=function.code,
        label=function.label,
        incident=calls.cell.lead,
        incident_number=calls.number,
        exercise=calls.cell.exercise,
        noun="function",
        record=function.id,
        since=since + (function.alarm_min or VACANT_MIN) * MINUTE,
        due_at=since,
        number=calls.cell.number,
        answer=answers.get(key),
    )


def _questions(calls: CellCalls, answers: Mapping[str, AlarmAnswer]) -> list[Alarm]:
    """One for all that a held point left unanswered: the cell answers them together."""
    held = calls.last_held
    if held is None or held.ended_at is None:
        return []
    left = [question for question in calls.waiting if question.asked_at < held.ended_at]
    if not left:
        return []
    key = f"questions:{calls.cell.id}:{held.id}"
    return [
        Alarm(
            key=key,
            kind=AlarmKind.QUESTION,
            gravity=Gravity.AMBER,
            what=left[0].text,
            incident=calls.cell.lead,
            incident_number=calls.number,
            exercise=calls.cell.exercise,
            noun="crisis_cell",
            record=calls.cell.id,
            since=held.ended_at,
            number=held.number,
            owner=left[0].asked_by,
            count=len(left),
            answer=answers.get(key),
        )
    ]


def _plans(facts: AlarmFacts, now_ms: int, *, exercise: bool) -> list[Alarm]:
    """One for all that is late in the plans: answered, it is still until another action is late too."""
    late = [
        clock
        for clock in facts.clocks
        if clock.kind is ClockKind.CORRECTIVE
        and clock.exercise == exercise
        and clock.due_at is not None
        and clock.due_at < now_ms
    ]
    if not late:
        return []
    last = max(late, key=lambda clock: (clock.due_at or 0, clock.key))
    key = f"correctives:{last.record}:{last.due_at}"
    return [
        Alarm(
            key=key,
            kind=AlarmKind.CORRECTIVE,
            gravity=Gravity.AMBER,
            what=last.label,
            incident=last.incident,
            incident_number=last.incident_number,
            exercise=exercise,
            noun="corrective",
            record=last.record,
            since=last.due_at or now_ms,
            due_at=last.due_at,
            number=last.number,
            owner=last.owner,
            count=len(late),
            answer=facts.answers.get(key),
        )
    ]


def _rex(clock: Clock, answers: Mapping[str, AlarmAnswer]) -> Alarm:
    """A review that is late; put off, it calls anew when it is late again."""
    key = f"{clock.key}:{clock.due_at}"
    return Alarm(
        key=key,
        kind=AlarmKind.REX,
        gravity=Gravity.AMBER,
        what=clock.label,
        incident=clock.incident,
        incident_number=clock.incident_number,
        exercise=clock.exercise,
        noun=clock.noun,
        record=clock.record,
        since=clock.due_at or 0,
        due_at=clock.due_at,
        number=clock.number,
        owner=clock.owner,
        answer=answers.get(key),
    )


def _caller(decision: Decision, number: str, answers: Mapping[str, AlarmAnswer], *, exercise: bool) -> Alarm:
    decided_at = decision.decided_at or 0
    key = f"caller:{decision.id}:{decided_at}"
    return Alarm(
        key=key,
        kind=AlarmKind.CALLER,
        gravity=Gravity.AMBER,
        what=decision.question if decision.restricted else decision.decided,
        incident=decision.incident,
        incident_number=number,
        exercise=exercise,
        noun="decision",
        record=decision.id,
        since=decided_at + UNVERIFIED_MIN * MINUTE,
        number=decision.number,
        owner=decision.decider,
        answer=answers.get(key),
    )


def _is_over(call: MessageCall, now_ms: int) -> bool:
    """Of an attempt to send: whether it can go on no longer. An hour too far ahead of ours proves nothing."""
    return call.kind is not CallKind.UNCLEAR or not now_ms < call.since <= now_ms + ATTEMPT_MOST


def _answered(item: AnsweredTwice, answers: Mapping[str, AlarmAnswer]) -> Alarm:
    inbound = item.inbound
    since = inbound.answered_at or inbound.received_at
    key = f"answered:{inbound.id}:{since}"
    return Alarm(
        key=key,
        kind=AlarmKind.ANSWERED,
        gravity=Gravity.LATE,
        what=inbound.from_who,
        incident=inbound.incident,
        incident_number=item.incident_number,
        exercise=item.exercise,
        noun="inbound",
        record=inbound.id,
        since=since,
        number=inbound.number,
        owner=inbound.answered_by,
        answer=answers.get(key),
    )


def _of_message(call: MessageCall, answers: Mapping[str, AlarmAnswer]) -> Alarm:
    return Alarm(
        key=call.key,
        kind=AlarmKind(call.kind.value),
        gravity=Gravity.AMBER if call.kind is CallKind.DOUBT else Gravity.LATE,
        what=call.about,
        incident=call.incident,
        incident_number=call.incident_number,
        exercise=call.exercise,
        noun="sending" if call.kind in OF_SENDING else "message",
        record=call.message,
        since=call.since,
        number=call.number,
        answer=answers.get(call.key),
    )


def _rank(alarm: Alarm, now_ms: int) -> tuple[bool, bool, bool, int, int, str]:
    kinds = list(AlarmKind)
    is_amber = alarm.gravity is Gravity.AMBER
    return not alarm.calls(now_ms), alarm.exercise, is_amber, kinds.index(alarm.kind), alarm.since, alarm.key
