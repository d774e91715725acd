"""Carry a report away: what kind, in which formats, to which stick or folder; written, read back, safe to remove."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
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
from ui.latest import Latest
from ui.tasks import Cancelled, Job
from ui.widgets.choice import Choice, Way
from ui.widgets.drive_list import DriveList
from ui.widgets.export_more import ExportMore
from ui.widgets.file_dialog import file_dialog
from ui.widgets.spoken import Spoken
from ui.widgets.tone import ToneLabel
from warroom.domain.incidents import Incident
from warroom.errors import WarroomError
from warroom.words import _

if TYPE_CHECKING:
    from warroom.reports.drives import Drive
    from warroom.reports.export import Exported

LOOK_AGAIN_MS = 2_000
LISTED = 12  # names in the result; VERIFY.txt has all of them
EVIDENCE = "evidence"
WIDTH, WIDER = 600, 760


class ExportDialog(Spoken, QDialog):
    """Everything that goes wrong with a stick is said here: what happened, what is safe, what to do."""

    exported = Signal(object)  # an Exported

    def __init__(self, desk: Desk, incident: Incident, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._incident = desk, incident
        self._job: Job | None = None
        self._is_done = self._to_stick = self._is_evidence = False
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(desk.look.px(WIDTH))
        self._build()
        self._say()
        self._sticks = Latest(desk, owner=self, read=_read_drives, show=self._show_drives)
        self._sticks.ask()
        self._looking = QTimer(self)
        self._looking.setInterval(LOOK_AGAIN_MS)
        self._looking.timeout.connect(self._look_again)
        self._looking.start()

    def choose_folder(self) -> None:
        """Ask for a folder instead of a stick."""
        dialog = file_dialog(self, _("Folder for the report"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self.use_folder)
        dialog.open()

    def use_folder(self, folder: str) -> None:
        self._drives.add_folder(Path(folder))

    def export(self) -> None:
        """Write it; the bar runs until the last byte was read back."""
        folder = self._drives.chosen()
        if folder is None:
            self._tell(_("Plug in a stick, or choose a folder."), "due")
            return
        room, reference = self._desk.room, self._incident.id
        kind = EVIDENCE if self.more.is_evidence else self._kind.value() or "situation"
        self._is_evidence, redaction, circle = self.more.is_evidence, self.more.redaction(), self.more.circle_name()
        formats = tuple(name for name, box in self._boxes.items() if box.isChecked())

        def work(job: Job) -> Exported:
            return room.export(
                reference, folder, formats=(*formats, "csv", "json"), kind=kind, step=job.step,
                redaction=redaction, include_circle=circle,
            )  # fmt: skip

        self._to_stick = self._drives.is_stick()
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
        self._kind = Choice(
            look,
            [
                Way(
                    "situation", lambda: _("Situation report"), lambda: _("what is true now, for whoever decides"), "1"
                ),
                Way("log", lambda: _("Full log"), lambda: _("every entry, for evidence"), "2"),
                Way(
                    "review", lambda: _("After-crisis report"), lambda: _("timeline, figures, decisions, actions"), "3"
                ),
            ],
            self,
        )
        self._kind.choose("situation")
        self._boxes = {name: QCheckBox(name.upper(), self) for name in ("pdf", "docx", "html")}
        for name, box in self._boxes.items():
            box.setChecked(name != "docx")
        self._always = ToneLabel(look, "muted", wrap=True, parent=self)
        formats = QHBoxLayout()
        formats.setSpacing(16)
        for box in self._boxes.values():
            formats.addWidget(box)
        formats.addWidget(self._always, 1)
        self.more = ExportMore(self._desk, self._incident.id, self)
        self.more.hide()
        self.more.changed.connect(self._follow_more)
        self.more_button = QPushButton(self)
        self.more_button.setAutoDefault(False)
        self.more_button.setCheckable(True)
        self.more_button.toggled.connect(self._open_more)
        self._where = QLabel(self)
        self._where.setProperty("role", "title")
        self._drives = DriveList(look, self)
        self._folder = QPushButton(self)
        self._folder.setAutoDefault(False)
        self._progress = QProgressBar(self)
        self._progress.setTextVisible(False)
        self._progress.hide()
        self._said = ToneLabel(look, wrap=True, parent=self)
        self._said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._said.hide()
        self._start, self._cancel = QPushButton(self), QPushButton(self)
        self._start.setProperty("primary", True)
        self._start.setDefault(True)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._folder)
        buttons.addWidget(self.more_button)
        buttons.addStretch(1)
        buttons.addWidget(self._cancel)
        buttons.addWidget(self._start)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 16)
        whole.setSpacing(12)
        whole.addWidget(self._heading)
        whole.addWidget(self._kind)
        whole.addLayout(formats)
        whole.addWidget(self.more)
        whole.addWidget(self._where)
        whole.addWidget(self._drives)
        whole.addWidget(self._progress)
        whole.addWidget(self._said)
        whole.addStretch(1)
        whole.addLayout(buttons)
        self._folder.clicked.connect(lambda _checked=False: self.choose_folder())
        self._start.clicked.connect(lambda _checked=False: self.accept() if self._is_done else self.export())
        self._cancel.clicked.connect(self.reject)
        self._drives.setFocus()

    def _open_more(self, is_open: bool) -> None:
        self.more.setVisible(is_open)
        self.setMinimumWidth(self._desk.look.px(WIDER if is_open else WIDTH))
        self._grow()

    def _follow_more(self) -> None:
        self._kind.setEnabled(not self.more.is_evidence)
        QTimer.singleShot(0, self, self._grow)  # once the part knows its own new height

    def _grow(self) -> None:
        """Be as tall as the words need, no taller than before where they need less."""
        if self.isVisible() and (whole := self.layout()) is not None:
            whole.activate()
            width = max(self.width(), self.minimumWidth())
            self.resize(width, max(whole.totalHeightForWidth(width), whole.totalMinimumSize().height()))

    # Following the work

    def _finish(self, made: Exported) -> None:
        self._set_working(False)
        self._is_done = True
        lines = [
            _("{n} files written to {folder}, read back and verified.").format(n=len(made.files), folder=made.folder),
            _("Journal fingerprint {fingerprint}.").format(fingerprint=made.fingerprint),
        ]
        lines += self._left_behind(made)
        if self._is_evidence:
            lines.append(
                _("In the folder: check.py checks it all with Python alone; VERIFY.txt says how, step by step.")
            )
        lines.append(_("It is safe to remove the stick.") if self._to_stick else _("The folder is complete."))
        self._tell("\n".join(lines), "due" if made.left_out or made.names_left else "good")
        for widget in (self._cancel, self._folder, self.more_button, self.more):
            widget.hide()
        self._say()
        self._grow()
        self.exported.emit(made)

    def _left_behind(self, made: Exported) -> list[str]:
        """What is not in the folder, and what a reader will still find in it."""
        lines = []
        if made.left_out:
            lines.append(_("Not in it: {names}; VERIFY.txt says why.").format(names=_few(made.left_out)))
        if made.withheld:
            lines.append(_("Withheld whole: {numbers}.").format(numbers=_few(made.withheld)))
        if made.names_left:
            said = _("Their text names somebody and was left as typed: {numbers}.")
            lines.append(said.format(numbers=_few(made.names_left)))
        return lines

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
        for widget in (self._start, self._drives, *self._boxes.values(), self._folder, self.more, self.more_button):
            widget.setEnabled(not working)
        self._kind.setEnabled(not working and not self.more.is_evidence)
        if not working:
            self._job = None

    def _look_again(self) -> None:
        if self._job is None and not self._is_done:
            self._sticks.ask()

    def _show_drives(self, drives: Sequence[Drive]) -> None:
        """What is plugged in now; while one is written to, the list stays as it is."""
        if self._job is None and not self._is_done:
            self._drives.show_drives(drives)

    def _tell(self, text: str, tone: str) -> None:
        self._said.say(text, tone)
        self._said.show()

    def _say(self) -> None:
        self._heading.setText(_("Report on {number}").format(number=self._incident.number))
        self.setWindowTitle(self._heading.text())
        self._kind.say()
        self._always.say(_("The log as CSV and the incident as JSON always come along."))
        self._where.setText(_("Where to"))
        self._folder.setText(_("Choose a folder"))
        self.more_button.setText(_("More…"))
        self._start.setText(_("Close") if self._is_done else _("Write the report"))
        self._cancel.setText(_("Cancel"))
        self._drives.say()

    # What Qt asks

    def reject(self) -> None:
        """Cancel stops the writing; pressed again it leaves."""
        if self._job is not None:
            self._job.cancel()
            return
        super().reject()


def _few(names: Sequence[str]) -> str:
    """The first of them, and how many there are more."""
    more = len(names) - LISTED
    said = ", ".join(names[:LISTED])
    return _("{names} and {n} more").format(names=said, n=more) if more > 0 else said


def _read_drives(_job: Job) -> Sequence[Drive]:
    from warroom.reports.drives import removable_drives

    return removable_drives()
