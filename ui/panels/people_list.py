"""A list of the page about people: a table, what the chosen line means in words, and the verbs on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.latest import Latest
from ui.models.table import Column, TableModel
from ui.tasks import Job
from ui.widgets.framed import framed
from ui.widgets.spoken import Spoken
from ui.widgets.table import Table
from ui.widgets.tone import ToneLabel
from warroom.commands.base import Command
from warroom.room import Change

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Hand(Generic[Row]):
    """A button: its words, whether it can be used on the chosen line (None without one), whether it is there at all."""

    button: QPushButton
    words: Callable[[], str]
    can: Callable[[Row | None], bool]
    is_offered: Callable[[Row | None], bool]
    writes: bool


class PeopleList(Spoken, QWidget, Generic[Row]):
    """Read in a task when it comes to the front and when one of its nouns changes."""

    nouns: tuple[str, ...] = ()
    hugs = 0  # lines at most, where the table is only as tall as they are
    counted = Signal()  # another number of lines
    record_chosen = Signal(str, str, str)  # incident, noun, id

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._rows: list[Row] = []
        self._hands: list[Hand[Row]] = []
        self._wanted = ""
        self._latest: Latest[Any] = Latest(desk, owner=self, read=self.read, show=self.take)
        self.model: TableModel[Row] = TableModel(
            self.columns(), ident=self.ident, look=desk.look, now=desk.room.clock.now_ms, parent=self
        )
        self.table = Table(self.model, desk.look, hugs=self.hugs, parent=self)
        self.about = ToneLabel(desk.look, "muted", wrap=True, parent=self)
        self.about.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.head = QHBoxLayout()
        self.head.setSpacing(8)
        self.head.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        whole.addLayout(self.head)
        whole.addWidget(framed(self.table, self), 1)
        whole.addWidget(self.about)
        self.setFocusProxy(self.table)
        self.table.selected.connect(self.enable)
        self.table.chosen.connect(self.open_row)
        desk.changes.changed.connect(self._follow)

    # What each list says for itself

    def columns(self) -> Sequence[Column[Row]]:
        raise NotImplementedError

    def ident(self, row: Row) -> str:
        raise NotImplementedError

    def read(self, job: Job) -> Any:
        """Off the screen's thread."""
        raise NotImplementedError

    def take(self, rows: Any) -> None:
        """What was read, on screen."""
        self.show_rows(rows)

    def open_row(self, row: Row) -> None:
        """Enter or a double click."""

    def about_row(self, row: Row) -> str:
        """What the chosen line means, in whole sentences."""
        return ""

    def title(self) -> str:
        """The words of its tab."""
        raise NotImplementedError

    def empty_words(self) -> str:
        raise NotImplementedError

    @property
    def count(self) -> int:
        """What its tab counts, 0 for nothing worth counting."""
        return 0

    # What they share

    def refresh(self) -> None:
        self._latest.ask()

    def choose(self, ident: str) -> None:
        """Choose this line as soon as it is listed."""
        self._wanted = "" if self.table.select(ident) else ident

    def current(self) -> Row | None:
        row: Row | None = self.table.current()
        return row

    @property
    def can_write(self) -> bool:
        return not self.desk.room.read_only

    def add_hand(
        self,
        words: Callable[[], str],
        run: Callable[[], object],
        *,
        can: Callable[[Row | None], bool] = lambda _row: True,
        is_offered: Callable[[Row | None], bool] = lambda _row: True,
        primary: bool = False,
        writes: bool = True,
    ) -> QPushButton:
        """One more button on the right of the head."""
        button = QPushButton(self)
        if primary:
            button.setProperty("primary", True)
        button.clicked.connect(lambda _checked=False: run())
        self.head.addWidget(button)
        self._hands.append(Hand(button, words, can, is_offered, writes))
        return button

    def show_rows(self, rows: list[Row]) -> None:
        """These lines; the choice stays."""
        self._rows = rows
        self.model.replace(rows)
        if self._wanted and self.table.select(self._wanted):
            self._wanted = ""
        if self.table.current() is None and rows:
            self.table.selectRow(0)
        self.enable()
        self.counted.emit()

    def do(self, command: Command[Any]) -> None:
        """Do it at once; what stops it is said in the window's bar."""
        self.desk.tasks.follow(self.desk.room.do(command), owner=self)

    @Slot()
    def enable(self) -> None:
        """What can be done with the chosen line, and what it means."""
        row = self.current()
        for hand in self._hands:
            hand.button.setVisible(hand.is_offered(row))
            hand.button.setEnabled((self.can_write or not hand.writes) and hand.can(row))
        said = self.about_row(row) if row is not None else ""
        self.about.say(said)
        self.about.setVisible(bool(said))

    @Slot(object)
    def _follow(self, change: Change) -> None:
        if self.isVisible() and change.touches(*self.nouns):
            self._latest.ask()

    def _say(self) -> None:
        self.table.setAccessibleName(self.title())
        self.table.say_empty(self.empty_words())
        for hand in self._hands:
            hand.button.setText(hand.words())
        self.model.retranslate()
        self.enable()

    # What Qt asks

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._latest.ask()
