"""Admission: whose runs may join the journal, whose have effect, and to whom what leaves this laptop is sealed.

Joining goes by the existence of a sound vouch, whatever its effect, so that a doubtful one never keeps two laptops
from converging; being sealed to goes by its effect (docs/decisions/0070-who-joins.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import apsw
import orjson

from warroom.identity.stations import station_id_of
from warroom.storage.acts import Act, own_words
from warroom.storage.gates import IS_GATED, founder_of
from warroom.storage.journal import meta
from warroom.storage.ops import Op
from warroom.storage.standing import revoked
from warroom.storage.vouching import Vouch, invited_by, is_withdrawal, key_said, vouched_by

NOUNS = ("invitation", "enrolment", "trust", "station", "writer")
JOIN_SECRET, ROOTS = "join_secret", "roots"  # the names of station-local notes
ROOTS_MOST = 64
ID = re.compile("[0-9a-f]{32}")
ACTS = (
    f"SELECT w, seq, ord, ent, rid, author, patch, gate FROM op WHERE {IS_GATED} AND ent=? AND flag=0 ORDER BY w, seq"
)


@dataclass(frozen=True, slots=True)
class Admitted:
    """A station whose runs may join, as the journal knows it now."""

    public_key: bytes  # Ed25519; b"" while nothing here told it
    box_key: bytes  # X25519; b"" while nothing sound told it
    letter: str
    name: str
    is_revoked: bool
    has_effect: bool  # whether what it wrote counts, up to a revocation
    vouched_by: str  # station id of whoever invited or trusted it, "" for the founder and for this one


@dataclass(frozen=True, slots=True)
class OpenInvitation:
    """An invitation that counts, and that nobody used and nobody withdrew, as far as is known here."""

    id: str
    enrol_key: bytes
    box_key: bytes
    label: str
    letter: str
    by: str
    at: int | None  # milliseconds UTC


@dataclass(frozen=True, slots=True)
class ShutOut:
    """A station whose runs are in the journal and count nowhere: what vouches for it has no effect."""

    id: str
    letter: str
    name: str
    public_key: bytes
    box_key: bytes
    enrolled_at: int | None  # milliseconds UTC
    why: str  # "used", "withdrawn" or "right": a second laptop, an invitation taken back, nobody with the right to


class _Said:
    """What the journal says of stations, invitations and vouches, with whether each has effect."""

    def __init__(self, conn: apsw.Connection) -> None:
        self.acts: dict[str, list[Act]] = {}
        self.counts: set[tuple[bytes, int]] = set()
        for noun in NOUNS:
            self.acts[noun] = [self._act(row) for row in list(conn.execute(ACTS, (noun,)))]
        self.owner = {w: str(act.patch["station"]) for w, act in own_words(self.acts["writer"]).items()}
        self.keys = {act.rid: said.enrol_key for act in self.acts["invitation"] if (said := invited_by(act))}
        vouches = [(act, vouched_by(act, self.keys)) for act in self.acts["enrolment"] + self.acts["trust"]]
        self.vouches = [(act, vouch) for act, vouch in vouches if vouch is not None]

    def _act(self, row: tuple[Any, ...]) -> Act:
        w, seq, rank, ent, rid, author, patch, gate = row
        if gate:
            self.counts.add((w, seq))
        return Act(w, seq, rank, ent, rid.hex(), author, orjson.loads(patch), {})

    def own_keys(self) -> dict[str, tuple[bytes, bytes]]:
        """Station → its public key and its box key, as its own chains say; a box key nobody else may say."""
        found: dict[str, tuple[bytes, bytes]] = {}
        for act in self.acts["station"]:
            public_key, box_key = found.get(act.rid, (b"", b""))
            said = key_said(act.patch.get("public_key"))
            if said and station_id_of(said).hex() == act.rid:
                public_key = said
            if self.owner.get(act.w) == act.rid:
                box_key = key_said(act.patch.get("box_key")) or box_key
            found[act.rid] = public_key, box_key
        return found


def admitted(conn: apsw.Connection) -> dict[str, Admitted]:
    """Station id → what is known of it, for the founder, this station and everybody whom an op vouches for."""
    said = _Said(conn)
    founder = founder_of(conn)
    keys, cut = said.own_keys(), revoked(conn)
    rows = conn.execute("SELECT id, letter, name FROM station")
    named = {rid.hex(): (str(letter or ""), str(name or "")) for rid, letter, name in rows}
    by_station: dict[str, list[tuple[Act, Vouch]]] = {station: [] for station in roots(conn)}
    for act, vouch in said.vouches:
        by_station.setdefault(vouch.station, []).append((act, vouch))
    found = {}
    for station, vouches in sorted(by_station.items()):
        counting = [(act, vouch) for act, vouch in vouches if act.place in said.counts]
        public_key, box_key = keys.get(station, (b"", b""))
        for _act, vouch in (*vouches, *counting):
            public_key = public_key or vouch.public_key
        for _act, vouch in counting:
            box_key = vouch.box_key if vouch.invitation else box_key or vouch.box_key
        letter, name = named.get(station, ("", ""))
        found[station] = Admitted(
            public_key=public_key,
            box_key=box_key,
            letter=letter,
            name=name,
            is_revoked=station in cut,
            has_effect=station == founder or bool(counting) or not vouches,
            vouched_by=_voucher(said, counting or vouches) if station != founder else "",
        )
    return found


def may_join(conn: apsw.Connection, station: str, public_key: bytes) -> bool:
    """Whether runs signed with this key of this station may join the journal: founder, this one, or vouched for."""
    if len(public_key) != 32 or station_id_of(public_key).hex() != station:
        return False
    return station in roots(conn) or any(vouch.station == station for _act, vouch in _Said(conn).vouches)


def roots(conn: apsw.Connection) -> set[str]:
    """The ids of the stations that need no vouch here: the founder, this one, and those that the invitation named.

    A laptop restored from a backup is a new station that nobody vouched for; whoever joins by its invitation trusts it.
    """
    noted = str(meta(conn, ROOTS) or "").split()
    return {station for station in (founder_of(conn), str(meta(conn, "station") or ""), *noted) if station}


def roots_to_name(conn: apsw.Connection) -> list[str]:
    """Who wrote here beside the founder and is vouched for by nobody, as copies of this file did: an invitation names them."""
    said = _Said(conn)
    vouched = {vouch.station for _act, vouch in said.vouches}
    wrote = set(said.owner.values()) | roots(conn)
    return sorted(each for each in wrote - vouched - {founder_of(conn)} if ID.fullmatch(each))[:ROOTS_MOST]


def is_shut_out(conn: apsw.Connection, station: str) -> bool:
    """Whether what this station writes counts nowhere: revoked, or vouched for by nothing with effect."""
    return station in revoked(conn) or any(each.id == station for each in shut_out(conn))


def enrolled_in(conn: apsw.Connection, ops: Iterable[Op]) -> Mapping[str, bytes]:
    """Station → public key, for each that these ops enrol with an invitation that is in the journal.

    A joining station's enrolment comes in the very run that it admits.
    """
    found: dict[str, bytes] = {}
    keys: dict[str, bytes] | None = None
    for op in ops:
        if op.noun != "enrolment":
            continue
        if keys is None:
            keys = _Said(conn).keys
        act = Act(op.writer, op.seq, 0, op.noun, op.record, op.author, op.patch, {})
        if vouch := vouched_by(act, keys):
            found[vouch.station] = vouch.public_key
    return found


def public_keys_said(conn: apsw.Connection) -> dict[str, tuple[bytes, bytes]]:
    """Station id → its public key and its box key, whether its words have effect or not; b"" for one not told."""
    said = _Said(conn)
    found = {station: keys for station, keys in said.own_keys().items() if keys[0]}
    for _act, vouch in said.vouches:
        found.setdefault(vouch.station, (vouch.public_key, vouch.box_key))
    return found


def readers(conn: apsw.Connection) -> dict[str, bytes]:
    """Station or invitation id → box key, of everybody to whom what leaves this laptop is sealed from now on.

    Members with effect and open invitations; never a revoked station (decision 19).
    """
    found = {
        station: said.box_key
        for station, said in admitted(conn).items()
        if said.has_effect and not said.is_revoked and said.box_key
    }
    return found | {invitation.id: invitation.box_key for invitation in open_invitations(conn)}


def own_secrets(conn: apsw.Connection) -> list[bytes]:
    """X25519 secrets beside the station's own: of the invitation it joined by, for what was sealed to that."""
    kept = meta(conn, JOIN_SECRET)
    return [bytes(kept)] if isinstance(kept, bytes) and len(kept) == 32 else []


