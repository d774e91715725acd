"""One entry with everything that is known of it: all its fields, both its times, its corrections and its files."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ui.desk import Desk
from ui.models.people import delegation_about
from ui.tasks import Job
from ui.widgets.spoken import Spoken
from ui.widgets.tone import ToneLabel
from warroom import phrases
from warroom.commands.said import channel_word, kind_word, priority_word, verification_word
from warroom.commands.said_ahead import caller_said
from warroom.domain.entries import Entry
from warroom.domain.files import Attachment
from warroom.words import _


class EntryDetailsDialog(Spoken, QDialog):
    """Reading only; the log itself is never changed from here."""

    led_to = Signal(str)  # the number of another entry

    def __init__(self, desk: Desk, entry: Entry, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._entry = desk, entry
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumSize(560, 420)
        self._title = QLabel(self)
        self._title.setProperty("role", "title")
        self._text = QPlainTextEdit(entry.text, self)
        self._text.setReadOnly(True)
        self._fields = QFormLayout()
        self._fields.setHorizontalSpacing(16)
        self._fields.setVerticalSpacing(4)
        self._fields.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        self._links = QVBoxLayout()
        self._links.setSpacing(4)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        self._buttons.rejected.connect(self.reject)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 16)
        whole.setSpacing(12)
        whole.addWidget(self._title)
        whole.addWidget(self._text, 1)
        whole.addLayout(self._fields)
        whole.addLayout(self._links)
        whole.addWidget(self._buttons)
        self._say()

    def _say(self) -> None:
        entry = self._entry
        said = [
            kind_word(entry.kind),
            verification_word(entry.verification, entry.kind),
            _("Key event") if entry.key_event else "",
        ]
        self._title.setText(f"{entry.number} · " + " · ".join(part for part in said if part))
        self.setWindowTitle(entry.number)
        self._text.setAccessibleName(self._title.text())
        self._buttons.button(QDialogButtonBox.StandardButton.Close).setText(_("Close"))
        while self._fields.rowCount():
            self._fields.removeRow(0)
        if entry.circle:
            self._fields.addRow(self._label(_("Restricted to"), "muted"), self._label(self._circle(), ""))
        for name, value in entry_fields(entry):
            self._fields.addRow(self._label(name, "muted"), self._label(value, ""))
        now = self._desk.room.clock.now_ms()
        for done in self._desk.room.views.delegations_of(entry.id):
            about = self._label(delegation_about(done, now), "")
            self._fields.addRow(self._label(_("By delegation"), "muted"), about)
        _empty(self._links)
        for words, number in self._corrections():
            self._links.addWidget(self._link(words, number))
        for attachment in self._desk.room.views.attachments(entry.id):
            self._links.addLayout(self._file(attachment))

    def _label(self, text: str, tone: str) -> QLabel:
        label = ToneLabel(self._desk.look, tone, wrap=True, parent=self)
        label.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        label.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        label.setText(text)
        return label

    def _circle(self) -> str:
        """The circle and who is in it."""
        members = ", ".join(filter(None, self._desk.room.circles.members(self._entry.circle)))
        return phrases.labelled(phrases.circle_word(self._entry.circle), members or "—")

    def _corrections(self) -> list[tuple[str, str]]:
        entry = self._entry
        found = [(_("corrected by {number}").format(number=number), number) for number in entry.corrected_by]
        if entry.corrects_number:
            found.insert(0, (_("corrects {number}").format(number=entry.corrects_number), entry.corrects_number))
        return found

    def _link(self, words: str, number: str) -> QPushButton:
        link = QPushButton(words[:1].upper() + words[1:], self)
        link.setProperty("link", True)
        link.clicked.connect(partial(self._lead, number))
        return link

    def _lead(self, number: str) -> None:
        self.led_to.emit(number)
        self.accept()

    def _file(self, attachment: Attachment) -> QHBoxLayout:
        line = QHBoxLayout()
        said = f"{attachment.name} · {phrases.file_size(attachment.size)} · SHA-256 {attachment.sha256[:16]}…"
        label = self._label(said, "")
        label.setToolTip(attachment.sha256)
        save = QPushButton(_("Save a copy…"), self)
        save.setEnabled(not (attachment.awaited or attachment.restricted or attachment.erased))
        save.clicked.connect(partial(self._ask_where, attachment))
        line.addWidget(label, 1)
        line.addWidget(save)
        return line

    def _ask_where(self, attachment: Attachment) -> None:
        ask = QFileDialog(self, _("Save a copy"))
        ask.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        ask.selectFile(Path(attachment.name).name)
        ask.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        ask.fileSelected.connect(partial(self._save, attachment))
        ask.open()

    def _save(self, attachment: Attachment, path: str) -> None:
        views = self._desk.room.views

        def write(job: Job) -> str:
            done = 0
            with Path(path).open("wb") as file:
                for piece in views.attachment_bytes(attachment.id):
                    file.write(piece)
                    done += len(piece)
                    job.step(done, attachment.size)
            return path

        self._desk.tasks.run(
            write, owner=self, done=lambda saved: self._desk.notices.say(_("Saved: {path}").format(path=saved))
        )


def entry_fields(entry: Entry) -> list[tuple[str, str]]:
    """Every field that holds something, named as people say it."""
    fields = [
        (_("Event time"), both_times(entry, entry.event_at)),
        (_("Written"), both_times(entry, entry.recorded_at)),
        (
            _("Author"),
            " · ".join(part for part in (entry.author, _("station {letter}").format(letter=entry.station)) if part),
        ),
        (_("From"), entry.from_who),
        (_("To"), entry.to_who),
        (_("Channel"), channel_word(entry.channel) if entry.channel else ""),
        (_("Caller"), caller_said(entry.caller_check)),
        (_("Services"), entry.services),
        (_("Priority"), priority_word(entry.priority) if entry.priority else ""),
        (_("Workstream"), entry.workstream),
        (_("Handling"), entry.handling),
        (_("Reason"), entry.reason),
        (_("Follow-up"), entry.follow_up),
        (_("Paper"), _("transcribed from sheet {sheet}").format(sheet=entry.sheet) if entry.sheet else ""),
        (_("Imported from"), entry.source),
        (_("Time as imported"), entry.original_time),
        (_("To check"), ", ".join(entry.flags)),
    ]
    return [(name, value) for name, value in fields if value]


def both_times(entry: Entry, at: int) -> str:
    """The time here with its day, and the writing laptop's own where its clock stood in another zone."""
    here = phrases.local(at)
    said = f"{phrases.day(at)} {here.year} {phrases.seconds_of_day(at)} {phrases.utc_offset(at)}"
    offset = here.utcoffset()
    if offset is not None and int(offset.total_seconds() // 60) != entry.offset_min:
        there = phrases.local(at + entry.offset_min * 60_000 - int(offset.total_seconds()) * 1000)
        said += _(" (written as {time} {offset})").format(
            time=f"{there:%H:%M:%S}", offset=phrases.offset_word(entry.offset_min)
        )
    return said


def _empty(layout: QVBoxLayout | QHBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.deleteLater()
        elif isinstance(inner := item.layout(), QHBoxLayout):
            _empty(inner)
