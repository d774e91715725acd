"""Put a question to whoever decides: what is known, the options, and by when."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.widgets.circle_choice import CircleChoice, add_circle
from ui.widgets.fields import NameField, TextBox, TimeField
from ui.widgets.framed import framed
from ui.widgets.options_table import OptionsTable
from warroom.commands import RequestDecision
from warroom.domain.decisions import Option
from warroom.domain.incidents import Incident
from warroom.errors import Refusal
from warroom.words import _


class RequestDialog(Form):
    """The question, the facts, the options, who decides, before when."""

    def __init__(self, desk: Desk, incident: Incident, parent: QWidget | None = None, *, question: str = "") -> None:
        super().__init__(desk, parent, width=720)
        self._incident = incident
        people, _services = desk.room.views.names()
        self._question = TextBox(lines=2, parent=self)
        self._question.setPlainText(question)
        self._context = TextBox(lines=3, parent=self)
        self._options = OptionsTable(desk.look, parent=self)
        self._decider = NameField(people, self)
        self._before = TimeField(desk, ahead=True)
        self._circle = CircleChoice(desk, self)
        self.add(lambda: _("Question"), self._question)
        self.add(
            lambda: _("Known now"), self._context, hint=lambda: _("Facts only, with the numbers of their entries.")
        )
        self.add(lambda: _("Options"), framed(self._options))
        self.add(lambda: _("Who decides"), self._decider)
        self.add(lambda: _("Decide before"), self._before)
        add_circle(self.add, self._circle)
        self._question.setFocus()

    def title(self) -> str:
        return _("Ask for a decision on {number}").format(number=self._incident.number)

    def verb(self) -> str:
        return _("Ask")

    def command(self) -> RequestDecision:
        return RequestDecision(
            incident=self._incident.id,
            question=self._question.toPlainText(),
            context=self._context.toPlainText(),
            options=named_options(self._options),
            decider=self._decider.text(),
            decide_before=self._before.moment(),
            circle=self._circle.value(),
        )


def named_options(table: OptionsTable) -> tuple[Option, ...]:
    """The options typed. Raises Refusal when one has no name, rather than losing what was said of it."""
    if table.leftovers():
        raise Refusal("option-unnamed", _("An option has no name."), todo=_("Name it in the first column."))
    return table.options()
