"""The PIN of the person at the keyboard: short, typed twice, asked when somebody sits down under this name."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from ui import pins
from ui.desk import Desk
from ui.dialogs.plain import Fields, PlainDialog
from warroom.errors import WarroomError
from warroom.words import _


class PinDialog(PlainDialog):
    """Sets it; the core judges what is too short."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=420)
        self._desk = desk
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
            future = pins.set_pin(self._desk.room, self.pin.text())
            self._desk.tasks.follow(future, owner=self, done=self._end, failed=self._stay)

    def _end(self, _result: object) -> None:
        self.set_busy(False)
        self._desk.notices.say(_("The PIN is set."))
        self.accept()

    def _stay(self, error: Exception) -> None:
        self.set_busy(False)
        if not isinstance(error, WarroomError):
            raise error
        self.complain(str(error))

    def _say(self) -> None:
        self.heading.setText(_("PIN of {name}").format(name=self._desk.room.member))
        self.intro.setText(
            _("It is asked when somebody sits down under this name. It protects a signature, not the room.")
        )
        for label, field, words in zip(self._labels, (self.pin, self.again), (_("PIN"), _("PIN again")), strict=True):
            label.setText(words)
            field.setAccessibleName(words)
        self.primary.setText(_("Set the PIN"))
        super()._say()
