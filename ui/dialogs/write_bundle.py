"""Write a bundle: for whom, to which stick or folder; written, read back, safe to remove."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QLabel, QProgressBar, QPushButton, QWidget

from ui.desk import Desk
from ui.dialogs.plain import PlainDialog
from ui.latest import Latest
from ui.models.stations import called
from ui.tasks import Cancelled, Job
from ui.widgets.carriage import CarriageForm
from ui.widgets.drive_list import DriveList
from ui.widgets.file_dialog import file_dialog
from warroom.domain.exchange import Peer, Trust
from warroom.domain.sticks import Delivered
from warroom.errors import WarroomError
from warroom.words import _, ngettext

if TYPE_CHECKING:
    from warroom.reports.drives import Drive

LOOK_AGAIN_MS = 2_000
WIDTH = 640


class WriteBundleDialog(PlainDialog):
    """Everything that goes wrong with a stick is said here: what happened, what is safe, what to do."""

    written = Signal(object)  # a Delivered

    def __init__(self, desk: Desk, parent: QWidget | None = None, *, stick: Path | None = None) -> None:
        super().__init__(parent, width=WIDTH)
        self._desk, self._wanted = desk, stick
        self._job: Job | None = None
        self._is_done = False
        self._peers: list[Peer] = []
        self._whom_label, self._where_label = QLabel(self), QLabel(self)
        self.whom = QComboBox(self)
        self.whom.addItem("", "")
        self._whom_label.setBuddy(self.whom)
        self.drives = DriveList(desk.look, self)
        self.form = CarriageForm(desk, self, is_out=True)
        self.form.begin("")
        layout = self.form.layout()
        assert layout is not None
        layout.setContentsMargins(0, 8, 0, 0)
        self._folder = QPushButton(self)
        self._folder.setAutoDefault(False)
        self._progress = QProgressBar(self)
        self._progress.setTextVisible(False)
        self._progress.hide()
        for label in (self._whom_label, self._where_label):
            label.setProperty("role", "title")
        for widget in (self._where_label, self.drives, self._whom_label, self.whom, self.form, self._progress):
            self.body.addWidget(widget)
        self.buttons.insertWidget(0, self._folder)
        self._folder.clicked.connect(lambda _checked=False: self.choose_folder())
        self.primary.clicked.connect(lambda _checked=False: self.accept() if self._is_done else self.write())
        self._say()
        self.drives.setFocus()
        self._sticks = Latest(desk, owner=self, read=_read_drives, show=self._show_drives)
        self._sticks.ask()
        desk.tasks.run(lambda _job: desk.room.exchange.peers(), owner=self, done=self._show_peers)
        self._looking = QTimer(self, interval=LOOK_AGAIN_MS)
        self._looking.timeout.connect(self._look_again)
        self._looking.start()

    def choose_folder(self) -> None:
        """A folder instead of a stick."""
        dialog = file_dialog(self, _("Folder for the bundle"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self.use_folder)
        dialog.open()

    def use_folder(self, folder: str) -> None:
        self.drives.add_folder(Path(folder))

    def write(self) -> None:
        """Write it; the bar runs until the last byte was read back."""
        place = self.drives.chosen()
        if place is None:
            self.complain(_("Plug in a stick, or choose a folder."), role="due")
            return
        room, whom = self._desk.room, str(self.whom.currentData() or "")
        carriage, incident = self.form.carriage(), self.form.incident()
        if not carriage.label and self.drives.is_stick():
            self.form.label.setText(place.name)
            carriage = self.form.carriage()

        def work(job: Job) -> Delivered:
            return room.sticks.write(place, to=whom, carriage=carriage, incident=incident, step=job.step)

        self._set_working(True)
        self.complain(_("Writing, then reading back. Leave the stick in."), role="muted")
        self._job = self._desk.tasks.run(
            work, owner=self, done=self._finish, failed=self._stop, progress=self._show_step
        )

    # Following the work

    def _finish(self, done: Delivered) -> None:
        to_stick = self.drives.is_stick()
        self._set_working(False)
        self._is_done = True
        changes = ngettext("{n} change", "{n} changes", done.outcome.sent).format(n=done.outcome.sent)
        lines = [
            _("{file} written with {changes}, read back and verified.").format(file=done.file, changes=changes),
            f"SHA-256 {done.sha256}",
            _("Eject the stick in the system, then it is safe to remove.") if to_stick else _("The file is complete."),
        ]
        for widget in (self.leave, self._folder, self.form, self.whom, self._whom_label):
            widget.hide()
        self.complain("\n".join(lines), role="good")
        self._say()
        self.written.emit(done)

    def _stop(self, error: Exception) -> None:
        self._set_working(False)
        if isinstance(error, Cancelled):
            self.complain(_("Stopped. Nothing half-written was left under the bundle’s name."), role="due")
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
        for widget in (self.primary, self.drives, self._folder, self.whom, self.form):
            widget.setEnabled(not working)
        if not working:
            self._job = None

    def _look_again(self) -> None:
        if self._job is None and not self._is_done:
            self._sticks.ask()

    def _show_drives(self, drives: Sequence[Drive]) -> None:
        if self._job is None and not self._is_done:
            self.drives.show_drives(drives)
            if self._wanted is not None and any(drive.path == self._wanted for drive in drives):
                self.drives.choose(self._wanted)
                self._wanted = None

    def _show_peers(self, peers: list[Peer]) -> None:
        self._peers = [peer for peer in peers if not peer.is_ours and peer.trust is Trust.VERIFIED]
        self._say_whom()

    def _say_whom(self) -> None:
        at = self.whom.currentIndex()
        self.whom.clear()
        self.whom.addItem(_("every other station"), "")
        for peer in self._peers:
            self.whom.addItem(_("Station {letter}").format(letter=called(peer.letter, peer.name)), peer.station)
        self.whom.setCurrentIndex(max(at, 0))

    def _say(self) -> None:
        self.heading.setText(_("Write a bundle"))
        self.intro.setText(
            _("One sealed file with what the others may lack. It holds no program, and only this room can read it.")
        )
        self._where_label.setText(_("Where to"))
        self._whom_label.setText(_("For whom"))
        self.whom.setAccessibleName(_("For whom"))
        self._folder.setText(_("Choose a folder"))
        self.primary.setText(_("Close") if self._is_done else _("Write the bundle"))
        self.drives.say()
        self._say_whom()
        super()._say()

    # What Qt asks

    def reject(self) -> None:
        """Cancel stops the writing; pressed again it leaves."""
        if self._job is not None:
            self._job.cancel()
            return
        super().reject()


def _read_drives(_job: Job) -> Sequence[Drive]:
    from warroom.reports.drives import removable_drives

    return removable_drives()
