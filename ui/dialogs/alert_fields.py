"""How a message is told as an alert of CAP: what the room proposes stands first in each list, and is said."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtWidgets import QLineEdit, QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.loaded import as_loaded
from ui.widgets.toggles import Toggle, Toggles
from ui.widgets.told_choice import ToldChoice
from warroom.commands import SetAlertFields
from warroom.commands.alert_words import category_word, certainty_word, gravity_word, urgency_word
from warroom.domain.cap import Category, Certainty, Gravity, Urgency
from warroom.domain.messages import Message
from warroom.words import _

NAMES = (("fr", "Français"), ("en", "English"))  # each in its own


class AlertFieldsDialog(Form):
    """What is left as proposed is not written, and follows the incident."""

    def __init__(self, desk: Desk, message: Message, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=620)
        found, self._seen = as_loaded(desk.room.views, "message", message.id, desk.room.views.message)
        self._message = message = found or message
        self._proposed = proposed = desk.room.alerts_out.proposed(message)
        self.urgency = self._choice(Urgency, urgency_word, proposed.urgency)
        self.severity = self._choice(Gravity, gravity_word, proposed.severity)
        self.certainty = self._choice(Certainty, certainty_word, proposed.certainty)
        self.category = Toggles(self)
        self.areas = {language: QLineEdit(self) for language, _name in NAMES}
        self.add(lambda: _("Urgency"), self.urgency)
        self.add(lambda: _("Gravity"), self.severity)
        self.add(lambda: _("Certainty"), self.certainty)
        self.add(lambda: _("Kind of event"), self.category, hint=self._category_said)
        for language, name in NAMES:
            self.add(lambda name=name: _("Where, {language}").format(language=name), self.areas[language])  # type: ignore[misc]
            self.areas[language].setPlaceholderText(proposed.area.get(language, ""))
        self._fill(message)

    def title(self) -> str:
        return _("Message {number} as an alert (CAP)").format(number=self._message.number)

    def verb(self) -> str:
        return _("Save")

    def command(self) -> SetAlertFields:
        return SetAlertFields(
            message=self._message.id,
            urgency=self.urgency.value(),
            severity=self.severity.value(),
            certainty=self.certainty.value(),
            category=self.category.chosen(),
            area={language: field.text() for language, field in self.areas.items()},
            seen=self._seen,
        )

    def _choice(self, kind: Iterable[str], word: Callable[[str], str], proposed: str) -> ToldChoice:
        """The words of CAP; the first is what the room proposes."""
        values = [str(each) for each in kind]
        return ToldChoice(
            lambda: [
                ("", _("as proposed: {what}").format(what=word(proposed))),
                *((each, word(each)) for each in values),
            ],
            self,
        )

    def _category_said(self) -> str:
        said = ", ".join(category_word(each) for each in self._proposed.category)
        return _("Proposed: {what}").format(what=said)

    def _fill(self, message: Message) -> None:
        self._offer()
        for name in ("urgency", "severity", "certainty"):
            getattr(self, name).choose(str(message.cap.get(name) or ""))
        chosen = message.cap.get("category")
        self.category.choose([str(each) for each in chosen] if isinstance(chosen, list) else ())
        where = message.cap.get("areaDesc")
        for language, field in self.areas.items():
            field.setText(str(where.get(language) or "") if isinstance(where, dict) else str(where or ""))

    def _offer(self) -> None:
        self.category.offer([Toggle(each.value, category_word(each.value)) for each in Category])

    def _say(self) -> None:
        super()._say()
        for choice in (self.urgency, self.severity, self.certainty):
            choice.say()
        self._offer()
