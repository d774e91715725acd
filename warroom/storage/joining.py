"""Joining in the file: what a room that was invited notes of itself, and how its station enrols."""

from __future__ import annotations

import string
from collections.abc import Collection
from dataclasses import replace

import apsw

from warroom.clock import Clock
from warroom.domain.ids import RecordId
from warroom.identity.places import Place
from warroom.identity.stations import StationIdentity
from warroom.storage.admission import JOIN_SECRET, ROOTS
from warroom.storage.enrolment import MARK, PORTABLE, Station, enrol
from warroom.storage.journal import set_meta
from warroom.storage.standing import revoked
from warroom.storage.vouching import enrolment_message


def prepare(conn: apsw.Connection, *, room: str, founder: str, roots: Collection[str], place: Place) -> None:
    """What a file knows of its room before anything arrived; in a write transaction."""
    set_meta(conn, "room", room)
    set_meta(conn, "founder", founder)
    set_meta(conn, PORTABLE, int(place.is_portable))
    set_meta(conn, MARK, place.mark)
    set_meta(conn, ROOTS, " ".join(sorted(roots)))


def enrol_invited(
    conn: apsw.Connection, station: Station, *, invitation: RecordId, once: StationIdentity, clock: Clock
) -> None:
    """Begin to write as a station that an invitation admits; `once` is the invitation's one-time identity."""
    message = enrolment_message(
        invitation,
        station.id,
        public_key=bytes.fromhex(station.public_key),
        box_key=bytes.fromhex(station.box_key),
    )
    enrolment = {
        "invitation": invitation,
        "public_key": station.public_key,
        "box_key": station.box_key,
        "signature": once.sign(message).hex(),
    }
    ((label,),) = list(conn.execute("SELECT label FROM invitation WHERE id=?", (bytes.fromhex(invitation),)))
    station = replace(station, name=str(label or ""))
    enrol(conn, station, clock=clock, why="invited", enrolment=enrolment)
    set_meta(conn, JOIN_SECRET, once.secret_keys[32:])


def has_invitation(conn: apsw.Connection, invitation: str) -> bool:
    """Whether the history that came holds the invitation itself."""
    return bool(list(conn.execute("SELECT 1 FROM invitation WHERE id=?", (bytes.fromhex(invitation),))))


def stations_known(conn: apsw.Connection) -> set[str]:
    """The ids of every station that ever wrote here or was vouched for."""
    sql = "SELECT id FROM station UNION SELECT station FROM trust UNION SELECT station FROM enrolment UNION SELECT station FROM cut"
    return {row[0].hex() for row in conn.execute(sql) if isinstance(row[0], bytes)}


def letters_taken(conn: apsw.Connection) -> set[str]:
    """The letters of the stations that were not revoked."""
    cut = revoked(conn)
    return {
        str(letter or "").upper()
        for rid, letter in conn.execute("SELECT id, letter FROM station")
        if rid.hex() not in cut
    }


def first_free(taken: set[str]) -> str:
    """The first letter that is not among these; "" when none is left."""
    return next((letter for letter in string.ascii_uppercase if letter not in taken), "")
