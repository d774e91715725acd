"""What the outage breaks now, and because of what."""

from __future__ import annotations

import apsw

from warroom.domain.ids import IncidentId, RecordId
from warroom.domain.incidents import Mode
from warroom.domain.needs import Breakage, Broken, NeedState
from warroom.domain.services import ServiceState
from warroom.storage.queries.board import OVER, mode_clause
from warroom.storage.queries.plain import fetch
from warroom.storage.queries.rows import hexed, known, listed, read
from warroom.storage.sight import Sight

# How far what a service carries is broken, by how the service stands.
BREAKS = {
    ServiceState.MAJOR_OUTAGE: NeedState.DOWN,
    ServiceState.PARTIAL_OUTAGE: NeedState.DEGRADED,
    ServiceState.DEGRADED: NeedState.DEGRADED,
}


def broken(conn: apsw.Connection, sight: Sight, incident: bytes | None, *, mode: Mode) -> list[Broken]:
    """Needs that are not met now, each once and as bad as it is said to be, those that are down first.

    Of one incident, or of all that are not over. What a person says of a need in an incident wins there over what the
    services that it touches carry.
    """
    live = _live(conn, incident, mode)
    marked = [item for item in fetch(conn, sight, Breakage, "breakage") if item.incident in live and item.need]
    said = {(item.incident, item.need) for item in marked}
    found = [
        Broken(item.need, item.state, item.reason, item.incident)
        for item in marked
        if item.state is not NeedState.WORKS
    ]
    carried = _carried(conn, live)
    return _worst(found + [item for item in carried if (item.incident, item.need) not in said])


def carries(conn: apsw.Connection) -> dict[str, tuple[str, ...]]:
    """What no longer works while a service is down, by the name of the service; those that carry something."""
    rows = read(conn, "SELECT name, carries FROM service WHERE NOT _hidden AND carries IS NOT NULL ORDER BY name, id")
    return {str(name): needs for name, value in rows if name and (needs := _needs(value))}


def _live(conn: apsw.Connection, incident: bytes | None, mode: Mode) -> set[str]:
    only, values = ("AND id=?", (incident,)) if incident else (mode_clause(mode), ())
    sql = f"SELECT id FROM incident WHERE NOT _hidden AND coalesce(status,'declared') NOT IN {OVER} {only}"
    return {hexed(record) for (record,) in read(conn, sql, values)}


def _carried(conn: apsw.Connection, live: set[str]) -> list[Broken]:
    rows = read(
        conn,
        "SELECT m.incident, s.id, s.name, s.carries, m.state FROM impact m JOIN service s ON s.id=m.service "
        "WHERE NOT m._hidden AND NOT s._hidden AND s.carries IS NOT NULL ORDER BY coalesce(m.down_since, m.since), m.id",
    )
    return [
        Broken(need, BREAKS[stands], str(name or ""), IncidentId(hexed(incident)), RecordId(hexed(service)))
        for incident, service, name, value, state in rows
        if hexed(incident) in live and (stands := known(ServiceState, state, ServiceState.UNKNOWN)) in BREAKS
        for need in _needs(value)
    ]


def _needs(value: object) -> tuple[str, ...]:
    return tuple(need for need in listed(value) if isinstance(need, str) and need)


def _worst(found: list[Broken]) -> list[Broken]:
    """Each need once: down before degraded, what a person said before what follows from a service."""
    ordered = sorted(found, key=lambda item: (item.state is not NeedState.DOWN, item.service is not None))
    first: dict[str, Broken] = {}
    for item in ordered:
        first.setdefault(item.need, item)
    return list(first.values())
