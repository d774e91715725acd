"""The stick bar: what lies on the stick that was plugged in, with Read, Write and Not now. It takes no focus."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from ui.desk import Desk
from ui.icons import pixmap
from ui.models.deliveries import stick_said
from ui.theme import set_property
from ui.widgets.spoken import Spoken
from ui.widgets.tone import ToneLabel
from warroom.domain.sticks import Looked
from warroom.words import _


class StickBar(Spoken, QFrame):
    """Hidden until a stick comes, and again once it went or somebody said not now."""

    read_asked = Signal(object)  # a Looked
    write_asked = Signal(object)  # a Path

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.looked: Looked | None = None
        self._sign = QLabel(self)
        self._text = ToneLabel(desk.look, wrap=True, parent=self)
        self.reads, self.writes, self.later = (QPushButton(self) for _each in range(3))
        self.reads.setProperty("primary", True)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 14, 6)
        row.setSpacing(8)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._text, 1)
        for button in (self.reads, self.writes, self.later):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            row.addWidget(button)
        set_property(self, "wash", "accent")
        self.reads.clicked.connect(lambda _checked=False: self._answer(self.read_asked, self.looked))
        self.writes.clicked.connect(lambda _checked=False: self._answer(self.write_asked, self._path()))
        self.later.clicked.connect(lambda _checked=False: self.hide())
        self.hide()
        self._say()
        desk.look.changed.connect(self._draw)

    @property
    def text(self) -> str:
        return self._text.text()

    @Slot(object)
    def offer(self, looked: Looked) -> None:
        """Say what came, until somebody answers."""
        self.looked = looked
        self._say()
        self._draw()
        self.show()

    @Slot(object)
    def withdraw(self, path: Path) -> None:
        """The stick went."""
        if self.looked is not None and self.looked.stick.path == path:
            self.looked = None
            self.hide()

    def _path(self) -> Path | None:
        return self.looked.stick.path if self.looked is not None else None

    def _answer(self, signal: object, value: object) -> None:
        self.hide()
        if value is not None:
            signal.emit(value)  # type: ignore[attr-defined]

    @Slot()
    def _draw(self) -> None:
        self._sign.setPixmap(pixmap("stick", self._desk.look, color="accent"))

    def _say(self) -> None:
        self.reads.setText(_("Read"))
        self.writes.setText(_("Write"))
        self.later.setText(_("Not now"))
        looked = self.looked
        if looked is None:
            return
        self._text.say(stick_said(looked, self._desk.room.clock.now_ms()))
        self._text.setAccessibleName(self._text.text())
        self.reads.setVisible(bool(looked.unread))
        self.writes.setVisible(not looked.stick.read_only)
