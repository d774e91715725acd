"""The lessons of a review: one line and Enter for each, and what past incidents like this one had taught already."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.latest import Latest
from ui.lesson_deeds import LessonDeeds
from ui.tasks import Job
from ui.widgets.lesson_block import LessonBlock
from ui.widgets.lines import Block, clear
from ui.widgets.panel import PanelFrame
from ui.widgets.spoken import Spoken
from ui.widgets.tone import ToneLabel
from warroom import phrases
from warroom.commands import AddLesson
from warroom.commands.lesson_words import likeness_said
from warroom.domain.incidents import Mode
from warroom.domain.lessons import Lesson, LessonLink
from warroom.domain.likeness import Sought
from warroom.domain.memory import SeenBefore
from warroom.domain.rex import Rex
from warroom.room import Change
from warroom.words import _

NOUNS = ("lesson", "lesson_link", "cause", "incident")
SEEN = 3


@dataclass(frozen=True, slots=True)
class LessonsView:
    """What the part shows, read at once."""

    rex: str = ""
    lessons: tuple[Lesson, ...] = ()
    links: dict[str, list[LessonLink]] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)
    before: tuple[SeenBefore, ...] = ()


class LessonsPart(Spoken, QWidget):
    """Lessons of the review above, those of past incidents like it under them."""

    record_chosen = Signal(str, str, str)  # incident, noun, id

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._rex: Rex | None = None
        self.view = LessonsView()
        self._deeds = LessonDeeds(desk, self)
        self._latest: Latest[LessonsView] = Latest(desk, owner=self, read=self._read, show=self._show)
        self._build()
        self._say()
        self.line.returnPressed.connect(self.settle)
        desk.changes.changed.connect(self._follow)

    def show_rex(self, rex: Rex | None) -> None:
        self._rex = rex
        self.line.setEnabled(rex is not None and not self._desk.room.read_only)
        self._latest.ask()

    @Slot()
    def settle(self) -> None:
        """Keep what stands in the line as a lesson; the line is emptied once it is on disk."""
        text, rex = self.line.text().strip(), self._rex
        if not text or rex is None or self._desk.room.is_closed or self._desk.room.read_only:
            return
        command = AddLesson(text=text, rex=rex.id)
        self._desk.tasks.follow(self._desk.room.do(command), owner=self, done=lambda _made: self._added(text))

    def _added(self, text: str) -> None:
        if self.line.text().strip() == text:
            self.line.clear()

    def _build(self) -> None:
        look = self._desk.look
        self.lessons, self.before = PanelFrame(self), PanelFrame(self)
        self.line = QLineEdit(self.lessons)
        self._hint = ToneLabel(look, "muted", wrap=True, parent=self.lessons)
        top, self._lines = QVBoxLayout(), QVBoxLayout()
        top.setContentsMargins(12, 8, 12, 8)
        top.setSpacing(6)
        top.addWidget(self._hint)
        top.addWidget(self.line)
        self._lines.setSpacing(0)
        self.lessons.body.addLayout(top)
        self.lessons.body.addLayout(self._lines)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.lessons)
        column.addWidget(self.before)
        column.addStretch(1)
        self.before.hide()
        self.setFocusProxy(self.line)

    def _read(self, _job: Job) -> LessonsView:
        rex, views = self._rex, self._desk.room.views
        if rex is None:
            return LessonsView()
        incident = views.incident(rex.incident)
        mode = Mode.EXERCISE if incident.exercise else Mode.REAL
        links: dict[str, list[LessonLink]] = {}
        for link in views.lesson_links():
            links.setdefault(link.lesson, []).append(link)
        services = tuple(each.name for each in views.services(rex.incident))
        causes = " ".join(each.text for each in views.causes(rex.incident, mode=mode))
        sought = Sought(incident.title, services, causes)
        before = [each for each in views.seen_before(sought, mode=mode, but=rex.incident) if each.remembered.lessons]
        return LessonsView(
            rex=rex.id,
            lessons=tuple(each for each in views.lessons(rex.incident, mode=mode) if not each.retired),
            links=links,
            numbers={str(each.id): each.number for each in views.correctives(mode=mode)},
            before=tuple(before[:SEEN]),
        )

    def _show(self, view: LessonsView) -> None:
        if self._rex is None or view.rex != self._rex.id:
            return
        self.view = view
        incident = self._rex.incident
        clear(self._lines)
        for lesson in view.lessons:
            block = LessonBlock(self._desk, lesson, view.links.get(lesson.id, []), view.numbers, self.lessons)
            block.target_chosen.connect(lambda noun, target: self.record_chosen.emit(incident, noun, target))
            self._deeds.follow(block)
            self._lines.addWidget(block)
        clear(self.before.body)
        for seen in view.before:
            self.before.body.addWidget(self._past(seen))
        self.before.setVisible(bool(view.before))

    def _past(self, seen: SeenBefore) -> Block:
        incident = seen.remembered.incident
        block = Block(self._desk.look, self.before)
        said = "\n".join(f"{each.number} · {each.text}" for each in seen.remembered.lessons)
        head = f"{incident.number} · {phrases.date(incident.began_at)} · {incident.title}"
        block.say(head, "muted", said, likeness_said(seen.alike))
        block.chosen.connect(lambda: self.record_chosen.emit(incident.id, "memory", incident.id))
        return block

    @Slot(object)
    def _follow(self, change: Change) -> None:
        if self.isVisible() and change.touches(*NOUNS):
            self._latest.ask()

    def _say(self) -> None:
        self.lessons.set_title(_("What this taught"))
        self.before.set_title(_("Learnt before, of incidents like it"))
        self.before.set_note(_("did it help?"))
        self._hint.say(_("One lesson a line; Enter keeps it. Open it to say how to recognise the next time."))
        self.line.setPlaceholderText(_("Next time, …"))
        self.line.setAccessibleName(_("Write a lesson"))
        if self._rex is not None:
            self._latest.ask()
