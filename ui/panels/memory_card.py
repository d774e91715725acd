"""One past incident of the memory: what it was, why, what it taught, and what that changed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.lesson_deeds import LessonDeeds
from ui.models.memory import MemoryLine, MemoryView
from ui.widgets.flow import FlowLayout
from ui.widgets.lesson_block import LessonBlock
from ui.widgets.lines import Block, clear
from ui.widgets.panel import PanelFrame
from ui.widgets.spoken import Spoken
from ui.widgets.tone import ToneLabel
from warroom import phrases
from warroom.commands.lesson_words import likeness_said
from warroom.commands.said import severity_word, status_word
from warroom.domain.lessons import Lesson
from warroom.words import _, pgettext


class MemoryCard(Spoken, QScrollArea):
    """Shows; what is to be done is asked of the page."""

    record_chosen = Signal(str, str, str)  # incident, noun, id

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._line: MemoryLine | None = None
        self._view = MemoryView()
        self._deeds = LessonDeeds(desk, self)
        self._build()
        self._say()
        desk.look.changed.connect(self._write)

    def show_line(self, line: MemoryLine | None, view: MemoryView) -> None:
        """This one from now on; None empties the card."""
        is_other = (
            line is None or self._line is None or line.remembered.incident.id != self._line.remembered.incident.id
        )
        self._line, self._view = line, view
        self._write()
        if is_other:
            self.verticalScrollBar().setValue(0)

    # Building

    def _build(self) -> None:
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        look, page = self._desk.look, QWidget(self)
        self._page = page
        self._name = QLabel(page)
        self._name.setProperty("role", "title")
        self._name.setWordWrap(True)
        self._name.setTextFormat(Qt.TextFormat.PlainText)
        self._about = ToneLabel(look, "muted", wrap=True, parent=page)
        self._by = ToneLabel(look, "accent", wrap=True, parent=page)
        self._summary = ToneLabel(look, wrap=True, parent=page)
        hands = QWidget(page)
        row = FlowLayout(hands, across=8, down=6)
        self.add, self.open = QPushButton(hands), QPushButton(hands)
        for button in (self.add, self.open):
            row.addWidget(button)
        self.add.clicked.connect(
            lambda _checked=False: self._with_incident(lambda incident: self._deeds.add(incident=incident))
        )
        self.open.clicked.connect(lambda _checked=False: self._with_incident(self._open_log))
        self._lessons, self._causes, self._reviews = PanelFrame(page), PanelFrame(page), PanelFrame(page)
        column = QVBoxLayout(page)
        column.setContentsMargins(4, 0, 8, 8)
        column.setSpacing(10)
        for widget in (
            self._name,
            self._about,
            self._by,
            self._summary,
            hands,
            self._lessons,
            self._causes,
            self._reviews,
        ):
            column.addWidget(widget)
        column.addStretch(1)
        self.setWidget(page)

    # Saying

    def _say(self) -> None:
        self.add.setText(_("Write a lesson…"))
        self.open.setText(_("Open its log"))
        self._lessons.set_title(_("What it taught"))
        self._causes.set_title(_("Why it happened"))
        self._reviews.set_title(pgettext("page", "Reviews"))
        self._write()

    @Slot()
    def _write(self) -> None:
        line = self._line
        self._page.setVisible(line is not None)
        if line is None:
            return
        incident = line.remembered.incident
        self._name.setText(f"{incident.number} · {incident.title}")
        self.setAccessibleName(self._name.text())
        severity = severity_word(incident.gravity)
        parts = (phrases.date(incident.began_at), severity, status_word(incident.status), *line.remembered.services)
        self._about.say(" · ".join(parts))
        self._by.say(likeness_said(line.alike) if line.alike else "")
        self._by.setVisible(line.alike is not None)
        self._summary.say(incident.situation)
        self._summary.setVisible(bool(incident.situation))
        self.add.setEnabled(not self._desk.room.read_only)
        self._write_lessons(line)
        self._write_causes(line)
        self._write_reviews(line)

    def _write_lessons(self, line: MemoryLine) -> None:
        clear(self._lessons.body)
        for lesson in line.remembered.lessons:
            self._lessons.body.addWidget(self._lesson(lesson))
        if not line.remembered.lessons:
            self._nothing(self._lessons, _("Nothing was written down yet: one sentence helps whoever comes next."))

    def _write_causes(self, line: MemoryLine) -> None:
        clear(self._causes.body)
        for cause in line.remembered.causes:
            block = Block(self._desk.look, self._causes)
            block.say(cause.number, "muted", cause.text, cause.family)
            block.chosen.connect(partial(self._lead, "cause", cause.id))
            self._causes.body.addWidget(block)
        if not line.remembered.causes:
            self._nothing(self._causes, _("No cause was written down."))

    def _write_reviews(self, line: MemoryLine) -> None:
        clear(self._reviews.body)
        for rex in line.remembered.reviews:
            block = Block(self._desk.look, self._reviews)
            block.say(rex.number, "muted", rex.title or line.remembered.incident.title)
            block.chosen.connect(partial(self._lead, "rex", rex.id))
            self._reviews.body.addWidget(block)
        self._reviews.setVisible(bool(line.remembered.reviews))

    def _lesson(self, lesson: Lesson) -> LessonBlock:
        """A lesson with what it changed, and what can be done with it."""
        links = self._view.links.get(lesson.id, [])
        block = LessonBlock(self._desk, lesson, links, self._view.numbers, self._lessons)
        block.target_chosen.connect(self._lead)
        self._deeds.follow(block)
        return block

    def _nothing(self, panel: PanelFrame, sentence: str) -> None:
        label = ToneLabel(self._desk.look, "muted", wrap=True, parent=panel)
        label.setContentsMargins(14, 8, 14, 8)
        label.say(sentence)
        panel.body.addWidget(label)

    # Going there

    def _with_incident(self, run: Callable[[str], object]) -> None:
        if self._line is not None:
            run(self._line.remembered.incident.id)

    def _open_log(self, incident: str) -> None:
        self.record_chosen.emit(incident, "incident", incident)

    def _lead(self, noun: str, record: str) -> None:
        self._with_incident(lambda incident: self.record_chosen.emit(incident, noun, record))


def _incident(line: MemoryLine | None) -> str:
    return line.remembered.incident.id if line is not None else ""
