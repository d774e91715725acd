"""What people wrote in a review, as its reader may see it, and pieces of tables that several sections share."""

from __future__ import annotations

from collections.abc import Iterable

from warroom.commands.rex_words import note_kind_word
from warroom.domain.rex import NoteKind, RexNote, RexSection
from warroom.domain.rex_state import RexFacts
from warroom.reports.cell import person, text
from warroom.reports.document import Block, Column, Paragraph, Row, Table, Tone
from warroom.reports.rex.evidence import says
from warroom.reports.subject import Subject
from warroom.reports.wording import DASH, table
from warroom.words import _

__all__ = ["DASH", "names", "notes_table", "person", "section_kept", "text", "written"]

FEELINGS = frozenset({NoteKind.FEELING})


def section_kept(rex: RexFacts | None, code: str) -> RexSection | None:
    """What is kept of a section, None where nobody touched it."""
    return next((one for one in rex.sections if one.code == code), None) if rex else None


def written(subject: Subject, rex: RexFacts | None, code: str) -> tuple[Block, ...]:
    """The paragraphs that people wrote in a section; that there is nothing to say, where they said so."""
    kept = section_kept(rex, code)
    if kept is None:
        return ()
    if kept.nothing and not kept.text.strip():
        return (Paragraph(_("Looked at: there is nothing to say."), Tone.MUTED),)
    parts = [part.strip() for part in kept.text.split("\n\n")]
    return tuple(Paragraph(text(subject, part)) for part in parts if part)


def names(subject: Subject, said: Iterable[str]) -> str:
    """Names of people in one line."""
    return ", ".join(person(subject, name) for name in said if name)


def notes_table(subject: Subject, caption: str, notes: Iterable[RexNote], *, kinds: bool = False) -> Table | None:
    """Statements with what they rest on; `kinds` says of each what it is."""
    columns = (
        *((Column(_("Kind"), 1),) if kinds else ()),
        Column(_("Statement"), 5),
        Column(_("Evidence"), 2),
        Column(_("By"), 1),
    )
    rows = [
        Row(
            (
                *((note_kind_word(one.kind),) if kinds else ()),
                text(subject, one.text),
                says(subject, one.evidence) or DASH,
                person(subject, one.by) or DASH,
            )
        )
        for one in notes
    ]
    return table(caption, columns, rows)
