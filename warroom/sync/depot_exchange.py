"""One exchange with a depot: take what is new there, give what it lacks, and say what this laptop knows.

Stopped at any point, the room and the depot are whole, and the next exchange goes on from there. Nothing is concluded
from what is absent: what a depot lost is given again by whoever holds it.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

import orjson

from warroom.domain.exchange import Aside, Outcome, Why
from warroom.storage.asides import aside_id, asides, bulletins, note_asides, piece, piece_sizes, whys_of_asides
from warroom.storage.attachments import Step
from warroom.storage.enrolment import hash_at
from warroom.storage.exchange import Vector, letters, lines_of, runs_beyond
from warroom.storage.segments import Segment
from warroom.storage.standing import least_of
from warroom.storage.store import Store
from warroom.sync.bulletins import Bulletin, read_document, read_said
from warroom.sync.covering import Coverage, chains
from warroom.sync.depots import Depot, Memory, RunName
from warroom.sync.envelopes import NotForUs, members_tag, opened, seal
from warroom.sync.frames import FrameWriter, Magic, Newer, Unreadable, check
from warroom.sync.hub_rules import HubRefusal
from warroom.sync.packing import pack
from warroom.sync.receiving import Receiver

BULLETINS_MOST = 1_000  # of one file
PIECES_AT_ONCE = 16
ASIDES_TOLD = 50
STRANGE_MOST = 16  # runs at odds with ours that one exchange looks at


class Side(Protocol):
    """What an exchange needs of its room: the room's `exchange`."""

    receiver: Receiver

    def sign(self) -> None: ...
    def vector(self) -> Vector: ...
    def readers(self) -> dict[str, bytes]: ...
    def secrets(self) -> list[bytes]: ...
    def bulletins(self) -> list[Bulletin]: ...
    def hear(self, found: list[Bulletin], *, route: str, direct: str = "") -> int: ...
    def keep_pieces(self, pieces: list[tuple[bytes, bytes, bytes]]) -> int: ...
    def known_of(self) -> dict[str, Vector]: ...
    def awaited(self) -> set[bytes]: ...


