"""The log as a model: which entries, in which order, following what is written here and elsewhere."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot

from ui.desk import Desk
from ui.models.paged import PagedModel
from ui.models.people import by_delegation
from ui.tasks import Job
from warroom import phrases
from warroom.commands.said import kind_word
from warroom.domain.entries import Entry
from warroom.room import Change, LogFilter, Order

FIRST = 200  # rows shown at once while the order is read elsewhere
SMALL = 2_000  # a log this short is read whole at once
HEAD = 200  # how deep a new entry is looked for before the whole order is read again
MANY = 500  # more changed ids than this: read the order again


@dataclass(frozen=True, slots=True)
class LogRow:
    """One entry, the text of the entry it corrects ("" when it corrects none), and whether it was by delegation."""

    entry: Entry
    original: str = ""
    is_delegated: bool = False


class LogModel(PagedModel[LogRow]):
    """One incident's entries, newest first; `arrived` tells how many were added at which row by others or here."""

    arrived = Signal(int, int)  # first row, how many
    settled = Signal()  # the whole order is there

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(self._read_rows, parent)
        self._desk = desk
        self._views = desk.room.views
        self._incident = ""
        self._wanted_rows = LogFilter()
        self._order = Order.RECORDED
        self._asked = 0  # which question the next answer belongs to
        self._is_whole = False
        desk.changes.changed.connect(self._follow)

    @property
    def order(self) -> Order:
        return self._order

    @property
    def filter(self) -> LogFilter:
        return self._wanted_rows

    @property
    def incident(self) -> str:
        return self._incident

    @property
    def is_whole(self) -> bool:
        """True when every key is there; until then only the first rows are."""
        return self._is_whole

    def show(self, incident: str, wanted: LogFilter | None = None, order: Order = Order.RECORDED) -> None:
        """List these entries; of a long list the first page comes before the whole order is known."""
        if incident != self._incident:
            self.clear()
        self._incident, self._wanted_rows, self._order = incident, wanted or LogFilter(), order
        self._is_whole = False
        if self._wanted_rows.is_empty and not self._is_small():
            first = self._views.first_entry_keys(incident, self._wanted_rows, order, count=FIRST)
            self.prime(self._read_rows(list(first)))
            self.settle(first)
        self._load()

    def _is_small(self) -> bool:
        return self._views.tally(self._incident)[0] <= SMALL

    def row_of_entry(self, record: str) -> int:
        """The row of an entry, -1 when the list does not hold it."""
        keys = self._views.entry_keys_of([record], self._incident, self._wanted_rows, self._order)
        return self.row_of(keys[0]) if keys else -1

    def _load(self) -> None:
        """Read the order; what is on the screen stays until the answer comes."""
        self._asked += 1
        if self._wanted_rows.is_empty and self._is_small():
            self._take(self._views.entry_keys(self._incident, self._wanted_rows, self._order))
        elif self._wanted_rows.is_empty or self._is_whole or self._is_small():
            self._load_whole()
        else:
            self._load_first()

    def _load_first(self) -> None:
        """The first page of a filter in a task, then the rest unless the page holds it all."""
        views, asked = self._views, self._asked
        incident, wanted, order = self._incident, self._wanted_rows, self._order

        def read(_job: Job) -> tuple[array[int], dict[int, LogRow]]:
            first = views.first_entry_keys(incident, wanted, order, count=FIRST)
            return first, self._read_rows(list(first))

        def take(found: tuple[array[int], dict[int, LogRow]]) -> None:
            first, rows = found
            if asked != self._asked:
                return
            self.prime(rows)
            if len(first) < FIRST:
                self._take(first)
            else:
                self.settle(first)
                self._load_whole()

        self._desk.tasks.run(read, owner=self, done=take)

    def _load_whole(self) -> None:
        views, asked = self._views, self._asked
        incident, wanted, order = self._incident, self._wanted_rows, self._order

        def read(_job: Job) -> array[int]:
            return views.entry_keys(incident, wanted, order)

        def take(keys: array[int]) -> None:
            if asked == self._asked:
                self._take(keys)
                self._take_news()

        self._desk.tasks.run(read, owner=self, done=take)

    def _take(self, keys: array[int]) -> None:
        self._is_whole = True
        self.settle(keys)
        self.settled.emit()

    @Slot(object)
    def _follow(self, change: Change) -> None:
        if not self._incident:
            return
        entries, marks = change.ids("entry"), change.ids("entry_mark")
        if entries is not None:
            self._follow_entries(entries)
        if marks is not None:
            self._follow_marks(marks)
        if change.touches("attachment", "attachment_key"):
            self.refresh_all()

    def _follow_entries(self, ids: frozenset[str]) -> None:
        if not ids or len(ids) > MANY:
            self.refresh_all()
            self._load()
            return
        keys = self._views.entry_keys_of(ids, self._incident)
        if not keys:
            return  # another incident's
        self.refresh(keys)
        if not self._wanted_rows.is_empty or not self._take_news() or self._is_behind():
            self._load()
        corrected = {entry.corrects for entry in self._views.entries_by_key(keys).values() if entry.corrects}
        if corrected:
            self.refresh(self._views.entry_keys_of(corrected, self._incident))

    def _follow_marks(self, ids: frozenset[str]) -> None:
        if not ids or len(ids) > MANY:
            self.refresh_all()
        else:
            self.refresh(self._views.entry_keys_of(ids, self._incident))
        if self._wanted_rows.verification or self._wanted_rows.key_events:
            self._load()

    def _is_behind(self) -> bool:
        return self._is_whole and len(self._keys) != self._views.tally(self._incident)[0]

    def _take_news(self) -> bool:
        """Put in what is new near the top; False when the list and the room no longer agree there."""
        if not self._wanted_rows.is_empty:
            return True
        head = self._views.first_entry_keys(self._incident, self._wanted_rows, self._order, count=HEAD)
        known = set(self._keys[:HEAD])
        kept = array("q", (key for key in head if key in known))
        if kept != self._keys[: len(kept)] or (not kept and len(self._keys)):
            return False
        for first, count in runs(row for row, key in enumerate(head) if key not in known):
            self.insert(first, head[first : first + count])
            self.arrived.emit(first, count)
        return True

    def _read_rows(self, keys: list[int]) -> dict[int, LogRow]:
        found = self._views.entries_by_key(keys)
        delegated = by_delegation(self._views, (entry.id for entry in found.values()))
        return {key: LogRow(entry, self._original_of(entry), entry.id in delegated) for key, entry in found.items()}

    def _original_of(self, entry: Entry) -> str:
        original = self._views.entry(entry.corrects) if entry.corrects else None
        return original.text if original else ""

    def words(self, row: LogRow) -> str:
        entry = row.entry
        at = phrases.moment(entry.event_at, self._desk.room.clock.now_ms())
        return f"{at} {entry.number} {phrases.labelled(kind_word(entry.kind), entry.text)}"


def runs(rows: Iterable[int]) -> list[tuple[int, int]]:
    """Ascending row numbers as (first, how many) of each unbroken run."""
    found: list[tuple[int, int]] = []
    for row in rows:
        if found and row == found[-1][0] + found[-1][1]:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        else:
            found.append((row, 1))
    return found
