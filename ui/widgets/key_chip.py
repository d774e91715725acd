"""The key chip: a key and the word it stands for, as a button that is on or off."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QEnterEvent, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui.theme import Look

PAD, GAP, HEIGHT = 4, 4, 22


class KeyChip(QAbstractButton):
    """The key in muted ink, the word in ink; washed and outlined when on."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._key = look, ""
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def say(self, key: str, shown: str, whole: str, shortcut: str) -> None:
        """The key as written on it, the word that has room, the whole word, and the whole shortcut."""
        self._key = key
        self.setText(shown)
        self.setAccessibleName(f"{whole}, {shortcut}")
        self.setToolTip(f"{whole} ({shortcut})")
        self.updateGeometry()
        self.update()

    def _widths(self) -> tuple[int, int]:
        metrics = QFontMetrics(self._look.font(13))
        return metrics.horizontalAdvance(self._key), metrics.horizontalAdvance(self.text())

    # What Qt asks

    def sizeHint(self) -> QSize:
        look = self._look
        return QSize(sum(self._widths()) + look.px(2 * PAD + GAP) + 2, look.px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def nextCheckState(self) -> None:
        """Whoever listens says what is on."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        look, painter = self._look, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_on, has_keyboard = self.isChecked(), self.hasFocus()
        is_near = has_keyboard or (self.underMouse() and self.isEnabled())
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(look.color("accent" if is_on or is_near else "line"), 2 if has_keyboard else 1))
        painter.setBrush(look.color("accent_wash") if is_on else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 6, 6)
        painter.setFont(look.font(13))
        key, word = self._widths()
        left, height = look.px(PAD) + 1, self.height()
        painter.setPen(look.color("accent" if is_on else "muted"))
        painter.drawText(QRectF(left, 0, key + 1, height), Qt.AlignmentFlag.AlignVCenter, self._key)
        painter.setPen(look.color("accent" if is_on else "ink" if self.isEnabled() else "muted"))
        painter.drawText(
            QRectF(left + key + look.px(GAP), 0, word + 1, height), Qt.AlignmentFlag.AlignVCenter, self.text()
        )
