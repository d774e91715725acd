"""Clocks of what is put right after a crisis: they run on when its incident is closed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import apsw

from warroom.domain.clocks import Clock, ClockKind, state_at
from warroom.domain.corrective_state import SOON_MS
from warroom.domain.correctives import Corrective
from warroom.storage.queries.plain import fetch
from warroom.storage.sight import Sight

if TYPE_CHECKING:
    from warroom.storage.queries.clocks import Asked, Place

LONGEST = 80  # letters of a label
AT_WORK = "coalesce(state,'open') IN ('open','under_way')"


def corrective_clocks(conn: apsw.Connection, sight: Sight, asked: Asked, places: dict[str, Place]) -> Iterator[Clock]:
    """Until when each action is to be done by its pilot; one that waits to be verified runs no longer."""
    where, values = ("incident=?", (asked.incident,)) if asked.incident else ("1", ())
    still = f"due_at IS NOT NULL AND {AT_WORK} AND {where}"
    for each in fetch(conn, sight, Corrective, "corrective", still, values, "due_at, id"):
        place = places.get(each.incident)
        if place is None or each.due_at is None:
            continue
        line = " ".join(each.text.split())
        yield Clock(
            key=f"corrective:{each.id}",
            kind=ClockKind.CORRECTIVE,
            label=line if len(line) <= LONGEST else f"{line[: LONGEST - 1].rstrip()}…",
            incident=place.id,
            incident_number=place.number,
            exercise=place.exercise,
            noun="corrective",
            record=each.id,
            number=each.number,
            owner=each.pilot,
            started_at=each.created_at,
            due_at=each.due_at,
            state=state_at(each.due_at, asked.now_ms, amber_ms=SOON_MS),
        )
