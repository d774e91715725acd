"""The register of decisions: those awaited first, then those taken; of one incident, or of all."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QPushButton, QWidget

from ui.desk import Desk
from ui.dialogs.decide import DecideDialog
from ui.dialogs.decision_details import DecisionDialog
from ui.dialogs.decision_request import RequestDialog
from ui.models.decisions import Listed, decision_columns
from ui.models.people import by_delegation
from ui.panels.register import Register
from ui.tasks import Job
from ui.widgets.table import Table
from warroom.domain.decisions import Decision
from warroom.domain.incidents import Incident, Mode
from warroom.words import _, ngettext

FOREVER = 2**62


class DecisionsPanel(Register[Listed]):
    """A list; Enter opens a decision, from where it is decided, read back, looked at again or withdrawn."""

    nouns = ("decision", "incident", "delegation")

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._table.chosen.connect(lambda row: self.open_decision(row))
        self._request.clicked.connect(lambda _checked=False: self.request_decision())
        self._decide.clicked.connect(lambda _checked=False: self.decide())
        self._open.clicked.connect(lambda _checked=False: self.open_incident())

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

    # Building

    def _record(self, row: Listed) -> Decision:
        return row.decision

    def _build(self) -> None:
        self._request, self._decide, self._open = (QPushButton(self) for _at in range(3))
        self._decide.setProperty("primary", True)
        table = Table(self._new_model(decision_columns()), self._desk.look, parent=self)
        self._lay_out(table, (self._open, self._request, self._decide))

    # Reading and showing

    def _read(self, _job: Job) -> list[Listed]:
        views = self._desk.room.views
        found = list(self._found())
        delegated = by_delegation(views, (decision.id for decision, _of in found))
        return [
            Listed(decision, of.number, of.exercise, is_delegated=decision.id in delegated) for decision, of in found
        ]

    def _found(self) -> Iterator[tuple[Decision, Incident]]:
        """Of one incident, or of all that are open or wait for a decision."""
        views, incident = self._desk.room.views, self._incident
        if incident is not None:
            yield from ((decision, incident) for decision in views.decisions(incident.id))
            return
        for card in views.cards(mode=Mode.BOTH):
            if card.open_decisions or not card.incident.status.is_over:
                yield from ((decision, card.incident) for decision in views.decisions(card.incident.id))

    def _in_order(self, rows: list[Listed]) -> list[Listed]:
        return sorted(rows, key=_place)

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
        self._say_count(said, late=late)
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
