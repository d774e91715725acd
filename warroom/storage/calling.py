"""Calling: whether whoever calls over a network belongs to the room, before anything of it has travelled."""

from __future__ import annotations

import apsw
import orjson

from warroom.identity.stations import verify
from warroom.storage.admission import readers
from warroom.storage.enrolment import seat_of
from warroom.storage.gates import IS_GATED
from warroom.storage.vouching import SIGNATURE_LENGTH, enrolment_message, key_said


def is_invited(
    conn: apsw.Connection, invitation: str, *, station: str, public_key: bytes, box_key: bytes, signature: bytes
) -> bool:
    """Whether this is the station that joined by an open invitation of this room, though its enrolment is not here yet."""
    if invitation not in readers(conn):
        return False
    rows = conn.execute("SELECT enrol_key FROM invitation WHERE id=unhex(?)", (invitation,))
    key = next(iter(rows), ("",))[0]
    is_cut = list(conn.execute("SELECT 1 FROM cut WHERE station=unhex(?)", (station,)))
    message = enrolment_message(invitation, station, public_key=public_key, box_key=box_key)
    return not is_cut and verify(key_said(key), message, signature)


def own_voucher(conn: apsw.Connection) -> tuple[str, bytes]:
    """By which invitation this station joined, and the invitation's signature; empty for one that did not."""
    station = seat_of(conn).station
    sql = f"SELECT patch FROM op WHERE {IS_GATED} AND ent='enrolment' AND flag=0 ORDER BY w, seq"
    for (patch,) in conn.execute(sql):
        said = orjson.loads(patch)
        if said.get("station") == station:
            return str(said.get("invitation")), key_said(said.get("signature"), SIGNATURE_LENGTH)
    return "", b""


def stamp(conn: apsw.Connection) -> int:
    """Another number whenever the members may be others: no act of membership is ever taken back."""
    return int(next(iter(conn.execute(f"SELECT count(*) FROM op WHERE {IS_GATED}")))[0])
