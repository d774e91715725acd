"""The plan of corrective actions as a table: what is late on top, in which band each action stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ui.models.table import Column
from warroom import phrases
from warroom.commands.corrective_words import corrective_state_word, group_word, until_said
from warroom.domain.corrective_quality import is_same_person
from warroom.domain.corrective_state import Group, Line, PlanFigures
from warroom.domain.incidents import Incident
from warroom.words import N_, _, ngettext

TONES = {Group.LATE: "late", Group.SOON: "due", Group.TO_VERIFY: "accent", Group.WAITING: "due", Group.OVER: "good"}
EVERYTHING = ""


@dataclass(frozen=True, slots=True)
class PlanRead:
    """What the page shows: every line of the mode, how the plan is followed, and what concerns the crisis at work."""

    lines: Sequence[Line]
    figures: PlanFigures
    incidents: Sequence[Incident]
    carried: int = 0  # open actions of former crises about services that the current one touches
    current: Incident | None = None


@dataclass(frozen=True, slots=True)
class Filter:
    """What of it is listed; "" and nothing chosen mean everything that is not over."""

    groups: frozenset[Group] = frozenset()
    pilot: str = ""
    incident: str = ""
    with_over: bool = False

    def keeps(self, line: Line) -> bool:
        if self.groups:
            is_wanted = line.group in self.groups or (self.with_over and line.group is Group.OVER)
        else:
            is_wanted = self.with_over or line.group is not Group.OVER
        of_pilot = not self.pilot or is_same_person(line.corrective.pilot, self.pilot)
        return is_wanted and of_pilot and (not self.incident or line.corrective.incident == self.incident)


def pilots_of(lines: Iterable[Line]) -> list[str]:
    """Everybody who pilots something, by name."""
    return sorted({line.corrective.pilot for line in lines if line.corrective.pilot.strip()}, key=str.casefold)


def due_said(line: Line, now_ms: int) -> str:
    """Until when, counted in days; of what is done or over, how it stands."""
    due_at = line.corrective.due_at
    if line.group in (Group.OVER, Group.TO_VERIFY):
        return corrective_state_word(line.corrective.state)
    return until_said(due_at, now_ms) if due_at is not None else _("no date")


def day_said(line: Line, _now: int) -> str:
    return phrases.date(line.corrective.due_at) if line.corrective.due_at is not None else ""


def line_tone(line: Line, _now: int = 0) -> str:
    return TONES.get(line.group, "")


def plan_columns() -> tuple[Column[Line], ...]:
    """Due, number, crisis, action, pilot, priority, how often it was postponed."""
    return (
        Column(
            "due", N_("Due"), due_said, order=lambda line: line.corrective.due_at, tone=line_tone, bold=True, width=128,
            whole=True,
        ),
        Column("number", N_("No."), lambda line, _now: line.corrective.number, tone=_muted, width=84, whole=True),
        Column("text", N_("Action"), lambda line, _now: line.corrective.text),
        Column(
            "day", N_("Due date"), day_said, order=lambda line: line.corrective.due_at, tone=_muted, width=104,
            can_go=True,
        ),
        Column("pilot", N_("Pilot"), lambda line, _now: line.corrective.pilot or "—", width=136),
        Column(
            "priority", N_("Priority"), lambda line, _now: f"P{line.corrective.priority}",
            order=lambda line: line.corrective.priority, tone=_priority_tone, width=64, whole=True,
        ),
        Column(
            "incident", N_("Crisis"), lambda line, _now: line.incident_number, tone=_incident_tone, width=72,
            can_go=True,
        ),
        Column(
            "postponed", N_("Postponed"), lambda line, _now: _times(line), order=lambda line: line.postponed,
            tone=lambda line, _now: "due" if line.postponed > 1 else "muted", width=80, can_go=True,
        ),
    )  # fmt: skip


def group_said(group: Group, count: int) -> str:
    """`Late · 3`."""
    return f"{group_word(group)} · {count}"


def open_said(figures: PlanFigures) -> str:
    return ngettext("{n} action open", "{n} actions open", figures.open).format(n=figures.open)


def _times(line: Line) -> str:
    return f"{line.postponed} ×" if line.postponed else ""


def _priority_tone(line: Line, _now: int) -> str:
    return "late" if line.corrective.priority == 1 and line.group is not Group.OVER else "muted"


def _incident_tone(line: Line, _now: int) -> str:
    return "exercise" if line.exercise else "muted"


def _muted(_line: Line, _now: int) -> str:
    return "muted"