@dataclass(slots=True)
class Visit:
    """One exchange with one depot, for one thread. `source` is what the user calls the place."""

    depot: Depot
    side: Side
    store: Store
    source: str
    memory: Memory
    step: Step = lambda done, total: None
    _done: int = field(default=0, init=False)
    _total: int = field(default=0, init=False)
    _refusal: HubRefusal | None = field(default=None, init=False)

    def run(self) -> Outcome:
        """Do it; the caller closes the depot. Raises Trouble, with everything that came until then kept.

        A hub's refusal of a forked or incomplete history is raised when all else is done.
        """
        self.depot.open(self.store.room, was_here=bool(self.memory.get("was_here")))
        self.memory["was_here"] = True
        names = self.depot.runs()
        bodies, left, is_all = self._fetched(names)
        bodies += self._strange(names)
        outcome = self.side.receiver.take(bodies, source=self.source, step=self._merging(len(bodies)))
        left = self._note(left)
        self._hear()
        if is_all:
            self.depot.seen()
        sent = self._give(self._true(names))
        files = self._exchange_files()
        self._tell()
        self._total = self._done = max(self._total, 1)
        self._say()
        if self._refusal is not None:
            raise self._refusal
        return replace(
            outcome,
            sent=sent,
            files=files,
            awaited=len(self.side.awaited()),
            set_aside=(*outcome.set_aside, *left),
        )

    # Take

    def _fetched(self, names: list[RunName]) -> tuple[list[bytes], list[Aside], bool]:
        """The packed runs beyond what is known here, what could not be read, and whether nothing is left behind."""
        tag, secrets = members_tag(self.side.readers().values()), self.side.secrets()
        vector = self.side.vector()
        packed: dict[RunName, bytes] = {}
        failed: dict[RunName, Why] = {}
        while True:
            chosen = chains(names, vector, preferred=tag, opened=packed, failed=failed)
            wanted = [name for name in chosen if name not in packed]
            if not wanted:
                break
            self._expect(len(wanted))
            missing = set(wanted)
            for name, frame in self.depot.fetch(wanted):
                missing.discard(name)
                body = _unsealed(frame, secrets)
                if isinstance(body, bytes):
                    packed[name] = body
                else:
                    failed[name] = body
                self._count()
            failed.update(dict.fromkeys(missing, Why.DAMAGED))
        reached = Coverage(chosen)
        stuck = [
            name for name in names if name.seq_to > max(vector.get(name.writer, 0), reached.upto(name.writer, vector))
        ]
        return [packed[name] for name in chosen], self._asides(failed, reached, vector), not stuck

    def _true(self, names: list[RunName]) -> list[RunName]:
        """Those of runs that are in the journal as they are named: nobody's word makes a laptop keep its own back."""
        conn, vector = self.store.reader(), self.side.vector()
        return [name for name in names if name.seq_to <= vector.get(name.writer, 0) and _is_ours(conn, name)]

    def _strange(self, names: list[RunName]) -> list[bytes]:
        """Runs named otherwise than what is here under their numbers: a copied laptop tells itself apart by them."""
        conn, vector, secrets = self.store.reader(), self.side.vector(), self.side.secrets()
        told = {(each.writer, each.seq_from, each.seq_to) for each in asides(conn)}
        found = [
            name
            for name in names
            if name.seq_to <= vector.get(name.writer, 0)
            and (name.writer.hex(), name.seq_from, name.seq_to) not in told
            and not _is_ours(conn, name)
        ][:STRANGE_MOST]
        bodies = [_unsealed(frame, secrets) for _name, frame in self.depot.fetch(found)] if found else []
        return [body for body in bodies if isinstance(body, bytes)]

    def _asides(self, failed: dict[RunName, Why], reached: Coverage, vector: Vector) -> list[Aside]:
        """What could not be read and nothing else brought."""
        now_ms = self.store.clock.now_ms()
        found = []
        for name, why in failed.items():
            if name.seq_to > reached.upto(name.writer, vector):
                place = (name.writer.hex(), name.seq_from, name.seq_to)
                ident = aside_id(f"{self.source}\n{name}".encode())
                found.append(Aside(ident, why, self.source, "", "", *place, now_ms, False))
        return found

    def _note(self, left: list[Aside]) -> list[Aside]:
        """Remember what could not be read, and forget what was brought since."""
        conn = self.store.reader()
        known, vector = whys_of_asides(conn), self.side.vector()
        gone = [
            each.id
            for each in asides(conn)
            if each.why in (Why.SEALED, Why.DAMAGED)
            and each.writer
            and each.seq_to <= vector.get(bytes.fromhex(each.writer), 0)
        ]
        new = [(each, None) for each in left[:ASIDES_TOLD] if each.id not in known]
        if gone or new:
            self.store.run(lambda writing: note_asides(writing, new, gone)).result()
        return left[:ASIDES_TOLD]

    def _hear(self) -> None:
        secrets, found = self.side.secrets(), list[Bulletin]()
        for frame in self.depot.bulletins():
            body = _opened(frame, Magic.BULLETIN, secrets)
            if isinstance(body, bytes):
                found += _bulletins_in(body)
        if found:
            self.side.hear(found, route=self.source)

    # Give

    def _give(self, names: list[RunName]) -> int:
        """Put what the depot lacks, and again what a newcomer could not open; how many ops were new to it."""
        self.side.sign()
        readers = self.side.readers()
        tag = members_tag(readers.values())
        there = Coverage(names, self._told_before())
        runs = runs_beyond(self.store.reader(), there.heads())
        fresh = [run for run in runs if not there.covers(run.header)]
        again = self._to_wrap_again(there, names, tag, readers)
        todo = fresh + again
        if todo:
            self._expect(len(todo))
            self._put(self._frames(todo, tag, list(readers.values())))
        refused = set(self._refusal.names) if self._refusal else set()
        fresh = [run for run in fresh if _name_of(run, tag) not in refused]
        for run in fresh:
            there.add(run.header)
        if "cursor" in self.memory:
            self.memory["there"] = {writer.hex(): seq for writer, seq in there.heads().items()}
        return sum(run.header.count for run in fresh)

    def _put(self, frames: Iterator[tuple[RunName, bytes]]) -> None:
        try:
            self.depot.put_runs(frames)
        except HubRefusal as refusal:
            self._refusal = refusal

    def _told_before(self) -> Vector:
        """How far a depot that lists only what is new was known to hold each writer; a store lists everything."""
        said = self.memory.get("there") if "cursor" in self.memory else None
        return {bytes.fromhex(w): int(seq) for w, seq in said.items()} if isinstance(said, dict) else {}

    def _to_wrap_again(
        self, there: Coverage, names: list[RunName], tag: str, readers: dict[str, bytes]
    ) -> list[Segment]:
        """Runs that are there, but not sealed to those who read today, while one of them lacks them: a newcomer."""
        stations, known = letters(self.store.reader()), self.side.known_of()
        lagging = [known.get(reader, {}) for reader in readers if reader in stations]
        readable = Coverage(name for name in names if name.members8 == tag)
        asked = {
            _name_of(run, tag): run
            for run in runs_beyond(self.store.reader(), least_of(lagging))
            if there.covers(run.header) and not readable.covers(run.header)
        }
        return [asked[name] for name in self.depot.lacking(list(asked))] if asked else []

    def _frames(self, runs: list[Segment], tag: str, box_keys: list[bytes]) -> Iterator[tuple[RunName, bytes]]:
        conn = self.store.reader()
        for run in runs:
            yield _name_of(run, tag), sealed_run(run, pack(run, lines_of(conn, run.header)), box_keys)
            self._count()

    def _tell(self) -> None:
        """What this station says of itself, and the latest it heard of every other: the last thing that is put."""
        said = orjson.dumps({"bulletins": [each.document() for each in self.side.bulletins()]})
        station = self.store.seat.station
        header: dict[str, str | int] = {"room": self.store.room, "station": station}
        self.depot.put_bulletin(station, _framed(Magic.BULLETIN, header, seal(said, self.side.readers().values())))

    # Files

    def _exchange_files(self) -> int:
        """Pieces of attachments, both ways; how many came."""
        here, awaited = set[bytes](), dict[bytes, list[bytes]]()
        for attachment, sha, size in piece_sizes(self.store.reader()):
            if size is None:
                awaited.setdefault(sha, []).append(attachment)
            else:
                here.add(sha)
        asked = here if self.memory.get("files") != _digest(here) else here & self._wanted()
        held = self.depot.chunks(asked | awaited.keys())
        came = self._fetch_files({sha: awaited[sha] for sha in sorted(held & awaited.keys())})
        lacking = sorted(asked - held)
        self._expect(len(lacking))
        for sha in lacking:
            body = piece(self.store.reader(), sha)
            if body is not None:
                self.depot.put_chunk(sha, body)
            self._count()
        self.memory["files"] = _digest(here | came)
        return len(came)

    def _wanted(self) -> set[bytes]:
        """The pieces that other stations wait for: where they were given once they may be gone."""
        told = (read_said(each.body, room=self.store.room) for each in bulletins(self.store.reader()))
        return {sha for said in told if said is not None for sha in said.awaited}

    def _fetch_files(self, wanted: dict[bytes, list[bytes]]) -> set[bytes]:
        self._expect(len(wanted))
        came, batch = set[bytes](), list[tuple[bytes, bytes, bytes]]()
        for sha, attachments in wanted.items():
            body = self.depot.fetch_chunk(sha)
            if body is not None and hashlib.sha256(body).digest() == sha:
                batch += [(attachment, sha, body) for attachment in attachments]
                came.add(sha)
            if len(batch) >= PIECES_AT_ONCE:
                self.side.keep_pieces(batch)
                batch = []
            self._count()
        self.side.keep_pieces(batch)
        return came

    # Progress

    def _expect(self, more: int) -> None:
        self._total += more
        self._say()

    def _count(self) -> None:
        self._done += 1
        self._say()

    def _merging(self, runs: int) -> Step:
        """Progress of taking these runs in, which is told in ops."""
        self._expect(runs)
        before = self._done

        def step(done: int, total: int) -> None:
            self._done = before + runs * done // max(total, 1)
            self._say()

        return step

    def _say(self) -> None:
        """May raise: then it stops here, between two files."""
        self.step(self._done, max(self._total, 1))


