"""A released message leaves with no network: printed here, or written into one folder on a stick; nothing is sent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QWidget,
)

from ui.desk import Desk
from ui.dialogs.plain import PlainDialog
from ui.latest import Latest
from ui.leaflets import LeafletPrinter
from ui.models.ways_out import Foreseen, doubts_said, foresee, left_out_said, way_said
from ui.tasks import Cancelled, Job
from ui.widgets.drive_list import DriveList
from ui.widgets.file_dialog import file_dialog
from ui.widgets.tone import ToneLabel
from warroom.domain.messages import Release
from warroom.domain.paper import PrintKind
from warroom.domain.stale import Advice
from warroom.errors import Trouble, WarroomError
from warroom.reports.leaflet import Leaflet, Made
from warroom.reports.ways_out.said import Way, check_of
from warroom.words import _, ngettext

if TYPE_CHECKING:
    from warroom.reports.drives import Drive
    from warroom.reports.ways_out.folder import WrittenOut

LOOK_AGAIN_MS = 2_000
WIDTH = 720
TABLE_MOST = 32 * 1024 * 1024  # bytes of a table of recipients


class WaysOutDialog(PlainDialog):
    """Everything that goes wrong with a stick is said here: what happened, what is safe, what to do."""

    written = Signal(object)  # a WrittenOut

    def __init__(self, desk: Desk, release: Release, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=WIDTH)
        self._desk, self.release = desk, release
        self._seen: Foreseen | None = None
        self._table: Path | None = None
        self._job: Job | None = None
        self._is_done = False
        self._printer = LeafletPrinter(desk, self)
        self._doubts = ToneLabel(desk.look, "due", wrap=True, parent=self)
        self.despite = QCheckBox(self)
        for widget in (self._doubts, self.despite):
            self.body.addWidget(widget)
            widget.hide()
        self.despite.toggled.connect(lambda _on: self._allow())
        self._build_printing()
        self._build_ways()
        self._build_place()
        self._say()
        self._reading: Latest[Foreseen | WarroomError] = Latest(desk, owner=self, read=self._read, show=self._show_seen)
        self._reading.ask()
        self._sticks = Latest(desk, owner=self, read=_read_drives, show=self._show_drives)
        self._sticks.ask()
        self._looking = QTimer(self, interval=LOOK_AGAIN_MS)
        self._looking.timeout.connect(self._look_again)
        self._looking.start()

    # What can be done here

    def choose_table(self) -> None:
        """Recipients from a file."""
        dialog = file_dialog(self, _("Recipients"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([_("Tables (*.csv *.tsv *.txt *.xlsx *.xls)")])
        dialog.fileSelected.connect(lambda file: self.use_table(Path(file)))
        dialog.open()

    def use_table(self, path: Path | None) -> None:
        """Mail is made for the people of this table; None: for those whom the room knows."""
        self._table = path
        self._reading.ask()

    def choose_folder(self) -> None:
        """A folder instead of a stick."""
        dialog = file_dialog(self, _("Folder for the message"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self.use_folder)
        dialog.open()

    def use_folder(self, folder: str) -> None:
        self.drives.add_folder(Path(folder))

    def note_read_back(self) -> None:
        """Say who read it back, for the ledger."""
        from ui.dialogs.read_back import ReadBackDialog

        ReadBackDialog(self._desk, self.release, self).open()

    def write(self) -> None:
        """Write it; the bar runs until the last byte was read back."""
        place, ways = self.drives.chosen(), self.chosen()
        if not ways:
            self.complain(_("Choose at least one thing to write."), role="due")
            return
        if place is None:
            self.complain(_("Plug in a stick, or choose a folder."), role="due")
            return
        room, release, table = self._desk.room, self.release, self._table
        sender, despite = self.mail_from.text().strip(), self.despite.isChecked()

        def work(job: Job) -> WrittenOut:
            given = _bytes(table) if table else None
            return room.ways_out.write(
                release, place, ways=ways, table=given, sender=sender, despite=despite, step=job.step
            )

        self._set_working(True)
        self.complain(_("Writing, then reading back. Leave the stick in."), role="muted")
        self._job = self._desk.tasks.run(
            work, owner=self, done=self._finish, failed=self._stop, progress=self._show_step
        )

    def chosen(self) -> tuple[Way, ...]:
        """What is to be written."""
        return tuple(way for way, box in self.boxes.items() if box.isChecked())

    # Building

    def _build_printing(self) -> None:
        door = self._desk.room.ways_out
        makes: list[tuple[Callable[[Release, Made], Leaflet], bool]] = [  # and whether it hangs somewhere
            (lambda release, made: door.read_out(release, made=made), False),
            (lambda release, made: door.poster(release, made=made), True),
            (lambda release, made: door.poster(release, paper="a3", made=made), True),
            (lambda release, made: door.codes(release, made=made), False),
        ]
        self._print_label = QLabel(self)
        self._print_label.setProperty("role", "title")
        self.prints = [QPushButton(self) for _make in makes]
        row = QHBoxLayout()
        row.setSpacing(8)
        for button, (make, hangs) in zip(self.prints, makes, strict=True):
            button.setAutoDefault(False)
            button.clicked.connect(partial(self._print, make, hangs))
            row.addWidget(button)
        row.addStretch(1)
        self.body.addWidget(self._print_label)
        self.body.addLayout(row)

    def _build_ways(self) -> None:
        self._what_label = QLabel(self)
        self._what_label.setProperty("role", "title")
        self.boxes = {way: QCheckBox(self) for way in Way}
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        half = (len(self.boxes) + 1) // 2
        for n, box in enumerate(self.boxes.values()):
            box.setChecked(True)
            grid.addWidget(box, n % half, n // half)
        self.mail_from, self._from_label = QLineEdit(self), QLabel(self)
        self._from_label.setBuddy(self.mail_from)
        self._from_table = QPushButton(self)
        self._from_table.setAutoDefault(False)
        self._from_table.clicked.connect(lambda _checked=False: self.choose_table())
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._from_label)
        row.addWidget(self.mail_from, 1)
        row.addWidget(self._from_table)
        self._left_out = ToneLabel(self._desk.look, "muted", wrap=True, parent=self)
        self._left_out.hide()
        self.body.addWidget(self._what_label)
        self.body.addLayout(grid)
        self.body.addLayout(row)
        self.body.addWidget(self._left_out)

    def _build_place(self) -> None:
        self._where_label = QLabel(self)
        self._where_label.setProperty("role", "title")
        self.drives = DriveList(self._desk.look, self)
        self._folder, self.read_back = QPushButton(self), QPushButton(self)
        self._progress = QProgressBar(self)
        self._progress.setTextVisible(False)
        self._progress.hide()
        for widget in (self._where_label, self.drives, self._progress):
            self.body.addWidget(widget)
        for at, (button, act) in enumerate(((self.read_back, self.note_read_back), (self._folder, self.choose_folder))):
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked=False, act=act: act())
            self.buttons.insertWidget(at, button)
        self.read_back.setEnabled(not self._desk.room.read_only)
        self.primary.clicked.connect(lambda _checked=False: self.accept() if self._is_done else self.write())

    # Following the work

    def _read(self, _job: Job) -> Foreseen | WarroomError:
        table = self._table
        try:
            return foresee(self._desk.room, self.release, _bytes(table) if table else None)
        except WarroomError as error:
            return error

    def _show_seen(self, seen: Foreseen | WarroomError) -> None:
        if isinstance(seen, WarroomError):  # the table: said here, and those whom the room knows stay
            self._table = None
            self.complain("\n".join(part for part in (seen.message, seen.todo) if part))
            return
        self._seen = seen
        self.complain("")
        self._say_seen()

    def _say_seen(self) -> None:
        for way, box in self.boxes.items():
            box.setText(way_said(way, self._seen))
        if self._seen is None:
            return
        doubts = doubts_said(self._seen.judgement, self._desk.room.clock.now_ms())
        is_stop = self._seen.judgement.advice is Advice.STOP
        self._doubts.say(doubts, "late" if is_stop else "due")
        self._doubts.setVisible(bool(doubts))
        self.despite.setVisible(is_stop)
        left_out = left_out_said(self._seen.recipients)
        self._left_out.say(left_out, "muted")
        self._left_out.setVisible(bool(left_out))
        self._allow()
        self.grow()

    def _allow(self) -> None:
        """What is overtaken leaves only where somebody says that it is wanted all the same."""
        is_stop = self._seen is not None and self._seen.judgement.advice is Advice.STOP
        is_free = self._job is None and (not is_stop or self.despite.isChecked())
        self.primary.setEnabled(is_free or self._is_done)
        for button in self.prints:
            button.setEnabled(is_free)

    def _print(self, make: Callable[[Release, Made], Leaflet], hangs: bool, _checked: bool = False) -> None:
        """Print it; what hangs somewhere is a registered copy, which a newer message overtakes."""
        release = self.release
        incident = release.incident if hangs else ""
        made = partial(make, release)
        self._printer.print_(made, incident=incident, exercise=release.exercise, kind=PrintKind.POSTER)

    def _finish(self, done: WrittenOut) -> None:
        is_stick = self.drives.is_stick()
        self._is_done = True
        self._set_working(False)
        files = ngettext("{n} file", "{n} files", len(done.hashes)).format(n=len(done.hashes))
        lines = [
            _("{folder}: {files} written, read back and verified.").format(folder=done.folder.name, files=files),
            *[_("Left out: {what}").format(what=why) for why in done.without],
            _("Nothing was sent. Whoever posts it notes that in the outbox."),
            _("Eject the stick in the system, then it is safe to remove.") if is_stick else str(done.folder),
        ]
        for widget in (self.leave, self._folder):
            widget.hide()
        self.complain("\n".join(lines), role="good")
        self._say()
        self.written.emit(done)

    def _stop(self, error: Exception) -> None:
        self._set_working(False)
        if isinstance(error, Cancelled):
            self.complain(_("Stopped. Nothing half-written was left."), role="due")
        elif isinstance(error, WarroomError):
            self.complain("\n".join(part for part in (error.message, error.safe, error.todo) if part))
        else:
            self._desk.notices.show(error, parent=self)

    def _show_step(self, done: int, total: int) -> None:
        self._progress.setRange(0, 1000)
        self._progress.setValue(min(1000, done * 1000 // max(1, total)))

    def _set_working(self, working: bool) -> None:
        self._progress.setRange(0, 0)
        self._progress.setVisible(working)
        others: tuple[QWidget, ...] = (self.drives, self._folder, self.mail_from, self._from_table)
        for widget in (*others, *self.boxes.values()):
            widget.setEnabled(not working)
        if not working:
            self._job = None
        self.primary.setEnabled(not working)
        if not working:
            self._allow()

    def _look_again(self) -> None:
        if self._job is None and not self._is_done:
            self._sticks.ask()

    def _show_drives(self, drives: Sequence[Drive]) -> None:
        if self._job is None and not self._is_done:
            self.drives.show_drives(drives)

    def _say(self) -> None:
        release = self.release
        self.heading.setText(_("{number} leaves with no network").format(number=release.number))
        mark = _("EXERCISE – EXERCISE – EXERCISE") if release.exercise else ""
        told = _("Made of what was let out, word for word. Control code: {check}").format(check=check_of(release))
        self.intro.setText(" · ".join(part for part in (mark, told) if part))
        self.despite.setText(_("It is wanted all the same"))
        self._print_label.setText(_("Print at once"))
        names = (_("Script"), _("Poster A4"), _("Poster A3"), _("QR codes"))
        for button, name in zip(self.prints, names, strict=True):
            button.setText(name)
            button.setAccessibleName(_("Print: {what}").format(what=name))
        self._what_label.setText(_("Write into one folder"))
        self._from_label.setText(_("Mail is from"))
        self.mail_from.setAccessibleName(_("Mail is from"))
        self.mail_from.setPlaceholderText(_("an address; left empty, the mail program puts its own"))
        self._from_table.setText(_("Recipients from a table…"))
        self._where_label.setText(_("Where to"))
        self._folder.setText(_("Choose a folder"))
        self.read_back.setText(_("Note a read-back…"))
        self.primary.setText(_("Close") if self._is_done else _("Write the folder"))
        self.drives.say()
        self._say_seen()
        super()._say()

    # What Qt asks

    def reject(self) -> None:
        """Cancel stops the writing; pressed again it leaves."""
        if self._job is not None:
            self._job.cancel()
            return
        super().reject()


def _bytes(path: Path) -> bytes:
    """A table, as far as one may be large. Raises Trouble."""
    try:
        with path.open("rb") as opened:
            return opened.read(TABLE_MOST + 1)
    except OSError as error:
        raise Trouble(
            "table-unreadable",
            _("{file} cannot be read: {reason}.").format(file=path.name, reason=error.strerror or "?"),
            safe=_("Nothing was written."),
            todo=_("Choose another file."),
        ) from error


def _read_drives(_job: Job) -> Sequence[Drive]:
    from warroom.reports.drives import removable_drives

    return removable_drives()
