"""Questions about members, stations and what was done by delegation."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import apsw

from warroom.domain.ids import PersonId, RecordId
from warroom.domain.members import Delegation, Member, Revocation, StationOf, Verdict, WriterOf
from warroom.domain.rights import Right
from warroom.storage import gates
from warroom.storage.admission import ShutOut, shut_out
from warroom.storage.queries.disputes import are_disputed
from warroom.storage.queries.rows import hexed, known, loaded, one, read

DELEGATIONS = (
    "SELECT d.id, d.incident, d.noun, d.record, d.act, d.right, d.person, p.name, d.reason, d.at, d.verdict, d.remark, "
    "d.reviewed_by, d.reviewed_at FROM delegation d LEFT JOIN person p ON p.id=d.person WHERE NOT d._hidden"
)
RECENT = 2_000  # ops of each writer that are looked through for a person's last act


def members(conn: apsw.Connection) -> list[Member]:
    """Everyone, by name, but those who only have a card in the roster: they may be ten thousand."""
    acts: dict[str, int] = {}
    for w, seq in read(conn, "SELECT w, seq FROM vv"):
        sql = "SELECT author, max(wall) FROM op WHERE w=? AND seq>? AND flag=0 GROUP BY author"
        for author, at in read(conn, sql, (w, seq - RECENT)):
            acts[author] = max(at, acts.get(author, at))
    roles = gates.all_roles(conn)
    disputed = {record for record, names in are_disputed(conn, "grant").items() if "rights" in names}
    pins = who_has_a_pin(conn)
    sql = (
        "SELECT id, name, initials, number, initials IS NULL AND roster IS NOT NULL FROM person "
        "WHERE NOT _hidden ORDER BY name COLLATE NOCASE, id"
    )
    return [
        Member(
            id=PersonId(person := hexed(row[0])),
            name=row[1] or "",
            initials=row[2] or "",
            number=row[3] or "",
            roles=roles.get(person, frozenset()),
            has_pin=person in pins,
            last_act=acts.get(person),
            is_disputed=person in disputed,
        )
        for row in read(conn, sql)
        if not row[4] or roles.get(hexed(row[0])) or hexed(row[0]) in pins
    ]


def stations(conn: apsw.Connection, *, own: str) -> list[StationOf]:
    """Every laptop of the room, by letter and enrolment; `own` is this one's id."""
    bounds = gates.bounds(conn)
    founder = gates.founder_of(conn)
    sql = "SELECT id, letter, name, public_key, enrolled_at FROM station WHERE NOT _hidden ORDER BY letter, enrolled_at, id"
    found = [
        StationOf(
            id=RecordId(hexed(rid)),
            letter=letter or "",
            name=name or "",
            fingerprint=fingerprint_of_key(key or ""),
            public_key=key or "",
            enrolled=enrolled,
            writers=_writers(conn, rid, bounds),
            is_ours=hexed(rid) == own,
            is_founder=hexed(rid) == founder,
            revoked=_revocation(conn, rid),
        )
        for rid, letter, name, key, enrolled in read(conn, sql)
    ]
    letters = Counter(station.letter for station in found if station.revoked is None)
    found = [replace(each, shares_letter=each.revoked is None and letters[each.letter] > 1) for each in found]
    return found + [_shut_out(each, own) for each in shut_out(conn)]


def _shut_out(station: ShutOut, own: str) -> StationOf:
    key = station.public_key.hex()
    return StationOf(
        id=RecordId(station.id),
        letter=station.letter,
        name=station.name,
        fingerprint=fingerprint_of_key(key),
        public_key=key,
        enrolled=station.enrolled_at,
        writers=(),
        is_ours=station.id == own,
        is_founder=False,
        revoked=None,
        shut_out=station.why,
        box_key=station.box_key.hex(),
    )


def fingerprint_of_key(public_key: str) -> str:
    """Twenty bytes of a public key's hash, in groups of four digits, to be compared aloud; "" for what is no key."""
    try:
        key = bytes.fromhex(public_key)
    except ValueError:
        return ""
    digits = hashlib.sha256(key).hexdigest()[:40]
    return " ".join(digits[at : at + 4] for at in range(0, 40, 4)) if key else ""


