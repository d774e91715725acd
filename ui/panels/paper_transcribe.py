"""The fast form that takes a sheet back: its number, then line after line as they stand there, the time first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import tzinfo
from typing import Any

import orjson
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QFormLayout, QHBoxLayout, QLineEdit, QPushButton, QWidget

from ui.desk import Desk
from ui.models.paper_lines import ReadLine, line_columns
from ui.models.table import TableModel
from ui.panels.security_section import Section
from ui.widgets.fields import NameField
from ui.widgets.table import Table
from ui.widgets.tone import ToneLabel
from warroom import phrases, words
from warroom.commands import TranscribeSheet
from warroom.commands.transcribing import Transcribed
from warroom.domain.incidents import Incident
from warroom.domain.paper import Sheet
from warroom.domain.sheet_lines import line_of, read_line
from warroom.errors import Refusal
from warroom.words import _, ngettext

DRAFT, DRAFT_MS = "paper-sheet", 300
AGAIN, UNREGISTERED = ("sheet-transcribed", "sheet-void"), ("sheet-unknown",)


@dataclass(slots=True)
class Draft:
    """What was typed of one sheet: each line with the time at which it was typed, which says which day is meant."""

    sheet: str = ""
    incident: str = ""
    pen: str = ""
    lines: list[tuple[str, int]] = field(default_factory=list)
    typed: str = ""


class TranscribeSection(Section):
    """Enter takes a line; Ctrl+Enter writes the sheet, all of it at once. Nothing typed is lost by a crash."""

    transcribed = Signal(str)  # the number of the sheet

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._lines: list[tuple[str, int]] = []
        self._read: list[ReadLine] = []
        self._incidents: list[Incident] = []
        self._blank: dict[str, str] = {}  # the sheets that are out, and the incident of each
        self._names: tuple[list[str], list[str]] = ([], [])
        self._override: tuple[str, ...] = ()  # the refusals that the next try overrules
        self._is_sending = False
        self._keep = QTimer(self, singleShot=True, interval=DRAFT_MS)
        self._keep.timeout.connect(self.keep_draft)
        self._build()
        self._say()
        self._take_draft()

    # For the page

    def refresh(self) -> None:
        """Names and incidents as they are now."""
        room = self.desk.room
        self.desk.tasks.run(lambda _job: (room.paper.known(), room.views.names()), owner=self, done=self._show_known)

    def show_blank(self, sheets: Sequence[Sheet]) -> None:
        """The sheets that are out."""
        self._blank = {sheet.number: sheet.incident for sheet in sheets}
        typed = self.sheet.currentText()
        self.sheet.blockSignals(True)
        self.sheet.clear()
        self.sheet.addItems(list(self._blank))
        self.sheet.setEditText(typed)
        self.sheet.blockSignals(False)
        self._say_state()

    def begin(self, number: str) -> None:
        """Type this sheet; lines of another stay until they are written or thrown away."""
        if not self._lines:
            self.sheet.setEditText(number)
        elif self.sheet.currentText() != number:
            self._tell(
                _("Write the lines of {number} first, or clear them.").format(number=self.sheet.currentText()), "due"
            )
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def keep_draft(self) -> None:
        """Keep what is typed; a crash gives it back."""
        self._keep.stop()
        room = self.desk.room
        if room.read_only or room.is_closed:
            return
        kept = Draft(self.sheet.currentText(), self._incident(), self.pen.text(), self._lines, self.line.text())
        is_empty = not (kept.lines or kept.typed.strip())
        room.keep_draft(DRAFT, "" if is_empty else orjson.dumps(asdict(kept)).decode())

    # Lines

    def take_line(self) -> None:
        """One more line, if it has a time and a text."""
        text = self.line.text().strip()
        if not text:
            return
        at = self.desk.room.clock.now_ms()
        read = self._read_one(text, at, self._read[-1].at if self._read else None)
        if read.line is None:
            self._tell(_("Begin the line with its time, e.g. 14:05; a text must follow it."), "due")
            return
        self._lines.append((text, at))
        self.line.clear()
        self._tell("", "")
        self._show_lines()

    def edit_line(self) -> None:
        """Take the chosen line back into the field."""
        row = self.table.current()
        if row is not None and not self.line.text().strip():
            self.line.setText(self._lines.pop(row.place)[0])
            self._show_lines()
            self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def clear_lines(self) -> None:
        """Throw away what was typed of this sheet."""
        self._lines, self._override = [], ()
        self.line.clear()
        self.sheet.setEditText("")
        self._tell("", "")
        self._show_lines()
        self.keep_draft()

    def write(self) -> None:
        """All lines in one transaction; what is refused is said here, and the lines stay."""
        self.take_line()
        if self._is_sending or self.line.text().strip() or not self.sheet.currentText().strip() or not self._lines:
            return
        command = TranscribeSheet(
            sheet=self.sheet.currentText(),
            incident=self._incident(),
            lines=tuple(read.line for read in self._read if read.line is not None),
            written_by=self.pen.text(),
            again=self._override == AGAIN,
            unregistered=self._override == UNREGISTERED,
        )
        self._is_sending = True
        self._enable()
        self.desk.tasks.follow(self.desk.room.do(command), owner=self, done=self._written, failed=self._refused)

    def _written(self, done: Transcribed) -> None:
        self._is_sending, count = False, len(done.entries)
        self.clear_lines()
        said = ngettext(
            "Sheet {number} is in the log: {count} entry ({first}).",
            "Sheet {number} is in the log: {count} entries ({first} to {last}).",
            count,
        )
        first, last = done.entries[0].number, done.entries[-1].number
        self._tell(said.format(number=done.number, count=count, first=first, last=last), "good")
        self.transcribed.emit(done.number)

    def _refused(self, error: Exception) -> None:
        self._is_sending = False
        self._override = ()
        if not isinstance(error, Refusal):
            self.desk.notices.show(error, parent=self)
        else:
            self._tell(str(error), "late")
            self._override = next((codes for codes in (AGAIN, UNREGISTERED) if error.code in codes), ())
        self._enable()

    def _read_one(self, text: str, at: int, before: int | None, place: int = 0) -> ReadLine:
        zone: tzinfo | None = phrases.local(at).tzinfo
        people, services = self._names
        read = read_line(text, now_ms=at, zone=zone, people=people, services=services, language=words.language())
        return ReadLine(place, text, line_of(read, before=before))

    def _show_lines(self) -> None:
        self._read = []
        for place, (text, at) in enumerate(self._lines):
            before = self._read[-1].at if self._read else None
            self._read.append(self._read_one(text, at, before, place))
        self.model.replace(self._read)
        self.table.setVisible(bool(self._read))
        self._enable()
        self._keep.start()

    # What is known

    def _show_known(self, found: tuple[list[Incident], tuple[list[str], list[str]]]) -> None:
        self._incidents, self._names = found
        wanted = self._incident() or self._wanted_incident
        self.incident.clear()
        for each in self._incidents:
            self.incident.addItem(f"{each.number} · {each.title}", each.id)
        at = next((row for row, each in enumerate(self._incidents) if each.id == wanted), 0)
        if self._incidents:
            self.incident.setCurrentIndex(at)
        self.pen.set_names(self._names[0])
        self._show_lines()

    def _incident(self) -> str:
        return str(self.incident.currentData() or "")

    def _take_draft(self) -> None:
        """What a crash left half typed."""
        self._wanted_incident = ""
        kept = _draft_of(self.desk.room.draft(DRAFT))
        if kept is not None:
            self._lines, self._wanted_incident = kept.lines, kept.incident
            self.sheet.setEditText(kept.sheet)
            self.pen.setText(kept.pen)
            self.line.setText(kept.typed)
            self._tell(_("What was typed of this sheet before is back."), "muted")
        self._show_lines()
        self._keep.stop()

    # Building and words

    def _build(self) -> None:
        look = self.desk.look
        self.sheet, self.incident = QComboBox(self), QComboBox(self)
        self.sheet.setEditable(True)
        self.sheet.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.sheet.setMinimumWidth(look.px(120))
        self.incident.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.pen, self.line = NameField([], self), QLineEdit(self)
        self.model: TableModel[ReadLine] = TableModel(
            line_columns(), ident=lambda row: str(row.place), look=look, now=self.desk.room.clock.now_ms, parent=self
        )
        self.table = Table(self.model, look, sortable=False, hugs=12, parent=self)
        self.hint = ToneLabel(look, "muted", wrap=True, parent=self)
        self.result = ToneLabel(look, wrap=True, parent=self)
        self.result.hide()
        self.clear, self.go = QPushButton(self), QPushButton(self)
        self.form = QFormLayout()
        self.form.setHorizontalSpacing(12)
        self.form.setVerticalSpacing(8)
        self.form.addRow(" ", self.sheet)
        self.form.addRow(" ", self.incident)
        self.form.addRow(" ", self.pen)
        self.below = QFormLayout()
        self.below.setHorizontalSpacing(12)
        self.below.addRow(" ", self.line)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.hint, 1)
        row.addWidget(self.clear)
        row.addWidget(self.go)
        self.body.setContentsMargins(14, 10, 14, 12)
        self.body.setSpacing(8)
        self.body.addLayout(self.form)
        self.body.addWidget(self.table)
        self.body.addLayout(self.below)
        self.body.addLayout(row)
        self.body.addWidget(self.result)
        self._connect()

    def _connect(self) -> None:
        self.line.returnPressed.connect(self.take_line)
        self.line.textChanged.connect(lambda _text: self._keep.start())
        self.pen.textChanged.connect(lambda _text: self._keep.start())
        self.sheet.editTextChanged.connect(self._sheet_typed)
        self.table.chosen.connect(lambda _row: self.edit_line())
        self.clear.clicked.connect(lambda _checked=False: self.clear_lines())
        self.go.clicked.connect(lambda _checked=False: self.write())
        send = QShortcut(QKeySequence("Ctrl+Return"), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        send.activated.connect(self.write)

    def _sheet_typed(self, text: str) -> None:
        """Another sheet: it is about the incident it was printed for, unless somebody says otherwise."""
        self._override = ()
        at = self.incident.findData(self._blank.get(text.strip().upper(), ""))
        if at >= 0 and not self._lines:
            self.incident.setCurrentIndex(at)
        self._keep.start()
        self._say_state()

    def _tell(self, text: str, tone: str) -> None:
        self.result.say(text, tone)
        self.result.setVisible(bool(text))

    def _enable(self) -> None:
        can = self.can_change and not self._is_sending
        self.go.setEnabled(can and bool(self._lines) and bool(self.sheet.currentText().strip()))
        self.clear.setEnabled(bool(self._lines))
        for widget in (self.sheet, self.incident, self.pen, self.line):
            widget.setEnabled(self.can_change)
        self._say_go()

    def _say_go(self) -> None:
        count = len(self._lines)
        if self._override:
            self.go.setText(_("Write them all the same"))
            return
        said = ngettext("Write {count} line in the log", "Write {count} lines in the log", count)
        self.go.setText(said.format(count=count) if count else _("Write the lines in the log"))

    def _say_state(self) -> None:
        out = len(self._blank)
        self.set_note(ngettext("{n} sheet is out", "{n} sheets are out", out).format(n=out) if out else "")
        self._enable()

    def _say(self) -> None:
        self.set_title(_("Transcribe a sheet"))
        labels = (_("Sheet"), _("Incident"), _("Written by"), _("Line"))
        for field_of_form, said in zip((self.sheet, self.incident, self.pen, self.line), labels, strict=True):
            form = self.below if field_of_form is self.line else self.form
            label: Any = form.labelForField(field_of_form)
            label.setText(said)
            label.setBuddy(field_of_form)
            field_of_form.setAccessibleName(said)
        self.line.setPlaceholderText(
            _("14:05 from:Durand tel Node 3 does not answer; without a time, that of the line before")
        )
        self.hint.say(_("Enter takes the line, Ctrl+Enter writes the sheet; Enter on a line above takes it back."))
        self.table.setAccessibleName(_("Lines of the sheet"))
        self.clear.setText(_("Clear"))
        self.model.retranslate()
        self._say_state()
        super()._say()


def _draft_of(text: str) -> Draft | None:
    """A draft as it was kept; None for one that is none."""
    try:
        kept = orjson.loads(text) if text else None
        if not isinstance(kept, dict):
            return None
        lines = [(str(said), int(at)) for said, at in kept["lines"]]
        sheet, incident, pen = (str(kept[name]) for name in ("sheet", "incident", "pen"))
        return Draft(sheet, incident, pen, lines, str(kept["typed"]))
    except (ValueError, KeyError, TypeError):
        return None
