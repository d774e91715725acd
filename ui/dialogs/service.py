"""Say how a service stands in an incident; a new name adds it."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton, QWidget

from ui.desk import Desk
from ui.dialogs.choices import service_ways
from ui.dialogs.form import Form
from ui.widgets.choice import Choice
from ui.widgets.fields import NameField, TimeField
from warroom.commands import SetService
from warroom.domain.incidents import Incident, Milestone
from warroom.domain.services import AffectedService, ServiceState
from warroom.words import _


class ServiceDialog(Form):
    """Its name and its state."""

    def __init__(
        self, desk: Desk, incident: Incident, service: AffectedService | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, parent, width=480)
        self._incident, self._service = incident, service
        self._seen = desk.room.views.sources("impact", service.id) if service else None
        if service is not None:
            found = desk.room.views.services(incident.id)
            service = next((item for item in found if item.id == service.id), service)
        _people, services = desk.room.views.names()
        self._name = NameField(services, self)
        self._state = Choice(desk.look, service_ways(), self)
        self._state.choose(service.state if service else ServiceState.DEGRADED)
        if service is None:
            self.add(lambda: _("Service"), self._name)
        self.add(lambda: _("State"), self._state)
        self._since = TimeField(desk, parent=self)
        self.add(lambda: _("Since"), self._since, hint=lambda: _("Empty: now. The recovery time counts from here."))
        if service is None and not desk.room.views.services(incident.id):
            self._since.set_moment(incident.milestones.get(Milestone.IMPACT_STARTED))
        self._objectives = QPushButton(self)
        self._objectives.setAutoDefault(False)
        self._objectives.clicked.connect(lambda _checked=False: self._open_objectives())
        self.spoken(self._objectives.setText, lambda: _("Objectives (RTO)…"))
        self._objectives.setVisible(service is not None)
        self.buttons.insertWidget(0, self._objectives)
        (self._state if service else self._name).setFocus()
        self._name.setVisible(service is None)

    def title(self) -> str:
        return self._service.name if self._service else _("Which service is touched?")

    def verb(self) -> str:
        return _("Save")

    def command(self) -> SetService:
        return SetService(
            incident=self._incident.id,
            name=self._service.name if self._service else self._name.text(),
            state=self._state.value() or ServiceState.UNKNOWN,
            since=self._since.moment(),
            seen=self._seen,
        )

    def _open_objectives(self) -> None:
        from ui.dialogs.continuity import ContinuityDialog

        if self._service is not None:
            ContinuityDialog(self.desk, self._service.name, self).open()

    def _say(self) -> None:
        super()._say()
        self._state.say()
