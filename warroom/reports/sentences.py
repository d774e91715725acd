"""The situation in a report: what is verified, what is to be confirmed and why, each with the entries it rests on."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from warroom.commands.said import doubt_word
from warroom.domain.situation import Stated
from warroom.reports.document import Block, Column, Row, Tone
from warroom.reports.subject import Subject
from warroom.reports.wording import DASH, table
from warroom.words import _


def stated_in(subject: Subject) -> list[Stated]:
    """The sentences as they may leave: one that names somebody stays behind in a redacted report."""
    found = subject.views.situation(subject.incident.id, now_ms=subject.asked.now_ms)
    redactor = subject.redactor
    if redactor is None:
        return found
    shown = []
    for stated in found:
        sentence = stated.sentence
        text = _("sentence withheld: it names somebody") if redactor.finds(sentence.text) else sentence.text
        said, held = redactor.person(sentence.stated_by), redactor.person(sentence.confirmed_by)
        shown.append(replace(stated, sentence=replace(sentence, text=text, stated_by=said, confirmed_by=held)))
    return shown


def situation_text(stated: list[Stated]) -> str:
    """The situation as plain lines, with what each cites."""
    return "\n".join(item.line for item in stated)


def situation_blocks(subject: Subject) -> list[Block]:
    """Two tables: what is verified, and what is to be confirmed; only the first may be passed on as a fact."""
    stated = stated_in(subject)
    sure = [item for item in stated if item.is_sure and not item.is_stale]
    shaky = [item for item in stated if item not in sure]
    rests, said = Column(_("Rests on"), 1.4), Column(_("Said"), 1.4)
    facts = table(_("Verified"), (Column(_("Sentence"), 5), rests, said), [_row(subject, item) for item in sure])
    columns = (Column(_("Sentence"), 4), rests, said, Column(_("Why"), 2))
    rows = [replace(_row(subject, item), cells=(*_row(subject, item).cells, why_said(item))) for item in shaky]
    doubtful = table(_("To confirm"), columns, [replace(row, tone=Tone.MUTED) for row in rows])
    return [block for block in (facts, doubtful) if block is not None]


def _row(subject: Subject, stated: Stated) -> Row:
    said = subject.brief(stated.sentence.last_said) if stated.sentence.last_said else DASH
    return Row((stated.sentence.text, ", ".join(stated.numbers) or DASH, said))


def why_said(stated: Stated) -> str:
    """Why a sentence is to be confirmed."""
    why = [doubt_word(doubt, ", ".join(stated.numbers_behind(doubt))) for doubt in stated.doubts]
    if stated.is_stale:
        why.append(_("not said again since the last point"))
    return "; ".join(why)


def sentences_json(subject: Subject) -> list[dict[str, Any]]:
    """For machines: times in milliseconds UTC and as ISO 8601."""
    return [
        {
            "id": item.sentence.id,
            "text": item.sentence.text,
            "sources": list(item.sentence.sources),
            "cites": list(item.numbers),
            "to_confirm": [doubt.value for doubt in item.doubts],
            "stale": item.is_stale,
            "stated_by": item.sentence.stated_by,
            "stated_at": item.sentence.stated_at,
            "stated_time": subject.iso(item.sentence.stated_at) if item.sentence.stated_at is not None else None,
            "confirmed_by": item.sentence.confirmed_by,
            "confirmed_at": item.sentence.confirmed_at,
            "confirmed_time": subject.iso(item.sentence.confirmed_at)
            if item.sentence.confirmed_at is not None
            else None,
        }
        for item in stated_in(subject)
    ]
