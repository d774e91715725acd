"""Log table: somebody else's log, a CSV file or a sheet, read row by row through a mapping."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import islice

from warroom.errors import Refusal
from warroom.formats.clean import add_flag, clean, clean_label
from warroom.formats.limits import unreadable
from warroom.formats.mapping import Mapping, suggest_mapping
from warroom.formats.problems import Flag, Problem
from warroom.formats.records import Flagged, ImportedEntry, Reading, Refused, When, Where
from warroom.formats.table import Row, Table, is_workbook, open_table
from warroom.formats.times import day_comes_first, joined, read_when, zone_named
from warroom.words import _

_SAMPLE_ROWS = 200
_LABELS = ("kind", "author", "from_", "to", "channel", "service", "incident")


def read_table(data: bytes, mapping: Mapping | None = None, *, zone: str = "Europe/Paris") -> Reading:
    """The rows as log entries. Without a mapping the suggested one is used.

    A row of the wrong width is refused with its line, unless it is only short and its time is sound: then it is
    flagged. Refuses a file that is no table, and a mapping that does not fit it.
    """
    given = mapping or Mapping()
    table = open_table(data, sheet=given.sheet, header=given.header, delimiter=given.delimiter, encoding=given.encoding)
    sample = [row.cells for row in islice(table.rows(), _SAMPLE_ROWS) if isinstance(row, Row)]
    used = mapping or suggest_mapping(table.columns, sample)
    _refuse_misfit(used, table)
    reader = _EntryReader(used, table, zone=zone, day_first=_day_first(used, table))
    entries: list[ImportedEntry] = []
    refused: list[Refused] = []
    for row in table.rows():
        record = row if isinstance(row, Refused) else reader.read(row)
        if isinstance(record, Refused):
            refused.append(record)
        else:
            entries.append(record)
    flagged = [
        Flagged(where=Where(line=line, sheet=table.raw.sheet), flag=Flag(Problem.ABOVE_HEADER, clean_label(text, [])))
        for line, text in table.preamble
    ]
    flagged.extend(Flagged(where=entry.where, flag=flag) for entry in entries for flag in entry.flags)
    kind = "xlsx" if is_workbook(data) else "csv"
    return Reading(kind=kind, entries=tuple(entries), flagged=tuple(flagged), refused=tuple(refused))


class _EntryReader:
    """Turns rows into entries; knows how often it met the same row, so that each keeps an identity of its own."""

    def __init__(self, mapping: Mapping, table: Table, *, zone: str, day_first: bool) -> None:
        self._mapping = mapping
        self._sheet = table.raw.sheet
        self._zone = zone_named(zone)
        self._day_first = day_first
        taken = mapping.columns
        self._labels = [(name, taken[name]) for name in _LABELS if name in taken]
        self._others = [
            (at, clean_label(name, [])) for at, name in enumerate(table.columns) if at not in taken.values()
        ]
        self._has_time = not {"event", "date", "time"}.isdisjoint(taken)
        self._met: dict[bytes, int] = {}

    def read(self, row: Row) -> ImportedEntry | Refused:
        where = Where(line=row.line, sheet=self._sheet)
        flags: list[Flag] = []
        event, doubt = self._event(row.cells)
        if row.is_short:
            filled = sum(1 for cell in row.cells if cell)
            if event is None or event.utc is None:
                return Refused(where=where, problem=Problem.FEWER_CELLS, detail=f"{filled} < {len(row.cells)}")
            flags.append(Flag(Problem.FEWER_CELLS, f"{filled} < {len(row.cells)}"))
        if doubt is not None:
            flags.append(doubt)
        text = clean(row.cells[self._mapping.text], flags) if self._mapping.text is not None else ""
        if not text:
            add_flag(flags, Flag(Problem.NO_TEXT))
        labels = {name: cell and clean_label(cell, flags) for name, at in self._labels for cell in (row.cells[at],)}
        return ImportedEntry(
            source_id=self._identity(row.cells),
            where=where,
            event=event,
            text=text,
            extra=tuple((name, clean(cell, flags)) for at, name in self._others if (cell := row.cells[at])),
            flags=tuple(flags),
            kind=labels.pop("kind", "") or None,
            **labels,
        )

    def _event(self, cells: list[str]) -> tuple[When | None, Flag | None]:
        if not self._has_time:
            return None, None
        mapping = self._mapping
        if mapping.event is not None:
            text = cells[mapping.event]
        else:
            day = cells[mapping.date] if mapping.date is not None else ""
            text = joined(day, cells[mapping.time] if mapping.time is not None else "")
        when, doubt = read_when(text, zone=self._zone, day_first=self._day_first, base=mapping.base_date)
        if when.utc is None and when.original:
            when = When(utc=None, original=clean_label(when.original, []), assumed_zone=when.assumed_zone)
        return when, doubt and Flag(doubt.problem, clean_label(doubt.detail, []))

    def _identity(self, cells: list[str]) -> str:
        """The row's own reference, else a digest of its cells; the second row alike gets `#2`, and so on."""
        reference = cells[self._mapping.reference].strip() if self._mapping.reference is not None else ""
        if reference:
            name = clean_label(reference, [])
            digest = b"ref:" + name.encode()
        else:
            digest = hashlib.sha256("\x1f".join(cells).encode(errors="surrogatepass")).digest()[:16]
            name = digest.hex()
        count = self._met.get(digest, 0) + 1
        self._met[digest] = count
        return name if count == 1 else f"{name}#{count}"


def _day_first(mapping: Mapping, table: Table) -> bool:
    """As told, else as the whole column tells."""
    if mapping.day_first is not None:
        return mapping.day_first
    at = mapping.event if mapping.event is not None else mapping.date
    if at is None:
        return True
    return day_comes_first(_column(table, at))


def _column(table: Table, at: int) -> Iterator[str]:
    return (row.cells[at] for row in islice(table.rows(), 10_000) if isinstance(row, Row))


def _refuse_misfit(mapping: Mapping, table: Table) -> None:
    if any(not 0 <= at < len(table.columns) for at in mapping.columns.values()):
        raise Refusal(
            "mapping-misfit",
            _("The mapping names a column that the table does not have."),
            safe=_("Nothing was imported."),
            todo=_("Choose the columns again."),
        )
    if mapping.text is None:
        raise unreadable(
            "no-text-column",
            _("No column of the table looks like the text of a log."),
            todo=_("Say which column holds the text."),
        )
