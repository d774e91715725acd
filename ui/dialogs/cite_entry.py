"""Cite an entry of the log behind a message: if it is refuted one day, the message will say so."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.models.message_view import MessageView
from ui.widgets.entry_picker import EntryPicker
from warroom.commands import CiteEntry
from warroom.errors import Refusal
from warroom.words import _


class CiteDialog(Form):
    """The entry, and what the message says by it."""

    def __init__(self, desk: Desk, shown: MessageView, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=680)
        self._shown = shown
        self._picker, self._says = EntryPicker(desk, shown.facts.message.incident, self), QLineEdit(self)
        self.add(lambda: _("Entry"), self._picker)
        self.add(lambda: _("What the message says by it"), self._says)
        self._picker.setFocus()

    def title(self) -> str:
        return _("Which entry does message {number} rest on?").format(number=self._shown.facts.message.number)

    def verb(self) -> str:
        return _("Cite it")

    def command(self) -> CiteEntry:
        entry = self._picker.value()
        if entry is None:
            raise Refusal("entry-missing", _("Which entry?"), safe=_("Nothing was changed."))
        return CiteEntry(message=self._shown.id, entry=entry.id, what=self._says.text())
