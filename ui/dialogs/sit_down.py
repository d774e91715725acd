"""Who types at this laptop from now on; every entry carries the name."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCompleter, QLabel, QLineEdit, QWidget

from ui.desk import Desk
from ui.dialogs.plain import Fields, PlainDialog
from warroom.domain.people import initials_of
from warroom.errors import WarroomError
from warroom.words import _


class SitDownDialog(PlainDialog):
    """A name, and its initials for the log; people already known are completed."""

    sat_down = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=420)
        self._desk = desk
        self._known = {person.name: person.initials for person in desk.room.views.people()}
        self._has_typed_initials = False
        self.name, self.initials = QLineEdit(self), QLineEdit(self)
        completer = QCompleter(sorted(self._known), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.name.setCompleter(completer)
        self.initials.setMaxLength(4)
        self.initials.setFixedWidth(96)
        self._name_label, self._initials_label = QLabel(self), QLabel(self)
        fields = Fields()
        fields.add(self._name_label, self.name)
        fields.add(self._initials_label, self.initials)
        self.body.addLayout(fields)
        self._say()
        self.name.textChanged.connect(self._guess_initials)
        self.initials.textEdited.connect(self._keep_initials)
        self.primary.clicked.connect(self.sit_down)
        self.name.setFocus()

    @Slot()
    def sit_down(self) -> None:
        name, initials = self.name.text().strip(), self.initials.text().strip()
        if not name:
            self.complain(_("Type a name."))
            self.name.setFocus()
            return
        self.set_busy(True)
        room = self._desk.room
        self._desk.tasks.run(lambda _job: room.sit_down(name, initials), owner=self, done=self._end, failed=self._stay)

    def _end(self, _nothing: None) -> None:
        self.sat_down.emit()
        self._desk.notices.say(_("{name} types now.").format(name=self._desk.room.member))
        self.accept()

    def _stay(self, error: Exception) -> None:
        self.set_busy(False)
        if not isinstance(error, WarroomError):
            raise error
        self.complain(str(error))

    @Slot(str)
    def _guess_initials(self, name: str) -> None:
        if not self._has_typed_initials:
            self.initials.setText(self._known.get(name) or initials_of(name))

    @Slot(str)
    def _keep_initials(self, typed: str) -> None:
        self._has_typed_initials = bool(typed)

    def _say(self) -> None:
        self.heading.setText(_("Who is at the keyboard?"))
        self.intro.setText(_("Every entry written here carries this name. Change it at each handover."))
        self._name_label.setText(_("First name and name"))
        self._initials_label.setText(_("Initials"))
        self.name.setAccessibleName(_("First name and name"))
        self.initials.setAccessibleName(_("Initials"))
        self.primary.setText(_("Sit down"))
        super()._say()
