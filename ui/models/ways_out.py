"""What a message would become without a network: read in a task, said in the dialog."""

from __future__ import annotations

from dataclasses import dataclass

from warroom.commands.sending_words import reason_said
from warroom.domain.messages import Release
from warroom.domain.sms import length
from warroom.domain.stale import Advice, Judgement
from warroom.doors.ways_out import Recipients
from warroom.reports.ways_out.qr import codes_of
from warroom.reports.ways_out.said import Way, reference_of, said_in
from warroom.reports.ways_out.words import way_word
from warroom.room import Room
from warroom.words import _, ngettext


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What the folder would hold."""

    judgement: Judgement
    recipients: Recipients
    segments: tuple[tuple[str, int], ...]  # language, SMS segments
    codes: int


def foresee(room: Room, release: Release, table: bytes | None) -> Foreseen:
    """Read it all; slow where the roster is large. Raises Refusal for a table without addresses."""
    said = said_in(release)
    return Foreseen(
        room.ways_out.judgement(release),
        room.ways_out.recipients(release, table=table),
        tuple((each.language, length(each.sms or each.brief or each.title).segments) for each in said),
        sum(len(codes_of(each, reference_of(release))) for each in said),
    )


def way_said(way: Way, seen: Foreseen | None) -> str:
    """A way, with how many there would be where that says something."""
    if seen is None:
        return way_word(way)
    if way is Way.SMS:
        counts = ", ".join(f"{language.upper()} {segments}" for language, segments in seen.segments)
        return _("{way} (segments: {counts})").format(way=way_word(way), counts=counts) if counts else way_word(way)
    if way is Way.QR:
        return f"{way_word(way)} ({seen.codes})"
    if way is Way.MAIL_MERGE:
        return f"{way_word(way)} ({len(seen.recipients.kept)})"
    return way_word(way)


def left_out_said(recipients: Recipients, most: int = 4) -> str:
    """Who gets no mail and why, the first few; "" for nobody."""
    if not recipients.unfit:
        return ""
    told = [f"{each.name or each.mail or '—'} ({each.why})" for each in recipients.unfit[:most]]
    more = len(recipients.unfit) - most
    if more > 0:
        told.append(ngettext("{n} other", "{n} others", more).format(n=more))
    return _("Without mail: {who}").format(who=", ".join(told))


def doubts_said(judgement: Judgement, now_ms: int) -> str:
    """Why these words should be looked at again, or should not leave; "" when nothing speaks against them."""
    if judgement.advice is Advice.GO:
        return ""
    return " ".join(reason_said(reason, now_ms) for reason in judgement.reasons)
