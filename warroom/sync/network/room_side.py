"""A room as its own network sees it: members from the journal, runs out of it and into it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

import orjson

from warroom.clock import Clock
from warroom.domain.exchange import Drift
from warroom.identity.stations import StationIdentity
from warroom.storage.admission import own_secrets, public_keys_said, readers
from warroom.storage.asides import Heard, bulletins, keep_piece, piece, piece_sizes
from warroom.storage.calling import is_invited, own_voucher, stamp
from warroom.storage.changes import Change
from warroom.storage.exchange import (
    Vector,
    is_signed_for_sending,
    letters,
    lines_of,
    runs_beyond,
    sign_for_sending,
    vector,
)
from warroom.storage.segments import Segment
from warroom.storage.store import Store
from warroom.storage.vault import explained
from warroom.sync import bulletins as telling
from warroom.sync.covering import Range
from warroom.sync.network.handshake import Card
from warroom.sync.network.side import Bulletin
from warroom.sync.packing import pack
from warroom.sync.receiving import Receiver

Said = ParamSpec("Said")
Found = TypeVar("Found")
ROUTE = "network"
AWAITED_MOST = 256
_RECORD, _NO_INVITATION, _NO_VOUCHER = 16, bytes(16), bytes(64)


@dataclass(frozen=True, slots=True)
class Signed:
    """A run of the journal, not packed yet."""

    segment: Segment

    @property
    def writer(self) -> bytes:
        return self.segment.header.writer

    @property
    def seq_from(self) -> int:
        return self.segment.header.seq_from

    @property
    def seq_to(self) -> int:
        return self.segment.header.seq_to


@dataclass(frozen=True, slots=True)
class _Members:
    """Who belongs to the room, read once for each change of that."""

    stamp: int
    box_keys: tuple[bytes, ...]  # of stations first, then of open invitations
    keys: dict[bytes, tuple[bytes, bytes]]  # station → public key and box key
    card: Card


def _in_words(method: Callable[Concatenate[RoomSide, Said], Found]) -> Callable[Concatenate[RoomSide, Said], Found]:
    """What the file or the disk refuses becomes a Trouble, which ends one conversation and is shown."""

    @wraps(method)
    def asked(side: RoomSide, /, *said: Said.args, **more: Said.kwargs) -> Found:
        with explained(side.path):
            return method(side, *said, **more)

    return asked


class RoomSide:
    """What `LocalNetwork` needs of an open room that may be written."""

    def __init__(
        self, store: Store, identity: StationIdentity, clock: Clock, *, joined: Callable[[], None] = lambda: None
    ) -> None:
        """`joined` is called, on a thread of the network, after something joined the room."""
        self._store, self.identity, self._clock, self._joined = store, identity, clock, joined
        self.room, self.path = bytes.fromhex(store.room), store.vault.path
        self._receiver = Receiver(store, clock)
        self._signing = threading.Lock()
        self._members: _Members | None = None
        self._attachments: dict[bytes, bytes] = {}

    # Who is a member

    @property
    def card(self) -> Card:
        return self._known().card

    @_in_words
    def box_keys(self) -> Sequence[bytes]:
        return self._known().box_keys

    @_in_words
    def secrets(self) -> Sequence[bytes]:
        return [self.identity.secret_keys[32:], *own_secrets(self._store.reader())]

    @_in_words
    def admits(self, card: Card) -> bool:
        known = self._known().keys.get(card.station)
        if known is not None:
            return known == (card.public_key, card.box_key)
        if card.invitation == _NO_INVITATION:
            return False
        return is_invited(
            self._store.reader(),
            card.invitation.hex(),
            station=card.station.hex(),
            public_key=card.public_key,
            box_key=card.box_key,
            signature=card.voucher,
        )

    def _known(self) -> _Members:
        conn, kept = self._store.reader(), self._members
        now = stamp(conn)  # read before the rest: what comes meanwhile is seen the next time
        if kept is None or kept.stamp != now:
            reading, said = readers(conn), public_keys_said(conn)
            stations = {station: reading[station] for station in said if station in reading}
            keys = {bytes.fromhex(s): (said[s][0], box_key) for s, box_key in stations.items()}
            others = [box_key for reader, box_key in reading.items() if reader not in stations]
            kept = _Members(now, (*stations.values(), *others), keys, self._introduced())
            self._members = kept
        return kept

    def _introduced(self) -> Card:
        me, (invitation, voucher) = self.identity, own_voucher(self._store.reader())
        is_there = len(invitation) == 2 * len(_NO_INVITATION) and len(voucher) == len(_NO_VOUCHER)
        return Card(
            me.station_id,
            bytes(16),
            me.public_key,
            me.sealing_key,
            bytes.fromhex(invitation) if is_there else _NO_INVITATION,
            voucher if is_there else _NO_VOUCHER,
        )

    # Runs

    @_in_words
    def runs(self, known: Vector) -> Sequence[Signed]:
        conn = self._store.reader()
        if all(seq <= known.get(writer, 0) for writer, seq in vector(conn).items()):
            return []
        with self._signing:
            signing = self._store.signing
            if signing is not None and not is_signed_for_sending(conn):
                self._store.run(lambda writing: sign_for_sending(writing, signing)).result()
        return [Signed(segment) for segment in runs_beyond(conn, known)]

    @_in_words
    def packed(self, run: Range) -> bytes:
        assert isinstance(run, Signed)
        return pack(run.segment, lines_of(self._store.reader(), run.segment.header))

    @_in_words
    def take(self, bodies: Sequence[bytes], *, station: str) -> None:
        outcome = self._receiver.take(bodies, source=self._letter(station))
        if outcome.received:
            self._joined()

    def _letter(self, station: str) -> str:
        """What people call the laptop that something came from."""
        named = letters(self._store.reader())
        return named[station][0] if station in named else ROUTE

    # Bulletins

    @_in_words
    def vector(self) -> Vector:
        return vector(self._store.reader())

    @_in_words
    def own_bulletin(self) -> bytes:
        said = telling.write_bulletin(self._store.reader(), self.identity, now_ms=self._clock.now_ms())
        return orjson.dumps(said.document())

    @_in_words
    def bulletins(self) -> Sequence[Bulletin]:
        found = []
        for each in bulletins(self._store.reader()):
            body = orjson.dumps(telling.Bulletin(each.body, each.signature).document())
            found.append(Bulletin(each.station, each.written_at, {}, body))
        return found

    @_in_words
    def hear(self, body: bytes, *, drift: Drift | None, said_by: str) -> Bulletin | None:
        found = _read(body)
        said = telling.read_said(found.body, room=self._store.room) if found else None
        if found is None or said is None:
            return None
        conn, now_ms = self._store.reader(), self._clock.now_ms()
        heard = telling.check(conn, [found], now_ms=now_ms, route=ROUTE, direct=said_by)
        if drift is not None:
            heard = [_measured(each, drift) if each.station == said_by else each for each in heard]
        if heard:
            self._store.run(lambda writing: telling.keep_and_tell(writing, heard)).result()
        return Bulletin(said.station, said.at, said.vector, body) if heard or said.station == said_by else None

    # Files

    @_in_words
    def awaited(self) -> Sequence[bytes]:
        conn = self._store.reader()
        missing = {sha: attachment for attachment, sha, size in piece_sizes(conn) if size is None}
        found = list(missing)[:AWAITED_MOST]
        for each in bulletins(conn):
            said = telling.read_said(each.body, room=self._store.room)
            wanted = said.awaited if said is not None else frozenset()
            found += [sha for sha in sorted(wanted) if sha not in missing and piece(conn, sha) is None]
        return list(dict.fromkeys(found))[:AWAITED_MOST]

    @_in_words
    def chunk(self, digest: bytes) -> bytes | None:
        conn = self._store.reader()
        body = piece(conn, digest)
        if body is None:
            return None
        attachment = self._attachments.get(digest)
        if attachment is None:
            self._attachments = {sha: attachment for attachment, sha, size in piece_sizes(conn) if size is not None}
            attachment = self._attachments.get(digest)
        return attachment + body if attachment is not None else None

    @_in_words
    def keep_chunk(self, digest: bytes, body: bytes) -> None:
        attachment, piece_of_it = body[:_RECORD], body[_RECORD:]
        self._store.run(lambda conn: keep_piece(conn, attachment, digest, piece_of_it)).result()

    # The room

    def now_ms(self) -> int:
        return self._clock.now_ms()

    def done_reading(self) -> None:
        self._store.vault.done_reading()

    def subscribe(self, listener: Callable[[], None]) -> Callable[[], None]:
        def hear(_change: Change) -> None:
            listener()

        return self._store.feed.subscribe(hear)


def _measured(heard: Heard, drift: Drift) -> Heard:
    """Round trips tell a clock better than what a stick brings."""
    return replace(heard, least=drift.least, most=drift.most)


def _read(body: bytes) -> telling.Bulletin | None:
    try:
        return telling.read_document(orjson.loads(body))
    except orjson.JSONDecodeError:
        return None
