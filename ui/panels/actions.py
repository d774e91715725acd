"""Every action asked, late ones first: of one incident, or of all that have any open."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from ui.desk import Desk
from ui.dialogs.action import ActionDialog, MoveActionDialog
from ui.models.actions import Listed, action_columns, in_order
from ui.models.people import by_delegation
from ui.panels.register import Register
from ui.tasks import Job
from ui.widgets.table import Table
from warroom.commands import AcknowledgeAction, MoveAction
from warroom.commands.base import Command
from warroom.domain.actions import Action, ActionState
from warroom.domain.incidents import Incident, Mode
from warroom.words import _, ngettext, pgettext


class ActionsPanel(Register[Listed]):
    """A list; T takes in hand, D ends, E changes, Enter asks for the new state."""

    nouns = ("action", "incident", "delegation")

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        self._with_over = False
        super().__init__(desk, parent)
        self._table.chosen.connect(lambda row: self.move_action(row))
        self._over.toggled.connect(self._ask_again)
        self._add.clicked.connect(lambda _checked=False: self.add_action())

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

    # Building

    def _record(self, row: Listed) -> Action:
        return row.action

    def _build(self) -> None:
        self._over, self._add = QPushButton(self), QPushButton(self)
        self._take, self._done, self._move, self._edit, self._open = (QPushButton(self) for _at in range(5))
        self._over.setCheckable(True)
        self._add.setProperty("primary", True)
        table = ActionsTable(self._new_model(action_columns()), self._desk.look, parent=self)
        table.keyed.connect(self._key)
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        table.customContextMenuRequested.connect(self._offer)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        for button, run in self._deeds():
            button.clicked.connect(lambda _checked=False, run=run: run())
            foot.addWidget(button)
        foot.addStretch(1)
        self._lay_out(table, (self._over, self._add), foot)
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
        found = list(self._found())
        delegated = by_delegation(self._desk.room.views, (action.id for action, _of in found))
        return [Listed(action, of.number, of.exercise, is_delegated=action.id in delegated) for action, of in found]

    def _found(self) -> Iterator[tuple[Action, Incident]]:
        """Of one incident, or of all that have open ones."""
        views, with_over, incident = self._desk.room.views, self._with_over, self._incident
        if incident is not None:
            yield from ((action, incident) for action in views.actions(incident.id, open_only=not with_over))
            return
        for card in views.cards(mode=Mode.BOTH):
            if card.open_actions or (with_over and not card.incident.status.is_over):
                told = views.actions(card.incident.id, open_only=not with_over)
                yield from ((action, card.incident) for action in told)

    def _in_order(self, rows: list[Listed]) -> list[Listed]:
        return in_order(rows)

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
        self._say_count(said, late=late)
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
