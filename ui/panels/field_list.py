"""What both lists of the page “Teams and means” share: one mode, keys on the line, the same deeds in a menu."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QLayout, QMenu, QPushButton, QWidget

from ui.desk import Desk
from ui.panels.actions import ActionsTable
from ui.panels.register import TICK_MS, Register
from ui.widgets.flow import FlowLayout
from ui.widgets.table import Table
from warroom.commands.base import Command
from warroom.domain.incidents import Incident, Mode

Row = TypeVar("Row")


class FieldList(Register[Row]):
    """One of the two lists; it shows what is of the mode of the current incident, the real before all else."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        self._current: Incident | None = None
        self._with_over = False
        super().__init__(desk, parent)
        self._table.chosen.connect(lambda _row: self.go_on())
        ticks = QTimer(self, interval=TICK_MS)  # something turns red without anybody writing
        ticks.timeout.connect(self._tick)
        ticks.start()

    @property
    def mode(self) -> Mode:
        is_exercise = self._current is not None and self._current.exercise
        return Mode.EXERCISE if is_exercise else Mode.REAL

    def show_current(self, incident: Incident | None) -> None:
        """Whose mode is shown, and whom a new line is for."""
        self._current = incident
        self._say()
        self._latest.ask()

    def go_on(self) -> None:
        """What Enter does on the selected line."""
        raise NotImplementedError

    def deeds(self) -> tuple[tuple[QPushButton, str, Callable[[], None]], ...]:
        """The buttons under the list, their keys and what they do."""
        raise NotImplementedError

    def can_write(self) -> bool:
        return not self._desk.room.read_only

    # What they share

    def _frame(self, table: ActionsTable, buttons: tuple[QPushButton, ...]) -> None:
        table.keyed.connect(self._key)
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        table.customContextMenuRequested.connect(self._offer)
        foot = FlowLayout(across=8, down=8)
        for button, _key, run in self.deeds():
            button.clicked.connect(lambda _checked=False, run=run: run())
            foot.addWidget(button)
        self._lay_out(table, buttons, foot)

    def _lay_out(self, table: Table, buttons: Any, foot: QLayout | None = None) -> None:
        super()._lay_out(table, buttons, foot)
        whole = self.layout()
        assert whole is not None
        whole.setContentsMargins(20, 12, 20, 8)
        whole.setSpacing(8)

    def _do(self, command: Command[Any]) -> None:
        self._desk.tasks.follow(self._desk.room.do(command), owner=self)

    def _ask_again(self, with_over: bool) -> None:
        self._with_over = with_over
        self._latest.ask()

    def _key(self, letter: str) -> None:
        found = next(((button, run) for button, key, run in self.deeds() if key.lower() == letter), None)
        if found is not None and found[0].isEnabled():
            found[1]()

    def _offer(self, at: QPoint) -> None:
        if self._table.current() is None:
            return
        menu = QMenu(self)
        for button, _key, run in self.deeds():
            deed = menu.addAction(button.text())
            deed.setEnabled(button.isEnabled())
            deed.triggered.connect(lambda _checked=False, run=run: run())
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._table.viewport().mapToGlobal(at))

    def _tick(self) -> None:
        if self.isVisible():
            self._say()
