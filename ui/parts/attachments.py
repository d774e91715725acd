"""Files kept as evidence with an incident: name, size, fingerprint; added by a drop, saved as a copy."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePath

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtWidgets import QFileDialog, QMenu, QProgressBar, QPushButton, QWidget

from ui.desk import Desk
from ui.parts.part import Part
from ui.tasks import Job
from ui.widgets.file_dialog import file_dialog
from ui.widgets.lines import Block
from warroom import phrases
from warroom.domain.files import Attachment
from warroom.errors import Trouble
from warroom.words import _, ngettext

MOST = 12


class AttachmentsPart(Part):
    """Nothing is ever opened from here: a file is evidence, and a copy is saved where the person says."""

    nouns = ("attachment", "erasure")

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._job: Job | None = None
        self._all = False
        self._progress = QProgressBar(self)
        self._progress.setTextVisible(False)
        self._progress.hide()
        self._cancel = QPushButton(self)
        self._cancel.setProperty("quiet", True)
        self._cancel.clicked.connect(lambda _checked=False: self._job and self._job.cancel())
        self._cancel.hide()
        self.below.addWidget(self._progress)
        self.below.addWidget(self._cancel)
        self.add_head_button(lambda: _("Attach"), self.choose_files, tip=lambda: _("Files can also be dropped here"))
        self._say()

    def choose_restricted(self) -> None:
        """Ask for whom, then which files."""
        from ui.dialogs.circle import ChooseCircleDialog

        dialog = ChooseCircleDialog(self.desk, self.window())
        dialog.chosen.connect(self.choose_files)
        dialog.open()

    def choose_files(self, circle: str = "") -> None:
        """Ask which files to keep."""
        dialog = file_dialog(self, _("Attach files"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(lambda files: self.attach(files, circle=circle))
        dialog.open()

    def attach(self, files: Sequence[str], *, circle: str = "") -> None:
        """Keep these files with the incident, one after the other; what stops one is shown and the rest stays out."""
        if self.incident is None or not files:
            return
        room, incident, paths = self.desk.room, self.incident.id, [Path(file) for file in files]

        def work(job: Job) -> int:
            for path in paths:
                room.attach(path, noun="incident", parent=incident, circle=circle, step=job.step)
            return len(paths)

        self._set_working(True)
        self._job = self.desk.tasks.run(work, owner=self, done=self._kept, failed=self._not_kept, progress=self._step)

    def save_copy(self, attachment: Attachment) -> None:
        """Ask where, then write a checked copy; the name that came with the file is only a suggestion."""
        dialog = file_dialog(self, _("Save a copy"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile(plain_name(attachment.name))
        dialog.fileSelected.connect(lambda target: self.write_copy(attachment, Path(target)))
        dialog.open()

    def write_copy(self, attachment: Attachment, target: Path) -> None:
        """Write the bytes beside, then in place: a copy is whole or absent."""
        views = self.desk.room.views

        def work(job: Job) -> str:
            _write(views.attachment_bytes(attachment.id), target, size=attachment.size, job=job)
            return target.name

        self._set_working(True)
        self._job = self.desk.tasks.run(
            work,
            owner=self,
            done=lambda name: self._saved(name),
            failed=self._not_kept,
            progress=self._step,
        )

    def refresh(self) -> None:
        if self.incident is None:
            return
        found = self.desk.room.views.incident_attachments(self.incident.id)
        shown = list(reversed(found))[: None if self._all else MOST]
        lines: list[QWidget] = [self._line(attachment) for attachment in shown]
        if not lines:
            lines.append(self.empty_line(_("Drop files here to keep them as evidence.")))
        elif len(shown) < len(found):
            lines.append(self._more(len(found) - len(shown)))
        self.fill(lines)
        self.set_note(str(len(found)) if found else "")

    def _line(self, attachment: Attachment) -> Block:
        block = Block(self.desk.look, self)
        about = (
            phrases.file_size(attachment.size),
            f"SHA-256 {attachment.sha256[:8]}…",
            attachment.captured_by,
            phrases.moment(attachment.added_at, self.now()),
        )
        block.say("", "", attachment.name, " · ".join(part for part in about if part))
        if attachment.awaited:
            block.say(_("not received yet"), "due", attachment.name, " · ".join(about[:2]))
        block.setToolTip(f"SHA-256 {attachment.sha256}\n" + _("A click saves a copy; the other button offers more."))
        block.chosen.connect(lambda: self.save_copy(attachment))
        block.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        block.customContextMenuRequested.connect(lambda at: self.menu(attachment).popup(block.mapToGlobal(at)))
        return block

    def menu(self, attachment: Attachment) -> QMenu:
        """What can be done with a file."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if not (attachment.awaited or attachment.restricted or attachment.erased):
            menu.addAction(_("Save a copy…"), lambda: self.save_copy(attachment))
        if not self.desk.room.read_only and not attachment.erased:
            menu.addSeparator()
            menu.addAction(_("Erase this file…"), lambda: self.erase(attachment))
        return menu

    def erase(self, attachment: Attachment) -> None:
        """Its name and content go for good; asked with a reason."""
        from ui.dialogs.erase import EraseFileDialog

        EraseFileDialog(self.desk, attachment, self.window()).open()

    def _more(self, left: int) -> QWidget:
        button = QPushButton(ngettext("{n} older file", "{n} older files", left).format(n=left), self)
        button.setProperty("quiet", True)
        button.clicked.connect(self._show_all)
        return button

    def _show_all(self) -> None:
        self._all = True
        self.refresh()

    def _step(self, done: int, total: int) -> None:
        self._progress.setRange(0, 1000)
        self._progress.setValue(done * 1000 // max(1, total))

    def _kept(self, count: int) -> None:
        self._set_working(False)
        self.desk.notices.say(ngettext("{n} file attached", "{n} files attached", count).format(n=count))

    def _saved(self, name: str) -> None:
        self._set_working(False)
        self.desk.notices.say(_("Copy saved: {name}").format(name=name))

    def _not_kept(self, error: Exception) -> None:
        self._set_working(False)
        if self._job is None or not self._job.is_cancelled:
            self.desk.notices.show(error, parent=self)

    def _set_working(self, working: bool) -> None:
        self._progress.setRange(0, 0)
        self._progress.setVisible(working)
        self._cancel.setVisible(working)

    def _say(self) -> None:
        self.set_title(_("Files"))
        self._cancel.setText(_("Cancel"))
        super()._say()


def dropped_files(data: QMimeData) -> list[str]:
    """The local files in a drop; anything else is not for us."""
    return [url.toLocalFile() for url in data.urls() if url.isLocalFile() and Path(url.toLocalFile()).is_file()]


def plain_name(name: str) -> str:
    """The last part of a name from a file, whatever system wrote it: a label, never a path."""
    last = PurePath(name.replace("\\", "/")).name
    return last if last.strip(". ") else "file"


def _write(chunks: Iterable[bytes], target: Path, *, size: int, job: Job) -> None:
    beside = target.with_name(f"{target.name}.part")
    done = 0
    try:
        with beside.open("wb") as out:
            for chunk in chunks:
                out.write(chunk)
                done += len(chunk)
                job.step(done, size)
            out.flush()
            os.fsync(out.fileno())
        beside.replace(target)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise Trouble(
            "copy-failed",
            _("The copy cannot be written: {why}").format(why=error.strerror or error),
            safe=_("The file in the room is untouched."),
            todo=_("Choose another place, or make room there."),
        ) from error
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
