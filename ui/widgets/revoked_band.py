"""A calm line over the window of a laptop that was cut off: it stays, and says what holds."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ui.desk import Desk
from ui.theme import set_property
from ui.widgets.spoken import Spoken
from ui.widgets.tone import ToneLabel
from warroom.room import Change
from warroom.words import _


class RevokedBand(Spoken, QFrame):
    """Hidden until this station knows of its revocation; then it cannot be closed."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._text = ToneLabel(desk.look, wrap=True, parent=self)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 16, 6)
        row.addWidget(self._text, 1)
        set_property(self, "wash", "accent")
        self._say()
        self.refresh()
        desk.changes.changed.connect(self._follow)

    @Slot()
    def refresh(self) -> None:
        self.setVisible(self._desk.room.rights.is_revoked())

    @Slot(object)
    def _follow(self, change: Change) -> None:
        if change.touches("cut"):
            self.refresh()

    def _say(self) -> None:
        self._text.say(
            _(
                "This station was revoked: everything here can still be read, and nothing more can be written. "
                "Go on at another station."
            )
        )
        self.setAccessibleName(self._text.text())
