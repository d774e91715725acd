"""Who is to hear and by what: the audiences and channels of the program, as this room changed them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from warroom.domain.channels import Audience, Channel, ChannelKind
from warroom.domain.ids import RecordId
from warroom.domain.incidents import Severity
from warroom.domain.needs import Broken, Need, unmet

FORMAT = "warroom-audiences-1"
SEVERITIES = ("1", "2", "3", "4")
MINUTES_MOST = 7 * 24 * 60
PAIR = ("fr", "en")
NONE = "none"  # the one item of a list that somebody emptied
NOWHERE = RecordId("")


class AudienceFault(ValueError):
    """A file of audiences that cannot be read: the program is damaged."""


@dataclass(frozen=True, slots=True)
class AudienceOf:
    """One audience. `first` and `every` are minutes by severity, 0 is never; `channels` are ids, the usual first."""

    code: str
    names: Mapping[str, str]
    hints: Mapping[str, str]
    rank: int
    inside: bool
    first: Mapping[str, int]
    every: Mapping[str, int]
    channels: tuple[RecordId, ...]
    languages: tuple[str, ...] = PAIR
    owner: str = ""
    retired: bool = False
    is_own: bool = False  # this room's, not the program's
    is_changed: bool = False
    record: RecordId = NOWHERE  # of the room's row, where there is one

    def said(self, language: str) -> str:
        """Its name in a language; its code where it has none."""
        return self.names.get(language) or self.names.get("en") or self.code

    def hint(self, language: str) -> str:
        return self.hints.get(language) or self.hints.get("en") or ""

    def first_min(self, severity: Severity) -> int:
        """Minutes from the declaration to the first message; undetermined counts as SEV1."""
        return self.first.get(str(severity.rank), 0)

    def every_min(self, severity: Severity) -> int:
        """Minutes from one message to the next; undetermined counts as SEV1."""
        return self.every.get(str(severity.rank), 0)


@dataclass(frozen=True, slots=True)
class ChannelOf:
    """A channel as it stands; `names` are empty for one that somebody here named."""

    channel: Channel
    names: Mapping[str, str] = field(default_factory=dict)
    is_own: bool = False
    is_changed: bool = False

    def said(self, language: str) -> str:
        return self.channel.name or self.names.get(language) or self.names.get("en") or ""


@dataclass(frozen=True, slots=True)
class Usable:
    """Whether a channel can be used now: what it lacks, that somebody found it not to work, and what to use instead."""

    lacks: tuple[Broken, ...] = ()
    is_out: bool = False  # checked, and found not to work
    instead: RecordId = NOWHERE  # "" when nothing usable is known

    @property
    def works(self) -> bool:
        return not self.lacks and not self.is_out


@dataclass(frozen=True, slots=True)
class AudienceBook:
    """Every audience and channel of a room, those put aside too. Audiences by rank: inside first."""

    audiences: tuple[AudienceOf, ...] = ()
    channels: tuple[ChannelOf, ...] = ()

    def audience(self, code: str) -> AudienceOf | None:
        return next((item for item in self.audiences if item.code == code), None)

    def name(self, code: str, language: str) -> str:
        """What an audience is called; its code for one nobody knows."""
        known = self.audience(code)
        return known.said(language) if known else code

    def channel(self, record: str) -> Channel | None:
        known = self._channel(record)
        return known.channel if known else None

    def channel_name(self, record: str, language: str) -> str:
        known = self._channel(record)
        return known.said(language) if known else ""

    def in_use(self) -> list[AudienceOf]:
        """The audiences that are not put aside, who hears first first."""
        return [item for item in self.audiences if not item.retired]

    def named_channels(self, language: str) -> list[Channel]:
        """Every channel with its name in a language, by name."""
        said = [replace(item.channel, name=item.said(language)) for item in self.channels]
        return sorted(said, key=lambda channel: (channel.name.casefold(), channel.id))

    def of_audience(self, code: str) -> list[Channel]:
        """The channels that reach an audience, the usual ones first, then others that name it."""
        known = self.audience(code)
        usual = [self.channel(record) for record in known.channels] if known else []
        found = [channel for channel in usual if channel is not None and not channel.retired]
        more = [item.channel for item in self.channels if code in item.channel.audiences and not item.channel.retired]
        return found + [channel for channel in more if channel.id not in {each.id for each in found}]

    def usual(self, codes: Iterable[str]) -> list[str]:
        """The channels by which these audiences are usually told."""
        known = [self.audience(code) for code in codes]
        return list(dict.fromkeys(record for each in known if each is not None for record in each.channels))

    def working(self, channels: Iterable[str], broken: Collection[Broken]) -> list[str]:
        """These channels, each replaced by what takes its place where it is down."""
        ways = [(record, self.usable(record, broken)) for record in channels]
        found = (record if usable.works else usable.instead for record, usable in ways)
        return [record for record in dict.fromkeys(found) if record]

    def usable(self, record: str, broken: Collection[Broken]) -> Usable:
        """Whether a channel works while this is broken; else the first usable one down the line of `instead`."""
        known = self.channel(record)
        if known is None or known.retired:
            return Usable(is_out=True)
        lacks = unmet(known.needs, broken)
        is_out = known.checked_at is not None and not known.works
        if not lacks and not is_out:
            return Usable()
        return Usable(lacks, is_out, self._instead(known, broken))

    def late_inside(self, severity: Severity) -> list[tuple[AudienceOf, AudienceOf]]:
        """Audiences inside that are promised their first message after one outside: they would learn it from there."""
        told = [item for item in self.in_use() if item.first_min(severity)]
        outside = min(
            (item for item in told if not item.inside), key=lambda item: item.first_min(severity), default=None
        )
        if outside is None:
            return []
        soonest = outside.first_min(severity)
        return [(item, outside) for item in told if item.inside and item.first_min(severity) > soonest]

    def _instead(self, channel: Channel, broken: Collection[Broken]) -> RecordId:
        passed, there = {channel.id}, self.channel(channel.instead)
        while there is not None and there.id not in passed:
            if not there.retired and not unmet(there.needs, broken) and (there.checked_at is None or there.works):
                return there.id
            passed.add(there.id)
            there = self.channel(there.instead)
        return RecordId("")

    def _channel(self, record: str) -> ChannelOf | None:
        return next((item for item in self.channels if item.channel.id == record), None)


def book_of(document: Any, named: Callable[[str, str], RecordId]) -> AudienceBook:
    """The book of a parsed file; `named` gives the id that a room makes of a noun and a name. Raises AudienceFault."""
    if not isinstance(document, Mapping) or document.get("format") != FORMAT:
        raise AudienceFault(FORMAT)
    channels = [_channel_of(body, named) for body in document.get("channels", ())]
    known = {item.channel.id for item in channels}
    audiences = [_audience_of(body, named) for body in document.get("audiences", ())]
    named_ids = [record for item in audiences for record in item.channels]
    named_ids += [item.channel.instead for item in channels if item.channel.instead]
    if set(named_ids) - known:
        raise AudienceFault("a channel that is not there")
    return _whole(AudienceBook(tuple(sorted(audiences, key=_order)), tuple(channels)))


def with_changes(book: AudienceBook, audiences: Iterable[Audience], channels: Iterable[Channel]) -> AudienceBook:
    """The book as a room changed it: what a row does not say stays as it shipped."""
    by_code = {item.code: item for item in book.audiences}
    for row in audiences:
        if row.code:
            by_code[row.code] = _changed_audience(by_code.get(row.code), row)
    by_id = {item.channel.id: item for item in book.channels}
    for channel in channels:
        by_id[channel.id] = _changed_channel(by_id.get(channel.id), channel)
    return _whole(AudienceBook(tuple(sorted(by_code.values(), key=_order)), tuple(by_id.values())))


def _whole(book: AudienceBook) -> AudienceBook:
    """Each channel with the audiences that it reaches: those that it names, else those that list it."""
    return replace(book, channels=tuple(_reaching(item, book) for item in book.channels))


def _reaching(item: ChannelOf, book: AudienceBook) -> ChannelOf:
    said = item.channel.audiences
    listing = tuple(each.code for each in book.audiences if item.channel.id in each.channels)
    reached = tuple(code for code in said if code != NONE) if said else listing
    return replace(item, channel=replace(item.channel, audiences=reached))


def _order(audience: AudienceOf) -> tuple[int, bool, str]:
    return audience.rank, not audience.inside, audience.code


def _changed_audience(known: AudienceOf | None, row: Audience) -> AudienceOf:
    base = known or AudienceOf(row.code, {}, {}, 99, False, {}, {}, (), is_own=True)
    return replace(
        base,
        names={**base.names, **_said(row.names)},
        rank=row.rank or base.rank,
        inside=row.inside if row.rank else base.inside,  # the two are written together
        first={**base.first, **_minutes(row.first_min)},
        every={**base.every, **_minutes(row.minutes)},
        channels=tuple(RecordId(record) for record in row.channels) or base.channels,
        languages=row.languages or base.languages,
        owner=row.owner or base.owner,
        retired=row.retired,
        is_changed=True,
        record=row.id,
    )


def _changed_channel(known: ChannelOf | None, row: Channel) -> ChannelOf:
    if known is None:
        return ChannelOf(row, is_own=True, is_changed=True)
    base = known.channel
    merged = replace(
        row,
        kind=base.kind,  # what it is does not change
        needs=tuple(need for need in row.needs if need != NONE) if row.needs else base.needs,
        owner=row.owner or base.owner,
        instead=row.instead or base.instead,
    )
    return replace(known, channel=merged, is_changed=True)


def _said(value: Mapping[str, Any]) -> dict[str, str]:
    return {language: said for language, said in value.items() if isinstance(said, str) and said.strip()}


def _minutes(value: Mapping[str, Any]) -> dict[str, int]:
    """Minutes by severity of what other stations wrote; what is no such thing is left out."""
    return {
        severity: said
        for severity, said in value.items()
        if severity in SEVERITIES and type(said) is int and 0 <= said <= MINUTES_MOST
    }


def _audience_of(body: Any, named: Callable[[str, str], RecordId]) -> AudienceOf:
    try:
        first, every = ({str(key): int(n) for key, n in body[part].items()} for part in ("first", "every"))
        if {*first, *every} != set(SEVERITIES) or not {*first.values(), *every.values()} <= set(range(MINUTES_MOST)):
            raise AudienceFault(str(body["code"]))
        return AudienceOf(
            code=str(body["code"]),
            names=dict(body["names"]),
            hints=dict(body["hints"]),
            rank=int(body["rank"]),
            inside=bool(body["inside"]),
            first=first,
            every=every,
            channels=tuple(named("channel", code) for code in body["channels"]),
            owner=str(body["owner"]),
        )
    except (KeyError, TypeError, AttributeError) as problem:
        raise AudienceFault(str(problem)) from problem


def _channel_of(body: Any, named: Callable[[str, str], RecordId]) -> ChannelOf:
    try:
        needs = tuple(Need(need).value for need in body["needs"])
        channel = Channel(
            id=named("channel", body["code"]),
            name="",
            kind=ChannelKind(body["kind"]),
            needs=needs,
            audiences=(),
            owner="",
            instead=named("channel", body["instead"]) if body.get("instead") else RecordId(""),
            settings={},
            remark="",
            checked_at=None,
            checked_by="",
            works=False,
            retired=False,
        )
        return ChannelOf(channel, dict(body["names"]))
    except (KeyError, TypeError, ValueError) as problem:
        raise AudienceFault(str(problem)) from problem
