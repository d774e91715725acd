"""What can be chosen in the dialogs: severities with their meaning, statuses with the likely next one first."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from ui.models.decisions import how_word
from ui.widgets.choice import Way
from warroom.commands.said import action_word, service_word, severity_meaning, severity_word, status_word
from warroom.domain.actions import ActionState
from warroom.domain.decisions import How
from warroom.domain.incidents import Severity, Status
from warroom.domain.services import ServiceState
from warroom.words import _

Value = TypeVar("Value")

NEXT = {
    Status.DECLARED: Status.INVESTIGATING,
    Status.INVESTIGATING: Status.IDENTIFIED,
    Status.IDENTIFIED: Status.MONITORING,
    Status.MONITORING: Status.RESOLVED,
    Status.RESOLVED: Status.CLOSED,
    Status.CLOSED: Status.INVESTIGATING,
    Status.FALSE_ALARM: Status.INVESTIGATING,
}


def severity_criteria(severity: Severity) -> str:
    """When to choose it (doctrine §2.2, thresholds to ship)."""
    return {
        Severity.UNDETERMINED: _("Nobody has judged yet; sorted beside SEV1 until someone does"),
        Severity.CRITICAL: _("Critical function down, data lost, people in danger, or over 30 % of users"),
        Severity.MAJOR: _("Critical function degraded, or 5 to 30 % of users"),
        Severity.SIGNIFICANT: _("Partial loss, no redundancy left, could become SEV2"),
        Severity.MINOR: _("To be handled, users are not hampered"),
    }[severity]


def severity_ways() -> list[Way[Severity]]:
    """SEV1 to SEV4 under their digits, then undetermined under 0."""
    order = [Severity.CRITICAL, Severity.MAJOR, Severity.SIGNIFICANT, Severity.MINOR, Severity.UNDETERMINED]
    return [
        Way(
            severity,
            words=partial(_severity_said, severity),
            meaning=partial(severity_criteria, severity),
            key=str(severity.value),
        )
        for severity in order
    ]


def _severity_said(severity: Severity) -> str:
    if severity is Severity.UNDETERMINED:
        return severity_word(severity)
    return f"{severity_word(severity)} {severity_meaning(severity)}"


def status_meaning(status: Status) -> str:
    """What choosing it says, and what it stamps."""
    return {
        Status.DECLARED: _("Somebody raised it, nobody works on it yet"),
        Status.INVESTIGATING: _("Somebody works on it; stamps the acknowledgement"),
        Status.IDENTIFIED: _("The cause is known, the cure is being prepared"),
        Status.MONITORING: _("The cure is in place and watched; stamps the mitigation"),
        Status.RESOLVED: _("It works again; stamps the resolution"),
        Status.CLOSED: _("Nothing is left to conduct; open actions stay open"),
        Status.FALSE_ALARM: _("There was no incident"),
    }[status]


def status_ways(now: Status) -> list[Way[Status]]:
    """Every status but the present one, the likely next one first."""
    first = NEXT[now]
    order = [first, *(status for status in Status if status not in (first, now))]
    return _numbered(order, status_word, status_meaning)


def service_ways() -> list[Way[ServiceState]]:
    order = [
        ServiceState.MAJOR_OUTAGE,
        ServiceState.PARTIAL_OUTAGE,
        ServiceState.DEGRADED,
        ServiceState.OPERATIONAL,
        ServiceState.MAINTENANCE,
        ServiceState.UNKNOWN,
    ]
    return _numbered(order, service_word)


def action_ways(now: ActionState) -> list[Way[ActionState]]:
    order = [
        ActionState.DONE,
        ActionState.IN_PROGRESS,
        ActionState.ON_HOLD,
        ActionState.TODO,
        ActionState.CANCELLED,
        ActionState.SKIPPED,
    ]
    return _numbered([state for state in order if state is not now], action_word)


def how_ways() -> list[Way[How]]:
    return _numbered([How.IN_PERSON, How.PHONE, How.WRITTEN], how_word)


def _numbered(
    order: list[Value], word: Callable[[Value], str], meaning: Callable[[Value], str] = lambda _value: ""
) -> list[Way[Value]]:
    """The ways in this order, chosen by 1, 2, 3; words are asked anew each time, since the language may change."""
    return [
        Way(value, words=partial(word, value), meaning=partial(meaning, value), key=str(at))
        for at, value in enumerate(order, start=1)
    ]
