"""A new room: its name, this laptop's letter, where the file lies, and the passphrase."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from ui.dialogs.plain import Fields, PlainDialog
from ui.opening import unless_left
from ui.strength import judge
from ui.tasks import Job, Tasks
from ui.widgets.elided import ElidedLabel
from warroom import words
from warroom.errors import Trouble, WarroomError
from warroom.room import KeyringDoor, Room, keyring_state, system_keyring
from warroom.words import _

SUFFIX = ".warroom"
_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f]+')


class NewRoomDialog(PlainDialog):
    """Makes the room file in a task; `created` gives the open room."""

    created = Signal(object)

    def __init__(self, tasks: Tasks, *, folder: Path | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=520)
        self._tasks = tasks
        self._folder = folder or documents()
        self._file = self._folder
        self._is_chosen = False  # the person chose the file; its name no longer follows the room's
        self._labels: list[tuple[QLabel, Callable[[], str]]] = []
        self._build()
        self._say()
        self.name.textChanged.connect(self._follow_name)
        self.passphrase.textChanged.connect(self._judge)
        self.again.textChanged.connect(self._judge)
        self._browse.clicked.connect(self._choose_file)
        self.primary.clicked.connect(self.create_room)
        self._follow_name()
        self.name.setFocus()
        tasks.run(lambda _job: keyring_state(), owner=self, done=self._offer_keyring)

    @property
    def file(self) -> Path:
        """Where the room file will be."""
        return self._file

    @Slot()
    def create_room(self) -> None:
        """Check what only the screen can know, then let the room decide."""
        if not self.name.text().strip():
            self.complain_at(self.name, _("The room needs a name."))
        elif self.portable.isChecked() and not self._is_chosen:
            self.complain(_("Choose where on the stick the room will be."))
            self._browse.setFocus()
        elif not self.passphrase.text():
            self.complain_at(self.passphrase, _("Choose a passphrase: it opens the room wherever the keyring cannot."))
        elif self.passphrase.text() != self.again.text():
            self.complain_at(self.again, _("The two passphrases are not the same."))
        else:
            self.complain("")
            self.set_busy(True)
            self._tasks.run(self._work(), owner=self, done=self._end, failed=self._stay)

    def _work(self) -> Callable[[Job], Room]:
        """Everything the thread needs, taken from the fields now."""
        path, name, passphrase = self.file, self.name.text(), self.passphrase.text()
        letter, content = self.letter.currentText(), words.language()
        is_portable = self.portable.isChecked()
        wants_keyring = self.keyring.isEnabled() and self.keyring.isChecked() and not is_portable

        def create(job: Job) -> Room:
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
            room = Room.create(
                path, name=name, station=letter, passphrase=passphrase, keyring=door, content=content,
                portable=is_portable,
            )  # fmt: skip
            return unless_left(job, room)

        return create

    def _end(self, room: Room) -> None:
        self.created.emit(room)
        self.accept()

    def _stay(self, error: Exception) -> None:
        self.set_busy(False)
        if not isinstance(error, WarroomError):
            raise error
        self.complain(str(error))

    def _offer_keyring(self, state: tuple[bool, str]) -> None:
        is_there, why_not = state
        self._has_keyring = is_there
        self.keyring.setChecked(is_there)
        self._why_no_keyring.setText(why_not)
        self._follow_portable()

    @Slot()
    def _follow_portable(self) -> None:
        """A portable room asks no keyring: it would be a trace on this laptop."""
        is_portable = self.portable.isChecked()
        self.keyring.setEnabled(self._has_keyring and not is_portable)
        self.keyring.setVisible(not is_portable)
        self._why_no_keyring.setVisible(bool(self._why_no_keyring.text()) and not self._has_keyring and not is_portable)
        self._about_portable.setVisible(is_portable)
        self.grow()

    @Slot()
    def _judge(self) -> None:
        judge(self.passphrase, self.again, hint=self.hint)

    @Slot()
    def _show_letter(self) -> None:
        example = f"{self.letter.currentText()}-0042"
        self._about_letter.setText(_("It begins every number written here: {number}.").format(number=example))

    @Slot()
    def _follow_name(self) -> None:
        if not self._is_chosen:
            self._take_file(free_file(self._folder, self.name.text() or _("Room")))

    @Slot()
    def _choose_file(self) -> None:
        kinds = _("Warroom rooms (*{suffix})").format(suffix=SUFFIX)
        chosen, _kind = QFileDialog.getSaveFileName(self, _("Where the room file will be"), str(self._file), kinds)
        if chosen:
            self._is_chosen = True
            self._take_file(Path(chosen if chosen.endswith(SUFFIX) else chosen + SUFFIX))

    def _take_file(self, path: Path) -> None:
        self._file = path
        self._path.setText(str(path))

    def _build(self) -> None:
        self.name, self.passphrase, self.again = (QLineEdit(self) for _each in range(3))
        self._path = ElidedLabel(parent=self, cut=Qt.TextElideMode.ElideMiddle)
        for field in (self.passphrase, self.again):
            field.setEchoMode(QLineEdit.EchoMode.Password)
        self.name.setMaxLength(120)
        self._browse = QPushButton(self)
        self._browse.setAutoDefault(False)
        self.letter = QComboBox(self)
        self.letter.addItems([chr(code) for code in range(ord("A"), ord("Z") + 1)])
        self.letter.setFixedWidth(72)
        self.letter.currentIndexChanged.connect(self._show_letter)
        self.hint, self._why_no_keyring, self._about_letter = QLabel(self), QLabel(self), QLabel(self)
        self._about_portable = QLabel(self)
        for note in (self.hint, self._why_no_keyring, self._about_letter, self._about_portable):
            note.setProperty("role", "muted")
            note.setWordWrap(True)
        self._why_no_keyring.setVisible(False)
        self._about_portable.setVisible(False)
        self.portable = QCheckBox(self)
        self.portable.toggled.connect(self._follow_portable)
        self._has_keyring = False
        self.keyring = QCheckBox(self)
        self.keyring.setEnabled(False)
        place = QHBoxLayout()
        place.setSpacing(8)
        place.addWidget(self._path, 1)
        place.addWidget(self._browse)
        station = QHBoxLayout()
        station.setSpacing(12)
        station.addWidget(self.letter)
        station.addWidget(self._about_letter, 1)
        fields = Fields()
        for said, field_or_row in (
            (lambda: _("Name of the room"), self.name),
            (lambda: _("Letter of this laptop"), station),
            (lambda: _("Room file"), place),
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
        self.body.addWidget(self.portable)
        self.body.addWidget(self._about_portable)

    def _say(self) -> None:
        self.heading.setText(_("New room"))
        self.intro.setText(_("One encrypted file holds everything of a crisis cell. No network is needed."))
        for label, said in self._labels:
            label.setText(said())
        self.name.setAccessibleName(_("Name of the room"))
        self.name.setPlaceholderText(_("Crisis cell, head office"))
        self.passphrase.setAccessibleName(_("Passphrase"))
        self.again.setAccessibleName(_("Passphrase again"))
        self.letter.setAccessibleName(_("Letter of this laptop"))
        self._show_letter()
        self._browse.setText(_("Choose…"))
        self.keyring.setText(_("Open without asking on this laptop (system keyring)"))
        self.portable.setText(_("Portable room, on a stick"))
        where = _("Choose a place on the stick. The passphrase alone opens it, and nothing is left on this laptop.")
        weaker = _("A copy of the whole stick cannot be told from the original: keep a second copy elsewhere.")
        self._about_portable.setText(f"{where} {weaker}")
        self.primary.setText(_("Create the room"))
        self._judge()
        super()._say()


def documents() -> Path:
    """The person's documents, where a room is looked for first."""
    found = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(found or Path.home()) / "Warroom"


def free_file(folder: Path, name: str) -> Path:
    """A file name made of the room's name that is not taken yet."""
    stem = _NOT_IN_NAMES.sub(" ", name).strip(" .")[:80] or "room"
    path, count = folder / f"{stem}{SUFFIX}", 2
    while path.exists():
        path, count = folder / f"{stem} {count}{SUFFIX}", count + 1
    return path
