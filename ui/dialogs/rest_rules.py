"""The rules of rest with their sources; an agreement of the house may set another length, with its reason."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.widgets.number_box import DecimalBox
from ui.widgets.tone import ToneLabel
from warroom import words
from warroom.commands import ChangeRest
from warroom.commands.clock_words import disclaimer
from warroom.commands.duty_words import only_noted, rule_said
from warroom.words import _


class RestRulesDialog(Form):
    """One rule at a time: what it asks, which text says so, and how this room keeps it."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=640)
        self._rules = desk.room.views.rest_rules()
        self.rule, self.hours = QComboBox(self), DecimalBox(self)
        self.rule.addItems([""] * len(self._rules))
        self.hours.setRange(0.5, 24 * 7)
        self.hours.setSingleStep(0.5)
        self.hours.setDecimals(1)
        self.hours.setFixedWidth(desk.look.px(120))
        self.is_on, self.reason = QCheckBox(self), QLineEdit(self)
        self._source = ToneLabel(desk.look, wrap=True, parent=self)
        self._note = ToneLabel(desk.look, "muted", wrap=True, parent=self)
        self.add(lambda: _("Rule"), self.rule)
        self.add_wide(self._source)
        self.add(lambda: _("Hours"), self.hours)
        self.add_wide(self.is_on)
        self.add(lambda: _("Reason"), self.reason, hint=lambda: _("E.g. the agreement of the house, and its date."))
        self.add_wide(self._note)
        self.rule.currentIndexChanged.connect(lambda _at: self._show())
        self._show()

    def title(self) -> str:
        return _("Rules of rest and their sources")

    def verb(self) -> str:
        return _("Save")

    def command(self) -> ChangeRest:
        rule = self._rules[self.rule.currentIndex()]
        minutes = round(self.hours.value() * 60)
        return ChangeRest(code=rule.code, minutes=minutes, off=not self.is_on.isChecked(), reason=self.reason.text())

    def _show(self) -> None:
        rule = self._rules[max(self.rule.currentIndex(), 0)]
        self.hours.setValue(rule.minutes / 60)
        self.is_on.setChecked(rule.is_on)
        self._say_source()

    def _say_source(self) -> None:
        rule = self._rules[max(self.rule.currentIndex(), 0)]
        said = _("{source}. Looked at on {date}.").format(
            source=rule.source_said(words.language()), date=rule.last_verified
        )
        if rule.own_reason:
            said += " " + _("Set by this room: {reason}").format(reason=rule.own_reason)
        self._source.say(said)

    def _say(self) -> None:
        super()._say()
        for at, rule in enumerate(self._rules):
            self.rule.setItemText(at, rule_said(rule))
        self.is_on.setText(_("Warn of this rule"))
        self._note.say(f"{disclaimer()} {only_noted()}", "muted")
        self._say_source()
