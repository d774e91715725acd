"""Leaflets of the team brought to paper: printed at once where there is a printer, else written into a folder."""

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
from warroom.commands import RegisterPrintout
from warroom.domain.audit import Event
from warroom.domain.paper import PrintKind
from warroom.reports.leaflet import Leaflet, Made, write_leaflet
from warroom.words import _

Make = Callable[[Made], Leaflet]


class LeafletPrinter:
    """Makes a leaflet off the screen's thread and brings it to paper; copies that go out of date are registered."""

    def __init__(self, desk: Desk, owner: QWidget) -> None:
        self._desk, self._owner = desk, owner
        self._kind = PrintKind.SEATS

    def print_(
        self, make: Make, *, incident: str = "", exercise: bool = False, kind: PrintKind = PrintKind.SEATS
    ) -> None:
        """Make it, and print it; without a printer, ask for a folder. `incident` registers the copy, as this kind."""
        self._kind = kind
        printer = default_printer()
        if not printer:
            self.save(make, incident=incident, exercise=exercise)
            return

        def run(_job: Job) -> Leaflet:
            leaflet = make(self._made(exercise=exercise))
            pages = leaflet.pictures()
            print_pages(pages, printer=printer, title=leaflet.title)
            self._desk.room.audit.note(Event.PRINTED, {"title": leaflet.title, "pages": len(pages)})
            return leaflet

        def done(leaflet: Leaflet) -> None:
            self._register(leaflet, incident)
            self._desk.notices.say(_("{title}: sent to {printer}.").format(title=leaflet.title, printer=printer))

        self._desk.tasks.run(run, owner=self._owner, done=done)

    def save(self, make: Make, *, incident: str = "", exercise: bool = False) -> None:
        """Make it, and ask for a folder or a stick."""
        self._desk.tasks.run(
            lambda _job: make(self._made(exercise=exercise)),
            owner=self._owner,
            done=lambda leaflet: self._ask_folder(leaflet, incident),
        )

    def write(self, leaflet: Leaflet, folder: str, incident: str = "") -> None:
        """Write it there, as PDF and HTML, and register the copy."""
        room = self._desk.room

        def keep(_job: Job) -> Path:
            path = write_leaflet(leaflet, Path(folder))
            room.audit.note(Event.PRINTED, {"title": leaflet.title, "file": path.name})
            for written in (path, path.with_suffix(".html")):
                if written.exists():
                    room.erasure.note_copy("export", written)
            return path

        def kept(path: Path) -> None:
            self._register(leaflet, incident)
            self._desk.notices.say(_("{title}: written to {file}.").format(title=leaflet.title, file=str(path)))

        self._desk.tasks.run(keep, owner=self._owner, done=kept)

    def _made(self, *, exercise: bool) -> Made:
        room, moment = self._desk.room, self._desk.room.clock.moment()
        return Made(room.views.within(()), room.member, moment.utc_ms, named_zone(moment), exercise)

    def _ask_folder(self, leaflet: Leaflet, incident: str) -> None:
        dialog = file_dialog(self._owner, _("A folder or a stick"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda folder: self.write(leaflet, folder, incident))
        dialog.open()

    def _register(self, leaflet: Leaflet, incident: str) -> None:
        if self._desk.room.read_only or not incident:
            return
        command = RegisterPrintout(
            kind=self._kind,
            incident=incident,
            fingerprint=leaflet.fingerprint,
            heads=leaflet.heads,
            shown_at=leaflet.shown_at,
        )
        self._desk.tasks.follow(self._desk.room.do(command), owner=self._owner)
