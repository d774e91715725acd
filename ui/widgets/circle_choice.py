"""Who may read it: everybody, or one of the circles that the person at the keyboard is in."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QComboBox, QWidget

from ui.desk import Desk
from ui.widgets.spoken import Spoken
from warroom.phrases import circle_word
from warroom.words import _


class CircleChoice(Spoken, QComboBox):
    """Everybody first; `value` is "" for everybody."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names = desk.room.circles.own()
        self.addItems([""] * (1 + len(self._names)))
        self._say()

    @property
    def is_useful(self) -> bool:
        """Whether there is anything to choose."""
        return bool(self._names)

    def value(self) -> str:
        """The key name of the circle, "" for everybody."""
        at = self.currentIndex()
        return self._names[at - 1] if at > 0 else ""

    def _say(self) -> None:
        self.setItemText(0, _("everybody in the room"))
        for at, name in enumerate(self._names, start=1):
            self.setItemText(at, circle_word(name))


def add_circle(add: Callable[..., QWidget], choice: CircleChoice) -> None:
    """The line of a form, where there is anything to choose."""
    if choice.is_useful:
        add(lambda: _("Restricted to"), choice)
    else:
        choice.hide()
