"""A field for somebody: a name typed freely, completed from the room and from the whole roster while one types."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView, QWidget

from ui.desk import Desk
from ui.icons import icon
from ui.latest import Latest
from ui.tasks import Job
from warroom.domain.roster import PersonCard
from warroom.domain.roster_lines import RosterLine, folded
from warroom.words import _

OFFERED = 12
LINE = Qt.ItemDataRole.UserRole + 1
Index = QModelIndex | QPersistentModelIndex


class PersonChoice(QLineEdit):
    """A name is enough, known or not; `chosen` tells the id of whoever was picked from the list.

    The names are looked for off the screen's thread, among ten thousand as among ten.
    """

    chosen = Signal(str)  # person id

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._offers = Offers(self)
        self._latest: Latest[tuple[str, list[RosterLine]]] = Latest(desk, owner=self, read=self._read, show=self._offer)
        self._completer, offered = QCompleter(self._offers, self), QListView()
        offered.setObjectName("names")  # dressed as in the quick entry
        self._completer.setPopup(offered)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setCompletionRole(Qt.ItemDataRole.EditRole)
        self._completer.setMaxVisibleItems(OFFERED)
        self._completer.setWidget(self)
        self._completer.activated.connect(self._take)
        self._typed = ""
        self._card = self.addAction(icon("person", desk.look), QLineEdit.ActionPosition.TrailingPosition)
        self._card.setVisible(False)
        self._card.triggered.connect(self.show_card)
        self.textEdited.connect(self._look)
        self.textChanged.connect(self._offer_card)

    @property
    def names_offered(self) -> list[str]:
        """The names that stand under the field now."""
        return [line.name for line in self._offers.lines]

    def person(self) -> PersonCard | None:
        """Whoever is called what the field says; None for a name that nobody has here. One short query."""
        return self._desk.room.views.person_named(self.text())

    def person_id(self) -> str:
        """Their id, "" for a name that nobody has here."""
        found = self.person()
        return found.id if found is not None else ""

    def put_person(self, person: str) -> None:
        """Show the name of this person (id)."""
        found = self._desk.room.views.roster_card(person) if person else None
        self.setText(found.name if found is not None else "")

    @Slot()
    def show_card(self) -> None:
        """The card of whoever stands in the field, over the form."""
        from ui.dialogs.roster_shown import PersonCardDialog

        person = self.person_id()
        if person:
            PersonCardDialog(self._desk, person, self.window()).open()

    @Slot()
    def _offer_card(self) -> None:
        person = self.person()
        self._card.setVisible(person is not None and person.roster)
        self._card.setToolTip(_("Show their card (Alt+Enter)"))

    @Slot(str)
    def _look(self, text: str) -> None:
        self._typed = text.strip()
        if self._typed:
            self._latest.ask()
        else:
            self._offers.show_lines(())
            self._hide()

    def _read(self, job: Job) -> tuple[str, list[RosterLine]]:
        """Off the screen's thread."""
        typed = self._typed
        return typed, self._desk.room.views.find_people(typed, limit=OFFERED)

    def _offer(self, found: tuple[str, list[RosterLine]]) -> None:
        typed, lines = found
        if typed != self.text().strip():
            return
        is_settled = len(lines) == 1 and folded(lines[0].name) == folded(typed)
        self._offers.show_lines(() if is_settled else lines)
        if lines and not is_settled and self.hasFocus():
            self._completer.complete()
        else:
            self._hide()

    def _hide(self) -> None:
        popup = self._completer.popup()
        if popup is not None:
            popup.hide()

    @Slot(str)
    def _take(self, name: str) -> None:
        line = next((line for line in self._offers.lines if line.name == name), None)
        if line is not None:
            self.setText(line.name)
            self.chosen.emit(line.id)

    # What Qt asks

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and event.modifiers() & Qt.KeyboardModifier.AltModifier and self._card.isVisible():
            self.show_card()
            return
        super().keyPressEvent(event)


class Offers(QAbstractListModel):
    """The names that are offered, each with what tells it apart."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: tuple[RosterLine, ...] = ()

    def show_lines(self, lines: Sequence[RosterLine]) -> None:
        self.beginResetModel()
        self.lines = tuple(lines)
        self.endResetModel()

    # What Qt asks

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # as Qt declares it
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.lines):
            return None
        line = self.lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{line.name}   {line.about}" if line.about else line.name
        if role == Qt.ItemDataRole.EditRole:
            return line.name
        return line if role == LINE else None
