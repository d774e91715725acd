"""The rules of legal clocks: what each says, and what this room changes of it."""

from __future__ import annotations

from typing import Any

from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPushButton, QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.widgets.fields import TextBox
from ui.widgets.tone import ToneLabel
from warroom import words
from warroom.commands import ChangeRule
from warroom.commands.clock_words import disclaimer, rule_status_word, start_said
from warroom.domain.clock_rules import MOST, Rule, Unit
from warroom.phrases import labelled
from warroom.words import _

UNITS = (Unit.HOURS, Unit.DAYS, Unit.MONTHS, Unit.NONE)


class ClockRulesDialog(Form):
    """One rule at a time: its length, its recipient, whether it is used here, and why it is changed."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=680)
        self._load()
        self._rule = QComboBox(self)
        self._said = ToneLabel(desk.look, "muted", wrap=True, parent=self)
        self._n, self._unit = QLineEdit(self), QComboBox(self)
        self._n.setValidator(QIntValidator(1, MOST["hours"], self))
        self._recipient, self._used = QLineEdit(self), QCheckBox(self)
        self._reason = TextBox(lines=2, parent=self)
        self._back = QPushButton(self)
        self._back.setAutoDefault(False)
        for rule in self._book.rules.values():
            self._rule.addItem(rule.id, rule.id)
        for unit in UNITS:
            self._unit.addItem("", unit)
        self.add(lambda: _("Rule"), self._rule)
        self.add_wide(self._said)
        self.add(lambda: _("Length"), self._n)
        self.add(lambda: _("Unit"), self._unit)
        self.add(lambda: _("Recipient"), self._recipient)
        self.add(lambda: "", self._used)
        self.add(lambda: _("Reason"), self._reason)
        note = ToneLabel(desk.look, "muted", wrap=True, parent=self)
        self.spoken(note.setText, _note)
        self.add_wide(note)
        self.buttons.insertWidget(0, self._back)
        self._back.clicked.connect(lambda _checked=False: self._take_back())
        self._rule.currentIndexChanged.connect(lambda _at: self._show_rule())
        self._show_rule()

    def title(self) -> str:
        return _("Rules of legal clocks in this room")

    def verb(self) -> str:
        return _("Change the rule")

    def command(self) -> ChangeRule:
        rule = self._current()
        return ChangeRule(rule=rule.id, body=self._body(rule), reason=self._reason.toPlainText(), seen=self._seen(rule))

    def _load(self) -> None:
        views = self.desk.room.views
        self._book = views.rulebook()
        self._changed = {item.rule: item for item in views.changed_rules()}

    def _current(self) -> Rule:
        return self._book.rules[str(self._rule.currentData())]

    def _seen(self, rule: Rule) -> Any:
        known = self._changed.get(rule.id)
        return self.desk.room.views.sources("clock_rule", known.id) if known else None

    def _body(self, rule: Rule) -> dict[str, Any]:
        """What the room changed before, and what the fields say otherwise than the rule as it is."""
        known = self._changed.get(rule.id)
        body: dict[str, Any] = dict(known.body) if known else {}
        unit, n = self._unit.currentData(), int(self._n.text() or 0)
        if (unit, n) != (rule.offset.unit, rule.offset.n):
            body = {name: value for name, value in body.items() if name not in set(Unit)}
            body[Unit(unit).value] = {"target_hours": n} if unit == Unit.NONE else n
        language = words.language()
        if self._recipient.text().strip() != rule.recipient.in_language(language):
            other = {"en": rule.recipient.en, "fr": rule.recipient.fr}
            body["recipient"] = other | {language: self._recipient.text().strip()}
        if self._used.isChecked() != rule.enabled:
            body["enabled"] = self._used.isChecked()
        return body

    def _take_back(self) -> None:
        self.desk.tasks.follow(
            self.desk.room.do(ChangeRule(rule=self._current().id)),
            owner=self,
            done=lambda _none: self.accept(),
            failed=self.complain,
        )

    def _show_rule(self) -> None:
        rule, language = self._current(), words.language()
        self._n.setText(str(rule.offset.n))
        if self._unit.findData(rule.offset.unit) < 0:
            self._unit.addItem("", rule.offset.unit)
        self._unit.setCurrentIndex(self._unit.findData(rule.offset.unit))
        self._recipient.setText(rule.recipient.in_language(language))
        self._used.setChecked(rule.enabled)
        known = self._changed.get(rule.id)
        self._reason.setPlainText(known.reason if known else "")
        self._back.setEnabled(known is not None)
        self._say_rule(rule)

    def _say_rule(self, rule: Rule) -> None:
        language = words.language()
        verified = _("last verified {date}").format(date=rule.last_verified.isoformat())
        lines = [
            rule.label.in_language(language),
            labelled(_("Counted from"), start_said(rule.start, self._book)),
            " · ".join([rule.legal_ref, rule_status_word(rule.status), verified]),
            rule.source,
        ]
        known = self._changed.get(rule.id)
        if known is not None:
            lines.append(_("changed by {name}: {reason}").format(name=known.by, reason=known.reason))
        self._said.say("\n".join(lines))

    def _say(self) -> None:
        super()._say()
        for at in range(self._unit.count()):
            self._unit.setItemText(at, _unit_word(Unit(self._unit.itemData(at))))
        self._used.setText(_("Used in this room"))
        self._back.setText(_("Back to the shipped rule"))
        self._say_rule(self._current())


def _note() -> str:
    by_file = _("More is changed by file: warroom clock ROOM rule --file.")
    return f"{disclaimer()} {by_file}"


def _unit_word(unit: Unit) -> str:
    return {
        Unit.HOURS: _("hours"),
        Unit.DAYS: _("days"),
        Unit.BUSINESS_DAYS: _("business days"),
        Unit.MONTHS: _("months"),
        Unit.NONE: _("hours, as an internal target"),
    }[unit]
