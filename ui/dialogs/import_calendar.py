"""A calendar of on-call: chosen, seen event by event with what came of each, and brought in."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ui.desk import Desk
from ui.models.table import Column, TableModel
from ui.tasks import Cancelled, Job
from ui.widgets.file_dialog import file_dialog
from ui.widgets.spoken import Spoken
from ui.widgets.table import Table
from ui.widgets.tone import ToneLabel
from warroom import phrases
from warroom.doors.calendars import BroughtIn, Fate, Line, Preview
from warroom.words import N_, _, ngettext

WHOS = ("auto", "summary", "attendees", "organizer")


class ImportCalendarDialog(Spoken, QDialog):
    """Nothing comes in before it was seen."""

    imported = Signal(object)  # what came in

    def __init__(self, desk: Desk, parent: QWidget | None = None, *, file: str = "") -> None:
        super().__init__(parent)
        self._desk = desk
        self.preview: Preview | None = None
        self._file: Path | None = None
        self._job: Job | None = None
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(desk.look.px(860), desk.look.px(560))
        self._build()
        self._say()
        if file:
            self.take(file)

    # The way through

    def choose(self) -> None:
        """Ask for a file."""
        dialog = file_dialog(self, _("Import a calendar"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([_("Calendars (*.ics *.ical *.ifb)"), _("All files (*)")])
        dialog.fileSelected.connect(self.take)
        dialog.open()

    def take(self, file: str) -> None:
        """Look into this file."""
        self._file = Path(file)
        self.look_again()

    def look_again(self) -> None:
        """Read it with what the fields say now."""
        if self._file is None:
            return
        file, rotation, who = self._file, self.rotation.text(), WHOS[self.who.currentIndex()]
        room = self._desk.room

        def read(_job: Job) -> Preview:
            from warroom.formats.calendar_names import Who

            return room.calendars.preview(file, rotation=rotation, who=Who(who))

        self._work(read, self._show)

    def bring_in(self) -> None:
        """Make it so; what was refused stays out."""
        preview, room = self.preview, self._desk.room
        if preview is not None:
            self._work(lambda job: room.calendars.bring_in(preview, step=job.step), self._end)

    # Building

    def _build(self) -> None:
        look = self._desk.look
        self._heading = QLabel(self)
        self._heading.setProperty("role", "title")
        self._hint = ToneLabel(look, "muted", wrap=True, parent=self)
        self.rotation, self.who = QLineEdit(self), QComboBox(self)
        self.who.addItems([""] * len(WHOS))
        self._to, self._by = QLabel(self), QLabel(self)
        self._to.setBuddy(self.rotation)
        self._by.setBuddy(self.who)
        self.rotation.editingFinished.connect(self.look_again)
        self.who.currentIndexChanged.connect(lambda _place: self.look_again())
        grid = QGridLayout()
        for place, (label, field) in enumerate(((self._to, self.rotation), (self._by, self.who))):
            label.setProperty("role", "muted")
            grid.addWidget(label, place, 0)
            grid.addWidget(field, place, 1)
        grid.setColumnStretch(1, 1)
        self._sum = ToneLabel(look, wrap=True, parent=self)
        self.lines: TableModel[Line] = TableModel(
            COLUMNS, ident=lambda line: f"{line.outcome.line}", look=look, now=self._desk.room.clock.now_ms, parent=self
        )
        self.table = Table(self.lines, look, parent=self)
        self._trouble = ToneLabel(look, "late", wrap=True, parent=self)
        self._trouble.hide()
        self._choose, self._leave, self._send = QPushButton(self), QPushButton(self), QPushButton(self)
        self._send.setEnabled(False)
        self._choose.clicked.connect(lambda _checked=False: self.choose())
        self._leave.clicked.connect(self.reject)
        self._send.clicked.connect(lambda _checked=False: self.bring_in())
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._choose)
        buttons.addStretch(1)
        buttons.addWidget(self._leave)
        buttons.addWidget(self._send)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 16)
        whole.setSpacing(12)
        whole.addWidget(self._heading)
        whole.addWidget(self._hint)
        whole.addLayout(grid)
        whole.addWidget(self._sum)
        whole.addWidget(self.table, 1)
        whole.addWidget(self._trouble)
        whole.addLayout(buttons)

    def _work(self, work, done) -> None:  # type: ignore[no-untyped-def]
        if self._job is not None:
            return
        self._trouble.hide()
        self._send.setEnabled(False)

        def take(answer: object) -> None:
            self._job = None
            done(answer)

        self._job = self._desk.tasks.run(work, owner=self, done=take, failed=self._fail)

    def _fail(self, error: Exception) -> None:
        self._job = None
        if not isinstance(error, Cancelled):
            self._trouble.say(str(error))
            self._trouble.show()

    def _show(self, preview: Preview) -> None:
        self.preview = preview
        self.lines.replace(preview.lines)
        self.rotation.setPlaceholderText(", ".join(preview.rotations()))
        self._say_sum()
        self._send.setEnabled(any(line.duties for line in preview.lines))

    def _end(self, outcome: BroughtIn) -> None:
        self.imported.emit(outcome)
        self.accept()

    def _say_sum(self) -> None:
        if self.preview is None:
            self._sum.say(_("No file yet."), "muted")
            self._lead(is_read=False)
            return
        counted, unmatched = self.preview.counted(), self.preview.unmatched()
        parts = [
            _("{n} accepted").format(n=counted["accepted"]), _("{n} repaired").format(n=counted["repaired"]),
            _("{n} refused").format(n=counted["refused"]),
        ]  # fmt: skip
        if unmatched:
            said = ngettext("{n} name to match", "{n} names to match", len(unmatched))
            parts.append(said.format(n=len(unmatched)))
        if self.preview.gone:
            said = ngettext("{n} no longer in the calendar", "{n} no longer in the calendar", len(self.preview.gone))
            parts.append(said.format(n=len(self.preview.gone)))
        self._sum.say(" · ".join(parts), "")
        self._lead(is_read=True)

    def _lead(self, *, is_read: bool) -> None:
        """The next thing to do is the button that stands out."""
        for button, leads in ((self._choose, not is_read), (self._send, is_read)):
            button.setProperty("primary", leads)
            button.style().polish(button)
            button.setDefault(leads)

    def _say(self) -> None:
        self.setWindowTitle(_("Import a calendar"))
        self._heading.setText(_("Import a calendar of on-call"))
        self._hint.setText(
            _("An .ics file from any program. It is shown before anything comes in; reading it twice is safe.")
        )
        self._to.setText(_("Into the rotation"))
        self._by.setText(_("Who is on call"))
        self.rotation.setAccessibleName(self._to.text())
        self.who.setAccessibleName(self._by.text())
        for place, words in enumerate(
            (_("Whoever of the roster it names"), _("The summary"), _("Who attends"), _("Who organizes"))
        ):
            self.who.setItemText(place, words)
        self._choose.setText(_("Choose a file…"))
        self._leave.setText(_("Cancel"))
        self._send.setText(_("Bring it in"))
        self.table.setAccessibleName(_("Events of the calendar"))
        self.table.say_empty(_("No file yet."))
        self._say_sum()


def became_said(line: Line) -> str:
    """What came of an event."""
    return {"accepted": _("accepted"), "repaired": _("repaired"), "refused": _("refused")}[line.outcome.became.value]


def tone_of(line: Line) -> str:
    return {"accepted": "good", "repaired": "due", "refused": "late"}[line.outcome.became.value]


def fate_said(line: Line) -> str:
    """Whether the room knows it."""
    return {Fate.NEW: _("new"), Fate.CHANGED: _("moved"), Fate.SAME: _("known"), Fate.OUT: ""}[line.fate]


def when_said(line: Line, now_ms: int) -> str:
    """The first time, and how many there are."""
    if not line.duties:
        return ""
    first = phrases.moment(line.duties[0].from_at, now_ms)
    return first if len(line.duties) == 1 else _("{time} and {n} more").format(time=first, n=len(line.duties) - 1)


def why_said(line: Line) -> str:
    return " ".join(remark.reason for remark in line.outcome.remarks)


COLUMNS: tuple[Column[Line], ...] = (
    Column(
        "became", N_("Outcome"), lambda line, _now: became_said(line), tone=lambda line, _now: tone_of(line), width=90
    ),
    Column("who", N_("Who"), lambda line, _now: ", ".join(line.names) or line.outcome.summary, width=190),
    Column("when", N_("When"), when_said, order=lambda line: line.duties[0].from_at if line.duties else 0, width=210),
    Column("fate", N_("In this room"), lambda line, _now: fate_said(line), width=124, can_go=True),
    Column("why", N_("Why"), lambda line, _now: why_said(line)),
)
