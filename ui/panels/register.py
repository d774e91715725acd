"""A register: what was asked or decided, late ones first, of one incident or of all that have any."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, Protocol, TypeVar

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLayout, QPushButton, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.latest import Latest
from ui.models.table import Column, TableModel
from ui.tasks import Job
from ui.widgets.framed import framed
from ui.widgets.spoken import Spoken
from ui.widgets.table import Table
from ui.widgets.tone import ToneLabel
from warroom.domain.incidents import Incident
from warroom.room import Change
from warroom.words import ngettext

Row = TypeVar("Row")

TICK_MS = 10_000


class Record(Protocol):
    """What every line stands for."""

    @property
    def id(self) -> str: ...

    @property
    def incident(self) -> str: ...


class Register(Spoken, QWidget, Generic[Row]):
    """Title, count, buttons and a table; who inherits says what is read, in which order, and what can be done."""

    incident_chosen = Signal(str)
    nouns: tuple[str, ...] = ("incident",)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._incident: Incident | None = None
        self._rows: list[Row] = []
        self._wanted = ""
        self._latest = Latest(desk, owner=self, read=self._read, show=self._show_rows)
        self._build()
        self._say()
        self._table.selected.connect(self._enable)
        desk.changes.changed.connect(self._follow)
        ticks = QTimer(self)
        ticks.setInterval(TICK_MS)
        ticks.timeout.connect(self._model.refresh)
        ticks.start()

    def show(self, *incident: str | None) -> None:  # the room's screens say show(id)
        """Show what belongs to this incident, to all with None; without an argument only the widget."""
        if incident:
            self._incident = self._desk.room.views.incident(incident[0]) if incident[0] else None
            self._say()
            self._latest.ask()
        super().show()

    def reveal(self, ident: str) -> None:
        """Select this record as soon as it is listed."""
        self._wanted = ident
        if self._table.select(ident):
            self._wanted = ""
        self._table.setFocus()

    def open_incident(self) -> None:
        row = self._table.current()
        if row is not None:
            self.incident_chosen.emit(self._record(row).incident)

    # What each register says for itself

    def _record(self, row: Row) -> Record:
        raise NotImplementedError

    def _build(self) -> None:
        raise NotImplementedError

    def _read(self, job: Job) -> list[Row]:
        raise NotImplementedError

    def _in_order(self, rows: list[Row]) -> list[Row]:
        raise NotImplementedError

    def _enable(self) -> None:
        raise NotImplementedError

    def _say(self) -> None:
        raise NotImplementedError

    # What they share

    def _lay_out(self, table: Table, buttons: Sequence[QPushButton], foot: QLayout | None = None) -> None:
        """Title and count on the left, buttons on the right, the table under them."""
        self._table = table
        self._title, self._count = QLabel(self), ToneLabel(self._desk.look, "muted", parent=self)
        self._title.setProperty("role", "page")
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._title)
        head.addWidget(self._count)
        head.addStretch(1)
        for button in buttons:
            head.addWidget(button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 16)
        whole.setSpacing(12)
        whole.addLayout(head)
        whole.addWidget(framed(table, self), 1)
        if foot is not None:
            whole.addLayout(foot)

    def _new_model(self, columns: Sequence[Column[Row]]) -> TableModel[Row]:
        self._model: TableModel[Row] = TableModel(
            columns,
            ident=lambda row: self._record(row).id,
            look=self._desk.look,
            now=self._desk.room.clock.now_ms,
            parent=self,
        )
        return self._model

    def _show_rows(self, rows: list[Row]) -> None:
        self._rows = self._in_order(rows)
        self._model.replace(self._rows)
        if self._wanted and self._table.select(self._wanted):
            self._wanted = ""
        if self._table.current() is None and self._model.rowCount():
            self._table.selectRow(0)
        self._say()
        self._enable()

    @Slot(object)
    def _follow(self, change: Change) -> None:
        if change.touches(*self.nouns):
            self._latest.ask()

    def _say_count(self, said: str, *, late: int) -> None:
        """`7 open · 2 late`, in red when any is late."""
        late_said = ngettext("{n} late", "{n} late", late).format(n=late)
        self._count.say(f"{said} · {late_said}" if late else said, "late" if late else "muted")

    # What Qt asks

    def focusInEvent(self, event: QFocusEvent) -> None:
        """A page that comes to the front answers Enter and the arrows at once.

        Not a focus proxy: Tab would then leave the page from its table, past all its buttons.
        """
        super().focusInEvent(event)
        self._table.setFocus(event.reason())
