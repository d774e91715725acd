"""Causes: what set it off, what lay behind it, each with its evidence."""

from __future__ import annotations

from warroom.commands.cause_words import cause_kind_word, cause_state_word
from warroom.domain.cause_tree import CauseTree, Placed, tree_of
from warroom.domain.causes import Cause
from warroom.domain.rex import Step
from warroom.domain.rex_state import RexFacts
from warroom.reports.document import Column, Row
from warroom.reports.rex.evidence import says
from warroom.reports.rex.pictures import cause_pictures
from warroom.reports.rex.said import text
from warroom.reports.rex.section import Blocks, ReviewSection
from warroom.reports.subject import Subject
from warroom.reports.wording import DASH, table
from warroom.words import _


def _blocks(subject: Subject, rex: RexFacts | None) -> Blocks:
    tree = tree_of(rex.causes) if rex else CauseTree()
    columns = (
        Column(_("Rank")), Column(_("No.")), Column(_("Kind"), 1), Column(_("Cause"), 4), Column(_("State"), 1),
        Column(_("Evidence"), 2),
    )  # fmt: skip
    rows = [
        Row(
            (
                each.path,
                each.cause.number,
                cause_kind_word(each.cause.kind),
                _text(subject, each),
                cause_state_word(each.cause.state),
                _evidence(subject, each.cause),
            )
        )
        for each in tree.placed
    ]
    found = table(_("Causes: each under what it explains, with what shows it"), columns, rows)
    return (*cause_pictures(subject, rex), found) if found else ()


def _text(subject: Subject, placed: Placed) -> str:
    said, impact = text(subject, placed.cause.text), text(subject, placed.cause.impact)
    return f"{said} ({_('Impact: {impact}').format(impact=impact)})" if impact and not placed.depth else said


def _evidence(subject: Subject, cause: Cause) -> str:
    rests = [*cause.evidence, *([f"hypothesis {cause.hypothesis}"] if cause.hypothesis else [])]
    parts = (says(subject, rests), text(subject, cause.evidence_text), text(subject, cause.change))
    return " · ".join(part for part in parts if part) or DASH


SECTION = ReviewSection(
    code="causes",
    order=1000,
    step=Step.CAUSES,
    title=lambda: _("Causes"),
    hint=lambda: _("What set it off, why it could happen, and why again: each why with its evidence."),
    nouns=("cause", "hypothesis"),
    blocks=_blocks,
    asks=lambda: (
        _("What set it off?"),
        _("Five whys, each with its evidence:"),
        _(
            "What made it worse, or had been waiting to happen (change, capacity, dependency, monitoring, procedure, "
            "organisation, supplier)?"
        ),
    ),
)
