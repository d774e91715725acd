"""Say which incident a message is about that came in before anybody knew."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from warroom.commands import AttachInbound
from warroom.domain.inbound import Inbound
from warroom.domain.incidents import Incident, Mode
from warroom.words import _


class AttachInboundDialog(Form):
    """The current incident is proposed; what is over is not offered."""

    def __init__(
        self, desk: Desk, inbound: Inbound, current: Incident | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, parent, width=560)
        self._inbound = inbound
        self.incidents = QComboBox(self)
        for each in desk.room.views.incidents(mode=Mode.REAL):
            if not each.status.is_over:
                self.incidents.addItem(f"{each.number} · {each.title}", str(each.id))
        self.incidents.setCurrentIndex(max(0, self.incidents.findData(str(current.id) if current else "")))
        self.add(lambda: _("Incident"), self.incidents, hint=lambda: _("Its log tells the message from now on."))

    def title(self) -> str:
        return _("Which incident is {number} about?").format(number=self._inbound.number)

    def verb(self) -> str:
        return _("Save")

    def command(self) -> AttachInbound:
        return AttachInbound(inbound=self._inbound.id, incident=str(self.incidents.currentData() or ""))
