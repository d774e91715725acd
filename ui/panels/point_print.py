"""A situation point on paper: printed at once where this laptop has a printer, else written into a folder or stick."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from ui.desk import Desk
from ui.printing import print_pages
from ui.tasks import Job
from ui.widgets.file_dialog import file_dialog
from warroom.clock import named_zone
from warroom.commands import RegisterPrintout
from warroom.domain.audit import Event
from warroom.domain.paper import PrintKind
from warroom.reports.point import PointPage, pictures_of, point_page, write_page
from warroom.words import _


class PointPrinter:
    """Makes the page of one point and brings it to paper; every copy is registered, so that old ones are found."""

    def __init__(self, desk: Desk, owner: QWidget) -> None:
        self._desk, self._owner = desk, owner

    def print_(self, cell: str, point: str, incident: str) -> None:
        """Make the page, and print it; without a printer, ask for a folder."""

        printer = default_printer()
        if not printer:
            self.save(cell, point, incident)
            return

        def make(_job: Job) -> PointPage:
            page = self._page(cell, point)
            print_pages(pictures_of(page), printer=printer, title=page.title)
            self._desk.room.audit.note(Event.PRINTED, {"title": page.title, "pages": 1})
            return page

        def made(page: PointPage) -> None:
            self._register(page, point, incident)
            self._desk.notices.say(_("{title}: sent to {printer}.").format(title=page.title, printer=printer))

        self._desk.tasks.run(make, owner=self._owner, done=made)

    def save(self, cell: str, point: str, incident: str) -> None:
        """Make the page, and ask for a folder or a stick."""
        self._desk.tasks.run(
            lambda _job: self._page(cell, point),
            owner=self._owner,
            done=lambda page: self._ask_folder(page, point, incident),
        )

    def write(self, page: PointPage, folder: str, point: str, incident: str) -> None:
        """Write it there and register the copy."""
        room = self._desk.room

        def keep(_job: Job) -> Path:
            path = write_page(page, Path(folder))
            room.audit.note(Event.PRINTED, {"title": page.title, "file": path.name})
            room.erasure.note_copy("export", path)
            return path

        def kept(path: Path) -> None:
            self._register(page, point, incident)
            self._desk.notices.say(_("{title}: written to {file}.").format(title=page.title, file=str(path)))

        self._desk.tasks.run(keep, owner=self._owner, done=kept)

    def _page(self, cell: str, point: str) -> PointPage:
        room, moment = self._desk.room, self._desk.room.clock.moment()
        return point_page(room.views, cell, point, now_ms=moment.utc_ms, zone=named_zone(moment), author=room.member)

    def _ask_folder(self, page: PointPage, point: str, incident: str) -> None:
        dialog = file_dialog(self._owner, _("A folder or a stick for the page of the point"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda folder: self.write(page, folder, point, incident))
        dialog.open()

    def _register(self, page: PointPage, point: str, incident: str) -> None:
        if self._desk.room.read_only:
            return
        command = RegisterPrintout(
            kind=PrintKind.POINT,
            incident=incident,
            record=point,
            fingerprint=page.fingerprint,
            heads=page.heads,
            shown_at=page.shown_at,
        )
        self._desk.tasks.follow(self._desk.room.do(command), owner=self._owner)


def default_printer() -> str:
    """The printer this laptop prints on unless told otherwise; "" where there is none."""
    from PySide6.QtPrintSupport import QPrinterInfo

    return QPrinterInfo.defaultPrinterName()
