"""Take a decision: the question, what was known, the options, what is decided, by whom, and when to look again."""

from __future__ import annotations

import re
from collections.abc import Mapping

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.desk import Desk
from ui.dialogs.choices import how_ways
from ui.dialogs.decision_request import named_options
from ui.dialogs.form import Form
from ui.loaded import as_loaded
from ui.widgets.caller_part import CallerPart
from ui.widgets.choice import Choice
from ui.widgets.circle_choice import CircleChoice, add_circle
from ui.widgets.fields import TextBox, TimeField
from ui.widgets.framed import framed
from ui.widgets.options_table import OptionsTable
from ui.widgets.person_choice import PersonChoice
from ui.widgets.tired_line import TiredLine
from ui.widgets.tone import ToneLabel
from warroom.commands import Decide
from warroom.domain.conflicts import Place
from warroom.domain.decisions import CallerCheck, Decision, How
from warroom.domain.incidents import Incident
from warroom.errors import Refusal
from warroom.words import _


class DecideDialog(Form):
    """On a question that waits, or at once on an incident."""

    def __init__(
        self,
        desk: Desk,
        incident: Incident,
        decision: Decision | None = None,
        parent: QWidget | None = None,
        *,
        text: str = "",
    ) -> None:
        super().__init__(desk, parent, width=760)
        self._seen: Mapping[str, Place] | None = None
        if decision is not None:
            found, self._seen = as_loaded(desk.room.views, "decision", decision.id, desk.room.views.decision)
            decision = found or decision
        self._incident, self._decision = incident, decision
        self._question = TextBox(lines=1, parent=self)
        self._context, self._decided = TextBox(lines=1, parent=self), TextBox(lines=2, parent=self)
        self._rationale = TextBox(lines=1, parent=self)
        self._facts = QLineEdit(self)
        self._facts.setPlaceholderText("A-0042, B-0007")
        self._options = OptionsTable(desk.look, decision.options if decision else (), self, lines=2)
        self._decider, self._executor = PersonChoice(desk, self), PersonChoice(desk, self)
        self._how = Choice(desk.look, how_ways(), self, in_a_row=True)
        self._caller = CallerPart(desk.look, self)
        self._review = TimeField(desk, ahead=True)
        self._circle = CircleChoice(desk, self)
        self._decided.setPlainText(text)
        if decision is None:
            self.add(lambda: _("Question"), self._question)
        else:
            self._question.hide()
            self._decider.setText(decision.decider)
            self._context.setPlainText(decision.context)
            asked = ToneLabel(desk.look, px=15, bold=True, wrap=True, parent=self)
            asked.say(decision.question)
            self.add_wide(asked)
        self.add(lambda: _("Decision"), self._decided)
        self.add(lambda: _("Why"), self._rationale)
        self.add(lambda: _("Decided by"), self._decider)
        self._tired = TiredLine(desk, self._decider, self)
        self.add_wide(self._tired)
        self.add(lambda: _("It came"), self._how)
        self.add(lambda: _("Caller"), self._caller)
        self.add(lambda: _("Carried out by"), self._executor)
        self.add(lambda: _("Look again at"), self._review)
        self.add(lambda: _("Known now"), self._context)
        self.add(lambda: _("Rests on entries"), self._facts)
        self.add(lambda: _("Options"), framed(self._options))
        if decision is not None and decision.circle:
            self._circle.hide()  # it stays in the circle of its question
        else:
            add_circle(self.add, self._circle)
        if decision is not None and decision.how in list(How):
            self._how.choose(How(decision.how))
            self._caller.show_how(decision.how)
            self._caller.choose(decision.caller_check)
        self._how.chosen.connect(lambda: self._caller.show_how(self._how.value() or ""))
        self._caller.changed.connect(self._fit)
        self._tired.changed.connect(self._fit)
        self.show_line(self._caller, self._caller.is_asked)
        self.fields.setVerticalSpacing(6)  # the tallest form there is; a small screen must hold it
        self._decided.setFocus()

    def title(self) -> str:
        number = self._decision.number if self._decision else self._incident.number
        return _("Decide, {number}").format(number=number)

    def verb(self) -> str:
        return _("Decide all the same") if self._caller.is_unverified else _("Decide")

    def command(self) -> Decide:
        return Decide(
            decision=self._decision.id if self._decision else "",
            incident=self._incident.id,
            question=self._question.toPlainText(),
            decided=self._decided.toPlainText(),
            rationale=self._rationale.toPlainText(),
            decider=self._decider.text(),
            how=self._how.value() or "",
            executor=self._executor.text(),
            context=self._context.toPlainText(),
            options=named_options(self._options),
            review_at=self._review.moment(),
            facts=self._numbers(),
            caller_check=self._caller.value() or CallerCheck.UNSAID,
            caller_reason=self._caller.why(),
            circle=self._circle.value(),
            seen=self._seen,
        )

    def _numbers(self) -> tuple[str, ...]:
        """The entries it rests on. Raises Refusal for a number that names none."""
        numbers = tuple(part.upper() for part in re.split(r"[\s,;]+", self._facts.text()) if part)
        unknown = [number for number in numbers if self.desk.room.views.entry_by_number(number) is None]
        if unknown:
            raise Refusal(
                "entry-unknown",
                _("No entry has the number {number}.").format(number=", ".join(unknown)),
                safe=_("Nothing was changed."),
            )
        return numbers

    @Slot()
    def _fit(self) -> None:
        """What is asked of an unverified caller needs room, and other words on the button."""
        self.show_line(self._caller, self._caller.is_asked)
        self._send.setText(self.verb())
        self.resize(self.width(), max(self.height(), self._needed()))

    def _say(self) -> None:
        super()._say()
        self._tired.say()
        self._how.say()