def delegations(conn: apsw.Connection, incident: bytes | None, *, open_only: bool) -> list[Delegation]:
    """What was done by delegation, newest first."""
    sql = (
        f"{DELEGATIONS} "
        f"{'AND d.incident=:incident' if incident else ''} {'AND d.verdict IS NULL' if open_only else ''} "
        "ORDER BY d.at DESC, d.key DESC"
    )
    return [_delegation(row) for row in read(conn, sql, {"incident": incident} if incident else {})]


def delegations_of(conn: apsw.Connection, record: bytes) -> list[Delegation]:
    """What was done to one record by delegation, oldest first."""
    return [_delegation(row) for row in read(conn, f"{DELEGATIONS} AND d.record=? ORDER BY d.at, d.key", (record,))]


def to_review(conn: apsw.Connection) -> int:
    """How many acts by delegation nobody reviewed yet."""
    return int(next(iter(conn.execute("SELECT count(*) FROM delegation WHERE verdict IS NULL AND NOT _hidden")))[0])


def delegated(conn: apsw.Connection, records: Iterable[str]) -> set[str]:
    """Which of these records, some hundreds at most, were made or changed by delegation."""
    ids = [bytes.fromhex(record) for record in records]
    if not ids:
        return set()
    sql = f"SELECT DISTINCT record FROM delegation WHERE record IN ({','.join('?' * len(ids))}) AND NOT _hidden"
    return {hexed(row[0]) for row in read(conn, sql, ids)}


def _delegation(row: tuple[Any, ...]) -> Delegation:
    return Delegation(
        id=RecordId(hexed(row[0])),
        incident=hexed(row[1]),
        noun=row[2] or "",
        record=hexed(row[3]),
        act=row[4] or "",
        right=known(Right, row[5], None),
        person=PersonId(hexed(row[6])),
        name=row[7] or "",
        reason=row[8] or "",
        at=row[9],
        verdict=known(Verdict, row[10], None),
        remark=row[11] or "",
        reviewed_by=row[12] or "",
        reviewed_at=row[13],
    )


def _writers(conn: apsw.Connection, station: bytes, bounds: dict[bytes, int]) -> tuple[WriterOf, ...]:
    sql = "SELECT writer, prefix, why, started_at FROM writer WHERE station=? AND NOT _hidden ORDER BY started_at, prefix, id"
    found = []
    for writer, prefix, why, began in read(conn, sql, (station,)):
        w = _bytes(writer)
        head = one(conn, "SELECT seq FROM vv WHERE w=?", (w,))
        found.append(WriterOf(writer or "", prefix or "", why or "", began, head[0] if head else 0, bounds.get(w)))
    return tuple(found)


def _revocation(conn: apsw.Connection, station: bytes) -> Revocation | None:
    rows = read(conn, 'SELECT at, "by", reason FROM cut WHERE station=? ORDER BY at, id', (station,))
    if not rows:
        return None
    sql = "SELECT count(*) FROM op WHERE gate=0 AND w IN (SELECT unhex(writer) FROM writer WHERE station=?)"
    count = one(conn, sql, (station,))
    return Revocation(rows[0][0], rows[0][1] or "", rows[0][2] or "", count[0] if count else 0)


def _bytes(text: Any) -> bytes:
    try:
        return bytes.fromhex(text or "")
    except (ValueError, TypeError):
        return b""


def pin_record(conn: apsw.Connection, person: str) -> Any:
    """What is kept of a person's PIN, None without one."""
    row = one(conn, "SELECT hash FROM pin WHERE id=? AND NOT _hidden", (bytes.fromhex(person),)) if person else None
    return loaded(row[0], None) if row else None


def who_has_a_pin(conn: apsw.Connection) -> frozenset[str]:
    """Everyone with a PIN, by id."""
    return frozenset(hexed(row[0]) for row in read(conn, "SELECT id FROM pin WHERE hash IS NOT NULL AND NOT _hidden"))
