"""Workbook: the rows of one sheet of an .xlsx or .xls file, as text."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, TypeVar

from warroom.formats.limits import MOST_COLUMNS, MOST_ROWS, unreadable
from warroom.formats.ole_guard import refuse_heavy_xls
from warroom.formats.records import Refused
from warroom.formats.table import RawRows, Row
from warroom.formats.zip_guard import damaged_workbook, refuse_bomb
from warroom.words import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from python_calamine import CalamineSheet, CalamineWorkbook

Result = TypeVar("Result")

_SECTOR = 4096  # calamine 0.9 panics, aloud on stderr, when an .xls file ends inside a sector


def sheet_rows(data: bytes, *, sheet: str | None = None) -> RawRows:
    """The rows of the named sheet, or of the first sheet that holds a row.

    Refuses a damaged, protected or far too heavy workbook, one of an unknown kind, and a sheet that is not there.
    """
    if data.startswith(b"PK"):
        _refuse_other_packages(data)
        refuse_bomb(data)
    else:
        refuse_heavy_xls(data)
        data += b"\0" * (-len(data) % _SECTOR)
    workbook = _guarded(lambda: _opened(data))
    names = tuple(workbook.sheet_names)
    if sheet is not None and sheet not in names:
        raise unreadable(
            "no-such-sheet",
            _("The workbook has no sheet “{sheet}”.").format(sheet=sheet[:60]),
            todo=_("Choose one of: {sheets}.").format(sheets=", ".join(name[:60] for name in names[:20])),
        )
    chosen = _guarded(lambda: _chosen(workbook, names, sheet))
    if chosen.total_height > MOST_ROWS:
        raise unreadable("too-many-rows", _("The table has more than {limit} rows.").format(limit=MOST_ROWS))
    if chosen.total_width > MOST_COLUMNS:
        raise unreadable("too-many-columns", _("The table has more than {limit} columns.").format(limit=MOST_COLUMNS))
    return RawRows(rows=lambda: _rows(chosen), sheet=chosen.name if len(names) > 1 else "", sheets=names)


def _opened(data: bytes) -> CalamineWorkbook:
    from python_calamine import CalamineWorkbook

    return CalamineWorkbook.from_filelike(io.BytesIO(data))


def _chosen(workbook: CalamineWorkbook, names: tuple[str, ...], sheet: str | None) -> CalamineSheet:
    if sheet is not None:
        return workbook.get_sheet_by_name(sheet)
    for name in names:
        candidate = workbook.get_sheet_by_name(name)
        if candidate.start is not None:
            return candidate
    raise unreadable("empty-table", _("The table is empty."))


def _rows(sheet: CalamineSheet) -> Iterator[Row | Refused]:
    rows = _guarded(sheet.iter_rows)
    line = 0
    while (row := _guarded(lambda: next(rows, None))) is not None:
        line += 1
        yield Row(line=line, cells=[value if isinstance(value, str) else _text(value) for value in row])


def _text(value: object) -> str:
    """A cell as a person would write it: whole numbers without `.0`, times as ISO."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        seconds = round(value.total_seconds())
        return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return str(value)


def _refuse_other_packages(data: bytes) -> None:
    """A ZIP file that is no .xlsx is named, so that the person knows what to do with it."""
    head = data[:200_000] + data[-100_000:]
    if b"opendocument" in head:
        raise unreadable(
            "opendocument",
            _("The file is an OpenDocument document."),
            todo=_("Open it in LibreOffice and save it as .xlsx or CSV."),
        )
    if b"xl/" not in head or b"xl/workbook.bin" in head:
        raise unreadable(
            "not-a-workbook",
            _("The file is an archive, but not an Excel workbook (.xlsx)."),
            todo=_("Unpack it and import the files inside, or save the table as .xlsx."),
        )


def _guarded(work: Callable[[], Result]) -> Result:
    """Run the reader; its own errors and the panics of its Rust code refuse the workbook."""
    from python_calamine import CalamineError

    try:
        return work()
    except (CalamineError, ValueError, TypeError, OverflowError, OSError, EOFError) as problem:
        raise damaged_workbook() from problem
    except BaseException as problem:  # PyO3's PanicException derives from it and cannot be imported
        if type(problem).__name__ != "PanicException":
            raise
        raise damaged_workbook() from problem
