"""What the formulas of one incident need to know, as plain values; who gathers them is storage/queries/metrics.py."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from warroom.domain.actions import Action
from warroom.domain.causes import Cause
from warroom.domain.correctives import Corrective
from warroom.domain.decisions import Decision
from warroom.domain.impact_figures import Affected, Figure, Rate
from warroom.domain.incidents import Incident, Milestone
from warroom.domain.message_cadence import Cadence
from warroom.domain.messages import Release
from warroom.domain.metrics.spells import Spell
from warroom.domain.metrics.values import Source, Timed

HOUR_MS = 3_600_000


@dataclass(frozen=True, slots=True)
class ServiceFacts:
    """A service that the incident touched, with its objectives in minutes and how it stood."""

    id: str
    name: str
    impact: str  # the record that says that the incident touches it
    rto_min: int | None = None
    rpo_min: int | None = None
    spells: tuple[Spell, ...] = ()

    @property
    def source(self) -> Source:
        return Source("impact", self.impact, self.name)


@dataclass(frozen=True, slots=True)
class Approved:
    """A message from its draft to its approval."""

    message: str
    number: str
    drafted_at: int
    approved_at: int


@dataclass(frozen=True, slots=True)
class Deadline:
    """A legal deadline that something was submitted for."""

    record: str
    label: str
    due_at: int
    done_at: int


@dataclass(frozen=True, slots=True)
class KeyPoint:
    """A key event of the log, and whether it says where it comes from."""

    entry: str
    number: str
    has_source: bool


@dataclass(frozen=True, slots=True)
class Verified:
    """Information that was verified, or refuted, after it came in."""

    entry: str
    number: str
    received_at: int
    verified_at: int


@dataclass(frozen=True, slots=True)
class Work:
    """Somebody's time on the incident: as it was (a presence), or as planned where nobody noted a presence."""

    noun: str  # presence, shift
    record: str
    person: str
    code: str
    from_at: int
    until_at: int

    @property
    def hours(self) -> Decimal:
        return Decimal(max(0, self.until_at - self.from_at)) / HOUR_MS


@dataclass(frozen=True, slots=True)
class Same:
    """The same root cause in another incident: its family, that incident, and when that began."""

    family: str
    cause: str
    cause_number: str
    incident: str
    incident_number: str
    began_at: int


@dataclass(frozen=True, slots=True)
class Facts:
    """One incident as its metrics see it. Times are milliseconds UTC."""

    incident: Incident
    now_ms: int
    proofs: Mapping[Milestone, Source] = field(default_factory=dict)
    alerted: Timed | None = None
    operational: Timed | None = None
    identified: Timed | None = None
    services: tuple[ServiceFacts, ...] = ()
    figures: tuple[Figure, ...] = ()
    affected: tuple[Affected, ...] = ()
    rates: tuple[Rate, ...] = ()
    work: tuple[Work, ...] = ()
    releases: tuple[Release, ...] = ()
    outside: frozenset[str] = frozenset()  # audiences that are not of the house
    cadences: tuple[Cadence, ...] = ()
    approved: tuple[Approved, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    decisions: tuple[Decision, ...] = ()
    key_points: tuple[KeyPoint, ...] = ()
    verified: tuple[Verified, ...] = ()
    actions: tuple[Action, ...] = ()
    correctives: tuple[Corrective, ...] = ()
    causes: tuple[Cause, ...] = ()
    same: tuple[Same, ...] = ()

    def milestone(self, milestone: Milestone) -> Timed | None:
        """When a milestone was reached, and by which record."""
        at = self.incident.milestones.get(milestone)
        if at is None:
            return None
        otherwise = Source("incident", self.incident.id, self.incident.number, milestone.value, at)
        return Timed(at, self.proofs.get(milestone, otherwise))

    @property
    def ended_at(self) -> int | None:
        """When it was over for whoever used it: mitigated, else resolved, else closed; None while it goes on."""
        ends = (Milestone.MITIGATED, Milestone.RESOLVED, Milestone.CLOSED)
        return next((at for each in ends if (at := self.incident.milestones.get(each)) is not None), None)
