"""The body of a DOCX: every block as paragraphs and tables, each section between the ends of a bookmark."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from warroom.reports import docx_xml as xml
from warroom.reports.document import (
    BlankSheet,
    Block,
    Document,
    Facts,
    Line,
    Log,
    Paragraph,
    Picture,
    Question,
    Section,
    Table,
)
from warroom.reports.visible import shown

BOOKMARK = "wr_"  # before the code of a section
DEEPEST = 3  # headings
BOX = "☐"
_PLAIN_CODE = re.compile(r"[a-z0-9_]{1,36}")

Drawn = Callable[[Picture], str]  # a picture put into the package, as a run


@dataclass(slots=True)
class Written:
    """What stands in one section when the file is made, text by text: what an edited copy is held against."""

    code: str
    bookmark: str
    level: int
    texts: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Body:
    """The body as it grows: pieces of XML, and the sections that stand in it."""

    drawn: Drawn
    pieces: list[str] = field(default_factory=list)
    sections: list[Written] = field(default_factory=list)
    _now: Written | None = None

    def write(self, document: Document) -> None:
        """The whole document, its title first; that it is of an exercise stands on every page already."""
        if document.marking:
            self._say(document.marking, "Marking")
        self._say(document.title, "Title")
        self._facts(document.facts)
        for section in document.sections:
            self._section(section)
        self._end()

    def _section(self, section: Section) -> None:
        if section.code or (self._now and section.level <= self._now.level):
            self._end()
        if section.code:
            self._begin(section)
        if section.title:
            style = f"Heading{min(section.level, DEEPEST)}"
            more = xml.PAGE_BREAK if section.new_page else ""
            self._keep(section.title)
            self.pieces.append(xml.paragraph(xml.run(section.title), style, text=section.title, more=more))
        for block in section.blocks:
            self._block(block)

    def _begin(self, section: Section) -> None:
        self._now = Written(section.code, bookmark_of(section.code), section.level)
        self.sections.append(self._now)
        self.pieces.append(f'<w:bookmarkStart w:id="{len(self.sections)}" w:name="{self._now.bookmark}"/>')

    def _end(self) -> None:
        if self._now is not None:
            self.pieces.append(f'<w:bookmarkEnd w:id="{len(self.sections)}"/>')
            self._now = None

    # Blocks

    def _block(self, block: Block) -> None:
        if isinstance(block, Paragraph):
            self._paragraph(block)
        elif isinstance(block, Facts):
            self._facts(block)
        elif isinstance(block, Table):
            self._table(block)
        elif isinstance(block, Log):
            self._log(block)
        elif isinstance(block, Question):
            self._question(block)
        elif isinstance(block, Picture):
            self.pieces.append(xml.paragraph(self.drawn(block), "Picture"))
        else:
            self._sheet(block)

    def _paragraph(self, block: Paragraph) -> None:
        """Each line somebody typed is a paragraph of its own, so that it can be changed by itself."""
        for line in shown(block.text).split("\n"):
            if line.strip():
                self._say(line, xml.PARAGRAPH[block.tone])

    def _facts(self, block: Facts) -> None:
        for row in block.rows:
            self._keep(*row)
        self.pieces.append(xml.facts(block.rows))

    def _table(self, block: Table) -> None:
        self._say(block.caption, "Caption")
        self._keep(*(column.title for column in block.columns), *(cell for row in block.rows for cell in row.cells))
        self.pieces.append(xml.table(block.caption, block.columns, block.rows))

    def _log(self, block: Log) -> None:
        self._say(block.caption, "Caption")
        for line in block.lines:
            if line.day:
                self._say(line.day, "LogDay")
            self._keep(_line_said(line))
            self.pieces.append(xml.paragraph(_line_runs(line), "LogEntry", text=line.text))

    def _question(self, block: Question) -> None:
        self._say(block.text, "Question")
        self.pieces += [xml.paragraph("", "AnswerLine")] * block.lines

    def _sheet(self, block: BlankSheet) -> None:
        """A page to write on by hand: a line of boxes and lines to fill for each row."""
        said = block.words
        title = f"{said.title} {block.number}"
        self.pieces.append(xml.paragraph(xml.run(title), "Heading2", text=title, more=xml.PAGE_BREAK))
        self._say(said.how, "Muted")
        boxes = "   ".join(f"{BOX} {name}" for name in (*block.incidents, said.other))
        self._say(f"{said.date} ____________   {said.incident} {boxes}", "Muted")
        ways = "  ".join(f"{BOX} {name}" for name in (*said.channels, said.verified))
        for _row in range(block.rows):
            self._say(f"{said.time} ________  {said.who} ______________  {said.to} ______________  {ways}", "Muted")
            self.pieces += [xml.paragraph("", "AnswerLine")] * 2
        self._say(f"{said.written_by} ______________   {said.transcribed} ______________", "Muted")

    def _say(self, text: str, style: str) -> None:
        if text:
            self._keep(text)
            self.pieces.append(xml.plain(text, style))

    def _keep(self, *texts: str) -> None:
        if self._now is not None:
            self._now.texts += [said for text in texts if (said := shown(text)).strip()]


def bookmark_of(code: str) -> str:
    """The name of the bookmark of a section: letters, digits and underscores, at most 40 (ECMA-376 §17.13.6)."""
    if _PLAIN_CODE.fullmatch(code):
        return BOOKMARK + code
    return f"{BOOKMARK}x{hashlib.sha256(code.encode()).hexdigest()[:32]}"


def _line_runs(line: Line) -> str:
    runs = [xml.run(line.number, "Strong"), xml.run(f"  {line.event}{_recorded(line)}")]
    if line.late:
        runs.append(xml.run(f" · {line.late}", "LateWords"))
    if line.key_event:
        runs.append(xml.run(f" · {line.key_event}", "Strong"))
    runs.append(xml.run(f" · {line.head}\n{line.text}"))
    runs += [xml.run(f"\n{note}", "MutedWords") for note in line.notes]
    return "".join(runs)


def _line_said(line: Line) -> str:
    parts = (f"{line.number}  {line.event}{_recorded(line)}", line.late, line.key_event, line.head)
    return _joined("\n", (_joined(" · ", parts), line.text, *line.notes))


def _recorded(line: Line) -> str:
    return f" ({line.recorded})" if line.recorded else ""


def _joined(between: str, parts: Iterable[str]) -> str:
    return between.join(part for part in parts if part)
