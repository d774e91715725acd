"""Bulletins: what a station says of itself, signed, and carried on by everybody who hears it.

How far it knows each writer, its clock and its battery, which pieces of files it waits for, and when it heard whom: so
that any laptop can tell who lacks what, without having met them.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import orjson

from warroom import __version__
from warroom.domain.exchange import Drift, Outcome
from warroom.identity.signing import bulletin_message
from warroom.identity.stations import StationIdentity, verify
from warroom.storage.admission import may_join, public_keys_said
from warroom.storage.asides import Heard, bulletins, keep_bulletin, pieces, tell
from warroom.storage.enrolment import seat_of
from warroom.storage.exchange import Vector, vector
from warroom.storage.ops import canonical

VERSION = 1
MOST = 512 * 1024  # bytes of one bulletin
MOST_AWAITED = 2_000
CLOCK_TRUSTED_MS = 3_600_000  # further ahead of ours a clock is set wrong, or ours is


@dataclass(frozen=True, slots=True)
class Bulletin:
    """A signed one as it travels."""

    body: bytes
    signature: bytes

    def document(self) -> dict[str, str]:
        """For JSON."""
        return {"body": base64.b64encode(self.body).decode(), "sig": base64.b64encode(self.signature).decode()}


@dataclass(frozen=True, slots=True)
class Said:
    """What a bulletin says, read strictly."""

    station: str
    at: int  # milliseconds UTC, its clock
    vector: Vector
    awaited: frozenset[bytes]  # hashes of pieces of files
    heard: Mapping[str, tuple[int, int]]  # station → when that one wrote (its clock), when this one heard it (its own)
    battery: int | None
    charging: bool | None


def write_bulletin(conn: Any, identity: StationIdentity, *, now_ms: int) -> Bulletin:
    """What this station says of itself now."""
    battery, charging = power()
    awaited = [sha.hex() for _attachment, sha, is_here in pieces(conn) if not is_here][:MOST_AWAITED]
    body = canonical(
        {
            "app": __version__,
            "at": now_ms,
            "awaited": awaited,
            "battery": battery,
            "charging": charging,
            "heard": {each.station: [each.written_at, each.heard_at] for each in bulletins(conn)},
            "room": seat_of(conn).room,
            "station": identity.station_id.hex(),
            "v": VERSION,
            "vv": {w.hex(): seq for w, seq in vector(conn).items()},
        }
    )
    return Bulletin(body, identity.sign(bulletin_message(body)))


def power() -> tuple[int | None, bool | None]:
    """The battery in per cent and whether it is charging; None where there is none."""
    import psutil

    try:
        found = psutil.sensors_battery()
    except (AttributeError, OSError, RuntimeError):  # no such sensor on this system
        found = None
    return (round(found.percent), bool(found.power_plugged)) if found else (None, None)


def all_known(conn: Any) -> list[Bulletin]:
    """The latest of every station heard, to be carried on."""
    return [Bulletin(each.body, each.signature) for each in bulletins(conn)]


def read_document(said: object) -> Bulletin | None:
    """A bulletin from JSON; None for what is none."""
    try:
        body = base64.b64decode(said["body"], validate=True)  # type: ignore[index]  # anything else is caught
        signature = base64.b64decode(said["sig"], validate=True)  # type: ignore[index]
    except (TypeError, KeyError, ValueError, binascii.Error):
        return None
    return Bulletin(body, signature) if len(body) <= MOST else None


def read_said(body: bytes, *, room: str) -> Said | None:
    """What a body says; None for one that is of another room or that this version cannot read."""
    try:
        said = orjson.loads(body)
        if said["v"] != VERSION or said["room"] != room:
            return None
        return Said(
            station=bytes.fromhex(said["station"]).hex(),
            at=_integer(said["at"]),
            vector={bytes.fromhex(w): _integer(seq) for w, seq in said["vv"].items()},
            awaited=frozenset(bytes.fromhex(sha) for sha in said["awaited"][:MOST_AWAITED]),
            heard={s: (_integer(its), _integer(ours)) for s, (its, ours) in said["heard"].items()},
            battery=_percent(said["battery"]),
            charging=said["charging"] if isinstance(said["charging"], bool) else None,
        )
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def check(conn: Any, found: Iterable[Bulletin], *, now_ms: int, route: str, direct: str = "") -> list[Heard]:
    """Those that their stations signed and that this room may believe. `direct` is the station that handed them over.

    What others carried keeps its own route: the letter of who brought it is for the caller to say.
    """
    own, room = seat_of(conn).station, seat_of(conn).room
    keys = {station: key for station, (key, _box) in public_keys_said(conn).items()}
    admitted = {station: may_join(conn, station, key) for station, key in keys.items()}
    known = {each.station: each for each in bulletins(conn)}
    heard = []
    for each in found:
        said = read_said(each.body, room=room)
        if said is None or said.station == own or not admitted.get(said.station):
            continue
        before = known.get(said.station)
        is_direct = direct in ("", said.station)
        if before is not None and not _is_news(said, before, room=room, now_ms=now_ms, is_direct=is_direct):
            continue
        if verify(keys[said.station], bulletin_message(each.body), each.signature):
            drift = drift_of(said, own=own, now_ms=now_ms, former=before)
            way = route if said.station == direct or not direct else direct
            heard.append(Heard(said.station, said.at, now_ms, way, drift.least, drift.most, each.body, each.signature))
    return heard


def _is_news(said: Said, before: Heard, *, room: str, now_ms: int, is_direct: bool) -> bool:
    """Whether it is later than what is known of its station, also when its clock was set back or days ahead.

    What its station hands over itself is news when it tells of more ops, whatever the clocks. What others carry from
    a time that is not yet may have been said before the clock was set right: it takes the place of nothing from now.
    """
    former = read_said(before.body, room=room)
    known = former.vector if former is not None else {}
    if is_direct and any(seq > known.get(w, 0) for w, seq in said.vector.items()):
        return True
    latest = now_ms + CLOCK_TRUSTED_MS
    if (said.at > latest) == (before.written_at > latest):
        return said.at > before.written_at
    return before.written_at > latest


def keep(conn: Any, heard: Iterable[Heard]) -> int:
    """Remember them, in a write transaction; how many were news."""
    return sum(keep_bulletin(conn, each) for each in heard)


def keep_and_tell(conn: Any, heard: Iterable[Heard]) -> int:
    """The same, and whoever shows stations hears of it."""
    news = keep(conn, heard)
    if news:
        tell(conn)
    return news


def with_drifts(outcome: Outcome, drifts: Mapping[str, Drift]) -> Outcome:
    """The outcome with what is known of each station's clock."""
    return replace(outcome, stations=tuple(replace(each, drift=drifts.get(each.station)) for each in outcome.stations))


