"""The messages of an incident as the list shows them, in the order in which they call for somebody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject

from ui.models.table import Column, TableModel
from ui.theme import Look
from ui.widgets.tone import due_tone
from warroom import phrases
from warroom.domain.messages import MessageState
from warroom.words import N_, _, pgettext

OPEN = frozenset(
    {
        MessageState.DRAFT,
        MessageState.IN_CHECK,
        MessageState.SENT_BACK,
        MessageState.CHECKED,
        MessageState.APPROVED,
    }
)
TONES = {
    MessageState.DRAFT: "muted",
    MessageState.IN_CHECK: "due",
    MessageState.SENT_BACK: "late",
    MessageState.CHECKED: "accent",
    MessageState.APPROVED: "good",
    MessageState.RELEASED: "exercise",
    MessageState.CORRECTED: "muted",
    MessageState.WITHDRAWN: "muted",
}


@dataclass(frozen=True, slots=True)
class Listed:
    """A message in the list. Times are milliseconds UTC."""

    id: str
    number: str
    what: str  # the name of its template
    to: str  # its audiences, in words
    languages: str  # "FR + EN"
    state: MessageState
    due_at: int | None
    out_at: int | None  # when it was let out first
    alarm: str = ""  # what somebody must answer: released twice, a fact refuted after release


def state_word(state: MessageState) -> str:
    """Where a message stands, in one word."""
    return {
        MessageState.DRAFT: lambda: pgettext("message", "Draft"),
        MessageState.IN_CHECK: lambda: pgettext("message", "In check"),
        MessageState.SENT_BACK: lambda: pgettext("message", "Sent back"),
        MessageState.CHECKED: lambda: pgettext("message", "Checked"),
        MessageState.APPROVED: lambda: pgettext("message", "Approved"),
        MessageState.RELEASED: lambda: pgettext("message", "Released"),
        MessageState.CORRECTED: lambda: pgettext("message", "Corrected"),
        MessageState.WITHDRAWN: lambda: pgettext("message", "Withdrawn"),
    }[state]()


def when_said(row: Listed, now_ms: int) -> tuple[str, str]:
    """When it is due or went out, and in which tone."""
    if row.state in OPEN:
        if row.due_at is None:
            return _("no deadline"), "muted"
        return phrases.due(row.due_at, now_ms), due_tone(row.due_at, now_ms)
    return (phrases.moment(row.out_at, now_ms) if row.out_at is not None else ""), "muted"


def hour_said(row: Listed, now_ms: int) -> str:
    """The same in a narrow place: only the hour, with its day where it is another."""
    at = row.due_at if row.state in OPEN else row.out_at
    return phrases.moment(at, now_ms) if at is not None else ""


def about(row: Listed) -> str:
    """Number, template and languages in one line."""
    return " · ".join(part for part in (row.number, row.what, row.languages) if part)


def _said(row: Listed, now_ms: int) -> str:
    """The whole line, as it is read aloud."""
    said = (row.alarm, state_word(row.state), row.to, about(row), when_said(row, now_ms)[0])
    return ". ".join(part for part in said if part)


def messages_model(look: Look, now: Callable[[], int], parent: QObject | None = None) -> TableModel[Listed]:
    """One column; the delegate draws its lines from the row's value."""
    return TableModel(
        (Column("message", N_("Message"), _said),), ident=lambda row: row.id, look=look, now=now, parent=parent
    )
