"""Call sheets on paper: to the printer of this laptop, else into a folder or a stick."""

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
from warroom.reports.callout import call_sheets
from warroom.reports.leaflet import Leaflet, Made, write_leaflet
from warroom.words import _


class SheetsPrinter:
    """Makes them off the screen's thread, and brings them to paper."""

    def __init__(self, desk: Desk, owner: QWidget) -> None:
        self._desk, self._owner = desk, owner

    def print_(self, mobilisation: str) -> None:
        """Make them, and print them; without a printer, ask for a folder."""
        printer, room = default_printer(), self._desk.room

        def work(_job: Job) -> Leaflet:
            moment = room.clock.moment()
            leaflet = call_sheets(Made(room.views, room.member, moment.utc_ms, named_zone(moment)), mobilisation)
            if printer:
                pages = leaflet.pictures()
                print_pages(pages, printer=printer, title=leaflet.title)
                room.audit.note(Event.PRINTED, {"title": leaflet.title, "pages": len(pages)})
            return leaflet

        self._desk.tasks.run(work, owner=self._owner, done=lambda leaflet: self._done(leaflet, printer))

    def write(self, leaflet: Leaflet, folder: str) -> None:
        """Write them there."""
        room = self._desk.room

        def keep(_job: Job) -> Path:
            path = write_leaflet(leaflet, Path(folder))
            room.audit.note(Event.PRINTED, {"title": leaflet.title, "file": path.name})
            room.erasure.note_copy("export", path)
            return path

        said = _("{title}: written to {file}.")
        self._desk.tasks.run(
            keep,
            owner=self._owner,
            done=lambda path: self._desk.notices.say(said.format(title=leaflet.title, file=str(path))),
        )

    def _done(self, leaflet: Leaflet, printer: str) -> None:
        if printer:
            said = _("{title}: sent to {printer}.").format(title=leaflet.title, printer=printer)
            self._desk.notices.say(said)
            return
        dialog = file_dialog(self._owner, _("A folder or a stick for the call sheets"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda folder: self.write(leaflet, folder))
        dialog.open()
