"""Which text of a message is shown: the whole one, the one in 280 characters, the SMS; each says how long it is."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget

from ui.theme import Look, set_property
from ui.widgets.hint_line import HintLine
from ui.widgets.keyboard import check
from ui.widgets.spoken import Spoken
from warroom.words import _, pgettext

FOLLOW = "follow"  # checks, facts and history, where there is no room beside the text
WORDS: dict[str, Callable[[], str]] = {
    "body": lambda: pgettext("message", "Text"),
    "brief": lambda: _("280 characters"),
    "sms": lambda: _("SMS"),
    FOLLOW: lambda: _("Checks and facts"),
}


class PartBar(Spoken, QWidget):
    """`chosen` says which one is wanted."""

    chosen = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        self._notes: dict[str, str] = {}
        self._hint = HintLine(look, self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for part in WORDS:
            button = QPushButton(self)
            button.setCheckable(True)
            button.clicked.connect(lambda _checked=False, part=part: self.choose(part))
            self._group.addButton(button)
            self._buttons[part] = button
            row.addWidget(button)
        row.addSpacing(8)
        row.addWidget(self._hint, 1)
        self._part = "body"
        check(self._buttons["body"])
        self._say()

    @property
    def part(self) -> str:
        return self._part

    def choose(self, part: str) -> None:
        """Show this one."""
        check(self._buttons[part])
        if part != self._part:
            self._part = part
            self.chosen.emit(part)

    def step(self, *, forward: bool) -> None:
        """The next one, or the one before."""
        shown = [part for part, button in self._buttons.items() if not button.isHidden()]
        at = shown.index(self._part) if self._part in shown else 0
        self.choose(shown[(at + (1 if forward else -1)) % len(shown)])

    def offer_follow(self, is_offered: bool) -> None:
        """Whether checks and facts stand here."""
        self._buttons[FOLLOW].setVisible(is_offered)
        if not is_offered and self._part == FOLLOW:
            self.choose("body")

    def show_note(self, part: str, note: str, *, is_wrong: bool = False) -> None:
        """How long it is, or what is wrong with it."""
        self._notes[part] = note
        set_property(self._buttons[part], "role", "late" if is_wrong else "")
        self._say()

    def _say(self) -> None:
        for part, button in self._buttons.items():
            note = self._notes.get(part, "")
            button.setText(f"{WORDS[part]()} · {note}" if note else WORDS[part]())
        self._hint.say(_("F6 other language    F8 next thing to see    Ctrl+PgDn next text    Ctrl+Enter next step"))