def with_files(outcome: Outcome, files: int, *, awaited: int) -> Outcome:
    """The outcome with what came of attached files."""
    return replace(outcome, files=files, awaited=awaited)


def drift_of(said: Said, *, own: str, now_ms: int, former: Heard | None = None) -> Drift:
    """How far its clock is ahead of ours. Nothing arrives before it was written, on either way.

    What it wrote at its time t arrived here by now: it is ahead by at least t − now. What we wrote at our time w it
    had heard at its time h: it is ahead by at most h − w.
    What is known from before narrows it, unless a clock was set meanwhile.
    """
    least: int | None = said.at - now_ms
    ours = said.heard.get(own)
    most = ours[1] - ours[0] if ours else None
    if former is not None:
        closer = max(said.at - now_ms, former.least if former.least is not None else -(2**62))
        nearer = min((each for each in (most, former.most) if each is not None), default=None)
        if nearer is None or closer <= nearer:
            least, most = closer, nearer
    if most is not None and least is not None and most < least:
        most = None
    return Drift(least, most)


def _integer(value: object) -> int:
    if type(value) is not int or not -(2**61) < value < 2**61:  # so that differences fit the file, too
        raise ValueError("number expected")
    return value


def _percent(value: object) -> int | None:
    return value if type(value) is int and 0 <= value <= 100 else None
