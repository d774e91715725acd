"""Clocks of the cadence of messages: when each audience is to hear next."""

from __future__ import annotations

import apsw

from warroom.domain.clocks import Clock, ClockKind, state_at
from warroom.storage.queries.cadence import cadence_dues
from warroom.storage.queries.clocks import Asked, incident_places
from warroom.storage.sight import Sight


def cadence_clocks(conn: apsw.Connection, sight: Sight, asked: Asked, room: str) -> list[Clock]:
    """The next message of each audience, by the cadence laid down for it or as the last message promised."""
    found = cadence_dues(conn, sight, room, asked.incident)
    places = incident_places(conn, sight, asked) if found else {}
    return [
        Clock(
            key=f"cadence:{due.id}",
            kind=ClockKind.UPDATE,
            label=due.label,
            noun="cadence",
            record=due.id,
            incident=place.id,
            incident_number=place.number,
            exercise=place.exercise,
            owner=place.owner,
            started_at=due.started_at,
            due_at=due.due_at,
            state=state_at(due.due_at, asked.now_ms),
        )
        for due in found
        if (place := places.get(due.incident)) is not None
    ]
