"""Clocks of reviews: until when each is to be published; they run on when their incident is closed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import apsw

from warroom.domain.clocks import REX_AMBER_MS, Clock, ClockKind, state_at
from warroom.domain.rex import Heat, Rex
from warroom.storage.queries.plain import fetch
from warroom.storage.sight import Sight
from warroom.words import _

if TYPE_CHECKING:
    from warroom.storage.queries.clocks import Asked, Place

UNDER_WAY = (
    "due_at IS NOT NULL AND dropped_at IS NULL AND id NOT IN (SELECT rex FROM rex_publication WHERE rex IS NOT NULL)"
)


def rex_clocks(conn: apsw.Connection, sight: Sight, asked: Asked, places: dict[str, Place]) -> Iterator[Clock]:
    """Until when each review that is held is due; one that was published is due no longer."""
    where, values = ("incident=?", (asked.incident,)) if asked.incident else ("1", ())
    for each in fetch(conn, sight, Rex, "rex", f"{UNDER_WAY} AND {where}", values, "due_at, id"):
        place = places.get(each.incident)
        if place is None or each.due_at is None:
            continue
        yield Clock(
            key=f"rex:{each.id}",
            kind=ClockKind.REX,
            label=_("Hot review") if each.heat is Heat.HOT else _("Cold review"),
            incident=place.id,
            incident_number=place.number,
            exercise=place.exercise,
            noun="rex",
            record=each.id,
            number=each.number,
            owner=each.lead,
            started_at=each.opened_at,
            due_at=each.due_at,
            state=state_at(each.due_at, asked.now_ms, amber_ms=REX_AMBER_MS),
        )
