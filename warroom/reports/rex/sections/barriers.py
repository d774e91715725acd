"""Barriers: which held, which failed, which were missing, and where luck did their work."""

from __future__ import annotations

from warroom.commands.cause_words import barrier_kind_word, barrier_state_word
from warroom.domain.causes import BarrierState
from warroom.domain.rex import Step
from warroom.domain.rex_state import RexFacts
from warroom.reports.document import Column, Row
from warroom.reports.rex.evidence import says
from warroom.reports.rex.said import text
from warroom.reports.rex.section import NOT_PUBLIC, Blocks, ReviewSection
from warroom.reports.subject import Subject
from warroom.reports.wording import DASH, table
from warroom.words import _


def _blocks(subject: Subject, rex: RexFacts | None) -> Blocks:
    columns = (
        Column(_("Barrier"), 4), Column(_("What for"), 1), Column(_("What became of it"), 1), Column(_("Remark"), 2),
        Column(_("Evidence"), 2),
    )  # fmt: skip
    rows = [
        Row(
            (
                text(subject, one.text),
                barrier_kind_word(one.kind),
                barrier_state_word(one.state),
                text(subject, one.remark) or DASH,
                says(subject, one.evidence) or DASH,
            )
        )
        for one in sorted(rex.barriers if rex else (), key=lambda one: list(BarrierState).index(one.state))
    ]
    found = table(_("Barriers that held, failed, were missing or held by luck"), columns, rows)
    return (found,) if found else ()


SECTION = ReviewSection(
    code="barriers",
    order=1050,
    step=Step.CAUSES,
    title=lambda: _("Barriers"),
    hint=lambda: _("What was to prevent, detect or limit this, and whether it did."),
    nouns=("barrier",),
    blocks=_blocks,
    asks=lambda: (_("What held, what failed, what was missing?"), _("Where were we lucky?")),
    readers=NOT_PUBLIC,
)
