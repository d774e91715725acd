"""Who types at this laptop from now on, in one step: initials or a name, and the PIN of a person who has one."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCompleter, QLabel, QLineEdit, QListView, QWidget

from ui import pins
from ui.desk import Desk
from ui.dialogs.plain import Fields, PlainDialog
from warroom.domain.people import Person, initials_of
from warroom.errors import WarroomError
from warroom.words import _


class SitDownDialog(PlainDialog):
    """One field; initials are asked only of somebody new, a PIN only of whoever has one."""

    sat_down = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=420)
        self._desk = desk
        self._people = desk.room.views.people()
        self._with_pin = pins.who_has_one(desk.room)
        self._labels = {label_of(person): person for person in self._people}
        self._has_typed_initials = False
        self.name, self.initials, self.pin = QLineEdit(self), QLineEdit(self), QLineEdit(self)
        completer, offered = QCompleter(sorted(self._labels, key=str.casefold), self), QListView()
        offered.setObjectName("names")  # dressed as in the quick entry
        completer.setPopup(offered)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.name.setCompleter(completer)
        self.name.returnPressed.connect(self.sit_down)  # while names are offered, the dialog never hears of Enter
        self.initials.setMaxLength(4)
        self.pin.setMaxLength(pins.LONGEST)
        self.pin.setEchoMode(QLineEdit.EchoMode.Password)
        for short in (self.initials, self.pin):
            short.setFixedWidth(desk.look.px(112))
        self._name_label, self._initials_label, self._pin_label = QLabel(self), QLabel(self), QLabel(self)
        fields = Fields()
        fields.add(self._name_label, self.name)
        fields.add(self._initials_label, self.initials)
        fields.add(self._pin_label, self.pin)
        self.body.addLayout(fields)
        self._say()
        self.name.textChanged.connect(self._follow)
        self.initials.textEdited.connect(self._keep_initials)
        self.primary.clicked.connect(self.sit_down)
        self._follow("")
        self.name.setFocus()

    @property
    def person(self) -> Person | None:
        """Who is meant, None while nobody known or more than one person fits."""
        found = self._meant()
        return found[0] if len(found) == 1 else None

    @Slot()
    def sit_down(self) -> None:
        """Enter: sit down, or first give what is still missing."""
        if not self.primary.isEnabled():
            return
        offered = self.name.completer().popup()
        if offered is not None:
            offered.hide()
        typed = self.name.text().strip()
        found = self._meant()
        if not typed:
            self.complain_at(self.name, _("Type initials or a name."))
        elif len(found) > 1:
            names = ", ".join(person.name for person in found)
            self.complain_at(
                self.name, _("{initials} are the initials of {names}.").format(initials=typed, names=names)
            )
        elif not found and _could_be_initials(typed) and not self._people:
            self.complain_at(self.name, _("Nobody is known here yet. Type first name and name."))
        elif not found and _could_be_initials(typed):
            self.complain_at(
                self.name,
                _("Nobody here has the initials {initials}. Type first name and name.").format(initials=typed),
            )
        elif found and self.pin.isVisibleTo(self) and not self.pin.text():
            self.complain("")
            self.pin.setFocus()
        else:
            self._send(found[0] if found else None, typed)

    def _send(self, person: Person | None, typed: str) -> None:
        self.complain("")
        self.set_busy(True)
        room, pin = self._desk.room, self.pin.text()
        known, initials = (person.id, "") if person else ("", self.initials.text().strip())
        self._desk.tasks.run(
            lambda _job: pins.sit_down(room, name=typed, initials=initials, known=known, pin=pin),
            owner=self,
            done=self._end,
            failed=self._stay,
        )

    def _end(self, _nothing: None) -> None:
        self.sat_down.emit()
        self._desk.notices.say(_("{name} types now.").format(name=self._desk.room.member))
        self.accept()

    def _stay(self, error: Exception) -> None:
        self.set_busy(False)
        if not isinstance(error, WarroomError):
            raise error
        self.complain(str(error))
        if self.pin.isVisibleTo(self):
            self.pin.selectAll()
            self.pin.setFocus()

    def _meant(self) -> list[Person]:
        """The people whom the typed text names: one by name, or all with these initials."""
        typed = " ".join(self.name.text().split()).casefold()
        for label, person in self._labels.items():
            if typed in (label.casefold(), person.name.casefold()):
                return [person]
        return [person for person in self._people if typed and person.initials.casefold() == typed]

    @Slot(str)
    def _follow(self, typed: str) -> None:
        """Show only the fields that this person needs."""
        found = self._meant()
        is_new = bool(typed.strip()) and not found and not self._could_become_known(typed)
        wants_pin = len(found) == 1 and found[0].id in self._with_pin
        for widget, is_needed in (
            (self._initials_label, is_new),
            (self.initials, is_new),
            (self._pin_label, wants_pin),
            (self.pin, wants_pin),
        ):
            widget.setVisible(is_needed)
        if not self._has_typed_initials:
            self.initials.setText(initials_of(typed))
        self.grow()

    def _could_become_known(self, typed: str) -> bool:
        return any(typed.strip().casefold() in label.casefold() for label in self._labels)

    @Slot(str)
    def _keep_initials(self, typed: str) -> None:
        self._has_typed_initials = bool(typed)

    def _say(self) -> None:
        self.heading.setText(_("Who is at the keyboard?"))
        self.intro.setText(_("Every entry written here carries this name. Change it at each handover: F12."))
        self._name_label.setText(_("Initials, or first name and name") if self._people else _("First name and name"))
        self._initials_label.setText(_("Initials of this new person"))
        self._pin_label.setText(_("PIN"))
        for label, field in (
            (self._name_label, self.name),
            (self._initials_label, self.initials),
            (self._pin_label, self.pin),
        ):
            field.setAccessibleName(label.text())
        self.primary.setText(_("Sit down"))
        super()._say()


def label_of(person: Person) -> str:
    """How a person is offered while typing: initials first, as they are typed."""
    return f"{person.initials} · {person.name}" if person.initials else person.name


def _could_be_initials(typed: str) -> bool:
    return typed.isalpha() and (len(typed) <= 2 or (len(typed) <= 4 and typed.isupper()))
