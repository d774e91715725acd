"""What went well, what went badly, where luck helped, and how it felt."""

from __future__ import annotations

from warroom.domain.rex import NoteKind, Step
from warroom.domain.rex_state import RexFacts
from warroom.reports.rex.said import notes_table
from warroom.reports.rex.section import INSIDE, Blocks, ReviewSection
from warroom.reports.subject import Subject
from warroom.words import _


def _blocks(subject: Subject, rex: RexFacts | None) -> Blocks:
    captions = (
        (NoteKind.WELL, _("What went well, and is to be kept")),
        (NoteKind.BADLY, _("What went badly, and must change")),
        (NoteKind.LUCK, _("Where we were lucky")),
        (NoteKind.FEELING, _("How it felt")),
        (NoteKind.QUESTION, _("Questions still open")),
    )
    notes = rex.notes if rex else ()
    found = [notes_table(subject, caption, [one for one in notes if one.kind is kind]) for kind, caption in captions]
    return tuple(one for one in found if one is not None)


SECTION = ReviewSection(
    code="good_bad_luck",
    order=1400,
    step=Step.GOOD_BAD_LUCK,
    title=lambda: _("What went well, badly, by luck"),
    hint=lambda: _(
        "One statement at a time, with what shows it. Luck is not a barrier: it will not be there next time."
    ),
    nouns=("rex_note",),
    blocks=_blocks,
    asks=lambda: (_("What went well and must be kept?"), _("What must change?")),
    readers=INSIDE,
)
