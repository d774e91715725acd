"""One push to a hub: one transaction that holds the room's one row, so that positions have the order of commits."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any

from warroom.sync import hub_schema as sql
from warroom.sync import hub_troubles
from warroom.sync.depots import RunName
from warroom.sync.frames import FrameReader, Magic, Unreadable
from warroom.sync.hub_news import channel_of
from warroom.sync.hub_rows import neighbour, numbered
from warroom.sync.hub_rules import HubRefusal, Place, Track

if TYPE_CHECKING:
    import psycopg

    Connection = psycopg.Connection[tuple[Any, ...]]

Pushed = tuple[bytes, Place, bytes]  # writer, place among its runs, sealed frame
BATCH_RUNS = 100  # runs of one transaction
BATCH_BYTES = 2 * 1024 * 1024
NEIGHBOURS_MOST = 100_000
TRIES = 5


def batches(frames: Iterable[tuple[RunName, bytes]]) -> Iterator[list[Pushed]]:
    """What one transaction takes at a time, each writer's runs in order within it. ValueError for no sealed run."""
    batch, size = list[Pushed](), 0
    for name, frame in frames:
        if batch and (size + len(frame) > BATCH_BYTES or len(batch) >= BATCH_RUNS):
            yield sorted(batch, key=_order)
            batch, size = [], 0
        batch.append((name.writer, _place(name, frame), frame))
        size += len(frame)
    if batch:
        yield sorted(batch, key=_order)


def push(
    conn: Connection, room: str, batch: Sequence[Pushed], *, tells: bool, where: str
) -> tuple[int, list[HubRefusal]]:
    """Keep what is new: how many runs, and the refusals of the others. Doing it twice keeps nothing twice.

    Raises psycopg.Error with nothing kept, and Trouble for a hub that makes no sense.
    """
    pos, chain = _begin(conn, room, where)
    before, refused, kept = pos, list[HubRefusal](), list[tuple[Any, ...]]()
    tracks = {
        writer: _track(conn, room, writer, batch, where) for writer in sorted({writer for writer, _p, _b in batch})
    }
    for writer, place, body in batch:
        try:
            is_new = tracks[writer].take(place)
        except HubRefusal as refusal:
            refusal.names = [_name(writer, place)]
            refused.append(refusal)
            continue
        if is_new:
            pos, chain = pos + 1, _linked(chain, pos + 1, writer, place)
            kept.append((room, pos, writer, *_columns(place), chain, body))
    if kept:
        _insert(conn, sql.PUT, sql.PUT_ROW, kept)
        heads = [(room, writer, track.seq, track.hash) for writer, track in tracks.items() if track.has_moved]
        if heads:
            _insert(conn, sql.MOVE_HEADS, sql.HEAD_ROW, heads)
        conn.execute(sql.MOVE_STATE, (pos, chain, room))
        if tells:
            conn.execute(sql.NOTIFY, (channel_of(room), str(pos)))
    conn.execute("COMMIT")
    return pos - before, refused


def can_notify(conn: Connection, room: str) -> bool:
    """Some databases of this protocol know no NOTIFY; asked where a refusal harms no transaction."""
    import psycopg

    try:
        conn.execute(sql.NOTIFY, (channel_of(room), ""))
    except psycopg.Error as error:
        if error.sqlstate is None or conn.closed:
            raise
        return False
    return True


def _insert(conn: Connection, statement: str, row: str, rows: list[tuple[Any, ...]]) -> None:
    """All rows in one statement: one way there and back, and no need for what poolers do not pass on."""
    conn.execute(statement.format(rows=", ".join([row] * len(rows))), [value for each in rows for value in each])


def _begin(conn: Connection, room: str, where: str) -> tuple[int, bytes]:
    for _try in range(TRIES):
        conn.execute(sql.BEGIN)
        row = conn.execute(sql.LOCK_STATE, (room,), binary=True).fetchone()
        if row is not None:
            state = numbered(row)
            if state is None:
                raise hub_troubles.strange(where)
            return state
        conn.execute("ROLLBACK")
        conn.execute(sql.FIRST_STATE, (room, os.urandom(32)))
    raise hub_troubles.strange(where)


def _track(conn: Connection, room: str, writer: bytes, batch: Sequence[Pushed], where: str) -> Track:
    places = [place for by, place, _body in batch if by == writer]
    least, most = min(place.seq_from for place in places) - 1, max(place.seq_to for place in places) + 1
    head = conn.execute(sql.HEAD, (room, writer), binary=True).fetchone()
    bound = (room, writer, least, most, NEIGHBOURS_MOST)
    rows = conn.execute(sql.NEIGHBOURS, bound, binary=True).fetchall()
    known = {place for place in map(neighbour, rows) if place is not None}
    if head is None:
        return Track(known=known)
    reached = numbered(head)
    if reached is None:
        raise hub_troubles.strange(where)
    return Track(*reached, known)


def _order(pushed: Pushed) -> tuple[bytes, int, int]:
    return pushed[0], pushed[1].seq_from, pushed[1].seq_to


def _place(name: RunName, frame: bytes) -> Place:
    try:
        header = FrameReader(BytesIO(frame), Magic.RUN).header
        prev, head = bytes.fromhex(header["prev_hash"]), bytes.fromhex(header["head_hash"])
    except (Unreadable, KeyError, TypeError) as error:
        raise ValueError("not a sealed run") from error
    return Place(name.seq_from, name.seq_to, prev, head, name.members8)


def _name(writer: bytes, place: Place) -> RunName:
    return RunName(writer, place.seq_from, place.seq_to, place.head_hash.hex()[:8], place.members)


def _columns(place: Place) -> tuple[Any, ...]:
    return place.seq_from, place.seq_to, place.prev_hash, place.head_hash, place.members


def _linked(chain: bytes, pos: int, writer: bytes, place: Place) -> bytes:
    """The hub's own chain over its positions: what a restored backup cannot have in common with what was lost."""
    said = [chain.hex(), pos, writer.hex(), place.seq_from, place.seq_to, place.head_hash.hex(), place.members]
    return hashlib.sha256("\n".join(map(str, said)).encode()).digest()
