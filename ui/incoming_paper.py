"""Blank message sheets brought to paper: printed where there is a printer, else written as PDF into a folder."""

from __future__ import annotations

from PySide6.QtWidgets import QFileDialog, QWidget

from ui.desk import Desk
from ui.panels.point_print import default_printer
from ui.printing import print_pages
from ui.tasks import Job
from ui.widgets.file_dialog import file_dialog
from warroom.domain.incidents import Incident
from warroom.errors import WarroomError
from warroom.words import _

SHEETS = 10  # in one go


def print_message_sheets(desk: Desk, incident: Incident, owner: QWidget) -> None:
    """Take numbers for a few blank sheets and print them; what never reached paper is void again."""
    printer = default_printer()
    if printer:
        desk.tasks.run(lambda _job: _print(desk, incident.id, printer), owner=owner, done=desk.notices.say)
        return
    dialog = file_dialog(owner, _("A folder or a stick"))
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.fileSelected.connect(lambda folder: write_message_sheets(desk, incident.id, folder, owner))
    dialog.open()


def write_message_sheets(desk: Desk, incident: str, folder: str, owner: QWidget) -> None:
    """Take numbers, and write the sheets as PDF into this folder."""

    def run(_job: Job) -> str:
        papers = desk.room.paper.take_message_sheets(incident, sheets=SHEETS)
        try:
            path = desk.room.paper.write(papers, folder)
        except WarroomError as error:
            desk.room.paper.spoil(papers, error.message)
            raise
        return _("{title}: written to {file}.").format(title=papers.document.title, file=str(path))

    desk.tasks.run(run, owner=owner, done=desk.notices.say)


def _print(desk: Desk, incident: str, printer: str) -> str:
    papers = desk.room.paper.take_message_sheets(incident, sheets=SHEETS)
    try:
        pages = desk.room.paper.pages(papers)
        print_pages(pages, printer=printer, title=papers.document.title)
    except WarroomError as error:
        desk.room.paper.spoil(papers, error.message)
        raise
    desk.room.paper.printed(papers, pages=len(pages))
    return _("{title}: sent to {printer}.").format(title=papers.document.title, printer=printer)
