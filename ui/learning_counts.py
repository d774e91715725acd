"""What the rail counts of the pages of what is learnt."""

from __future__ import annotations

from warroom.domain.incidents import Mode
from warroom.room import Views

COUNTED_OF_LEARNING = ("rex", "rex_publication", "rex_approval", "corrective", "postponement")


def learning_counts(views: Views, now: int) -> dict[str, tuple[int, int]]:
    """Page → all, and the late ones among them."""
    figures = views.plan_figures(mode=Mode.REAL, now_ms=now)
    return {"reviews": _reviews(views, now), "plan": (figures.open, figures.late)}


def _reviews(views: Views, now: int) -> tuple[int, int]:
    """Reviews that are open, and those that should be published by now."""
    found = [one for one in views.rexes(mode=Mode.REAL) if one.dropped_at is None]
    waiting = [one for one in found if not views.rex_publications(one.id)]
    return len(waiting), sum(1 for one in waiting if one.due_at is not None and one.due_at < now)
