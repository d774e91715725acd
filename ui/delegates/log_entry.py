"""The log line as drawn: time and number, the text, under it what it is and who said so, a band for its kind."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.delegates.log_layout import (
    ABOVE,
    BAND,
    ICON_GAP,
    ICON_PX,
    LEFT,
    META_PX,
    TEXT_LEFT,
    TEXT_PX,
    Laid,
    Placed,
    lay_out,
    waiting,
)
from ui.desk import Desk
from ui.icons import pixmap
from ui.models.log import LogModel, LogRow
from ui.models.log_words import shown_at, words_of
from ui.models.paged import WAITING
from warroom import phrases
from warroom.domain.entries import Entry

Index = QModelIndex | QPersistentModelIndex
LAID_KEPT = 400


class LogEntryDelegate(QStyledItemDelegate):
    """Measures and paints log lines; a click on a number it shows leads to that entry."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._look = desk, desk.look
        self._laid: dict[int, tuple[LogRow, str, int, Laid]] = {}

    def forget(self) -> None:
        """Measure everything anew: another language, theme, or size of letters."""
        self._laid.clear()

    def laid(self, index: Index, width: int) -> Laid:
        """The measured line of this index; asks the model for it when it is not read yet."""
        model = index.model()
        assert isinstance(model, LogModel)
        row = index.row()
        found = model.value(row)
        if found is None:
            return waiting(self._look)
        separator = self._separator(model, row, found.entry)
        key = model.key_at(row)
        known = self._laid.get(key)
        if known is not None and known[0] is found and known[1] == separator and known[2] == width:
            return known[3]
        words = words_of(found.entry, order=model.order, original=found.original, is_delegated=found.is_delegated)
        measured = lay_out(self._look, words, separator=separator, width=width)
        while len(self._laid) >= LAID_KEPT:
            del self._laid[next(iter(self._laid))]
        self._laid[key] = (found, separator, width, measured)
        return measured

    def _separator(self, model: LogModel, row: int, entry: Entry) -> str:
        """The day, where it is another than the line above; above the first line, where it is not today."""
        day = phrases.local(shown_at(entry, model.order)).date()
        if row == 0:
            above_at = self._desk.room.clock.now_ms()
        else:
            above = model.value(row - 1)
            if above is None:
                return ""
            above_at = shown_at(above.entry, model.order)
        if phrases.local(above_at).date() == day:
            return ""
        at = shown_at(entry, model.order)
        return f"{phrases.day(at)} {day.year}"

    # Painting

    def _paint(self, painter: QPainter, place: QRectF, laid: Laid) -> None:
        look, words = self._look, laid.words
        painter.translate(place.topLeft())
        if laid.separator:
            self._paint_separator(painter, place.width(), laid)
        painter.setPen(look.color("line"))
        painter.drawLine(QPointF(0, place.height() - 1), QPointF(place.width(), place.height() - 1))
        if words is None:
            painter.setPen(look.color("muted"))
            painter.setFont(look.font(TEXT_PX))
            painter.drawText(QPointF(look.px(TEXT_LEFT), place.height() / 2), WAITING)
            return
        if words.band:
            band = QRectF(0, laid.top, look.px(BAND), place.height() - laid.top - 1)
            painter.fillRect(band, look.color(words.band))
        self._paint_times(painter, laid)
        is_faint = words.is_quiet or words.is_struck
        if laid.text is not None:
            painter.setPen(look.color("muted" if is_faint else "ink"))
            laid.text.draw(painter, QPointF(look.px(TEXT_LEFT), laid.top + look.px(ABOVE)))
        if laid.original is not None:
            painter.setPen(look.color("muted"))
            laid.original.draw(painter, QPointF(look.px(TEXT_LEFT), laid.original_at))
        for placed in laid.pieces:
            font = look.font(META_PX, QFont.Weight.DemiBold if placed.piece.bold else QFont.Weight.Normal)
            font.setUnderline(bool(placed.piece.leads_to))
            painter.setFont(font)
            painter.setPen(look.color(placed.piece.tone))
            if placed.piece.icon:
                self._paint_mark(painter, placed)
            painter.drawText(placed.place, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, placed.text)

    def _paint_mark(self, painter: QPainter, placed: Placed) -> None:
        look, side = self._look, self._look.px(ICON_PX)
        drawn = pixmap(placed.piece.icon, look, color=placed.piece.tone, size=ICON_PX)
        left = placed.place.left() - look.px(ICON_PX + ICON_GAP)
        painter.drawPixmap(QPointF(left, placed.place.center().y() - side / 2), drawn)

    def _paint_times(self, painter: QPainter, laid: Laid) -> None:
        look, words = self._look, laid.words
        assert words is not None
        bold, plain = look.font(META_PX + 1, QFont.Weight.DemiBold), look.font(META_PX)
        room = look.px(TEXT_LEFT - LEFT) - 6
        at = laid.top + look.px(ABOVE)
        first = QFontMetricsF(look.font(TEXT_PX)).height()
        painter.setFont(bold)
        painter.setPen(look.color("ink"))
        painter.drawText(QRectF(look.px(LEFT), at, room, first), Qt.AlignmentFlag.AlignVCenter, words.time)
        painter.setFont(plain)
        painter.setPen(look.color("muted"))
        measure = QFontMetricsF(plain)
        number = measure.elidedText(words.number, Qt.TextElideMode.ElideMiddle, room)
        painter.drawText(
            QRectF(look.px(LEFT), at + first + 2, room, measure.height()), Qt.AlignmentFlag.AlignVCenter, number
        )

    def _paint_separator(self, painter: QPainter, width: float, laid: Laid) -> None:
        look = self._look
        strip = QRectF(0, 0, width, laid.top)
        painter.fillRect(strip, look.color("background"))
        painter.setPen(look.color("line"))
        painter.drawLine(strip.bottomLeft(), strip.bottomRight())
        painter.setFont(look.font(META_PX, QFont.Weight.DemiBold))
        painter.setPen(look.color("muted"))
        painter.drawText(strip.adjusted(look.px(LEFT), 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, laid.separator)

    # What Qt asks

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(option.rect.width(), self.laid(index, option.rect.width()).height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        laid = self.laid(index, option.rect.width())
        painter.save()
        place = QRectF(option.rect)
        painter.setClipRect(place)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(place.adjusted(0, laid.top, 0, -1), self._wash(option))
        self._paint(painter, place, laid)
        painter.restore()

    def _wash(self, option: QStyleOptionViewItem) -> QColor:
        """The selected line; fainter while the keyboard is elsewhere."""
        return self._look.color("accent_wash" if option.state & QStyle.StateFlag.State_HasFocus else "background")
