"""The buttons over a list that has several parts: one is down, and its part is shown."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QStackedWidget, QWidget

from ui.widgets.keyboard import check


class PartSwitch(QHBoxLayout):
    """A row of its buttons, and `stack` with what they show; `open` shows one part."""

    def __init__(self, parts: Mapping[str, QWidget], parent: QWidget) -> None:
        super().__init__()
        self.setSpacing(8)
        self._parts = parts
        self._group = QButtonGroup(parent)
        self.stack = QStackedWidget(parent)
        self.buttons = {part: QPushButton(parent) for part in parts}
        for part, button in self.buttons.items():
            button.setCheckable(True)
            button.setAutoDefault(False)
            self._group.addButton(button)
            self.addWidget(button)
            self.stack.addWidget(parts[part])
            button.clicked.connect(lambda _checked=False, part=part: self.open(part))
        self.addStretch(1)

    def open(self, part: str) -> None:
        check(self.buttons[part])
        self.stack.setCurrentWidget(self._parts[part])
