"""The after-crisis report: every section of the registry, with or without a review begun (doctrine §10)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from warroom.domain.rex import NEEDED, Heat, Rex, RexPublication
from warroom.domain.rex_state import RexFacts
from warroom.reports.document import Block, Document, Paragraph, Question, Section, Tone
from warroom.reports.rex.registry import sections_for
from warroom.reports.rex.said import section_kept, written
from warroom.reports.rex.section import ReviewSection
from warroom.reports.subject import Subject
from warroom.reports.wording import document, nothing
from warroom.words import _


def review_report(subject: Subject, rex: RexFacts | None = None) -> Document:
    """The whole review, for whoever was there. `rex` None: the newest that is held, else what a review starts from."""
    facts = rex or facts_of_newest(subject)
    sections = [part for one in sections_for(facts) for part in parts_of(one, subject, facts)]
    if facts is None:
        sections += _asked()
    title = facts.rex.title if facts and facts.rex.title and not subject.redactor else _("After-crisis report")
    made = document(subject, name="review", title=title, sections=tuple(sections))
    if facts is None or not facts.rex.privileged:
        return made
    marks = (made.marking, _("Under legal privilege"))
    return replace(made, marking=" · ".join(mark for mark in marks if mark))


def facts_of_newest(subject: Subject) -> RexFacts | None:
    """The review that a report of this incident tells: published first, then cold before hot, then the newest."""
    held = [one for one in subject.views.rexes(subject.incident.id) if one.dropped_at is None]
    if not held:
        return None
    said = {one.id: subject.views.rex_publications(one.id) for one in held}
    newest = max(held, key=lambda one: _rank(one, said[one.id]))
    return subject.views.rex_facts(newest.id)


def parts_of(one: ReviewSection, subject: Subject, rex: RexFacts | None) -> Iterator[Section]:
    """A section with what people wrote first, then what the room holds; its own parts a level below.

    One that holds nothing and that nobody wrote is left out, unless the review cannot do without it.
    """
    kept = section_kept(rex, one.code)
    said = written(subject, rex, one.code)
    made = one.blocks(subject, rex)
    own: list[Block] = [*said, *(block for block in made if not isinstance(block, Section))]
    below = [part for part in made if isinstance(part, Section)]
    is_wanted = bool(own or below) or one.holds(subject) or (kept is not None and bool(kept.given_to))
    if not is_wanted and not _is_needed(one, rex):
        return
    if not own and not below:
        own = [Paragraph(_("To be written."), Tone.MUTED)]
    yield Section(one.title(), tuple(own) or (() if below else nothing()), 1, code=one.code)
    yield from below


def _is_needed(one: ReviewSection, rex: RexFacts | None) -> bool:
    return rex is not None and one.code in NEEDED[rex.rex.heat]


def _asked() -> Iterator[Section]:
    """Where no review was begun: its questions, headed and left open; lessons are found together, not deduced."""
    note = Paragraph(_("To be answered in the review; left open on purpose."), Tone.MUTED)
    yield Section(_("Lessons, to be filled in together"), (note,))
    for one in sections_for(None):
        if questions := one.asks():
            yield Section(one.title(), tuple(Question(text) for text in questions), 2)


def _rank(one: Rex, published: list[RexPublication]) -> tuple[bool, bool, int, str]:
    return bool(published), one.heat is Heat.COLD, one.opened_at, one.id
