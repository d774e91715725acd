"""One value of a point to settle, as drawn: the value, who wrote it when and where, and why."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.models.conflicts import Point, reason_said, source_said, value_said, value_tone
from ui.theme import Look
from ui.widgets.clamped import ClampedText
from warroom.domain.conflicts import Side


class SideCell(QWidget):
    """Value, source and reason under each other; long ones are cut, whole on hover."""

    def __init__(self, look: Look, point: Point, side: Side, *, now_ms: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.side = side
        self.value = ClampedText(look, lines=3, bold=True, parent=self)
        self.source = ClampedText(look, "muted", lines=2, parent=self)
        self.reason = ClampedText(look, "muted", lines=2, parent=self)
        self.value.say(value_said(point, side, now_ms), value_tone(point, side))
        self.source.say(source_said(point, side, now_ms))
        self.reason.say(reason_said(side))
        self.reason.setVisible(bool(side.reason))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for part in (self.value, self.source, self.reason):
            column.addWidget(part)
        column.addStretch(1)
        self.setAccessibleName(
            ". ".join(part for part in (self.value.text, self.source.text, self.reason.text) if part)
        )
