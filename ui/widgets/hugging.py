"""A column of parts as tall as what is in it, at most a share of its place: what stands under it keeps its own."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, QSize
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.widgets.side_column import GAP, SideColumn

LEAST = 48


class Hugging(SideColumn):
    """Scrolled where it would push others away; its scroll bar stands in the gap on the right."""

    def __init__(self, parts: Iterable[QWidget], *, share: float, parent: QWidget | None = None) -> None:
        super().__init__(parts, parent=parent)
        self._share = share
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if (inside := self.widget()) is not None:
            inside.installEventFilter(self)

    # What Qt asks

    def sizeHint(self) -> QSize:
        inside, above = self.widget(), self.parentWidget()
        layout = inside.layout() if inside is not None else None
        tall = layout.totalHeightForWidth(self.width()) if layout is not None and layout.hasHeightForWidth() else LEAST
        most = int(above.height() * self._share) if above is not None else tall
        return QSize(self.width(), max(LEAST, min(tall, most)))

    def minimumSizeHint(self) -> QSize:
        return QSize(GAP, LEAST)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)
