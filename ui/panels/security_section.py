"""A section of the security page: lines that name a thing, say how it stands, and hold the buttons that change it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.widgets.panel import PanelFrame
from ui.widgets.spoken import Spoken
from ui.widgets.tone import ToneLabel

NAME_WIDTH = 152
NARROW = 640


class Row(QWidget):
    """One line of a section."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._buttons: list[tuple[QPushButton, Callable[[], str]]] = []
        self.name = ToneLabel(desk.look, bold=True, wrap=True, parent=self)
        self.state = ToneLabel(desk.look, wrap=True, parent=self)
        self.note = ToneLabel(desk.look, "muted", wrap=True, parent=self)
        self.note.hide()
        said = QVBoxLayout()
        said.setSpacing(2)
        said.addWidget(self.state)
        said.addWidget(self.note)
        said.addStretch(1)
        self._hands = QHBoxLayout()
        self._hands.setSpacing(8)
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._both.setSpacing(8)
        self._both.addLayout(said, 1)
        self._both.addLayout(self._hands)
        line = QHBoxLayout(self)
        line.setContentsMargins(14, 8, 14, 8)
        line.setSpacing(12)
        line.addWidget(self.name, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(self._both, 1)
        self._size()
        desk.look.changed.connect(self._size)

    def say(self, state: str, tone: str = "", *, note: str = "") -> None:
        """How it stands, in a tone; and, muted, why."""
        self.state.say(state, tone)
        self.state.setVisible(bool(state))
        self.note.say(note)
        self.note.setVisible(bool(note))

    def add_button(self, words: Callable[[], str], run: Callable[[], object]) -> QPushButton:
        """One more button on the right."""
        button = QPushButton(self)
        button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        button.clicked.connect(lambda _checked=False: run())
        self._hands.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        self._buttons.append((button, words))
        return button

    def add_field(self, field: QWidget) -> None:
        """A field in place of buttons."""
        self._hands.addWidget(field, 0, Qt.AlignmentFlag.AlignTop)

    def say_buttons(self) -> None:
        for button, words in self._buttons:
            button.setText(words())
            button.setAccessibleName(f"{self.name.text()}, {words()}")

    @Slot()
    def _size(self) -> None:
        self.name.setFixedWidth(self._desk.look.px(NAME_WIDTH))
        self._fold()

    def _fold(self) -> None:
        """In a narrow window the buttons go under the words."""
        is_narrow = self.width() < self._desk.look.px(NARROW)
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._both.setDirection(down if is_narrow else across)
        self._hands.setAlignment(Qt.AlignmentFlag.AlignLeft if is_narrow else Qt.AlignmentFlag.AlignRight)

    # What Qt asks

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()


class Section(Spoken, PanelFrame):
    """A panel of rows; `refresh` reads how things stand, `_say` names them."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.rows: list[Row] = []
        self.body.setContentsMargins(0, 4, 0, 4)

    def refresh(self) -> None:
        """Read how things stand; in a task where that may last."""
        raise NotImplementedError

    def add_row(self, *, before: QWidget | None = None) -> Row:
        """One more line, at the end or before another."""
        row = Row(self.desk, self)
        self.rows.append(row)
        self.body.insertWidget(self.body.indexOf(before) if before is not None else -1, row)
        return row

    def drop_row(self, row: Row) -> None:
        """A line that is no more."""
        self.rows.remove(row)
        self.body.removeWidget(row)
        row.hide()
        row.deleteLater()

    @property
    def can_change(self) -> bool:
        """Whether anything may be changed in this room here."""
        return not self.desk.room.read_only

    def _say(self) -> None:
        for row in self.rows:
            row.say_buttons()
