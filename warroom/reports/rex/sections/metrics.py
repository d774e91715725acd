"""The measures of the incident, from the start of the impact and from detection, with formula and source."""

from __future__ import annotations

from warroom.domain.rex import Step
from warroom.domain.rex_state import RexFacts
from warroom.reports.document import Column, Row, Table, Tone
from warroom.reports.metrics import measures
from warroom.reports.rex.others import others_of
from warroom.reports.rex.pictures import trend_pictures
from warroom.reports.rex.section import NOT_PUBLIC, Blocks, ReviewSection
from warroom.reports.subject import Subject
from warroom.reports.wording import section, table
from warroom.words import _


def _blocks(subject: Subject, rex: RexFacts | None) -> Blocks:
    found = _measures(subject)
    others = [section(other.incident.number, _measures(other), level=2) for other in others_of(subject, rex)]
    return (*((found,) if found else ()), *trend_pictures(subject), *others)


def _measures(subject: Subject) -> Table | None:
    columns = (
        Column(_("Measure"), 2),
        Column(_("Figure"), 2),
        Column(_("Formula"), 3),
        Column(_("Where it comes from"), 2),
    )
    rows = [
        Row((item.name, item.value, item.formula, item.source), Tone.PLAIN if item.is_known else Tone.MUTED)
        for item in measures(subject)
    ]
    return table(_("Measures, from the start of the impact and from detection"), columns, rows)


SECTION = ReviewSection(
    code="metrics",
    order=900,
    step=Step.METRICS,
    title=lambda: _("Measures"),
    hint=lambda: _("What the figures say, and what they hide."),
    nouns=("incident", "decision", "action", "affected", "shift", "release"),
    blocks=_blocks,
    holds=lambda subject: True,
    readers=NOT_PUBLIC,
)
