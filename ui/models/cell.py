"""What the page of a cell shows, read in one go off the screen's thread; and how it is said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from warroom import phrases
from warroom.domain.cells import (
    OBJECTIVES_MOST,
    Cell,
    Freeze,
    FreezeException,
    Function,
    Level,
    Objective,
    ObjectiveState,
    Remaining,
)
from warroom.domain.clocks import ClockKind
from warroom.domain.dues import DueKind
from warroom.domain.entries import Entry
from warroom.domain.incidents import Incident, Mode
from warroom.domain.points import Point, QuestionAsked, QuestionState
from warroom.domain.turns import OnCall, Watch
from warroom.room import Views
from warroom.words import _

LEVEL_TONES = {Level.N1: "muted", Level.N2: "sev3", Level.N3: "sev2", Level.N4: "sev1"}
FOLLOWED = (
    "crisis_cell", "coverage", "objective", "function", "freeze", "freeze_exception", "point", "question", "incident",
    "rotation", "override", "duty",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CellFacts:
    """One cell with everything around it."""

    cell: Cell
    rivals: tuple[Cell, ...]  # other cells at work for the same incidents
    told: tuple[Entry, ...]  # what the log tells of its level
    covered: tuple[Incident, ...]
    objectives: tuple[Objective, ...]
    functions: tuple[Function, ...]
    freezes: tuple[tuple[Freeze, tuple[FreezeException, ...]], ...]
    point: Point | None
    last_point: Point | None
    waiting: tuple[QuestionAsked, ...]
    disputed: frozenset[str]  # its own fields that are to be settled
    disputed_functions: frozenset[str]  # ids of functions whose holder is to be settled
    on_call: tuple[OnCall, ...] = ()


@dataclass(frozen=True, slots=True)
class CellPage:
    """What the page is about: the current incident, its cell, and other cells at work beside it."""

    incident: Incident | None
    facts: CellFacts | None
    others: tuple[tuple[Cell, tuple[Incident, ...]], ...]


def read_page(views: Views, incident: str | None, cell: str | None) -> CellPage:
    """The cell of an incident, or the one chosen; the other cells at work of the same mode."""
    about = views.incident(incident) if incident else None
    chosen = views.cell(cell) if cell else views.cell_of(incident) if incident else None
    mode = Mode.EXERCISE if about is not None and about.exercise else Mode.REAL
    others = [
        (other, tuple(views.covered(other.id)))
        for other in views.cells(mode=mode, live_only=True)
        if chosen is None or other.id != chosen.id
    ]
    return CellPage(about, read_facts(views, chosen) if chosen is not None else None, tuple(others))


def read_facts(views: Views, cell: Cell) -> CellFacts:
    """Everything around a cell."""
    covered = tuple(views.covered(cell.id))
    rivals = {
        other.id: other
        for incident in covered
        for other in views.cells_of(incident.id)
        if cell.is_active and other.is_active and other.id != cell.id
    }
    freezes = tuple((freeze, tuple(views.exceptions(freeze.id))) for freeze in views.freezes(cell.id))
    held = [point for point in views.points(cell.id) if point.ended_at is not None]
    functions = tuple(in_order(views.functions(cell.id)))
    disputed = views.are_disputed("function")
    return CellFacts(
        cell=cell,
        rivals=tuple(rivals.values()),
        told=tuple(views.told_by_cell(cell.id)),
        covered=covered,
        objectives=tuple(views.objectives(cell.id)),
        functions=functions,
        freezes=freezes,
        point=views.next_point(cell.id),
        last_point=held[0] if held else None,
        waiting=tuple(item for item in views.questions_asked(cell.id) if item.state is QuestionState.WAITING),
        disputed=views.disputed(cell.id),
        disputed_functions=frozenset(item.id for item in functions if item.id in disputed),
        on_call=tuple(on for on in views.on_call() if on.state is not Watch.OFF),
    )


def in_order(functions: Iterable[Function]) -> list[Function]:
    """Vacant ones first, the longest vacant before the others (screens.md: alarms first)."""
    return sorted(functions, key=lambda item: (bool(item.holder), (item.vacant_since or 0) if not item.holder else 0))


def vacancy_said(function: Function, now_ms: int) -> str:
    """`vacant for 12 min`."""
    if function.vacant_since is None:
        return _("vacant")
    return _("vacant {since}").format(since=phrases.since(function.vacant_since, now_ms))


def vacancy_tone(function: Function, now_ms: int) -> str:
    return "late" if function.is_alarming(now_ms) else "due"


def vacancies(views: Views, now_ms: int) -> tuple[int, int]:
    """Functions of cells at work that nobody holds, and how many of them for too long; never of exercises."""
    cells = views.cells(mode=Mode.REAL, live_only=True)
    vacant = [item for cell in cells for item in views.functions(cell.id) if not item.holder]
    return len(vacant), sum(item.is_alarming(now_ms) for item in vacant)


def open_objectives(objectives: Iterable[Objective]) -> list[Objective]:
    return [item for item in objectives if item.state is ObjectiveState.OPEN]


def may_set_objective(facts: CellFacts) -> bool:
    """Whether the period has room for another one."""
    return facts.cell.is_active and len(open_objectives(facts.objectives)) < OBJECTIVES_MOST


def is_over(exception: FreezeException, now_ms: int) -> bool:
    return exception.until_at is not None and exception.until_at <= now_ms


def remaining(views: Views, facts: CellFacts) -> list[Remaining]:
    """What is open in a cell and its incidents, each with the owner it has; restricted text is not told."""
    found: list[Remaining] = []
    for incident in facts.covered:
        for action in views.actions(incident.id):
            if not action.state.is_over:
                found += [Remaining(f"{action.number} {action.text}", action.owner, "action", action.id)]
        for decision in views.decisions(incident.id, open_only=True):
            said = _("restricted decision {number}").format(number=decision.number)
            is_told = not (decision.circle or decision.restricted)
            text = f"{decision.number} {decision.question}" if is_told else said
            found.append(Remaining(text, decision.decider if is_told else "", "decision", decision.id))
        found += [
            Remaining(due.label or _("deadline"), "", "due", due.id)
            for due in views.dues(incident.id)
            if due.kind is not DueKind.UPDATE  # the cadence of messages is the cell's, and ends with it
        ]
        found += _legal(views, incident, facts)
    for freeze, _exceptions in facts.freezes:
        if freeze.ended_at is None:
            found.append(Remaining(_("freeze “{scope}”").format(scope=freeze.scope), freeze.by, "freeze", freeze.id))
    return found


def _legal(views: Views, incident: Incident, facts: CellFacts) -> list[Remaining]:
    """Legal clocks that run on, owned by whoever holds the legal function."""
    owner = next((item.holder for item in facts.functions if item.code == "JUR"), "")
    mode = Mode.EXERCISE if incident.exercise else Mode.REAL
    clocks = views.clocks(incident.id, mode=mode)
    return [
        Remaining(clock.label, clock.owner or owner)
        for clock in clocks
        if clock.kind is ClockKind.LEGAL and clock.state.is_running
    ]
