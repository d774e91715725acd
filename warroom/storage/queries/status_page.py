"""Services that are on the public status page."""

from __future__ import annotations

import apsw

from warroom.domain.status_page import PublicService, names_of
from warroom.storage.queries.rows import hexed, named, read


def public_services(conn: apsw.Connection) -> list[PublicService]:
    """Services marked as public that have a name for outside, by that name."""
    sql = "SELECT id, public_names FROM service WHERE NOT _hidden AND public AND public_names IS NOT NULL"
    found = [PublicService(hexed(row[0]), names_of(named(row[1]))) for row in read(conn, sql)]
    return sorted((each for each in found if each.names), key=lambda each: (each.names["fr"].casefold(), each.id))
