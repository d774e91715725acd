"""Dialect: which character parts the cells of a text table, found from its first lines."""

from __future__ import annotations

import csv
import io
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass

DELIMITERS = (";", "\t", ",", "|")
"""In order of trust: a French table has `;` and commas inside its numbers and sentences."""

_SAMPLE = 64 * 1024
_SAMPLE_ROWS = 60
_SURE = 0.6
_SLOW_SAMPLE = 4096  # clevercsv weighs every dialect; on this much text it takes a few hundredths of a second


@dataclass(frozen=True, slots=True)
class Dialect:
    """How cells are parted; `sureness` is the share of the first rows that agree on their number of cells."""

    delimiter: str
    columns: int
    sureness: float


def find_dialect(text: str) -> Dialect:
    """The dialect of this text; a comma and one column when nothing parts its lines."""
    if (said := _said_by_excel(text)) is not None:
        return Dialect(delimiter=said, columns=0, sureness=1.0)
    sample = _whole_lines(text[:_SAMPLE])
    best = _best(sample)
    if best is not None and best.sureness >= _SURE:
        return best
    return _second_opinion(sample) or best or Dialect(delimiter=",", columns=1, sureness=0.0)


def is_tabular(text: str) -> bool:
    """Whether the lines of this text plainly agree on cells, as those of a table do."""
    if _said_by_excel(text) is not None:
        return True
    best = _best(_whole_lines(text[:_SAMPLE]))
    return best is not None and best.sureness >= _SURE


def _best(sample: str) -> Dialect | None:
    found = [dialect for delimiter in DELIMITERS if (dialect := _judge(sample, delimiter)).columns > 1]
    return max(found, key=lambda dialect: round(dialect.sureness * (1 - 1 / dialect.columns), 3), default=None)


def _said_by_excel(text: str) -> str | None:
    """Excel's own first line `sep=;`."""
    if text[:4].lower() == "sep=" and text[4:5] and text[5:6] in ("", "\r", "\n"):
        return text[4]
    return None


def _whole_lines(sample: str) -> str:
    end = max(sample.rfind("\n"), sample.rfind("\r"))
    return sample[: end + 1] if len(sample) == _SAMPLE and end > 0 else sample


def _judge(sample: str, delimiter: str) -> Dialect:
    """How well the rows of the sample agree under this delimiter; rows of one cell are titles and do not vote."""
    widths: Counter[int] = Counter()
    rows = 0
    with suppress(csv.Error):
        for row in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter):
            if any(cell.strip() for cell in row):
                widths[len(row)] += 1
                rows += 1
            if rows >= _SAMPLE_ROWS:
                break
    if not rows:
        return Dialect(delimiter=delimiter, columns=1, sureness=0.0)
    width, votes = max(((w, n) for w, n in widths.items() if w > 1), key=lambda pair: pair[1], default=(1, 0))
    return Dialect(delimiter=delimiter, columns=width, sureness=votes / rows)


def _second_opinion(sample: str) -> Dialect | None:
    """clevercsv's verdict, kept only when our own count finds that the rows agree under it."""
    import clevercsv

    with suppress(clevercsv.Error):
        sniffed = clevercsv.Sniffer().sniff(sample[:_SLOW_SAMPLE], delimiters="".join((*DELIMITERS, ":", "^", "~")))
        if sniffed is not None and sniffed.delimiter is not None and len(sniffed.delimiter) == 1:
            judged = _judge(sample, sniffed.delimiter)
            return judged if judged.columns > 1 and judged.sureness >= _SURE else None
    return None
