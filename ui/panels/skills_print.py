"""The matrix of skills on paper: printed where this laptop has a printer, else written into a folder or stick."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from ui.desk import Desk
from ui.panels.point_print import default_printer
from ui.printing import print_pages
from ui.tasks import Job
from ui.widgets.file_dialog import file_dialog
from warroom.clock import named_zone
from warroom.domain.audit import Event
from warroom.reports.capability import capability
from warroom.reports.matrix import MatrixPage, matrix_page, pictures_of, write_matrix
from warroom.words import _


class MatrixPrinter:
    """Makes the pages in a task; what leaves the room is noted in the audit."""

    def __init__(self, desk: Desk, owner: QWidget) -> None:
        self._desk, self._owner = desk, owner

    def print_(self) -> None:
        """Print it; without a printer, ask for a folder."""
        printer = default_printer()
        if not printer:
            self._desk.tasks.run(lambda _job: self._page(), owner=self._owner, done=self._ask_folder)
            return

        def make(_job: Job) -> str:
            page = self._page()
            pictures = pictures_of(page)
            print_pages(pictures, printer=printer, title=page.title)
            self._desk.room.audit.note(Event.PRINTED, {"title": page.title, "pages": len(pictures)})
            return page.title

        self._desk.tasks.run(
            make,
            owner=self._owner,
            done=lambda title: self._desk.notices.say(
                _("{title}: sent to {printer}.").format(title=title, printer=printer)
            ),
        )

    def write(self, page: MatrixPage, folder: str) -> None:
        """Write it there, under a name that is free."""
        room = self._desk.room

        def keep(_job: Job) -> Path:
            path = write_matrix(page, Path(folder))
            room.audit.note(Event.PRINTED, {"title": page.title, "file": path.name})
            room.erasure.note_copy("export", path)
            return path

        self._desk.tasks.run(
            keep,
            owner=self._owner,
            done=lambda path: self._desk.notices.say(
                _("{title}: written to {file}.").format(title=page.title, file=str(path))
            ),
        )

    def _page(self) -> MatrixPage:
        room, moment = self._desk.room, self._desk.room.clock.moment()
        facts = capability(room.views.within(()), moment.utc_ms)
        return matrix_page(facts, room=room.views.name(), zone=named_zone(moment), author=room.member)

    def _ask_folder(self, page: MatrixPage) -> None:
        dialog = file_dialog(self._owner, _("A folder or a stick for the matrix of skills"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda folder: self.write(page, folder))
        dialog.open()
