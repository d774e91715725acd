"""What a page says where no incident is open yet: one sentence, and the button that declares one."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.widgets.tone import ToneLabel
from warroom.words import _


class NoIncident(QWidget):
    """Shown in place of a page; the keyboard comes to its button."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._text = ToneLabel(desk.look, "muted", px=15, wrap=True, parent=self)
        self.button = QPushButton(self)
        self.button.setProperty("primary", True)
        self.button.setAutoDefault(True)  # Enter presses it
        self.button.clicked.connect(lambda _checked=False: desk.verbs.use("declare"))
        self.setFocusProxy(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._text)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)

    def say(self) -> None:
        """The words, in the language spoken now."""
        self._text.say(_("No incident is open here: choose one on the board, or declare one with Ctrl+N."))
        self.button.setText(_("Declare an incident…"))
        self.button.setVisible(not self._desk.room.read_only)
