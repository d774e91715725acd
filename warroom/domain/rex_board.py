"""Reviews as a list shows them: each with its incident, where it stands and what is left to write."""

from __future__ import annotations

from dataclasses import dataclass

from warroom.domain.incidents import Severity
from warroom.domain.rex import Rex
from warroom.domain.rex_state import RexStanding, RexState


@dataclass(frozen=True, slots=True)
class RexLine:
    """One review of the list."""

    rex: Rex
    incident_number: str
    incident_title: str
    exercise: bool
    severity: Severity
    standing: RexStanding
    needed: int  # sections that it cannot do without
    open: tuple[str, ...]  # codes of sections still to be written
    actions: int
    actions_over: int  # verified
    is_disputed: bool

    @property
    def title(self) -> str:
        """Its own title, else that of the incident."""
        return self.rex.title or self.incident_title

    def is_late(self, now_ms: int) -> bool:
        return not self.standing.state.is_over and self.rex.due_at is not None and self.rex.due_at < now_ms


def in_order(lines: list[RexLine]) -> list[RexLine]:
    """Under way first, the soonest due first among them; then published, then dropped, the newest first."""
    return sorted(lines, key=_rank)


def _rank(line: RexLine) -> tuple[int, int, str]:
    state = line.standing.state
    group = {RexState.PUBLISHED: 1, RexState.DROPPED: 2}.get(state, 0)
    due = line.rex.due_at if line.rex.due_at is not None else 1 << 62
    return group, due if group == 0 else -line.rex.opened_at, line.rex.id
