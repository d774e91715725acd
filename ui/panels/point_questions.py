"""Beside a point: the questions that wait for it; and what stands there where no cell is at work."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.theme import Look
from ui.widgets.lines import Block, clear
from ui.widgets.panel import PanelFrame
from ui.widgets.spoken import Spoken
from ui.widgets.tone import ToneLabel
from warroom import phrases
from warroom.reports.agenda import Agenda
from warroom.words import _, ngettext


class QuestionsCard(Spoken, PanelFrame):
    """What was asked since the last point; a click answers it."""

    ask_asked = Signal()
    chosen = Signal(object)  # QuestionAsked

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._agenda: Agenda | None = None
        self._is_open = False
        self.ask = QPushButton(self)
        self.ask.setProperty("quiet", True)
        self.head.addWidget(self.ask)
        self.head.setContentsMargins(14, 4, 6, 4)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self.body.addLayout(self._lines)
        self.body.addStretch(1)
        self.ask.clicked.connect(lambda _checked=False: self.ask_asked.emit())
        self._say()

    def show_agenda(self, found: Agenda | None, *, is_open: bool) -> None:
        """Show what waits for this point."""
        self._agenda, self._is_open = found, is_open
        self._say()

    def _say(self) -> None:
        waiting = self._agenda.questions if self._agenda else ()
        now = self._desk.room.clock.now_ms()
        self.set_title(_("Questions"))
        count = len(waiting)
        self.set_note(ngettext("{n} waits", "{n} wait", count).format(n=count) if count else "")
        self.ask.setText(_("Ask…"))
        self.ask.setToolTip(_("Ask at the next point: nobody is interrupted before."))
        clear(self._lines)
        for question in waiting:
            block = Block(self._desk.look, self)
            told = {"name": question.asked_by or "—", "time": phrases.moment(question.asked_at, now)}
            block.say(
                self._waits(now), "due" if self._is_open else "muted", question.text, _("{name}, {time}").format(**told)
            )
            block.chosen.connect(lambda question=question: self.chosen.emit(question))
            self._lines.addWidget(block)
        if not waiting:
            label = ToneLabel(self._desk.look, "muted", wrap=True, parent=self)
            label.setContentsMargins(14, 8, 14, 8)
            label.say(_("Nothing waits. A question asked between points waits for the next: nobody is interrupted."))
            self._lines.addWidget(label)

    def _waits(self, now: int) -> str:
        """`waits for 14:45`, or that it is time to answer."""
        point = self._agenda.point if self._agenda else None
        if self._is_open:
            return _("to answer now")
        if point is None or point.planned_at is None:
            return _("waits for the next point")
        return _("waits for {time}").format(time=phrases.moment(point.planned_at, now))


class NoPoint(Spoken, PanelFrame):
    """A point belongs to a cell: one sentence, and the way there."""

    cell_asked = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._said = ToneLabel(look, wrap=True, parent=self)
        self.go = QPushButton(self)
        self.go.setProperty("primary", True)
        row = QHBoxLayout()
        row.addWidget(self.go)
        row.addStretch(1)
        self.body.setContentsMargins(14, 10, 14, 12)
        self.body.setSpacing(10)
        self.body.addWidget(self._said)
        self.body.addLayout(row)
        self.go.clicked.connect(lambda _checked=False: self.cell_asked.emit())
        self._say()

    def _say(self) -> None:
        self.set_title(_("No cell is at work"))
        self._said.say(_("A situation point belongs to a crisis cell. Activate one for this incident first."))
        self.go.setText(_("Go to the cell"))
