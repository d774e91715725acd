"""Alerts that came in, as they are read."""

from __future__ import annotations

import apsw

from warroom.domain.inbound import Inbound
from warroom.storage.queries.plain import fetch
from warroom.storage.sight import Sight


def alerts(conn: apsw.Connection, sight: Sight) -> list[Inbound]:
    """Every incoming message that a file of alerts brought, of every incident and of none."""
    return fetch(conn, sight, Inbound, "inbound", "source LIKE 'CAP %'", order="received_at DESC, id DESC")
