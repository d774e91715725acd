"""The action plan of a review: its own actions, what is weak in them, and what former crises left open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QFocusEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.latest import Latest
from ui.models.plan import open_said
from ui.panels.plan_deeds import PlanDeeds
from ui.panels.plan_list import PlanList
from ui.tasks import Job
from ui.widgets.spoken import Spoken
from ui.widgets.tone import ToneLabel
from warroom.commands.corrective_words import blocker_word
from warroom.domain.corrective_quality import weaknesses
from warroom.domain.corrective_state import Carried, Line, PlanFigures
from warroom.domain.incidents import Mode
from warroom.domain.rex import Rex
from warroom.phrases import labelled
from warroom.room import Change
from warroom.words import _, ngettext

TICK_MS = 60_000
NOUNS = ("corrective", "postponement", "cause", "impact", "rex")


@dataclass(frozen=True, slots=True)
class Read:
    """What the step shows: lines of the review and its incidents, their figures, what is carried from others."""

    lines: Sequence[Line]
    figures: PlanFigures
    carried: Sequence[Carried]


class RexPlan(Spoken, QWidget):
    """One review at a time; without one it is empty. N adds an action."""

    record_chosen = Signal(str, str, str)  # incident, noun, id

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._rex: Rex | None = None
        self._found: Read | None = None
        self._latest: Latest[Read | None] = Latest(desk, owner=self, read=self._read, show=self._show)
        self.deeds = PlanDeeds(desk, self)
        self.deeds.incident_asked.connect(lambda incident: self.record_chosen.emit(incident, "incident", incident))
        self._build()
        self._say()
        desk.changes.changed.connect(self._follow)
        ticks = QTimer(self, interval=TICK_MS)
        ticks.timeout.connect(self._ask)
        ticks.start()

    def show_rex(self, rex: Rex | None) -> None:
        """This review from now on."""
        if rex is None or self._rex is None or rex.id != self._rex.id:
            self._found = None
        self._rex = rex
        self._say()
        self._ask()

    def reveal(self, record: str) -> None:
        """Choose this action."""
        if self.carried.isChecked() and self._found and any(line.id == record for line in self._found.lines):
            self.carried.setChecked(False)
        self.list.reveal(record)
        self._refresh()

    def add_action(self) -> None:
        if self._rex is not None and not self._desk.room.read_only:
            self.deeds.add(self._rex.incident, rex=self._rex.id)

    # Building

    def _build(self) -> None:
        look = self._desk.look
        self._count = ToneLabel(look, "muted", parent=self)
        self.weak = ToneLabel(look, "due", wrap=True, parent=self)
        self.carried, self.add = QPushButton(self), QPushButton(self)
        self.carried.setCheckable(True)
        self.add.setProperty("primary", True)
        self.list = PlanList(self._desk, self.deeds, self)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._count)
        head.addStretch(1)
        head.addWidget(self.carried)
        head.addWidget(self.add)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        whole.addLayout(head)
        whole.addWidget(self.weak)
        whole.addWidget(self.list, 1)
        self.carried.toggled.connect(self._refresh)
        self.add.clicked.connect(lambda _checked=False: self.add_action())
        self.list.table.keyed.connect(lambda letter: self.add_action() if letter == "n" else None)

    # Reading and showing

    def _ask(self) -> None:
        if self.isVisible():
            self._latest.ask()

    def _read(self, _job: Job) -> Read | None:
        rex, views = self._rex, self._desk.room.views
        if rex is None:
            return None
        incidents = (rex.incident, *rex.others)
        lines = [line for each in dict.fromkeys(incidents) for line in views.plan(each, mode=Mode.BOTH)]
        incident = views.incident(rex.incident)
        mode = Mode.EXERCISE if incident.exercise else Mode.REAL
        figures = views.plan_figures(rex.incident, mode=Mode.BOTH)
        return Read(lines, figures, views.carried_actions(*incidents, mode=mode))

    def _show(self, found: Read | None) -> None:
        self._found = found
        self._refresh()

    def _refresh(self, *_args: object) -> None:
        found = self._found
        own = list(found.lines) if found is not None else []
        lines = [each.line for each in found.carried] if found is not None and self.carried.isChecked() else own
        self.list.show_lines(lines, [line.corrective for line in (own if lines is own else lines)])
        self._say()

    @Slot(object)
    def _follow(self, change: Change) -> None:
        if change.touches(*NOUNS):
            self._ask()

    # Words

    def _say(self) -> None:
        found, is_writable = self._found, self._rex is not None and not self._desk.room.read_only
        self.setAccessibleName(_("Action plan"))
        self.add.setText(_("Add an action"))
        self.add.setToolTip("N")
        self.add.setEnabled(is_writable)
        left = len(found.carried) if found is not None else 0
        self.carried.setText(_("Left open by former crises · {n}").format(n=left))
        self.carried.setEnabled(bool(left))
        late = found.figures.late if found is not None else 0
        said = open_said(found.figures) if found is not None else ""
        late_said = ngettext("{n} late", "{n} late", late).format(n=late)
        self._count.say(f"{said} · {late_said}" if late else said, "late" if late else "muted")
        weak = self._weak()
        self.weak.setText(weak)
        self.weak.setVisible(bool(weak))
        self.list.say(
            _("No action yet. “Add an action” says what is put right, by whom and until when.")
            if not self.carried.isChecked()
            else _("Former crises left nothing open.")
        )

    def _weak(self) -> str:
        """What keeps the review from being approved, each action with its reasons; "" for nothing."""
        found = self._found
        if found is None or self.carried.isChecked():
            return ""
        said: dict[str, list[str]] = {}
        for one in weaknesses([line.corrective for line in found.lines]):
            if one.blocker.is_grave:
                said.setdefault(one.number, []).append(blocker_word(one.blocker))
        return " · ".join(labelled(number, ", ".join(reasons)) for number, reasons in said.items())

    # What Qt asks

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._latest.ask()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.list.table.setFocus(event.reason())
