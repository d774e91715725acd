"""The steps of the review of an incident, in order, and the part of the screen that each of them brings.

A step shows its part, where it has one, and under it the sections that name it (`warroom/reports/rex/`). A part is a
widget with `show_rex(rex: Rex | None)`; one with `settle()` is asked before the keyboard leaves, and one with a signal
`record_chosen(incident, noun, id)` leads elsewhere. To bring a part: one function here and its name in PARTS.
"""

from __future__ import annotations

import enum
from collections.abc import Callable
from typing import Protocol, runtime_checkable

from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from warroom.domain.rex import Rex
from warroom.words import _, pgettext


class Step(enum.StrEnum):
    """What is gone through, in the order in which it is easiest."""

    SCOPE = "scope"
    TIMELINE = "timeline"
    IMPACT = "impact"
    METRICS = "metrics"
    CAUSES = "causes"
    GOOD_BAD_LUCK = "good_bad_luck"
    COMMUNICATION = "communication"
    PLAN = "plan"
    LESSONS = "lessons"
    APPROVAL = "approval"
    PUBLICATION = "publication"


@runtime_checkable
class ShowsRex(Protocol):
    """A part of a step, about one review."""

    def show_rex(self, rex: Rex | None) -> None: ...


def _plan(desk: Desk, parent: QWidget) -> QWidget:
    from ui.panels.rex_plan import RexPlan

    return RexPlan(desk, parent)


PARTS: dict[Step, Callable[[Desk, QWidget], QWidget]] = {Step.PLAN: _plan}


def step_word(step: Step) -> str:
    """The name of a step, as it stands in the list."""
    return {
        Step.SCOPE: _("Scope and rules"),
        Step.TIMELINE: pgettext("review", "Timeline"),
        Step.IMPACT: pgettext("review", "Impact"),
        Step.METRICS: _("Detection and response"),
        Step.CAUSES: pgettext("review", "Causes"),
        Step.GOOD_BAD_LUCK: _("Well, badly, by luck"),
        Step.COMMUNICATION: pgettext("review", "Communication"),
        Step.PLAN: _("Action plan"),
        Step.LESSONS: _("Lessons"),
        Step.APPROVAL: _("Review and approval"),
        Step.PUBLICATION: pgettext("review", "Publication"),
    }[step]
