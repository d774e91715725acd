"""The outlook of an incident: hypotheses and their evidence, cases to expect, what technical leads report."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.parts.can_reports import CanPart
from ui.parts.cases import CasesPart
from ui.parts.hypotheses import HypothesesPart
from ui.parts.part import Part
from ui.widgets.elided import ElidedLabel
from ui.widgets.spoken import Spoken
from ui.widgets.tone import ToneLabel
from warroom.commands.corrective_words import left_open_said
from warroom.commands.said import status_word
from warroom.domain.anticipation import Outlook, Scenario
from warroom.domain.can_reports import CanReport
from warroom.domain.hypotheses import Hypothesis, HypothesisState, proposed_status
from warroom.domain.incidents import Incident, Status
from warroom.errors import Refusal
from warroom.room import Change
from warroom.words import _

TICK_MS = 10_000
WIDEST, SIDE = 1240, 16


class OutlookPanel(Spoken, QScrollArea):
    """One incident, in one column; every card leads to what is behind it."""

    record_chosen = Signal(str, str, str)  # incident, noun, id

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.incident: Incident | None = None
        self._wanted = ""
        self.hypotheses, self.cases, self.can = HypothesesPart(desk), CasesPart(desk), CanPart(desk)
        self._build()
        self._say()
        self.hypotheses.opened.connect(self.open_hypothesis)
        self.hypotheses.moved.connect(self._move)
        self.hypotheses.backed.connect(self._back)
        self.cases.written.connect(self._write_case)
        self.cases.fired.connect(self._fire)
        self.cases.decision_opened.connect(lambda record: self._lead("decision", record))
        self.can.opened.connect(lambda record: self._lead("entry", record))
        self.can.asked_again.connect(self._report_again)
        desk.changes.changed.connect(self._follow)
        desk.look.changed.connect(self._size)
        self._ticks = QTimer(self, interval=TICK_MS)
        self._ticks.timeout.connect(self._tick)

    @property
    def parts(self) -> tuple[Part, ...]:
        return self.hypotheses, self.cases, self.can

    # What can be done here

    def show(self, incident: str | None = None) -> None:  # the room's screens say show(id)
        """Show this incident; without one, show the widget as Qt does."""
        if incident is not None:
            self.incident = self._desk.room.views.incident(incident)
            self._tell()
        super().show()

    def reveal(self, record: str) -> None:
        """Show this hypothesis whole, as soon as the page is there."""
        self.open_hypothesis(record)

    def add_hypothesis(self) -> None:
        from ui.dialogs.hypothesis import HypothesisDialog

        if self.incident is not None:
            HypothesisDialog(self._desk, self.incident, None, self).open()

    def report(self) -> None:
        """Write down what a technical lead reports."""
        from ui.dialogs.can import CanDialog

        if self.incident is not None:
            CanDialog(self._desk, self.incident, self).open()

    @Slot(str)
    def open_hypothesis(self, record: str) -> None:
        from ui.dialogs.hypothesis_details import HypothesisDetails

        hypothesis = self._desk.room.views.hypothesis(record)
        if hypothesis is not None:
            dialog = HypothesisDetails(self._desk, hypothesis, self)
            dialog.entry_chosen.connect(lambda entry: self._lead("entry", entry))
            dialog.open()

    @Slot(str)
    def _move(self, record: str) -> None:
        from ui.dialogs.hypothesis_move import MoveHypothesisDialog

        hypothesis = self._desk.room.views.hypothesis(record)
        if hypothesis is not None:
            MoveHypothesisDialog(self._desk, hypothesis, self).open()

    @Slot(str)
    def _back(self, record: str) -> None:
        from ui.dialogs.evidence import EvidenceDialog

        hypothesis = self._desk.room.views.hypothesis(record)
        if hypothesis is not None and self.incident is not None:
            EvidenceDialog(self._desk, self.incident, hypothesis=hypothesis, parent=self).open()

    @Slot(object, int)
    def _write_case(self, kind: Outlook, horizon_min: int) -> None:
        from ui.dialogs.scenario import ScenarioDialog

        if self.incident is None:
            return
        found = self._desk.room.views.scenarios(self.incident.id)
        case = next((each for each in found if (each.kind, each.horizon_min) == (kind, horizon_min)), None)
        ScenarioDialog(self._desk, self.incident, kind, horizon_min, case, self).open()

    @Slot(object)
    def _fire(self, case: Scenario) -> None:
        from ui.dialogs.fire import FireDialog

        self._ask(FireDialog(self._desk, case, self))

    @Slot(object)
    def _report_again(self, report: CanReport) -> None:
        from ui.dialogs.can import CanDialog

        if self.incident is not None:
            CanDialog(self._desk, self.incident, self, after=report).open()

    def _ask(self, dialog: Form) -> None:
        """Ask, and say which decisions came of it."""
        dialog.succeeded.connect(
            lambda fired: self._desk.notices.say(_("To decide now: {numbers}").format(numbers=fired))
        )
        dialog.open()

    def _lead(self, noun: str, record: str) -> None:
        if self.incident is not None:
            self.record_chosen.emit(self.incident.id, noun, record)

    # Building

    def _build(self) -> None:
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self._page = QWidget(self)
        self._heading, self._about = QLabel(self._page), ElidedLabel(parent=self._page)
        self._heading.setProperty("role", "page")
        self._about.setProperty("role", "muted")
        self._open, self._report = QPushButton(self._page), QPushButton(self._page)
        self._open.setProperty("primary", True)
        self._open.clicked.connect(lambda _checked=False: self.add_hypothesis())
        self._report.clicked.connect(lambda _checked=False: self.report())
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._heading)
        head.addWidget(self._about, 1)
        head.addWidget(self._report)
        head.addWidget(self._open)
        self._proposal = QFrame(self._page)
        self._proposal.setProperty("wash", "good")
        self._proposed = ToneLabel(self._desk.look, wrap=True, parent=self._proposal)
        self._accept = QPushButton(self._proposal)
        self._accept.clicked.connect(lambda _checked=False: self._take_proposal())
        line = QHBoxLayout(self._proposal)
        line.setContentsMargins(14, 8, 14, 8)
        line.addWidget(self._proposed, 1)
        line.addWidget(self._accept)
        self._nothing = ToneLabel(self._desk.look, "muted", px=15, wrap=True, parent=self._page)
        self._column = QVBoxLayout(self._page)
        self._column.setSpacing(12)
        self._column.addLayout(head)
        self._column.addWidget(self._proposal)
        self._column.addWidget(self._nothing)
        for part in self.parts:
            self._column.addWidget(part)
        self._column.addStretch(1)
        self.setWidget(self._page)
        self._size()

    @Slot()
    def _size(self) -> None:
        spare = self.viewport().width() - self._desk.look.px(WIDEST) - SIDE
        self._column.setContentsMargins(SIDE, 14, max(SIDE, spare), SIDE)

    def _say(self) -> None:
        self._heading.setText(_("Outlook"))
        self.setAccessibleName(self._heading.text())
        self._open.setText(_("Open a hypothesis…"))
        self._report.setText(_("Report of a technical lead…"))
        self._nothing.setText(_("No incident is open here: choose one on the board, or declare one with Ctrl+N."))
        self._accept.setText(_("Change the status…"))
        self._show_state()

    # Following

    def _tell(self) -> None:
        if self.incident is not None:
            for part in self.parts:
                part.show_incident(self.incident)
        self._show_state()

    def _show_state(self) -> None:
        is_open = self.incident is not None
        for part in self.parts:
            part.setVisible(is_open)
        self._nothing.setVisible(not is_open)
        for button in (self._open, self._report):
            button.setEnabled(is_open and not self._desk.room.read_only)
        self._about.setText(self._said_of_it())
        found = self._confirmed()
        self._proposal.setVisible(found is not None and not self._desk.room.read_only)
        if found is not None:
            status = status_word(proposed_status(HypothesisState.CONFIRMED, self._status()) or self._status())
            said = _("{number} is confirmed, so the cause is known. Proposed status: “{status}”.")
            self._proposed.say(said.format(number=found.number, status=status))

    def _said_of_it(self) -> str:
        """Which incident it is, and what former crises left open about its services."""
        if self.incident is None:
            return ""
        left = left_open_said(self._desk.room.views.left_open(self.incident.id))
        return " · ".join(part for part in (self.incident.number, self.incident.title, left) if part)

    def _confirmed(self) -> Hypothesis | None:
        """The confirmed hypothesis that speaks for another status, None when there is none."""
        if self.incident is None or proposed_status(HypothesisState.CONFIRMED, self._status()) is None:
            return None
        found = self._desk.room.views.hypotheses(self.incident.id)
        return next((each for each in found if each.state is HypothesisState.CONFIRMED), None)

    def _status(self) -> Status:
        assert self.incident is not None
        return self.incident.status

    def _take_proposal(self) -> None:
        from ui.dialogs.status import StatusDialog

        found = self._confirmed()
        if found is None or self.incident is None:
            return
        status = proposed_status(HypothesisState.CONFIRMED, self._status())
        reason = f"{found.number} · {found.reason or found.text}"
        StatusDialog(self._desk, self.incident, self, proposed=status, reason=reason).open()

    @Slot(object)
    def _follow(self, change: Change) -> None:
        if self.incident is None or not self.isVisible():
            return
        if change.touches("incident"):
            try:
                self.incident = self._desk.room.views.incident(self.incident.id)
            except Refusal:
                self.incident = None
        for part in self.parts:
            if self.incident is not None and change.touches(*part.nouns):
                part.show_incident(self.incident)
        self._show_state()

    @Slot()
    def _tick(self) -> None:
        """Time went on: what is due is said anew."""
        if self.isVisible() and self.incident is not None:
            for part in self.parts:
                part.refresh()

    # What Qt asks

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._size()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ticks.start()
        if self.incident is not None:
            self.show(self.incident.id)
