"""The version for customers and the public: what happened to them, why, and what is done about it; nobody is named."""

from __future__ import annotations

from collections.abc import Mapping

from warroom.domain.causes import CauseKind
from warroom.domain.rex_state import RexFacts
from warroom.reports.cell import text
from warroom.reports.document import Block, Document, Facts, Paragraph, Section, Tone
from warroom.reports.readers.pieces import (
    bound,
    confirmed,
    in_short,
    kept_lessons,
    paragraphs,
    plan,
    present,
    times,
    users,
)
from warroom.reports.rex.pictures import outside_pictures
from warroom.reports.subject import Subject
from warroom.words import _, language


def public(subject: Subject, rex: RexFacts, number: int) -> Document:
    """Only what is of use outside: no log, no people, no figures of money, no evidence by number."""
    why = [Paragraph(text(subject, one.text)) for one in confirmed(rex, CauseKind.TRIGGER, CauseKind.ROOT)]
    lessons = [Paragraph(text(subject, one.text)) for one in kept_lessons(rex)]
    sections = (
        Section(_("What happened"), tuple(in_short(subject, rex)), code="summary"),
        Section(_("When"), (times(subject), *outside_pictures(subject)), code="timeline"),
        Section(_("What was affected"), _affected(subject, rex), code="impact"),
        Section(
            _("Why it happened"),
            tuple(why) or (Paragraph(_("The cause is not established yet."), Tone.MUTED),),
            code="causes",
        ),
        Section(_("How it was put right"), tuple(paragraphs(subject, rex, "recovery")), code="recovery"),
        Section(_("What we do so that it does not happen again"), _plan(subject, rex), code="plan"),
        Section(_("What we learnt"), tuple(lessons), code="lessons"),
    )
    kept = [section for section in sections if section.blocks]
    title = _("Incident report")
    return bound(subject, rex, number, name="review-public", title=title, sections=kept, brief=True)


def _affected(subject: Subject, rex: RexFacts) -> tuple[Block, ...]:
    """Services by the names their users know; one that has none for outside is not named."""
    known = {one.id: one.names for one in subject.views.public_services()}
    names = [_named(known[one.service]) for one in subject.services if one.service in known]
    rows = [(_("Services"), ", ".join(names))] if names else []
    rows.append((_("Users"), users(subject, rex)))
    return present(Facts(tuple(rows)), *paragraphs(subject, rex, "impact"))


def _named(names: Mapping[str, str]) -> str:
    return names.get(language()) or next(iter(names.values()), "")


def _plan(subject: Subject, rex: RexFacts) -> tuple[Block, ...]:
    return present(plan(subject, rex, pilots=False))
