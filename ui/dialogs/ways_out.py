"""A released message leaves with no network: printed here, or written into one folder on a stick; nothing is sent."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)

from ui.desk import Desk
from ui.dialogs.onto_stick import StickDialog
from ui.latest import Latest
from ui.leaflets import LeafletPrinter
from ui.models.ways_out import Foreseen, doubts_said, foresee, left_out_said, way_said
from ui.tasks import Job
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
    from warroom.reports.ways_out.folder import WrittenOut

WIDTH = 720
TABLE_MOST = 32 * 1024 * 1024  # bytes of a table of recipients


class WaysOutDialog(StickDialog):
    """What can be printed at once, what can be written, and where to."""

    def __init__(self, desk: Desk, release: Release, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=WIDTH)
        self.release = release
        self._seen: Foreseen | None = None
        self._table: Path | None = None
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
        self.look_for_sticks()

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

    def folder_words(self) -> str:
        return _("Folder for the message")

    def note_read_back(self) -> None:
        """Say who read it back, for the ledger."""
        from ui.dialogs.read_back import ReadBackDialog

        ReadBackDialog(self._desk, self.release, self).open()

    def write(self) -> None:
        """Write it; the bar runs until the last byte was read back."""
        ways = self.chosen()
        if not ways:
            self.complain(_("Choose at least one thing to write."), role="due")
            return
        place = self.place()
        if place is None:
            return
        room, release, table = self._desk.room, self.release, self._table
        sender, despite = self.mail_from.text().strip(), self.despite.isChecked()

        def work(job: Job) -> WrittenOut:
            given = _bytes(table) if table else None
            return room.ways_out.write(
                release, place, ways=ways, table=given, sender=sender, despite=despite, step=job.step
            )

        self.run(work)

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
        for widget in (self._where_label, self.drives, self.progress):
            self.body.addWidget(widget)
        self.read_back = QPushButton(self)
        self.read_back.setAutoDefault(False)
        self.read_back.clicked.connect(lambda _checked=False: self.note_read_back())
        self.read_back.setEnabled(not self._desk.room.read_only)
        self.buttons.insertWidget(0, self.read_back)

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

    def lines_of(self, done: WrittenOut) -> list[str]:
        files = ngettext("{n} file", "{n} files", len(done.hashes)).format(n=len(done.hashes))
        return [
            _("{folder}: {files} written, read back and verified.").format(folder=done.folder.name, files=files),
            *[_("Left out: {what}").format(what=why) for why in done.without],
            _("Nothing was sent. Whoever posts it notes that in the outbox."),
            _("Eject the stick in the system, then it is safe to remove.")
            if self.drives.is_stick()
            else str(done.folder),
        ]

    def asked(self) -> tuple[QWidget, ...]:
        return (self.mail_from, self._from_table, *self.boxes.values())

    def _set_working(self, working: bool) -> None:
        super()._set_working(working)
        if not working:
            self._allow()

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
        self.mail_from.setPlaceholderText(_("an address, or nothing"))
        self._from_table.setText(_("Recipients from a table…"))
        self._where_label.setText(_("Where to"))
        self.read_back.setText(_("Note a read-back…"))
        self.primary.setText(_("Close") if self._is_done else _("Write the folder"))
        self._say_seen()
        super()._say()


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
