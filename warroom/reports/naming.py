"""Naming: which texts of an incident name somebody of the room, before anybody decides what stays behind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from warroom.domain.evidence import Named
from warroom.reports.folder import Step
from warroom.reports.redaction import PEOPLE, Redaction, Redactor
from warroom.reports.restricted import cleared
from warroom.storage.views import Views

LOOK_UP_EVERY = 200  # records between two steps
LINE = 160  # characters that are enough to know a text by


def named_in(views: Views, reference: str, *, step: Step = lambda done, total: None) -> list[Named]:
    """Entries, decisions and actions, oldest first. `step` may raise to stop. Raises Refusal for no such incident."""
    incident = views.incident(reference)
    total = views.tally(incident.id)[0]
    redactor = Redactor(Redaction(frozenset({PEOPLE})), views.behind(incident.id).roster())
    found = []
    for done, (record, number, text) in enumerate(_records(views, incident.id)):
        if done % LOOK_UP_EVERY == 0:
            step(min(done, total), total)
        redactor.record(record)
        if record.id in redactor.named:
            found.append(Named(number, " ".join(text.split())[:LINE]))
    step(total, total)
    return found


def _records(views: Views, incident: str) -> Iterator[tuple[Any, str, str]]:
    for entry in map(cleared, views.entries(incident)):
        yield entry, entry.number, entry.text
    for decision in map(cleared, views.decisions(incident)):
        yield decision, decision.number, decision.question or decision.decided
    for action in map(cleared, views.actions(incident)):
        yield action, action.number, action.text
