"""The relief plan and the attendance sheet on paper: to the printer of this laptop, else into a folder or a stick."""

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
from warroom.reports.leaflet import Leaflet, Made, write_leaflet
from warroom.reports.relief import attendance_leaflet, relief_leaflet
from warroom.words import _


class ReliefPrinter:
    """Makes them off the screen's thread, and brings them to paper."""

    def __init__(self, desk: Desk, owner: QWidget) -> None:
        self._desk, self._owner = desk, owner

    def plan(self, incident: str) -> None:
        self._print(lambda made: relief_leaflet(made, incident), incident)

    def attendance(self, incident: str) -> None:
        self._print(lambda made: attendance_leaflet(made, incident), incident)

    def write(self, leaflet: Leaflet, folder: str) -> None:
        """Write PDF and HTML there."""
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

    def _print(self, make: Callable[[Made], Leaflet], incident: str) -> None:
        printer, room = default_printer(), self._desk.room

        def work(_job: Job) -> Leaflet:
            moment = room.clock.moment()
            exercise = room.views.incident(incident).exercise
            made = Made(room.views, room.member, moment.utc_ms, named_zone(moment), exercise)
            leaflet = make(made)
            if printer:
                pages = leaflet.pictures()
                print_pages(pages, printer=printer, title=leaflet.title)
                room.audit.note(Event.PRINTED, {"title": leaflet.title, "pages": len(pages)})
            return leaflet

        self._desk.tasks.run(work, owner=self._owner, done=lambda leaflet: self._done(leaflet, printer))

    def _done(self, leaflet: Leaflet, printer: str) -> None:
        if printer:
            said = _("{title}: sent to {printer}.").format(title=leaflet.title, printer=printer)
            self._desk.notices.say(said)
            return
        dialog = file_dialog(self._owner, _("A folder or a stick for it"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda folder: self.write(leaflet, folder))
        dialog.open()
