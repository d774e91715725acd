"""A decision as it was asked and taken, and what can still be done: read back, look again, withdraw the question."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.dialogs.reason import ReasonDialog
from ui.dialogs.verify_caller import VerifyCallerDialog
from ui.models.decisions import how_word, review_said, waiting_said
from ui.widgets.framed import framed
from ui.widgets.options_table import OptionsTable
from ui.widgets.tone import ToneLabel
from warroom import phrases
from warroom.commands import ReadBack, ReviewDecision, WithdrawDecision
from warroom.commands.base import Command
from warroom.commands.said_ahead import caller_word, unverified_said, window_said
from warroom.domain.decisions import CallerCheck, Decision, DecisionState
from warroom.words import _


class DecisionDialog(Form):
    """Nothing is typed here; the primary button is what comes next for this decision."""

    decide_asked = Signal(str)

    def __init__(self, desk: Desk, decision: Decision, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=760)
        self._decision = decision
        now = desk.room.clock.now_ms()
        taken = phrases.moment(decision.decided_at, now) if decision.decided_at is not None else ""
        read_back = phrases.moment(decision.read_back_at, now) if decision.read_back_at is not None else ""
        waited = waiting_said(decision, now) if decision.is_open else ""
        lines: tuple[tuple[Callable[[], str], str], ...] = (
            (lambda: _("Waiting"), waited),
            (lambda: _("Decision"), decision.decided),
            (lambda: _("Why"), decision.rationale),
            (
                lambda: _("Who decides") if decision.is_open else _("Decided by"),
                " · ".join(part for part in (decision.decider, how_word(decision.how), taken) if part),
            ),
            (lambda: _("Caller"), _caller(decision)),
            (lambda: _("Decide before"), window_said(decision.window, now) if decision.window else ""),
            (lambda: _("Typed by"), decision.typed_by),
            (lambda: _("Carried out by"), decision.executor),
            (lambda: _("Read back"), read_back),
            (lambda: _("Review"), review_said(decision, now)),
            (lambda: _("Known now") if decision.is_open else _("Known then"), decision.context),
            (lambda: _("Rests on entries"), ", ".join(decision.facts)),
        )
        question = ToneLabel(desk.look, px=15, bold=True, wrap=True, parent=self)
        question.say(decision.question)
        self.add_wide(question)
        for words, text in lines:
            if text:
                label = ToneLabel(desk.look, wrap=True, parent=self)
                label.say(text)
                self.add(words, label)
        if decision.options:
            self.add(lambda: _("Options"), framed(OptionsTable(desk.look, decision.options, self, fixed=True)))
        self._add_verbs()
        self._leave.setVisible(decision.is_open)

    def title(self) -> str:
        return _("Decision {number}").format(number=self._decision.number)

    def verb(self) -> str:
        return _("Decide") if self._decision.is_open else _("Close")

    def send(self) -> None:
        """Decide it when it still waits; otherwise there is nothing to send."""
        self.accept()
        if self._decision.is_open:
            self.decide_asked.emit(self._decision.id)

    def _add_verbs(self) -> None:
        decision = self._decision
        if decision.is_unverified and not self.desk.room.read_only:
            self._add_verb(lambda: _("Caller verified…"), self._verify)
        if decision.is_open:
            self._add_verb(lambda: _("Withdraw the question"), self._withdraw)
        if decision.state is DecisionState.DECIDED:
            self._add_verb(lambda: _("Look again"), self._review)
            if decision.read_back_at is None:
                self._add_verb(lambda: _("Read back to the decider"), self._read_back)

    def _add_verb(self, words: Callable[[], str], run: Callable[[], None]) -> None:
        button = QPushButton(self)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _checked=False: run())
        self.buttons.insertWidget(0, button)
        self.spoken(button.setText, words)

    def _read_back(self) -> None:
        self.desk.tasks.follow(
            self.desk.room.do(ReadBack(decision=self._decision.id)),
            owner=self,
            done=lambda _none: self.accept(),
            failed=self.complain,
        )

    def _verify(self) -> None:
        dialog = VerifyCallerDialog(self.desk, self._decision, self)
        dialog.succeeded.connect(lambda _result: self.accept())
        dialog.open()

    def _review(self) -> None:
        self._reason(
            lambda: _("What does looking again at {number} show?").format(number=self._decision.number),
            lambda: _("Save"),
            lambda said: ReviewDecision(decision=self._decision.id, finding=said),
        )

    def _withdraw(self) -> None:
        self._reason(
            lambda: _("Why does the question {number} no longer stand?").format(number=self._decision.number),
            lambda: _("Withdraw"),
            lambda said: WithdrawDecision(decision=self._decision.id, reason=said),
        )

    def _reason(self, title: Callable[[], str], verb: Callable[[], str], build: Callable[[str], Command[Any]]) -> None:
        dialog = ReasonDialog(self.desk, title=title, verb=verb, build=build, parent=self)
        dialog.succeeded.connect(lambda _result: self.accept())
        dialog.open()


def _caller(decision: Decision) -> str:
    """How whoever called was known, or the mark that nobody verified them; nothing for what did not come from afar."""
    if decision.is_unverified:
        return unverified_said(decision.caller_reason)
    if decision.caller_check is CallerCheck.UNSAID:
        return ""
    return " · ".join(part for part in (caller_word(decision.caller_check), decision.caller_reason) if part)
