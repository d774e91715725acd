"""On which screens the wall is to be seen."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QWidget

from ui.desk import Desk
from ui.dialogs.plain import PlainDialog
from ui.wall.walls import IN_A_WINDOW, key_of, screen_said
from warroom.words import _


class OpenWallDialog(PlainDialog):
    """One line a screen; those that have a wall are marked, and lose it when the mark is taken away."""

    chosen = Signal(list)  # keys of screens

    def __init__(self, desk: Desk, open_now: set[str], parent: QWidget | None = None) -> None:
        super().__init__(parent, width=520)
        self._desk = desk
        ours = parent.screen() if parent is not None else QGuiApplication.primaryScreen()
        screens = QGuiApplication.screens()
        self._here = key_of(ours)
        self.boxes: dict[str, QCheckBox] = {}
        for screen in screens:
            self._add(key_of(screen), is_checked=key_of(screen) in open_now or (not open_now and screen is not ours))
        self._add(IN_A_WINDOW, is_checked=IN_A_WINDOW in open_now or (not open_now and len(screens) == 1))
        self._said = {key_of(screen): screen_said(screen) for screen in screens}
        self.primary.clicked.connect(self._choose)
        self._say()
        next(iter(self.boxes.values())).setFocus()

    def _add(self, key: str, *, is_checked: bool) -> None:
        box = QCheckBox(self)
        box.setChecked(is_checked)
        self.boxes[key] = box
        self.body.addWidget(box)

    def _choose(self) -> None:
        self.chosen.emit([key for key, box in self.boxes.items() if box.isChecked()])
        self.accept()

    def _say(self) -> None:
        self.heading.setText(_("Where should the wall be seen?"))
        self.intro.setText(
            _("It follows by itself and shows nothing restricted. Esc closes it, F11 fills the screen or frees it.")
        )
        for key, box in self.boxes.items():
            said = self._said.get(key) or _("In a window")
            box.setText(_("{screen} (this window is here)").format(screen=said) if key == self._here else said)
        self.primary.setText(_("Show the wall"))
        super()._say()
