"""Admission: whose signed runs may join the journal, and who may read what leaves this laptop."""

from __future__ import annotations

import apsw
import orjson

from warroom.identity.stations import station_id_of, verify
from warroom.storage.enrolment import seat_of
from warroom.storage.gates import IS_GATED, founder_of
from warroom.storage.journal import meta

ACTS = f"SELECT rid, patch FROM op WHERE {IS_GATED} AND ent=? AND flag=0 ORDER BY w, seq"


def enrolment_message(invitation: str, station: str, public_key: str, box_key: str) -> bytes:
    """What whoever joins signs with the invitation's key."""
    return f"warroom-enrolment-1\n{invitation}\n{station}\n{public_key}\n{box_key}\n".encode()


def may_join(conn: apsw.Connection, station: str, public_key: bytes) -> bool:
    """Whether runs signed by this key may join: the founder's, ours, or those of a station that some op vouches for.

    Not whether that op has effect: what a doubtful station wrote joins without effect, so that nothing waits for it.
    """
    if station_id_of(public_key).hex() != station:
        return False
    return station in (founder_of(conn), seat_of(conn).station) or station in vouched(conn)


def vouched(conn: apsw.Connection) -> set[str]:
    """Every station that a word of trust or a signed enrolment speaks for, whether that has effect or not."""
    found = set()
    for _rid, patch in conn.execute(ACTS, ("trust",)):
        said = orjson.loads(patch)
        if _is_key_of(said.get("public_key"), said.get("station")):
            found.add(str(said["station"]))
    keys = public_keys_said(conn)
    invitations = {rid.hex(): orjson.loads(patch) for rid, patch in conn.execute(ACTS, ("invitation",))}
    for _rid, patch in conn.execute(ACTS, ("enrolment",)):
        said = orjson.loads(patch)
        station, invitation = str(said.get("station")), str(said.get("invitation"))
        enrol_key = _bytes(invitations.get(invitation, {}).get("enrol_key"))
        public_key, box_key = keys.get(station, ("", ""))
        message = enrolment_message(invitation, station, public_key, box_key)
        if enrol_key and public_key and verify(enrol_key, message, _bytes(said.get("signature"))):
            found.add(station)
    return found


def public_keys_said(conn: apsw.Connection) -> dict[str, tuple[str, str]]:
    """Station id → the public key that its id names, and the box key said first with it."""
    found: dict[str, tuple[str, str]] = {}
    for rid, patch in conn.execute(ACTS, ("station",)):
        said = orjson.loads(patch)
        if rid.hex() not in found and _is_key_of(said.get("public_key"), rid.hex()):
            found[rid.hex()] = str(said["public_key"]), str(said.get("box_key") or "")
    return found


def readers(conn: apsw.Connection) -> dict[str, bytes]:
    """Station or invitation id → box key, of everybody who may read what is sealed from now on."""
    cut = {row[0].hex() for row in conn.execute("SELECT station FROM cut") if isinstance(row[0], bytes)}
    known = vouched(conn) | {founder_of(conn), seat_of(conn).station}
    found = {}
    for station, (_public, box_key) in public_keys_said(conn).items():
        if station in known and station not in cut and len(_bytes(box_key)) == 32:
            found[station] = _bytes(box_key)
    used = {row[0] for row in conn.execute("SELECT invitation FROM enrolment")}
    for rid, box_key in conn.execute(
        "SELECT id, box_key FROM invitation WHERE withdrawn_at IS NULL AND NOT coalesce(_hidden, 0)"
    ):
        if rid not in used and len(_bytes(box_key)) == 32:
            found[rid.hex()] = _bytes(box_key)
    return found


def own_secrets(conn: apsw.Connection) -> list[bytes]:
    """X25519 secrets beside the station's own: of the invitation it joined by."""
    kept = meta(conn, "join_secret")
    return [bytes(kept)] if isinstance(kept, bytes) and len(kept) == 32 else []


def _is_key_of(public_key: object, station: object) -> bool:
    key = _bytes(public_key)
    return len(key) == 32 and station_id_of(key).hex() == station


def _bytes(said: object) -> bytes:
    try:
        return bytes.fromhex(said) if isinstance(said, str) else b""
    except ValueError:
        return b""
