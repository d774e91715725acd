"""Pieces of a report on screen, as tall as they are: what people typed is escaped, nothing leads anywhere."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from html import escape

from PySide6.QtCore import QSize, Qt, QUrl, Slot
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextBrowser, QWidget

from ui.theme import Look
from ui.widgets.picture_card import MOST
from warroom.reports.document import Block, Facts, Log, Paragraph, Picture, Question, Section, Table, Tone
from warroom.words import _, ngettext

ROWS_MOST, LINES_MOST = 60, 40  # of a table, of a log: more are in the report
MARGIN = 8  # pixels beside a picture
TOKENS = {Tone.PLAIN: "ink", Tone.MUTED: "muted", Tone.LATE: "sev1", Tone.GOOD: "done"}


Drawn = Mapping[str, QImage]  # pictures by their words


def drawn(blocks: Iterable[Block | Section]) -> Drawn:
    """The pictures among these, drawn on paper. Takes some 100 ms each: ask in a task."""
    found = {}
    for one in pictures_in(blocks):
        image = QImage.fromData(one.png()) if one.png is not None else QImage()
        if not image.isNull():
            found[one.alt] = image
    return found


def pictures_in(blocks: Iterable[Block | Section]) -> Iterator[Picture]:
    """Every picture, those of the parts too."""
    for one in blocks:
        if isinstance(one, Section):
            yield from pictures_in(one.blocks)
        elif isinstance(one, Picture):
            yield one


class ReportView(QTextBrowser):
    """Read only; Tab goes through it, it never takes text. Whoever listens hears the words of its pictures."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._blocks: tuple[Block | Section, ...] = ()
        self._images: dict[str, QImage] = {}
        self._names = itertools.count()  # a document keeps what a name once meant
        self._drawn: Drawn = {}
        self._wide = 0
        self.setOpenLinks(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setTabChangesFocus(True)
        self.document().documentLayout().documentSizeChanged.connect(self._grow)
        look.changed.connect(self._draw)

    def show_blocks(self, blocks: Iterable[Block | Section], pictures: Drawn | None = None) -> None:
        """Show these; a picture that is not among the drawn ones is its words."""
        self._blocks, self._drawn = tuple(blocks), pictures or {}
        self.setAccessibleDescription(
            "\n\n".join(one.alt for one in pictures_in(self._blocks) if one.alt in self._drawn)
        )
        self._draw()

    @Slot()
    def _draw(self) -> None:
        color = self._look.color
        style = (
            f"body {{ color: {color('ink').name()}; }} "
            f"th {{ color: {color('muted').name()}; text-align: left; font-weight: normal; }} "
            "td, th { padding: 2px 14px 2px 0; } p { margin: 2px 0; } h4 { margin: 6px 0 2px 0; }"
        )
        self._images, self._wide = {}, self._width_of_pictures()
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
            return self._picture(block)
        return self._said(block.text, Tone.MUTED) if isinstance(block, Question) else ""

    def _picture(self, picture: Picture) -> str:
        image = self._drawn.get(picture.alt)
        if image is None:
            return self._said(picture.alt, Tone.MUTED)
        ratio = self.devicePixelRatioF()
        name = f"drawn:{next(self._names)}"
        self._images[name] = image.scaledToWidth(round(self._wide * ratio), Qt.TransformationMode.SmoothTransformation)
        return f"<p><img src='{name}' width='{self._wide}'></p>"

    def _width_of_pictures(self) -> int:
        return max(1, min(self.viewport().width() - 2 * MARGIN, self._look.px(MOST)))

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

    def loadResource(self, _kind: int, name: QUrl | str) -> QImage | None:
        """Nothing but our own pictures, whatever stands in a text."""
        return self._images.get(name if isinstance(name, str) else name.toString())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._drawn and self._width_of_pictures() != self._wide:
            self._draw()
        self._grow()


def _text(text: str) -> str:
    return escape(text).replace("\n", "<br>")
