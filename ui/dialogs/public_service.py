"""Put a service on the public status page or take it off, and say what its users call it."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.widgets.fields import NameField
from warroom.commands import SetPublic
from warroom.commands.seen import Seen
from warroom.domain.status_page import NAME_MOST, PublicService
from warroom.words import _


class PublicServiceDialog(Form):
    """The name inside chooses it and is never shown outside; the names outside are its users'."""

    def __init__(self, desk: Desk, service: str = "", parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=560)
        self._known = desk.room.views.public_services()
        _people, services = desk.room.views.names()
        self._ids = {name.casefold(): record for record, name in desk.room.views.service_names().items()}
        self._seen: Seen | None = None
        self.service = NameField(services, self)
        self.public = QCheckBox(self)
        self.public.setChecked(True)
        self.french, self.english = QLineEdit(self), QLineEdit(self)
        for field in (self.french, self.english):
            field.setMaxLength(NAME_MOST)
        self.add(lambda: _("Service"), self.service, hint=lambda: _("As it is called inside; never shown outside."))
        self.add(lambda: _("Name in French"), self.french)
        self.add(lambda: _("Name in English"), self.english)
        self.add_wide(self.public)
        self.spoken(self.public.setText, lambda: _("Show it on the public status page"))
        self.service.textChanged.connect(self._load)
        self.service.setText(service)

    def title(self) -> str:
        return _("What does the public page show?")

    def verb(self) -> str:
        return _("Save")

    def command(self) -> SetPublic:
        names = {"fr": self.french.text(), "en": self.english.text()}
        return SetPublic(service=self.service.text(), public=self.public.isChecked(), names=names, seen=self._seen)

    @Slot()
    def _load(self) -> None:
        """What is known of the service that is named."""
        record = self._ids.get(self.service.text().strip().casefold(), "")
        self._seen = self.desk.room.views.sources("service", record) if record else None
        known: PublicService | None = next((each for each in self._known if each.id == record), None)
        if known is not None:
            self.french.setText(known.names.get("fr", ""))
            self.english.setText(known.names.get("en", ""))
