"""Qualify a regime for an incident: the questionnaire proposes, a human decides."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QScrollArea, QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.widgets.choice import Choice, Way
from ui.widgets.fields import TextBox
from ui.widgets.tone import ToneLabel
from warroom import words
from warroom.commands import QualifyRegime
from warroom.commands.clock_words import disclaimer, regime_state_word
from warroom.domain.qualification import Proposal, Question, RegimeOf, proposal
from warroom.domain.regimes import RegimeState
from warroom.phrases import labelled
from warroom.words import _, ngettext, pgettext

TALL = 260  # pixels of the questions before they scroll


class Answer(QComboBox):
    """Yes, no, or not answered yet."""

    def __init__(self, answer: object, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        for said in (None, True, False):
            self.addItem("", said)
        self.setCurrentIndex({True: 1, False: 2}.get(answer, 0) if isinstance(answer, bool) else 0)
        self.say()

    def say(self) -> None:
        for at, said in enumerate((_("not known yet"), pgettext("answer", "yes"), pgettext("answer", "no"))):
            self.setItemText(at, said)

    def answer(self) -> bool | None:
        found = self.currentData()
        return found if isinstance(found, bool) else None


class QualifyDialog(Form):
    """The questions of one regime, what they propose, and the decision with its reason."""

    def __init__(self, desk: Desk, incident: str, code: str, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=720)
        views = desk.room.views
        self._book, self._facts = views.rulebook(), views.clock_facts(incident)
        self._incident, self._code = views.incident(incident), code
        self._known = self._facts.regimes.get(code)
        self._seen = views.sources("regime", self._known.id) if self._known else None
        self._answers: dict[str, Answer] = {}
        self._is_chosen = False
        regime = self._book.regimes.get(code)
        if regime is not None:
            criteria = ToneLabel(desk.look, "muted", wrap=True, parent=self)
            self.spoken(criteria.setText, lambda: self._criteria(regime))
            self.add_wide(criteria)
            if regime.asks:
                self.add_wide(self._questions(regime))
        self._proposal = ToneLabel(desk.look, "accent", bold=True, wrap=True, parent=self)
        self.add_wide(self._proposal)
        self._state = Choice(desk.look, self._ways(), self, in_a_row=True)
        self._reason = TextBox(lines=2, parent=self)
        self.add(lambda: _("Decision"), self._state)
        self.add(lambda: _("Reason"), self._reason, hint=lambda: _("Needed when it does not apply: authorities ask."))
        note = ToneLabel(desk.look, "muted", wrap=True, parent=self)
        self.spoken(note.setText, disclaimer)
        self.add_wide(note)
        self._state.chosen.connect(self._choose)
        if self._known is not None:
            self._state.choose(self._known.state)
            self._reason.setPlainText(self._known.reason)
            self._is_chosen = True
        self._propose()
        next(iter(self._answers.values()), self._state).setFocus()  # Enter alone must not answer for nobody

    def title(self) -> str:
        label = self._book.regime_label(self._code, words.language())
        return _("Does {regime} apply to {incident}?").format(regime=label, incident=self._incident.number)

    def verb(self) -> str:
        return _("Save")

    def command(self) -> QualifyRegime:
        return QualifyRegime(
            incident=self._incident.id,
            code=self._code,
            state=self._state.value() or RegimeState.TO_QUALIFY,
            reason=self._reason.toPlainText(),
            answers={name: field.answer() for name, field in self._answers.items()},
            seen=self._seen,
        )

    def _questions(self, regime: RegimeOf) -> QScrollArea:
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(0, 1)
        given = {name: value for item in self._facts.regimes.values() for name, value in item.answers.items()}
        for at, name in enumerate(regime.asks):
            question = self._book.questions[name]
            label, field = ToneLabel(self.desk.look, wrap=True, parent=inside), Answer(given.get(name), inside)
            self.spoken(label.setText, lambda question=question: _asked(question))  # type: ignore[misc]
            self.spoken(field.setAccessibleName, lambda question=question: question.text.in_language(words.language()))  # type: ignore[misc]
            label.setBuddy(field)
            grid.addWidget(label, at, 0)
            grid.addWidget(field, at, 1, Qt.AlignmentFlag.AlignTop)
            field.currentIndexChanged.connect(lambda _at: self._propose())
            self._answers[name] = field
        area = QScrollArea(self)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        area.setFixedHeight(min(self.desk.look.px(TALL), inside.sizeHint().height() + 8))
        return area

    def _criteria(self, regime: RegimeOf) -> str:
        language = words.language()
        return labelled(regime.who.in_language(language), regime.criteria.in_language(language))

    def _ways(self) -> list[Way[RegimeState]]:
        order = (RegimeState.APPLICABLE, RegimeState.NOT_APPLICABLE, RegimeState.TO_QUALIFY)
        return [
            Way(state, words=lambda state=state: regime_state_word(state), key=str(at))  # type: ignore[misc]
            for at, state in enumerate(order, start=1)
        ]

    def _choose(self) -> None:
        self._is_chosen = True

    def _propose(self) -> None:
        """What the answers propose; it is chosen as long as nobody chose otherwise."""
        regime = self._book.regimes.get(self._code)
        if regime is None:
            self._proposal.hide()
            self._state.choose(RegimeState.APPLICABLE)
            return
        found = proposal(regime, {name: field.answer() for name, field in self._answers.items()})
        self._proposal.say(_proposed(found))
        if not self._is_chosen:
            self._state.choose(found.state)

    def _say(self) -> None:
        super()._say()
        self._state.say()
        for field in self._answers.values():
            field.say()
        self._propose()


def _asked(question: Question) -> str:
    language = words.language()
    hint = question.hint.in_language(language)
    return question.text.in_language(language) + (f"\n{hint}" if hint else "")


def _proposed(found: Proposal) -> str:
    said = _("The answers propose: {state}").format(state=regime_state_word(found.state))
    if found.missing:
        left = ngettext("{n} answer is missing", "{n} answers are missing", len(found.missing))
        said += " · " + left.format(n=len(found.missing))
    return said
