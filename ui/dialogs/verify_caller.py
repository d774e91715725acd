"""Say how the caller of a decision was verified since: the mark that it carries goes."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.widgets.caller_part import caller_ways
from ui.widgets.choice import Choice
from warroom.commands import VerifyCaller
from warroom.domain.decisions import CallerCheck, Decision
from warroom.words import _

PROOFS = (CallerCheck.CODE_WORD, CallerCheck.CALL_BACK, CallerCheck.IN_PERSON)


class VerifyCallerDialog(Form):
    """By code word, by calling back, or in person."""

    def __init__(self, desk: Desk, decision: Decision, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=480)
        self._decision = decision
        self._check = Choice(desk.look, caller_ways(PROOFS), self)
        self.add(lambda: _("Caller"), self._check)
        self._check.setFocus()

    def title(self) -> str:
        return _("How was the caller of {number} verified?").format(number=self._decision.number)

    def verb(self) -> str:
        return _("Save")

    def command(self) -> VerifyCaller:
        return VerifyCaller(decision=self._decision.id, check=self._check.value() or CallerCheck.UNSAID)

    def _say(self) -> None:
        super()._say()
        self._check.say()
