"""The timeline of a review as a table, and what of it is to be explained."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import QObject

from ui.models.table import Column, TableModel
from ui.theme import Look
from warroom import phrases
from warroom.commands.rex_words import contradiction_said, gap_said
from warroom.commands.said import kind_word, milestone_word
from warroom.domain.rex import NoteKind, RexNote
from warroom.domain.rex_timeline import Moment, RexTimeline
from warroom.words import N_, _

WRITTEN_LATE_MS = 5 * 60_000  # from then on, when it was written is worth saying


@dataclass(frozen=True, slots=True)
class Finding:
    """A gap or a contradiction, and the note that explains it, if there is one."""

    key: str
    said: str
    is_gap: bool
    needs_answer: bool
    note: RexNote | None
    entry: str  # where to look first; "" for a milestone


def findings(timeline: RexTimeline, notes: Iterable[RexNote], now_ms: int) -> list[Finding]:
    """What is to be explained: contradictions before gaps, what is open before what is answered."""
    answers = {one.about: one for one in notes if one.kind is NoteKind.EXPLAINED and one.about}
    found = [
        Finding(
            one.key, contradiction_said(one, now_ms), False, one.needs_answer, answers.get(one.key),
            one.entries[0] if one.entries else "",
        )
        for one in timeline.contradictions
    ]  # fmt: skip
    found += [
        Finding(one.key, gap_said(one, now_ms), True, False, answers.get(one.key), one.after.id)
        for one in timeline.gaps
    ]
    return sorted(found, key=lambda one: (one.note is not None, not one.needs_answer, one.is_gap))


def timeline_columns() -> tuple[Column[Moment], ...]:
    return (
        Column("event", N_("Event"), _happened, width=128, whole=True),
        Column("written", N_("Written"), _written, tone=_written_tone, width=132, can_go=True),
        Column("number", N_("No."), lambda row, _now: row.number, tone=lambda *_: "muted", width=88, whole=True),
        Column("kind", N_("Kind"), _kind, width=132, can_go=True),
        Column("text", N_("What happened"), _text, tone=_tone),
    )


def timeline_model(look: Look, now: Callable[[], int], parent: QObject) -> TableModel[Moment]:
    return TableModel(timeline_columns(), ident=ident, look=look, now=now, parent=parent)


def ident(row: Moment) -> str:
    return row.id or f"{row.incident}:{row.milestone.value if row.milestone else ''}:{row.event_at}"


def is_late_said(row: Moment) -> bool:
    """Whether it was written so long after the event, or before it, that this is worth saying."""
    return bool(row.id) and abs(row.delay_ms) >= WRITTEN_LATE_MS


def _happened(row: Moment, now: int) -> str:
    return phrases.moment(row.event_at, now) if row.has_hour else _("no hour given")


def _written(row: Moment, _now: int) -> str:
    """How long after the event it was written; nothing where that says nothing."""
    if not is_late_said(row):
        return ""
    if row.delay_ms < 0:
        return _("{duration} before").format(duration=phrases.duration(-row.delay_ms))
    return _("{duration} later").format(duration=phrases.duration(row.delay_ms))


def _written_tone(row: Moment, _now: int) -> str:
    return "due" if row.is_late or row.delay_ms < 0 else "muted"


def _kind(row: Moment, _now: int) -> str:
    if row.milestone is not None:
        return _("milestone")
    return kind_word(row.kind)


def _text(row: Moment, _now: int) -> str:
    text = " ".join(row.text.split())
    if row.milestone is not None and not text:
        text = milestone_word(row.milestone)
    marks = [_("refuted")] if row.is_refuted else []
    marks += [_("corrected by {numbers}").format(numbers=", ".join(row.corrected_by))] if row.corrected_by else []
    marks += [_("to be verified")] if row.to_verify else []
    return f"{text} ({', '.join(marks)})" if marks else text


def _tone(row: Moment, _now: int) -> str:
    return "muted" if row.is_refuted else ""
