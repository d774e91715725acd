"""The roster's files: people in, everybody out, and the crisis directory on paper, from one menu."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QMenu, QPushButton, QWidget

from ui.desk import Desk
from ui.panels.point_print import default_printer
from ui.printing import print_pages
from ui.tasks import Job
from ui.widgets.file_dialog import file_dialog
from warroom.domain.audit import Event
from warroom.words import _, ngettext

ENDINGS = {"vcard": ".vcf", "vcard3": ".vcf", "csv": ".csv", "pdf": ".pdf", "html": ".html"}


class RosterFiles(QPushButton):
    """A button with the menu; slow work is done off the screen's thread."""

    imported = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._menu = QMenu(self)
        self.setMenu(self._menu)
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the language spoken now."""
        self.setText(_("Files and paper"))
        self._menu.clear()
        take_in = self._menu.addAction(_("Import people…"))
        take_in.setEnabled(not self._desk.room.read_only)
        take_in.triggered.connect(lambda _checked=False: self.import_people())
        self._menu.addSeparator()
        for kind, words in (
            ("vcard", _("Export as vCard 4.0…")),
            ("vcard3", _("Export as vCard 3.0 (older telephones)…")),
            ("csv", _("Export as CSV…")),
        ):
            self._menu.addAction(words).triggered.connect(lambda _checked=False, kind=kind: self.export(kind))
        self._menu.addSeparator()
        for kind, words in (("pdf", _("Crisis directory as PDF…")), ("html", _("Crisis directory as HTML…"))):
            self._menu.addAction(words).triggered.connect(lambda _checked=False, kind=kind: self.export(kind))
        self._menu.addAction(_("Print the crisis directory")).triggered.connect(
            lambda _checked=False: self.print_directory()
        )

    def import_people(self) -> None:
        from ui.dialogs.import_file import ImportDialog

        dialog = ImportDialog(self._desk, self.window())
        dialog.imported.connect(lambda _sum: self.imported.emit())
        dialog.open()

    def export(self, kind: str) -> None:
        """Ask where, then write."""
        dialog = file_dialog(self, _("Write the roster"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile(f"warroom-{_('roster')}{ENDINGS[kind]}")
        dialog.fileSelected.connect(lambda file: self.write(Path(file), kind))
        dialog.open()

    def write(self, path: Path, kind: str) -> None:
        """Write the roster there, and say how many people it holds."""
        out = self._desk.room.roster_out

        def done(count: int) -> None:
            said = ngettext("{n} person written to {file}.", "{n} people written to {file}.", count)
            self._desk.notices.say(said.format(n=count, file=str(path)))

        self._desk.tasks.run(lambda _job: out.write(path, kind=kind), owner=self, done=done)

    def print_directory(self) -> None:
        """To the printer of this laptop; without one, into a file."""
        printer, room = default_printer(), self._desk.room
        if not printer:
            self.export("pdf")
            return

        def work(_job: Job) -> str:
            leaflet = room.roster_out.directory().leaflet
            pages = leaflet.pictures()
            print_pages(pages, printer=printer, title=leaflet.title)
            room.audit.note(Event.PRINTED, {"title": leaflet.title, "pages": len(pages)})
            return leaflet.title

        def done(title: str) -> None:
            self._desk.notices.say(_("{title}: sent to {printer}.").format(title=title, printer=printer))

        self._desk.tasks.run(work, owner=self, done=done)
