"""What former crises left to put right: shown in the review that comes after, for those inside."""

from __future__ import annotations

from warroom.commands.corrective_words import corrective_state_word, due_day_said
from warroom.domain.corrective_state import Carried, Group
from warroom.domain.incidents import Mode
from warroom.domain.rex_state import RexFacts
from warroom.reports.document import Column, Paragraph, Row, Tone
from warroom.reports.rex.said import person, text
from warroom.reports.rex.section import INSIDE, Blocks, ReviewSection
from warroom.reports.subject import Subject
from warroom.reports.wording import DASH, table
from warroom.words import _, ngettext

MOST = 25  # lines; those about the same services stand first


def _carried(subject: Subject, rex: RexFacts | None) -> list[Carried]:
    """None where people are left out: who they are is known of one incident at a time."""
    if rex is None or subject.redactor:
        return []
    mode = Mode.EXERCISE if subject.incident.exercise else Mode.REAL
    others = rex.rex.others
    return subject.views.carried_actions(subject.incident.id, *others, mode=mode, now_ms=subject.asked.now_ms)


def _blocks(subject: Subject, rex: RexFacts | None) -> Blocks:
    columns = (
        Column(_("No.")), Column(_("Crisis")), Column(_("Action"), 3), Column(_("Same services"), 1.5),
        Column(_("Pilot"), 1.2), Column(_("Due"), 1.6),
    )  # fmt: skip
    found = _carried(subject, rex)
    shown = table(_("Left open by former crises"), columns, [_row(subject, one) for one in found[:MOST]])
    left = len(found) - MOST
    more = ngettext("{n} more stands in the plan.", "{n} more stand in the plan.", left).format(n=left)
    return () if shown is None else (shown, *((Paragraph(more, Tone.MUTED),) if left > 0 else ()))


def _row(subject: Subject, one: Carried) -> Row:
    each, asked = one.line.corrective, subject.asked
    is_dated = each.due_at is not None and one.line.group is not Group.TO_VERIFY
    due = due_day_said(each.due_at or 0, asked.now_ms, asked.zone) if is_dated else corrective_state_word(each.state)
    cells = (
        each.number,
        one.line.incident_number,
        text(subject, each.text),
        text(subject, ", ".join(one.services)) or DASH,
        person(subject, each.pilot) or DASH,
        due,
    )
    return Row(cells, Tone.LATE if one.line.group is Group.LATE else Tone.PLAIN)


SECTION = ReviewSection(
    code="left_open",
    order=1750,
    step=None,
    title=lambda: _("Left open by former crises"),
    hint=lambda: _("Corrective actions of other crises that are not closed yet."),
    nouns=("corrective", "postponement", "impact"),
    blocks=_blocks,
    readers=INSIDE,
)
