"""From, to, when: three slim fields under the line, opened by a key, for whoever knows no grammar."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QLabel, QLineEdit, QListView, QWidget

from ui.theme import Look
from ui.widgets.spoken import Spoken
from warroom.words import _, pgettext

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
FIELDS = ("from", "to", "when")


class CallField(QLineEdit):
    """One of them: Enter goes on, Esc goes back to the line, and what is typed stays."""

    done = Signal()
    left = Signal()

    # What Qt asks

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER:
            self.done.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class CallFields(Spoken, QWidget):
    """Hidden until one is asked for; they clear when the line is sent."""

    changed = Signal()
    done = Signal()  # Enter
    left = Signal()  # Esc

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._names = QStringListModel(self)
        self._popups: list[QWidget] = []
        self._labels = {name: QLabel(self) for name in FIELDS}
        self.fields = {name: CallField(self) for name in FIELDS}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for name, field in self.fields.items():
            self._labels[name].setProperty("role", "muted")
            self._labels[name].setBuddy(field)
            row.addWidget(self._labels[name])
            row.addWidget(field, 2 if name == "when" else 3)
            field.textChanged.connect(self.changed)
            field.done.connect(self.done)
            field.left.connect(self.left)
        for name in ("from", "to"):
            self._complete(self.fields[name])
        self.hide()
        self._say()

    def open(self, name: str) -> None:
        """Show them, with the keyboard in this one."""
        self.show()
        self.fields[name].setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.fields[name].selectAll()

    def set_names(self, people: Sequence[str]) -> None:
        self._names.setStringList(list(people))

    def put(self, from_who: str, to_who: str, when: str) -> None:
        """Fill them; shown when one says something."""
        for name, text in zip(FIELDS, (from_who, to_who, when), strict=True):
            self.fields[name].setText(text)
        self.setVisible(bool(from_who or to_who or when))

    def value(self, name: str) -> str:
        return self.fields[name].text()

    @property
    def is_empty(self) -> bool:
        return not any(field.text().strip() for field in self.fields.values())

    @property
    def names_offered(self) -> tuple[QWidget, ...]:
        """The lists of names under the fields."""
        return tuple(self._popups)

    def has_keyboard(self) -> bool:
        """Whether one of them has the keyboard."""
        return any(field.hasFocus() for field in self.fields.values())

    def _complete(self, field: QLineEdit) -> None:
        completer, offered = QCompleter(self._names, self), QListView()
        offered.setObjectName("names")  # dressed as in the line
        completer.setPopup(offered)
        self._popups.append(offered)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        field.setCompleter(completer)

    def _say(self) -> None:
        words = (_("From"), pgettext("addressee", "To"), _("When"))
        for name, word in zip(FIELDS, words, strict=True):
            self._labels[name].setText(word)
            self.fields[name].setAccessibleName(word)
        self.fields["from"].setPlaceholderText(_("who called"))
        self.fields["to"].setPlaceholderText(_("who was called"))
        self.fields["when"].setPlaceholderText(_("20 = 20 min ago, or 23:50"))
