"""A handover sheet on screen: headings and their lines, to be read from top to bottom."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from ui.theme import Look
from ui.widgets.lines import clear
from ui.widgets.side_column import Flowing
from ui.widgets.tone import ToneLabel
from warroom.commands.seat_words import part_word
from warroom.domain.handovers import Part, SheetPart
from warroom.words import _

HEIGHT = 250  # of the drawings' pixels


class SheetView(QScrollArea):
    """Read only; the arrows scroll."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._parts: Sequence[SheetPart] | None = None
        self._inside = Flowing()
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(14, 8, 14, 10)
        self._column.setSpacing(3)
        self.setWidget(self._inside)
        self.setWidgetResizable(True)
        self.setProperty("panel", True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumHeight(look.px(HEIGHT))
        self.say()

    def show_parts(self, parts: Sequence[SheetPart]) -> None:
        self._parts = parts
        self.say()

    def text(self) -> str:
        """Everything on it, a line each."""
        return "\n".join(line for part in self._parts or () for line in part.lines)

    def say(self) -> None:
        """All words anew, after a change of language; the lines stay as they were written."""
        self.setAccessibleName(_("Handover sheet"))
        clear(self._column)
        if self._parts is None:
            self._add(_("The sheet is being filled from the room…"), "muted")
        for part in self._parts or ():
            head = ToneLabel(self._look, bold=True, parent=self._inside)
            head.setContentsMargins(0, 6, 0, 0)
            head.say(part_word(part.part))
            self._column.addWidget(head)
            for line in part.lines:
                self._add(f"· {line}", "late" if part.part is Part.LATE else "")
            if not part.lines:
                self._add(_("Nothing."), "muted")
        self._column.addStretch(1)

    def _add(self, text: str, tone: str) -> None:
        label = ToneLabel(self._look, tone, wrap=True, parent=self._inside)
        label.say(text)
        self._column.addWidget(label)

    # What Qt asks

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if step:
            bar.setValue(bar.value() + step * self._look.px(40))
            return
        super().keyPressEvent(event)
