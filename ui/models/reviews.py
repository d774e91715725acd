"""Reviews as a table: what they are about, until when, and how far they are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject

from ui.models.table import Column, TableModel
from ui.theme import Look
from warroom import phrases
from warroom.domain.incidents import Incident, Mode
from warroom.domain.rex import Heat, Rex
from warroom.room import Room
from warroom.words import N_, pgettext


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """One review with its incident."""

    rex: Rex
    incident: Incident | None
    is_published: bool

    @property
    def is_open(self) -> bool:
        return self.rex.dropped_at is None and not self.is_published


def heat_word(heat: Heat) -> str:
    return {Heat.HOT: pgettext("review", "hot"), Heat.COLD: pgettext("review", "cold")}[heat]


def read_reviews(room: Room) -> list[ReviewLine]:
    """Every review, the newest first. Reads the room: off the screen's thread."""
    views = room.views
    incidents = {one.id: one for one in views.incidents(mode=Mode.BOTH)}
    return [
        ReviewLine(rex, incidents.get(rex.incident), bool(views.rex_publications(rex.id)))
        for rex in views.rexes(mode=Mode.BOTH)
    ]


def review_columns() -> tuple[Column[ReviewLine], ...]:
    return (
        Column("number", N_("No."), lambda row, _now: row.rex.number, width=88, whole=True),
        Column("incident", N_("Incident"), lambda row, _now: row.incident.number if row.incident else "", width=72),
        Column("title", N_("Title"), lambda row, _now: row.rex.title, bold=True),
        Column("heat", N_("When"), lambda row, _now: heat_word(row.rex.heat), width=72),
        Column(
            "due", N_("Due"), _due, order=lambda row: row.rex.due_at, tone=_due_tone, width=150, whole=True
        ),
        Column("lead", N_("Led by"), lambda row, _now: row.rex.lead, width=140, can_go=True),
    )  # fmt: skip


def reviews_model(look: Look, now: Callable[[], int], parent: QObject) -> TableModel[ReviewLine]:
    return TableModel(review_columns(), ident=lambda row: row.rex.id, look=look, now=now, parent=parent)


def _due(row: ReviewLine, now: int) -> str:
    return phrases.until(row.rex.due_at, now) if row.rex.due_at is not None and row.is_open else ""


def _due_tone(row: ReviewLine, now: int) -> str:
    return "late" if row.is_open and row.rex.due_at is not None and row.rex.due_at < now else ""
