"""What one line of the log says, and in which tone; no Qt, so that paper and screen can agree."""

from __future__ import annotations

from dataclasses import dataclass

from warroom import phrases
from warroom.commands.said import channel_word, kind_word, priority_word, verification_word
from warroom.domain.entries import Entry, Kind, Priority, Verification
from warroom.room import Order
from warroom.words import _, ngettext

BANDS = {
    Kind.DECISION: "sev1",
    Kind.ORDER: "accent",
    Kind.COMMUNICATION: "exercise",
    Kind.NOTIFICATION: "exercise",
    Kind.HYPOTHESIS: "sev3",
    Kind.INJECT: "exercise",
}
VERIFIED_TONES = {
    Verification.VERIFIED: "done",
    Verification.TO_VERIFY: "sev3",
    Verification.VERIFYING: "sev3",
    Verification.REFUTED: "sev1",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of the meta line; `leads_to` is the number of another entry that a click opens."""

    text: str
    tone: str = "muted"
    bold: bool = False
    leads_to: str = ""
    icon: str = ""  # drawn before the words


@dataclass(frozen=True, slots=True)
class LogWords:
    """A line as drawn: time and number, text, what it was before, the pieces under it, the band on its left."""

    time: str
    number: str
    text: str
    is_struck: bool
    original: str
    pieces: tuple[Piece, ...]
    band: str  # a token, "" for none
    is_key_event: bool
    is_quiet: bool  # written by the room itself


def shown_at(entry: Entry, order: Order) -> int:
    """The time a line stands under, milliseconds UTC: what was written long after stands where it was written."""
    is_after = entry.is_late or entry.sheet or entry.corrects
    return entry.recorded_at if order is Order.RECORDED and is_after else entry.event_at


def words_of(entry: Entry, *, order: Order, original: str = "", is_delegated: bool = False) -> LogWords:
    """A line in the language spoken now and this laptop's zone."""
    at = shown_at(entry, order)
    return LogWords(
        time=phrases.time_of_day(at),
        number=entry.number,
        text=_text(entry),
        is_struck=bool(entry.corrected_by),
        original=original,
        pieces=(*_pieces(entry, order), *([Piece(_("by delegation"))] if is_delegated else [])),
        band=_band(entry),
        is_key_event=entry.key_event,
        is_quiet=entry.kind is Kind.AUTOMATIC or bool(entry.restricted),
    )


def _text(entry: Entry) -> str:
    """What is written; of an entry that is not for whoever looks, that it is there."""
    if entry.restricted:
        return phrases.restricted_entry(entry.number, entry.restricted, damaged=entry.damaged)
    return entry.text


def _band(entry: Entry) -> str:
    if entry.corrected_by:
        return ""
    if entry.kind is Kind.HYPOTHESIS:
        return VERIFIED_TONES.get(entry.verification, "sev3")
    return BANDS.get(entry.kind, "")


def _pieces(entry: Entry, order: Order) -> list[Piece]:
    pieces: list[Piece] = []
    if entry.exercise:
        pieces.append(Piece(_("EXERCISE"), "exercise", bold=True))
    if entry.circle:
        said = _("Restricted: {circle}").format(circle=phrases.circle_word(entry.circle))
        pieces.append(Piece(said, "exercise" if not entry.restricted else "muted", bold=True, icon="lock"))
    if entry.key_event:
        pieces.append(Piece(_("Key event"), "ink", bold=True))
    pieces.append(_headline(entry, order))
    pieces += [
        Piece(_("corrected by {number}").format(number=number), "accent", leads_to=number)
        for number in entry.corrected_by
    ]
    if entry.sheet:
        pieces.append(Piece(sheet_words(entry, order), "accent"))
    if entry.corrects_number:
        pieces.append(
            Piece(_("corrects {number}").format(number=entry.corrects_number), "accent", leads_to=entry.corrects_number)
        )
    if entry.priority in (Priority.FLASH, Priority.IMPORTANT):
        pieces.append(
            Piece(priority_word(entry.priority), "sev1" if entry.priority == Priority.FLASH else "sev3", bold=True)
        )
    pieces += [Piece(said) for said in _plain(entry) if said]
    return pieces


def _headline(entry: Entry, order: Order) -> Piece:
    """The kind, with what has been done to believe it and whether it came late."""
    said = [kind_word(entry.kind)]
    tone = VERIFIED_TONES.get(entry.verification, BANDS.get(entry.kind, "muted"))
    if word := verification_word(entry.verification, entry.kind):
        said.append(word)
    if entry.is_late and not entry.corrects:  # a correction keeps the time of what it corrects; that is not late
        said.append(late_words(entry, order))
        tone = "sev3" if tone in ("muted", "done") else tone
    return Piece(" · ".join(said), tone, bold=True)


def late_words(entry: Entry, order: Order) -> str:
    """`late entry, 13:37`: the event's time, or, in order of events, when it was written."""
    if order is Order.RECORDED:
        return _("late entry, {time}").format(time=phrases.moment(entry.event_at, entry.recorded_at))
    return _("late entry, written {time}").format(time=phrases.moment(entry.recorded_at, entry.event_at))


def sheet_words(entry: Entry, order: Order) -> str:
    """`transcribed from sheet A-031, 13:37`: the event's time, or, in order of events, when it was typed."""
    at, beside = (entry.event_at, entry.recorded_at) if order is Order.RECORDED else (entry.recorded_at, entry.event_at)
    said = (
        _("transcribed from sheet {sheet}, {time}")
        if order is Order.RECORDED
        else _("transcribed from sheet {sheet}, typed {time}")
    )
    return said.format(sheet=entry.sheet, time=phrases.moment(at, beside))


def _plain(entry: Entry) -> list[str]:
    channel = channel_word(entry.channel) if entry.channel else ""
    who = _("decided by {name}") if entry.kind is Kind.DECISION else _("from {name}")
    came = [who.format(name=entry.from_who) if entry.from_who else "", channel]
    if entry.kind is Kind.ORDER:
        went = entry.to_who
    else:
        went = _("to {name}").format(name=entry.to_who) if entry.to_who else ""
    author = entry.author or (_("station {letter}").format(letter=entry.station) if entry.station else "")
    files = ngettext("{n} attachment", "{n} attachments", entry.attachments).format(n=entry.attachments)
    return [
        ", ".join(part for part in came if part),
        went,
        entry.services,
        _("typed by {name}").format(name=author) if author and not entry.source else "",
        _("imported") if entry.source else "",
        _("reason: {reason}").format(reason=entry.reason) if entry.reason and entry.reason not in entry.text else "",
        entry.handling,
        files if entry.attachments else "",
        _("follow-up: {text}").format(text=entry.follow_up) if entry.follow_up else "",
        _("time to check") if entry.flags else "",
    ]
