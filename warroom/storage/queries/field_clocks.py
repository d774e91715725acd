"""Clocks of teams sent out, and of means asked for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import apsw

from warroom.domain.clocks import Clock, ClockKind, Step, StepKind, state_at
from warroom.domain.field_teams import AMBER_MIN, minutes_of
from warroom.storage.queries import field
from warroom.storage.sight import Sight
from warroom.words import _

if TYPE_CHECKING:
    from warroom.storage.queries.clocks import Asked, Place

MINUTE = 60_000


def contact_clocks(conn: apsw.Connection, sight: Sight, asked: Asked, places: dict[str, Place]) -> Iterator[Clock]:
    """When the next word of each team that is out is due; a team that nobody waits for has none."""
    wanted = field.Wanted(asked.incident, asked.mode, asked.now_ms, live=True)
    for out in field.teams_out(conn, sight, wanted):
        place, team, due = places.get(out.team.incident), out.team, out.due_at
        if place is None or due is None or out.counts_from is None:
            continue
        minutes = minutes_of(team)
        yield Clock(
            key=f"contact:{team.id}",
            kind=ClockKind.CONTACT,
            label=_("Word from {team}").format(team=team.name or team.number),
            noun="field_team",
            record=team.id,
            number=team.number,
            owner=team.leader,
            started_at=out.counts_from,
            due_at=due,
            state=state_at(due, asked.now_ms, amber_ms=AMBER_MIN * MINUTE),
            steps=(
                Step(StepKind.START, out.counts_from, ref="heard"),
                Step(StepKind.PLUS, due, minutes, "minutes"),
                Step(StepKind.RESULT, due),
            ),
            incident=place.id,
            incident_number=place.number,
            exercise=place.exercise,
        )


def means_clocks(conn: apsw.Connection, sight: Sight, asked: Asked, places: dict[str, Place]) -> Iterator[Clock]:
    """When what was asked for is needed, or is to arrive once it is on its way."""
    wanted = field.Wanted(asked.incident, asked.mode, asked.now_ms, live=True)
    for request in field.means_asked(conn, sight, wanted):
        place = places.get(request.incident)
        if place is None or request.due_at is None:
            continue
        yield Clock(
            key=f"means:{request.id}",
            kind=ClockKind.MEANS,
            label=_("Means: {what}").format(what=request.what),
            noun="means_request",
            record=request.id,
            number=request.number,
            owner=request.approver or request.asked_by,
            started_at=request.asked_at,
            due_at=request.due_at,
            state=state_at(request.due_at, asked.now_ms),
            incident=place.id,
            incident_number=place.number,
            exercise=place.exercise,
        )
