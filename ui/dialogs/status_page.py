"""The public status page: seen as anybody outside will see it, and written into a folder for any web server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QLabel, QListWidget, QPushButton, QWidget

from ui.desk import Desk
from ui.dialogs.onto_stick import StickDialog
from ui.latest import Latest
from ui.tasks import Job
from ui.widgets.framed import framed
from ui.widgets.tone import ToneLabel
from warroom.domain.status_page import Page
from warroom.errors import WarroomError
from warroom.phrases import labelled
from warroom.words import _, language, ngettext

if TYPE_CHECKING:
    from warroom.doors.status_page import Look
    from warroom.reports.status_page.folder import WrittenPage

WIDTH = 680
ROWS_SHOWN = 7


class StatusPageDialog(StickDialog):
    """What it shows, what it does not say although somebody inside knows it, and where it is written."""

    def __init__(self, desk: Desk, parent: QWidget | None = None, *, exercise: bool = False) -> None:
        super().__init__(desk, parent, width=WIDTH)
        self._look: Look | None = None
        self._whole = ToneLabel(desk.look, "muted", bold=True, wrap=True, parent=self)
        self.lines = QListWidget(self)
        self.lines.setSpacing(desk.look.px(2))
        self.lines.setMinimumHeight(desk.look.px(30) * ROWS_SHOWN)
        self._silent = ToneLabel(desk.look, "due", wrap=True, parent=self)
        self._silent.hide()
        self.service = QPushButton(self)
        self.exercise = QCheckBox(self)
        self.exercise.setChecked(exercise)
        self._where = QLabel(self)
        self._where.setProperty("role", "title")
        for widget in (self._whole, framed(self.lines, self), self._silent, self.exercise, self._where, self.drives):
            self.body.addWidget(widget)
        self.body.addWidget(self.progress)
        self.service.setAutoDefault(False)
        self.service.clicked.connect(lambda _checked=False: self.choose_service())
        self.service.setEnabled(not desk.room.read_only)
        self.buttons.insertWidget(0, self.service)
        self.exercise.toggled.connect(lambda _on: self._reading.ask())
        self._say()
        self._reading: Latest[Look | WarroomError] = Latest(desk, owner=self, read=self._read, show=self._show)
        self._reading.ask()
        self.look_for_sticks()

    # What can be done here

    def choose_service(self) -> None:
        """Put a service on the page, or take one off."""
        from ui.dialogs.public_service import PublicServiceDialog

        dialog = PublicServiceDialog(self._desk, parent=self)
        dialog.succeeded.connect(lambda _record: self._reading.ask())
        dialog.open()

    def folder_words(self) -> str:
        return _("Folder for the status page")

    def write(self) -> None:
        """Write it; the bar runs until the last byte was read back."""
        place = self.place()
        if place is None:
            return
        room, exercise = self._desk.room, self.exercise.isChecked()
        self.run(lambda job: room.status_page.write(place, exercise=exercise, step=job.step))

    def lines_of(self, done: WrittenPage) -> list[str]:
        files = ngettext("{n} file", "{n} files", len(done.hashes)).format(n=len(done.hashes))
        self.service.hide()
        return [
            _("{folder}: {files} written, read back and verified.").format(folder=done.folder.name, files=files),
            _("Nothing was sent: copy the folder to the web server, over the former page."),
            _("Eject the stick in the system, then it is safe to remove.")
            if self.drives.is_stick()
            else str(done.folder),
        ]

    def asked(self) -> tuple[QWidget, ...]:
        return (self.exercise,) if self._desk.room.read_only else (self.exercise, self.service)

    # Following the work

    def _read(self, _job: Job) -> Look | WarroomError:
        try:
            return self._desk.room.status_page.look(exercise=self.exercise.isChecked())
        except WarroomError as error:
            return error

    def _show(self, seen: Look | WarroomError) -> None:
        if isinstance(seen, WarroomError):
            self.complain("\n".join(part for part in (seen.message, seen.todo) if part))
            return
        self._look = seen
        self._say_look()

    def _say_look(self) -> None:
        from warroom.reports.status_page.words import whole_said

        if self._look is None:
            return
        page = self._look.page
        self._whole.say(whole_said(page), "muted" if not page.current else "due")
        self.lines.clear()
        self.lines.addItems(page_lines(page))
        silent = ", ".join(self._look.unannounced)
        sentence = _("The page shows these as working, as nobody has announced that they are down: {names}")
        self._silent.say(sentence.format(names=silent) if silent else "", "due")
        self._silent.setVisible(bool(silent))
        self.grow()

    def _say(self) -> None:
        self.heading.setText(_("Public status page"))
        self.intro.setText(_("Services by their public names, and what was let out to everybody. Nothing is sent."))
        self.exercise.setText(_("The page of exercises, marked in every file"))
        self._where.setText(_("Where to"))
        self.service.setText(_("Services shown…"))
        self.lines.setAccessibleName(_("What the page shows"))
        self.primary.setText(_("Close") if self._is_done else _("Write the folder"))
        self._say_look()
        super()._say()


def page_lines(page: Page) -> list[str]:
    """The page in lines: its services, then what is under way; what to do where there is nothing."""
    from warroom.reports.status_page.words import standing_said, state_said

    spoken = language()
    lines = [labelled(each.names[spoken], state_said(each.state)) for each in page.components]
    lines = lines or [_("No service is on the page yet: put one there with “Services shown…”.")]
    for each in page.current:
        lines.append(" · ".join(dict.fromkeys((standing_said(each, spoken), each.title(spoken)))))
    return lines
