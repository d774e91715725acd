"""The action plan: what is put right, by whom, until when, and how we shall know that it worked."""

from __future__ import annotations

from warroom import phrases
from warroom.commands.corrective_words import corrective_kind_word, corrective_state_word
from warroom.domain.correctives import Corrective
from warroom.domain.rex import Step
from warroom.domain.rex_state import RexFacts
from warroom.reports.document import Column, Row, Tone
from warroom.reports.rex.pictures import plan_pictures
from warroom.reports.rex.said import person, text
from warroom.reports.rex.section import Blocks, ReviewSection
from warroom.reports.subject import Subject
from warroom.reports.wording import DASH, table
from warroom.words import _


def _blocks(subject: Subject, rex: RexFacts | None) -> Blocks:
    columns = (
        Column(_("No.")), Column(_("Finding"), 2), Column(_("Action"), 3), Column(_("Kind"), 1.2),
        Column(_("Priority")), Column(_("Pilot"), 1.2), Column(_("Due"), 1.3), Column(_("State"), 1.2),
        Column(_("Indicator"), 2),
    )  # fmt: skip
    rows = [_row(subject, one) for one in (rex.correctives if rex else ())]
    found = table(_("What is put right, by whom and until when"), columns, rows)
    return (found, *plan_pictures(subject, rex)) if found else ()


def _row(subject: Subject, one: Corrective) -> Row:
    late = one.is_late(subject.asked.now_ms)
    cells = (
        one.number,
        text(subject, one.finding) or DASH,
        text(subject, one.text),
        corrective_kind_word(one.kind),
        str(one.priority) if one.priority else DASH,
        person(subject, one.pilot) or DASH,
        phrases.date(one.due_at, subject.asked.zone) if one.due_at is not None else DASH,
        corrective_state_word(one.state),
        text(subject, one.indicator) or DASH,
    )
    return Row(cells, Tone.LATE if late else Tone.PLAIN)


SECTION = ReviewSection(
    code="plan",
    order=1700,
    step=Step.PLAN,
    title=lambda: _("Action plan"),
    hint=lambda: _("Each action with a pilot and a date; not awareness alone."),
    nouns=("corrective", "postponement"),
    blocks=_blocks,
    asks=lambda: (_("Finding, kind of action, owner, due date, and how we will know that it worked:"),),
)
