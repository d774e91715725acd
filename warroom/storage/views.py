"""Views: every question a screen, a report or a command may ask; answered on the calling thread's own connection."""

from __future__ import annotations

import functools
from array import array
from collections.abc import Callable, Collection, Generator, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from warroom.clock import Clock
from warroom.domain.actions import Action
from warroom.domain.conflicts import Conflict, Place, Question, Written, questions, together
from warroom.domain.decisions import Decision
from warroom.domain.dues import Due, Pending
from warroom.domain.entries import Entry
from warroom.domain.evidence import Problem
from warroom.domain.files import Attachment
from warroom.domain.heads import Head, Heads, digest_of, fingerprint_of
from warroom.domain.ids import RecordId
from warroom.domain.incidents import Incident, Mode
from warroom.domain.members import Delegation, Member, StationOf
from warroom.domain.nouns import NOUNS
from warroom.domain.people import Person
from warroom.domain.services import AffectedService
from warroom.storage import attachments as chunks
from warroom.storage import history, search
from warroom.storage.books import ambiguous, chain_heads, unknown
from warroom.storage.conflicts import open_heads, sources, to_settle
from warroom.storage.disclosure import Behind
from warroom.storage.queries import board, disputes, log, members
from warroom.storage.queries.board import Card, is_listed, pending_of
from warroom.storage.queries.log import LogFilter, Order
from warroom.storage.queries.message_doubles import open_doubles
from warroom.storage.queries.rows import hexed, one, read
from warroom.storage.search import Findings
from warroom.storage.sight import Sight
from warroom.storage.store import Store
from warroom.storage.vault import explained
from warroom.storage.views_alarms import ViewsOfAlarms
from warroom.storage.views_at_work import ViewsAtWork
from warroom.storage.views_clocks import ViewsOfClocks
from warroom.storage.views_of_after import ViewsOfAfter
from warroom.storage.views_of_duty import ViewsOfDuty
from warroom.storage.views_of_team import ViewsOfTeam
from warroom.storage.views_on_call import ViewsOnCall

__all__ = ["Card", "Findings", "LogFilter", "Order", "Views"]


Kind = TypeVar("Kind", bound=type)


def _plainly(views: Kind) -> Kind:
    """What SQLite says of a damaged or vanished file while somebody reads, turned into a Trouble."""
    for kind in reversed(views.__mro__[:-1]):
        for name, question in list(vars(kind).items()):
            if callable(question) and not name.startswith("_"):
                setattr(views, name, _explaining(question))
    return views


