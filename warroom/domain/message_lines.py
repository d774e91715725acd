"""A message as lists show it: where it stands, why, what is next, and what about it calls for somebody."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field

from warroom.domain.ids import IncidentId
from warroom.domain.message_releases import Doubled, Doubt, RefutedClaim
from warroom.domain.message_state import Blocker, MessageFacts, NextStep, kept_words
from warroom.domain.messages import Message, MessageState, Release


@dataclass(frozen=True, slots=True)
class MessageLine:
    """One message now. Times are milliseconds UTC."""

    facts: MessageFacts
    incident_number: str
    exercise: bool
    state: MessageState
    blockers: tuple[Blocker, ...]
    next_step: NextStep
    doubled: tuple[Doubled, ...] = ()  # with another release, and nobody has answered
    doubts: tuple[tuple[Release, tuple[Doubt, ...]], ...] = ()
    corrected_by: tuple[str, ...] = ()  # numbers of the messages that correct it, drafted or let out

    @property
    def id(self) -> str:
        return self.message.id

    @property
    def message(self) -> Message:
        return self.facts.message

    @property
    def number(self) -> str:
        return self.message.number

    @property
    def due_at(self) -> int | None:
        """When it should be out; None once it is."""
        return self.message.due_at if self.is_to_come else None

    @property
    def out_at(self) -> int | None:
        """When it was let out first."""
        return min((each.at for each in self.facts.releases), default=None)

    @property
    def is_to_come(self) -> bool:
        return self.state not in (MessageState.RELEASED, MessageState.CORRECTED, MessageState.WITHDRAWN)

    @property
    def refuted(self) -> tuple[RefutedClaim, ...]:
        """What it rests on that does not hold any more, and nobody has answered."""
        return tuple(each for each in self.facts.refuted if not each.is_answered)

    @property
    def is_moved(self) -> bool:
        """Whether its words were changed, at a station that knew nothing of its release: those never went out."""
        releases = self.facts.releases
        return bool(releases) and not any(kept_words(each, self.facts.texts) for each in releases)

    @property
    def calls(self) -> bool:
        """Whether something about it calls for somebody now."""
        doubted = bool(self.doubts) and not self.facts.corrections
        return bool(self.doubled or doubted or (self.refuted and not self.is_to_come))


class CallKind(enum.StrEnum):
    """What about a message calls for somebody."""

    DOUBLED = "doubled"
    CLAIM = "claim"
    DOUBT = "doubt"
    SENT_TWICE = "sent_twice"  # or given up here and sent there: domain/outbox_calls.py
    UNCLEAR = "unclear"  # it may have gone


@dataclass(frozen=True, slots=True)
class MessageCall:
    """Something about what was let out that calls until somebody answers. Times are milliseconds UTC."""

    key: str = field(repr=False)
    kind: CallKind
    message: str  # id
    number: str  # of the message
    about: str  # number of the other message or of the entry; who let it out
    incident: IncidentId
    incident_number: str
    exercise: bool
    since: int


def calls_of(lines: list[MessageLine]) -> list[MessageCall]:
    """What of these messages calls: each once, be it that two of them are concerned."""
    found: dict[str, MessageCall] = {}
    for line in lines:
        for pair in line.doubled:
            key = f"doubled:{pair.key}"
            other = pair.other.number if pair.one.message == line.id else pair.one.number
            found.setdefault(key, _call(line, CallKind.DOUBLED, key, other, pair.other.at))
        for claim in line.refuted:
            if claim.released_at is not None:
                found[claim.key] = _call(line, CallKind.CLAIM, claim.key, claim.number, claim.released_at)
        for release, doubts in () if line.facts.corrections else line.doubts:
            key = f"doubt:{release.id}:{','.join(sorted(doubts))}"
            found[key] = _call(line, CallKind.DOUBT, key, release.by, release.at)
    return list(found.values())


def in_order(lines: list[MessageLine]) -> list[MessageLine]:
    """What calls, then what is to come by its deadline, then what went out, the latest first."""
    return sorted(lines, key=_rank)


def _rank(line: MessageLine) -> tuple[bool, bool, float, str]:
    if line.is_to_come:
        return not line.calls, False, line.due_at if line.due_at is not None else float("inf"), line.id
    at = line.out_at or line.message.withdrawn_at or 0
    return not line.calls, True, -at, line.id


def _call(line: MessageLine, kind: CallKind, key: str, about: str, since: int) -> MessageCall:
    return MessageCall(
        key=key,
        kind=kind,
        message=line.id,
        number=line.number,
        about=about,
        incident=line.message.incident,
        incident_number=line.incident_number,
        exercise=line.exercise,
        since=since,
    )
