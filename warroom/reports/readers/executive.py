"""The version for executives: two pages at most, whatever the crisis; what is too long is cut and says so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from warroom.commands.rex_words import note_kind_word
from warroom.domain.metrics.values import Code
from warroom.domain.rex import NoteKind
from warroom.domain.rex_state import RexFacts
from warroom.reports.cell import text
from warroom.reports.charts import picture
from warroom.reports.document import Block, Document, Facts, Paragraph, Picture, Section, Table, Tone
from warroom.reports.pdf import page_count, pdf_of
from warroom.reports.readers.pieces import (
    bound,
    chosen,
    confirmed,
    costs,
    impact_length,
    in_short,
    kept_lessons,
    plan,
    present,
    users,
)
from warroom.reports.rex.pictures import timeline_data
from warroom.reports.subject import Subject
from warroom.words import _, ngettext

PAGES = 2
FIGURES = (Code.DETECT, Code.MOBILISE, Code.MITIGATE, Code.RESTORE, Code.USER_HOURS, Code.FIRST_MESSAGE)


@dataclass(frozen=True, slots=True)
class Budget:
    """How much of each part there is room for."""

    letters: int  # of a paragraph
    lines: int  # paragraphs of a part
    rows: int  # of the plan


BUDGETS = (
    Budget(900, 8, 12),
    Budget(700, 6, 9),
    Budget(450, 5, 7),
    Budget(300, 4, 5),
    Budget(180, 3, 4),
    Budget(90, 2, 2),
)


def executive(subject: Subject, rex: RexFacts, number: int, *, ask: Callable[[], None] = lambda: None) -> Document:
    """As much as two pages hold: laid out again with less until it fits. Raises Trouble when it cannot be laid out."""
    drawn = tuple(map(picture, timeline_data(subject, rex)[:1]))
    made = _made(subject, rex, number, BUDGETS[0], drawn)
    for budget in BUDGETS[1:]:
        if page_count(pdf_of(made, ask=ask)) <= PAGES:
            break
        made = _made(subject, rex, number, budget, drawn)
    return made


def _made(subject: Subject, rex: RexFacts, number: int, budget: Budget, drawn: tuple[Picture, ...]) -> Document:
    sections = (
        Section(_("In short"), _cut(in_short(subject, rex), budget), code="summary"),
        Section(_("Impact"), (_impact(subject, rex), *drawn), code="impact"),
        Section(_("Why it happened"), _cut(_causes(subject, rex), budget), code="causes"),
        Section(_("What held, what did not"), _cut(_notes(subject, rex), budget), code="good_bad_luck"),
        Section(_("What we put right"), _plan(subject, rex, budget), code="plan"),
        Section(_("What we keep"), _cut(_lessons(subject, rex), budget), code="lessons"),
    )
    kept = [section for section in sections if section.blocks]
    title = _("After-crisis report: for executives")
    return bound(subject, rex, number, name="review-executive", title=title, sections=kept)


def _impact(subject: Subject, rex: RexFacts) -> Facts:
    services = ", ".join(one.name for one in subject.services[:8])
    known = [one for one in chosen(subject, FIGURES) if one.is_known]
    rows = (
        (_("Length of the impact"), impact_length(subject) or _("not known")),
        (_("Users"), users(subject, rex)),
        (_("Services touched"), services or _("not known")),
        *((label, value) for label, value in costs(subject).rows if value != _("not known")),
        *((one.name, one.value) for one in known),
    )
    return Facts(rows)


def _causes(subject: Subject, rex: RexFacts) -> list[Paragraph]:
    found = [Paragraph(text(subject, one.text)) for one in confirmed(rex)]
    return found or [Paragraph(_("No cause is confirmed yet."), Tone.LATE)]


def _notes(subject: Subject, rex: RexFacts) -> list[Paragraph]:
    kinds = (NoteKind.WELL, NoteKind.BADLY, NoteKind.LUCK)
    notes = sorted((one for one in rex.notes if one.kind in kinds), key=lambda one: kinds.index(one.kind))
    said = _("{kind}: {text}")
    return [Paragraph(said.format(kind=note_kind_word(one.kind), text=text(subject, one.text))) for one in notes]


def _plan(subject: Subject, rex: RexFacts, budget: Budget) -> tuple[Block, ...]:
    found = plan(subject, rex, pilots=True)
    if found is None:
        return (Paragraph(_("Nothing is planned yet."), Tone.LATE),)
    rows = found.rows[: budget.rows]
    short = Table(
        found.caption,
        found.columns,
        tuple(type(row)((_shortened(row.cells[0], budget.letters // 3), *row.cells[1:]), row.tone) for row in rows),
    )
    return present(short, _more(len(found.rows) - len(rows)))


def _lessons(subject: Subject, rex: RexFacts) -> list[Paragraph]:
    return [Paragraph(text(subject, one.text)) for one in kept_lessons(rex)]


def _cut(found: list[Paragraph], budget: Budget) -> tuple[Block, ...]:
    kept = [Paragraph(_shortened(one.text, budget.letters), one.tone) for one in found[: budget.lines]]
    return present(*kept, _more(len(found) - len(kept)))


def _more(count: int) -> Paragraph | None:
    if count <= 0:
        return None
    said = ngettext("{n} more in the whole review.", "{n} more in the whole review.", count)
    return Paragraph(said.format(n=count), Tone.MUTED)


def _shortened(said: str, letters: int) -> str:
    """Cut at the end of a sentence where there is one, else between two words, with an ellipsis."""
    if len(said) <= letters:
        return said
    kept = said[:letters]
    end = max(kept.rfind(mark) for mark in (". ", "! ", "? "))
    if end > letters // 2:
        return kept[: end + 1] + " …"
    return kept.rsplit(None, 1)[0] + " …"
