"""The register of decisions: those awaited first, then those taken; of one incident, or of all."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.dialogs.decide import DecideDialog
from ui.dialogs.decision_details import DecisionDialog
from ui.dialogs.decision_request import RequestDialog
from ui.latest import Latest
from ui.models.decisions import Listed, decision_columns
from ui.models.table import TableModel
from ui.tasks import Job
from ui.widgets.framed import framed
from ui.widgets.spoken import Spoken
from ui.widgets.table import Table
from ui.widgets.tone import ToneLabel
from warroom.domain.incidents import Incident, Mode
from warroom.room import Change
from warroom.words import _, ngettext

TICK_MS = 10_000
FOREVER = 2**62


class DecisionsPanel(Spoken, QWidget):
    """A list; Enter opens a decision, from where it is decided, read back, looked at again or withdrawn."""

    incident_chosen = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._incident: Incident | None = None
        self._rows: list[Listed] = []
        self._wanted = ""
        self._latest = Latest(desk, owner=self, read=self._read, show=self._show_rows)
        self._build()
        self._say()
        self._table.chosen.connect(lambda row: self.open_decision(row))
        self._table.selected.connect(self._enable)
        self._request.clicked.connect(lambda _checked=False: self.request_decision())
        self._decide.clicked.connect(lambda _checked=False: self.decide())
        self._open.clicked.connect(lambda _checked=False: self.open_incident())
        desk.changes.changed.connect(self._follow)
        ticks = QTimer(self)
        ticks.setInterval(TICK_MS)
        ticks.timeout.connect(self._model.refresh)
        ticks.start()

    def show(self, *incident: str | None) -> None:  # the room's screens say show(id)
        """Show the decisions of this incident, those of all with None; without an argument only the widget."""
        if incident:
            self._incident = self._desk.room.views.incident(incident[0]) if incident[0] else None
            self._say()
            self._latest.ask()
        super().show()

    def reveal(self, decision_id: str) -> None:
        """Select this decision as soon as it is listed."""
        self._wanted = decision_id
        if self._table.select(decision_id):
            self._wanted = ""
        self._table.setFocus()

    def request_decision(self) -> None:
        """Put a question to whoever decides."""
        if self._incident is not None:
            RequestDialog(self._desk, self._incident, self).open()

    def decide(self) -> None:
        """Decide the selected question, or at once when none is selected."""
        row = self._table.current()
        if row is not None and row.decision.is_open:
            incident = self._desk.room.views.incident(row.decision.incident)
            DecideDialog(self._desk, incident, row.decision, self).open()
        elif self._incident is not None:
            DecideDialog(self._desk, self._incident, None, self).open()

    def open_decision(self, row: Listed | None = None) -> None:
        """Show one decision whole."""
        row = row or self._table.current()
        if row is None:
            return
        incident = self._desk.room.views.incident(row.decision.incident)
        dialog = DecisionDialog(self._desk, row.decision, self)
        dialog.decide_asked.connect(lambda _id: DecideDialog(self._desk, incident, row.decision, self).open())
        dialog.open()

    def open_incident(self) -> None:
        row = self._table.current()
        if row is not None:
            self.incident_chosen.emit(row.decision.incident)

    # Building

    def _build(self) -> None:
        look = self._desk.look
        self._title, self._count = QLabel(self), ToneLabel(look, "muted", parent=self)
        self._title.setProperty("role", "page")
        self._request, self._decide, self._open = (QPushButton(self) for _at in range(3))
        self._decide.setProperty("primary", True)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._title)
        head.addWidget(self._count)
        head.addStretch(1)
        for button in (self._open, self._request, self._decide):
            head.addWidget(button)
        self._model = TableModel(
            decision_columns(),
            ident=lambda row: row.decision.id,
            look=look,
            now=self._desk.room.clock.now_ms,
            parent=self,
        )
        self._table = Table(self._model, look, parent=self)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 16)
        whole.setSpacing(12)
        whole.addLayout(head)
        whole.addWidget(framed(self._table, self), 1)

    # Reading and showing

    def _read(self, _job: Job) -> list[Listed]:
        views, incident = self._desk.room.views, self._incident
        if incident is not None:
            return [Listed(found, incident.number, incident.exercise) for found in views.decisions(incident.id)]
        cards = views.cards(mode=Mode.BOTH)
        return [
            Listed(found, card.incident.number, card.incident.exercise)
            for card in cards
            if card.open_decisions or not card.incident.status.is_over
            for found in views.decisions(card.incident.id)
        ]

    def _show_rows(self, rows: list[Listed]) -> None:
        self._rows = sorted(rows, key=_place)
        self._model.replace(self._rows)
        if self._wanted and self._table.select(self._wanted):
            self._wanted = ""
        if self._table.current() is None and self._model.rowCount():
            self._table.selectRow(0)
        self._say()
        self._enable()

    @Slot(object)
    def _follow(self, change: Change) -> None:
        if change.touches("decision", "incident"):
            self._latest.ask()

    def _enable(self) -> None:
        row = self._table.current()
        self._open.setEnabled(row is not None)
        self._decide.setEnabled(self._incident is not None or (row is not None and row.decision.is_open))

    def _say(self) -> None:
        incident = self._incident
        self._title.setText(_("Decisions on {number}").format(number=incident.number) if incident else _("Decisions"))
        awaited = [row.decision for row in self._rows if row.decision.is_open]
        now = self._desk.room.clock.now_ms()
        late = sum(1 for decision in awaited if decision.decide_before is not None and decision.decide_before < now)
        said = ngettext("{n} awaited", "{n} awaited", len(awaited)).format(n=len(awaited))
        late_said = ngettext("{n} late", "{n} late", late).format(n=late)
        self._count.say(f"{said} · {late_said}" if late else said, "late" if late else "muted")
        self._request.setText(_("Ask for a decision"))
        self._request.setVisible(incident is not None)
        self._decide.setText(_("Decide"))
        self._open.setText(_("Open the incident"))
        self._open.setVisible(incident is None)
        self._table.setAccessibleName(_("Decisions"))
        self._table.say_empty(_("No decision yet. A question can be put to whoever decides, with its options."))
        self._table.hide_columns("incident" if incident else "")
        self._model.retranslate()


def _place(row: Listed) -> tuple[bool, int, int, str]:
    """Awaited first, by the time to decide, then by age; the others newest first."""
    decision = row.decision
    if decision.is_open:
        before = FOREVER if decision.decide_before is None else decision.decide_before
        return False, before, decision.requested_at, decision.id
    return True, -(decision.decided_at or decision.requested_at), 0, decision.id
