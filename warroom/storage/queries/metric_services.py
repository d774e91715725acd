"""How the services of incidents stood from when to when."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import orjson

from warroom.domain.metrics.facts import ServiceFacts
from warroom.domain.metrics.spells import Change, spells
from warroom.domain.services import ServiceState
from warroom.storage.queries.metric_scope import FIRST, LATEST_MS, Scope
from warroom.storage.queries.rows import (
    hexed,
    known,
    read,
)


def services(scope: Scope) -> dict[str, list[ServiceFacts]]:
    where, values = scope.where
    changes: dict[str, list[Change]] = defaultdict(list)
    sql = (
        f"SELECT o.rid, o.patch, o.wall FROM impact i JOIN op o ON o.rid=i.id WHERE i.{where} AND NOT i._hidden "
        "AND o.ent='impact' ORDER BY o.hlc, o.w, o.seq"
    )
    for record, patch, wall in read(scope.conn, sql, values):
        said = orjson.loads(patch)
        state, since = said.get("state"), said.get("since")
        if state is None and since is None:
            continue
        state = known(ServiceState, state, ServiceState.UNKNOWN) if state is not None else None
        changes[hexed(record)].append(Change(wall, state, since if _is_time(since) else None))
    found: dict[str, list[ServiceFacts]] = defaultdict(list)
    sql = (
        "SELECT i.incident, i.id, s.id, s.name, s.rto_min, s.rpo_min FROM impact i JOIN service s ON s.id=i.service "
        f"WHERE i.{where} AND NOT i._hidden ORDER BY s.name, i.id"
    )
    for incident, record, service, name, rto, rpo in read(scope.conn, sql, values):
        found[hexed(incident)].append(
            ServiceFacts(hexed(service), name or "", hexed(record), rto, rpo, spells(changes[hexed(record)]))
        )
    return found


def _is_time(value: Any) -> bool:
    return type(value) is int and FIRST < value < LATEST_MS
