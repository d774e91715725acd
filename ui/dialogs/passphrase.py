"""The passphrase of an open room: set, changed, or stretched anew as dearly as today's usual."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from ui.desk import Desk
from ui.dialogs.plain import Fields, PlainDialog
from ui.strength import judge
from ui.tasks import Job
from warroom.errors import WarroomError
from warroom.words import _


class Purpose(Enum):
    """What the dialog is opened for; it decides which fields there are."""

    CHANGE = "change"  # the one of today, then the new one
    SET = "set"  # there is none yet, or it was forgotten and the recovery sheet opened the room
    STRENGTHEN = "strengthen"  # the one of today, kept
    NEW_SHEET = "new-sheet"  # the one of today, before a sheet that opens the room without it


class PassphraseDialog(PlainDialog):
    """Keeps what was typed until the keys file is written."""

    changed = Signal()

    def __init__(self, desk: Desk, purpose: Purpose, *, recovered: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=480)
        self._desk, self._purpose, self._recovered = desk, purpose, recovered
        self.former, self.passphrase, self.again = (QLineEdit(self) for _each in range(3))
        self._labels = [QLabel(self) for _each in range(3)]
        self.hint = QLabel(self)
        self.hint.setWordWrap(True)
        fields = Fields()
        for label, field in zip(self._labels, self._all, strict=True):
            field.setEchoMode(QLineEdit.EchoMode.Password)
            fields.add(label, field)
        self.body.addLayout(fields)
        self.body.addWidget(self.hint)
        for label, field in zip(self._labels, self._all, strict=True):
            for widget in (label, field):
                widget.setVisible(field in self._asked)
        self.hint.setVisible(self.passphrase in self._asked)
        self._say()
        self.passphrase.textChanged.connect(self._judge)
        self.again.textChanged.connect(self._judge)
        self.primary.clicked.connect(self.change)
        self._asked[0].setFocus()

    @property
    def _all(self) -> tuple[QLineEdit, QLineEdit, QLineEdit]:
        return self.former, self.passphrase, self.again

    @property
    def _asked(self) -> tuple[QLineEdit, ...]:
        return {
            Purpose.CHANGE: self._all,
            Purpose.SET: (self.passphrase, self.again),
            Purpose.STRENGTHEN: (self.former,),
            Purpose.NEW_SHEET: (self.former,),
        }[self._purpose]

    @Slot()
    def change(self) -> None:
        """Check what only the screen can know, then prove the former one and write the keys file in a task."""
        empty = next((field for field in self._asked if not field.text()), None)
        if empty is not None:
            self.complain_at(empty, _("Type the passphrase."))
        elif self.passphrase.text() != self.again.text():
            self.complain_at(self.again, _("The two passphrases are not the same."))
        else:
            self.complain("")
            self.set_busy(True)
            self._desk.tasks.run(self._work(), owner=self, done=self._end, failed=self._stay)

    def _work(self) -> Callable[[Job], None]:
        lock, former = self._desk.room.lock, self.former.text()
        new = former if self._purpose is Purpose.STRENGTHEN else self.passphrase.text()
        is_kept = self._purpose is Purpose.NEW_SHEET

        def work(_job: Job) -> None:
            if former:
                lock.check(passphrase=former)
            if not is_kept:
                lock.ways.set_passphrase(new)

        return work

    def _end(self, _nothing: None) -> None:
        self.set_busy(False)
        self.changed.emit()
        if self._purpose is not Purpose.NEW_SHEET:
            self._desk.notices.say(
                _("The passphrase is strengthened.")
                if self._purpose is Purpose.STRENGTHEN
                else _("The new passphrase opens the room.")
            )
        self.accept()

    def _stay(self, error: Exception) -> None:
        self.set_busy(False)
        if not isinstance(error, WarroomError):
            raise error
        self.complain(str(error))
        self.former.selectAll()
        self._asked[0].setFocus()

    @Slot()
    def _judge(self) -> None:
        judge(self.passphrase, self.again, hint=self.hint)

    def _say(self) -> None:
        older = _("Copies made before keep the former passphrase: whoever has both can read what they held.")
        headings = {
            Purpose.CHANGE: (_("Change the passphrase"), older, _("Change it")),
            Purpose.SET: (_("A new passphrase"), _("It opens the room wherever the keyring cannot."), _("Keep it")),
            Purpose.STRENGTHEN: (
                _("Strengthen the passphrase"),
                _("The words stay the same; guessing them becomes as hard as today’s practice asks."),
                _("Strengthen"),
            ),
            Purpose.NEW_SHEET: (
                _("A new recovery sheet"),
                _("Whoever holds the sheet and the file reads everything. The former sheet opens it no more."),
                _("Make the sheet"),
            ),
        }
        heading, intro, verb = headings[self._purpose]
        if self._recovered:
            intro = " ".join((_("The recovery sheet opened the room. Choose the passphrase for the next time."), older))
        self.heading.setText(heading)
        self.intro.setText(intro)
        is_alone = self._asked == (self.former,)
        now = _("Passphrase") if is_alone else _("Passphrase of today")
        words = (now, _("New passphrase"), _("New passphrase again"))
        for label, field, said in zip(self._labels, self._all, words, strict=True):
            label.setText(said)
            field.setAccessibleName(said)
        self.primary.setText(verb)
        self._judge()
        super()._say()
        if self._recovered:
            self.leave.setText(_("Later"))
