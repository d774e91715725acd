"""Memory: the library of past incidents and what they taught; have we seen this, and what comes back?"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFocusEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QCheckBox, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.latest import Latest
from ui.models.memory import Asked, MemoryLine, MemoryView, memory_model, read_memory
from ui.models.table import TableModel
from ui.panels.memory_card import MemoryCard
from ui.tasks import Job
from ui.widgets.flow import FlowLayout
from ui.widgets.framed import framed
from ui.widgets.spoken import Spoken
from ui.widgets.table import Table
from ui.widgets.told_choice import ToldChoice
from ui.widgets.tone import ToneLabel
from warroom.room import Change
from warroom.words import _, ngettext, pgettext

SETTLE_MS = 150
BESIDE, CARD, SHORT = 900, 400, 220  # the card beside the table, or under it and the table not so tall
NOUNS = ("incident", "rex", "cause", "lesson", "lesson_link", "impact", "service", "corrective")
RECURRING_SHOWN = 5


class MemoryPanel(Spoken, QWidget):
    """Type to find; the chosen incident stands beside the list with its causes and lessons."""

    record_chosen = Signal(str, str, str)  # incident, noun, id

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.view = MemoryView()
        self._wanted = ""
        self._latest: Latest[MemoryView] = Latest(desk, owner=self, read=self._read, show=self._take)
        self._asked = Asked()
        self._build()
        self._say()
        self._settling = QTimer(self, interval=SETTLE_MS)
        self._settling.setSingleShot(True)
        self._settling.timeout.connect(self._ask)
        self.words.textChanged.connect(self._settling.start)
        self.service.currentIndexChanged.connect(lambda _at: self._ask())
        self.family.currentIndexChanged.connect(lambda _at: self._ask())
        self.learnt.toggled.connect(lambda _on: self._ask())
        self.exercises.toggled.connect(lambda _on: self._ask())
        self.table.selected.connect(self._choose)
        self.table.chosen.connect(lambda row: self._open_log(row))
        desk.changes.changed.connect(self._follow)

    # What can be asked of it

    def find_here(self) -> None:
        self.words.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.words.selectAll()

    def show_family(self, family: str) -> None:
        """The incidents that this cause was found in."""
        self.words.clear()
        self.family.choose(family)

    def reveal(self, noun: str, record: str) -> None:
        """Show a lesson, or an incident, whatever was looked for."""
        lesson = self.desk.room.views.lesson(record) if noun == "lesson" else None
        self._wanted = lesson.incident if lesson is not None else record
        incident = self.desk.room.views.incident(self._wanted)
        self.exercises.setChecked(incident.exercise)
        for choice in (self.service, self.family):
            choice.choose("")
        self.learnt.setChecked(False)
        self.words.clear()
        self._ask()

    # Building

    def _build(self) -> None:
        look = self.desk.look
        self._title, self._count = QLabel(self), ToneLabel(look, "muted", parent=self)
        self._title.setProperty("role", "page")
        self.words = QLineEdit(self)
        self.words.setClearButtonEnabled(True)
        self.words.setFont(look.font(15))
        self.words.setMinimumHeight(look.px(36))
        self.service = ToldChoice(
            lambda: [("", _("Any service")), *((each, each) for each in self.view.services)], self
        )
        self.family = ToldChoice(lambda: [("", _("Any cause")), *((each, each) for each in self.view.families)], self)
        self.learnt, self.exercises = QCheckBox(self), QCheckBox(self)
        for box in (self.learnt, self.exercises):
            box.setMinimumHeight(self.service.sizeHint().height())
        narrowing = QWidget(self)
        narrow = FlowLayout(narrowing, across=12, down=6)
        for choice in (self.service, self.family, self.learnt, self.exercises):
            narrow.addWidget(choice)
        self._note = ToneLabel(look, "due", wrap=True, parent=self)
        self._note.hide()
        self.model: TableModel[MemoryLine] = memory_model(look, self.desk.room.clock.now_ms, self)
        self.table = Table(self.model, look, parent=self)
        self.recurring = QWidget(self)
        self._recurs = ToneLabel(look, "muted", bold=True, parent=self.recurring)
        self._links = FlowLayout(self.recurring, across=12, down=2)
        self._links.addWidget(self._recurs)
        self.card = MemoryCard(self.desk, self)
        self.card.record_chosen.connect(self.record_chosen)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._title)
        head.addWidget(self._count, 1)
        self._pair = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._pair.setSpacing(12)
        self._framed = framed(self.table, self)
        self._pair.addWidget(self._framed, 1)
        self._pair.addWidget(self.card)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 16, 12)
        whole.setSpacing(10)
        whole.addLayout(head)
        for widget in (self.words, narrowing, self.recurring, self._note):
            whole.addWidget(widget)
        whole.addLayout(self._pair, 1)
        self.setFocusProxy(self.words)

    # Reading

    def _ask(self) -> None:
        self._asked = Asked(
            words=self.words.text().strip(),
            service=self.service.value(),
            family=self.family.value(),
            learnt=self.learnt.isChecked(),
            exercises=self.exercises.isChecked(),
        )
        self._latest.ask()

    def _read(self, _job: Job) -> MemoryView:
        return read_memory(self.desk.room, self._asked)

    def _take(self, view: MemoryView) -> None:
        self.view = view
        self.service.say()
        self.family.say()
        self.table.hide_columns(*(() if view.families else ("causes",)))
        self.model.replace(list(view.lines))
        if self._wanted and self.table.select(self._wanted):
            self._wanted = ""
        elif self.table.current() is None and view.lines:
            self.table.select(view.lines[0].remembered.incident.id)
        self._choose()
        self._say_state()

    @Slot()
    def _choose(self) -> None:
        self.card.show_line(self.table.current(), self.view)

    def _open_log(self, row: MemoryLine | None) -> None:
        if row is not None:
            incident = row.remembered.incident.id
            self.record_chosen.emit(incident, "incident", incident)

    @Slot(object)
    def _follow(self, change: Change) -> None:
        if self.isVisible() and change.touches(*NOUNS):
            self._latest.ask()

    # Saying

    def _say(self) -> None:
        self._title.setText(pgettext("page", "Memory"))
        self.setAccessibleName(pgettext("page", "Memory"))
        self.words.setPlaceholderText(_("Have we seen this? A symptom, a service, a cause, in either language"))
        self.words.setAccessibleName(_("Words to find in past incidents"))
        self.service.setAccessibleName(_("Service"))
        self.family.setAccessibleName(_("Root cause"))
        self.learnt.setText(_("Only with something learnt"))
        self.exercises.setText(_("Exercises instead"))
        self.table.setAccessibleName(_("Past incidents"))
        self.service.say()
        self.family.say()
        self.model.retranslate()
        self._say_state()

    def _say_state(self) -> None:
        view = self.view
        self._count.say(
            ngettext("{n} of {total} incident", "{n} of {total} incidents", view.total).format(
                n=len(view.lines), total=view.total
            )
        )
        is_alike = any(line.alike for line in view.lines)
        self._note.setVisible(is_alike)
        self._note.say(_("No incident holds all of these words: here are those most alike."))
        self.table.say_empty(
            _("Nothing here yet: import the history of your incidents with Ctrl+I, or close one.")
            if not view.total
            else _("Nothing like it was seen before: try another word, or fewer.")
        )
        self._say_recurring()

    def _say_recurring(self) -> None:
        self._recurs.say(_("Causes that come back"))
        while self._links.count() > 1:
            item = self._links.takeAt(1)
            if item is not None and (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for each in self.view.recurring[:RECURRING_SHOWN]:
            button = QPushButton(self.recurring)
            button.setProperty("link", True)
            said = ngettext("{cause} ({n} time)", "{cause} ({n} times)", len(each.incidents))
            text = said.format(cause=each.family, n=len(each.incidents))
            soon = _("within six months")
            button.setText(f"{text} · {soon}" if each.soon else text)
            button.clicked.connect(lambda _checked=False, family=each.family: self.show_family(family))
            self._links.addWidget(button)
        self.recurring.setVisible(bool(self.view.recurring))

    def _place(self) -> None:
        px, wide = self.desk.look.px, self.width()
        beside = wide >= px(BESIDE)
        self._pair.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)
        self.card.setMaximumWidth(px(CARD) if beside else 16_777_215)
        self.card.setMinimumWidth(px(CARD) if beside else 0)
        self._framed.setMaximumHeight(16_777_215 if beside else px(SHORT))

    # What Qt asks

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ask()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.words.setFocus()


def _twice(names: Sequence[str]) -> list[tuple[str, str]]:
    """Names as a list offers them: value and words."""
    return [(name, name) for name in names]
