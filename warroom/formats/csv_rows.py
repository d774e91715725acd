"""CSV rows: decoded text cut into rows with their line numbers, surviving whatever one bad row does."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from warroom.formats.dialect import find_dialect
from warroom.formats.encoding import decode
from warroom.formats.limits import MOST_COLUMNS, MOST_ROWS, unreadable
from warroom.formats.problems import Problem
from warroom.formats.records import Refused, Where
from warroom.formats.table import RawRows, Row
from warroom.words import _

_MOST_RECOVERIES = 100  # each may read up to csv's field limit again; past this the file is no CSV


def csv_rows(data: bytes, *, delimiter: str | None = None, encoding: str | None = None) -> RawRows:
    """The rows of CSV text; encoding and delimiter are found when not told."""
    decoded = decode(data, encoding=encoding)
    said = decoded.text[:4].lower() == "sep="
    delimiter = delimiter or find_dialect(decoded.text).delimiter
    return RawRows(
        rows=lambda: _rows(decoded.text, delimiter=delimiter, passed=1 if said else 0),
        encoding=decoded.encoding,
        delimiter=delimiter,
    )


class _Lines:
    """The lines of a text, read one by one, that can go back to an earlier one."""

    def __init__(self, text: str) -> None:
        self._stream = io.StringIO(text, newline="")
        self._starts = 0
        self.number = 0
        self.is_spent = False

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._stream.readline()
        if not line:
            self.is_spent = True
            raise StopIteration
        self.number += 1
        return line

    def mark(self) -> tuple[int, int]:
        return self._stream.tell(), self.number

    def return_to(self, mark: tuple[int, int]) -> None:
        self._stream.seek(mark[0])
        self.number = mark[1]
        self.is_spent = False


def _rows(text: str, *, delimiter: str, passed: int) -> Iterator[Row | Refused]:
    """Every row; after a broken one, reading starts again on the line below the one it began on."""
    lines = _Lines(text)
    for _line in range(passed):
        next(lines, None)
    recoveries = count = 0
    while not lines.is_spent:
        reader = csv.reader(lines, delimiter=delimiter)
        while True:
            mark = lines.mark()
            problem: Problem | None = None
            cells: list[str] = []
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:
                problem = Problem.CELL_TOO_LONG
            if lines.is_spent and problem is None:
                problem = Problem.UNCLOSED_QUOTE
            if problem is None and len(cells) > MOST_COLUMNS:
                problem = Problem.TOO_MANY_CELLS
            if problem is not None:
                break
            count += 1
            if count > MOST_ROWS:
                raise unreadable("too-many-rows", _("The table has more than {limit} rows.").format(limit=MOST_ROWS))
            yield Row(line=mark[1] + 1, cells=cells)
        yield Refused(where=Where(line=mark[1] + 1), problem=problem)
        recoveries += 1
        if recoveries > _MOST_RECOVERIES:
            raise unreadable("broken-csv", _("The file is not a table: too many of its rows are broken."))
        lines.return_to(mark)
        next(lines, None)
