"""Questions about the cadence of messages: what was laid down and let out, and the clocks that follow."""

from __future__ import annotations

import apsw

from warroom.domain.dues import Due, DueKind
from warroom.domain.incidents import Mode
from warroom.domain.message_cadence import Cadence, CadenceStep, Told, cadences
from warroom.storage.audiences import audience_name, audiences
from warroom.storage.queries.plain import fetch
from warroom.storage.queries.team import OF_MODE
from warroom.storage.sight import Sight
from warroom.words import _

NOT_OVER = "incident IN (SELECT id FROM incident WHERE coalesce(status,'declared') NOT IN ('closed','false_alarm'))"


def found_cadences(
    conn: apsw.Connection, sight: Sight, incident: bytes | None, mode: Mode = Mode.BOTH, *, live: bool = False
) -> list[Cadence]:
    """The cadence of each audience, of one incident or of all of a mode; `live` leaves out incidents that are over."""
    where, values = (OF_MODE[mode], ()) if incident is None else ("incident=?", (incident,))
    where = f"{where} AND {NOT_OVER}" if live else where
    steps = fetch(conn, sight, CadenceStep, "cadence_step", where, values)
    return cadences(steps, fetch(conn, sight, Told, "release", where, values))


def cadence_dues(conn: apsw.Connection, sight: Sight, incident: bytes | None) -> list[Due]:
    """The next message of each audience as something due, as if a hand had set it."""
    known = audiences(conn, sight)
    return [
        Due(
            id=cadence.ref,
            incident=cadence.incident,
            kind=DueKind.UPDATE,
            label=next_said(cadence, audience_name(cadence.audience, known)),
            due_at=cadence.open.rings_at,
            started_at=cadence.open.since,
            done_at=None,
            audience=cadence.audience,
        )
        for cadence in found_cadences(conn, sight, incident, live=incident is None)
        if cadence.open is not None
    ]


def next_said(cadence: Cadence, name: str) -> str:
    """What is due: the first message to somebody, or the next."""
    is_first = cadence.open is not None and cadence.open.is_first
    return (_("First message: {audience}") if is_first else _("Next message: {audience}")).format(audience=name)
