"""How things stood before it began, and what led up to it."""

from __future__ import annotations

from warroom.domain.rex import Step
from warroom.domain.rex_state import RexFacts
from warroom.reports.rex.entries import shown_moments
from warroom.reports.rex.section import NOT_PUBLIC, Blocks, ReviewSection
from warroom.reports.subject import Subject
from warroom.reports.wording import entries_table
from warroom.words import _

SHOWN = 50  # entries before the impact


def _blocks(subject: Subject, rex: RexFacts | None) -> Blocks:
    lead_up = rex.timeline.lead_up[-SHOWN:] if rex and rex.timeline else ()
    found = entries_table(subject, _("Before the impact began"), shown_moments(subject, lead_up))
    return (found,) if found else ()


SECTION = ReviewSection(
    code="context",
    order=300,
    step=Step.SCOPE,
    title=lambda: _("Context and lead-up"),
    hint=lambda: _("How things stood, what was being changed, and which early signs there were."),
    nouns=("entry",),
    blocks=_blocks,
    readers=NOT_PUBLIC,
)
