"""Inviting a laptop: a file for a stick, and a code in large letters to be read aloud, shown once and kept nowhere."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from ui.desk import Desk
from ui.dialogs.join_room import INVITATION, KIND
from ui.dialogs.new_room import documents, free_file
from ui.dialogs.plain import Fields, PlainDialog
from ui.tasks import Cancelled, Job
from ui.widgets.elided import ElidedLabel
from ui.widgets.file_dialog import file_dialog
from warroom.errors import WarroomError
from warroom.words import _

LETTERS = [chr(code) for code in range(ord("A"), ord("Z") + 1)]


class InviteDialog(PlainDialog):
    """First whom it is for and where the file goes; then, once it lies there and was read back, the code."""

    invited = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None, *, folder: Path | None = None) -> None:
        super().__init__(parent, width=560)
        self._desk = desk
        self._job: Job | None = None
        self._file = free_file(folder or documents(), desk.room.views.name()).with_suffix(INVITATION)
        self._labels: list[QLabel] = []
        self._build()
        taken = {station.letter for station in desk.room.rights.stations() if station.revoked is None}
        taken |= {invitation.letter for invitation in desk.room.invitations()}
        self.letter.addItems([letter for letter in LETTERS if letter not in taken] or LETTERS)
        self._say()
        self._browse.clicked.connect(self._choose)
        self.primary.clicked.connect(self._go_on)
        self.label.setFocus()

    @property
    def code(self) -> str:
        """The code shown, "" before there is one."""
        return self._code.text()

    @property
    def file(self) -> Path:
        """Where the invitation is written."""
        return self._file

    def take_file(self, path: Path) -> None:
        """Write it there."""
        self._file = path if path.suffix else path.with_name(path.name + INVITATION)
        self._place.setText(str(self._file))

    def reject(self) -> None:
        """While it is written, leaving stops it; the invitation is then taken back."""
        if self._job is not None:
            self._job.cancel()
            return
        super().reject()

    @Slot()
    def _go_on(self) -> None:
        if self.code:
            self.accept()
            return
        self.complain("")
        self.set_busy(True)
        room, path, label, letter = self._desk.room, self._file, self.label.text(), self.letter.currentText()
        self._job = self._desk.tasks.run(
            lambda job: room.invite(path, label=label, letter=letter, step=job.step),
            owner=self,
            done=self._show_code,
            failed=self._stay,
        )

    def _show_code(self, code: str) -> None:
        self._job = None
        self.set_busy(False)
        for part in self._asked:
            part.hide()
        for part in self._told:
            part.show()
        self._code.setText(code)
        self._say()
        self.primary.setFocus()
        self.invited.emit()

    def _stay(self, error: Exception) -> None:
        self._job = None
        self.set_busy(False)
        if isinstance(error, Cancelled):
            super().reject()
            return
        if not isinstance(error, WarroomError):
            raise error
        self.complain(str(error))

    @Slot()
    def _choose(self) -> None:
        dialog = file_dialog(self, _("Where the invitation will be"))
        dialog.setAcceptMode(dialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(_(KIND).format(suffix=INVITATION))
        dialog.selectFile(str(self._file))
        dialog.fileSelected.connect(lambda chosen: self.take_file(Path(chosen)))
        dialog.open()

    def _build(self) -> None:
        self.label, self.letter = QLineEdit(self), QComboBox(self)
        self.label.setMaxLength(200)
        self.letter.setFixedWidth(72)
        self._place = ElidedLabel(parent=self, cut=Qt.TextElideMode.ElideMiddle)
        self._place.setText(str(self._file))
        self._browse = QPushButton(self)
        self._browse.setAutoDefault(False)
        place = QHBoxLayout()
        place.setSpacing(8)
        place.addWidget(self._place, 1)
        place.addWidget(self._browse)
        fields = Fields()
        for field in (self.label, self.letter, place):
            label = QLabel(self)
            self._labels.append(label)
            fields.add(label, field)
        self.body.addLayout(fields)
        self._about, self._written, self._code, self._how = (QLabel(self) for _each in range(4))
        for note in (self._about, self._written, self._how):
            note.setWordWrap(True)
            note.setTextFormat(Qt.TextFormat.PlainText)
        self._about.setProperty("role", "muted")
        self._how.setProperty("role", "due")
        font = self._code.font()
        font.setPixelSize(self._desk.look.px(34))
        font.setBold(True)
        font.setFamilies(["DejaVu Sans Mono", "Consolas", "Menlo", "monospace"])
        self._code.setFont(font)
        self._code.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._code.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        for said in (self._about, self._written, self._code, self._how):
            self.body.addWidget(said)
        self._asked: list[QWidget] = [self.label, self.letter, self._place, self._browse, self._about, *self._labels]
        self._told: list[QWidget] = [self._written, self._code, self._how]
        for part in self._told:
            part.hide()

    def _say(self) -> None:
        is_told = bool(self.code)
        self.heading.setText(_("Read this code aloud") if is_told else _("Invite a laptop"))
        self.intro.setText(
            _("Whoever joins needs the file and the code. It is shown only now, and kept nowhere.")
            if is_told
            else _("It receives everything that is in this room, by a file on a stick and a code read aloud.")
        )
        for label, words in zip(
            self._labels, (_("For whom, or which laptop"), _("Letter proposed"), _("Invitation file")), strict=True
        ):
            label.setText(words)
        self.label.setAccessibleName(_("For whom, or which laptop"))
        self.label.setPlaceholderText(_("Marc’s laptop, legal desk"))
        self.letter.setAccessibleName(_("Letter proposed"))
        self._browse.setText(_("Choose…"))
        self._about.setText(_("One laptop joins with it. Take it back in the list of stations if the stick is lost."))
        self._written.setText(_("The invitation is here, read back and whole: {file}").format(file=self._file))
        self._code.setAccessibleName(_("Code"))
        self._how.setText(_("Read it aloud; do not write it on the stick. On the other laptop: “Join a room…”."))
        self.primary.setText(_("It was read aloud") if is_told else _("Write the invitation"))
        self.leave.setVisible(not is_told)
        super()._say()
