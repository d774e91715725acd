"""Audiences and channels in words."""

from __future__ import annotations

from warroom import phrases
from warroom.commands.need_words import broken_said
from warroom.domain.audience_book import AudienceBook, Usable
from warroom.domain.channels import Channel, ChannelKind
from warroom.words import _, language, pgettext


def channel_kind_word(kind: ChannelKind) -> str:
    """A kind of channel as people call it."""
    return {
        ChannelKind.READ_OUT: _("Read out"),
        ChannelKind.POSTER: _("Poster"),
        ChannelKind.QR: _("QR code"),
        ChannelKind.SMS: _("SMS"),
        ChannelKind.PHONE: _("Telephone call"),
        ChannelKind.MAIL: _("Mail"),
        ChannelKind.MAIL_MERGE: _("Individual mails"),
        ChannelKind.STATUS_PAGE: _("Status page"),
        ChannelKind.WEB: _("Web page that others keep"),
        ChannelKind.SOCIAL: _("Social networks"),
        ChannelKind.CAP: _("Common alert (CAP)"),
        ChannelKind.SMTP: _("Mail sent from here (SMTP)"),
        ChannelKind.WEBHOOK: _("Web service (webhook)"),
        ChannelKind.PORTAL: _("Portal"),
        ChannelKind.COURIER: _("Courier"),
    }[kind]


def channel_said(channel: Channel) -> str:
    """A channel by its name; by its kind where it has none."""
    return channel.name or channel_kind_word(channel.kind)


def out_said(usable: Usable) -> str:
    """Why a channel cannot be used now, in one line; "" when it can."""
    if usable.lacks:
        return " · ".join(broken_said(item) for item in usable.lacks)
    return _("Checked, and found not to work") if usable.is_out else ""


def instead_said(usable: Usable, book: AudienceBook) -> str:
    """What to use instead, in one line; "" for a channel that works."""
    if usable.works:
        return ""
    known = book.channel(usable.instead)
    if known is None:
        return _("Nothing usable is known to take its place: send somebody.")
    return _("Use instead: {channel}").format(channel=book.channel_name(known.id, language()) or channel_said(known))


def checked_said(channel: Channel, now_ms: int) -> str:
    """When a channel was tried, by whom, and what came of it; that it never was."""
    if channel.checked_at is None:
        return _("Never checked")
    told = _("Works, checked {when} by {who}") if channel.works else _("Does not work, checked {when} by {who}")
    return told.format(when=phrases.moment(channel.checked_at, now_ms), who=channel.checked_by or "—")


def minutes_said(minutes: int) -> str:
    """A pace: `30 min`, `2 h`; a dash for never."""
    return phrases.duration(minutes * 60_000) if minutes else "—"


def channel_fields() -> dict[tuple[str, str], str]:
    """The fields of audiences and channels, for whoever has to choose between two values."""
    return {
        ("audience", "names"): _("Names in each language"),
        ("audience", "rank"): _("Who hears first"),
        ("audience", "inside"): _("Inside"),
        ("audience", "minutes"): _("Minutes from one message to the next"),
        ("audience", "first_min"): _("Minutes to the first message"),
        ("audience", "channels"): _("Channels"),
        ("audience", "languages"): _("Languages"),
        ("audience", "owner"): pgettext("field", "Function that speaks to them"),
        ("audience", "retired"): _("Put aside"),
        ("channel", "kind"): _("Kind of channel"),
        ("channel", "needs"): _("Needs, to work"),
        ("channel", "audiences"): _("Audiences"),
        ("channel", "owner"): pgettext("field", "Function that posts"),
        ("channel", "instead"): _("Use instead"),
        ("channel", "settings"): _("Settings"),
        ("channel", "checked_at"): _("Checked at"),
        ("channel", "checked_by"): _("Checked by"),
        ("channel", "works"): pgettext("field", "Works"),
        ("channel", "retired"): _("Put aside"),
    }
