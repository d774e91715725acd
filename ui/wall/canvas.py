"""The wall drawn: always dark, only what changed is drawn again, and all of it can be read aloud."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import DARK, WALL_BACKGROUND
from ui.wall.layout import Bar, Piece, font_of, lay_out, rect_of, scale_of
from ui.wall.says import Page
from ui.widgets.tone import TOKENS

WASHES = {"late_wash": "late_wash", "due_wash": "due_wash", "line": "line", "background": ""}
FLAGS = int(Qt.TextFlag.TextDontClip | Qt.TextFlag.TextSingleLine)
MARGIN = 2  # pixels around what is drawn again, for the edges of letters
COLORS: Final = {
    **{tone: QColor(DARK[token]) for tone, token in TOKENS.items()},
    **{wash: QColor(DARK[token]) for wash, token in WASHES.items() if token},
    "background": QColor(WALL_BACKGROUND),
}


class WallCanvas(QWidget):
    """Shows one page."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.pieces: list[Piece] = []
        self._page: Page | None = None

    @property
    def page(self) -> Page | None:
        return self._page

    @property
    def unit(self) -> float:
        """Pixels of a unit of the drawing."""
        return scale_of(self.width(), self.height())

    def show_page(self, page: Page) -> None:
        """Draw what is new: this is called every second."""
        if page == self._page:
            return
        self._page = page
        self.setAccessibleName(page.spoken())
        former, self.pieces = self.pieces, lay_out(page, QSizeF(self.size()))
        self._draw_again(set(former) ^ set(self.pieces))

    def _draw_again(self, changed: set[Piece]) -> None:
        region, unit = QRegion(), self.unit
        for piece in changed:
            region += rect_of(piece, unit).toAlignedRect().adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN)
        self.update(region)

    # What Qt asks

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._page is not None:
            self.pieces = lay_out(self._page, QSizeF(self.size()))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, unit, dirty = QPainter(self), self.unit, QRectF(event.rect())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(event.rect(), COLORS["background"])
        painter.scale(unit, unit)  # letters exactly as wide as they were measured
        for piece in self.pieces:
            if not rect_of(piece, unit).adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN).intersects(dirty):
                continue
            place = QRectF(*piece.place)
            if isinstance(piece, Bar):
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(COLORS[piece.tone])
                place.setHeight(max(1 / unit, place.height()))
                painter.drawRoundedRect(place, piece.radius, piece.radius)
            else:
                painter.setPen(COLORS[piece.tone])
                painter.setFont(font_of(piece.px, bold=piece.bold))
                painter.drawText(place, int(piece.align) | FLAGS, piece.text)
