"""Choose the entry that proves something: the newest first, narrowed by typing."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.models.table import Column, TableModel
from ui.widgets.framed import framed
from ui.widgets.table import Table
from warroom import phrases
from warroom.domain.entries import Entry
from warroom.room import LogFilter, Order
from warroom.words import N_, _

NEWEST, LINES = 200, 5


def entry_columns() -> tuple[Column[Entry], ...]:
    return (
        Column(
            "number", N_("No."), lambda row, _now: row.number, tone=lambda _row, _now: "muted", width=88, whole=True
        ),
        Column("when", N_("When"), lambda row, now: phrases.moment(row.event_at, now), width=132, whole=True),
        Column("text", N_("Entry"), lambda row, _now: row.text),
    )


class EntryChoice(QWidget):
    """A line to search with and the entries that hold its words."""

    chosen = Signal(object)  # the entry

    def __init__(self, desk: Desk, incident: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        views = desk.room.views
        keys = views.first_entry_keys(incident, LogFilter(), Order.EVENT, count=NEWEST)
        found = views.entries_by_key(keys)
        self._entries = [found[key] for key in keys if key in found]
        self.words = QLineEdit(self)
        self._model: TableModel[Entry] = TableModel(
            entry_columns(), ident=lambda row: row.id, look=desk.look, now=desk.room.clock.now_ms, parent=self
        )
        self.table = Table(self._model, desk.look, sortable=False, hugs=LINES, parent=self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.words)
        column.addWidget(framed(self.table, self))
        self.setFocusProxy(self.words)
        self.words.textChanged.connect(self._narrow)
        self.table.selected.connect(self._tell)
        self._narrow("")
        self.say()

    def entry(self) -> Entry | None:
        """The entry selected."""
        found = self.table.current()
        return found if isinstance(found, Entry) else None

    def choose(self, entry: str) -> None:
        self.table.select(entry)

    def say(self) -> None:
        self.words.setPlaceholderText(_("Words of the entry, or its number"))
        self.words.setAccessibleName(_("Words of the entry, or its number"))
        self.table.setAccessibleName(_("Entries"))
        self.table.say_empty(_("No entry holds these words."))
        self._model.retranslate()

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.words.setToolTip(name)

    def _narrow(self, typed: str) -> None:
        wanted = typed.casefold().split()
        self._model.replace(
            [item for item in self._entries if all(word in f"{item.number} {item.text}".casefold() for word in wanted)]
        )

    def _tell(self) -> None:
        if (entry := self.entry()) is not None:
            self.chosen.emit(entry)
