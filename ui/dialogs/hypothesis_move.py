"""How a hypothesis stands now: tested, ruled out, confirmed, or looked at again; with the reason."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.loaded import as_loaded
from ui.widgets.choice import Choice, Way
from ui.widgets.fields import TextBox
from ui.widgets.tone import ToneLabel
from warroom.commands import MoveHypothesis
from warroom.commands.said_ahead import hypothesis_word
from warroom.domain.hypotheses import Hypothesis, HypothesisState
from warroom.words import _

ORDER = (
    HypothesisState.TESTING,
    HypothesisState.RULED_OUT,
    HypothesisState.CONFIRMED,
    HypothesisState.OPEN,
)


def state_meaning(state: HypothesisState) -> str:
    """What choosing it says, and what it brings along."""
    return {
        HypothesisState.OPEN: _("Nobody tests it yet"),
        HypothesisState.TESTING: _("Somebody is at it; its time runs"),
        HypothesisState.RULED_OUT: _("It is not the cause; the reason stays"),
        HypothesisState.CONFIRMED: _("It is the cause; the status “Identified” is then proposed"),
    }[state]


class MoveHypothesisDialog(Form):
    """The new state and, where it ends or begins again, why."""

    def __init__(
        self,
        desk: Desk,
        hypothesis: Hypothesis,
        parent: QWidget | None = None,
        *,
        state: HypothesisState | None = None,
    ) -> None:
        super().__init__(desk, parent, width=620)
        views = desk.room.views
        found, self._seen = as_loaded(views, "hypothesis", hypothesis.id, views.hypothesis)
        self._hypothesis = found or hypothesis
        order = [each for each in ORDER if each is not self._hypothesis.state]
        ways = [
            Way(each, words=partial(_state_said, each), meaning=partial(state_meaning, each), key=str(at))
            for at, each in enumerate(order, start=1)
        ]
        said = ToneLabel(desk.look, px=15, wrap=True, parent=self)
        said.say(self._hypothesis.text)
        self._state = Choice(desk.look, ways, self)
        self._state.choose(state if state in order else order[0])
        self._reason = TextBox(lines=2, parent=self)
        self.add_wide(said)
        self.add(lambda: _("It is now"), self._state)
        self.add(lambda: _("Why"), self._reason, hint=lambda: _("It goes into the log with the change."))
        self._state.chosen.connect(self._fit)
        self._state.setFocus()

    def title(self) -> str:
        return _("{number} is {state}, and now?").format(
            number=self._hypothesis.number, state=hypothesis_word(self._hypothesis.state)
        )

    def verb(self) -> str:
        words = {
            HypothesisState.RULED_OUT: _("Rule out"),
            HypothesisState.CONFIRMED: _("Confirm"),
            HypothesisState.TESTING: _("Test it"),
        }
        return words.get(self._state.value() or HypothesisState.OPEN, _("Look at it again"))

    def command(self) -> MoveHypothesis:
        state = self._state.value() or HypothesisState.TESTING
        reason = self._reason.toPlainText()
        return MoveHypothesis(hypothesis=self._hypothesis.id, state=state, reason=reason, seen=self._seen)

    @Slot()
    def _fit(self) -> None:
        self._send.setText(self.verb())

    def _say(self) -> None:
        super()._say()
        self._state.say()


def _state_said(state: HypothesisState) -> str:
    said = hypothesis_word(state)
    return said[:1].upper() + said[1:]
