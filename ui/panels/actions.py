"""Every action asked, late ones first: of one incident, or of all that have any open."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.dialogs.action import ActionDialog, MoveActionDialog
from ui.latest import Latest
from ui.models.actions import Listed, action_columns, in_order
from ui.models.table import TableModel
from ui.tasks import Job
from ui.widgets.framed import framed
from ui.widgets.spoken import Spoken
from ui.widgets.table import Table
from ui.widgets.tone import ToneLabel
from warroom.commands import AcknowledgeAction, MoveAction
from warroom.commands.base import Command
from warroom.domain.actions import ActionState
from warroom.domain.incidents import Incident, Mode
from warroom.room import Change
from warroom.words import _, ngettext, pgettext

TICK_MS = 10_000


class ActionsPanel(Spoken, QWidget):
    """A list; T takes in hand, D ends, E changes, Enter asks for the new state."""

    incident_chosen = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._incident: Incident | None = None
        self._rows: list[Listed] = []
        self._wanted = ""
        self._with_over = False
        self._latest = Latest(desk, owner=self, read=self._read, show=self._show_rows)
        self._build()
        self._say()
        self._table.chosen.connect(lambda row: self.move_action(row))
        self._table.selected.connect(self._enable)
        self._over.toggled.connect(self._ask_again)
        self._add.clicked.connect(lambda _checked=False: self.add_action())
        desk.changes.changed.connect(self._follow)
        ticks = QTimer(self)
        ticks.setInterval(TICK_MS)
        ticks.timeout.connect(self._model.refresh)
        ticks.start()

    def show(self, *incident: str | None) -> None:  # the room's screens say show(id)
        """Show the actions of this incident, those of all with None; without an argument only the widget."""
        if incident:
            self._incident = self._desk.room.views.incident(incident[0]) if incident[0] else None
            self._say()
            self._latest.ask()
        super().show()

    def reveal(self, action_id: str) -> None:
        """Select this action as soon as it is listed."""
        self._wanted = action_id
        if self._table.select(action_id):
            self._wanted = ""
        self._table.setFocus()

    # What can be done with the selected action

    def add_action(self) -> None:
        if self._incident is not None:
            self._ask(ActionDialog(self._desk, self._incident, parent=self))

    def move_action(self, row: Listed | None = None) -> None:
        """Ask for the new state, with the reason or the result."""
        row = row or self._table.current()
        if row is not None:
            self._ask(MoveActionDialog(self._desk, row.action, self))

    def edit_action(self) -> None:
        row = self._table.current()
        if row is not None:
            incident = self._desk.room.views.incident(row.action.incident)
            self._ask(ActionDialog(self._desk, incident, row.action, self))

    def acknowledge(self) -> None:
        row = self._table.current()
        if row is not None:
            self._do(AcknowledgeAction(action=row.action.id))

    def finish(self) -> None:
        row = self._table.current()
        if row is not None:
            self._do(MoveAction(action=row.action.id, state=ActionState.DONE))

    def open_incident(self) -> None:
        row = self._table.current()
        if row is not None:
            self.incident_chosen.emit(row.action.incident)

    # Building

    def _build(self) -> None:
        look = self._desk.look
        self._title, self._count = QLabel(self), ToneLabel(look, "muted", parent=self)
        self._title.setProperty("role", "page")
        self._over, self._add = QPushButton(self), QPushButton(self)
        self._take, self._done, self._move, self._edit, self._open = (QPushButton(self) for _at in range(5))
        self._over.setCheckable(True)
        self._add.setProperty("primary", True)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._title)
        head.addWidget(self._count)
        head.addStretch(1)
        head.addWidget(self._over)
        head.addWidget(self._add)
        self._model = TableModel(
            action_columns(), ident=lambda row: row.action.id, look=look, now=self._desk.room.clock.now_ms, parent=self
        )
        self._table = ActionsTable(self._model, look, parent=self)
        self._table.keyed.connect(self._key)
        self._table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._table.customContextMenuRequested.connect(self._offer)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        for button, run in self._deeds():
            button.clicked.connect(lambda _checked=False, run=run: run())
            foot.addWidget(button)
        foot.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 16)
        whole.setSpacing(12)
        whole.addLayout(head)
        whole.addWidget(framed(self._table, self), 1)
        whole.addLayout(foot)
        self._enable()

    def _deeds(self) -> tuple[tuple[QPushButton, Callable[[], None]], ...]:
        return (
            (self._take, self.acknowledge),
            (self._done, self.finish),
            (self._move, self.move_action),
            (self._edit, self.edit_action),
            (self._open, self.open_incident),
        )

    # Reading and showing

    def _read(self, _job: Job) -> list[Listed]:
        views, with_over, incident = self._desk.room.views, self._with_over, self._incident
        if incident is not None:
            told = views.actions(incident.id, open_only=not with_over)
            return [Listed(action, incident.number, incident.exercise) for action in told]
        cards = views.cards(mode=Mode.BOTH)
        return [
            Listed(action, card.incident.number, card.incident.exercise)
            for card in cards
            if card.open_actions or (with_over and not card.incident.status.is_over)
            for action in views.actions(card.incident.id, open_only=not with_over)
        ]

    def _show_rows(self, rows: list[Listed]) -> None:
        self._rows = rows
        self._model.replace(in_order(rows))
        if self._wanted and self._table.select(self._wanted):
            self._wanted = ""
        if self._table.current() is None and self._model.rowCount():
            self._table.selectRow(0)
        self._say()
        self._enable()

    @Slot(object)
    def _follow(self, change: Change) -> None:
        if change.touches("action", "incident"):
            self._latest.ask()

    def _ask_again(self, with_over: bool) -> None:
        self._with_over = with_over
        self._latest.ask()

    def _ask(self, dialog: ActionDialog | MoveActionDialog) -> None:
        dialog.open()

    def _do(self, command: Command[None]) -> None:
        self._desk.tasks.follow(self._desk.room.do(command), owner=self)

    def _enable(self) -> None:
        row = self._table.current()
        is_open = row is not None and not row.action.state.is_over
        self._take.setEnabled(is_open and row.action.acknowledged_at is None)
        self._done.setEnabled(is_open)
        for button in (self._move, self._edit, self._open):
            button.setEnabled(row is not None)

    @Slot(str)
    def _key(self, letter: str) -> None:
        run = {"t": self.acknowledge, "d": self.finish, "e": self.edit_action}.get(letter)
        if run is not None:
            run()

    def _offer(self, at: QPoint) -> None:
        if self._table.current() is None:
            return
        menu = QMenu(self)
        for button, run in self._deeds():
            deed = menu.addAction(button.text())
            deed.setEnabled(button.isEnabled())
            deed.triggered.connect(lambda _checked=False, run=run: run())
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._table.viewport().mapToGlobal(at))

    def _say(self) -> None:
        incident = self._incident
        self._title.setText(_("Actions of {number}").format(number=incident.number) if incident else _("Actions"))
        now = self._desk.room.clock.now_ms()
        still = [row for row in self._rows if not row.action.state.is_over]
        late = sum(1 for row in still if row.action.is_late(now))
        said = ngettext("{n} open", "{n} open", len(still)).format(n=len(still))
        late_said = ngettext("{n} late", "{n} late", late).format(n=late)
        self._count.say(f"{said} · {late_said}" if late else said, "late" if late else "muted")
        self._over.setText(_("Also those that are over"))
        self._add.setText(_("Ask for an action"))
        self._add.setVisible(incident is not None)
        self._take.setText(_("Taken in hand"))
        self._done.setText(_("Done"))
        self._move.setText(_("Other state"))
        self._edit.setText(pgettext("button", "Change"))
        self._open.setText(_("Open the incident"))
        for button, key in ((self._take, "T"), (self._done, "D"), (self._edit, "E")):
            button.setToolTip(key)
        self._table.setAccessibleName(_("Actions"))
        self._table.say_empty(_("No action is open. In the log, “@name 15:30” asks somebody to act."))
        self._table.hide_columns("incident" if incident else "", "" if self._with_over else "outcome")
        self._model.retranslate()


class ActionsTable(Table):
    """A table that tells the letters typed on it."""

    keyed = Signal(str)

    # What Qt asks

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text().isalpha() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.keyed.emit(event.text().lower())
            return
        super().keyPressEvent(event)
