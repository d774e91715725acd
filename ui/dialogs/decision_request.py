"""Put a question to whoever decides: what is known, the options, and by when."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.dialogs.choices import how_ways
from ui.dialogs.form import Form
from ui.widgets.caller_part import CallerPart
from ui.widgets.choice import Choice
from ui.widgets.circle_choice import CircleChoice, add_circle
from ui.widgets.fields import TextBox, TimeField
from ui.widgets.framed import framed
from ui.widgets.options_table import OptionsTable
from ui.widgets.person_choice import PersonChoice
from ui.widgets.window_part import WindowPart
from warroom.commands import RequestDecision
from warroom.domain.decisions import CallerCheck, Option, how_of
from warroom.domain.entries import Entry
from warroom.domain.incidents import Incident
from warroom.errors import Refusal
from warroom.words import _


class RequestDialog(Form):
    """The question, the facts, the options, who decides, before when."""

    def __init__(
        self,
        desk: Desk,
        incident: Incident,
        parent: QWidget | None = None,
        *,
        question: str = "",
        about: Entry | None = None,
    ) -> None:
        """`about` is the entry that calls for it: how it came and who gave it come along."""
        super().__init__(desk, parent, width=720)
        self._incident, self._about = incident, about
        self._question = TextBox(lines=2, parent=self)
        self._question.setPlainText(question)
        self._context = TextBox(lines=2, parent=self)
        self._options = OptionsTable(desk.look, parent=self, lines=2)
        self._decider = PersonChoice(desk, self)
        self._before = TimeField(desk, ahead=True)
        self._window = WindowPart(desk, incident, self)
        self._how = Choice(desk.look, how_ways(), self, in_a_row=True)
        self._caller = CallerPart(desk.look, self)
        self._circle = CircleChoice(desk, self)
        self.add(lambda: _("Question"), self._question)
        self.add(
            lambda: _("Known now"), self._context, hint=lambda: _("Facts only, with the numbers of their entries.")
        )
        self.add(lambda: _("Options"), framed(self._options))
        self.add(lambda: _("Who decides"), self._decider)
        self.add(lambda: _("Decide before"), self._before)
        if self._window.is_useful:
            self.add(lambda: _("Computed from"), self._window)
        else:
            self._window.hide()
        self.add(lambda: _("The question came"), self._how)
        self.add(lambda: _("Caller"), self._caller)
        add_circle(self.add, self._circle)
        self.fields.setVerticalSpacing(6)  # with a window and a caller it is tall; a small screen must hold it
        self._take_entry()
        self._window.changed.connect(self._show_window)
        self._how.chosen.connect(self._show_caller)
        self._caller.changed.connect(self._fit)
        self.show_line(self._caller, self._caller.is_asked)
        self._question.setFocus()

    def title(self) -> str:
        return _("Ask for a decision on {number}").format(number=self._incident.number)

    def verb(self) -> str:
        return _("Ask all the same") if self._caller.is_unverified else _("Ask")

    def command(self) -> RequestDecision:
        return RequestDecision(
            incident=self._incident.id,
            question=self._question.toPlainText(),
            context=self._context.toPlainText(),
            options=named_options(self._options),
            decider=self._decider.text(),
            decide_before=None if self._window.value() else self._before.moment(),
            window=self._window.value(),
            facts=(self._about.number,) if self._about else (),
            how=self._how.value() or "",
            caller_check=self._caller.value() or CallerCheck.UNSAID,
            caller_reason=self._caller.why(),
            circle=self._circle.value(),
        )

    def _take_entry(self) -> None:
        """How the entry came is how the question came."""
        entry = self._about
        how = how_of(entry.channel) if entry else None
        if entry is None or how is None:
            return
        self._how.choose(how)
        self._caller.show_how(how)
        if entry.caller_check in list(CallerCheck):
            self._caller.choose(CallerCheck(entry.caller_check))

    @Slot()
    def _show_window(self) -> None:
        """A computed time stands for the typed one."""
        window = self._window.value()
        self._before.setEnabled(window is None)
        if window is not None:
            self._before.set_moment(window.decide_before)
        self._fit()

    @Slot()
    def _show_caller(self) -> None:
        self._caller.show_how(self._how.value() or "")

    @Slot()
    def _fit(self) -> None:
        self.show_line(self._caller, self._caller.is_asked)
        self._send.setText(self.verb())
        self.resize(self.width(), max(self.height(), self._needed()))

    def _say(self) -> None:
        super()._say()
        self._how.say()


def named_options(table: OptionsTable) -> tuple[Option, ...]:
    """The options typed. Raises Refusal when one has no name, rather than losing what was said of it."""
    if table.leftovers():
        raise Refusal("option-unnamed", _("An option has no name."), todo=_("Name it in the first column."))
    return table.options()
