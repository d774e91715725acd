"""The key of a room: its passphrase, or the code of its recovery sheet."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QPushButton, QWidget

from ui.dialogs.plain import PlainDialog
from ui.opening import Opening, Secret
from warroom.errors import WarroomError
from warroom.words import _


class OpenRoomDialog(PlainDialog):
    """Asks for a key until one opens the room or the person leaves."""

    def __init__(self, opening: Opening, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._opening, self._name = opening, name
        self._by_code = False
        self._build()
        self._say()
        self.primary.clicked.connect(self.unlock)
        self._other.clicked.connect(self._switch)
        opening.opened.connect(self._end)
        opening.key_wanted.connect(self._ask_again)
        opening.refused.connect(self._show_refusal)
        opening.only_readable.connect(self._show_refusal)

    @Slot()
    def unlock(self) -> None:
        """Try what was typed."""
        typed = self.field.text()
        if not typed:
            self.field.setFocus()
            return
        self.complain("")
        self.set_busy(True)
        if self._by_code:
            self._opening.unlock(Secret(recovery_code=typed))
        else:
            self._opening.unlock(
                Secret(passphrase=typed, strengthen=self.strengthen.isVisibleTo(self) and self.strengthen.isChecked())
            )

    def use_recovery_sheet(self) -> None:
        """Ask for the code instead of the passphrase."""
        if not self._by_code:
            self._switch()

    @Slot(object)
    def _end(self, _room: object) -> None:
        self.accept()

    @Slot(object)
    def _ask_again(self, error: WarroomError | None) -> None:
        self.set_busy(False)
        self.complain(" ".join(part for part in (error.message, error.safe) if part) if error else "")
        self.field.selectAll()
        self.field.setFocus()

    @Slot(object)
    def _show_refusal(self, error: WarroomError) -> None:
        """Another key would not help: the start screen says why."""
        self.set_busy(False)
        self.complain(str(error))
        super().reject()

    @Slot()
    def _switch(self) -> None:
        self._by_code = not self._by_code
        self.field.clear()
        self.complain("")
        self._set_echo()
        self._say()
        self.field.setFocus()

    def _set_echo(self) -> None:
        hidden = not self._by_code and not self._shown.isChecked()
        self.field.setEchoMode(QLineEdit.EchoMode.Password if hidden else QLineEdit.EchoMode.Normal)

    def _build(self) -> None:
        self._label = QLabel(self)
        self.field = QLineEdit(self)
        self._label.setBuddy(self.field)
        self._shown, self._other = QPushButton(self), QPushButton(self)
        for button in (self._shown, self._other):
            button.setAutoDefault(False)
        self._shown.setCheckable(True)
        self._shown.toggled.connect(lambda _on: self._set_echo())
        self._other.setProperty("quiet", True)
        self.body.addWidget(self._label)
        self.body.addWidget(self.field)
        self.strengthen = QCheckBox(self)
        self.strengthen.setChecked(True)
        self.body.addWidget(self.strengthen)
        self.buttons.insertWidget(0, self._other)
        self.buttons.insertWidget(1, self._shown)
        self._set_echo()
        self.field.setFocus()

    def _say(self) -> None:
        self.heading.setText(_("Open {room}").format(room=self._name))
        if self._by_code:
            self.intro.setText(_("Type the eight groups of the recovery sheet. Case, spaces and dashes do not matter."))
            self._label.setText(_("Recovery code"))
            self._other.setText(_("Use the passphrase"))
        else:
            self.intro.setText(
                self._opening.why_not or _("The keyring of this laptop does not hold the key of this room.")
            )
            self._label.setText(_("Passphrase"))
            self._other.setText(_("Use the recovery sheet"))
        self.field.setAccessibleName(self._label.text())
        self.strengthen.setText(_("Strengthen the passphrase: it is kept in an older way"))
        self.strengthen.setVisible(not self._by_code and self._opening.is_weak)
        self._shown.setText(_("Show"))
        self._shown.setVisible(not self._by_code)
        self.primary.setText(_("Open"))
        super()._say()
