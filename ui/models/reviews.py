"""Reviews as a table: what they are about, until when, and how far they are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject

from ui.models.table import Column, TableModel
from ui.theme import Look
from warroom import phrases
from warroom.commands.rex_words import heat_word, rex_state_word
from warroom.domain.incidents import Incident, Mode
from warroom.domain.rex import Rex
from warroom.domain.rex_board import RexLine
from warroom.domain.rex_state import RexState
from warroom.room import Room
from warroom.words import N_, _

TONES = {
    RexState.DRAFT: "accent",
    RexState.IN_REVIEW: "due",
    RexState.SENT_BACK: "late",
    RexState.APPROVED: "good",
    RexState.PUBLISHED: "good",
    RexState.DROPPED: "muted",
}
SOON_MS = 48 * 3_600_000  # before it is due, a review is called for


@dataclass(frozen=True, slots=True)
class Reviews:
    """The page of reviews: those there are, and the incidents that should have one."""

    lines: tuple[RexLine, ...] = ()
    owed: tuple[Incident, ...] = ()


def read_reviews(room: Room) -> Reviews:
    """Every review, real ones before exercises. Reads the room: off the screen's thread."""
    views = room.views
    lines = [line for mode in (Mode.REAL, Mode.EXERCISE) for line in views.rex_board(mode)]
    return Reviews(tuple(lines), tuple(views.rex_owed(Mode.REAL)))


def review_columns() -> tuple[Column[RexLine], ...]:
    return (
        Column("number", N_("No."), lambda row, _now: row.rex.number, width=88, whole=True),
        Column("incident", N_("Incident"), lambda row, _now: row.incident_number, width=76, whole=True),
        Column("title", N_("Title"), _title, bold=True),
        Column("heat", N_("When"), lambda row, _now: heat_word(row.rex.heat), width=74, can_go=True),
        Column(
            "state", N_("Status"), lambda row, _now: rex_state_word(row.standing.state),
            order=lambda row: list(RexState).index(row.standing.state),
            pill=lambda row: (rex_state_word(row.standing.state), state_tone(row.standing.state)), width=96,
        ),
        Column(
            "due", N_("Due"), lambda row, now: due_said(row.rex, row.standing.state, now)[0],
            order=lambda row: row.rex.due_at, tone=lambda row, now: due_said(row.rex, row.standing.state, now)[1],
            width=190, whole=True,
        ),
        Column("progress", N_("Sections"), _progress, width=84, whole=True, can_go=True),
        Column("actions", N_("Actions"), _actions, width=84, whole=True, can_go=True),
        Column("lead", N_("Conducted by"), lambda row, _now: row.rex.lead, width=112, can_go=True),
    )  # fmt: skip


def reviews_model(look: Look, now: Callable[[], int], parent: QObject) -> TableModel[RexLine]:
    return TableModel(review_columns(), ident=lambda row: row.rex.id, look=look, now=now, parent=parent)


def state_tone(state: RexState) -> str:
    return TONES[state]


def due_said(rex: Rex, state: RexState, now: int) -> tuple[str, str]:
    """Until when it should be published, and in which tone; nothing once it is over."""
    if rex.due_at is None or state.is_over:
        return "", ""
    tone = "late" if rex.due_at < now else "due" if rex.due_at - now < SOON_MS else ""
    return phrases.due(rex.due_at, now), tone


def _title(row: RexLine, _now: int) -> str:
    return _("Exercise · {title}").format(title=row.title) if row.exercise else row.title


def _progress(row: RexLine, _now: int) -> str:
    return f"{row.needed - len(row.open)}/{row.needed}" if row.needed else ""


def _actions(row: RexLine, _now: int) -> str:
    return f"{row.actions_over}/{row.actions}" if row.actions else ""
