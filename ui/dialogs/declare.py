"""Declare an incident: a title is enough; whatever else is known can be said now or later."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from ui.desk import Desk
from ui.dialogs.choices import severity_ways
from ui.dialogs.form import Form
from ui.dialogs.remembered import RememberedDialog
from ui.parts.seen_before import SeenBeforePart
from ui.widgets.choice import Choice
from ui.widgets.fields import NameField, TimeField
from ui.widgets.person_choice import PersonChoice
from warroom.commands import DeclareIncident
from warroom.domain.incidents import Severity
from warroom.domain.likeness import Sought
from warroom.domain.memory import SeenBefore
from warroom.words import _


class DeclareDialog(Form):
    """Title, severity, start of the impact, services, users, who leads; real unless ticked as an exercise."""

    def __init__(self, desk: Desk, parent: QWidget | None = None, *, text: str = "") -> None:
        super().__init__(desk, parent, width=960)
        _people, services = desk.room.views.names()
        self._title = QLineEdit(text, self)
        self._severity = Choice(desk.look, severity_ways(), self)
        self._severity.choose(Severity.UNDETERMINED)
        self._vital, self._exercise = QCheckBox(self), QCheckBox(self)
        self._started = TimeField(desk)
        self._services = NameField(services, self)
        self._users = QLineEdit(self)
        self._owner = PersonChoice(desk, self)
        self.add(lambda: _("What happens"), self._title)
        self.add(lambda: _("Severity"), self._severity, hint=lambda: _("If in doubt, take the higher."))
        self.add_wide(self._vital)
        self.add(lambda: _("Impact since"), self._started)
        self.add(lambda: _("Services touched"), self._services, hint=lambda: _("Several are separated by commas."))
        self.add(lambda: _("Users touched"), self._users)
        self.add(lambda: _("Led by"), self._owner)
        self.add_wide(self._exercise)
        self.seen = SeenBeforePart(desk, self)
        self.fields.addWidget(self.seen, 0, 2, self.fields.rowCount(), 1)
        self._title.textChanged.connect(lambda _text: self._look_back())
        self._services.textChanged.connect(lambda _text: self._look_back())
        self._exercise.toggled.connect(lambda _on: self._look_back())
        self.seen.chosen.connect(self._show_seen)
        self.spoken(self._vital.setText, lambda: _("A vital service is touched: it counts as SEV1"))
        self.spoken(self._exercise.setText, lambda: _("This is an exercise"))
        self._title.setFocus()
        if text:
            self._look_back()

    def title(self) -> str:
        return _("Declare an incident")

    def verb(self) -> str:
        return _("Declare")

    def command(self) -> DeclareIncident:
        return DeclareIncident(
            title=self._title.text(),
            severity=self._severity.value() or Severity.UNDETERMINED,
            vital=self._vital.isChecked(),
            exercise=self._exercise.isChecked(),
            impact_started=self._started.moment(),
            users=self._users.text(),
            owner=self._owner.text(),
            services=self._names(),
        )

    def _names(self) -> tuple[str, ...]:
        return tuple(name.strip() for name in self._services.text().split(",") if name.strip())

    def _look_back(self) -> None:
        """Past incidents like this one, while it is typed; nothing waits for them."""
        self.seen.look_for(Sought(self._title.text(), self._names()), exercise=self._exercise.isChecked())

    def _show_seen(self, seen: SeenBefore) -> None:
        RememberedDialog(self.desk, seen, self).open()

    def _say(self) -> None:
        super()._say()
        self._severity.say()