def open_invitations(conn: apsw.Connection) -> list[OpenInvitation]:
    """Invitations with effect that nobody used nor withdrew, oldest first."""
    said, cut = _Said(conn), revoked(conn)
    gone = {vouch.invitation for _act, vouch in said.vouches}
    gone |= {act.rid for act in said.acts["invitation"] if is_withdrawal(act) and act.place in said.counts}
    found = []
    for act in said.acts["invitation"]:
        keys = invited_by(act)
        if keys is None or act.rid in gone or act.place not in said.counts or said.owner.get(act.w) in cut:
            continue
        found.append(
            OpenInvitation(
                id=act.rid,
                enrol_key=keys.enrol_key,
                box_key=keys.box_key,
                label=_text(act.patch.get("label")),
                letter=_text(act.patch.get("letter")),
                by=_text(act.patch.get("by")),
                at=at if type(at := act.patch.get("at")) is int else None,
            )
        )
    return sorted(found, key=lambda item: (item.at or 0, item.id))


def shut_out(conn: apsw.Connection) -> list[ShutOut]:
    """Every station that was vouched for, but by nothing with effect; somebody must admit or ignore it."""
    said, founder = _Said(conn), founder_of(conn)
    inside = {vouch.station for act, vouch in said.vouches if act.place in said.counts} | {founder}
    taken = {act.rid for act in said.acts["invitation"] if is_withdrawal(act) and act.place in said.counts}
    used = {vouch.invitation for act, vouch in said.vouches if act.place in said.counts and vouch.invitation}
    found: dict[str, ShutOut] = {}
    for _act, vouch in said.vouches:
        if vouch.station in inside or vouch.station in found:
            continue
        own = [act.patch for act in said.acts["station"] if act.rid == vouch.station]
        told: dict[str, Any] = {name: value for patch in own for name, value in patch.items()}
        why = "used" if vouch.invitation in used else "withdrawn" if vouch.invitation in taken else "right"
        found[vouch.station] = ShutOut(
            id=vouch.station,
            letter=_text(told.get("letter"))[:2],
            name=_text(told.get("name")),
            public_key=vouch.public_key,
            box_key=vouch.box_key,
            enrolled_at=at if type(at := told.get("enrolled_at")) is int else None,
            why=why,
        )
    return sorted(found.values(), key=lambda item: (item.letter, item.id))


def used_twice(conn: apsw.Connection) -> dict[str, list[str]]:
    """Invitation → the stations that enrolled with it, where more than one did: a copied stick, or a lost one."""
    found: dict[str, list[str]] = {}
    for _act, vouch in _Said(conn).vouches:
        if vouch.invitation and vouch.station not in found.setdefault(vouch.invitation, []):
            found[vouch.invitation].append(vouch.station)
    return {invitation: stations for invitation, stations in found.items() if len(stations) > 1}


def _voucher(said: _Said, vouches: list[tuple[Act, Vouch]]) -> str:
    """The station that invited or trusted, as far as it is told."""
    for act, vouch in vouches:
        if not vouch.invitation:
            return said.owner.get(act.w, "")
        for made in said.acts["invitation"]:
            if made.rid == vouch.invitation and invited_by(made):
                return said.owner.get(made.w, "")
    return ""


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
