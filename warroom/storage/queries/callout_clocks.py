"""Clocks of mobilisations: until when people acknowledge, and when a deputy is called."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import apsw

from warroom.domain.answers import SILENT, escalates_at, refused_at
from warroom.domain.clocks import Clock, ClockKind, Step, StepKind, state_at
from warroom.domain.mobilisation import ESCALATE_MIN, Mobilisation
from warroom.storage.queries import callout, team
from warroom.storage.sight import Sight
from warroom.words import ngettext, pgettext

if TYPE_CHECKING:
    from warroom.storage.queries.clocks import Asked, Place

MINUTE = 60_000


def callout_clocks(conn: apsw.Connection, sight: Sight, asked: Asked, places: dict[str, Place]) -> Iterator[Clock]:
    """Of each mobilisation that goes on: until when to acknowledge while anybody is silent, and the next deputy due."""
    where, values = ("incident=?", (asked.incident,)) if asked.incident else ("1", ())
    for item in callout.open_mobilisations(conn, sight, where, values):
        place = places.get(item.incident)
        if place is None:
            continue
        called = callout.called_with_tries(conn, sight, bytes.fromhex(item.id))
        silent = [callee for callee, _tries in called if callee.state in SILENT and callee.escalated_at is None]
        if silent and item.ack_by is not None:
            said = ngettext("{n} person has not acknowledged", "{n} people have not acknowledged", len(silent))
            label = said.format(n=len(silent))
            yield _clock(item, place, ClockKind.ACK, f"ack:{item.id}", label, item.started_at, item.ack_by, asked)
        due = [
            (at, callee)
            for callee, tries in called
            if (at := escalates_at(callee, refused_at(tries), item.escalate_min)) is not None
        ]
        if due:
            at, callee = min(due, key=lambda one: (one[0], one[1].rank, one[1].id))
            card = team.roster_card(conn, sight, bytes.fromhex(callee.person)) if callee.person else None
            label = pgettext("clock", "Call the deputy of {name}").format(name=card.name if card else "—")
            yield _clock(item, place, ClockKind.DEPUTY, f"deputy:{callee.id}", label, callee.called_at, at, asked)


def _clock(
    item: Mobilisation,
    place: Place,
    kind: ClockKind,
    key: str,
    label: str,
    started_at: int | None,
    due_at: int,
    asked: Asked,
) -> Clock:
    minutes = item.escalate_min or ESCALATE_MIN
    counted = kind is ClockKind.DEPUTY and started_at is not None and due_at == started_at + minutes * MINUTE
    steps = (
        Step(StepKind.START, started_at, ref="called"),
        Step(StepKind.PLUS, due_at, minutes, "minutes"),
        Step(StepKind.RESULT, due_at),
    )
    return Clock(
        key=key,
        kind=kind,
        label=label,
        noun="mobilisation",
        record=item.id,
        number=item.number,
        owner=item.started_by,
        started_at=started_at,
        due_at=due_at,
        state=state_at(due_at, asked.now_ms),
        steps=steps if counted else (),
        incident=place.id,
        incident_number=place.number,
        exercise=place.exercise,
    )
