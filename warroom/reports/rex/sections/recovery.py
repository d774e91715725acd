"""How the service came back, and what was found on the way."""

from __future__ import annotations

from warroom.commands.said_ahead import hypothesis_word
from warroom.domain.rex import Step
from warroom.domain.rex_state import RexFacts
from warroom.reports.document import Column, Paragraph, Row, Tone
from warroom.reports.rex.section import Blocks, ReviewSection
from warroom.reports.subject import Subject
from warroom.reports.wording import DASH, services_table, table
from warroom.words import _, ngettext

LISTED = 200  # hypotheses: a table of thousands is read by nobody, and laid out slowly


def _blocks(subject: Subject, rex: RexFacts | None) -> Blocks:
    columns = (
        Column(_("No.")), Column(_("Hypothesis"), 4), Column(_("State"), 1), Column(_("Why"), 3),
        Column(_("Closed"), 1),
    )  # fmt: skip
    rows = [
        Row(
            (
                one.number,
                one.text,
                hypothesis_word(one.state),
                one.reason or DASH,
                subject.brief(one.closed_at) if one.closed_at else DASH,
            )
        )
        for one in subject.hypotheses[:LISTED]
    ]
    found = (services_table(subject), table(_("Hypotheses looked into"), columns, rows), _more(subject))
    return tuple(one for one in found if one is not None)


def _more(subject: Subject) -> Paragraph | None:
    count = len(subject.hypotheses) - LISTED
    if count <= 0:
        return None
    said = ngettext("{n} more hypothesis stands in the log.", "{n} more hypotheses stand in the log.", count)
    return Paragraph(said.format(n=count), Tone.MUTED)


SECTION = ReviewSection(
    code="recovery",
    order=700,
    step=Step.METRICS,
    title=lambda: _("Resolution and recovery"),
    hint=lambda: _("What stopped the impact, in which order services came back, and what was still degraded."),
    nouns=("impact", "hypothesis"),
    blocks=_blocks,
    holds=lambda subject: bool(subject.services or subject.hypotheses),
)
