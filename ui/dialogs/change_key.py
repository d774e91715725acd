"""A new key for the room: what it means, and the passphrase that proves it may be done."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from ui.desk import Desk
from ui.dialogs.plain import Fields, PlainDialog
from warroom.errors import WarroomError
from warroom.words import _


class ChangeKeyDialog(PlainDialog):
    """`confirmed` gives the passphrase once it proved right; "" for a room that has none."""

    confirmed = Signal(str)

    def __init__(self, desk: Desk, *, has_passphrase: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=520)
        self._desk, self._has_passphrase = desk, has_passphrase
        self._label, self.field = QLabel(self), QLineEdit(self)
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        fields = Fields()
        fields.add(self._label, self.field)
        self.body.addLayout(fields)
        for widget in (self._label, self.field):
            widget.setVisible(has_passphrase)
        self._say()
        self.primary.clicked.connect(self.confirm)
        (self.field if has_passphrase else self.primary).setFocus()

    @Slot()
    def confirm(self) -> None:
        """Prove the passphrase before anything is closed."""
        typed = self.field.text()
        if not self._has_passphrase:
            self._end(None)
        elif not typed:
            self.field.setFocus()
        else:
            self.complain("")
            self.set_busy(True)
            lock = self._desk.room.lock
            self._desk.tasks.run(
                lambda _job: lock.check(passphrase=typed), owner=self, done=self._end, failed=self._stay
            )

    def _end(self, _nothing: None) -> None:
        self.set_busy(False)
        typed = self.field.text()
        self.accept()
        self.confirmed.emit(typed)

    def _stay(self, error: Exception) -> None:
        self.set_busy(False)
        if not isinstance(error, WarroomError):
            raise error
        self.complain(str(error))
        self.field.selectAll()
        self.field.setFocus()

    def _say(self) -> None:
        self.heading.setText(_("Change the room key"))
        said = (
            _("The room closes, is written anew under a new key, and opens again where you left it."),
            _("What is half typed is kept."),
            _("A new recovery sheet is shown: the former one then opens only older copies."),
        )
        self.intro.setText(" ".join(said))
        self._label.setText(_("Passphrase"))
        self.field.setAccessibleName(_("Passphrase"))
        self.primary.setText(_("Change the key"))
        super()._say()
