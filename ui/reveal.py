"""Showing one record where it lives: an entry in the log, a decision or action in its own question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from warroom.domain.dues import DueKind
from warroom.room import Views

OF_CELL = ("crisis_cell", "coverage", "objective", "function", "freeze", "freeze_exception")
PAGE_OF = dict.fromkeys(OF_CELL, "cell") | {  # noun → the page that shows it
    "hypothesis": "outlook",
    "scenario": "outlook",
    "point": "point",
    "question": "point",
    "relief": "relief",
    "shift": "relief",
    "presence": "relief",
    "field_team": "field",
    "mobilisation": "mobilisation",
    "contact": "field",
    "means_request": "field",
    "inbound": "incoming",
    "rumour": "incoming",
    "promise": "incoming",
}

if TYPE_CHECKING:
    from ui.panels.incident import IncidentPanel


def reveal_in(panel: IncidentPanel, views: Views, *, noun: str, record: str) -> None:
    """Open a record of the incident the panel shows; an unknown noun leaves the panel as it is."""
    if noun == "entry":
        panel.log.reveal(record)
    elif noun in ("decision", "review"):
        panel.open_decision(record)
    elif noun == "action":
        panel.open_action(record)
    elif noun == "sentence":
        panel.show_situation(record)
    elif noun in ("due", DueKind.UPDATE, DueKind.DEADLINE):
        _reveal_clock(panel, views, record)


def _reveal_clock(panel: IncidentPanel, views: Views, record: str) -> None:
    """The entry that proves its start; without one, the question that sets it again."""
    assert panel.incident is not None
    clock = next((due for due in views.dues(panel.incident.id) if due.id == record), None)
    if clock is None:
        return
    proof = views.entry_by_number(clock.evidence) if clock.evidence else None
    if proof is not None:
        panel.log.reveal(proof.id)
    elif clock.kind is DueKind.UPDATE:
        panel.set_update()
    else:
        panel.set_deadline()
