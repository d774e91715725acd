"""The dialog that writes onto a stick or into a folder: written, read back, safe to remove."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QProgressBar, QPushButton, QWidget

from ui.desk import Desk
from ui.dialogs.plain import PlainDialog
from ui.latest import Latest
from ui.tasks import Cancelled, Job
from ui.widgets.drive_list import DriveList
from ui.widgets.file_dialog import file_dialog
from warroom.errors import WarroomError
from warroom.words import _

if TYPE_CHECKING:
    from warroom.reports.drives import Drive

LOOK_AGAIN_MS = 2_000


class StickDialog(PlainDialog):
    """Everything that goes wrong with a stick is said here: what happened, what is safe, what to do.

    Whoever makes one adds `drives`, `progress` and what else it asks to `body`, then calls `look_for_sticks`.
    """

    written = Signal(object)  # what `write` made

    def __init__(self, desk: Desk, parent: QWidget | None, *, width: int) -> None:
        super().__init__(parent, width=width)
        self._desk = desk
        self._job: Job | None = None
        self._is_done = False
        self.drives = DriveList(desk.look, self)
        self.folder, self.progress = QPushButton(self), QProgressBar(self)
        self.folder.setAutoDefault(False)
        self.folder.clicked.connect(lambda _checked=False: self.choose_folder())
        self.progress.setTextVisible(False)
        self.progress.hide()
        self.buttons.insertWidget(0, self.folder)
        self.primary.clicked.connect(lambda _checked=False: self.accept() if self._is_done else self.write())
        self._sticks = Latest(desk, owner=self, read=_read_drives, show=self._show_drives)
        self._looking = QTimer(self, interval=LOOK_AGAIN_MS)
        self._looking.timeout.connect(self._look_again)

    # What each says for itself

    def write(self) -> None:
        """Write it; the bar runs until the last byte was read back."""
        raise NotImplementedError

    def folder_words(self) -> str:
        """What the choice of a folder is called."""
        raise NotImplementedError

    def lines_of(self, done: Any) -> list[str]:
        """What was written, said below one another."""
        raise NotImplementedError

    def asked(self) -> tuple[QWidget, ...]:
        """What waits while it is written."""
        return ()

    # What they share

    def look_for_sticks(self) -> None:
        self._sticks.ask()
        self._looking.start()

    def choose_folder(self) -> None:
        """A folder instead of a stick."""
        dialog = file_dialog(self, self.folder_words())
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self.use_folder)
        dialog.open()

    def use_folder(self, folder: str) -> None:
        self.drives.add_folder(Path(folder))

    def place(self) -> Path | None:
        """Where it is written; None, and why, where nothing is chosen."""
        chosen = self.drives.chosen()
        if chosen is None:
            self.complain(_("Plug in a stick, or choose a folder."), role="due")
        return chosen

    def run(self, work: Callable[[Job], Any]) -> None:
        """Write in the background, and say what came of it."""
        self._set_working(True)
        self.complain(_("Writing, then reading back. Leave the stick in."), role="muted")
        self._job = self._desk.tasks.run(
            work, owner=self, done=self._finish, failed=self._stop, progress=self._show_step
        )

    def _finish(self, done: Any) -> None:
        self._is_done = True
        self._set_working(False)
        for widget in (self.leave, self.folder):
            widget.hide()
        self.complain("\n".join(self.lines_of(done)), role="good")
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
        self.progress.setRange(0, 1000)
        self.progress.setValue(min(1000, done * 1000 // max(1, total)))

    def _set_working(self, working: bool) -> None:
        self.progress.setRange(0, 0)
        self.progress.setVisible(working)
        for widget in (self.primary, self.drives, self.folder, *self.asked()):
            widget.setEnabled(not working)
        if not working:
            self._job = None

    def _look_again(self) -> None:
        if self._job is None and not self._is_done:
            self._sticks.ask()

    def _show_drives(self, drives: Sequence[Drive]) -> None:
        if self._job is None and not self._is_done:
            self.drives.show_drives(drives)

    def _say(self) -> None:
        self.folder.setText(_("Choose a folder"))
        self.drives.say()
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
