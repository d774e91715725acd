"""Entries of the log as a review quotes them: as its reader may see them, whatever the timeline was made of."""

from __future__ import annotations

from collections.abc import Iterable

from warroom.domain.entries import Entry
from warroom.domain.rex_timeline import Moment
from warroom.reports.subject import Subject


def shown_moments(subject: Subject, moments: Iterable[Moment]) -> list[Entry]:
    """The entries behind moments, in their order; milestones that no entry tells are left out."""
    found = []
    for one in moments:
        entry = subject.views.entry(one.id) if one.id else None
        if entry is not None:
            found.append(subject.shown(entry))
    return found
