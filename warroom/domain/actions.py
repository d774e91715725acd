"""Actions: what someone was asked to do, by when, and what came of it."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from warroom.domain.ids import ActionId, IncidentId


class ActionState(enum.StrEnum):
    """To do, under way, held, or over; skipping asks for a reason."""

    TODO = "todo"
    IN_PROGRESS = "in_progress"
    ON_HOLD = "on_hold"
    DONE = "done"
    CANCELLED = "cancelled"
    SKIPPED = "skipped"

    @property
    def is_over(self) -> bool:
        return self in (ActionState.DONE, ActionState.CANCELLED, ActionState.SKIPPED)


NEEDS_REASON = (ActionState.CANCELLED, ActionState.SKIPPED, ActionState.ON_HOLD)


@dataclass(frozen=True, slots=True)
class Action:
    """One action as it stands. Times are milliseconds UTC; None means not set."""

    id: ActionId
    incident: IncidentId
    number: str
    text: str
    owner: str
    due_at: int | None
    state: ActionState
    reason: str
    result: str
    created_at: int
    acknowledged_at: int | None
    finished_at: int | None

    def is_late(self, now_ms: int) -> bool:
        return not self.state.is_over and self.due_at is not None and self.due_at < now_ms
