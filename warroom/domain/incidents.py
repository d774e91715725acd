"""Incidents: how grave, how far, and the milestones that measure them."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from warroom.domain.ids import IncidentId


class Severity(enum.IntEnum):
    """SEV1 to SEV4; undetermined until someone judges. If in doubt, take the higher (PagerDuty, doctrine §2.2)."""

    UNDETERMINED = 0
    CRITICAL = 1
    MAJOR = 2
    SIGNIFICANT = 3
    MINOR = 4

    @property
    def rank(self) -> int:
        """Gravest first; an undetermined incident sorts beside SEV1 because it may be one."""
        return 1 if self is Severity.UNDETERMINED else self.value


class Status(enum.StrEnum):
    """Where the incident stands, in the words of the field."""

    DECLARED = "declared"
    INVESTIGATING = "investigating"
    IDENTIFIED = "identified"
    MONITORING = "monitoring"
    RESOLVED = "resolved"
    CLOSED = "closed"
    FALSE_ALARM = "false_alarm"

    @property
    def is_over(self) -> bool:
        return self in (Status.CLOSED, Status.FALSE_ALARM)


class Milestone(enum.StrEnum):
    """Moments that metrics start from or end at, in their usual order."""

    IMPACT_STARTED = "impact_started"
    DETECTED = "detected"
    ACKNOWLEDGED = "acknowledged"
    MITIGATED = "mitigated"
    RESOLVED = "resolved"
    CLOSED = "closed"


class Mode(enum.StrEnum):
    """Real or exercise; fixed by the op that declares the incident (decision 14)."""

    REAL = "real"
    EXERCISE = "exercise"
    BOTH = "both"  # for lists that show exercises apart; never for a metric


# A change of status stamps this milestone when it is still empty.
STAMPED_BY = {
    Status.INVESTIGATING: Milestone.ACKNOWLEDGED,
    Status.MONITORING: Milestone.MITIGATED,
    Status.RESOLVED: Milestone.RESOLVED,
    Status.CLOSED: Milestone.CLOSED,
}

REOPENED = {Status.RESOLVED: Milestone.RESOLVED, Status.CLOSED: Milestone.CLOSED}


@dataclass(frozen=True, slots=True)
class Incident:
    """One incident as it stands. Times are milliseconds UTC; None means not reached."""

    id: IncidentId
    number: str
    title: str
    severity: Severity
    vital: bool
    status: Status
    exercise: bool
    situation: str
    users: str
    owner: str
    declared_at: int
    milestones: dict[Milestone, int]
    source: str = ""
    link: str = ""
    flags: tuple[str, ...] = ()
    original_times: dict[str, str] | None = None

    @property
    def gravity(self) -> Severity:
        """The severity that counts: a vital service touched is critical whatever the numbers say (doctrine §2.2)."""
        return Severity.CRITICAL if self.vital else self.severity

    @property
    def began_at(self) -> int:
        """When it began: impact first, else detection, else declaration."""
        return (
            self.milestones.get(Milestone.IMPACT_STARTED) or self.milestones.get(Milestone.DETECTED) or self.declared_at
        )
