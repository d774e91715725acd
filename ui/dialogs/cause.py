"""A cause: what it is, what it explains, what shows it, and on which branch it hangs."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from ui.desk import Desk
from ui.dialogs.evidence_pick import EvidenceField
from ui.dialogs.form import Form
from ui.loaded import as_loaded
from ui.widgets.choice import Choice, Way
from ui.widgets.fields import NameField, TextBox
from ui.widgets.told_choice import ToldChoice
from ui.widgets.tone import ToneLabel
from warroom import words
from warroom.commands import AddCause, AmendCause, RemoveCause
from warroom.commands.cause_words import cause_kind_said, cause_kind_word, cause_state_word, human_error_said
from warroom.domain.cause_families import folded, names_of
from warroom.domain.cause_hints import is_human_error
from warroom.domain.causes import Cause, CauseKind, CauseState
from warroom.domain.hypotheses import Hypothesis
from warroom.domain.incidents import Mode
from warroom.words import _, pgettext


class CauseDialog(Form):
    """A new one (under `parent`, or taking up `hypothesis`), or one that is there."""

    def __init__(
        self,
        desk: Desk,
        incidents: tuple[str, ...],
        cause: Cause | None = None,
        parent: QWidget | None = None,
        *,
        rex: str = "",
        under: str = "",
        branch: str = "",
        hypothesis: Hypothesis | None = None,
    ) -> None:
        super().__init__(desk, parent, width=680)
        self._incidents, self._rex, self._seen = incidents, rex, None
        views = desk.room.views
        if cause is not None:
            found, self._seen = as_loaded(views, "cause", cause.id, views.cause)
            cause = found or cause
        self._cause, self._taken_up = cause, hypothesis
        self._tree = views.cause_tree(*incidents)
        look = desk.look
        self.text = TextBox(lines=2, parent=self)
        self._human = ToneLabel(look, "due", wrap=True, parent=self)
        self.kind = ToldChoice(lambda: [(each.value, cause_kind_word(each)) for each in CauseKind], self)
        self._meaning = ToneLabel(look, "muted", wrap=True, parent=self)
        ways = [Way(each, lambda each=each: cause_state_word(each)) for each in CauseState]  # type: ignore[misc]
        self.state: Choice[CauseState] = Choice(look, ways, self, in_a_row=True)
        self.why_of = ToldChoice(self._offered_parents, self)
        self.impact = QLineEdit(self)
        self.branch = ToldChoice(self._offered_branches, self)
        self.evidence = EvidenceField(desk, incidents, self)
        self.shown, self.change = QLineEdit(self), QLineEdit(self)
        self.hypothesis = ToldChoice(self._offered_hypotheses, self)
        self.service = ToldChoice(self._offered_services, self)
        played = views.incident(incidents[0]).exercise
        self._families = views.cause_families(Mode.EXERCISE if played else Mode.REAL)
        self.family = NameField(names_of(self._families), self)
        self._came_back = ToneLabel(look, "due", wrap=True, parent=self)
        self._lay_out()
        self._load(under=under, branch=branch)
        self.text.textChanged.connect(self._hint)
        self.kind.currentIndexChanged.connect(self._hint)
        self.why_of.currentIndexChanged.connect(self._hint)
        self.family.textChanged.connect(self._hint)
        self._hint()
        self.text.setFocus()

    def title(self) -> str:
        if self._cause is not None:
            return _("Cause {number}").format(number=self._cause.number)
        parent = self._tree.find(self.why_of.value())
        return _("Why {number}?").format(number=parent.cause.number) if parent is not None else _("Note a cause")

    def verb(self) -> str:
        return _("Save") if self._cause is not None else pgettext("cause", "Note it")

    def command(self) -> AddCause | AmendCause:
        kind, state = CauseKind(self.kind.value()), self.state.value() or CauseState.SUPPOSED
        if self._cause is None:
            return AddCause(
                incident=self._incidents[0], rex=self._rex, parent=self.why_of.value(), kind=kind, state=state,
                **self._said(),
            )  # fmt: skip
        return AmendCause(
            cause=self._cause.id, parent=self.why_of.value(), kind=kind, state=state, seen=self._seen, **self._said()
        )

    def _said(self) -> dict[str, Any]:
        return {
            "text": self.text.toPlainText(),
            "impact": self.impact.text(),
            "branch": self.branch.value(),
            "evidence": self.evidence.value(),
            "evidence_text": self.shown.text(),
            "change": self.change.text(),
            "hypothesis": self.hypothesis.value(),
            "service": self.service.value(),
            "family": self.family.text(),
        }

    def _lay_out(self) -> None:
        self.add(lambda: pgettext("field", "Cause"), self.text)
        self.fields.addWidget(self._human, self.fields.rowCount(), 1)
        self.add(lambda: pgettext("field", "Kind of cause"), self.kind)
        self.fields.addWidget(self._meaning, self.fields.rowCount(), 1)
        self.add(lambda: pgettext("field", "State of the cause"), self.state)
        self.add(lambda: pgettext("field", "Why of which cause"), self.why_of)
        self.add(lambda: pgettext("field", "Impact that it explains"), self.impact)
        self.add(lambda: pgettext("field", "Branch"), self.branch)
        self.add(lambda: pgettext("field", "Evidence"), self.evidence)
        self.add(lambda: pgettext("field", "Evidence in words"), self.shown)
        self.add(lambda: pgettext("field", "Change behind it"), self.change)
        self.add(lambda: pgettext("field", "Hypothesis that it takes up"), self.hypothesis)
        self.add(lambda: pgettext("field", "Service"), self.service)
        self.add(lambda: pgettext("field", "Family of causes"), self.family)
        self.fields.addWidget(self._came_back, self.fields.rowCount(), 1)
        self.spoken(self.change.setPlaceholderText, lambda: _("what was changed, when, which ticket"))
        self.spoken(self.family.setPlaceholderText, lambda: _("what the same cause is called each time"))
        self.gone = QPushButton(self)
        self.gone.setAutoDefault(False)
        self.gone.setVisible(self._cause is not None)
        self.gone.clicked.connect(lambda _checked=False: self._remove())
        self.spoken(self.gone.setText, lambda: _("Take away"))
        self.buttons.insertWidget(0, self.gone)

    def _load(self, *, under: str, branch: str) -> None:
        cause, taken = self._cause, self._taken_up
        self.state.choose(CauseState.SUPPOSED)
        self.kind.choose(CauseKind.CONTRIBUTING.value if under else CauseKind.TRIGGER.value)
        self.why_of.choose(under)
        self.branch.choose(branch)
        if taken is not None:
            self.text.setPlainText(taken.text)
            self.shown.setText(taken.reason)
            self.hypothesis.choose(taken.id)
            self.state.choose(CauseState.CONFIRMED)
            self.kind.choose(CauseKind.PROXIMATE.value)
        if cause is None:
            return
        self.text.setPlainText(cause.text)
        self.kind.choose(cause.kind.value)
        self.state.choose(cause.state)
        placed = self._tree.find(cause.id)
        self.why_of.choose(placed.parent if placed is not None else "")
        self.branch.choose(cause.branch)
        self.evidence.set_value(cause.evidence)
        self.hypothesis.choose(cause.hypothesis)
        self.service.choose(cause.service)
        said = (cause.impact, cause.evidence_text, cause.change, cause.family)
        for field, text in zip((self.impact, self.shown, self.change, self.family), said, strict=True):
            field.setText(text)

    def _hint(self) -> None:
        """What the kind means, and whether the words end at somebody who erred."""
        self._meaning.say(cause_kind_said(CauseKind(self.kind.value() or CauseKind.TRIGGER)))
        is_human = is_human_error(self.text.toPlainText())
        self._human.setVisible(is_human)
        if is_human:
            self._human.say(human_error_said())
        came_back = self._came_back_said()
        self._came_back.setVisible(bool(came_back))
        self._came_back.say(came_back)
        self.show_line(self.impact, not self.why_of.value())
        if self.isVisible():
            self._grow()

    def _came_back_said(self) -> str:
        """The other incidents in which this family was found."""
        key = folded(self.family.text())
        family = next((each for each in self._families if each.key == key), None)
        others = [each for each in family.incidents if each not in self._incidents] if family is not None else []
        if family is None or not others:
            return ""
        numbers = ", ".join(self.desk.room.views.incident(each).number for each in others[-5:])
        if family.recurs:
            return _("It came back within six months: {numbers}. What was decided then, and was it done?").format(
                numbers=numbers
            )
        return _("It was found before: {numbers}.").format(numbers=numbers)

    def _remove(self) -> None:
        if self._cause is not None:
            future = self.desk.room.do(RemoveCause(cause=self._cause.id))
            self.desk.tasks.follow(future, owner=self, done=self._end, failed=self._stay)

    # What can be chosen

    def _offered_parents(self) -> list[tuple[str, str]]:
        """Every cause that does not hang under this one."""
        own = {self._cause.id, *(each.cause.id for each in self._tree.under(self._cause.id))} if self._cause else set()
        found = [each for each in self._tree.placed if each.cause.id not in own]
        said = ((each.cause.id, _line(f"{each.path} {each.cause.number} {each.cause.text}")) for each in found)
        return [("", _("none: it stands at the top")), *said]

    def _offered_branches(self) -> list[tuple[str, str]]:
        language = words.language()
        kept = self._cause.branch if self._cause is not None else ""
        found = [each for each in self.desk.room.views.branches() if not each.retired or each.code == kept]
        said = (
            (each.code, " · ".join(filter(None, (each.said(language), each.classic_said(language))))) for each in found
        )
        return [("", _("that of the cause above, or none")), *said]

    def _offered_hypotheses(self) -> list[tuple[str, str]]:
        found = [each for one in self._incidents for each in self.desk.room.views.hypotheses(one)]
        return [
            ("", pgettext("hypothesis", "none")),
            *((each.id, _line(f"{each.number} {each.text}")) for each in found),
        ]

    def _offered_services(self) -> list[tuple[str, str]]:
        found = {each.service: each.name for one in self._incidents for each in self.desk.room.views.services(one)}
        return [("", pgettext("service", "none")), *found.items()]

    def _say(self) -> None:
        super()._say()
        self.state.say()
        for choice in (self.kind, self.why_of, self.branch, self.hypothesis, self.service):
            choice.say()
        self._hint()


def _line(text: str, most: int = 52) -> str:
    said = " ".join(text.split())
    return said if len(said) <= most else f"{said[:most]}…"
