"""The public status page: seen as anybody outside will see it, and written into a folder for any web server."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QFileDialog, QLabel, QListWidget, QProgressBar, QPushButton, QWidget

from ui.desk import Desk
from ui.dialogs.plain import PlainDialog
from ui.latest import Latest
from ui.tasks import Cancelled, Job
from ui.widgets.drive_list import DriveList
from ui.widgets.file_dialog import file_dialog
from ui.widgets.framed import framed
from ui.widgets.tone import ToneLabel
from warroom.domain.status_page import Page
from warroom.errors import WarroomError
from warroom.phrases import labelled
from warroom.words import _, language, ngettext

if TYPE_CHECKING:
    from warroom.doors.status_page import Look
    from warroom.reports.drives import Drive
    from warroom.reports.status_page.folder import WrittenPage

LOOK_AGAIN_MS = 2_000
WIDTH = 680
ROWS_SHOWN = 7


class StatusPageDialog(PlainDialog):
    """What it shows, what it does not say although somebody inside knows it, and where it is written."""

    written = Signal(object)  # a WrittenPage

    def __init__(self, desk: Desk, parent: QWidget | None = None, *, exercise: bool = False) -> None:
        super().__init__(parent, width=WIDTH)
        self._desk = desk
        self._look: Look | None = None
        self._job: Job | None = None
        self._is_done = False
        self._whole = ToneLabel(desk.look, "muted", bold=True, wrap=True, parent=self)
        self.lines = QListWidget(self)
        self.lines.setSpacing(desk.look.px(2))
        self.lines.setMinimumHeight(desk.look.px(30) * ROWS_SHOWN)
        self._silent = ToneLabel(desk.look, "due", wrap=True, parent=self)
        self._silent.hide()
        self.service = QPushButton(self)
        self.exercise = QCheckBox(self)
        self.exercise.setChecked(exercise)
        self._where = QLabel(self)
        self._where.setProperty("role", "title")
        self.drives = DriveList(desk.look, self)
        self._folder, self._progress = QPushButton(self), QProgressBar(self)
        self._progress.setTextVisible(False)
        self._progress.hide()
        for widget in (self._whole, framed(self.lines, self), self._silent, self.exercise, self._where, self.drives):
            self.body.addWidget(widget)
        self.body.addWidget(self._progress)
        for at, (button, act) in enumerate(((self.service, self.choose_service), (self._folder, self.choose_folder))):
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked=False, act=act: act())
            self.buttons.insertWidget(at, button)
        self.service.setEnabled(not desk.room.read_only)
        self.primary.clicked.connect(lambda _checked=False: self.accept() if self._is_done else self.write())
        self.exercise.toggled.connect(lambda _on: self._reading.ask())
        self._say()
        self._reading: Latest[Look | WarroomError] = Latest(desk, owner=self, read=self._read, show=self._show)
        self._reading.ask()
        self._sticks = Latest(desk, owner=self, read=_read_drives, show=self._show_drives)
        self._sticks.ask()
        self._looking = QTimer(self, interval=LOOK_AGAIN_MS)
        self._looking.timeout.connect(self._look_again)
        self._looking.start()

    # What can be done here

    def choose_service(self) -> None:
        """Put a service on the page, or take one off."""
        from ui.dialogs.public_service import PublicServiceDialog

        dialog = PublicServiceDialog(self._desk, parent=self)
        dialog.succeeded.connect(lambda _record: self._reading.ask())
        dialog.open()

    def choose_folder(self) -> None:
        """A folder instead of a stick."""
        dialog = file_dialog(self, _("Folder for the status page"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda folder: self.drives.add_folder(Path(folder)))
        dialog.open()

    def write(self) -> None:
        """Write it; the bar runs until the last byte was read back."""
        place = self.drives.chosen()
        if place is None:
            self.complain(_("Plug in a stick, or choose a folder."), role="due")
            return
        room, exercise = self._desk.room, self.exercise.isChecked()
        self._set_working(True)
        self._job = self._desk.tasks.run(
            lambda job: room.status_page.write(place, exercise=exercise, step=job.step),
            owner=self,
            done=self._finish,
            failed=self._stop,
            progress=self._show_step,
        )

    # Following the work

    def _read(self, _job: Job) -> Look | WarroomError:
        try:
            return self._desk.room.status_page.look(exercise=self.exercise.isChecked())
        except WarroomError as error:
            return error

    def _show(self, seen: Look | WarroomError) -> None:
        if isinstance(seen, WarroomError):
            self.complain("\n".join(part for part in (seen.message, seen.todo) if part))
            return
        self._look = seen
        self._say_look()

    def _say_look(self) -> None:
        from warroom.reports.status_page.words import whole_said

        if self._look is None:
            return
        page = self._look.page
        self._whole.say(whole_said(page), "muted" if not page.current else "due")
        self.lines.clear()
        self.lines.addItems(page_lines(page))
        silent = ", ".join(self._look.unannounced)
        sentence = _("The page shows these as working, as nobody has announced that they are down: {names}")
        self._silent.say(sentence.format(names=silent) if silent else "", "due")
        self._silent.setVisible(bool(silent))
        self.grow()

    def _finish(self, done: WrittenPage) -> None:
        is_stick = self.drives.is_stick()
        self._is_done = True
        self._set_working(False)
        files = ngettext("{n} file", "{n} files", len(done.hashes)).format(n=len(done.hashes))
        lines = [
            _("{folder}: {files} written, read back and verified.").format(folder=done.folder.name, files=files),
            _("Nothing was sent: copy the folder to the web server, over the former page."),
            _("Eject the stick in the system, then it is safe to remove.") if is_stick else str(done.folder),
        ]
        for widget in (self.leave, self._folder, self.service):
            widget.hide()
        self.complain("\n".join(lines), role="good")
        self._say()
        self.written.emit(done)

    def _stop(self, error: Exception) -> None:
        self._set_working(False)
        if isinstance(error, Cancelled):
            self.complain(_("Stopped. Nothing half-written was left."), role="due")
        elif isinstance(error, WarroomError):
            self.complain("\n".join(part for part in (error.message, error.safe, error.todo) if part))
        else:
            self._desk.notices.show(error, parent=self)

    def _show_step(self, done: int, total: int) -> None:
        self._progress.setRange(0, 1000)
        self._progress.setValue(min(1000, done * 1000 // max(1, total)))

    def _set_working(self, working: bool) -> None:
        self._progress.setRange(0, 0)
        self._progress.setVisible(working)
        for widget in (self.drives, self._folder, self.exercise, self.primary):
            widget.setEnabled(not working)
        self.service.setEnabled(not working and not self._desk.room.read_only)
        if not working:
            self._job = None

    def _look_again(self) -> None:
        if self._job is None and not self._is_done:
            self._sticks.ask()

    def _show_drives(self, drives: Sequence[Drive]) -> None:
        if self._job is None and not self._is_done:
            self.drives.show_drives(drives)

    def _say(self) -> None:
        self.heading.setText(_("Public status page"))
        self.intro.setText(_("Services by their public names, and what was let out to everybody. Nothing is sent."))
        self.exercise.setText(_("The page of exercises, marked in every file"))
        self._where.setText(_("Where to"))
        self.service.setText(_("Services on the page…"))
        self._folder.setText(_("Choose a folder"))
        self.lines.setAccessibleName(_("What the page shows"))
        self.primary.setText(_("Close") if self._is_done else _("Write the folder"))
        self.drives.say()
        self._say_look()
        super()._say()

    # What Qt asks

    def reject(self) -> None:
        """Cancel stops the writing; pressed again it leaves."""
        if self._job is not None:
            self._job.cancel()
            return
        super().reject()


def page_lines(page: Page) -> list[str]:
    """The page in lines: its services, then what is under way; what to do where there is nothing."""
    from warroom.reports.status_page.words import state_said, status_said

    spoken = language()
    lines = [labelled(each.names[spoken], state_said(each.state)) for each in page.components]
    lines = lines or [_("No service is on the page yet: put one there with “Services on the page…”.")]
    for each in page.current:
        lines.append(" · ".join(dict.fromkeys((status_said(each.last, spoken), each.title(spoken)))))
    return lines


def _read_drives(_job: Job) -> Sequence[Drive]:
    from warroom.reports.drives import removable_drives

    return removable_drives()
