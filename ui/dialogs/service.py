"""Say how a service stands in an incident; a new name adds it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.dialogs.choices import service_ways
from ui.dialogs.form import Form
from ui.widgets.choice import Choice
from ui.widgets.fields import NameField
from warroom.commands import SetService
from warroom.domain.incidents import Incident
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
            seen=self._seen,
        )

    def _say(self) -> None:
        super()._say()
        self._state.say()
