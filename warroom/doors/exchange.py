"""Exchange through the room's door: bundles written and read, who lacks what, and what was set aside."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import accumulate
from pathlib import Path
from typing import Any, BinaryIO

from warroom.clock import Clock
from warroom.domain.exchange import Aside, Drift, Leg, Outcome, Peer, Trust, Why
from warroom.doors.catching import Catching
from warroom.errors import Refusal
from warroom.identity.stations import StationIdentity
from warroom.storage.admission import own_secrets, readers
from warroom.storage.asides import asides, bulletins, drop_asides, keep_piece, kept_bodies, piece, piece_sizes
from warroom.storage.attachments import Step
from warroom.storage.exchange import Vector, letters, lines_of, runs_beyond, sign_for_sending, vector
from warroom.storage.standing import (
    cuts,
    entries_beyond,
    entries_of,
    latest_writers,
    least_of,
    missing,
    most_of,
    revoked,
    seen_by,
)
from warroom.storage.store import Store
from warroom.storage.vault import explained
from warroom.sync import bulletins as telling
from warroom.sync.bundles import FILES_MOST, open_bundle, pieces_in, reading, write_bundle
from warroom.sync.courier import round_of
from warroom.sync.frames import Magic
from warroom.sync.packing import pack
from warroom.sync.receiving import Receiver
from warroom.words import _

STICK = "usb"
PIECES_AT_ONCE = 16
UNREAD_MOST = 64 * 1024 * 1024  # bytes of runs nobody here can read, in one bundle


class Exchange(Catching):
    """`room.exchange`. Everything here blocks: call it from a task. Safe from any thread."""

    def __init__(self, store: Store, identity: StationIdentity, clock: Clock) -> None:
        self._store, self._identity, self._clock = store, identity, clock
        self.receiver = Receiver(store, clock)

    # What an exchange is made of

    def sign(self) -> None:
        """Sign what was written here and not signed yet, so that it can be handed over."""
        signing = self._store.signing
        if signing is not None and not self._store.vault.read_only:
            self._store.run(lambda conn: sign_for_sending(conn, signing)).result()

    def vector(self) -> Vector:
        """How far every writer is known here."""
        return vector(self._store.reader())

    def packed_beyond(self, known: Mapping[bytes, int], *, step: Step = lambda done, total: None) -> list[bytes]:
        """The runs that somebody who knows each writer up to `known` lacks, packed, oldest first. Sign before."""
        conn = self._store.reader()
        runs = runs_beyond(conn, known)
        packed = []
        for done, run in enumerate(runs):
            step(done, len(runs))
            packed.append(pack(run, lines_of(conn, run.header)))
        return packed

    def unread(self) -> list[bytes]:
        """Packed runs of newer versions, which this one only carries on as they came."""
        bodies = [body for _source, body in kept_bodies(self._store.reader(), Why.NEWER)]
        sizes = accumulate(len(body) for body in bodies)
        return [body for body, total in zip(bodies, sizes, strict=True) if total <= UNREAD_MOST]

    def readers(self) -> dict[str, bytes]:
        """Who may read what leaves from now on: station or invitation id → X25519 key."""
        return readers(self._store.reader())

    def secrets(self) -> list[bytes]:
        """The X25519 secrets that open what is sealed to this station."""
        return [self._identity.secret_keys[32:], *own_secrets(self._store.reader())]

    def bulletin(self) -> telling.Bulletin:
        """What this station says of itself now, signed."""
        return telling.write_bulletin(self._store.reader(), self._identity, now_ms=self._clock.now_ms())

    def bulletins(self) -> list[telling.Bulletin]:
        """Ours and the latest of every station heard, to be carried on."""
        return [self.bulletin(), *telling.all_known(self._store.reader())]

    def hear(self, found: list[telling.Bulletin], *, route: str, direct: str = "") -> int:
        """Believe the bulletins signed by admitted stations; how many were news. `direct`: who handed them over."""
        conn = self._store.reader()
        heard = telling.check(conn, found, now_ms=self._clock.now_ms(), route=route, direct=direct)
        if not heard:
            return 0
        return self._store.run(lambda writing: telling.keep_and_tell(writing, heard)).result()

    def keep_pieces(self, pieces: list[tuple[bytes, bytes, bytes]]) -> int:
        """Store pieces of files that the room has use for; how many were new."""
        if not pieces:
            return 0
        return self._store.run(lambda conn: sum(keep_piece(conn, *each) for each in pieces)).result()

    def known_of(self) -> dict[str, Vector]:
        """Station id → how far it is known to know each writer: what it wrote and said itself. Ours is exact.

        What it said before its latest writer began does not count: from a backup it may know less than it did.
        """
        conn = self._store.reader()
        found, latest = seen_by(conn), latest_writers(conn)
        for each in bulletins(conn):
            said = telling.read_said(each.body, room=self._store.room)
            if said is not None and latest.get(each.station, b"") in (b"", *said.vector):
                found[each.station] = most_of(found.get(each.station, {}), said.vector)
        found[self._store.seat.station] = vector(conn)
        return found

    # Sticks

    def write_bundle(
        self,
        path: Path | str,
        *,
        to: str = "",
        everything: bool = False,
        step: Step = lambda done, total: None,
    ) -> Outcome:
        """Write what other stations (or the one named: letter or id) may lack into one sealed file, and read it back.

        Raises Trouble `bundle-not-written`, Refusal `nobody-to-read`, `station-unknown`.
        """
        path = Path(path)
        with explained(self._store.vault.path):
            self.sign()
            conn, own = self._store.reader(), self._identity.station_id.hex()
            addressed = self._addressed(to)
            known = self.known_of()
            floor: Vector = {} if everything else least_of(known.get(each, {}) for each in addressed)
            runs = [*self.packed_beyond(floor, step=step), *self.unread()]
            pieces, left = self._pieces_for(conn)
            manifest = {
                "at": self._clock.now_ms(),
                "bulletins": [each.document() for each in self.bulletins()],
                "files_left": left,
                "station": own,
            }
            write_bundle(
                path,
                magic=Magic.BUNDLE,
                header={"room": self._store.room},
                manifest=manifest,
                runs=runs,
                pieces=pieces,
                piece=lambda sha: piece(self._store.reader(), sha),
                box_keys=self.readers().values(),
                step=step,
            )
            return Outcome(source=path.name, sent=missing(vector(conn), floor), files=len(pieces))

    def read_bundle(
        self,
        path: Path | str,
        *,
        agree_to_deletes: bool = False,
        step: Step = lambda done, total: None,
    ) -> Outcome:
        """Merge a bundle; twice changes nothing. Raises Refusal or Trouble when it cannot be read as a whole."""
        path = Path(path)
        with explained(self._store.vault.path), reading(path) as stream:
            return self.read_stream(stream, name=path.name, agree_to_deletes=agree_to_deletes, step=step)

    def read_stream(
        self, stream: BinaryIO, *, name: str, agree_to_deletes: bool = False, step: Step = lambda done, total: None
    ) -> Outcome:
        """The same from an open file that can be read twice."""
        reader, contents = open_bundle(stream, Magic.BUNDLE, self.secrets(), name=name)
        outcome = self.receiver.take(contents.runs, source=name, agree_to_deletes=agree_to_deletes, step=step)
        files, batch = 0, []
        for each in pieces_in(reader, name=name):
            batch.append(each)
            if len(batch) == PIECES_AT_ONCE:
                files += self.keep_pieces(batch)
                batch = []
                step(reader.length - reader.left, reader.length)
        files += self.keep_pieces(batch)
        self.hear(list(contents.bulletins), route=STICK, direct=contents.station)
        return self._with_files(outcome, files)

    def preview_bundle(self, path: Path | str) -> Outcome:
        """What reading it would do: who, how many, what changes, how far their clocks are. Nothing is changed."""
        path = Path(path)
        with explained(self._store.vault.path), reading(path) as stream:
            return self.preview_stream(stream, name=path.name)

    def preview_stream(self, stream: BinaryIO, *, name: str, step: Step = lambda done, total: None) -> Outcome:
        """The same from an open file that can be read twice; when `step` raises it is given up."""
        reader, contents = open_bundle(stream, Magic.BUNDLE, self.secrets(), name=name)
        outcome = self.receiver.rehearse(contents.runs, source=name, step=step)
        conn = self._store.reader()
        here = {sha for _attachment, sha, size in piece_sizes(conn) if size is not None}
        files = sum(1 for _attachment, sha, _body in pieces_in(reader, name=name) if sha not in here)
        heard = telling.check(
            conn, contents.bulletins, now_ms=self._clock.now_ms(), route=STICK, direct=contents.station
        )
        drifts = {each.station: Drift(each.least, each.most) for each in (*bulletins(conn), *heard)}
        return telling.with_drifts(self._with_files(outcome, files), drifts)

    def _with_files(self, outcome: Outcome, files: int) -> Outcome:
        return telling.with_files(outcome, files, awaited=len(self.awaited()))

    def awaited(self) -> set[bytes]:
        """The attachments that lack a piece."""
        return {attachment for attachment, _sha, size in piece_sizes(self._store.reader()) if size is None}

    def _addressed(self, to: str) -> list[str]:
        own = self._identity.station_id.hex()
        others = [each for each in self.readers() if each != own]
        if not others:
            raise Refusal(
                "nobody-to-read",
                _("No other laptop belongs to this room yet."),
                safe=_("Nothing was written."),
                todo=_("Invite one first: the invitation brings it everything."),
            )
        if not to:
            return others
        named = letters(self._store.reader())
        found = [each for each in others if to.casefold() in (each, named.get(each, ("", ""))[0].casefold())]
        if len(found) != 1:
            raise Refusal(
                "station-unknown",
                _("No other laptop of this room is called {letter}.").format(letter=to),
                safe=_("Nothing was written."),
            )
        return found

    def _pieces_for(self, conn: Any) -> tuple[list[tuple[bytes, bytes, int]], int]:
        """The pieces of files that others may lack, the most wanted first, as many as one bundle takes."""
        wanted: set[bytes] = set()
        for each in bulletins(conn):
            said = telling.read_said(each.body, room=self._store.room)
            wanted |= said.awaited if said is not None else set()
        here = [(attachment, sha, size) for attachment, sha, size in piece_sizes(conn) if size is not None]
        here.sort(key=lambda item: item[1] not in wanted)
        chosen, total = [], 0
        for item in here:
            total += item[2]
            if total > FILES_MOST:
                break
            chosen.append(item)
        return chosen, len(here) - len(chosen)

    # Who has what

    def peers(self) -> list[Peer]:
        """Every station, ours first: when it was heard, what it lacks, its battery, how far its clock is."""
        conn, own = self._store.reader(), self._store.seat.station
        known, heads, gone = self.known_of(), vector(conn), revoked(conn)
        heard, counts = {each.station: each for each in bulletins(conn)}, entries_of(conn)
        cut_at = cuts(conn)
        found = []
        for station, (letter, name) in letters(conn).items():
            is_ours, told = station == own, heard.get(station)
            said = telling.read_said(told.body, room=self._store.room) if told else None
            theirs = known.get(station)
            battery, charging = telling.power() if is_ours else (said.battery, said.charging) if said else (None, None)
            found.append(
                Peer(
                    station=station,
                    letter=letter,
                    name=name,
                    is_ours=is_ours,
                    trust=Trust.REVOKED if station in gone else Trust.VERIFIED,
                    heard_at=told.heard_at if told else None,
                    written_at=told.written_at if told else None,
                    route=told.route if told else "",
                    entries=counts.get(station, 0),
                    battery=battery,
                    is_charging=charging,
                    drift=Drift(told.least, told.most) if told else None,
                    lacks=None if theirs is None else missing(heads, theirs),
                    lacks_entries=None if theirs is None else entries_beyond(conn, theirs),
                    knows_cuts=theirs is not None and all(theirs.get(w, 0) >= seq for w, seq in cut_at),
                )
            )
        return sorted(found, key=lambda peer: (not peer.is_ours, peer.letter, peer.station))

    def courier(self) -> list[Leg]:
        """The round of the stick, from here, after which everyone has everything that is known of."""
        conn, own = self._store.reader(), self._store.seat.station
        gone = revoked(conn)
        known = {s: v for s, v in self.known_of().items() if s not in gone}
        for station in letters(conn):
            if station not in gone:
                known.setdefault(station, {})
        return round_of(own, known, entries=lambda floor: entries_beyond(conn, floor))

    # Set aside

    def asides(self) -> list[Aside]:
        """What came and did not join the journal, the newest first."""
        return asides(self._store.reader())

    def forget(self, aside: str) -> None:
        """Let go of something that was set aside."""
        self._store.run(lambda conn: drop_asides(conn, [aside])).result()

    def look_again(self, *, agree_to_deletes: bool = False) -> Outcome:
        """Try again what was set aside: a station was admitted since, or somebody agrees to what it deletes."""
        return self.receiver.take([], source="", agree_to_deletes=agree_to_deletes)
