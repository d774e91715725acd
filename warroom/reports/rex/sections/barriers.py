"""Barriers: which held, which failed, which were missing, and where luck did their work."""

from __future__ import annotations

from warroom.domain.causes import Barrier
from warroom.domain.rex import Step
from warroom.domain.rex_state import RexFacts
from warroom.reports.document import Column, Row
from warroom.reports.rex.evidence import says
from warroom.reports.rex.said import text
from warroom.reports.rex.section import NOT_PUBLIC, Blocks, ReviewSection
from warroom.reports.subject import Subject
from warroom.reports.wording import DASH, table
from warroom.words import _, pgettext


def _blocks(subject: Subject, rex: RexFacts | None) -> Blocks:
    columns = (
        Column(_("Barrier"), 4), Column(_("What for"), 1), Column(_("What became of it"), 1), Column(_("Remark"), 2),
        Column(_("Evidence"), 2),
    )  # fmt: skip
    rows = [
        Row(
            (
                text(subject, one.text),
                _kind(one),
                _state(one),
                text(subject, one.remark) or DASH,
                says(subject, one.evidence) or DASH,
            )
        )
        for one in (rex.barriers if rex else ())
    ]
    found = table(_("Barriers that held, failed, were missing or held by luck"), columns, rows)
    return (found,) if found else ()


def _kind(barrier: Barrier) -> str:
    return {
        "prevent": pgettext("barrier", "prevent"),
        "detect": pgettext("barrier", "detect"),
        "limit": pgettext("barrier", "limit"),
        "recover": pgettext("barrier", "recover"),
    }[barrier.kind.value]


def _state(barrier: Barrier) -> str:
    return {
        "held": pgettext("barrier", "held"),
        "failed": pgettext("barrier", "failed"),
        "absent": pgettext("barrier", "missing"),
        "luck": pgettext("barrier", "held by luck"),
    }[barrier.state.value]


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
