"""Everything that is due, as one list: what, of which incident, by whom, and how long it has waited."""

from __future__ import annotations

from ui.models.table import Column
from ui.widgets.tone import due_tone
from warroom import phrases
from warroom.domain.dues import DueKind, Pending
from warroom.words import N_, _


def when_said(item: Pending, now_ms: int) -> str:
    """How long a question has waited, or how far its time is: both the duration and the time of day."""
    if item.noun == "decision" and (item.due_at is None or item.due_at < now_ms):
        return _("waiting for {duration}").format(duration=phrases.duration(max(0, now_ms - (item.since or now_ms))))
    return phrases.due(item.due_at, now_ms) if item.due_at is not None else ""


def what_said(item: Pending) -> str:
    """What is to be done, in one line."""
    if item.noun == "decision":
        return _("Decide: {question}").format(question=item.text)
    if item.noun == "review":
        return _("Review the decision: {decision}").format(decision=item.text)
    if item.noun == DueKind.UPDATE:
        return item.text or _("Next update")
    return item.text


def pending_columns() -> tuple[Column[Pending], ...]:
    """When, incident, what, who."""
    return (
        Column(
            "when", N_("When"), when_said, tone=lambda item, now: due_tone(item.due_at, now), bold=True, width=264,
            whole=True,
        ),
        Column("incident", N_("Incident"), lambda item, _now: item.incident_number, tone=_muted, width=72, whole=True),
        Column("what", N_("What"), lambda item, _now: what_said(item)),
        Column("owner", N_("Who"), lambda item, _now: item.owner, tone=_muted, width=168),
    )  # fmt: skip


def _muted(_item: Pending, _now: int) -> str:
    return "muted"
