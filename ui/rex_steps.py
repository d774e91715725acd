"""The steps of the review of an incident, in order, and the part of the screen that each of them brings.

A step shows its part, where it has one, and under it the sections that name it (`warroom/reports/rex/`). A part is a
widget with `show_rex(rex: Rex | None)`; one with `settle()` is asked before the keyboard leaves, and one with a signal
`record_chosen(incident, noun, id)` leads elsewhere. To bring a part: one function here and its name in PARTS.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, runtime_checkable

from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from warroom.domain.rex import Rex, Step


@runtime_checkable
class ShowsRex(Protocol):
    """A part of a step, about one review."""

    def show_rex(self, rex: Rex | None) -> None: ...


def _scope(desk: Desk, parent: QWidget) -> QWidget:
    from ui.panels.rex_scope import ScopePart

    return ScopePart(desk, parent)


def _timeline(desk: Desk, parent: QWidget) -> QWidget:
    from ui.panels.rex_timeline import TimelinePart

    return TimelinePart(desk, parent)


def _impact(desk: Desk, parent: QWidget) -> QWidget:
    from ui.panels.rex_impact import ImpactPart

    return ImpactPart(desk, parent)


def _metrics(desk: Desk, parent: QWidget) -> QWidget:
    from ui.panels.rex_metrics import MetricsPart

    return MetricsPart(desk, parent)


def _causes(desk: Desk, parent: QWidget) -> QWidget:
    from ui.panels.rex_causes import RexCausesPanel

    return RexCausesPanel(desk, parent)


def _notes(desk: Desk, parent: QWidget) -> QWidget:
    from ui.panels.rex_notes import NotesPart

    return NotesPart(desk, parent)


def _plan(desk: Desk, parent: QWidget) -> QWidget:
    from ui.panels.rex_plan import RexPlan

    return RexPlan(desk, parent)


def _lessons(desk: Desk, parent: QWidget) -> QWidget:
    from ui.panels.rex_lessons import LessonsPart

    return LessonsPart(desk, parent)


def _approval(desk: Desk, parent: QWidget) -> QWidget:
    from ui.panels.rex_approval import ApprovalPart

    return ApprovalPart(desk, parent)


def _publication(desk: Desk, parent: QWidget) -> QWidget:
    from ui.panels.rex_publication import PublicationPart

    return PublicationPart(desk, parent)


PARTS: dict[Step, Callable[[Desk, QWidget], QWidget]] = {
    Step.SCOPE: _scope,
    Step.TIMELINE: _timeline,
    Step.IMPACT: _impact,
    Step.METRICS: _metrics,
    Step.CAUSES: _causes,
    Step.GOOD_BAD_LUCK: _notes,
    Step.PLAN: _plan,
    Step.LESSONS: _lessons,
    Step.APPROVAL: _approval,
    Step.PUBLICATION: _publication,
}