def _is_ours(conn: Any, name: RunName) -> bool:
    """Whether the journal's op of this number has the hash that a name says."""
    digest = hash_at(conn, name.writer, name.seq_to)
    return digest is not None and digest.hex()[:8] == name.head8


def sealed_run(run: Segment, packed: bytes, box_keys: list[bytes]) -> bytes:
    """A packed run as a depot keeps it."""
    header = run.header
    said: dict[str, str | int] = {
        "head_hash": header.head_hash.hex(),
        "members": members_tag(box_keys),
        "prev_hash": header.prev_hash.hex(),
        "room": header.room,
        "seq_from": header.seq_from,
        "seq_to": header.seq_to,
        "writer": header.writer.hex(),
    }
    return _framed(Magic.RUN, said, seal(packed, box_keys))


def _name_of(run: Segment, tag: str) -> RunName:
    header = run.header
    return RunName(header.writer, header.seq_from, header.seq_to, header.head_hash.hex()[:8], tag)


def _framed(magic: Magic, header: dict[str, str | int], payload: bytes) -> bytes:
    stream = io.BytesIO()
    writer = FrameWriter(stream, magic, header, length=len(payload))
    writer.write(payload)
    writer.finish()
    return stream.getvalue()


def _unsealed(frame: bytes, secrets: list[bytes]) -> bytes | Why:
    return _opened(frame, Magic.RUN, secrets)


def _opened(frame: bytes, magic: Magic, secrets: list[bytes]) -> bytes | Why:
    """What a sealed frame holds, or why it cannot be read."""
    try:
        reader = check(io.BytesIO(frame), magic)
        return opened(reader.read(reader.length), secrets)
    except Newer:
        return Why.NEWER
    except Unreadable:
        return Why.DAMAGED
    except NotForUs:
        return Why.SEALED


def _bulletins_in(body: bytes) -> list[Bulletin]:
    try:
        said = orjson.loads(body)["bulletins"][:BULLETINS_MOST]
    except (orjson.JSONDecodeError, KeyError, TypeError):
        return []
    return [found for each in said if (found := read_document(each)) is not None]


def _digest(pieces: set[bytes]) -> str:
    return hashlib.sha256(b"".join(sorted(pieces))).hexdigest()
