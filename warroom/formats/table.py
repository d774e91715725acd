"""Table: rows and columns out of a CSV file or a workbook, each row with the line a person can find it on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from warroom.formats.limits import LARGEST_FILE, MOST_COLUMNS, refuse_larger, unreadable
from warroom.formats.problems import Problem
from warroom.formats.records import Refused, Where
from warroom.formats.times import looks_like_time
from warroom.words import _

_HEADER_SEARCH = 40
_LONGEST_HEADING = 80
_NUMBER_OR_NOTHING = re.compile(r"\s*(?:[+-]?[\d\s.,']+%?|null|none|nan|n/?a|-|)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Row:
    """One row, its cells in the order of the columns; `is_short` when cells were missing and empty ones stand in."""

    line: int
    cells: list[str]
    is_short: bool = False


@dataclass(frozen=True, slots=True)
class RawRows:
    """Where a table's rows come from: CSV text or a sheet, with nothing yet known of columns."""

    rows: Callable[[], Iterator[Row | Refused]]
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Named columns and the way to go through the rows, as often as wanted.

    `header_line` is None when the table has no header; `preamble` holds what stood above it, as (line, text).
    """

    columns: tuple[str, ...]
    header_line: int | None
    preamble: tuple[tuple[int, str], ...]
    raw: RawRows
    first_line: int

    def rows(self) -> Iterator[Row | Refused]:
        """Every row below the header: as wide as the columns, or refused with its line. Blank rows are passed over."""
        width = len(self.columns)
        for row in self.raw.rows():
            if isinstance(row, Refused):
                yield row
                continue
            if row.line < self.first_line or not any(row.cells):
                continue
            count = len(row.cells)
            if count == width:
                yield row
            elif count < width:
                yield Row(line=row.line, cells=row.cells + [""] * (width - count), is_short=True)
            elif any(cell.strip() for cell in row.cells[width:]):
                where = Where(line=row.line, sheet=self.raw.sheet)
                yield Refused(where=where, problem=Problem.MORE_CELLS, detail=f"{_filled_width(row.cells)} > {width}")
            else:
                yield Row(line=row.line, cells=row.cells[:width])


def open_table(
    data: bytes,
    *,
    sheet: str | None = None,
    header: bool | None = None,
    delimiter: str | None = None,
    encoding: str | None = None,
) -> Table:
    """The table in these bytes; what is not told is found out.

    Refuses what is no table, is too large, or does not hold the sheet asked for.
    """
    refuse_larger(len(data), LARGEST_FILE)
    if is_workbook(data):
        from warroom.formats.workbook import sheet_rows

        raw = sheet_rows(data, sheet=sheet)
    else:
        from warroom.formats.csv_rows import csv_rows

        raw = csv_rows(data, delimiter=delimiter, encoding=encoding)
    return _shaped(raw, header=header)


def preview(data: bytes, n: int = 20, *, sheet: str | None = None) -> tuple[Table, tuple[Row | Refused, ...]]:
    """The table and its first rows, for a person to say which column is what."""
    table = open_table(data, sheet=sheet)
    return table, tuple(islice(table.rows(), n))


def is_workbook(data: bytes) -> bool:
    """Whether the bytes begin as an .xlsx (ZIP) or .xls (OLE) file does."""
    return data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"))


def _shaped(raw: RawRows, *, header: bool | None) -> Table:
    """Find the header below any title lines, and how wide the table is."""
    sample = _first_filled(raw)
    if not sample:
        raise unreadable("empty-table", _("The table is empty."))
    at = _header_position(sample)
    named = _is_header(sample[at].cells) if header is None else header
    heading = sample[at].cells[: _filled_width(sample[at].cells)] if named else []
    body = sample[at + 1 :] if named else sample[at:]
    width = max(len(heading), _agreed_width(body))
    if width > MOST_COLUMNS:
        raise unreadable("too-many-columns", _("The table has more than {limit} columns.").format(limit=MOST_COLUMNS))
    names = [heading[i].strip() if i < len(heading) else "" for i in range(width)]
    return Table(
        columns=tuple(name or _("Column {number}").format(number=i + 1) for i, name in enumerate(names)),
        header_line=sample[at].line if named else None,
        preamble=tuple((row.line, " ".join(cell for cell in row.cells if cell.strip())) for row in sample[:at]),
        raw=raw,
        first_line=sample[at].line + (1 if named else 0),
    )


def _first_filled(raw: RawRows) -> list[Row]:
    filled = (row for row in raw.rows() if isinstance(row, Row) and any(cell.strip() for cell in row.cells))
    return list(islice(filled, _HEADER_SEARCH))


def _header_position(sample: list[Row]) -> int:
    """The first row about as full as the others; what comes before it is a title."""
    fullness = [sum(1 for cell in row.cells if cell.strip()) for row in sample]
    counts = Counter(fullness)
    usual = max(counts, key=lambda filled: (counts[filled], filled))
    return next(i for i, filled in enumerate(fullness) if filled >= 0.6 * usual)


def _is_header(cells: list[str]) -> bool:
    """A header holds words: no dates, no sentences, not numbers alone."""
    if any(len(cell) > _LONGEST_HEADING or looks_like_time(cell) for cell in cells):
        return False
    return not all(_NUMBER_OR_NOTHING.fullmatch(cell) for cell in cells)


def _agreed_width(body: list[Row]) -> int:
    """The number of filled columns that most rows reach; 0 when they do not agree."""
    if not body:
        return 0
    widths = sorted((_filled_width(row.cells) for row in body), reverse=True)
    return widths[len(widths) // 2] if len(widths) > 1 else widths[0]


def _filled_width(cells: list[str]) -> int:
    width = len(cells)
    while width and not cells[width - 1].strip():
        width -= 1
    return width
