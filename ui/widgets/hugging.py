"""A scroll area as tall as what is in it, at most a share of its column: what stands under it keeps its place."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from ui.widgets.side_column import Flowing


class Narrow(Flowing):
    """As narrow as its column, whatever its buttons would like."""

    # What Qt asks

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())


class Hugging(QScrollArea):
    """One widget that may grow; scrolled where it would push others away."""

    def __init__(self, inside: QWidget, *, share: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._share = share
        self._page = Narrow()
        column = QVBoxLayout(self._page)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(inside)
        column.addStretch(1)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setWidget(self._page)
        self._page.installEventFilter(self)

    # What Qt asks

    def sizeHint(self) -> QSize:
        layout = self._page.layout()
        width = self.viewport().width()
        tall = layout.totalHeightForWidth(width) if layout is not None and layout.hasHeightForWidth() else 0
        tall = tall or self._page.sizeHint().height()
        above = self.parentWidget()
        most = int(above.height() * self._share) if above is not None else tall
        return QSize(width, max(48, min(tall, most)))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 48)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.updateGeometry()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)
