"""The outbox: what is approved or let out and has not gone yet, channel by channel, and the ledger of what has.

What two stations both did is shown and never merged away: a line is computed from every try that anybody noted.
Times are milliseconds UTC.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from warroom.domain.channels import Channel, ChannelKind
from warroom.domain.ids import IncidentId, RecordId
from warroom.domain.messages import Release, Result, Sending
from warroom.domain.needs import Broken
from warroom.domain.stale import Advice, Judgement

ATTEMPT_MOST = 120_000  # no attempt of a sender lasts longer: one older than this without an end may have gone
NO_CHANNEL = RecordId("")
IN_TURN = (
    Result.BEGUN,
    Result.UNCLEAR,
    Result.FAILED,
    Result.SENT,
    Result.READ_BACK,
    Result.GIVEN_UP,
    Result.SEEN,
)
BY_PROGRAM = frozenset({ChannelKind.SMTP, ChannelKind.WEBHOOK})


class LineState(enum.StrEnum):
    """Where one message stands on its way by one channel."""

    APPROVED = "approved"  # nobody let it out yet
    TO_SEND = "to_send"
    SENDING = "sending"  # a sender is at work, here or at another station
    FAILED = "failed"
    MAY_HAVE_GONE = "may_have_gone"
    PARTLY = "partly"  # some recipients were refused
    GONE = "gone"
    READ_BACK = "read_back"
    GIVEN_UP = "given_up"

    @property
    def waits(self) -> bool:
        """Whether somebody still has to do something about it."""
        return self not in (LineState.GONE, LineState.READ_BACK, LineState.GIVEN_UP)


class OddKind(enum.StrEnum):
    """What two stations did that does not go together."""

    TWICE = "twice"  # sent twice to the same recipient by the same channel
    GIVEN_UP_AND_SENT = "given_up_and_sent"


@dataclass(frozen=True, slots=True)
class OutboxLine:
    """One message and one channel; `release` is None for what is approved and not let out, `channel` then too."""

    message: RecordId
    number: str
    title: str
    incident: IncidentId
    incident_number: str
    exercise: bool
    audiences: tuple[str, ...]
    due_at: int | None
    since: int  # when it was let out, or approved
    state: LineState
    judgement: Judgement
    release: Release | None = None
    channel_id: RecordId = NO_CHANNEL
    channel: Channel | None = None
    channels: tuple[RecordId, ...] = ()  # it is to leave by, once it is let out
    tries: tuple[Sending, ...] = ()
    unmet: tuple[Broken, ...] = ()  # what its channel lacks now
    returned_at: int | None = None  # when what its channel lacked came back, since it waits

    @property
    def id(self) -> str:
        return f"{self.release.id}:{self.channel_id}" if self.release else self.message

    @property
    def by_program(self) -> bool:
        """Whether a sender of this program can bring it, once somebody presses "send"."""
        return self.channel is not None and self.channel.kind in BY_PROGRAM and not self.channel.retired

    @property
    def is_current(self) -> bool:
        """Whether it may go with the others in one go: nothing speaks against it and no earlier try hangs."""
        is_free = self.state in (LineState.TO_SEND, LineState.FAILED, LineState.PARTLY)
        return self.by_program and is_free and not self.unmet and self.judgement.advice is Advice.GO

    @property
    def refused(self) -> tuple[str, ...]:
        """Recipients that a try did not reach and no other did, in the order of tries."""
        return unreached(self.tries)


@dataclass(frozen=True, slots=True)
class Odd:
    """What two stations did that does not go together, until somebody says what was done about it.

    Whoever sent it again knowing of the first answered it by doing so.
    """

    kind: OddKind
    message: RecordId
    number: str
    incident: IncidentId
    channel: RecordId
    channel_name: str
    recipient: str  # "" where nobody named one
    sendings: tuple[Sending, ...]
    answer: Sending | None = None
    exercise: bool = False
    incident_number: str = ""

    @property
    def id(self) -> str:
        return f"{self.kind.value}:{':'.join(sorted(one.id for one in self.sendings))}"


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One line of the ledger, with the names behind its ids."""

    sending: Sending
    number: str  # of the message
    title: str
    incident_number: str
    channel_name: str
    exercise: bool = False

    @property
    def id(self) -> str:
        return self.sending.id


def line_state(tries: Sequence[Sending], now_ms: int) -> LineState:
    """Where a line stands, from every try of every station, oldest first."""
    if any(arrived(one) for one in tries):
        last = [one.result for one in tries if one.result in (Result.FAILED, Result.GIVEN_UP)][-1:]
        if unreached(tries) and last != [Result.GIVEN_UP]:
            return LineState.PARTLY
        return LineState.READ_BACK if any(one.result is Result.READ_BACK for one in tries) else LineState.GONE
    open_tries = hanging(tries)
    if any(_is_at_work(one, tries, now_ms) for one in open_tries):
        return LineState.SENDING
    if open_tries:
        return LineState.MAY_HAVE_GONE
    told = [one.result for one in tries if one.result in (Result.FAILED, Result.GIVEN_UP)]
    if not told:
        return LineState.TO_SEND
    return LineState.GIVEN_UP if told[-1] is Result.GIVEN_UP else LineState.FAILED


