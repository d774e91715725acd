"""A report as it will be read: headings, facts, tables and paragraphs, already worded, in no particular format."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field


class Tone(enum.StrEnum):
    """What a paragraph or a row is; every tone also has a word in its text."""

    PLAIN = ""
    MUTED = "muted"
    LATE = "late"
    GOOD = "good"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A run of text as somebody wrote it, or one sentence of the report itself."""

    text: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels and values, one line each."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: its heading, and its share of the width; 0 means no wider than its text."""

    title: str
    share: float = 0


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table; the first cell names it."""

    cells: tuple[str, ...]
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One log entry as paper shows it. `head` says who and how, `notes` what belongs to it (corrections, files)."""

    number: str
    event: str
    recorded: str  # "" when the same minute says it all
    late: str  # the word for it, "" when in time
    key_event: str  # the word for it, "" when ordinary
    head: str
    text: str
    notes: tuple[str, ...] = ()
    day: str = ""  # said once, on the first line of each day


@dataclass(frozen=True, slots=True)
class Log:
    """Log entries in order; thousands of them, so they may come as a stream that is read once."""

    caption: str
    columns: tuple[str, str]
    lines: Iterable[Line]


@dataclass(frozen=True, slots=True)
class Question:
    """A question left to be answered in writing, with room on paper."""

    text: str
    lines: int = 3


@dataclass(frozen=True, slots=True)
class SheetWords:
    """What stands printed on every blank sheet, in the language of the report."""

    title: str  # before the number
    how: str
    date: str
    incident: str
    other: str
    time: str
    who: str
    to: str
    channels: tuple[str, ...]
    verified: str
    text: str
    written_by: str
    transcribed: str


@dataclass(frozen=True, slots=True)
class BlankSheet:
    """A page to write on by hand: its number, never given twice, and the incidents it may be about."""

    number: str
    incidents: tuple[str, ...]
    words: SheetWords
    rows: int = 8


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing of our own as SVG, and the words that say the same."""

    svg: str
    alt: str
    png: Callable[[], bytes] | None = field(default=None, compare=False)  # the same at 200 dpi, where SVG is not drawn


Block = Picture | Paragraph | Facts | Table | Log | Question | BlankSheet


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it."""

    title: str
    blocks: tuple[Block, ...]
    level: int = 1
    new_page: bool = False  # on paper it begins one: a form that is handed on alone
    code: str = ""  # by which an edited copy finds its way back; "" where nobody will edit it


@dataclass(frozen=True, slots=True)
class Document:
    """One report, or one volume of it. `watermark` is "" for real incidents."""

    name: str  # what its file is called, without extension
    title: str
    subject: str
    language: str
    facts: Facts
    sections: tuple[Section, ...]
    reference: str
    marking: str
    fingerprint: str
    fingerprint_word: str
    digest_word: str  # the full hash, at the foot of the first and last page
    page_words: tuple[str, str]  # "Page {n} of {total}" as its two pieces around the numbers
    watermark: str
    watermark_sentence: str
    author: str
    made_at: int  # milliseconds UTC
    escaped_note: str  # said when characters had to be written by their code
