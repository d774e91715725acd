"""Causes: what set it off, what lay behind it, each with its evidence."""

from __future__ import annotations

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
from warroom.words import _, pgettext


def _blocks(subject: Subject, rex: RexFacts | None) -> Blocks:
    numbers = {one.id: one.number for one in rex.causes} if rex else {}
    columns = (
        Column(_("No.")), Column(_("Kind"), 1), Column(_("Cause"), 4), Column(_("Why of"), 1), Column(_("State"), 1),
        Column(_("Evidence"), 2),
    )  # fmt: skip
    rows = [
        Row(
            (
                one.number,
                _kind(one),
                text(subject, one.text),
                numbers.get(one.parent, "") or text(subject, one.impact) or DASH,
                _state(one),
                _evidence(subject, one),
            )
        )
        for one in (rex.causes if rex else ())
    ]
    found = table(_("Causes, each with what it rests on"), columns, rows)
    return (*cause_pictures(subject, rex), found) if found else ()


def _kind(cause: Cause) -> str:
    return {
        "trigger": pgettext("cause", "trigger"),
        "proximate": pgettext("cause", "proximate"),
        "root": pgettext("cause", "root"),
        "contributing": pgettext("cause", "contributing"),
        "latent": pgettext("cause", "latent"),
    }[cause.kind.value]


def _state(cause: Cause) -> str:
    return {
        "supposed": pgettext("cause", "supposed"),
        "confirmed": pgettext("cause", "confirmed"),
        "refuted": pgettext("cause", "refuted"),
    }[cause.state.value]


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
