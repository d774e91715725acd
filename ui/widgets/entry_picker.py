"""An entry chosen from the log: typed as its number, or found by its words among the latest."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.widgets.spoken import Spoken
from warroom import phrases
from warroom.domain.entries import Entry, Kind
from warroom.errors import Refusal
from warroom.room import LogFilter
from warroom.words import _

LATEST = 200  # entries that are offered
LINES = 6


class EntryPicker(Spoken, QWidget):
    """A field and the entries that fit it, newest first; Enter in the field takes the first."""

    changed = Signal()

    def __init__(self, desk: Desk, incident: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._entries = _latest(desk, incident)
        self.words = QLineEdit(self)
        self.words.setClearButtonEnabled(True)
        self.list = QListWidget(self)
        self.list.setObjectName("names")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setUniformItemSizes(True)
        self.list.setFixedHeight(LINES * desk.look.px(28) + 10)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.words)
        column.addWidget(self.list)
        self.setFocusProxy(self.words)
        self.words.textChanged.connect(self._list)
        self.list.currentRowChanged.connect(self.changed)
        self._say()
        self._list("")

    def setAccessibleName(self, name: str) -> None:
        """The field and the list are what a screen reader stands on."""
        super().setAccessibleName(name)
        self.words.setAccessibleName(name)
        self.list.setAccessibleName(name)

    def value(self) -> Entry | None:
        """The entry chosen; None when nothing was typed or chosen. Raises Refusal for a number that names none."""
        item = self.list.currentItem()
        if item is not None:
            chosen: Entry = item.data(Qt.ItemDataRole.UserRole)
            return chosen
        typed = self.words.text().strip()
        if not typed:
            return None
        found = self._desk.room.views.entry_by_number(typed)
        if found is None:
            raise Refusal(
                "entry-unknown",
                _("No entry has the number {number}.").format(number=typed),
                safe=_("Nothing was changed."),
                todo=_("Choose one of the list, or type its number like A-0042."),
            )
        return found

    @Slot(str)
    def _list(self, typed: str) -> None:
        """What fits every word typed; the first is chosen as soon as something is typed."""
        wanted = typed.casefold().split()
        now = self._desk.room.clock.now_ms()
        self.list.clear()
        for entry in self._entries:
            said = f"{entry.number}  {phrases.moment(entry.event_at, now)}  {' '.join(entry.text.split())}"
            if all(word in said.casefold() for word in wanted):
                item = QListWidgetItem(said, self.list)
                item.setToolTip(entry.text)
                item.setData(Qt.ItemDataRole.UserRole, entry)
        if wanted and self.list.count():
            self.list.setCurrentRow(0)

    def _say(self) -> None:
        self.words.setPlaceholderText(_("number or words, e.g. A-0042"))


def _latest(desk: Desk, incident: str) -> list[Entry]:
    views = desk.room.views
    wanted = LogFilter(kinds=frozenset(Kind) - {Kind.AUTOMATIC})  # what the room wrote itself proves nothing
    keys = views.first_entry_keys(incident, wanted, count=LATEST)
    found = views.entries_by_key(keys)
    return [found[key] for key in keys if key in found]
