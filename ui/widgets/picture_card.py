"""A picture of figures on a card: drawn in a task, as wide as there is room, its words for whoever cannot see it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import LIGHT, Look
from ui.widgets.panel import PanelFrame

PAPER = LIGHT["panel"]  # pictures are drawn for paper, in ink
MOST = 900  # pixels of the drawings, no wider


class PictureView(QWidget):
    """The picture itself, in its own shape."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._pixmap = QPixmap()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_png(self, data: bytes, alt: str) -> None:
        self._pixmap = QPixmap()
        self._pixmap.loadFromData(data)
        self.setAccessibleName(alt.split("\n", 1)[0])
        self.setAccessibleDescription(alt)
        self.setToolTip(alt if len(alt) < 600 else "")
        self.updateGeometry()
        self.update()

    @property
    def is_empty(self) -> bool:
        return self._pixmap.isNull()

    def _shown(self, width: int) -> QSize:
        if self._pixmap.isNull():
            return QSize(0, 0)
        wide = min(width, self._look.px(MOST))
        return QSize(wide, max(1, wide * self._pixmap.height() // max(1, self._pixmap.width())))

    # What Qt asks

    def sizeHint(self) -> QSize:
        return self._shown(self._look.px(MOST))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._look.px(200), 0)

    def heightForWidth(self, width: int) -> int:
        return self._shown(width).height()

    def hasHeightForWidth(self) -> bool:
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._pixmap.isNull():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        ratio = self.devicePixelRatioF()
        size = self._shown(self.width())
        scaled = self._pixmap.scaled(
            size * ratio, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        scaled.setDevicePixelRatio(ratio)
        painter.fillRect(0, 0, size.width(), size.height(), PAPER)
        painter.drawPixmap(0, 0, scaled)


class PictureCard(PanelFrame):
    """A picture with its title."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = PictureView(look, self)
        self.body.setContentsMargins(12, 10, 12, 12)
        self.body.addWidget(self.view)

    def show_png(self, data: bytes, alt: str) -> None:
        self.view.show_png(data, alt)
        self.show()
