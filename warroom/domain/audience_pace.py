"""How soon an audience hears first, and how often then, by severity (doctrine §2.3, §7.1; features, “Cadence”)."""

from __future__ import annotations

from dataclasses import dataclass

from warroom.domain.audience_book import AudienceOf
from warroom.domain.cells import Level
from warroom.domain.incidents import Severity
from warroom.domain.message_cadence import MINUTE, Cadence

FIRST_MIN = {1: 15, 2: 30, 3: 60, 4: 240}  # severity → minutes to the first message
EVERY_MIN = {1: 30, 2: 60, 3: 240, 4: 1440}  # severity → minutes from one to the next
OF_LEVEL = {Level.N2: 2, Level.N3: 1, Level.N4: 1}  # what a cell's level is worth where it is graver than the severity
LONG_AFTER_MS = 120 * MINUTE  # from when on a long incident may be declared (doctrine §7.1)
LONG_MIN = 120  # what is then proposed
BY_A_CELL = ("support", "staff", "customers")  # who is exposed, and who is touched: their messages start with a cell


@dataclass(frozen=True, slots=True)
class Pace:
    """Minutes to the first message and from one to the next; 0 is never."""

    first_min: int
    every_min: int


def weight(severity: Severity, level: int | None = None) -> int | None:
    """The severity, 1 to 4, that sets the pace: a cell's level makes it graver, never lighter.

    Undetermined counts as 1, as it may be; under a cell at work, as its level says: None at a level without messages.
    """
    by_level = OF_LEVEL.get(Level(level)) if level in set(Level) else None
    if severity is Severity.UNDETERMINED:
        return 1 if level is None else by_level
    return min(severity.value, by_level or severity.value)


def pace(severity: int, audience: AudienceOf | None = None) -> Pace:
    """The pace of an audience at a severity, 1 to 4: its own where it has one, else that of the doctrine."""
    own = (audience.first, audience.every) if audience is not None else ({}, {})
    first, every = own[0].get(str(severity)), own[1].get(str(severity))
    return Pace(
        first_min=first if first is not None else FIRST_MIN[severity],
        every_min=every if every is not None else EVERY_MIN[severity],
    )


def repaced_at(cadence: Cadence, wanted: Pace, now_ms: int) -> int | None:
    """When the running message is due at another pace: counted from the last, but never at once, for nobody knew.

    At the soonest as long from now as a first message would have; never later for that than it was.
    """
    if cadence.open is None:
        return None
    anchor = cadence.open.since
    length = wanted.first_min if cadence.open.is_first else wanted.every_min
    grace = min(cadence.open.due_at, now_ms + wanted.first_min * MINUTE)
    return max(anchor + length * MINUTE, grace)


def may_be_long(cadence: Cadence, now_ms: int) -> bool:
    """Whether it is time to ask if this is a long incident: after two hours, and nobody decided yet."""
    return (
        cadence.is_running
        and not cadence.is_long
        and cadence.since is not None
        and now_ms - cadence.since >= LONG_AFTER_MS
        and 0 < (cadence.minutes or 0) < LONG_MIN
    )
