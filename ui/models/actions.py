"""Actions as a list: late ones first, then by due time; those without a time, then those that are over."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ui.models.people import marked
from ui.models.table import Column
from ui.widgets.tone import due_tone
from warroom import phrases
from warroom.commands.said import action_word
from warroom.domain.actions import Action, ActionState
from warroom.words import N_, _

FOREVER = 2**62


@dataclass(frozen=True, slots=True)
class Listed:
    """An action and the incident it belongs to."""

    action: Action
    incident_number: str
    exercise: bool = False
    is_delegated: bool = False  # made or changed by somebody without the right to


def in_order(actions: Iterable[Listed]) -> list[Listed]:
    """Open ones by due time, so that late ones stand on top; then those without a time; then those that are over."""
    return sorted(actions, key=_place)


def _place(listed: Listed) -> tuple[bool, int, int, str]:
    action = listed.action
    if action.state.is_over:
        return True, -(action.finished_at or 0), 0, action.id
    return False, FOREVER if action.due_at is None else action.due_at, action.created_at, action.id


def due_said(action: Action, now_ms: int) -> str:
    """The due time with its direction; when it is over, when it ended."""
    if action.state.is_over:
        return phrases.moment(action.finished_at, now_ms) if action.finished_at is not None else ""
    return phrases.due(action.due_at, now_ms) if action.due_at is not None else _("no time set")


def due_tone_of(action: Action, now_ms: int) -> str:
    if action.state.is_over or action.due_at is None:
        return "muted"
    return due_tone(action.due_at, now_ms)


def state_said(action: Action, now_ms: int) -> str:
    """The state, and since when the owner has it in hand."""
    word = action_word(action.state)
    if action.state is ActionState.IN_PROGRESS and action.acknowledged_at is not None:
        since = phrases.moment(action.acknowledged_at, now_ms)
        return _("{state} since {time}").format(state=word, time=since)
    return word


def outcome_said(action: Action) -> str:
    return " ".join(part for part in (action.reason, action.result) if part)


def action_columns() -> tuple[Column[Listed], ...]:
    """Due, number, incident, what, who, state, outcome."""
    return (
        Column(
            "due", N_("Due"), lambda row, now: due_said(row.action, now), order=lambda row: row.action.due_at,
            tone=lambda row, now: due_tone_of(row.action, now), bold=True, width=208, whole=True,
        ),
        Column("number", N_("No."), lambda row, _now: row.action.number, tone=_muted, width=96, whole=True),
        Column(
            "incident", N_("Incident"), lambda row, _now: row.incident_number, tone=_incident_tone, width=72, whole=True
        ),
        Column("text", N_("What"), lambda row, _now: marked(row.action.text, row.is_delegated)),
        Column("owner", N_("Who"), lambda row, _now: row.action.owner or "—", width=136),
        Column(
            "state", N_("State"), lambda row, now: state_said(row.action, now), order=_state_order, tone=_state_tone,
            width=232, whole=True,
        ),
        Column("outcome", N_("Outcome"), lambda row, _now: outcome_said(row.action), tone=_muted, width=168),
    )  # fmt: skip


def _state_order(row: Listed) -> int:
    return list(ActionState).index(row.action.state)


def _state_tone(row: Listed, _now: int) -> str:
    return "good" if row.action.state is ActionState.DONE else "muted"


def _incident_tone(row: Listed, _now: int) -> str:
    return "exercise" if row.exercise else "muted"


def _muted(_row: Listed, _now: int) -> str:
    return "muted"
