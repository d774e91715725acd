"""One message as its page shows it: read whole off the screen's thread, judged by the pure rules of the domain."""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from warroom.domain.conflicts import Place
from warroom.domain.entries import Entry
from warroom.domain.message_approvers import Approver
from warroom.domain.message_state import Blocker, MessageFacts, NextStep
from warroom.domain.messages import Claim, MessageState, MessageText, Release, Result, Sending


@dataclass(frozen=True, slots=True)
class Cited:
    """An entry that the message rests on."""

    claim: Claim
    entry: Entry | None  # None: it cannot be read here


SETTLED = frozenset({Result.SENT, Result.READ_BACK, Result.GIVEN_UP, Result.SEEN})


class AnswerKind(enum.StrEnum):
    """How something that calls for somebody is answered."""

    CORRECT = "correct"
    KEEP = "keep"  # the message stands although the entry does not
    STAND = "stand"  # both releases stand
    OPEN = "open"  # the other message


@dataclass(frozen=True, slots=True)
class Answer:
    """One way to answer, and what it is about: a RefutedClaim, a Doubled, the id of a message."""

    kind: AnswerKind
    about: object = None


@dataclass(frozen=True, slots=True)
class Call:
    """Something about a message that calls for somebody, in words, with the ways to answer it."""

    said: str
    answers: tuple[tuple[Callable[[], str], Answer], ...] = ()


@dataclass(frozen=True, slots=True)
class MessageView:
    """Everything that the page says of one message; `seen` is the version of each text that a form names."""

    facts: MessageFacts
    state: MessageState
    step: NextStep
    blockers: tuple[Blocker, ...]
    texts: Mapping[str, MessageText]
    seen: Mapping[str, Mapping[str, Place]]
    cited: tuple[Cited, ...] = ()
    sendings: tuple[Sending, ...] = ()
    calls: tuple[Call, ...] = ()
    template: str = ""  # its name
    audiences: str = ""
    channel_names: Mapping[str, str] = field(default_factory=dict)
    exercise: bool = False
    is_inside: bool = False  # nobody outside hears it
    names: frozenset[str] = frozenset()  # of people, which a message does not name
    approvers: tuple[Approver, ...] = ()  # whom its template expects to approve it
    offers: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)  # {language: {variable: words}}
    others: Mapping[str, str] = field(default_factory=dict)  # numbers of the messages it corrects or that correct it

    @property
    def id(self) -> str:
        return self.facts.message.id

    @property
    def releases(self) -> tuple[Release, ...]:
        return self.facts.releases

    @property
    def wants_correction(self) -> bool:
        """Whether it was said on the strength of something that no longer holds, and nobody has answered."""
        return self.state is MessageState.RELEASED and any(not each.is_answered for each in self.facts.refuted)

    @property
    def is_unsent(self) -> bool:
        """Whether it was let out, and by some channel nobody has sent it yet."""
        done = {(line.release, line.channel) for line in self.sendings if line.result in SETTLED}
        latest = max(self.releases, key=lambda each: (each.at, each.id), default=None)
        if latest is None or self.state is not MessageState.RELEASED:
            return False
        return any((latest.id, channel) not in done for channel in latest.channels)

    @property
    def is_frozen(self) -> bool:
        """Whether its words can not be changed any more: they were let out, or it was withdrawn."""
        return bool(self.releases) or self.state is MessageState.WITHDRAWN
