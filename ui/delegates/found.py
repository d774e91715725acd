"""An entry that was found: when, where, and its text with the words asked for marked."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.desk import Desk
from ui.models.search import ENTRY, SearchModel, hits, passage
from ui.widgets.tone import tone_color
from warroom import phrases, words
from warroom.commands.said import kind_word, verification_word
from warroom.domain.entries import Entry
from warroom.words import _

LEFT, ABOVE = 150, 8
MARGIN = 14  # left of the time and right of it
LINES = 2
MEASURED = 5_000  # measures kept


class FoundDelegate(QStyledItemDelegate):
    """Two lines of text at most, and one line about the entry."""

    def __init__(self, desk: Desk, model: SearchModel, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._look, self._clock, self._model, self._view = desk.look, desk.room.clock, model, view
        self._lines: dict[tuple[int, int, str], int] = {}  # measured once for an entry, a width and the words
        self._lefts: dict[tuple[str, int], int] = {}
        desk.look.changed.connect(self._lines.clear)

    # What Qt asks

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        text, meta = QFontMetrics(self._look.font(15)), QFontMetrics(self._look.font(13))
        lines = self._lines_of(index.data(ENTRY))
        return QSize(200, lines * (text.lineSpacing() + 1) + meta.lineSpacing() + 2 * ABOVE + 4)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        entry = index.data(ENTRY)
        if not isinstance(entry, Entry):
            return
        rect = option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, self._look.color("accent_wash"))
        painter.setPen(self._look.color("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        self._paint_when(painter, rect, entry)
        left = self._left()
        text = QRect(rect.left() + left, rect.top() + ABOVE, self._text_width(rect.width()), rect.height())
        below = self._paint_text(painter, text, entry)
        painter.setFont(self._look.font(13))
        painter.setPen(tone_color(self._look, "exercise" if entry.exercise else "muted"))
        meta = painter.fontMetrics().elidedText(about(entry), Qt.TextElideMode.ElideRight, text.width())
        painter.drawText(QPointF(text.left(), below + painter.fontMetrics().ascent() + 3), meta)
        painter.restore()

    def _paint_when(self, painter: QPainter, rect: QRect, entry: Entry) -> None:
        painter.setFont(self._look.font(13, QFont.Weight.DemiBold))
        painter.setPen(self._look.color("ink"))
        metrics = painter.fontMetrics()
        at = phrases.moment(entry.event_at, self._clock.now_ms())
        width = self._left() - 2 * MARGIN
        baseline = rect.top() + ABOVE + metrics.ascent() + 2
        painter.drawText(
            QPointF(rect.left() + MARGIN, baseline), metrics.elidedText(at, Qt.TextElideMode.ElideRight, width)
        )
        painter.setFont(self._look.font(13))
        painter.setPen(tone_color(self._look, "muted"))
        number = self._model.incidents.get(entry.incident, "")
        where = f"{number} · {entry.number}" if number else entry.number
        where = painter.fontMetrics().elidedText(where, Qt.TextElideMode.ElideMiddle, width)
        painter.drawText(QPointF(rect.left() + MARGIN, baseline + metrics.lineSpacing() + 2), where)

    def _paint_text(self, painter: QPainter, area: QRect, entry: Entry) -> float:
        """Draw the text; where its last line ends."""
        layout, height = self._laid_out(entry, area.width())
        painter.setPen(self._look.color("ink"))
        for at in range(layout.lineCount()):
            layout.lineAt(at).draw(painter, QPointF(area.topLeft()))
        return area.top() + height

    def _laid_out(self, entry: Entry, width: int) -> tuple[QTextLayout, float]:
        """The passage on at most two lines, its words marked, and how high it is."""
        text = passage(entry.text, self._model.words)
        layout = QTextLayout(text, self._look.font(15))
        layout.setTextOption(QTextOption(Qt.AlignmentFlag.AlignLeft))
        layout.setFormats([self._mark(at, length) for at, length in hits(text, self._model.words)])
        layout.beginLayout()
        height = 0.0
        while layout.lineCount() <= LINES and (line := layout.createLine()).isValid():
            line.setLineWidth(max(1, width))
            line.setPosition(QPointF(0, height))
            height += line.height()
            if layout.lineCount() == LINES:
                break
        layout.endLayout()
        return layout, height

    def _lines_of(self, entry: object) -> int:
        if not isinstance(entry, Entry):
            return 1
        width = self._text_width(self._view.viewport().width())
        known = (entry.key, width, self._model.words)
        if known not in self._lines:
            if len(self._lines) > MEASURED:
                self._lines.clear()
            self._lines[known] = self._laid_out(entry, width)[0].lineCount()
        return self._lines[known]

    def _text_width(self, whole: int) -> int:
        return whole - self._left() - 16

    def _left(self) -> int:
        """Where the text begins: right of the longest time there is, whose hour is never cut."""
        known = (words.language(), self._look.px(LEFT))
        if known not in self._lefts:
            measure = QFontMetrics(self._look.font(13, QFont.Weight.DemiBold))
            widest = max(measure.horizontalAdvance(said) for said in phrases.longest_moments())
            self._lefts[known] = max(self._look.px(LEFT), widest + 2 * MARGIN)
        return self._lefts[known]

    def _mark(self, at: int, length: int) -> QTextLayout.FormatRange:
        mark = QTextLayout.FormatRange()
        mark.start, mark.length = at, length
        style = QTextCharFormat()
        style.setBackground(self._look.color("due_wash"))
        style.setForeground(self._look.color("ink"))
        style.setFontWeight(QFont.Weight.DemiBold)
        mark.format = style
        return mark


def about(entry: Entry) -> str:
    """Kind, verification, who said it and who wrote it, in one line."""
    said = (
        _("EXERCISE") if entry.exercise else "",
        kind_word(entry.kind),
        verification_word(entry.verification, entry.kind),
        _("from {name}").format(name=entry.from_who) if entry.from_who else "",
        _("typed by {name}").format(name=entry.author) if entry.author else "",
        _("corrected by {numbers}").format(numbers=", ".join(entry.corrected_by)) if entry.corrected_by else "",
    )
    return " · ".join(part for part in said if part)
