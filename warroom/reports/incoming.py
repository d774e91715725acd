"""What came in, what was promised and what that says of confidence, in reports and papers.

Every time is absolute: paper is read later, and `in 6 min` would then be wrong.
"""

from __future__ import annotations

from warroom import words
from warroom.commands.confidence_words import figures, hour_said, wait_said
from warroom.commands.inbound_words import (
    brief,
    inbound_state_word,
    promise_state_word,
    reach_said,
    rumour_kind_word,
    rumour_state_word,
)
from warroom.commands.said import channel_word
from warroom.domain.confidence import KeyAccount
from warroom.domain.inbound import InboundLine, Promise, PromiseState, Rumour, RumourState, visa
from warroom.domain.incidents import Mode
from warroom.reports.cell import person, text
from warroom.reports.document import Block, Column, Facts, Paragraph, Row, Section, Table, Tone
from warroom.reports.subject import Subject
from warroom.reports.wording import DASH, section, table
from warroom.words import _, pgettext

SHOWN = 200  # messages, rumours or promises in one table


def confidence_sections(subject: Subject) -> list[Section]:
    """Figures, contacts by hour and key accounts, then the registers behind them; for the review."""
    return [
        section(_("Confidence"), *_figures(subject), otherwise=_("Nothing came in and nothing was promised.")),
        section(_("Messages that came in"), inbound_table(subject), otherwise=_("Nothing came in."), level=2),
        section(_("Promises"), promises_table(subject), otherwise=_("Nothing was promised."), level=2),
        section(_("Said outside"), rumours_table(subject), otherwise=_("Nothing was noted."), level=2),
    ]


def inbound_table(subject: Subject, *, live: bool = False) -> Table | None:
    """The register of messages that came in with their four times and visas; `live` only those that wait."""
    found = subject.views.inbound_lines(subject.incident.id, mode=Mode.BOTH, live=live)
    shown = found if live else sorted(found, key=lambda each: (each.inbound.received_at, each.inbound.id))
    steps = (
        pgettext("inbound", "Received"),
        pgettext("inbound", "Triaged"),
        pgettext("inbound", "Decided"),
        pgettext("inbound", "Answered"),
    )
    columns = (
        Column(_("No.")),
        Column(_("From"), 1.6),
        Column(_("What it says"), 3),
        *(Column(step, 1.2) for step in steps),
        Column(_("Answer"), 2.4),
    )
    return table(_("Times with who signed"), columns, [_inbound_row(subject, each) for each in shown[:SHOWN]])


def promises_table(subject: Subject, *, live: bool = False) -> Table | None:
    """The register of promises, the soonest due first; `live` only those still to be kept."""
    found = subject.views.promises(subject.incident.id, mode=Mode.BOTH)
    shown = [each for each in found if not live or each.state is PromiseState.OPEN]
    columns = (
        Column(_("No.")), Column(_("Promised to"), 1.6), Column(_("What was promised"), 3), Column(_("Kept by"), 1.4),
        Column(_("Due"), 1.4), Column(_("State"), 1.6),
    )  # fmt: skip
    return table(_("The soonest due first"), columns, [_promise_row(subject, each) for each in shown[:SHOWN]])


def rumours_table(subject: Subject, *, live: bool = False) -> Table | None:
    """What is said outside, what it is worth and how we know; `live` only what is to be checked."""
    found = subject.views.rumours(subject.incident.id, mode=Mode.BOTH)
    shown = [each for each in found if not live or each.state is RumourState.TO_CHECK]
    columns = (
        Column(_("No.")), Column(_("Where it is said"), 1.6), Column(_("How far it goes"), 1.2),
        Column(_("What is said"), 3), Column(_("What it is worth"), 1.2), Column(_("How we know"), 2),
    )  # fmt: skip
    return table(_("The newest first"), columns, [_rumour_row(subject, each) for each in shown[:SHOWN]])


def _figures(subject: Subject) -> list[Block | None]:
    now = subject.asked.now_ms
    found = subject.views.confidence(subject.incident.id, now_ms=now, zone=subject.asked.zone)
    if found.is_empty:
        return []
    book = subject.views.audience_book()
    said = [(each.name, " · ".join(part for part in (each.value, each.note) if part)) for each in figures(found, now)]
    rows = [(name, text(subject, value)) for name, value in said]
    hours = [
        Row((hour_said(hour, lambda code: book.name(code, words.language()) if code else ""),))
        for hour in found.hours
        if hour.total
    ]
    columns = (Column(_("Key account"), 2), Column(_("Called back"), 2), Column(_("Waits since"), 2))
    accounts = [_account_row(subject, each) for each in found.accounts]
    worst = _worst(subject, found.answers.worst, found.answers.worst_ms)
    return [
        Facts(tuple(rows)),
        worst,
        table(_("Contacts by hour"), (Column(_("Hour and audiences"), 1),), hours),
        table(_("Key accounts"), columns, accounts),
    ]


def _worst(subject: Subject, record: str, wait_ms: int | None) -> Paragraph | None:
    inbound = subject.views.inbound(record) if record else None
    if inbound is None:
        return None
    said = _("The longest wait for an answer was {length}: {number}, {text}")
    return Paragraph(
        said.format(length=wait_said(wait_ms), number=inbound.number, text=text(subject, brief(inbound.text)))
    )


def _account_row(subject: Subject, account: KeyAccount) -> Row:
    called = subject.both(account.called_back_at) if account.called_back_at is not None else DASH
    waits = subject.both(account.waits_since) if account.waits_since is not None else DASH
    return Row((text(subject, account.name), called, waits), Tone.PLAIN if account.is_called_back else Tone.LATE)


def _inbound_row(subject: Subject, line: InboundLine) -> Row:
    inbound = line.inbound
    who = "\n".join(part for part in (text(subject, inbound.from_who), channel_word(inbound.channel)) if part)
    times = [
        f"{subject.brief(at)}\n{visa(person(subject, name))}".rstrip() if at is not None else DASH
        for at, name in inbound.visas
    ]
    answer = " / ".join(line.answers) or inbound.answer or inbound_state_word(inbound.state)
    tone = Tone.LATE if line.is_answered_twice else Tone.PLAIN
    return Row((inbound.number, who or DASH, text(subject, inbound.text), *times, text(subject, answer)), tone)


def _promise_row(subject: Subject, promise: Promise) -> Row:
    closed = f"\n{subject.brief(promise.closed_at)}" if promise.closed_at is not None else ""
    remark = f"\n{text(subject, promise.remark)}" if promise.remark else ""
    is_late = promise.due_at is not None and (promise.closed_at or subject.asked.now_ms) > promise.due_at
    is_bad = promise.state is PromiseState.BROKEN or (is_late and promise.state is not PromiseState.RELEASED)
    return Row(
        (
            promise.number,
            text(subject, promise.to_whom),
            text(subject, promise.text),
            person(subject, promise.owner) or DASH,
            subject.both(promise.due_at) if promise.due_at is not None else DASH,
            f"{promise_state_word(promise.state)}{closed}{remark}",
        ),
        Tone.LATE if is_bad else Tone.PLAIN,
    )


def _rumour_row(subject: Subject, rumour: Rumour) -> Row:
    where = " · ".join(part for part in (rumour_kind_word(rumour.kind), text(subject, rumour.source)) if part)
    return Row(
        (
            rumour.number,
            where,
            reach_said(rumour.reach),
            text(subject, rumour.text),
            rumour_state_word(rumour.state),
            text(subject, rumour.finding) or DASH,
        )
    )
