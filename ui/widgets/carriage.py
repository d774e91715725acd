"""How a stick came or goes: who carries it, scanned or not, and in which log that is written."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QLineEdit, QWidget

from ui.desk import Desk
from ui.widgets.fields import NameField
from ui.widgets.spoken import Spoken
from warroom.domain.incidents import Mode
from warroom.domain.sticks import Carriage, Scan
from warroom.words import _

FIELD = 200


class CarriageForm(Spoken, QWidget):
    """Nothing in it must be filled in."""

    def __init__(self, desk: Desk, parent: QWidget | None = None, *, is_out: bool = False) -> None:
        super().__init__(parent)
        self._desk, self._is_out = desk, is_out
        self.label, self.courier = QLineEdit(self), NameField((), self)
        self.scan, self.kiosk, self.log = QComboBox(self), QLineEdit(self), QComboBox(self)
        for scan in Scan:
            self.scan.addItem("", scan.value)
        self._fields: list[tuple[QLabel, QWidget]] = []
        grid = QGridLayout(self)
        grid.setContentsMargins(14, 10, 14, 12)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        shown: list[QWidget] = [self.label, self.courier, self.scan, self.kiosk, self.log]
        if is_out:
            for hidden in (self.scan, self.kiosk):
                shown.remove(hidden)
                hidden.hide()
        for at, field in enumerate(shown):
            label = QLabel(self)
            label.setProperty("role", "muted")
            label.setBuddy(field)
            self._fields.append((label, field))
            grid.addWidget(label, 2 * (at // 3), at % 3)
            grid.addWidget(field, 2 * (at // 3) + 1, at % 3)
        for column in range(3):
            grid.setColumnStretch(column, 1)
        self.scan.currentIndexChanged.connect(self._enable)
        self._say()

    def begin(self, label: str) -> None:
        """For a stick of this label; the log is that of the gravest incident unless somebody chooses another."""
        self.label.setText(label)
        self.courier.clear()
        self.kiosk.clear()
        self.scan.setCurrentIndex(0)
        views = self._desk.room.views
        self.courier.set_names(views.names()[0])
        self.log.clear()
        for incident in views.incidents(mode=Mode.BOTH, live_only=True):
            self.log.addItem(f"{incident.number} {incident.title}", incident.id)
        self.log.addItem(_("in no log"), "")
        self.log.setCurrentIndex(0)

    def carriage(self) -> Carriage:
        """What was filled in."""
        scan = Scan(self.scan.currentData() or "")
        kiosk = self.kiosk.text().strip() if scan is Scan.YES else ""
        return Carriage(self.label.text().strip(), self.courier.text().strip(), scan, kiosk)

    def incident(self) -> str:
        """The incident in whose log it is written, "" for none."""
        return str(self.log.currentData() or "")

    def _enable(self) -> None:
        self.kiosk.setEnabled(self.scan.currentData() == Scan.YES.value)

    def _say(self) -> None:
        words: dict[QWidget, str] = {
            self.label: _("Label of the stick"),
            self.courier: _("Who takes it") if self._is_out else _("Who brought it"),
            self.scan: _("Scanned by a kiosk"),
            self.kiosk: _("Which kiosk"),
            self.log: _("Written in the log of"),
        }
        for label, field in self._fields:
            label.setText(words[field])
            field.setAccessibleName(words[field])
        for at, said in enumerate((_("not said"), _("yes"), _("no"))):
            self.scan.setItemText(at, said)
        if self.log.count():
            self.log.setItemText(self.log.count() - 1, _("in no log"))
        self._enable()
