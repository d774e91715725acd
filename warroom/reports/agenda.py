"""The agenda of a situation point, filled from the log since the last one (doctrine §2.3): nobody starts from blank."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import tzinfo

from warroom import phrases
from warroom.commands.cell_words import seat_word
from warroom.commands.clock_words import due_said
from warroom.commands.said import action_word, service_word
from warroom.commands.said_ahead import case_said, unverified_said
from warroom.domain.actions import Action, ActionState
from warroom.domain.cells import Cell, cadence_of
from warroom.domain.clocks import Clock, ClockKind, ClockState
from warroom.domain.decisions import DecisionState
from warroom.domain.entries import Entry, Kind, Verification
from warroom.domain.incidents import Incident, Mode
from warroom.domain.points import NOTE_MAX, Heading, Point, PointState, QuestionAsked, next_point_at
from warroom.domain.services import ServiceState
from warroom.reports.field_lines import FieldLine, means_lines, team_lines
from warroom.storage.views import LogFilter, Order, Views
from warroom.words import _, pgettext

STATED = frozenset({Kind.FACT, Kind.INFORMATION, Kind.REPORT, Kind.EVIDENCE, Kind.INJECT, Kind.CORRECTION})
TOLD = frozenset({ClockKind.UPDATE, ClockKind.DEADLINE, ClockKind.LEGAL})
LOOKED_AT = 60  # newest verified entries of an incident: one that was verified since may be older than the last point
TEXT_MOST = 240  # characters of one line


@dataclass(frozen=True, slots=True)
class Item:
    """One line under a heading, and the record that it comes from."""

    text: str
    noun: str = ""
    record: str = ""
    incident: str = ""
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class Agenda:
    """What there is to go through now. Times are milliseconds UTC."""

    cell: Cell
    point: Point | None  # the one under way, else the next planned
    since: int  # the last point, or the activation of the cell
    items: dict[Heading, tuple[Item, ...]]
    questions: tuple[QuestionAsked, ...]  # that wait
    next_at: int  # by the rhythm

    def text(self, heading: Heading) -> str:
        """What is filled in under a heading."""
        return "\n".join(item.text for item in self.items.get(heading, ()))

    def said(self, heading: Heading) -> str:
        """What is filled in under a heading, and what was noted beside it."""
        noted = self.point.notes.get(heading, "") if self.point is not None else ""
        return "\n".join(text for text in (self.text(heading), noted) if text)

    def notes(self) -> dict[str, str]:
        """What a point that is closed now says under each heading."""
        said = {heading: self.said(heading) for heading in Heading}
        return {heading.value: text[:NOTE_MAX] for heading, text in said.items() if text}


@dataclass(frozen=True, slots=True)
class _Asked:
    views: Views
    cell: Cell
    incidents: tuple[Incident, ...]
    since: int
    now: int
    zone: tzinfo | None

    @property
    def several(self) -> bool:
        return len(self.incidents) > 1

    def moment(self, at: int) -> str:
        return phrases.moment(at, self.now, self.zone)

    def due(self, at: int) -> str:
        """The time itself: what is noted in the log and printed is read when “in 11 min” is no longer true."""
        said = self.moment(at)
        return _("late, due {time}").format(time=said) if at < self.now else _("due {time}").format(time=said)


def agenda(views: Views, cell_id: str, *, now_ms: int, zone: tzinfo | None = None) -> Agenda | None:
    """The agenda of a cell's next point, as of now; None when there is no such cell. Call it from a task.

    Nothing restricted is in it, whoever asks: what it fills in goes into the log and onto a screen that all read.
    """
    views = views.within(())
    cell = views.cell(cell_id)
    if cell is None:
        return None
    points = views.points(cell_id)
    point = next((item for item in points if item.is_to_come), None)
    last = next((item for item in points if item.state is PointState.HELD), None)
    since = (last.started_at if last and last.started_at else cell.activated_at) or 0
    asked = _Asked(views, cell, tuple(views.covered(cell_id)), since, now_ms, zone)
    builders: dict[Heading, Callable[[_Asked], list[Item]]] = {
        Heading.PRESENT: _present,
        Heading.FACTS: _facts,
        Heading.IMPACTS: _impacts,
        Heading.ACTIONS: _actions,
        Heading.ANTICIPATION: _anticipation,
        Heading.DECISIONS: _decisions,
        Heading.COMMUNICATION: _communication,
    }
    items = {heading: tuple(build(asked)) for heading, build in builders.items()}
    questions = tuple(views.questions_asked(cell_id, waiting_only=True))
    cadence = cadence_of(cell.cadence_min, cell.level)
    return Agenda(cell, point, since, items, questions, next_point_at(now_ms, cadence))


def _present(asked: _Asked) -> list[Item]:
    found = []
    for function in sorted(asked.views.functions(asked.cell.id), key=lambda item: not item.holder):
        name = seat_word(function.code, function.label)
        text = phrases.labelled(name, function.holder or pgettext("function", "vacant"))
        found.append(Item(text, "function", function.id, asked.cell.lead, is_late=function.is_alarming(asked.now)))
    return found


def _facts(asked: _Asked) -> list[Item]:
    """What was verified since the last point, whenever it was written; then what was refuted since."""
    found: list[tuple[int, Item]] = []
    for incident in asked.incidents:
        for state in (Verification.VERIFIED, Verification.REFUTED):
            wanted = LogFilter(kinds=STATED, verification=frozenset({state}))
            keys = asked.views.first_entry_keys(incident.id, wanted, Order.RECORDED, count=LOOKED_AT)
            for entry in asked.views.entries_by_key(keys).values():
                if _is_news(asked, entry) and not entry.corrected_by:
                    text = (
                        entry.text if state is Verification.VERIFIED else _("Refuted: {text}").format(text=entry.text)
                    )
                    said = _("{time} {text} ({number})").format(
                        time=asked.moment(entry.event_at), text=_short(text), number=entry.number
                    )
                    found.append((entry.event_at, Item(said, "entry", entry.id, incident.id)))
    return [item for _at, item in sorted(found, key=lambda pair: pair[0])]


def _is_news(asked: _Asked, entry: Entry) -> bool:
    if entry.recorded_at >= asked.since:
        return True
    marked = asked.views.sources("entry_mark", entry.id).get("verification")
    written = asked.views.written(marked) if marked else None
    return written is not None and written.time >= asked.since


def _impacts(asked: _Asked) -> list[Item]:
    found = []
    for incident in asked.incidents:
        for service in asked.views.services(incident.id):
            since = f", {phrases.since(service.since, asked.now)}" if service.since else ""
            is_down = service.state in (ServiceState.MAJOR_OUTAGE, ServiceState.PARTIAL_OUTAGE)
            text = f"{phrases.labelled(service.name, service_word(service.state))}{since}"
            found.append(Item(text, "impact", service.id, incident.id, is_late=is_down))
        if incident.users:
            text = _("Users touched: {users}").format(users=incident.users)
            found.append(Item(_with_number(asked, incident, text), "incident", incident.id, incident.id))
        to_confirm = sum(
            not item.is_sure or item.is_stale for item in asked.views.situation(incident.id, now_ms=asked.now)
        )
        if to_confirm:
            text = _("Sentences of the situation to confirm: {n}").format(n=to_confirm)
            found.append(Item(_with_number(asked, incident, text), "incident", incident.id, incident.id))
    return found


def _actions(asked: _Asked) -> list[Item]:
    """Silent teams and late ones first, then those on hold, what was done since the last point, the others; then the
    teams that are out, and the means that are to come."""
    late, held, done, running = [], [], [], []
    for incident in asked.incidents:
        for action in asked.views.actions(incident.id):
            item = Item(_action_said(asked, action), "action", action.id, incident.id, action.is_late(asked.now))
            if action.is_late(asked.now):
                late.append(item)
            elif action.state is ActionState.ON_HOLD:
                held.append(item)
            elif not action.state.is_over:
                running.append(item)
            elif (action.finished_at or 0) >= asked.since:
                done.append(item)
    when = {"now_ms": asked.now, "moment": asked.moment}
    out = [_of_field(line) for line in team_lines(asked.views, asked.incidents, **when)]  # type: ignore[arg-type]
    means = [_of_field(line) for line in means_lines(asked.views, asked.incidents, **when)]  # type: ignore[arg-type]
    silent, heard = [item for item in out if item.is_late], [item for item in out if not item.is_late]
    return [*silent, *late, *held, *done, *running, *heard, *means]


def _of_field(line: FieldLine) -> Item:
    return Item(_short(line.text), line.noun, line.record, line.incident, line.is_late)


def _action_said(asked: _Asked, action: Action) -> str:
    parts = [action_word(action.state)]
    if action.owner:
        parts.append(action.owner)
    if not action.state.is_over and action.due_at is not None:
        parts.append(asked.due(action.due_at))
    if action.state.is_over and action.result:
        parts.append(_short(action.result))
    return _("{number} {text} ({more})").format(number=action.number, text=_short(action.text), more=", ".join(parts))


def _anticipation(asked: _Asked) -> list[Item]:
    found = []
    for incident in asked.incidents:
        for case in asked.views.scenarios(incident.id):
            if not case.text:
                continue
            text = phrases.labelled(case_said(case.kind, case.horizon_min), _short(case.text))
            if case.trigger:
                text = _("{text} (if {trigger})").format(text=text, trigger=_short(case.trigger))
            found.append(Item(text, "scenario", case.id, incident.id, is_late=case.is_fired))
    return found


def _decisions(asked: _Asked) -> list[Item]:
    """Those awaited, then those taken since the last point."""
    awaited, taken = [], []
    for incident in asked.incidents:
        for decision in asked.views.decisions(incident.id):
            if decision.state is DecisionState.REQUESTED:
                until = decision.decide_before
                before = f", {asked.due(until)}" if until is not None else ""
                text = f"{decision.number} {_short(decision.question)}{before}"
                late = until is not None and until < asked.now
                awaited.append(Item(text, "decision", decision.id, incident.id, late))
            elif decision.state is DecisionState.DECIDED and (decision.decided_at or 0) >= asked.since:
                text = _("Decided {number}: {text}").format(number=decision.number, text=_short(decision.decided))
                if decision.is_unverified:
                    text = f"{text} · {unverified_said(_short(decision.caller_reason))}"
                taken.append(Item(text, "decision", decision.id, incident.id))
    return [*awaited, *taken]


def _communication(asked: _Asked) -> list[Item]:
    """Messages and legal deadlines, soonest first."""
    found, to_qualify = [], []
    for incident in asked.incidents:
        mode = Mode.EXERCISE if incident.exercise else Mode.REAL
        for clock in asked.views.clocks(incident.id, mode=mode, now_ms=asked.now):
            if clock.state is ClockState.TO_QUALIFY:
                to_qualify.append(clock.label)
            elif clock.kind in TOLD:
                text = phrases.labelled(clock.label, _clock_said(asked, clock))
                is_late = clock.state is ClockState.LATE
                found.append(
                    (
                        clock.due_at if clock.due_at is not None else 1 << 62,
                        Item(_with_number(asked, incident, text), clock.noun, clock.record, incident.id, is_late),
                    )
                )
    items = [item for _at, item in sorted(found, key=lambda pair: pair[0])]
    if to_qualify:
        items.append(Item(_("Regimes to qualify: {names}").format(names=", ".join(dict.fromkeys(to_qualify)))))
    return items


def _clock_said(asked: _Asked, clock: Clock) -> str:
    is_running = clock.state.is_running and clock.done_at is None and clock.due_at is not None
    return asked.due(clock.due_at or 0) if is_running else due_said(clock, asked.now)


def _with_number(asked: _Asked, incident: Incident, text: str) -> str:
    return f"{incident.number} · {text}" if asked.several else text


def _short(text: str) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= TEXT_MOST else f"{one_line[: TEXT_MOST - 1]}…"
