"""Clocks of what was promised to somebody, and of messages that came in and wait for an answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import apsw

from warroom.domain.clocks import Clock, ClockKind, state_at
from warroom.domain.inbound import Inbound, Promise
from warroom.storage.queries.board import OVER
from warroom.storage.queries.plain import fetch
from warroom.storage.sight import Sight
from warroom.words import _

if TYPE_CHECKING:
    from warroom.storage.queries.clocks import Asked, Place

LONGEST = 80  # letters of a label


def promise_clocks(conn: apsw.Connection, sight: Sight, asked: Asked, places: dict[str, Place]) -> Iterator[Clock]:
    """Until when each open promise is to be kept; one outlives its incident: it was made to somebody."""
    where, values = ("incident=?", (asked.incident,)) if asked.incident else ("1", ())
    still = f"due_at IS NOT NULL AND coalesce(state,'open')='open' AND {where}"
    for promise in fetch(conn, sight, Promise, "promise", still, values, "due_at, id"):
        place = places.get(promise.incident)
        if place is None or promise.due_at is None:
            continue
        yield Clock(
            key=f"promise:{promise.id}",
            kind=ClockKind.PROMISE,
            label=_("To {name}: {text}").format(name=promise.to_whom or "—", text=_brief(promise.text)),
            noun="promise",
            record=promise.id,
            number=promise.number,
            owner=promise.owner,
            started_at=promise.made_at,
            due_at=promise.due_at,
            state=state_at(promise.due_at, asked.now_ms),
            **_placed(place),
        )


def answer_clocks(conn: apsw.Connection, sight: Sight, asked: Asked, places: dict[str, Place]) -> Iterator[Clock]:
    """Until when each message that came in is to be answered, where somebody said so."""
    of_live = f"incident IN (SELECT id FROM incident WHERE coalesce(status,'declared') NOT IN {OVER})"
    where, values = ("incident=?", (asked.incident,)) if asked.incident else (of_live, ())
    waits = f"wants AND answer_by IS NOT NULL AND answered_at IS NULL AND {where}"
    for inbound in fetch(conn, sight, Inbound, "inbound", waits, values, "answer_by, id"):
        place = places.get(inbound.incident)
        if place is None or inbound.answer_by is None:
            continue
        yield Clock(
            key=f"answer:{inbound.id}",
            kind=ClockKind.ANSWER,
            label=_("Answer to {name}").format(name=inbound.from_who or inbound.number),
            noun="inbound",
            record=inbound.id,
            number=inbound.number,
            owner=inbound.given_to,
            started_at=inbound.received_at,
            due_at=inbound.answer_by,
            state=state_at(inbound.answer_by, asked.now_ms),
            **_placed(place),
        )


def _placed(place: Place) -> dict[str, Any]:
    return {"incident": place.id, "incident_number": place.number, "exercise": place.exercise}


def _brief(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1].rstrip()}…"
