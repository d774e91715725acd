"""The roster kept in memory while a room is open, so that ten thousand people are looked through at every key."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterable, Mapping

import apsw

from warroom.domain.ids import PersonId
from warroom.domain.roster import ReachKind
from warroom.domain.roster_lines import RosterLine, Way, digits_of, folded
from warroom.storage import merged
from warroom.storage.changes import Change
from warroom.storage.queries.rows import known, read, texts

OF_PERSON = ("reach", "mastery", "membership")  # what hangs on a person and stands in their line
NAMING = ("skill", "team")  # whose names stand in many lines
FEW = 300  # people read one by one; above, all are read again

PEOPLE = (
    "SELECT id, name, initials, roster, job, employer, supplier, site, remark, checked_at, away_until, number, merged_into "
    "FROM person WHERE NOT _hidden AND name IS NOT NULL AND (roster OR merged_into IS NOT NULL OR initials IS NOT NULL) AND {staying} AND {which}"
)
REACHES = (
    "SELECT person, kind, value, normal, needs, works, checked_at, label FROM reach "
    "WHERE NOT _hidden AND {which} ORDER BY person, coalesce(rank, 99), kind, id"
)
SAID = (
    "SELECT m.person, s.name FROM mastery m JOIN skill s ON s.id=m.skill WHERE NOT m._hidden AND NOT s._hidden AND {which}",
    "SELECT m.person, t.name FROM membership m JOIN team t ON t.id=m.team WHERE NOT m._hidden AND NOT t._hidden AND {which}",
)


class RosterKept:
    """Every line, by name; what changed is read again at the next question. Safe from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._marks = threading.Lock()
        self._lines: dict[str, RosterLine] = {}
        self._sorted: list[RosterLine] = []
        self._is_whole = False
        self._all_stale = True
        self._stale: set[tuple[str, str]] = set()

    def hear(self, change: Change) -> None:
        """Remember what to read again; called on whatever thread wrote."""
        with self._marks:
            if change.touches(*NAMING, "erasure"):
                self._all_stale = True
            for noun in ("person", *OF_PERSON):
                ids = change.ids(noun)
                if ids is not None and not ids:
                    self._all_stale = True
                self._stale |= {(noun, record) for record in ids or ()}
            if len(self._stale) > FEW:
                self._all_stale = True

    @property
    def is_ready(self) -> bool:
        """Whether it can be looked through without reading all of it first."""
        return not self._all_stale

    def lines(self, conn: apsw.Connection) -> list[RosterLine]:
        """By name. The first reading of ten thousand people takes a moment: ask from a task."""
        with self._lock:
            with self._marks:
                stale, self._stale = self._stale, set()
                whole, self._all_stale = self._all_stale, False
            try:
                if whole:
                    self._lines = {line.id: line for line in read_lines(conn, None)}
                elif stale:
                    self._read_again(conn, stale)
                if whole or stale:
                    self._sorted = sorted(self._lines.values(), key=lambda line: (line.fold, line.id))
            except BaseException:
                with self._marks:
                    self._all_stale = True
                raise
            return self._sorted

    def _read_again(self, conn: apsw.Connection, stale: set[tuple[str, str]]) -> None:
        people = {record for noun, record in stale if noun == "person"}
        for noun in OF_PERSON:
            for record in (record for kind, record in stale if kind == noun):
                sql = f'SELECT person FROM "{noun}" WHERE id=?'
                people |= {row[0].hex() for row in read(conn, sql, (bytes.fromhex(record),)) if row[0]}
        found = merged.heads(conn)
        people |= {found[card].hex() for person in people if (card := bytes.fromhex(person)) in found}
        for person in people:
            self._lines.pop(person, None)
        self._lines |= {line.id: line for line in read_lines(conn, people)}


def first_lines(conn: apsw.Connection, count: int) -> list[RosterLine]:
    """The first of the roster by name, in a few milliseconds."""
    sql = (
        "SELECT id FROM person WHERE NOT _hidden AND (roster OR merged_into IS NOT NULL) AND name IS NOT NULL "
        f"AND {merged.staying(merged.heads(conn))} ORDER BY name COLLATE NOCASE, id LIMIT ?"
    )
    ids = [row[0].hex() for row in read(conn, sql, (count,))]
    by_id = {line.id: line for line in read_lines(conn, ids)}
    return [by_id[PersonId(record)] for record in ids if record in by_id]


def read_lines(conn: apsw.Connection, people: Iterable[str] | None) -> list[RosterLine]:
    """The lines of these people (None: of everybody), in no order."""
    found = merged.heads(conn)
    if people is None:
        return _read(conn, None, found)
    return [line for person in people for line in _read(conn, bytes.fromhex(person), found)]


def _read(conn: apsw.Connection, person: bytes | None, found: Mapping[bytes, bytes]) -> list[RosterLine]:
    whose = [] if person is None else merged.family(person, found)
    values = tuple(whose)

    def which(name: str) -> str:
        return "1" if person is None else f"{name} IN ({merged.marks(whose)})"

    reaches: dict[bytes, list[tuple[object, ...]]] = defaultdict(list)
    for row in read(conn, REACHES.format(which=which("person")), values):
        reaches[found.get(row[0], row[0])].append(row[1:])
    said: dict[bytes, list[str]] = defaultdict(list)
    for sql in SAID:
        for card, name in read(conn, sql.format(which=which("m.person")), values):
            said[found.get(card, card)].append(str(name or ""))
    return [
        _line(row, reaches.get(row[0], []), said.get(row[0], []))
        for row in read(conn, PEOPLE.format(which=which("id"), staying=merged.staying(found)), values)
    ]


def _line(row: tuple[object, ...], reaches: list[tuple[object, ...]], said: list[str]) -> RosterLine:
    name, initials, job, employer, site, remark, number = (str(row[at] or "") for at in (1, 2, 4, 5, 7, 8, 11))
    words = [name, initials, job, employer, site, remark, number, *said]
    ways, numbers, checks = [], [], []
    for kind, value, normal, needs, works, checked_at, label in reaches:
        shown = str(value or normal or "")
        ways.append(
            Way(
                kind=known(ReachKind, kind, ReachKind.OTHER),
                value=shown,
                needs=texts(needs),
                works=works is None or bool(works),
            )
        )
        words += [shown, str(label or "")]
        numbers += [digits for each in (shown, str(normal or "")) if (digits := digits_of(each))]
        if isinstance(checked_at, int):
            checks.append(checked_at)
    checked = row[9] if isinstance(row[9], int) else max(checks, default=None)
    assert isinstance(row[0], bytes)
    return RosterLine(
        id=PersonId(row[0].hex()),
        name=name,
        initials=initials,
        has_card=bool(row[3] or row[12]),
        job=job,
        employer=employer,
        supplier=bool(row[6]),
        site=site,
        ways=tuple(ways),
        checked_at=checked,
        away_until=row[10] if isinstance(row[10], int) else None,
        fold=folded(name),
        words=folded("\n".join(words)),
        digits=" ".join(dict.fromkeys(numbers)),
    )
