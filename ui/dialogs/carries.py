"""What no longer works while a service is down: its networks, directories and doors."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Slot
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.widgets.fields import NameField
from warroom.commands import SetCarries
from warroom.commands.need_words import need_word
from warroom.domain.needs import Need
from warroom.words import _


class CarriesDialog(Form):
    """Choose a service, known or new, and tick what depends on it."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=660)
        self._known = desk.room.views.carries()
        _people, services = desk.room.views.names()
        self.service = NameField(services, self)
        self.boxes = {need: QCheckBox(self) for need in Need}
        grid, whole = QGridLayout(), QWidget(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(6)
        for at, box in enumerate(self.boxes.values()):
            grid.addWidget(box, at // 2, at % 2)
        whole.setLayout(grid)
        self.add(lambda: _("Service"), self.service)
        said = QLabel(self)
        said.setProperty("role", "muted")
        self.spoken(said.setText, lambda: _("Depends on it"))
        self.add_wide(said)
        self.add_wide(whole)
        self.service.textChanged.connect(self._load)

    def title(self) -> str:
        return _("What no longer works while a service is down?")

    def verb(self) -> str:
        return _("Save")

    def command(self) -> SetCarries:
        needs = tuple(need.value for need, box in self.boxes.items() if box.isChecked())
        return SetCarries(service=self.service.text(), needs=needs)

    @Slot()
    def _load(self) -> None:
        """What is known of the service that is named."""
        name = self.service.text().strip().casefold()
        known = next((needs for service, needs in self._known.items() if service.casefold() == name), None)
        if known is None:
            return
        for need, box in self.boxes.items():
            with QSignalBlocker(box):
                box.setChecked(need in known)

    def _say(self) -> None:
        super()._say()
        for need, box in self.boxes.items():
            box.setText(need_word(need))
