"""The draft of a notification: each section proposed from the room or written by hand, saved, copied, printed."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QGuiApplication, QTextCursor
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.tasks import Job
from ui.widgets.fields import TextBox
from ui.widgets.file_dialog import file_dialog
from ui.widgets.lines import clear
from ui.widgets.side_column import Flowing
from ui.widgets.spoken import Spoken
from ui.widgets.tone import ToneLabel
from warroom import phrases, words
from warroom.clock import named_zone
from warroom.commands import DraftNotice
from warroom.commands.clock_words import disclaimer
from warroom.reports.notice import Notice, notice_of, text_of, write_notice
from warroom.room import Change
from warroom.words import _

NOUNS = (
    "notice",
    "incident",
    "impact",
    "action",
    "decision",
    "clock_event",
    "hypothesis",
    "function",
    "submission",
    "clock_rule",
)
LEAST, MOST = 3, 9  # lines of a section before it scrolls


class DraftPanel(Spoken, QWidget):
    """Nothing typed is lost: what is unsaved stays until it is saved, and saving keeps it in the room."""

    left = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._place: tuple[str, str] | None = None  # incident, rule
        self._notice: Notice | None = None
        self._boxes: dict[str, TextBox] = {}
        self._proposed: dict[str, str] = {}
        self._build()
        self._say()
        self._back.clicked.connect(lambda _checked=False: self.left.emit())
        self._save.clicked.connect(lambda _checked=False: self.save())
        self._copy.clicked.connect(lambda _checked=False: self.copy())
        self._file.clicked.connect(lambda _checked=False: self._ask_file())
        desk.changes.changed.connect(self._follow)

    def show_draft(self, incident: str, rule: str) -> None:
        """This notification from now on; what is typed of another is saved first."""
        if self._place is not None and self._place != (incident, rule):
            self.save()
        self._place = (incident, rule)
        self._boxes = {}
        self._read()

    def save(self) -> None:
        """Keep every section that somebody changed."""
        if self._place is None or self._desk.room.read_only:
            return
        incident, rule = self._place
        commands = [
            DraftNotice(incident=incident, rule=rule, section=section, text=text)
            for section, text in self._typed().items()
            if text != self._proposed.get(section, "")
        ]
        if commands:
            desk = self._desk
            said = _("The draft is saved.")
            desk.tasks.follow(desk.room.do_all(list(commands)), owner=self, done=lambda _made: desk.notices.say(said))

    def settle(self) -> None:
        """Before the window closes."""
        self.save()

    def copy(self) -> None:
        """The whole text, for a form or an e-mail."""
        self.save()
        if self._notice is not None:
            QGuiApplication.clipboard().setText(text_of(self._as_typed(self._notice)))
            self._desk.notices.say(_("The draft is on the clipboard."))

    def write(self, path: str) -> None:
        """The draft as a file, off the screen's thread: a PDF takes a moment."""
        notice, room = self._notice, self._desk.room
        if notice is None:
            return
        typed = self._as_typed(notice)

        def work(_job: Job) -> str:
            views = room.views
            return write_notice(
                typed, Path(path), author=room.member, room=views.name(),
                fingerprint=views.fingerprint(), digest=views.digest(),
            )  # fmt: skip

        said = _("Written: {file}").format(file=Path(path).name)
        self._desk.tasks.run(work, owner=self, done=lambda _digest: self._desk.notices.say(said))

    def boxes(self) -> dict[str, TextBox]:
        """The sections, by id."""
        return dict(self._boxes)

    # Reading

    def _read(self) -> None:
        if self._place is None:
            return
        room = self._desk.room
        incident, rule = self._place
        zone = named_zone(room.clock.moment())
        self._notice = notice_of(room.views, incident, rule, now_ms=room.clock.now_ms(), zone=zone)
        if not self._boxes:
            self._fill(self._notice)
        self._refresh(self._notice)
        self._say_head()

    def _fill(self, notice: Notice) -> None:
        clear(self._sections)
        self._labels: dict[str, ToneLabel] = {}
        for part in notice.parts:
            label, box = (
                ToneLabel(self._desk.look, bold=True, wrap=True, parent=self),
                TextBox(lines=LEAST, enter_sends=False, parent=self),
            )
            box.setAccessibleName(part.label)
            box.setReadOnly(self._desk.room.read_only)
            label.setBuddy(box)
            self._sections.addWidget(label)
            self._sections.addWidget(box)
            self._labels[part.id], self._boxes[part.id] = label, box
            self._proposed[part.id] = ""
        self._sections.addStretch(1)

    def _refresh(self, notice: Notice) -> None:
        """What the room proposes anew, wherever nobody typed otherwise."""
        for part in notice.parts:
            box = self._boxes.get(part.id)
            if box is None:
                continue
            if box.toPlainText().strip() == self._proposed.get(part.id, ""):
                box.setPlainText(part.text)
                box.moveCursor(QTextCursor.MoveOperation.Start)
                box.set_lines(min(MOST, max(LEAST, len(part.text.splitlines()) + 1)))
                self._proposed[part.id] = part.text.strip()
            note = _("written") if part.is_written else _("proposed from the room")
            self._labels[part.id].say(f"{part.label} · {note}" if part.text else part.label)

    def _typed(self) -> dict[str, str]:
        return {section: box.toPlainText().strip() for section, box in self._boxes.items()}

    def _as_typed(self, notice: Notice) -> Notice:
        from dataclasses import replace

        typed = self._typed()
        return replace(notice, parts=tuple(replace(part, text=typed.get(part.id, part.text)) for part in notice.parts))

    @Slot(object)
    def _follow(self, change: Change) -> None:
        if self._place is not None and self.isVisible() and change.touches(*NOUNS):
            self._read()

    def _ask_file(self) -> None:
        self.save()
        dialog = file_dialog(self, _("The draft as a PDF or a text file"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([_("PDF (*.pdf)"), _("Text (*.txt)")])
        dialog.setDefaultSuffix("pdf")
        if self._notice is not None:
            dialog.selectFile(f"{self._notice.incident.number}-{self._notice.rule.id}.pdf".lower())
        dialog.fileSelected.connect(self.write)
        dialog.open()

    # Building

    def _build(self) -> None:
        look = self._desk.look
        self._title = QLabel(self)
        self._title.setProperty("role", "page")
        self._title.setWordWrap(True)
        self._due, self._about = (
            ToneLabel(look, bold=True, wrap=True, parent=self),
            ToneLabel(look, "muted", wrap=True, parent=self),
        )
        self._back, self._copy, self._file, self._save = (QPushButton(self) for _at in range(4))
        self._save.setProperty("primary", True)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._title, 1)
        for button in (self._back, self._copy, self._file, self._save):
            head.addWidget(button)
        inside = Flowing()
        self._sections = QVBoxLayout(inside)
        self._sections.setContentsMargins(16, 12, 16, 12)
        self._sections.setSpacing(6)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(inside)
        frame = QFrame(self)
        frame.setProperty("panel", True)
        box = QVBoxLayout(frame)
        box.setContentsMargins(1, 4, 1, 4)
        box.addWidget(area)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 16)
        whole.setSpacing(8)
        whole.addLayout(head)
        whole.addWidget(self._due)
        whole.addWidget(self._about)
        whole.addWidget(frame, 1)

    def _say(self) -> None:
        self._back.setText(_("Back to the deadlines"))
        self._copy.setText(_("Copy the text"))
        self._file.setText(_("Save as a file…"))
        self._save.setText(_("Save the draft"))
        self._say_head()
        if self._place is not None:
            self._boxes = {}
            self._read()

    def _say_head(self) -> None:
        notice = self._notice
        self._save.setEnabled(notice is not None and not self._desk.room.read_only)
        for button in (self._copy, self._file):
            button.setEnabled(notice is not None)
        if notice is None:
            self._title.setText(_("Draft of a notification"))
            self._due.say("")
            self._about.say(_("Choose a legal deadline and “Draft…”: its sections are filled in from the room."))
            return
        language, now = words.language(), self._desk.room.clock.now_ms()
        self._title.setText(f"{notice.incident.number} · {notice.rule.label.in_language(language)}")
        is_late = notice.due_at is not None and notice.due_at < now
        self._due.say(phrases.due(notice.due_at, now) if notice.due_at is not None else "", "late" if is_late else "")
        self._due.setVisible(notice.due_at is not None)
        about = [
            notice.rule.legal_ref,
            notice.rule.recipient.in_language(language),
            notice.rule.channel.in_language(language),
            disclaimer(),
        ]
        self._about.say(" · ".join(part for part in about if part))
