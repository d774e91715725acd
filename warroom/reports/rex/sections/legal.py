"""What had to be told to which authority, until when, and the proof that it was."""

from __future__ import annotations

from warroom.commands.clock_words import clock_state_word, regime_state_word
from warroom.domain.clocks import ClockKind, ClockState
from warroom.domain.incidents import Mode
from warroom.domain.rex import Reader, Step
from warroom.domain.rex_state import RexFacts
from warroom.reports.document import Column, Row, Table, Tone
from warroom.reports.rex.said import person, text
from warroom.reports.rex.section import Blocks, ReviewSection
from warroom.reports.subject import Subject
from warroom.reports.wording import DASH, table
from warroom.words import _


def _blocks(subject: Subject, rex: RexFacts | None) -> Blocks:
    found = (_regimes(subject), _clocks(subject), _submissions(subject))
    return tuple(one for one in found if one is not None)


def _regimes(subject: Subject) -> Table | None:
    columns = (Column(_("Regime"), 1), Column(_("State"), 1), Column(_("Reason"), 3), Column(_("Judged by"), 1))
    rows = [
        Row(
            (
                one.code,
                regime_state_word(one.state),
                text(subject, one.reason) or DASH,
                person(subject, one.by) or DASH,
            )
        )
        for one in subject.views.regimes(subject.incident.id)
    ]
    return table(_("Which regimes apply"), columns, rows)


def _clocks(subject: Subject) -> Table | None:
    columns = (
        Column(_("Deadline"), 3), Column(_("Due"), 1.4), Column(_("Done at"), 1.4), Column(_("State"), 1),
        Column(_("Legal reference"), 2),
    )  # fmt: skip
    mode = Mode.EXERCISE if subject.incident.exercise else Mode.REAL
    clocks = subject.views.clocks(subject.incident.id, mode=mode, now_ms=subject.asked.now_ms, everything=True)
    rows = [
        Row(
            (
                one.label,
                subject.both(one.due_at) if one.due_at is not None else DASH,
                subject.both(one.done_at) if one.done_at is not None else DASH,
                clock_state_word(one.state),
                one.legal_ref or DASH,
            ),
            Tone.LATE if one.state in (ClockState.LATE, ClockState.DONE_LATE) else Tone.PLAIN,
        )
        for one in clocks
        if one.kind is ClockKind.LEGAL
    ]
    return table(_("Legal deadlines"), columns, rows)


def _submissions(subject: Subject) -> Table | None:
    columns = (
        Column(_("Rule"), 1), Column(_("Sent"), 1.4), Column(_("To whom"), 2), Column(_("Receipt"), 1.4),
        Column(_("Why late"), 2),
    )  # fmt: skip
    found = subject.views.submissions(subject.incident.id)
    corrected = {one.corrects for one in found}
    rows = [
        Row(
            (
                one.rule,
                subject.both(one.at),
                text(subject, one.recipient) or DASH,
                one.receipt or DASH,
                text(subject, one.late_reason) or DASH,
            )
        )
        for one in found
        if one.id not in corrected
    ]
    return table(_("Notifications submitted, with their receipts"), columns, rows)


SECTION = ReviewSection(
    code="legal",
    order=1300,
    step=Step.COMMUNICATION,
    title=lambda: _("Authorities and the law"),
    hint=lambda: _("Which regimes applied, what was told to whom and when, with the proofs."),
    nouns=("regime", "clock_event", "submission"),
    blocks=_blocks,
    holds=lambda subject: bool(subject.views.regimes(subject.incident.id)),
    readers=frozenset({Reader.INTERNAL, Reader.EXECUTIVE, Reader.AUTHORITY, Reader.INSURER}),
)
