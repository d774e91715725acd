"""The store: one open room file, its writer, its change feed, and the checks made when it opens."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Collection
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import apsw

from warroom.clock import Clock
from warroom.domain.nouns import NOUNS
from warroom.errors import Trouble
from warroom.identity.anchor import AnchorFile, Verdict, file_identity, judge
from warroom.identity.places import Place
from warroom.storage import migrations, replay, search
from warroom.storage.attachments import sweep_chunks
from warroom.storage.books import Author, Before, Books
from warroom.storage.changes import RESTRICTED, Change, Feed, change_of, data_version, newest_change, retold
from warroom.storage.circles import CircleKeys
from warroom.storage.enrolment import Seat, Station, anchor_of, enrol, hash_at, lacking, lacking_unopened, seat_of
from warroom.storage.erased import AliasesKept, aliases
from warroom.storage.founding import found_room
from warroom.storage.journal import Journal, meta, read_tip, set_meta
from warroom.storage.reached import OWED
from warroom.storage.roster_kept import RosterKept
from warroom.storage.segments import Signing
from warroom.storage.sight import Sight
from warroom.storage.vault import Vault, explained, read_only, run
from warroom.storage.writer import Writer
from warroom.words import _

Result = TypeVar("Result")


class Rehearsed(Exception):
    """Ends the rehearsal of a command, so that its transaction is rolled back."""


class Store:
    """Owns the vault and the writer thread of one room file."""

    def __init__(self, vault: Vault, *, clock: Clock, machine: bytes, place: Place, station: Station | None) -> None:
        self.vault = vault
        self.clock = clock
        self.feed = Feed()
        self.saved_at: int | None = None  # milliseconds UTC of the last write known to be on disk
        self.writes = 0  # how many times this opening wrote to the journal
        self.asked_at = -math.inf  # when somebody last gave a command, by time.monotonic
        self.author = Author(person="", name="", station="")
        self.signing: Signing | None = None  # set by whoever holds this station's key
        self.circles, self.aliases, self.roster = CircleKeys(), AliasesKept(), RosterKept()
        for listener in (self.circles.hear, self.aliases.hear, self.roster.hear):
            self.feed.subscribe(listener)
        self._machine, self._place, self.station = machine, place, station
        self._last_change = 0
        self._data_version = -1
        self._anchor: AnchorFile | None = None
        self._owes_anchor = False
        self.begun = ""  # why this opening began a new writer, "" when it did not or when the room is new
        self.is_moved = False  # the file lies elsewhere than where it was last written: a copy, most often
        self.lacking = ""  # a sentence on what this laptop wrote in the room and this file does not hold
        self.anchor_trouble: Trouble | None = None  # clone protection is weaker while this stands
        with explained(vault.path):
            self._file, self._file_id = file_identity(vault.path), place.file_id(vault.path)
        self._open(station)
        self._writer = Writer(name=f"writer {vault.path.name}", idle=self._idle, settle=self._settle)

    # Opening

    @classmethod
    def create(
        cls,
        path: Path,
        *,
        key: bytes,
        room: str,
        name: str,
        content: str,
        station: Station,
        clock: Clock,
        machine: bytes,
        place: Place,
    ) -> Store:
        """Make a new room file and open it."""
        found_room(path, key=key, room=room, name=name, content=content, station=station, clock=clock, place=place)
        vault = Vault(path, key=key)
        try:
            return cls(vault, clock=clock, machine=machine, place=place, station=station)
        except BaseException:
            vault.close()
            path.unlink(missing_ok=True)  # nobody ever had it
            raise

    def _open(self, station: Station | None) -> None:
        conn = self.vault.writer
        with explained(self.vault.path):
            if not self.vault.read_only:
                with self.vault.writing():
                    migrations.migrate(conn)
                    sweep_chunks(conn, now_ms=self.clock.now_ms())
            self.room = str(meta(conn, "room") or "")
            self.opened_revoked = read_tip(conn).is_revoked
            self._last_change = newest_change(conn)
            self._data_version = data_version(conn)
        place = str(self.vault.path.absolute())
        self.is_moved = meta(conn, "place") not in (None, place)
        if self.vault.read_only:
            self.lacking = lacking_unopened(
                conn, self._place, key=self.vault.key, machine=self._machine, file_id=self._file_id
            )
            return
        self._anchor = self._place.anchor(bytes.fromhex(self.room), self.vault.key)
        with self.vault.writing():
            is_new_writer = self._check_incarnation(station)
            if meta(conn, "place") != place:
                set_meta(conn, "place", place)
        self._move_anchor(adopt=is_new_writer)
        if is_new_writer:
            with suppress(apsw.Error):  # whoever copies the file alone, without its WAL, copies that it is anchored
                run(conn, "PRAGMA wal_checkpoint(PASSIVE)")

    def _check_incarnation(self, station: Station | None) -> bool:
        """Begin a new writer when this file is not the one the anchor speaks of: a cloned laptop, a restored backup.

        So no two files ever continue one chain (sync.md §5).
        """
        conn = self.vault.writer
        assert self._anchor is not None
        writer = bytes(meta(conn, "writer"))
        tip = next(iter(conn.execute("SELECT seq, hash FROM vv WHERE w=?", (writer,))), (0, b""))
        anchor = self._anchor.read()
        verdict = judge(
            anchor,
            writer_id=writer,
            seq=tip[0],
            head_hash_at=lambda seq: hash_at(conn, writer, seq),
            machine=self._machine,
            file_id=self._file_id,
        )
        if verdict is Verdict.SAME:
            return False
        if not meta(conn, "anchored"):
            set_meta(conn, "anchored", 1)  # the file was made a moment ago and has no anchor yet
            return True
        self.begun = verdict.name.lower()
        self.lacking = lacking(conn, anchor, seq=tip[0], verdict=verdict)
        seat = seat_of(conn)
        enrol(
            conn,
            station or Station(id=seat.station, letter=seat.letter, public_key="", box_key=""),
            clock=self.clock,
            why=verdict.name.lower(),
            known=anchor.incarnation if anchor else 0,
        )
        return True

    def _move_anchor(self, *, adopt: bool = False) -> None:
        """Note outside the file how far its writer came. A note that cannot be written leaves the commit standing."""
        if self._anchor is None:
            return
        try:
            with explained(self.vault.path):
                anchor = anchor_of(self.vault.writer, machine=self._machine, file_id=self._file_id)
            if adopt:
                self._anchor.adopt(anchor)
            else:
                self._anchor.advance(anchor)
            self.anchor_trouble = None
        except Trouble as trouble:
            self.anchor_trouble = trouble

    @property
    def seat(self) -> Seat:
        """What this file knows of its own station."""
        return seat_of(self.reader())

    # Writing

    def submit(
        self, work: Callable[[Books], Result], *, remember: Callable[[list[Before]], None] | None = None
    ) -> Future[Result]:
        """Run work in one transaction on the writer thread; the future ends when it is on disk, or refused, or impossible."""
        self._must_write()
        author, self.asked_at = self.author, time.monotonic()
        return self._writer.submit(lambda: self._transact(work, author, remember))

    def run(self, work: Callable[[apsw.Connection], Result], *, takes_in: bool = False) -> Future[Result]:
        """Run station-local work (drafts, search, chunks) in one transaction on the writer thread.

        Nothing of it is journaled, but with `takes_in` what others wrote is.
        """
        self._must_write()

        def local() -> Result:
            self._must_be_there()
            writer = read_tip(self.vault.writer).writer if takes_in else b""
            with self.vault.writing() as conn:
                done = work(conn)
            if takes_in:
                self.saved_at = self.clock.now_ms()
                self.writes += 1
                if read_tip(self.vault.writer).writer != writer:
                    self._move_anchor(adopt=True)
            self._tell()
            return done

        return self._writer.submit(local)

    def aside(self, job: Callable[[], None]) -> Future[None]:
        """Run a job of its own between two transactions on the writer thread, also while reading only."""
        return self._writer.submit(job)

    def rehearse(self, work: Callable[[Books], None]) -> Future[None]:
        """Run work as a command would, then take everything back: what would happen, without its happening."""
        self._must_write()
        author = self.author

        def rehearsal() -> None:
            try:
                with self.vault.writing() as conn:
                    work(self._books(conn, author))
                    raise Rehearsed
            except Rehearsed:
                return

        return self._writer.submit(rehearsal)

    def _must_write(self) -> None:
        if self.vault.read_only:
            raise read_only(self.vault.path)

    def _transact(
        self, work: Callable[[Books], Result], author: Author, remember: Callable[[list[Before]], None] | None
    ) -> Result:
        self._must_be_there()
        with self.vault.writing() as conn:
            books = self._books(conn, author)
            result = work(books)
            books.journal.close()
        if books.journal.touched:
            self.saved_at = self.clock.now_ms()
            self.writes += 1
            self._owes_anchor = True
        if remember is not None:
            remember(books.before)
        self._tell()
        return result

    def _books(self, conn: apsw.Connection, author: Author) -> Books:
        moment, journal = self.clock.moment(), Journal(conn)
        return Books(
            conn=conn,
            journal=journal,
            moment=moment,
            author=author,
            room=self.room,
            circles=self.circles,
            signing=self.signing,
        )

    def _must_be_there(self) -> None:
        """What is written to a file that was replaced or removed under its name is lost without a word from the system."""
        try:
            here = file_identity(self.vault.path)
        except OSError:
            here = ""
        if here != self._file:
            raise Trouble(
                "room-moved",
                _("The room file {path} was moved, removed or replaced while it was open.").format(
                    path=self.vault.path
                ),
                safe=_("Everything saved before is in the file that was moved, or in the backups beside it."),
                todo=_("Copy what you just typed, close the room, put the file back and open it again."),
            )

    # Between two writes

    def _settle(self) -> None:
        """After whoever waits was told: note outside the file how far it came."""
        if self._owes_anchor:
            self._owes_anchor = False
            self._move_anchor()

    def _idle(self, quiet: bool) -> bool:
        """Feed the search, and hear what other programs wrote; True when there is more to do at once."""
        conn = self.vault.writer
        try:
            with explained(self.vault.path):
                version = data_version(conn)
                if version != self._data_version:
                    self._publish_news()
                    self._data_version = version
                if self.vault.read_only:
                    return False
                if quiet:
                    self.vault.fold()
                # A few entries wait until nobody types: the search finds them meanwhile, and the disk is theirs.
                if search.backlog(conn) < (1 if quiet else search.BATCH):
                    return False
            with self.vault.writing():
                return search.feed(conn) > 0
        except (Trouble, apsw.Error):
            return False  # locked, full or gone just now: the next command says so, feeding waits

    def _tell(self) -> None:
        """Publish what was just written. It is on disk: news that cannot be read now is told at the next quiet moment."""
        try:
            with explained(self.vault.path):
                self._publish_news()
        except Trouble:
            self._data_version = -1

    def _publish_news(self) -> None:
        rows = list(
            self.vault.writer.execute("SELECT n, noun, id FROM change WHERE n>? ORDER BY n", (self._last_change,))
        )
        if not rows:
            return
        gap = rows[0][0] > self._last_change + 1 and self._last_change > 0
        self._last_change = rows[-1][0]
        touched: list[tuple[str, Any]] = (
            [(noun, None) for noun in NOUNS] if gap else [(noun, record) for _n, noun, record in rows]
        )
        self.feed.publish(retold(change_of(touched)))

    def scrub(self) -> None:
        """Write the file anew without anything that was deleted, and empty the WAL, when an erasure owes it. Blocks."""

        def clean() -> None:
            with explained(self.vault.path):
                if meta(self.vault.writer, OWED):
                    self.vault.scrub()

        self._must_write()
        self._writer.submit(clean).result()

    def rebuild(self) -> None:
        """Make every derived table anew from the journal; everyone who shows anything is told."""

        def anew(conn: apsw.Connection) -> None:
            replay.rebuild(conn)
            conn.executemany("INSERT INTO change(noun) VALUES(?)", [(noun,) for noun in NOUNS])

        self.run(anew).result()

    # Reading

    def reader(self) -> apsw.Connection:
        """A reading connection of the calling thread."""
        return self.vault.reader()

    def sight(self, only: Collection[str] | None = None, *, conn: apsw.Connection | None = None) -> Sight:
        """What the person at the keyboard may read, of these circles (None: of all of theirs); `conn`: in this copy."""
        kept = aliases(conn) if conn is not None else self.aliases.read(self.reader())
        return Sight(conn or self.reader(), self.circles, self.author, only=only, aliases=kept)

    def sit_down(self, *, person: str, name: str) -> None:
        """From now on this person types here."""
        former, self.author = self.author, Author(person=person, name=name, station=self.seat.letter)
        if former.person not in ("", person) and list(self.reader().execute("SELECT 1 FROM circle LIMIT 1")):
            self.feed.publish(Change(dict.fromkeys(RESTRICTED, frozenset())))

    def act_by_delegation(self, reason: str) -> None:
        """From now on, what the person here does without the right is said to be done for this reason."""
        self.author = replace(self.author, delegation=reason)

    def is_revoked(self) -> bool:
        """Whether this file knows that its station was cut off."""
        return read_tip(self.reader()).is_revoked

    def close(self) -> None:
        """Finish what is queued and close the file."""
        self._writer.close()
        self.circles.forget()
        self._settle()
        self._sign_rest()
        self.vault.close()
        if self._anchor is not None:
            self._anchor.close()

    def sign_tail(self) -> None:
        """Sign what this file's writer wrote since it last signed."""
        if self.signing and not self.vault.read_only:
            self.run(self.signing.keep_tail).result()

    def _sign_rest(self) -> None:
        """At closing, after the writer thread. What cannot be signed now is signed the next time."""
        if self.signing and not self.vault.read_only:
            with suppress(Trouble, apsw.Error):
                self._must_be_there()
                if self.signing.tails(self.vault.writer):
                    with self.vault.writing() as conn:
                        self.signing.keep_tail(conn)
