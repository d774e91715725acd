"""Files into the log: dropped or chosen, read in by a task, with progress and Cancel, one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QMimeData, Slot
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QProgressBar, QPushButton, QWidget

from ui.desk import Desk
from ui.tasks import Cancelled, Job
from ui.theme import set_property
from ui.widgets.file_dialog import file_dialog
from ui.widgets.hint_line import HintLine
from ui.widgets.spoken import Spoken
from warroom.words import _, ngettext

STEPS = 1_000  # of the progress bar


class AttachBar(Spoken, QFrame):
    """A slim line that is there only while files are read in."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._job: Job | None = None
        self._queue: list[tuple[list[Path], str, str]] = []
        self._name = HintLine(desk.look, self)
        self._bar = QProgressBar(self)
        self._bar.setRange(0, STEPS)
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(160)
        self._cancel = QPushButton(self)
        self._cancel.setProperty("quiet", True)
        self._cancel.clicked.connect(self._stop)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 4, 14, 4)
        row.addWidget(self._name, 1)
        row.addWidget(self._bar)
        row.addWidget(self._cancel)
        set_property(self, "wash", "accent")
        self._say()
        self.hide()

    @property
    def is_busy(self) -> bool:
        return self._job is not None

    def ask(self, *, noun: str, record: str) -> None:
        """Let the person choose files for this record."""
        dialog = file_dialog(self.window(), _("Attach files"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(
            lambda paths: self.attach([Path(path) for path in paths], noun=noun, record=record)
        )
        dialog.open()

    def attach(self, paths: Sequence[Path], *, noun: str, record: str) -> None:
        """Keep these files as evidence on a record; waits its turn when files are being read in already."""
        if self.is_busy:
            self._queue.append((list(paths), noun, record))
            return
        room = self._desk.room
        self._name.say(", ".join(path.name for path in paths))
        self._bar.setValue(0)
        self.show()

        def read_in(job: Job) -> int:
            for at, path in enumerate(paths):
                room.attach(path, noun=noun, parent=record, step=partial(step, job, at))
            return len(paths)

        def step(job: Job, at: int, done: int, total: int) -> None:
            part = STEPS * at + (STEPS * done // total if total else STEPS)
            job.step(min(part, STEPS * len(paths) - 1), STEPS * len(paths))

        self._job = self._desk.tasks.run(
            read_in, owner=self, done=self._end, failed=self._fail, progress=self._show_step
        )

    def _show_step(self, done: int, total: int) -> None:
        self._bar.setValue(STEPS * done // max(1, total))

    def _end(self, count: int) -> None:
        self._desk.notices.say(ngettext("{n} file attached", "{n} files attached", count).format(n=count))
        self._next()

    def _fail(self, error: Exception) -> None:
        if isinstance(error, Cancelled):
            self._desk.notices.say(_("Not attached: you stopped it. The file itself was not touched."))
        else:
            self._desk.notices.show(error, parent=self)
        self._next()

    def _next(self) -> None:
        self._job = None
        if not self._queue:
            self.hide()
            return
        paths, noun, record = self._queue.pop(0)
        self.attach(paths, noun=noun, record=record)

    @Slot()
    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _say(self) -> None:
        self._cancel.setText(_("Cancel"))


def dropped_files(data: QMimeData) -> list[Path]:
    """The local files of a drop; folders and addresses on a network are none."""
    paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()] if data.hasUrls() else []
    return [path for path in paths if path.is_file()]
