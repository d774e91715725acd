"""What the room proposes about the cadence of messages: shown beside it, never done by itself."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from warroom.domain.audience_book import AudienceBook
from warroom.domain.audience_pace import BY_A_CELL, LONG_MIN, may_be_long, pace, weight
from warroom.domain.incidents import Incident, Status
from warroom.domain.message_cadence import Cadence, StepKind

GRAVE = 2  # from this severity on, silence towards those who are touched is proposed to end
SAYS_NOTHING = (Status.DECLARED, Status.FALSE_ALARM)  # nobody waits for a message that says so


class ProposalKind(enum.StrEnum):
    START = "start"  # grave, and nobody is owed a message
    UPDATE = "update"  # the status changed, and those who follow were not told (features §2, 11)
    PACE = "pace"  # the severity asks for more than the pace chosen by hand
    LONG = "long"  # two hours: is this a long incident? (doctrine §7.1)


@dataclass(frozen=True, slots=True)
class Proposal:
    """One proposal: for whom, the pace it would lay down, and since when it stands (milliseconds UTC)."""

    kind: ProposalKind
    audiences: tuple[str, ...]
    minutes: int | None = None
    since: int | None = None


@dataclass(frozen=True, slots=True)
class Situation:
    """What proposals rest on. `status_at` and `severity_at`: when they were last written; `level` that of the cell."""

    cadences: tuple[Cadence, ...]
    book: AudienceBook
    status_at: int | None
    severity_at: int | None
    level: int | None


def proposals(incident: Incident, found: Situation, now_ms: int) -> list[Proposal]:
    """The most pressing first."""
    return [
        proposal
        for proposal in (
            _update(incident, found),
            _start(incident, found),
            _pace(incident, found),
            _long(incident, found, now_ms),
        )
        if proposal is not None
    ]


def _update(incident: Incident, found: Situation) -> Proposal | None:
    changed = found.status_at
    if changed is None or incident.status in SAYS_NOTHING:
        return None
    unaware = tuple(one.audience for one in found.cadences if _follows(one) and not _heard(one, changed))
    return Proposal(ProposalKind.UPDATE, unaware, since=changed) if unaware else None


def _follows(cadence: Cadence) -> bool:
    return cadence.is_running or (cadence.open is not None) or cadence.messages > 0


def _heard(cadence: Cadence, changed: int) -> bool:
    """Told since, or somebody put the next message off or an end to it since, which is an answer too."""
    step = cadence.step
    answered = step is not None and step.kind in (StepKind.SNOOZE, StepKind.STOP) and step.at >= changed
    return answered or (cadence.last_at is not None and cadence.last_at >= changed)


def _start(incident: Incident, found: Situation) -> Proposal | None:
    severity = weight(incident.gravity, found.level)
    if severity is None or severity > GRAVE or incident.status is Status.RESOLVED or incident.status.is_over:
        return None
    if any(one.is_running or _was_stopped(one) for one in found.cadences):
        return None
    known = {audience.code for audience in found.book.in_use()}
    audiences = tuple(code for code in BY_A_CELL if code in known)
    return Proposal(ProposalKind.START, audiences, since=incident.declared_at) if audiences else None


def _was_stopped(cadence: Cadence) -> bool:
    return cadence.step is not None and cadence.step.kind is StepKind.STOP


def _pace(incident: Incident, found: Situation) -> Proposal | None:
    severity = weight(incident.gravity, found.level)
    if severity is None or found.severity_at is None:
        return None
    slow: dict[str, int] = {}
    for one in found.cadences:
        every = pace(severity, found.book.audience(one.audience)).every_min
        is_chosen = one.is_running and one.by_hand and one.step is not None and one.step.at < found.severity_at
        if is_chosen and 0 < every < (one.minutes or 0):
            slow[one.audience] = every
    return Proposal(ProposalKind.PACE, tuple(slow), min(slow.values()), found.severity_at) if slow else None


def _long(incident: Incident, found: Situation, now_ms: int) -> Proposal | None:
    if incident.status is Status.RESOLVED or incident.status.is_over:
        return None
    audiences = tuple(one.audience for one in found.cadences if may_be_long(one, now_ms))
    return Proposal(ProposalKind.LONG, audiences, LONG_MIN) if audiences else None
