"""Who hears, by what, and what works now: read in a task, said on the page."""

from __future__ import annotations

from dataclasses import dataclass

from ui.models.table import Column
from warroom.commands.channel_words import (
    channel_kind_word,
    channel_said,
    checked_said,
    instead_said,
    minutes_said,
    out_said,
)
from warroom.commands.need_words import broken_said, need_word
from warroom.commands.said import severity_word
from warroom.domain.audience_book import AudienceBook, AudienceOf, Usable
from warroom.domain.channels import Channel
from warroom.domain.incidents import Mode, Severity
from warroom.domain.needs import Broken
from warroom.room import Room
from warroom.words import N_, _, language

GRADED = (Severity.CRITICAL, Severity.MAJOR, Severity.SIGNIFICANT)


@dataclass(frozen=True, slots=True)
class CardFacts:
    """One channel, and whether it can be used now."""

    channel: Channel
    usable: Usable
    is_own: bool


@dataclass(frozen=True, slots=True)
class Heard:
    """One audience with its channels by name; those that are out are marked."""

    audience: AudienceOf
    channels: str
    has_way: bool  # one of its channels works


@dataclass(frozen=True, slots=True)
class Around:
    """Everything on the page, at one instant."""

    book: AudienceBook
    heard: tuple[Heard, ...]
    cards: tuple[CardFacts, ...]
    broken: tuple[Broken, ...]
    now: int
    exercise: bool


def read_around(room: Room, *, exercise: bool) -> Around:
    """What is true now: of real incidents, or of exercises."""
    book, broken = room.views.audience_book(), room.views.broken(mode=Mode.EXERCISE if exercise else Mode.REAL)
    own = {item.channel.id for item in book.channels if item.is_own}
    cards = [
        CardFacts(channel, book.usable(channel.id, broken), channel.id in own)
        for channel in book.named_channels(language())
    ]
    cards.sort(key=lambda card: card.channel.retired)
    heard = tuple(_heard(item, book, broken) for item in sorted(book.audiences, key=lambda each: each.retired))
    return Around(book, heard, tuple(cards), tuple(broken), room.clock.now_ms(), exercise)


def _heard(item: AudienceOf, book: AudienceBook, broken: list[Broken]) -> Heard:
    told, has_way = [], False
    for channel in book.of_audience(item.code):
        works = book.usable(channel.id, broken).works
        name = book.channel_name(channel.id, language()) or channel_kind_word(channel.kind)
        told.append(name if works else _("{channel} (out)").format(channel=name))
        has_way = has_way or works
    return Heard(item, ", ".join(told), has_way)


# The table of audiences


def audience_columns() -> tuple[Column[Heard], ...]:
    return (
        Column("name", N_("Audience"), lambda row, _now: _name(row), bold=True, width=170),
        Column(
            "side", N_("Where"), lambda row, _now: side_word(row.audience), width=90,
            order=lambda row: (row.audience.rank, not row.audience.inside),
        ),
        Column("first", N_("First message"), lambda row, _now: first_said(row.audience), width=160, whole=True),
        Column("every", N_("Then every"), lambda row, _now: every_said(row.audience), width=160, whole=True),
        Column(
            "channels", N_("By"), lambda row, _now: row.channels or _("no channel"),
            tone=lambda row, _now: "" if row.has_way or row.audience.retired else "late",
        ),
        Column("owner", N_("Who speaks"), lambda row, _now: row.audience.owner, width=90, can_go=True),
    )  # fmt: skip


def _name(row: Heard) -> str:
    name = row.audience.said(language())
    return _("{name} (put aside)").format(name=name) if row.audience.retired else name


def side_word(audience: AudienceOf) -> str:
    return _("inside") if audience.inside else _("outside")


def first_said(audience: AudienceOf) -> str:
    """For SEV1, SEV2 and SEV3: `15 min · 30 min · 1 h`."""
    return " · ".join(minutes_said(audience.first_min(severity)) for severity in GRADED)


def every_said(audience: AudienceOf) -> str:
    return " · ".join(minutes_said(audience.every_min(severity)) for severity in GRADED)


# The cards of channels


def needs_said(channel: Channel) -> str:
    if not channel.needs:
        return _("Needs nothing: works in any outage")
    return _("Needs: {needs}").format(needs=", ".join(need_word(need) for need in channel.needs))


def state_said(card: CardFacts, now_ms: int) -> tuple[str, str]:
    """What is true of a channel now, and its tone."""
    if card.channel.retired:
        return _("Put aside"), "muted"
    if why := out_said(card.usable):
        return why, "late"
    told = checked_said(card.channel, now_ms)
    return told, "good" if card.channel.works else "muted"


def instead_line(card: CardFacts, book: AudienceBook) -> str:
    return "" if card.channel.retired else instead_said(card.usable, book)


def reaches_said(card: CardFacts, book: AudienceBook) -> str:
    names = [book.name(code, language()) for code in card.channel.audiences]
    return _("Reaches: {who}").format(who=", ".join(names)) if names else _("Reaches nobody yet")


def title_said(card: CardFacts) -> str:
    return channel_said(card.channel)


def kind_line(card: CardFacts) -> str:
    """Its kind where the name does not say so, and who posts."""
    kind = channel_kind_word(card.channel.kind)
    return " · ".join(part for part in (kind if kind != card.channel.name else "", card.channel.owner) if part)


# What stands above


def broken_line(around: Around) -> tuple[str, str]:
    """What the outage breaks, in one line, and its tone."""
    if not around.broken:
        if around.exercise:
            return _("Nothing is marked as broken in this exercise."), "muted"
        return _("Nothing is marked as broken now."), "muted"
    return _("Broken: {what}").format(what=" · ".join(broken_said(item) for item in around.broken)), "late"


def order_line(book: AudienceBook) -> str:
    """Where somebody inside would learn it from outside; "" where nobody would (doctrine §7.2)."""
    for severity in GRADED:
        for inside, outside in book.late_inside(severity):
            return _("{severity}: {outside} would hear before {inside}. Inside is never later than outside.").format(
                severity=severity_word(severity), outside=outside.said(language()), inside=inside.said(language())
            )
    return ""
