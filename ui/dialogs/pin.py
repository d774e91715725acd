"""The PIN of a person: short, typed twice, asked when somebody sits down under this name."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget

from ui import pins
from ui.desk import Desk
from ui.dialogs.plain import Fields, PlainDialog
from warroom.domain.members import Member
from warroom.errors import WarroomError
from warroom.words import _


class PinDialog(PlainDialog):
    """Sets it, one's own or, as an administrator, somebody else's; the core judges."""

    def __init__(self, desk: Desk, parent: QWidget | None = None, *, member: Member | None = None) -> None:
        super().__init__(parent, width=420)
        self._desk, self._member = desk, member
        self.take_away = QPushButton(self)
        self.take_away.setAutoDefault(False)
        self.take_away.setVisible(member is not None and member.has_pin)
        self.take_away.clicked.connect(self.remove_pin)
        self.buttons.insertWidget(0, self.take_away)
        self.pin, self.again = QLineEdit(self), QLineEdit(self)
        digits = QRegularExpressionValidator(rf"[0-9]{{0,{pins.LONGEST}}}", self)
        fields = Fields()
        self._labels = (QLabel(self), QLabel(self))
        for label, field in zip(self._labels, (self.pin, self.again), strict=True):
            field.setEchoMode(QLineEdit.EchoMode.Password)
            field.setValidator(digits)
            field.setFixedWidth(desk.look.px(160))
            fields.add(label, field)
        self.body.addLayout(fields)
        self._say()
        self.primary.clicked.connect(self.set_pin)
        self.pin.setFocus()

    @Slot()
    def set_pin(self) -> None:
        """Keep it, once both are the same."""
        if len(self.pin.text()) < pins.SHORTEST:
            self.complain(_("A PIN has at least {n} digits.").format(n=pins.SHORTEST))
            self.pin.setFocus()
        elif self.pin.text() != self.again.text():
            self.complain(_("The two PINs are not the same."))
            self.again.setFocus()
        else:
            self.complain("")
            self.set_busy(True)
            self._set(self.pin.text(), _("The PIN is set."))

    @Slot()
    def remove_pin(self) -> None:
        """From now on this name is taken without a PIN."""
        self.complain("")
        self.set_busy(True)
        self._set("", _("The PIN is taken away."))

    def _set(self, pin: str, said: str) -> None:
        future = pins.set_pin(self._desk.room, pin, person=self._member.id if self._member else "")
        self._desk.tasks.follow(future, owner=self, done=lambda _nothing: self._end(said), failed=self._stay)

    def _end(self, said: str) -> None:
        self.set_busy(False)
        self._desk.notices.say(said)
        self.accept()

    def _stay(self, error: Exception) -> None:
        self.set_busy(False)
        if not isinstance(error, WarroomError):
            raise error
        self.complain(str(error))

    def _say(self) -> None:
        name = self._member.name if self._member else self._desk.room.member
        self.heading.setText(_("PIN of {name}").format(name=name))
        self.take_away.setText(_("Take the PIN away"))
        self.intro.setText(
            _("It is asked when somebody sits down under this name. It protects a signature, not the room.")
        )
        for label, field, words in zip(self._labels, (self.pin, self.again), (_("PIN"), _("PIN again")), strict=True):
            label.setText(words)
            field.setAccessibleName(words)
        self.primary.setText(_("Set the PIN"))
        super()._say()
