"""The other incidents of a review: each as a subject of its own, for sections that show them beside the first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from warroom.domain.rex_state import RexFacts
from warroom.errors import Refusal
from warroom.reports.subject import Subject


def others_of(subject: Subject, rex: RexFacts | None) -> Iterator[Subject]:
    """Incidents reviewed together with this one, as far as they are here.

    None where people are left out: who they are is known of one incident at a time.
    """
    if rex is None or subject.redactor:
        return
    views = subject.views
    for record in rex.rex.others:
        try:
            found = views.incident(record)
        except Refusal:
            continue  # not received yet
        if found.id != subject.incident.id and found.exercise == subject.incident.exercise:
            yield replace(
                subject,
                incident=subject.shown(found),
                services=tuple(subject.shown(one) for one in views.services(found.id)),
                decisions=tuple(subject.shown(one) for one in views.decisions(found.id)),
                actions=tuple(subject.shown(one) for one in views.actions(found.id)),
                dues=tuple(subject.shown(one) for one in views.dues(found.id)),
                attachments=tuple(subject.shown(one) for one in views.incident_attachments(found.id)),
                hypotheses=tuple(subject.shown(one) for one in views.hypotheses(found.id)),
                weighed=views.weighed(found.id),
                scenarios=tuple(subject.shown(one) for one in views.scenarios(found.id)),
                tally=views.tally(found.id),
            )