def in_time(sendings: Iterable[Sending]) -> list[Sending]:
    """Oldest first; of one millisecond, in the order in which such things follow each other, on every station alike."""
    return sorted(sendings, key=lambda one: (one.at, IN_TURN.index(one.result), one.id))


def arrived(sending: Sending) -> bool:
    """Whether this line of the ledger says that it got there; a read-back of an earlier line says nothing new."""
    return sending.result is Result.SENT or (sending.result is Result.READ_BACK and not sending.confirms)


def hanging(tries: Iterable[Sending]) -> list[Sending]:
    """The attempts that began and of which nobody knows the end, by their first line."""
    tries = list(tries)
    ended = {one.attempt for one in tries if one.result not in (Result.BEGUN, Result.UNCLEAR)}
    first: dict[str, Sending] = {}
    for one in tries:
        if one.result in (Result.BEGUN, Result.UNCLEAR) and (not one.attempt or one.attempt not in ended):
            first.setdefault(one.attempt or one.id, one)
    return list(first.values())


def _is_at_work(begun: Sending, tries: Iterable[Sending], now_ms: int) -> bool:
    """Whether a sender may still be at it. An hour too far from ours proves nothing: it then may have gone."""
    if any(one.result is Result.UNCLEAR and one.attempt == begun.attempt for one in tries):
        return False
    return abs(now_ms - begun.at) < ATTEMPT_MOST


def unreached(tries: Iterable[Sending]) -> tuple[str, ...]:
    """Recipients whom an attempt named and did not reach, and whom no other reached."""
    tries = list(tries)
    reached = {one for sending in tries if arrived(sending) for one in sending.recipients}
    failed = [one for sending in tries if sending.result is Result.FAILED for one in sending.recipients]
    return tuple(dict.fromkeys(one for one in failed if one not in reached))


def whom(sending: Sending) -> frozenset[str]:
    """To whom a line of the ledger says it went, so that two of them can be compared; {""} for nobody named."""
    named = sending.recipients or ((sending.recipient,) if sending.recipient else ())
    return frozenset(" ".join(one.casefold().split()) for one in named) or frozenset({""})


def odd(
    sendings: Sequence[Sending], releases: Sequence[Release], names: dict[str, str], incidents: dict[str, str]
) -> list[Odd]:
    """What went twice to somebody by one channel, or was given up here and sent there; those nobody answered first.

    Two releases of one message count as one, unless the second was let out again on purpose. `names` are of channels,
    `incidents` numbers of incidents, by id.
    """
    said = {one.id: one for one in releases}
    ways: dict[tuple[str, str], list[Sending]] = {}
    for one in sendings:
        if (release := said.get(one.release)) is not None:
            origin = release.id if release.again else release.message
            ways.setdefault((origin, one.channel), []).append(one)
    found = [item for way in ways.values() for item in _odd_of(way, said, names, incidents)]
    return sorted(found, key=lambda item: (item.answer is not None, -item.sendings[-1].at, item.id))


def _odd_of(
    way: list[Sending], said: dict[RecordId, Release], names: dict[str, str], incidents: dict[str, str]
) -> Iterable[Odd]:
    went = [one for one in way if arrived(one)]

    def made(kind: OddKind, pair: Sequence[Sending], recipient: str) -> Odd:
        release, ids = said[pair[0].release], {one.id for one in pair}
        return Odd(
            kind=kind,
            message=release.message,
            number=release.number,
            incident=release.incident,
            channel=pair[0].channel,
            channel_name=names.get(pair[0].channel, ""),
            recipient=recipient,
            sendings=tuple(pair),
            answer=next((one for one in way if one.answers and ids - {one.id} <= set(one.answers)), None),
            exercise=release.exercise,
            incident_number=incidents.get(release.incident, ""),
        )

    together: dict[frozenset[str], tuple[list[Sending], str]] = {}
    for recipient in sorted({name for one in went for name in whom(one)}):
        pair = [one for one in went if recipient in whom(one)]
        if len({one.attempt or one.id for one in pair}) > 1:
            together.setdefault(frozenset(one.id for one in pair), (pair, _as_written(pair[0], recipient)))
    for pair, recipient in together.values():
        yield made(OddKind.TWICE, pair, recipient)
    up = [one for one in way if one.result is Result.GIVEN_UP]
    if up and went and (up[-1].station, up[-1].by) != (went[-1].station, went[-1].by):
        yield made(OddKind.GIVEN_UP_AND_SENT, [up[-1], went[-1]], "")


def _as_written(sending: Sending, folded: str) -> str:
    named = sending.recipients or (sending.recipient,)
    return next((one for one in named if " ".join(one.casefold().split()) == folded), "")


def in_order(lines: Iterable[OutboxLine]) -> list[OutboxLine]:
    """Soonest deadline first; those without one after them, the longest waiting first."""
    return sorted(lines, key=_place)


def _place(line: OutboxLine) -> tuple[bool, int, int, str, str]:
    name = line.channel.name.casefold() if line.channel else ""
    return line.due_at is None, line.due_at or 0, line.since, name, line.id
