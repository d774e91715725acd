"""What can be chosen in the dialogs: severities with their meaning, statuses with the likely next one first."""

from __future__ import annotations

from ui.widgets.choice import Way
from warroom.commands.said import action_word, service_word, severity_meaning, severity_word, status_word
from warroom.domain.actions import ActionState
from warroom.domain.decisions import How
from warroom.domain.incidents import Severity, Status
from warroom.domain.services import ServiceState
from warroom.words import _

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
            words=lambda severity=severity: _severity_said(severity),  # type: ignore[misc]
            meaning=lambda severity=severity: severity_criteria(severity),  # type: ignore[misc]
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
    return [
        Way(
            status,
            words=lambda status=status: status_word(status),  # type: ignore[misc]
            meaning=lambda status=status: status_meaning(status),  # type: ignore[misc]
            key=str(at),
        )
        for at, status in enumerate(order, start=1)
    ]


def service_ways() -> list[Way[ServiceState]]:
    order = [
        ServiceState.MAJOR_OUTAGE,
        ServiceState.PARTIAL_OUTAGE,
        ServiceState.DEGRADED,
        ServiceState.OPERATIONAL,
        ServiceState.MAINTENANCE,
        ServiceState.UNKNOWN,
    ]
    return [
        Way(state, words=lambda state=state: service_word(state), key=str(at))  # type: ignore[misc]
        for at, state in enumerate(order, start=1)
    ]


def action_ways(now: ActionState) -> list[Way[ActionState]]:
    order = [
        ActionState.DONE,
        ActionState.IN_PROGRESS,
        ActionState.ON_HOLD,
        ActionState.TODO,
        ActionState.CANCELLED,
        ActionState.SKIPPED,
    ]
    left = [state for state in order if state is not now]
    return [
        Way(state, words=lambda state=state: action_word(state), key=str(at))  # type: ignore[misc]
        for at, state in enumerate(left, start=1)
    ]


def how_ways() -> list[Way[How]]:
    return [
        Way(How.IN_PERSON, words=lambda: _("in person"), key="1"),
        Way(How.PHONE, words=lambda: _("by telephone"), key="2"),
        Way(How.WRITTEN, words=lambda: _("in writing"), key="3"),
    ]
