"""A hub: a PostgreSQL server that keeps sealed runs in one order, and tells at once who is there that something came.

Every run gets the next position of its room. A push holds the room's one row while it works, so that the order of
positions is the order of commits and nobody who reads `pos > cursor` misses one. The hub sees sealed bytes only.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from functools import partial
from threading import Event
from typing import TYPE_CHECKING, Any, cast

from warroom.errors import Trouble
from warroom.sync import hub_schema as sql
from warroom.sync import hub_troubles
from warroom.sync.depots import Memory, RunName
from warroom.sync.hub_line import Line
from warroom.sync.hub_news import News
from warroom.sync.hub_push import Pushed, batches, can_notify, push
from warroom.sync.hub_rows import Listed, listed
from warroom.sync.hub_rules import Gap, HubRefusal

if TYPE_CHECKING:
    import psycopg

    Connection = psycopg.Connection[tuple[Any, ...]]

PAGE = 2_000  # names a question
NAMES_MOST = 500_000  # names one listing may have
BODY_MOST = 16 * 1024 * 1024  # bytes of one run or chunk; ours stay below 9 MB and 1 MB
BATCH_RUNS = 100  # runs of one answer
BATCH_BYTES = 4 * 1024 * 1024
ANSWER_MOST = 64 * 1024 * 1024
BULLETINS_MOST = 1_000
BULLETIN_MOST = 256 * 1024
MAKING_TRIES = 5


class Hub:
    """The hub at one address: a Depot with positions. For one thread at a time; `listen` has a line of its own.

    `memory` keeps the cursor between two programs: {"cursor": position, "chain": hexadecimal}.
    """

    def __init__(self, url: str, memory: Memory | None = None, *, notify: bool = True) -> None:
        """Raises Refusal for an address that is none. `notify=False`: nobody is told of what is pushed."""
        self._url = url
        self._line = Line(url)
        self.where = self._line.where
        self.was_lost = False  # the hub was wiped, or restored from an older backup, since we were there
        self._memory: Memory = {} if memory is None else memory
        self._notify: bool | None = None if notify else False
        self._ws = ""
        self._names: dict[int, Listed] = {}  # past the cursor
        self._reached = _remembered(self._memory)  # how far they go: position and chain

    def open(self, room: str, *, was_here: bool) -> None:
        """Connect, make the tables if they are not there, and see whether the hub is the one we knew.

        A hub that was wiped, or restored from an older backup, is read again from its beginning (`was_lost`), and what
        it lacks is put again: nothing is ever deleted here because it is not there. Raises Trouble.
        """
        self._ws = room
        self._prepare()
        self._line.run(self._recognise)
        if was_here and not self._asked(sql.STATE, room):
            self._forget()

    def runs(self) -> list[RunName]:
        """The runs past the cursor, oldest first. What was listed before is not asked again. Raises Trouble."""
        self._line.run(self._recognise)
        while len(self._names) < NAMES_MOST:
            rows = self._asked(sql.PAGE, self._ws, self._reached[0], PAGE)
            found = [row for row in map(listed, rows) if row is not None]
            for row in found:
                if row.pos > self._reached[0]:
                    self._reached = (row.pos, row.chain)
                    self._names[row.pos] = row
            if len(rows) < PAGE or not found:
                break
        return [row.name for row in self._names.values()]

    def seen(self) -> None:
        """What `runs` listed has been merged: the cursor moves there, and `memory` says so."""
        self._names.clear()
        pos, chain = self._reached
        if pos:
            self._memory["cursor"], self._memory["chain"] = pos, chain.hex()

    def lacking(self, names: Collection[RunName]) -> list[RunName]:
        """Those of these runs that the hub does not hold, sealed for these members. Raises Trouble."""
        held: set[tuple[Any, ...]] = set()
        for writer in sorted({name.writer for name in names}):
            wanted = [name for name in names if name.writer == writer]
            least, most = min(name.seq_from for name in wanted), max(name.seq_to for name in wanted)
            rows = self._asked(sql.NAMES, self._ws, writer, least, most, NAMES_MOST)
            held |= {_identity(row.name) for row in map(listed, rows) if row is not None}
        return [name for name in names if _identity(name) not in held]

    def fetch(self, names: Sequence[RunName]) -> Iterator[tuple[RunName, bytes]]:
        """The sealed frames, in the order asked; one that is missing, too large or no bytes is left out.

        For names that `runs` gave. Raises Trouble.
        """
        for batch in self._batches(names):
            bodies = self._line.run(partial(self._bodies, {int(name.key) for name in batch}))
            yield from ((name, bodies[int(name.key)]) for name in batch if int(name.key) in bodies)

    def put_runs(self, frames: Iterable[tuple[RunName, bytes]]) -> int:
        """Keep these frames, in the order of each writer; how many were not there before.

        A run that the hub cannot take keeps none of the others out: Gap or Fork is raised in the end; its `names` are
        all that were refused, its `stored` says how many were kept. Raises Trouble.
        """
        stored, refused = 0, list[HubRefusal]()
        for batch in batches(frames):
            done, refusals = self._line.run(partial(self._push, batch))
            stored += done
            refused += refusals
        if any(isinstance(each, Gap) for each in refused):
            self._forget()  # it does not hold what we thought
        if refused:
            refused[0].stored, refused[0].names = stored, [name for each in refused for name in each.names]
            raise refused[0]
        return stored

    def bulletins(self) -> Iterator[bytes]:
        """What stations last said of themselves, sealed. Raises Trouble."""
        rows = self._asked(sql.BULLETINS, self._ws, BULLETIN_MOST, BULLETINS_MOST)
        yield from (body for (body,) in rows if isinstance(body, bytes))

    def put_bulletin(self, station: str, data: bytes) -> None:
        """Keep what our own station says, in place of what it said before. Raises Trouble."""
        self._did(sql.PUT_BULLETIN, self._ws, station, data)

    def chunks(self, among: Collection[bytes]) -> set[bytes]:
        """Which of these pieces of attachments it holds, by SHA-256. Raises Trouble."""
        asked, held = list(among), set[bytes]()
        for start in range(0, len(asked), PAGE):
            some = asked[start : start + PAGE]
            rows = self._asked(sql.CHUNKS, self._ws, some)
            held |= {sha for (sha,) in rows if isinstance(sha, bytes)}
        return held & set(asked)

    def fetch_chunk(self, sha: bytes) -> bytes | None:
        """One piece; None when it is not there or is not what its name says. Raises Trouble."""
        rows = self._asked(sql.CHUNK, self._ws, sha, BODY_MOST)
        body = rows[0][0] if rows else None
        return body if isinstance(body, bytes) and hashlib.sha256(body).digest() == sha else None

    def put_chunk(self, sha: bytes, body: bytes) -> None:
        """Keep one piece; one that is there stays. Raises Trouble."""
        self._did(sql.PUT_CHUNK, self._ws, sha, body)

    def listen(self, stop: Event, on_news: Callable[[], None]) -> None:
        """Call `on_news` soon after something of others was pushed, until `stop` is set. For a thread of its own.

        Never raises for a hub that is away: it goes on trying. Needs `open` before.
        """
        News(self._url, self._ws, known=self._reached[0]).follow(stop, on_news)

    def close(self) -> None:
        """Let go of the connection; safe to call twice, and after a failed `open`."""
        self._line.close()

    # Tables, and whether the hub is still the one we knew.

    def _prepare(self) -> None:
        for left in reversed(range(MAKING_TRIES)):
            try:
                self._asked(sql.ARE_HERE)
                return
            except Trouble as trouble:
                if trouble.code != "hub-strange" or left == 0:
                    raise
            self._make()

    def _make(self) -> None:
        """Each table in a statement of its own; another laptop doing the same at the same time is no trouble."""
        for table in sql.TABLES:
            try:
                self._did(table)
            except Trouble as trouble:
                if trouble.code in ("hub-no-right", "hub-read-only"):
                    raise hub_troubles.tables_missing(self.where) from None
                if trouble.code not in ("hub-strange", "hub-busy"):  # made under our hands
                    raise

    def _recognise(self, conn: Connection) -> None:
        pos, chain = self._reached
        if pos == 0:
            return
        found = conn.execute(sql.CHAIN_AT, (self._ws, pos), binary=True).fetchone()
        if found is None or found[0] != chain:
            self._forget()

    def _forget(self) -> None:
        """All that was known of this hub, by whoever shares the memory, was of another one."""
        self.was_lost = True
        self._names.clear()
        self._memory.clear()
        self._reached = (0, b"")

    def _push(self, batch: Sequence[Pushed], conn: Connection) -> tuple[int, list[HubRefusal]]:
        if self._notify is None:
            self._notify = can_notify(conn, self._ws)
        return push(conn, self._ws, batch, tells=self._notify, where=self.where)

    def _asked(self, statement: str, *bound: Any) -> list[tuple[Any, ...]]:
        return self._line.run(lambda conn: conn.execute(statement, bound or None, binary=True).fetchall())

    def _did(self, statement: str, *bound: Any) -> None:
        self._line.run(lambda conn: conn.execute(statement, bound or None))

    def _bodies(self, wanted: Collection[int], conn: Connection) -> dict[int, bytes]:
        """Row by row, so that a hub that answers more than was asked is stopped there."""
        found, count, size = dict[int, bytes](), 0, 0
        bound = (self._ws, sorted(wanted), BODY_MOST, len(wanted) + 1)
        rows = cast("Generator[tuple[Any, ...]]", conn.cursor(binary=True).stream(sql.BODIES, bound))
        with closing(rows):
            for pos, body in rows:
                if type(pos) is int and pos in wanted and isinstance(body, bytes) and len(body) <= BODY_MOST:
                    found[pos] = body
                    size += len(body)
                count += 1
                if count > len(wanted) or size > ANSWER_MOST:
                    break
        if count > len(wanted) or size > ANSWER_MOST:
            raise hub_troubles.strange(self.where)
        return found

    def _batches(self, names: Sequence[RunName]) -> Iterator[list[RunName]]:
        batch, size = list[RunName](), 0
        for name in names:
            known = self._names.get(int(name.key))
            weight = known.size if known else BATCH_BYTES // 8
            if batch and (size + weight > BATCH_BYTES or len(batch) >= BATCH_RUNS):
                yield batch
                batch, size = [], 0
            batch.append(name)
            size += weight
        if batch:
            yield batch


def _identity(name: RunName) -> tuple[Any, ...]:
    return name.writer, name.seq_from, name.seq_to, name.head8, name.members8


def _remembered(memory: Memory) -> tuple[int, bytes]:
    """The cursor as it was kept; anything but a cursor reads from the beginning, which costs time only."""
    cursor, chain = memory.get("cursor"), memory.get("chain")
    if type(cursor) is not int or not 0 < cursor < 2**63 or not isinstance(chain, str) or len(chain) > 128:
        return 0, b""
    try:
        return cursor, bytes.fromhex(chain)
    except ValueError:
        return 0, b""
