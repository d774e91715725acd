"""How it was detected, by whom, and how fast."""

from __future__ import annotations

from warroom.domain.rex import Step
from warroom.domain.rex_state import RexFacts
from warroom.reports.metrics import milestone_sources
from warroom.reports.rex.others import others_of
from warroom.reports.rex.section import Blocks, ReviewSection
from warroom.reports.subject import Subject
from warroom.reports.wording import milestones_table, section
from warroom.words import _


def _blocks(subject: Subject, rex: RexFacts | None) -> Blocks:
    found = milestones_table(subject, milestone_sources(subject))
    others = [
        section(other.incident.number, milestones_table(other, milestone_sources(other)), level=2)
        for other in others_of(subject, rex)
    ]
    return (*((found,) if found else ()), *others)


SECTION = ReviewSection(
    code="detection",
    order=500,
    step=Step.METRICS,
    title=lambda: _("Detection"),
    hint=lambda: _("How and by whom it was detected, and what would have halved the time."),
    nouns=("incident", "entry"),
    blocks=_blocks,
    holds=lambda subject: True,
    asks=lambda: (_("How was it detected, and by whom?"), _("What would have halved the time to detect?")),
)
