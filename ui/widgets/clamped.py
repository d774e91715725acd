"""Text of a few lines at most: wrapped, and cut with … when there is more."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QResizeEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import Look
from ui.widgets.tone import tone_color


class ClampedText(QWidget):
    """Plain text in a tone, on at most `lines` lines; the whole of it on hover."""

    def __init__(
        self,
        look: Look,
        tone: str = "",
        *,
        lines: int = 2,
        px: int = 13,
        bold: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._look, self._tone, self._lines, self._px, self._bold = look, tone, lines, px, bold
        self._text = ""
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        look.changed.connect(self.updateGeometry)

    @property
    def text(self) -> str:
        return self._text

    def say(self, text: str, tone: str | None = None) -> None:
        """Set the words, and the tone with them."""
        self._tone = self._tone if tone is None else tone
        if text != self._text:
            self._text = text
            self.setAccessibleName(text)
            self.setToolTip(text if len(text) > 60 else "")
            self.updateGeometry()
        self.update()

    def _font(self) -> QFont:
        return self._look.font(self._px, QFont.Weight.DemiBold if self._bold else QFont.Weight.Normal)

    def _laid_out(self, width: int) -> tuple[QTextLayout, list[tuple[int, int]]]:
        """The layout at this width, and the start and length of each line."""
        layout = QTextLayout(self._text.replace("\n", "\u2028"), self._font())
        layout.setTextOption(QTextOption(Qt.AlignmentFlag.AlignLeft))
        spans: list[tuple[int, int]] = []
        layout.beginLayout()
        while len(spans) <= self._lines and (line := layout.createLine()).isValid():
            line.setLineWidth(max(1, width))
            spans.append((line.textStart(), line.textLength()))
        layout.endLayout()
        return layout, spans

    # What Qt asks

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        _layout, spans = self._laid_out(width)
        return min(max(1, len(spans)), self._lines) * self._step()

    def sizeHint(self) -> QSize:
        return QSize(160, self.heightForWidth(self.width() or 160))

    def minimumSizeHint(self) -> QSize:
        return QSize(48, self._step())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width may need another number of lines, and the layout keeps the former one until told."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.updateGeometry()

    def _step(self) -> int:
        return QFontMetrics(self._font()).lineSpacing() + 1

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self._font())
        painter.setPen(tone_color(self._look, self._tone))
        layout, spans = self._laid_out(self.width())
        step, ascent = self._step(), painter.fontMetrics().ascent()
        for at in range(min(len(spans), self._lines)):
            is_cut = at == self._lines - 1 and len(spans) > self._lines
            if is_cut:
                rest = self._text[spans[at][0] :].replace("\n", " ")
                cut = painter.fontMetrics().elidedText(rest, Qt.TextElideMode.ElideRight, self.width())
                painter.drawText(QPointF(0, at * step + ascent), cut)
            else:
                line = layout.lineAt(at)
                line.draw(painter, QPointF(0, at * step - line.y()))
