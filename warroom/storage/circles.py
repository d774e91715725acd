"""The keys of circles: opened with this station's identity when they are needed, and kept in memory only."""

from __future__ import annotations

import threading
from dataclasses import dataclass

import apsw
import orjson

from warroom.domain.ids import named_id
from warroom.errors import Trouble, WrongKey
from warroom.identity import sealing, sharing
from warroom.identity.stations import StationIdentity
from warroom.storage.changes import Change

HEADS = (
    "SELECT o.patch FROM (SELECT w, seq FROM cell WHERE ent='circle' AND rid=:circle AND field='members' "
    "UNION ALL SELECT w, seq FROM sib WHERE ent='circle' AND rid=:circle AND field='members') h "
    "JOIN op o ON o.w=h.w AND o.seq=h.seq"
)


@dataclass(frozen=True, slots=True)
class Known:
    """What the journal says of a circle: its name, and who is in it."""

    name: str
    members: frozenset[str]


class CircleKeys:
    """What of the circles this station can open. Safe from any thread."""

    def __init__(self) -> None:
        self._identity: StationIdentity | None = None
        self._room = ""
        self._keys: dict[str, tuple[str, bytes]] = {}  # key id → its circle, itself
        self._known: dict[str, Known] = {}
        self._lock = threading.Lock()

    def sit(self, identity: StationIdentity, room: str) -> None:
        """Open shares as this station from now on."""
        self._identity, self._room = identity, room

    def forget(self) -> None:
        """Let go of every key; each is opened again when it is needed."""
        with self._lock:
            self._keys.clear()
            self._known.clear()

    def hear(self, change: Change) -> None:
        """Somebody joined or left a circle."""
        if change.touches("circle", "circle_key", "key_share"):
            with self._lock:
                self._known.clear()

    @property
    def station(self) -> str:
        """The id that shares are sealed to, "" without an identity."""
        return self._identity.station_id.hex() if self._identity else ""

    def known(self, conn: apsw.Connection, circle: str) -> Known:
        """Name and members. While two stations disagree on the members, only those both name count."""
        found = self._known.get(circle)
        if found is None:
            found = read_circle(conn, circle)
            if not conn.in_transaction:  # what is being written may still be taken back
                with self._lock:
                    self._known[circle] = found
        return found

    def key(self, conn: apsw.Connection, key_id: str) -> tuple[str, bytes] | None:
        """A key that this station holds, with its circle; None when no share of it opens here."""
        found = self._keys.get(key_id)
        if found is not None or self._identity is None or len(key_id) != 32:
            return found
        try:
            record = bytes.fromhex(key_id)
        except ValueError:
            return None
        sql = "SELECT s.sealed, k.circle FROM key_share s JOIN circle_key k ON k.id=s.circle_key WHERE k.id=? AND s.station=?"
        for sealed, circle in list(conn.execute(sql, (record, self._identity.station_id))):
            key = sharing.open_share(str(sealed), key_id=key_id, identity=self._identity)
            if key is not None and isinstance(circle, bytes) and key_id_of(self._room, key) == key_id:
                with self._lock:
                    self._keys[key_id] = found = circle.hex(), key
                return found
        return None

    def held(self, conn: apsw.Connection, circle: str) -> list[tuple[str, bytes]]:
        """Every key of a circle that this station holds: id and key."""
        found = [(key_id, self.key(conn, key_id)) for key_id in key_ids(conn, circle)]
        return [(key_id, pair[1]) for key_id, pair in found if pair is not None]

    def newest(self, conn: apsw.Connection, circle: str) -> tuple[str, bytes] | None:
        """The key that new content is sealed under; None when this station does not hold it."""
        newest = next(iter(key_ids(conn, circle)), None)
        found = self.key(conn, newest) if newest else None
        return (newest, found[1]) if newest and found else None

    def seal(self, key_id: str, key: bytes, value: str, *, noun: str, record: str, name: str) -> dict[str, object]:
        """A field's value sealed for its place alone."""
        place = self._place(noun, record, name)
        return sealing.seal(value.encode(), key_id=key_id, key=key, context=place)

    def open(self, conn: apsw.Connection, value: object, *, circle: str, noun: str, record: str, name: str) -> str:
        """The text of a sealed value. WrongKey when this station lacks the key, Trouble for one altered or moved."""
        key_id = sealing.sealed_under(value)
        if key_id is None:
            raise Trouble("sealed-damaged", "")
        found = self.key(conn, key_id)
        if found is None:
            raise WrongKey("sealed", "")
        if found[0] != circle:
            raise Trouble("sealed-damaged", "")
        try:
            return sealing.unseal(value, key=found[1], context=self._place(noun, record, name)).decode()
        except (WrongKey, UnicodeDecodeError) as error:
            raise Trouble("sealed-damaged", "") from error

    def _place(self, noun: str, record: str, name: str) -> bytes:
        return f"{self._room}|{noun}|{record}|{name}".encode()


def key_id_of(room: str, key: bytes) -> str:
    """The id of a circle's key, which only that key has."""
    return named_id(room, "circle_key", sharing.fingerprint(key))


def key_ids(conn: apsw.Connection, circle: str) -> list[str]:
    """The keys of a circle, newest first."""
    sql = "SELECT id FROM circle_key WHERE circle=? ORDER BY made_at DESC, id DESC"
    return [row[0].hex() for row in conn.execute(sql, (bytes.fromhex(circle),))]


def holders(conn: apsw.Connection, key_id: str) -> set[str]:
    """The ids of the stations that a key was sealed to."""
    sql = "SELECT DISTINCT station FROM key_share WHERE circle_key=?"
    return {row[0].hex() for row in conn.execute(sql, (bytes.fromhex(key_id),)) if isinstance(row[0], bytes)}


def seats(conn: apsw.Connection, people: frozenset[str]) -> dict[str, set[str]]:
    """Person → ids of the stations where they wrote something. Reads the whole journal: for rare acts only."""
    station = {w: s.hex() for w, s in conn.execute("SELECT writer, station FROM writer") if isinstance(s, bytes)}
    found: dict[str, set[str]] = {person: set() for person in people}
    sql = f"SELECT DISTINCT author, w FROM op WHERE author IN ({','.join('?' * len(people))})"
    for author, w in conn.execute(sql, sorted(people)):
        if bytes(w).hex() in station:
            found[author].add(station[bytes(w).hex()])
    return found


def letters(conn: apsw.Connection) -> dict[str, str]:
    """Station id → its letter."""
    return {
        row[0].hex(): str(row[1] or "?") for row in conn.execute("SELECT id, letter FROM station WHERE NOT _hidden")
    }


def read_circle(conn: apsw.Connection, circle: str) -> Known:
    """A circle as the journal has it now."""
    try:
        record = bytes.fromhex(circle)
    except ValueError:
        return Known("", frozenset())
    row = next(iter(conn.execute("SELECT name FROM circle WHERE id=?", (record,))), None)
    heads = said_members(conn, circle)
    return Known(str(row[0] or "") if row else "", frozenset.intersection(*heads) if heads else frozenset())


def said_members(conn: apsw.Connection, circle: str) -> list[frozenset[str]]:
    """Who is in a circle, by each of the ops that did not see each other."""
    return [_people(patch) for (patch,) in conn.execute(HEADS, {"circle": bytes.fromhex(circle)})]


def _people(patch: str) -> frozenset[str]:
    try:
        said = orjson.loads(orjson.loads(patch).get("members") or "[]")
    except (ValueError, TypeError):
        return frozenset()
    return frozenset(item for item in said if isinstance(item, str)) if isinstance(said, list) else frozenset()
