"""Publish a version of a review: for whom, in which languages and formats, to which stick; what it leaves out first."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ui.desk import Desk
from ui.dialogs.left_out import LeftOutDialog
from ui.latest import Latest
from ui.tasks import Cancelled, Job
from ui.widgets.choice import Choice, Way
from ui.widgets.drive_list import DriveList
from ui.widgets.file_dialog import file_dialog
from ui.widgets.spoken import Spoken
from ui.widgets.tone import ToneLabel
from warroom.commands.rex_words import reader_word
from warroom.domain.rex import Reader, Rex
from warroom.errors import WarroomError
from warroom.reports.templates import NAMES
from warroom.words import LANGUAGES, _, language, ngettext

if TYPE_CHECKING:
    from warroom.reports.drives import Drive
    from warroom.reports.readers.folder import Published
    from warroom.reports.readers.version import Version

LOOK_AGAIN_MS = 2_000
WIDTH = 680
FORMATS = ("pdf", "docx", "html")


class PublishRexDialog(Spoken, QDialog):
    """Everything that goes wrong is said here: what happened, what is safe, what to do."""

    published = Signal(object)  # a Published

    def __init__(self, desk: Desk, rex: Rex, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._rex = desk, rex
        self._job: Job | None = None
        self._version: Version | None = None
        self._is_done = self._to_stick = False
        self.setModal(True)
        self.setMinimumWidth(desk.look.px(WIDTH))
        self._build()
        self._say()
        self._looks: Latest[Version] = Latest(desk, owner=self, read=self._read, show=self._show_version)
        self._sticks: Latest[Sequence[Drive]] = Latest(desk, owner=self, read=_read_drives, show=self._show_drives)
        self._choose()
        self._sticks.ask()
        self._looking = QTimer(self)
        self._looking.setInterval(LOOK_AGAIN_MS)
        self._looking.timeout.connect(self._look_again)
        self._looking.start()

    def reader(self) -> Reader:
        return self.readers.value() or Reader.INTERNAL

    def use_folder(self, folder: str) -> None:
        self.drives.add_folder(Path(folder))

    def publish(self) -> None:
        """Write it; the bar runs until the last byte was read back."""
        folder = self.drives.chosen()
        formats = tuple(name for name, box in self.formats.items() if box.isChecked())
        spoken = tuple(name for name, box in self.languages.items() if box.isChecked())
        if folder is None or not formats or not spoken:
            nothing = _("Choose a format and a language.") if folder else _("Plug in a stick, or choose a folder.")
            self._tell(nothing, "due")
            return
        reviews, rex, reader = self._desk.room.reviews, self._rex.id, self.reader()
        digest = self._version.facts.digest if self._version and self._version.reader is reader else ""

        def work(job: Job) -> Published:
            return reviews.publish(rex, reader, folder, formats=formats, languages=spoken, digest=digest, step=job.step)

        self._to_stick = self.drives.is_stick()
        self._set_working(True)
        self._tell(_("Writing, then reading back. Leave the stick in."), "muted")
        self._job = self._desk.tasks.run(
            work, owner=self, done=self._finish, failed=self._stop, progress=self._show_step
        )

    # Building

    def _build(self) -> None:
        look = self._desk.look
        self._heading = QLabel(self)
        self._heading.setProperty("role", "title")
        self.readers: Choice[Reader] = Choice(
            look,
            [
                Way(each, lambda each=each: reader_word(each), lambda each=each: _meaning(each), str(number))  # type: ignore[misc]
                for number, each in enumerate(Reader, 1)
            ],
            self,
        )
        self.readers.choose(Reader.INTERNAL)
        self.readers.chosen.connect(self._choose)
        self.languages = {name: QCheckBox(self) for name in LANGUAGES}
        self.formats = {name: QCheckBox(name.upper(), self) for name in FORMATS}
        for name, box in self.languages.items():
            box.setChecked(name == language())
        for box in self.formats.values():
            box.setChecked(True)
        row = QHBoxLayout()
        row.setSpacing(16)
        for box in (*self.languages.values(), *self.formats.values()):
            row.addWidget(box)
        row.addStretch(1)
        self._left_out = ToneLabel(look, "muted", wrap=True, parent=self)
        self.see = QPushButton(self)
        self.see.setProperty("quiet", True)
        self.see.setAutoDefault(False)
        self.see.setEnabled(False)
        about = QHBoxLayout()
        about.setSpacing(12)
        about.addWidget(self._left_out, 1)
        about.addWidget(self.see)
        self._where = QLabel(self)
        self._where.setProperty("role", "title")
        self.drives = DriveList(look, self)
        self._folder = QPushButton(self)
        self._folder.setAutoDefault(False)
        self._progress = QProgressBar(self)
        self._progress.setTextVisible(False)
        self._progress.hide()
        self._said = ToneLabel(look, wrap=True, parent=self)
        self._said.hide()
        self.start, self._cancel = QPushButton(self), QPushButton(self)
        self.start.setProperty("primary", True)
        self.start.setDefault(True)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._folder)
        buttons.addStretch(1)
        buttons.addWidget(self._cancel)
        buttons.addWidget(self.start)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 16)
        whole.setSpacing(12)
        whole.addWidget(self._heading)
        whole.addWidget(self.readers)
        whole.addLayout(about)
        whole.addLayout(row)
        whole.addWidget(self._where)
        whole.addWidget(self.drives)
        whole.addWidget(self._progress)
        whole.addWidget(self._said)
        whole.addStretch(1)
        whole.addLayout(buttons)
        self.see.clicked.connect(lambda _checked=False: self._see())
        self._folder.clicked.connect(lambda _checked=False: self._choose_folder())
        self.start.clicked.connect(lambda _checked=False: self.accept() if self._is_done else self.publish())
        self._cancel.clicked.connect(self.reject)

    def _choose_folder(self) -> None:
        dialog = file_dialog(self, _("Folder for the review"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self.use_folder)
        dialog.open()

    # What the version leaves out

    def _choose(self) -> None:
        self._version = None
        self.see.setEnabled(False)
        self._left_out.say(_("Looking at what it leaves out…"), "muted")
        self._looks.ask()

    def _read(self, _job: Job) -> Version:
        return self._desk.room.reviews.look(self._rex.id, self.reader())

    def _show_version(self, version: Version) -> None:
        if version.reader is not self.reader():
            return
        self._version = version
        self._say_version()

    def _see(self) -> None:
        if self._version is not None:
            LeftOutDialog(self._desk, self._version, self).open()

    # Following the work

    def _finish(self, made: Published) -> None:
        self._set_working(False)
        self._is_done = True
        lines = [
            _("Version {n} published: {count} files in {folder}, read back and verified.").format(
                n=made.number, count=len(made.files), folder=made.folder
            ),
            _("It is safe to remove the stick.") if self._to_stick else _("The folder is complete."),
        ]
        self._tell("\n".join(lines), "good")
        self._cancel.hide()
        self._folder.hide()
        self._say()
        self.published.emit(made)

    def _stop(self, error: Exception) -> None:
        self._set_working(False)
        if isinstance(error, Cancelled):
            self._tell(_("Stopped. Nothing half-written was left under the report's name."), "due")
        elif isinstance(error, WarroomError):
            self._tell("\n".join(part for part in (error.message, error.safe, error.todo) if part), "late")
        else:
            self._desk.notices.show(error, parent=self)

    def _show_step(self, done: int, total: int) -> None:
        self._progress.setRange(0, 1000)
        self._progress.setValue(min(1000, done * 1000 // max(1, total)))

    def _set_working(self, working: bool) -> None:
        self._progress.setRange(0, 0)
        self._progress.setVisible(working)
        for widget in (self.start, self.readers, self.drives, self._folder, *self.languages.values()):
            widget.setEnabled(not working)
        for box in self.formats.values():
            box.setEnabled(not working)
        if not working:
            self._job = None

    def _look_again(self) -> None:
        if self._job is None and not self._is_done:
            self._sticks.ask()

    def _show_drives(self, drives: Sequence[Drive]) -> None:
        if self._job is None and not self._is_done:
            self.drives.show_drives(drives)

    def _tell(self, text: str, tone: str) -> None:
        self._said.say(text, tone)
        self._said.show()

    def _say_version(self) -> None:
        found = self._version
        if found is None:
            return
        count = len(found.left_out)
        said = ngettext("{n} text is left out or changed.", "{n} texts are left out or changed.", count)
        self._left_out.say(said.format(n=count) if count else _("Nothing is left out."), "due" if count else "muted")
        self.see.setEnabled(bool(count))

    def _say(self) -> None:
        self._heading.setText(_("Publish review {number}").format(number=self._rex.number))
        self.setWindowTitle(self._heading.text())
        self.readers.say()
        for name, box in self.languages.items():
            box.setText(NAMES.get(name, name))
        self.see.setText(_("What it leaves out"))
        self._where.setText(_("Where to"))
        self._folder.setText(_("Choose a folder"))
        self.start.setText(_("Close") if self._is_done else _("Publish"))
        self._cancel.setText(_("Cancel"))
        self.drives.say()
        self._say_version()

    # What Qt asks

    def reject(self) -> None:
        """Cancel stops the writing; pressed again it leaves."""
        if self._job is not None:
            self._job.cancel()
            return
        super().reject()


def _meaning(reader: Reader) -> str:
    return {
        Reader.INTERNAL: _("everything, to be edited and to come back"),
        Reader.EXECUTIVE: _("two pages at most"),
        Reader.PUBLIC: _("redacted; an approval is needed"),
        Reader.AUTHORITY: _("the four items of NIS2, and DORA’s; an approval is needed"),
        Reader.INSURER: _("losses with their proofs; an approval is needed"),
    }[reader]


def _read_drives(_job: Job) -> Sequence[Drive]:
    from warroom.reports.drives import removable_drives

    return removable_drives()
