"""Joining a room: the invitation from the stick, the code as it is read aloud, a letter, a passphrase of one's own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from ui.dialogs.new_room import documents, free_file
from ui.dialogs.plain import Fields, PlainDialog
from ui.opening import unless_left
from ui.strength import judge
from ui.tasks import Cancelled, Job, Tasks
from ui.widgets.elided import ElidedLabel
from ui.widgets.file_dialog import file_dialog
from warroom.errors import Trouble, WarroomError
from warroom.room import KeyringDoor, Room, keyring_state, system_keyring
from warroom.words import N_, _

KIND = N_("Invitations of Warroom (*{suffix})")
INVITATION = ".warroom-invitation"


class JoinRoomDialog(PlainDialog):
    """Makes the room file in a task; `joined` gives the open room, with all its history."""

    joined = Signal(object)

    def __init__(self, tasks: Tasks, *, folder: Path | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=520)
        self._tasks = tasks
        self._folder = folder or documents()
        self._invitation: Path | None = None
        self._job: Job | None = None
        self._labels: list[tuple[QLabel, Callable[[], str]]] = []
        self._build()
        self._say()
        self._browse.clicked.connect(self._choose)
        for field in (self.passphrase, self.again):
            field.textChanged.connect(self._judge)
        self.primary.clicked.connect(self.join_room)
        self._browse.setFocus()
        tasks.run(lambda _job: keyring_state(), owner=self, done=self._offer_keyring)

    def take_invitation(self, path: Path) -> None:
        """Join with this file."""
        self._invitation = path
        self._place.setText(str(path))
        self._say_where()
        self.code.setFocus()

    @property
    def file(self) -> Path:
        """Where the room file will be."""
        return free_file(self._folder, self._invitation.stem if self._invitation else _("Room"))

    @Slot()
    def join_room(self) -> None:
        """Check what only the screen can know, then let the room decide."""
        if self._invitation is None:
            self.complain(_("Choose the invitation first."))
            self._browse.setFocus()
        elif not self.code.text().strip():
            self.complain_at(self.code, _("Type the code as it is read aloud."))
        elif not self.passphrase.text():
            self.complain_at(self.passphrase, _("Choose a passphrase: it opens the room wherever the keyring cannot."))
        elif self.passphrase.text() != self.again.text():
            self.complain_at(self.again, _("The two passphrases are not the same."))
        else:
            self.complain("")
            self.set_busy(True)
            self._job = self._tasks.run(
                self._work(self._invitation), owner=self, done=self._end, failed=self._stay, progress=self._show_step
            )

    def reject(self) -> None:
        """While the room is made, leaving stops it; nothing is left behind then."""
        if self._job is not None:
            self._job.cancel()
            return
        super().reject()

    def _work(self, invitation: Path) -> Callable[[Job], Room]:
        """Everything the thread needs, taken from the fields now."""
        code, passphrase, letter = self.code.text(), self.passphrase.text(), self.letter.currentData()
        path = self.file
        wants_keyring = self.keyring.isEnabled() and self.keyring.isChecked()

        def join(job: Job) -> Room:
            door: KeyringDoor | None = system_keyring() if wants_keyring else None
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise Trouble(
                    "folder-unwritable",
                    _("The folder {path} cannot be made.").format(path=path.parent),
                    safe=_("Nothing was created."),
                    todo=_("Choose another folder."),
                ) from error
            room = Room.join(
                invitation, path, code=code, station=letter, passphrase=passphrase, keyring=door, step=job.step
            )
            return unless_left(job, room)

        return join

    @Slot(int, int)
    def _show_step(self, done: int, total: int) -> None:
        self.busy.setRange(0, max(total, 1))
        self.busy.setValue(done)

    def _end(self, room: Room) -> None:
        self._job = None
        self.joined.emit(room)
        self.accept()

    def _stay(self, error: Exception) -> None:
        self._job = None
        self.busy.setRange(0, 0)
        self.set_busy(False)
        if isinstance(error, Cancelled):
            super().reject()
            return
        if not isinstance(error, WarroomError):
            raise error
        self.complain(str(error))
        if error.code.startswith("code-"):
            self.code.setFocus()
            self.code.selectAll()
        elif error.code == "station-letter-taken":
            self.letter.setFocus()

    def _offer_keyring(self, state: tuple[bool, str]) -> None:
        is_there, why_not = state
        self.keyring.setEnabled(is_there)
        self.keyring.setChecked(is_there)
        self._why_no_keyring.setText(why_not)
        self._why_no_keyring.setVisible(bool(why_not) and not is_there)
        self.grow()

    @Slot()
    def _judge(self) -> None:
        judge(self.passphrase, self.again, hint=self.hint)

    @Slot()
    def _choose(self) -> None:
        dialog = file_dialog(self, _("The invitation"))
        dialog.setFileMode(dialog.FileMode.ExistingFile)
        dialog.setNameFilters([_(KIND).format(suffix=INVITATION), _("All files (*)")])
        dialog.fileSelected.connect(lambda chosen: self.take_invitation(Path(chosen)))
        dialog.open()

    def _build(self) -> None:
        self.code, self.passphrase, self.again = (QLineEdit(self) for _each in range(3))
        for field in (self.passphrase, self.again):
            field.setEchoMode(QLineEdit.EchoMode.Password)
        self.code.setMaxLength(64)
        self._place = ElidedLabel(parent=self, cut=Qt.TextElideMode.ElideMiddle)
        self._browse = QPushButton(self)
        self._browse.setAutoDefault(False)
        self.letter = QComboBox(self)
        self.letter.addItem("", "")
        for code in range(ord("A"), ord("Z") + 1):
            self.letter.addItem(chr(code), chr(code))
        self.hint, self._why_no_keyring, self._where = (QLabel(self) for _each in range(3))
        for note in (self.hint, self._why_no_keyring, self._where):
            note.setProperty("role", "muted")
            note.setWordWrap(True)
        self._why_no_keyring.hide()
        self.keyring = QCheckBox(self)
        self.keyring.setEnabled(False)
        place = QHBoxLayout()
        place.setSpacing(8)
        place.addWidget(self._place, 1)
        place.addWidget(self._browse)
        fields = Fields()
        for said, field_or_row in (
            (lambda: _("Invitation file"), place),
            (lambda: _("Code, as it is read aloud"), self.code),
            (lambda: _("Letter of this laptop"), self.letter),
            (lambda: _("Passphrase"), self.passphrase),
            (lambda: _("Passphrase again"), self.again),
        ):
            label = QLabel(self)
            self._labels.append((label, said))
            fields.add(label, field_or_row)
        self.body.addLayout(fields)
        self.body.addWidget(self.hint)
        self.body.addSpacing(4)
        self.body.addWidget(self.keyring)
        self.body.addWidget(self._why_no_keyring)
        self.body.addWidget(self._where)

    def _say_where(self) -> None:
        self._where.setText(_("The room file will be {path}.").format(path=self.file) if self._invitation else "")
        self._where.setVisible(self._invitation is not None)
        self.grow()

    def _say(self) -> None:
        self.heading.setText(_("Join a room"))
        self.intro.setText(_("With the file that another laptop wrote, and the code that is read aloud there."))
        for label, said in self._labels:
            label.setText(said())
        if self._invitation is None:
            self._place.setText(_("No file chosen yet"))
        self.code.setAccessibleName(_("Code, as it is read aloud"))
        self.code.setPlaceholderText("XXXX-XXXX-XXXX")
        self.letter.setItemText(0, _("as proposed in the invitation"))
        self.letter.setAccessibleName(_("Letter of this laptop"))
        self.passphrase.setAccessibleName(_("Passphrase"))
        self.again.setAccessibleName(_("Passphrase again"))
        self._browse.setText(_("Choose…"))
        self.keyring.setText(_("Open without asking on this laptop (system keyring)"))
        self.primary.setText(_("Join"))
        self._judge()
        self._say_where()
        super()._say()
