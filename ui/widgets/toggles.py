"""Several things to choose among, each a button that stays down; what cannot be used is grey and says why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QWidget

from ui.widgets.flow import FlowLayout


@dataclass(frozen=True, slots=True)
class Toggle:
    """One of them: its value, its words, and why it cannot be chosen now."""

    value: str
    words: str
    why_not: str = ""
    tip: str = ""


class Toggles(QWidget):
    """A flow of buttons; Tab goes from one to the next, Space changes it."""

    changed = Signal()
    reflowed = Signal()  # another number of rows

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._flow = FlowLayout(self, across=6, down=6)
        self._buttons: dict[str, QPushButton] = {}

    def offer(self, toggles: Sequence[Toggle]) -> None:
        """These from now on; what was chosen stays chosen where it still can be."""
        chosen = set(self.chosen())
        for button in self._buttons.values():
            self._flow.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = {}
        for toggle in toggles:
            button = QPushButton(toggle.words, self)
            button.setCheckable(True)
            button.setChecked(toggle.value in chosen)
            button.setEnabled(not toggle.why_not)
            button.setToolTip(toggle.why_not or toggle.tip)
            button.setAccessibleDescription(button.toolTip())
            button.toggled.connect(lambda _on: self.changed.emit())
            self._flow.addWidget(button)
            self._buttons[toggle.value] = button
        self._flow.invalidate()
        self.updateGeometry()

    def chosen(self) -> tuple[str, ...]:
        """The values that are down, in their order."""
        return tuple(value for value, button in self._buttons.items() if button.isChecked())

    def choose(self, values: Iterable[str], *, keeps_grey: bool = False) -> None:
        """Exactly these, as far as they can be; `keeps_grey` leaves those that only cannot be used now."""
        wanted = set(values)
        for value, button in self._buttons.items():
            button.setChecked(value in wanted and (keeps_grey or button.isEnabled()))

    def button(self, value: str) -> QPushButton:
        return self._buttons[value]

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        for button in self._buttons.values():
            button.setAccessibleName(f"{name}: {button.text()}")

    # What Qt asks

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._flow.heightForWidth(width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.height() < self.heightForWidth(self.width()):
            self.updateGeometry()
            self.reflowed.emit()
