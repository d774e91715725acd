"""Actions: ask somebody to do something by a time, change what is asked, say how it ended."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.dialogs.choices import action_ways
from ui.dialogs.form import Form
from ui.loaded import as_loaded
from ui.widgets.choice import Choice
from ui.widgets.fields import TextBox, TimeField
from ui.widgets.person_choice import PersonChoice
from warroom.commands import AddAction, AmendAction, MoveAction
from warroom.domain.actions import NEEDS_REASON, Action, ActionState
from warroom.domain.conflicts import Place
from warroom.domain.incidents import Incident
from warroom.words import _


class ActionDialog(Form):
    """A new action, or the wording, owner and time of one that is asked already."""

    def __init__(
        self,
        desk: Desk,
        incident: Incident,
        action: Action | None = None,
        parent: QWidget | None = None,
        *,
        decision: str = "",
    ) -> None:
        super().__init__(desk, parent)
        self._seen: Mapping[str, Place] | None = None
        if action is not None:
            found, self._seen = as_loaded(desk.room.views, "action", action.id, desk.room.views.action)
            action = found or action
        self._incident, self._action, self._decision = incident, action, decision
        self._text = TextBox(lines=2, parent=self)
        self._owner = PersonChoice(desk, self)
        self._due = TimeField(desk, ahead=True)
        if action is not None:
            self._text.setPlainText(action.text)
            self._owner.setText(action.owner)
            self._due.set_moment(action.due_at)
        self.add(lambda: _("What is to be done"), self._text)
        self.add(lambda: _("By whom"), self._owner)
        self.add(lambda: _("Due"), self._due)
        self._text.setFocus()

    def title(self) -> str:
        if self._action is not None:
            return _("Change action {number}").format(number=self._action.number)
        return _("Ask for an action on {number}").format(number=self._incident.number)

    def verb(self) -> str:
        return _("Save") if self._action else _("Ask")

    def command(self) -> AddAction | AmendAction:
        text, owner, due_at = self._text.toPlainText(), self._owner.text(), self._due.moment()
        if self._action is not None:
            is_open = due_at is None
            return AmendAction(
                action=self._action.id, text=text, owner=owner, due_at=due_at, no_due=is_open, seen=self._seen
            )
        return AddAction(incident=self._incident.id, text=text, owner=owner, due_at=due_at, decision=self._decision)


class MoveActionDialog(Form):
    """The new state of an action, with the reason or the result."""

    def __init__(
        self, desk: Desk, action: Action, parent: QWidget | None = None, *, state: ActionState = ActionState.DONE
    ) -> None:
        super().__init__(desk, parent, width=480)
        found, self._seen = as_loaded(desk.room.views, "action", action.id, desk.room.views.action)
        action = found or action
        self._action = action
        self._state = Choice(desk.look, action_ways(action.state), self)
        self._state.choose(state)
        self._said = TextBox(lines=2, parent=self)
        self.add(lambda: _("State"), self._state)
        self.add(
            lambda: _("Result or reason"),
            self._said,
            hint=lambda: _("A reason is needed to hold, cancel or skip."),
        )
        self._said.setFocus()

    def title(self) -> str:
        return f"{self._action.number} {self._action.text}"

    def verb(self) -> str:
        return _("Save")

    def command(self) -> MoveAction:
        state = self._state.value() or self._action.state
        said = self._said.toPlainText()
        if state in NEEDS_REASON:
            return MoveAction(action=self._action.id, state=state, reason=said, seen=self._seen)
        return MoveAction(action=self._action.id, state=state, result=said, seen=self._seen)

    def _say(self) -> None:
        super()._say()
        self._state.say()
