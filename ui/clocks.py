"""What the clocks of the strip say: facts read once after each change, words made anew every second."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from warroom import phrases
from warroom.commands.clock_words import clock_state_word
from warroom.domain.clocks import Clock, ClockKind, ClockState, at
from warroom.domain.decisions import Decision
from warroom.domain.dues import AMBER_MS, DueKind
from warroom.domain.incidents import Incident, Milestone, Mode
from warroom.room import Views
from warroom.words import _

NOT_SET = "—"
UPDATES = (ClockKind.UPDATE, ClockKind.POINT)
DEADLINES = (ClockKind.LEGAL, ClockKind.DEADLINE, ClockKind.RTO, ClockKind.PROMISE, ClockKind.ANSWER)
RELIEF_AHEAD_MS = 2 * phrases.HOUR  # a relief is on the strip from then on: before, nobody has to do anything about it


class State(Enum):
    """How a clock stands against its target."""

    PLAIN = ""
    DUE = "due"
    LATE = "late"


STATES = {ClockState.AMBER: State.DUE, ClockState.LATE: State.LATE, ClockState.TO_QUALIFY: State.DUE}


@dataclass(frozen=True, slots=True)
class Reading:
    """One clock now: the figure, the line under it, how it stands, and what is behind it (noun and id)."""

    figure: str
    caption: str
    state: State = State.PLAIN
    noun: str = ""
    target: str = ""
    rule: str = ""
    short: str = ""  # the caption of a narrow window


@dataclass(frozen=True, slots=True)
class Facts:
    """What the clocks of one incident rest on."""

    incident: Incident
    update: Clock | None  # the next message or point
    deadline: Clock | None  # the next legal or other deadline, recovery times, promises and answers among them
    decision: Decision | None
    relief: Clock | None = None  # the next function to be handed over


def facts_of(views: Views, incident: str, *, now_ms: int) -> Facts:
    """Read them: three short questions."""
    clocks = views.clocks(incident, mode=Mode.BOTH, now_ms=now_ms)
    return Facts(
        incident=views.incident(incident),
        update=next((clock for clock in clocks if clock.kind in UPDATES and clock.state.is_running), None),
        deadline=next_deadline(clocks),
        decision=most_pressing(views.decisions(incident, open_only=True), now_ms=now_ms),
        relief=next((clock for clock in clocks if clock.kind is ClockKind.RELIEF), None),
    )


def next_deadline(clocks: list[Clock]) -> Clock | None:
    """The first that runs; without one, the first that would if its regime applied or its event came."""
    known = [clock for clock in clocks if clock.kind in DEADLINES and clock.due_at is not None]
    running = [clock for clock in known if clock.state.is_running]
    return next(iter(running or known), None)


def most_pressing(decisions: list[Decision], *, now_ms: int) -> Decision | None:
    """The one that turns amber or red first if any has; otherwise the one that has waited longest."""
    pressing = [
        item for item in decisions if item.decide_before is not None and item.decide_before - now_ms <= AMBER_MS
    ]
    if pressing:
        return min(pressing, key=lambda item: (item.decide_before or 0, item.id))
    return min(decisions, key=lambda item: (item.requested_at, item.id), default=None)


def state_of(due_at: int | None, *, now_ms: int) -> State:
    """Amber ten minutes before, red when late."""
    if due_at is None:
        return State.PLAIN
    if now_ms > due_at:
        return State.LATE
    return State.DUE if due_at - now_ms <= AMBER_MS else State.PLAIN


def now_reading(now_ms: int) -> Reading:
    day = phrases.day(now_ms)
    return Reading(phrases.seconds_of_day(now_ms), f"{day} · {phrases.utc_offset(now_ms)}", short=day)


def elapsed_reading(facts: Facts, now_ms: int) -> Reading:
    """Since impact, else since detection, else since declaration; stands still once resolved."""
    incident = facts.incident
    start, ended = (
        incident.began_at,
        incident.milestones.get(Milestone.RESOLVED) or incident.milestones.get(Milestone.CLOSED),
    )
    caption = _("{start}, {moment}").format(start=_start_word(incident), moment=phrases.moment(start, now_ms))
    if ended is not None and ended >= start:
        figure = _("lasted {duration}").format(duration=phrases.duration(ended - start))
        caption = _("resolved {moment}").format(moment=phrases.moment(ended, now_ms))
    else:
        figure = phrases.since(start, now_ms)
    return Reading(figure, caption, noun="milestones", target=incident.id)


def due_reading(clock: Clock | None, now_ms: int, *, name: str, kind: DueKind) -> Reading:
    """A clock that runs; without one, the way to set it."""
    if clock is None or clock.due_at is None:
        return Reading(NOT_SET, _("{clock}: to set").format(clock=name), noun="set-due", target=kind.value)
    moment = phrases.moment(clock.due_at, now_ms)
    said = clock.label or name
    if not clock.state.is_running:
        said = f"{said} · {clock_state_word(clock.state)}"
    return Reading(
        phrases.until(clock.due_at, now_ms),
        f"{moment} · {said}",
        STATES.get(at(clock, now_ms).state, State.PLAIN),
        noun="clock",
        target=clock.key,
        rule=_proof(clock, now_ms),
        short=moment,
    )


def decision_reading(decision: Decision | None, now_ms: int) -> Reading:
    """How long the cell has waited for an answer, or when the answer is due."""
    if decision is None:
        return Reading(NOT_SET, _("no decision awaited"), noun="decisions")
    state = state_of(decision.decide_before, now_ms=now_ms)
    if decision.decide_before is not None and (
        state is not State.PLAIN or decision.decide_before - now_ms < phrases.DAY
    ):
        figure = phrases.until(decision.decide_before, now_ms)
        limit = _("before {moment}").format(moment=phrases.moment(decision.decide_before, now_ms))
    else:
        figure, limit = phrases.since(decision.requested_at, now_ms), ""
    caption = _("to decide: {question}").format(question=decision.question)
    return Reading(figure, caption, state, noun="decision", target=decision.id, rule=limit)


def relief_reading(clock: Clock, now_ms: int) -> Reading:
    """Who is to be relieved next, by whom, and when."""
    due = clock.due_at or now_ms
    said = f"{phrases.moment(due, now_ms)} · {clock.label}"
    state = STATES.get(at(clock, now_ms).state, State.PLAIN)
    short = phrases.moment(due, now_ms)
    return Reading(phrases.until(due, now_ms), said, state, noun="relief", target=clock.record, short=short)


def readings(facts: Facts | None, now_ms: int) -> list[Reading]:
    """Every clock of the strip from left to right; only the time of day without an incident."""
    if facts is None:
        return [now_reading(now_ms)]
    makers: list[Callable[[], Reading]] = [
        lambda: now_reading(now_ms),
        lambda: elapsed_reading(facts, now_ms),
        lambda: due_reading(facts.update, now_ms, name=_("next update"), kind=DueKind.UPDATE),
        lambda: due_reading(facts.deadline, now_ms, name=_("deadline"), kind=DueKind.DEADLINE),
        lambda: decision_reading(facts.decision, now_ms),
    ]
    relief = facts.relief
    if relief is not None and (relief.due_at or now_ms) - now_ms <= RELIEF_AHEAD_MS:
        makers.append(lambda: relief_reading(relief, now_ms))
    return [make() for make in makers]


def start_of(incident: Incident) -> Milestone:
    """The milestone the elapsed time starts from; impact, still to be set, when there is only the declaration."""
    has_detection_only = (
        Milestone.DETECTED in incident.milestones and Milestone.IMPACT_STARTED not in incident.milestones
    )
    return Milestone.DETECTED if has_detection_only else Milestone.IMPACT_STARTED


def _start_word(incident: Incident) -> str:
    if Milestone.IMPACT_STARTED in incident.milestones:
        return _("impact")
    if Milestone.DETECTED in incident.milestones:
        return _("detected")
    return _("declared")


def _proof(clock: Clock, now_ms: int) -> str:
    """When the clock was started, by which entry, under which law."""
    started = _("started {moment}").format(moment=phrases.moment(clock.started_at, now_ms)) if clock.started_at else ""
    return " · ".join(part for part in (started, clock.start_entry, clock.legal_ref) if part)
