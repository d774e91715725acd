"""A part of the incident room: a panel told which incident to show, and which nouns concern it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.laid_out import widgets_in
from ui.widgets.lines import Block, Lead, clear
from ui.widgets.panel import PanelFrame
from ui.widgets.spoken import Spoken
from ui.widgets.tone import ToneLabel
from warroom.commands.base import Command
from warroom.domain.incidents import Incident
from warroom.words import _


class Part(Spoken, PanelFrame):
    """Lines about one incident, said anew whenever one of its nouns changed or time went on."""

    nouns: tuple[str, ...] = ("incident",)
    answered = Signal()  # a dialog of this part did its work

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.incident: Incident | None = None
        self.below = QVBoxLayout()  # under the lines, and not emptied with them
        whole = self.layout()
        assert isinstance(whole, QVBoxLayout)
        whole.addLayout(self.below)
        self._buttons: list[tuple[QPushButton, Callable[[], str], Callable[[], str]]] = []
        desk.look.changed.connect(self._grow)

    def show_incident(self, incident: Incident) -> None:
        """Show this incident from now on."""
        self.incident = incident
        self.refresh()

    def refresh(self) -> None:
        """Read what concerns the incident and say it; short reads only."""
        raise NotImplementedError

    def _grow(self) -> None:
        """A closed window hears of other letters too, and has nothing left to read."""
        if not self.desk.room.is_closed:
            self._redraw()

    def _redraw(self) -> None:
        """Lines are as tall as the letters of the moment."""
        if self.incident is not None:
            self.refresh()

    def now(self) -> int:
        return self.desk.room.clock.now_ms()

    def do(self, command: Command[Any]) -> None:
        """Do it at once; what stops it is shown in the window's bar."""
        self.desk.tasks.follow(self.desk.room.do(command), owner=self)

    def ask(self, dialog: Form) -> Form:
        """Open a dialog over the window."""
        dialog.accepted.connect(self.answered)
        dialog.open()
        return dialog

    def add_head_button(
        self, words: Callable[[], str], run: Callable[[], object], *, tip: Callable[[], str] = lambda: ""
    ) -> QPushButton:
        """A quiet button on the right of the title."""
        button = QPushButton(self)
        button.setProperty("quiet", True)
        button.clicked.connect(lambda _checked=False: run())
        self.head.addWidget(button)
        self.head.setContentsMargins(14, 4, 6, 4)
        self._buttons.append((button, words, tip))
        return button

    def add_dispute(self, block: Block, record: str) -> None:
        """A quiet way to the points to settle, where two stations wrote different things of this record."""
        fields = self.desk.room.views.disputed(record)
        if fields:
            button = block.add_button(_("To settle"), lambda: self.desk.verbs.use("settle"))
            button.setToolTip(_("Two stations wrote different things; both are kept."))

    def empty_line(self, sentence: str) -> QWidget:
        """What a part with nothing in it says."""
        label = ToneLabel(self.desk.look, "muted", wrap=True, parent=self)
        label.setContentsMargins(14, 8, 14, 8)
        label.setMinimumWidth(1)  # it wraps; Qt would have it as wide as its sentence is long
        label.say(sentence)
        return label

    def fill(self, lines: Sequence[QWidget]) -> None:
        """Put these lines in place of the former ones; the keyboard stays where it was."""
        focused = self._focused_line()
        clear(self.body)
        for line in lines:
            self.body.addWidget(line)
        if lines and isinstance(lines[-1], Lead):
            lines[-1].is_last = True
        if focused >= 0 and lines:
            line = lines[min(focused, len(lines) - 1)]
            line.show()  # a layout shows it only in the next turn, and until then the next key would go elsewhere
            line.setFocus()

    def _focused_line(self) -> int:
        focus = self.window().focusWidget()  # also while a dialog stands over the window
        for at, widget in enumerate(widgets_in(self.body)):
            if widget is focus or widget.isAncestorOf(focus):
                return at
        return -1

    def _say(self) -> None:
        for button, words, tip in self._buttons:
            button.setText(words())
            button.setToolTip(tip())
        self._redraw()
