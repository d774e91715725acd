"""Decisions: the question, what was known, who decided, and when to look again (doctrine §4.4)."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Any

from warroom.domain.ids import DecisionId, IncidentId


class DecisionState(enum.StrEnum):
    """Awaited, taken, or no longer needed."""

    REQUESTED = "requested"
    DECIDED = "decided"
    WITHDRAWN = "withdrawn"


class How(enum.StrEnum):
    """How the decision reached the person who typed it (decision 16)."""

    IN_PERSON = "in_person"
    PHONE = "phone"
    WRITTEN = "written"


class CallerCheck(enum.StrEnum):
    """How whoever called was known (doctrine §8 P12): anybody can be imitated on the telephone."""

    UNSAID = ""
    IN_PERSON = "in_person"
    CODE_WORD = "code_word"
    CALL_BACK = "call_back"  # on a number that was known before
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Window:
    """What a "decide before" was computed from; minutes, and milliseconds UTC."""

    down_since: int
    rto_min: int
    failover_min: int  # measured
    margin_min: int
    tested_at: int | None = None  # when the failover was measured
    service: str = ""  # the name of the service that is down

    @property
    def rto_end(self) -> int:
        return self.down_since + self.rto_min * 60_000

    @property
    def decide_before(self) -> int:
        """The end of the RTO less the time the failover took when it was measured, less a margin."""
        return self.rto_end - (self.failover_min + self.margin_min) * 60_000


def window_of(said: Any) -> Window | None:
    """A window as a record keeps it; None for anything that is none."""
    names = ("down_since", "rto_min", "failover_min", "margin_min")
    if not isinstance(said, dict) or not all(type(said.get(name)) is int for name in names):
        return None
    tested, service = said.get("tested_at"), said.get("service")
    return Window(
        **{name: said[name] for name in names},
        tested_at=tested if type(tested) is int else None,
        service=service if isinstance(service, str) else "",
    )


MARGIN_MIN = 15  # minutes kept between the end of a failover and that of the RTO


@dataclass(frozen=True, slots=True)
class ProposedWindow:
    """A window that a service which is down gives to whoever decides on its failover."""

    service: str
    failover_tested: int | None  # when its failover was measured, milliseconds UTC
    window: Window


@dataclass(frozen=True, slots=True)
class Option:
    """One way out, with what speaks for and against it."""

    title: str
    advantages: str = ""
    risks: str = ""
    delay: str = ""
    reversible: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision as it stands. Times are milliseconds UTC; None means not set."""

    id: DecisionId
    incident: IncidentId
    number: str
    state: DecisionState
    question: str
    context: str  # facts known at that time
    options: tuple[Option, ...]
    decided: str
    rationale: str
    decider: str
    typed_by: str
    how: str
    executor: str
    requested_at: int
    decide_before: int | None
    decided_at: int | None
    review_at: int | None
    reviewed_at: int | None
    read_back_at: int | None
    delegation: str = ""
    facts: tuple[str, ...] = ()  # numbers of the entries it rests on
    circle: str = ""  # the circle it is restricted to, by its key name
    restricted: str = ""  # the same when it cannot be read here: its question then says so
    caller_check: CallerCheck = CallerCheck.UNSAID
    caller_reason: str = ""
    window: Window | None = None
    scenario: str = ""
    point: str = ""

    @property
    def is_unverified(self) -> bool:
        """Taken from afar from somebody whom nobody verified."""
        return is_unverified(self.how, self.caller_check)

    @property
    def is_open(self) -> bool:
        return self.state is DecisionState.REQUESTED


def how_of(channel: str) -> How | None:
    """How something came by this channel (`domain/entries.Channel`); None where the channel says nothing of it."""
    return {
        "phone": How.PHONE,
        "radio": How.PHONE,
        "mail": How.WRITTEN,
        "sms": How.WRITTEN,
        "courier": How.WRITTEN,
        "in_person": How.IN_PERSON,
    }.get(channel)


def is_unverified(how: str, check: str) -> bool:
    """Whether something came from afar by somebody whom nobody verified."""
    return how in (How.PHONE, How.WRITTEN) and check in (CallerCheck.UNSAID, CallerCheck.NONE)
