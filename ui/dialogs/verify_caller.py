"""Say how the caller of a decision was verified since: the mark that it carries goes."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.widgets.caller_part import caller_ways
from ui.widgets.choice import Choice
from ui.widgets.tone import ToneLabel
from warroom.commands import VerifyCaller
from warroom.domain.decisions import CallerCheck, Decision
from warroom.domain.watchwords import current
from warroom.words import _

PROOFS = (CallerCheck.CODE_WORD, CallerCheck.CALL_BACK, CallerCheck.IN_PERSON)


class VerifyCallerDialog(Form):
    """By code word, by calling back, or in person."""

    def __init__(self, desk: Desk, decision: Decision, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=480)
        self._decision = decision
        self._check = Choice(desk.look, caller_ways(PROOFS), self)
        self._word = current(desk.room.views.watchwords(), desk.room.clock.now_ms())
        self._help = ToneLabel(desk.look, "muted", wrap=True, parent=self)
        self.add(lambda: _("Caller"), self._check)
        self.add_wide(self._help)
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
        self._help.say(self._how())

    def _how(self) -> str:
        """The challenge of now and the answer it asks for; without one, what to do instead."""
        if self._word is None:
            return _("No challenge is set: call back on a number that the room knows, never on one the caller gives.")
        said = _("Say “{challenge}”, and wait: only “{answer}” is right. Never say the answer yourself.")
        text = said.format(challenge=self._word.challenge, answer=self._word.answer)
        return f"{text} " + _("If it is wrong or unknown, hang up and call back on a number that the room knows.")
