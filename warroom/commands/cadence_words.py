"""The cadence of messages in words: how often, how it stands, how it was kept, what is proposed."""

from __future__ import annotations

from collections.abc import Iterable

from warroom import phrases, words
from warroom.domain.audience_book import AudienceBook
from warroom.domain.cadence_proposals import Proposal, ProposalKind
from warroom.domain.message_cadence import Cadence, Kept, Outcome
from warroom.words import _, ngettext

HOUR_MIN, DAY_MIN = 60, 24 * 60


def every_said(minutes: int) -> str:
    """`every 30 min`; that no message is asked."""
    if not minutes:
        return _("no regular message")
    whole = {HOUR_MIN: _("every hour"), DAY_MIN: _("once a day")}
    return whole.get(minutes) or _("every {duration}").format(duration=phrases.duration(minutes * phrases.MINUTE))


def audiences_said(book: AudienceBook, codes: Iterable[str]) -> str:
    """Audiences by name, who hears first first."""
    wanted = list(codes)
    known = [audience.code for audience in book.audiences if audience.code in wanted]
    ordered = [*known, *(code for code in wanted if code not in known)]
    return ", ".join(book.name(code, words.language()) for code in ordered)


def cadence_said(cadence: Cadence) -> str:
    """How a cadence stands, on one line: `every 30 min · promised · put off twice`."""
    parts = [_("long incident")] if cadence.is_long else []
    if cadence.is_running:
        parts.append(every_said(cadence.minutes or 0))
    elif cadence.open is None:
        parts.append(_("stopped") if cadence.step is not None else _("no cadence"))
    due = cadence.open
    if due is not None and due.is_promised:
        parts.append(_("hour promised"))
    if due is not None and due.snoozes:
        parts.append(ngettext("put off once", "put off {n} times", due.snoozes).format(n=due.snoozes))
    return " · ".join(parts)


def kept_said(kept: Kept) -> str:
    """`7 of 8 in time · 87 %`; that none was due yet."""
    if kept.percent is None:
        return _("none due yet")
    said = _("{kept} of {judged} in time · {percent} %")
    return said.format(kept=kept.kept, judged=kept.judged, percent=kept.percent)


def lateness_said(kept: Kept) -> str:
    """What was not in time: `2 late, by 14 min at most · 1 put off · 1 missing`; "" when all was."""
    late = kept.late + kept.missed + kept.overdue
    parts = []
    if late:
        worst = exact_said(kept.worst_ms)
        parts.append(ngettext("{n} late, by {worst}", "{n} late, by {worst} at most", late).format(n=late, worst=worst))
    if kept.snoozed:
        parts.append(ngettext("{n} put off", "{n} put off", kept.snoozed).format(n=kept.snoozed))
    if kept.missed:
        parts.append(ngettext("{n} never came", "{n} never came", kept.missed).format(n=kept.missed))
    return " · ".join(parts)


def exact_said(ms: int) -> str:
    """A length to the second: `5 min 08 s`, `1 h 02 min 03 s`."""
    seconds = ms // 1000
    hours, rest = divmod(seconds, 3600)
    minutes, left = divmod(rest, 60)
    if hours:
        return _("{h} h {m:02d} min {s:02d} s").format(h=hours, m=minutes, s=left)
    if minutes:
        return _("{m} min {s:02d} s").format(m=minutes, s=left)
    return _("{n} s").format(n=left)


def outcome_word(outcome: Outcome) -> str:
    """What became of a message that was due."""
    return {
        Outcome.OPEN: _("still due"),
        Outcome.KEPT: _("in time"),
        Outcome.SNOOZED: _("put off, then in time"),
        Outcome.LATE: _("late"),
        Outcome.MISSED: _("never came"),
        Outcome.DROPPED: _("stopped before it was due"),
    }[outcome]


def proposal_said(proposal: Proposal, book: AudienceBook, now_ms: int) -> str:
    """What is proposed, as a sentence."""
    audiences = audiences_said(book, proposal.audiences)
    if proposal.kind is ProposalKind.UPDATE:
        said = _("The status changed at {time}; not told yet: {audiences}.")
        return said.format(time=phrases.moment(proposal.since or now_ms, now_ms), audiences=audiences)
    if proposal.kind is ProposalKind.START:
        return _("This may be grave, and no cadence is laid down. Proposed: {audiences}.").format(audiences=audiences)
    if proposal.kind is ProposalKind.PACE:
        return _("The severity now asks for more: {audiences}, {every}.").format(
            audiences=audiences, every=every_said(proposal.minutes or 0)
        )
    return _("Messages have gone out for two hours. Is this a long incident?")


def proposal_verb(kind: ProposalKind) -> str:
    """The words of its button."""
    return {
        ProposalKind.UPDATE: _("Write the update"),
        ProposalKind.START: _("Start the messages"),
        ProposalKind.PACE: _("Follow the severity"),
        ProposalKind.LONG: _("Long incident…"),
    }[kind]
