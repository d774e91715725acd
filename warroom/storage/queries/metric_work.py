"""How the cells of incidents worked, as far as metrics count it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from warroom.domain.causes import Cause, CauseKind
from warroom.domain.duty import Presence, Shift, folded
from warroom.domain.incidents import Incident, Milestone, Mode
from warroom.domain.metrics.facts import KeyPoint, Same, Verified, Work
from warroom.storage.queries.metric_scope import Scope, by_incident
from warroom.storage.queries.plain import fetch
from warroom.storage.queries.rows import (
    ACTION_COLUMNS,
    DECISION_COLUMNS,
    hexed,
    read,
)

STAY_MOST_MS = 31 * 24 * 3_600_000  # whoever forgot to leave was not there for longer


def decisions(scope: Scope) -> dict[str, list[Any]]:
    sql = f"SELECT {DECISION_COLUMNS} FROM decision WHERE {{where}} AND NOT _hidden ORDER BY requested_at, id"
    return by_incident(scope.sight.decision(row) for row in scope.rows(sql))


def actions(scope: Scope) -> dict[str, list[Any]]:
    sql = f"SELECT {ACTION_COLUMNS} FROM action WHERE {{where}} AND NOT _hidden ORDER BY created_at, id"
    return by_incident(scope.sight.action(row) for row in scope.rows(sql))


def key_points(scope: Scope) -> dict[str, list[KeyPoint]]:
    """Key events; one says where it comes from by whom, how or out of what it was told, or by what proves it."""
    sql = (
        "SELECT incident, id, number, code IS NOT NULL OR coalesce(from_who,'')<>'' OR coalesce(channel,'')<>'' "
        "OR coalesce(source,'')<>'' OR coalesce(sheet,'')<>'' OR marked_verification IN ('verified','refuted') "
        "OR EXISTS (SELECT 1 FROM attachment a WHERE a.parent=entry.id) "
        "FROM entry WHERE {where} AND marked_key_event=1 ORDER BY hlc, key"
    )
    found: dict[str, list[KeyPoint]] = defaultdict(list)
    for incident, record, number, has_source in scope.rows(sql):
        found[hexed(incident)].append(KeyPoint(hexed(record), number or "", bool(has_source)))
    return found


def verified(scope: Scope) -> dict[str, list[Verified]]:
    """Entries that were judged after they came in, and when."""
    sql = (
        "SELECT e.incident, e.id, e.number, e.recorded_at, o.wall FROM entry_mark m JOIN entry e ON e.id=m.id "
        "JOIN cell c ON c.ent='entry_mark' AND c.rid=m.id AND c.field='verification' "
        "JOIN op o ON o.w=c.w AND o.seq=c.seq "
        "WHERE m.verification IN ('verified','refuted') AND NOT m._hidden AND e.{where} ORDER BY o.wall, e.id"
    )
    found: dict[str, list[Verified]] = defaultdict(list)
    for incident, record, number, received, judged in scope.rows(sql):
        found[hexed(incident)].append(Verified(hexed(record), number or "", received or 0, judged))
    return found


def work(scope: Scope, incidents: dict[str, Incident]) -> dict[str, list[Work]]:
    """Who was there for each incident; of whoever nobody noted, the shifts planned in the cell that it leads."""
    found: dict[str, list[Work]] = defaultdict(list)
    there: set[tuple[str, str]] = set()
    where, values = scope.where
    stays = fetch(scope.conn, scope.sight, Presence, "presence", f"{where} AND arrived_at IS NOT NULL", values)
    for stay in folded(stays):
        there.add((stay.incident, stay.person))
        end = stay.left_at if stay.left_at is not None else _end(incidents.get(stay.incident), scope.now_ms)
        end = min(end, stay.arrived_at + STAY_MOST_MS)
        found[stay.incident].append(
            Work("presence", stay.id, stay.person, stay.code, stay.arrived_at, max(stay.arrived_at, end))
        )
    led = where.replace("incident", "lead", 1)
    cells = {
        hexed(cell): (hexed(lead), ended)
        for cell, lead, ended in read(
            scope.conn, f"SELECT id, lead, stood_down_at FROM crisis_cell WHERE {led} AND NOT _hidden", values
        )
    }
    for shift in fetch(scope.conn, scope.sight, Shift, "shift", "from_at IS NOT NULL AND until_at IS NOT NULL"):
        lead, ended = cells.get(shift.cell, ("", None))
        if not lead or (lead, shift.person) in there:
            continue
        end = min(shift.until_at, scope.now_ms, ended or scope.now_ms, shift.from_at + STAY_MOST_MS)
        if end > shift.from_at:
            found[lead].append(Work("shift", shift.id, shift.person, shift.code, shift.from_at, end))
    return found


def _end(incident: Incident | None, now_ms: int) -> int:
    return now_ms if incident is None else min(now_ms, incident.milestones.get(Milestone.CLOSED) or now_ms)


def same(scope: Scope) -> list[Same]:
    """Root causes that have a family, of every incident of the mode."""
    began = "coalesce(i.impact_started, i.detected, i.declared_at, 0)"
    drill = {Mode.REAL: "AND NOT coalesce(i.exercise, 0)", Mode.EXERCISE: "AND i.exercise"}.get(scope.mode, "")
    sql = (
        f"SELECT c.family, c.id, c.number, i.id, i.number, {began} FROM cause c JOIN incident i ON i.id=c.incident "
        f"WHERE NOT c._hidden AND NOT i._hidden AND coalesce(i.status,'')<>'false_alarm' {drill} "
        "AND c.kind='root' AND coalesce(c.state,'')<>'refuted' AND coalesce(c.family,'')<>'' ORDER BY c.id"
    )
    return [
        Same(family, hexed(cause), number or "", hexed(incident), incident_number or "", at)
        for family, cause, number, incident, incident_number, at in read(scope.conn, sql)
    ]


def has_family(causes: Iterable[Cause], family: str) -> bool:
    return any(each.kind is CauseKind.ROOT and _folded(each.family) == _folded(family) for each in causes)


def _folded(family: str) -> str:
    return " ".join(family.split()).casefold()
