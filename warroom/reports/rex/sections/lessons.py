"""Lessons: what we shall recognise the next time, and what was changed because of them."""

from __future__ import annotations

from warroom.domain.rex import Step
from warroom.domain.rex_state import RexFacts
from warroom.reports.document import Column, Row
from warroom.reports.rex.said import text
from warroom.reports.rex.section import Blocks, ReviewSection
from warroom.reports.subject import Subject
from warroom.reports.wording import DASH, table
from warroom.storage.naming import noun_word
from warroom.words import _


def _blocks(subject: Subject, rex: RexFacts | None) -> Blocks:
    links: dict[str, list[str]] = {}
    for link in subject.views.lesson_links() if rex and rex.lessons else ():
        links.setdefault(link.lesson, []).append(text(subject, link.what) or f"{noun_word(link.noun)} {link.target}")
    columns = (
        Column(_("No.")), Column(_("Lesson"), 4), Column(_("When it applies"), 2), Column(_("What it changed"), 2),
        Column(_("Shared with"), 1.4),
    )  # fmt: skip
    rows = [
        Row(
            (
                one.number,
                text(subject, one.text),
                text(subject, one.applies_when) or DASH,
                " · ".join(links.get(one.id, ())) or DASH,
                ", ".join(text(subject, name) for name in one.shared_with) or DASH,
            )
        )
        for one in (rex.lessons if rex else ())
        if not one.retired
    ]
    found = table(_("Lessons, and what they changed"), columns, rows)
    return (found,) if found else ()


SECTION = ReviewSection(
    code="lessons",
    order=1800,
    step=Step.LESSONS,
    title=lambda: _("Lessons"),
    hint=lambda: _("What somebody who was not there must know, and how they will recognise it."),
    nouns=("lesson", "lesson_link"),
    blocks=_blocks,
)
