"""A document on paper: printed at once where this laptop has a printer, else written as PDF into a folder or stick."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from ui.desk import Desk
from ui.panels.point_print import default_printer
from ui.printing import print_pages
from ui.tasks import Job
from ui.widgets.file_dialog import file_dialog
from warroom.clock import named_zone
from warroom.domain.audit import Event
from warroom.errors import Trouble
from warroom.reports.document import Document
from warroom.reports.subject import Asked
from warroom.words import _

PRINTER_DPI = 200


class DocumentPrinter:
    """Makes a document in a task and brings it to paper; the audit knows of every copy."""

    def __init__(self, desk: Desk, owner: QWidget) -> None:
        self._desk, self._owner = desk, owner

    def print_(self, make: Callable[[Asked], Document]) -> None:
        """Make it, and print it; without a printer, ask for a folder."""
        printer = default_printer()
        if not printer:
            self._desk.tasks.run(lambda _job: make(self._asked()), owner=self._owner, done=self._ask_folder)
            return

        def run(_job: Job) -> Document:
            from warroom.reports.pdf import pages_of

            made = make(self._asked())
            pages = pages_of(made, dpi=PRINTER_DPI)
            print_pages(pages, printer=printer, title=made.title)
            self._desk.room.audit.note(Event.PRINTED, {"title": made.title, "pages": len(pages)})
            return made

        def done(made: Document) -> None:
            self._desk.notices.say(_("{title}: sent to {printer}.").format(title=made.title, printer=printer))

        self._desk.tasks.run(run, owner=self._owner, done=done)

    def write(self, document: Document, folder: str) -> None:
        """Write its PDF into a folder; a file of that name is never overwritten."""
        room = self._desk.room

        def keep(_job: Job) -> Path:
            from warroom.reports.pdf import pdf_of

            path = free_path(Path(folder), f"warroom-{document.name}")
            pages = pdf_of(document)
            try:
                path.write_bytes(pages)
            except OSError as error:
                raise Trouble(
                    "page-not-written",
                    _("{file} could not be written: {reason}.").format(file=path.name, reason=error.strerror or "?"),
                    safe=_("The room is untouched."),
                    todo=_("Choose another folder, or print it."),
                ) from error
            room.audit.note(Event.PRINTED, {"title": document.title, "file": path.name})
            room.erasure.note_copy("export", path)
            return path

        def kept(path: Path) -> None:
            self._desk.notices.say(_("{title}: written to {file}.").format(title=document.title, file=str(path)))

        self._desk.tasks.run(keep, owner=self._owner, done=kept)

    def _asked(self) -> Asked:
        room, moment = self._desk.room, self._desk.room.clock.moment()
        return Asked(room.member, room.station, moment.utc_ms, named_zone(moment), "")

    def _ask_folder(self, document: Document) -> None:
        dialog = file_dialog(self._owner, _("A folder or a stick for “{title}”").format(title=document.title))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda folder: self.write(document, folder))
        dialog.open()


def free_path(folder: Path, stem: str) -> Path:
    """`stem.pdf`, or `stem-2.pdf` where that is taken."""
    path, at = folder / f"{stem}.pdf", 2
    while path.exists():
        path, at = folder / f"{stem}-{at}.pdf", at + 1
    return path