def _explaining(question: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(question)
    def ask(views: Views, *values: Any, **named: Any) -> Any:
        path = views.path
        with explained(path):
            answer = question(views, *values, **named)
        return _streamed(answer, path) if isinstance(answer, Generator) else answer

    return ask


def _streamed(rows: Iterator[Any], path: Path) -> Iterator[Any]:
    with explained(path):
        yield from rows


@_plainly
class Views(
    ViewsAtWork,
    ViewsOfClocks,
    ViewsOfAlarms,
    ViewsOfTeam,
    ViewsOnCall,
    ViewsOfDuty,
    ViewsOfAfter,
):
    """Read-only questions over one open room. Ids and printed numbers are both accepted as references."""

    def __init__(self, store: Store, clock: Clock, *, only: Collection[str] | None = None) -> None:
        self._store = store
        self._clock = clock
        self._only = only
        self.path = store.vault.path

    def within(self, circles: Collection[str]) -> Views:
        """The same room, where what is restricted to any other circle (by id) is shown as if nobody here could read it."""
        return Views(self._store, self._clock, only=frozenset(circles))

    def _sight(self) -> Sight:
        return self._store.sight(self._only)

    @contextmanager
    def unmoving(self) -> Iterator[None]:
        """Meanwhile this thread reads the room as it stood at its first question, whatever is written: for exports."""
        conn = self._store.reader()
        conn.execute("BEGIN")
        try:
            yield
        finally:
            conn.execute("ROLLBACK")  # a reader changed nothing; this only lets go of the snapshot

    # The room

    def name(self) -> str:
        """The room's name."""
        row = one(self._store.reader(), "SELECT name FROM room WHERE id=?", (bytes.fromhex(self._store.room),))
        return str(row[0] or "") if row else ""

    def room_id(self) -> str:
        """The room's id, 32 hexadecimal digits."""
        return self._store.room

    def people(self) -> list[Person]:
        return board.people(self._store.reader())

    def names(self) -> tuple[list[str], list[str]]:
        """Names of people and of services, for completion."""
        return board.names(self._store.reader())

    def fingerprint(self) -> str:
        """Eight hexadecimal digits that stand for the whole journal as it is now."""
        return fingerprint_of(digest_of(self.heads()))

    def digest(self) -> str:
        """The SHA-256 that stands for the whole journal as it is now, hexadecimal."""
        return digest_of(self.heads())

    def heads(self) -> dict[str, Head]:
        """Where every writer's chain stands, by writer."""
        return chain_heads(self._store.reader())

    def counts(self, incident: str | None = None) -> dict[str, tuple[int, int]]:
        """Counts for the rail: board, log, actions, decisions → (all open, late); never of exercises unless one is named."""
        record = bytes.fromhex(self.incident(incident).id) if incident else None
        return board.counts(self._store.reader(), record, now_ms=self._clock.now_ms())

    # Incidents

    def incidents(self, *, mode: Mode, live_only: bool = False) -> list[Incident]:
        """Incidents, gravest first."""
        return board.incidents(self._store.reader(), self._sight(), mode=mode, live_only=live_only)

    def incident(self, reference: str) -> Incident:
        """One incident by id or number. Raises Refusal when there is none, or several under one number."""
        reference = reference.strip()
        if len(reference) == 32:
            found = board.incident(self._store.reader(), _bytes(reference), self._sight())
            if found:
                return found
        several = board.incident_by_number(self._store.reader(), reference, self._sight())
        if len(several) > 1:
            raise ambiguous(reference)
        if not several:
            raise unknown("incident", reference)
        return several[0]

    def cards(self, *, mode: Mode, live_only: bool = False) -> list[Card]:
        """The board: incidents with services, open actions and decisions, next clock."""
        now_ms = self._clock.now_ms()
        return board.cards(
            self._store.reader(), self._sight(), room=self._store.room, mode=mode, now_ms=now_ms, live_only=live_only
        )

    def pending(self, *, mode: Mode, limit: int = 200) -> list[Pending]:
        """Everything that is due, soonest first."""
        found = board.pending(self._store.reader(), self._sight(), mode=mode, limit=limit)
        found += [pending_of(clock) for clock in self.clocks(mode=mode) if is_listed(clock)]
        return sorted(found, key=lambda item: (item.due_at or item.since or 0, item.since or 0, item.id))[:limit]

    def decisions(self, incident: str, *, open_only: bool = False) -> list[Decision]:
        return board.decisions(self._store.reader(), self._incident(incident), self._sight(), open_only=open_only)

    def decision(self, record: str) -> Decision | None:
        return board.decision(self._store.reader(), _bytes(record), self._sight())

    def actions(self, incident: str, *, open_only: bool = False) -> list[Action]:
        return board.actions(self._store.reader(), self._incident(incident), self._sight(), open_only=open_only)

    def action(self, record: str) -> Action | None:
        return board.action(self._store.reader(), _bytes(record), self._sight())

    def numbered(self, noun: str, number: str) -> list[RecordId]:
        """The incidents, entries, decisions or actions of this printed number; more than one after a merge of clones."""
        hidden = "" if NOUNS[noun].insert_only else "AND NOT _hidden"
        sql = f'SELECT id FROM "{noun}" WHERE number=? {hidden} ORDER BY id LIMIT 3'
        return [RecordId(hexed(row[0])) for row in read(self._store.reader(), sql, (number.strip().upper(),))]

    def services(self, incident: str) -> list[AffectedService]:
        return board.services(self._store.reader(), self._incident(incident))

    def dues(self, incident: str | None = None) -> list[Due]:
        """Running clocks and messages due by a cadence, soonest first; of one incident or of all."""
        return board.dues(
            self._store.reader(), self._sight(), self._store.room, self._incident(incident) if incident else None
        )

    # The log

    def entry(self, record: str) -> Entry | None:
        return log.entry(self._store.reader(), _bytes(record), self._sight())

    def entry_by_number(self, number: str) -> Entry | None:
        """The entry of this printed number, if it names exactly one."""
        rows = read(self._store.reader(), "SELECT id FROM entry WHERE number=? LIMIT 2", (number.strip().upper(),))
        return self.entry(hexed(rows[0][0])) if len(rows) == 1 else None

    def entry_keys(self, incident: str, wanted: LogFilter | None = None, order: Order = Order.RECORDED) -> array[int]:
        """Every entry's local key, newest first: 8 bytes an entry. Over 20,000 entries, ask from a task."""
        return log.entry_keys(self._store.reader(), self._incident(incident), wanted or LogFilter(), order)

    def first_entry_keys(
        self, incident: str, wanted: LogFilter | None = None, order: Order = Order.RECORDED, *, count: int = 200
    ) -> array[int]:
        """The first keys of that order, in about a millisecond."""
        return log.first_keys(self._store.reader(), self._incident(incident), wanted or LogFilter(), order, count=count)

    def entry_keys_of(
        self, ids: Iterable[str], incident: str, wanted: LogFilter | None = None, order: Order = Order.RECORDED
    ) -> array[int]:
        """Which of these entries belong in that list, in its order."""
        return log.keys_of(self._store.reader(), ids, self._incident(incident), wanted or LogFilter(), order)

    def entries_by_key(self, keys: Iterable[int]) -> dict[int, Entry]:
        """Entries by local key; at most some hundreds at once."""
        return log.entries_by_key(self._store.reader(), keys, self._sight())

    def entries(self, incident: str, order: Order = Order.RECORDED, *, key_events: bool = False) -> Iterator[Entry]:
        """Every entry, oldest first, streamed."""
        sight, record = self._sight(), self._incident(incident)
        return iter(log.entries_in_order(self._store.reader(), record, order, sight, key_events=key_events))

    def corrections(self, record: str) -> list[Entry]:
        return log.corrections(self._store.reader(), _bytes(record), self._sight())

    def tally(self, incident: str) -> tuple[int, int, int, int | None]:
        """Entries, to verify, key events, time of the last entry (milliseconds UTC)."""
        return log.tally(self._store.reader(), self._incident(incident))

    def last_entry_at(self) -> int | None:
        """When anything was last written in any log, milliseconds UTC."""
        row = one(self._store.reader(), "SELECT max(last_at) FROM tally")
        return row[0] if row else None

    def search(
        self,
        words: str,
        *,
        mode: Mode,
        incident: str | None = None,
        wanted: LogFilter | None = None,
        limit: int = 50,
        before_key: int | None = None,
    ) -> Findings:
        """Entries that hold every word, newest first, and other records; `before_key` gives the next page."""
        record = self._incident(incident) if incident else None
        return search.find(
            self._store.reader(),
            words,
            self._sight(),
            mode=mode,
            incident=record,
            wanted=wanted,
            limit=limit,
            offset_key=before_key,
        )

    # What proves it

    def behind(self, incident: str) -> Behind:
        """The journal, seals, signatures and stations behind an incident's pages."""
        return Behind(self._store.reader(), self._incident(incident))

    def off_the_chains(self, heads: Heads) -> list[Problem]:
        """Heads from elsewhere that are not on this room's chains."""
        return list(history.off_the_chains(self._store.reader(), heads))

    def letter_of(self, station: str, public_key: bytes) -> str:
        """The letter of the station with this id and key, "" when this room knows none."""
        return history.letter_of(self._store.reader(), station, public_key)

    # Attachments

    def attachments(self, record: str) -> list[Attachment]:
        """Files attached to this record."""
        return board.attachments(self._store.reader(), _bytes(record), self._sight(), of_incident=False)

    def incident_attachments(self, incident: str) -> list[Attachment]:
        """Every file of an incident, whatever it hangs on."""
        return board.attachments(self._store.reader(), self._incident(incident), self._sight(), of_incident=True)

    def attachment_bytes(self, record: str) -> Iterator[bytes]:
        """An attachment's bytes, checked. Raises Trouble when damaged or not received yet."""
        return chunks.read_out(self._store.reader(), record, self._sight())

    # Members

    def members(self) -> list[Member]:
        """Everyone, by name, with roles."""
        return members.members(self._store.reader())

    def stations(self) -> list[StationOf]:
        """Every laptop of the room, with its writers and its revocation."""
        return members.stations(self._store.reader(), own=self._store.seat.station)

    def delegations(self, *, open_only: bool = False, incident: str | None = None) -> list[Delegation]:
        """What was done by delegation, newest first; of one incident or of all."""
        record = self._incident(incident) if incident else None
        return members.delegations(self._store.reader(), record, open_only=open_only)

    def delegations_of(self, record: str) -> list[Delegation]:
        """What was done to one record by delegation, oldest first."""
        return members.delegations_of(self._store.reader(), _bytes(record))

    def to_review(self) -> int:
        """How many acts by delegation wait for a review."""
        return members.to_review(self._store.reader())

    def delegated(self, records: Iterable[str]) -> set[str]:
        """Which of these records, some hundreds at most, were made or changed by delegation."""
        return members.delegated(self._store.reader(), records)

    # To settle

    def conflicts(self) -> list[Conflict]:
        """Every field that is to be settled, with its values as the person here may read them."""
        store, conn = self._store, self._store.reader()
        own = store.seat.station
        return disputes.conflicts(
            conn, self._sight(), store.circles, store.author, own=own, only=self._only, room=store.room
        )

    def questions(self) -> list[Question]:
        """What people have to settle, for the function that is needed first; fields of the same two acts are one."""
        return questions(self.conflicts())

    def to_settle(self) -> int:
        """How many questions there are."""
        conn = self._store.reader()
        return len(together(to_settle(conn))) + len(open_doubles(conn, self._sight()))

    def open_heads(self, noun: str, record: str, name: str) -> tuple[Place, ...]:
        """The heads of a field that is to be settled: what a settlement names. None where nothing is open."""
        return tuple(head.place for head in open_heads(self._store.reader(), noun, record, name))

    def disputed(self, record: str) -> frozenset[str]:
        """The fields of a record that are to be settled."""
        return disputes.disputed(self._store.reader(), _bytes(record))

    def are_disputed(self, noun: str) -> dict[str, frozenset[str]]:
        """Every record of a noun that has fields to settle, with these."""
        return disputes.are_disputed(self._store.reader(), noun)

    def written(self, place: Place) -> Written | None:
        """Who wrote the op of this writer and number, where and when; None for one that is not here."""
        store = self._store
        return disputes.written(store.reader(), self._sight(), store.circles, store.author, place)

    def sources(self, noun: str, record: str) -> dict[str, Place]:
        """For each field of a record, the op whose value it shows: what a form names when it saves."""
        return sources(self._store.reader(), noun, record)

    # Drafts

    def draft(self, place: str) -> str:
        """Text typed but not sent, kept through a crash."""
        row = one(self._store.reader(), "SELECT text FROM draft WHERE place=?", (place,))
        return str(row[0]) if row else ""

    def local(self, name: str) -> str:
        """A setting of this station for this room, "" when unset."""
        row = one(self._store.reader(), "SELECT value FROM meta WHERE name=?", (f"local.{name}",))
        return str(row[0] or "") if row else ""

    def _incident(self, reference: str) -> bytes:
        return _bytes(reference) if len(reference) == 32 else _bytes(self.incident(reference).id)


def _bytes(record: str) -> bytes:
    try:
        return bytes.fromhex(record)
    except ValueError:
        raise unknown("record", record) from None
