"""Pieces of a report on screen, as tall as they are: what people typed is escaped, nothing leads anywhere."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextBrowser, QWidget

from ui.theme import Look
from warroom.reports.document import Block, Facts, Log, Paragraph, Picture, Question, Section, Table, Tone
from warroom.words import _, ngettext

ROWS_MOST, LINES_MOST = 60, 40  # of a table, of a log: more are in the report
TOKENS = {Tone.PLAIN: "ink", Tone.MUTED: "muted", Tone.LATE: "sev1", Tone.GOOD: "done"}


class ReportView(QTextBrowser):
    """Read only; Tab goes through it, it never takes text."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._blocks: tuple[Block | Section, ...] = ()
        self.setOpenLinks(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setTabChangesFocus(True)
        self.document().documentLayout().documentSizeChanged.connect(self._grow)
        look.changed.connect(self._draw)

    def show_blocks(self, blocks: Iterable[Block | Section]) -> None:
        """Show these; nothing is said where there is nothing."""
        self._blocks = tuple(blocks)
        self._draw()

    @Slot()
    def _draw(self) -> None:
        color = self._look.color
        style = (
            f"body {{ color: {color('ink').name()}; }} "
            f"th {{ color: {color('muted').name()}; text-align: left; font-weight: normal; }} "
            "td, th { padding: 2px 14px 2px 0; } p { margin: 2px 0; } h4 { margin: 6px 0 2px 0; }"
        )
        made = "".join(self._block(one) for one in self._blocks)
        inside = made or self._said(_("The room holds nothing for this yet."))
        self.document().setDefaultStyleSheet(style)
        self.setHtml(f"<body>{inside}</body>")

    def _block(self, block: Block | Section) -> str:
        if isinstance(block, Section):
            return f"<h4>{_text(block.title)}</h4>" + "".join(self._block(one) for one in block.blocks)
        if isinstance(block, Paragraph):
            return self._said(block.text, block.tone)
        if isinstance(block, Facts):
            rows = "".join(f"<tr><th>{_text(name)}</th><td>{_text(value)}</td></tr>" for name, value in block.rows)
            return f"<table>{rows}</table>"
        if isinstance(block, Table):
            return self._table(block)
        if isinstance(block, Log):
            return self._log(block)
        if isinstance(block, Picture):
            return self._said(block.alt, Tone.MUTED)
        return self._said(block.text, Tone.MUTED) if isinstance(block, Question) else ""

    def _table(self, table: Table) -> str:
        head = "".join(f"<th>{_text(column.title)}</th>" for column in table.columns)
        rows = "".join(
            f"<tr>{''.join(f'<td>{self._toned(cell, row.tone)}</td>' for cell in row.cells)}</tr>"
            for row in table.rows[:ROWS_MOST]
        )
        caption = f"<p><b>{_text(table.caption)}</b></p>" if table.caption else ""
        return f"{caption}<table width='100%'><tr>{head}</tr>{rows}</table>{self._more(len(table.rows) - ROWS_MOST)}"

    def _log(self, log: Log) -> str:
        lines = list(log.lines)
        rows = "".join(
            f"<tr><td>{_text(line.event)}</td><td>{_text(line.number)}</td><td>{_text(line.text)}</td></tr>"
            for line in lines[:LINES_MOST]
        )
        return f"<table width='100%'>{rows}</table>{self._more(len(lines) - LINES_MOST)}"

    def _more(self, left: int) -> str:
        if left <= 0:
            return ""
        said = ngettext("{n} more line is in the report.", "{n} more lines are in the report.", left)
        return self._said(said.format(n=left), Tone.MUTED)

    def _said(self, text: str, tone: Tone = Tone.MUTED) -> str:
        return f"<p>{self._toned(text, tone)}</p>"

    def _toned(self, text: str, tone: Tone) -> str:
        if tone is Tone.PLAIN:
            return _text(text)
        return f"<span style='color: {self._look.color(TOKENS[tone]).name()}'>{_text(text)}</span>"

    @Slot()
    def _grow(self) -> None:
        self.setFixedHeight(int(self.document().size().height()) + 2)

    # What Qt asks

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._grow()


def _text(text: str) -> str:
    return escape(text).replace("\n", "<br>")
