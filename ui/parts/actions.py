"""Open actions of an incident: the late ones on top, each taken in hand or done by one click or key."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from ui.desk import Desk
from ui.models.actions import Listed, due_said, due_tone_of, in_order, outcome_said, state_said
from ui.models.people import by_delegation, marked
from ui.parts.part import Part
from ui.widgets.lines import Block
from warroom.commands import AcknowledgeAction, MoveAction
from warroom.domain.actions import Action, ActionState
from warroom.domain.incidents import Incident
from warroom.words import _, ngettext

MOST = 20  # blocks; the rest is on the page of actions


class ActionsPart(Part):
    """A block an action: T takes it in hand, D ends it, E changes it, Enter asks for its new state."""

    nouns = ("action", "delegation", "corrective", "impact")
    all_asked = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.late = 0
        self._delegated: set[str] = set()
        self.add_head_button(lambda: _("Ask"), self.add_action, tip=lambda: _("Ask somebody to do something"))
        self._say()

    def add_action(self) -> None:
        from ui.dialogs.action import ActionDialog

        if self.incident is not None:
            self.ask(ActionDialog(self.desk, self.incident, parent=self))

    def edit(self, action: Action) -> None:
        from ui.dialogs.action import ActionDialog

        if self.incident is not None:
            self.ask(ActionDialog(self.desk, self.incident, action, self))

    def ask_state(self, action: Action) -> None:
        """Ask for the new state, with the reason or the result."""
        from ui.dialogs.action import MoveActionDialog

        self.ask(MoveActionDialog(self.desk, action, self))

    def acknowledge(self, action: Action) -> None:
        """The owner took it in hand."""
        self.do(AcknowledgeAction(action=action.id))

    def finish(self, action: Action) -> None:
        """It is done; undo takes it back."""
        self.do(MoveAction(action=action.id, state=ActionState.DONE))

    def refresh(self) -> None:
        if self.incident is None:
            return
        now = self.now()
        found = self.desk.room.views.actions(self.incident.id)
        number = self.incident.number
        still = in_order(Listed(action, number) for action in found if not action.state.is_over)
        shown = [listed.action for listed in still]
        self._delegated = by_delegation(self.desk.room.views, (action.id for action in shown[:MOST]))
        lines: list[QWidget] = [self._block(action, now) for action in shown[:MOST]]
        if not lines:
            lines.append(
                self.empty_line(
                    _("Nobody was asked to do anything yet.") if not found else _("Everything asked is done.")
                )
            )
        lines.append(self._rest(all_of=len(found), open_ones=len(shown)))
        lines.append(self._left_open(self.incident))
        self.fill(lines)
        self.late = sum(1 for action in shown if action.is_late(now))
        said = ngettext("{n} open", "{n} open", len(shown)).format(n=len(shown))
        if self.late:
            late_said = ngettext("{n} late", "{n} late", self.late).format(n=self.late)
            self.set_note(f"{said} · {late_said}", role="late")
        else:
            self.set_note(said if shown else "")

    def _block(self, action: Action, now_ms: int) -> Block:
        block = Block(self.desk.look, self)
        owner = action.owner or _("nobody yet")
        more = " · ".join(
            part for part in (action.number, owner, state_said(action, now_ms), outcome_said(action)) if part
        )
        block.say(
            due_said(action, now_ms),
            due_tone_of(action, now_ms),
            action.text,
            marked(more, action.id in self._delegated),
        )
        if action.acknowledged_at is None:
            block.add_button(_("Taken in hand"), lambda: self.acknowledge(action)).setToolTip("T")
        block.add_button(_("Done"), lambda: self.finish(action)).setToolTip("D")
        self.add_dispute(block, action.id)
        block.chosen.connect(lambda: self.ask_state(action))
        block.key.connect(lambda letter: self._key(letter, action))
        return block

    def _key(self, letter: str, action: Action) -> None:
        run = {"t": self.acknowledge, "d": self.finish, "e": self.edit}.get(letter)
        if run is not None:
            run(action)

    def _rest(self, *, all_of: int, open_ones: int) -> QWidget:
        """A way to the whole list, with what is not shown here."""
        button = QPushButton(self)
        button.setProperty("quiet", True)
        over = all_of - open_ones
        said = ngettext("All actions, {n} over", "All actions, {n} over", over).format(n=over)
        button.setText(said if over else _("All actions"))
        button.clicked.connect(lambda _checked=False: self.all_asked.emit())
        button.setVisible(all_of > 0)
        return button

    def _left_open(self, incident: Incident) -> QWidget:
        """What former crises left to put right about the services that this one touches, with the way to the plan."""
        left = 0 if incident.status.is_over else self.desk.room.views.left_open(incident.id)
        button = QPushButton(self)
        button.setProperty("quiet", True)
        said = ngettext("{n} open from a former crisis", "{n} open from former crises", left)
        button.setText(said.format(n=left))
        button.setToolTip(_("Corrective actions about the same services that are not closed: Alt+Shift+P."))
        button.clicked.connect(lambda _checked=False: self.desk.verbs.use("go-plan"))
        button.setVisible(left > 0)
        return button

    def _say(self) -> None:
        self.set_title(_("Actions"))
        super()._say()
