"""Admitting a laptop that nobody vouched for: compare its key aloud, then say why."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLabel, QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.widgets.fields import TextBox
from ui.widgets.tone import ToneLabel
from warroom.commands import TrustStation
from warroom.domain.members import StationOf
from warroom.errors import Refusal
from warroom.words import _


class AdmitStationDialog(Form):
    """The fingerprint in groups, a tick that it was compared, a reason."""

    def __init__(self, desk: Desk, station: StationOf, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=600)
        self._station = station
        means = ToneLabel(desk.look, wrap=True, parent=self)
        self.add_wide(means)
        self.spoken(
            means.setText,
            lambda: _(
                "What this laptop wrote counts from now on, also what it wrote before. Call whoever sits at it, and "
                "have the key read aloud there: it stands under “Stations”."
            ),
        )
        self.fingerprint = QLabel(station.fingerprint, self)
        self.fingerprint.setWordWrap(True)
        font = self.fingerprint.font()
        font.setPixelSize(desk.look.px(18))
        font.setFamilies(["DejaVu Sans Mono", "Consolas", "Menlo", "monospace"])
        self.fingerprint.setFont(font)
        self.fingerprint.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.add(lambda: _("Key"), self.fingerprint)
        self.compared = QCheckBox(self)
        self.add_wide(self.compared)
        self.spoken(self.compared.setText, lambda: _("The key read aloud is the same"))
        self.reason = TextBox(lines=2, parent=self)
        self.add(lambda: _("Reason"), self.reason)
        self.compared.setFocus()

    def title(self) -> str:
        return _("Admit station {letter}").format(letter=self._station.letter or "?")

    def verb(self) -> str:
        return _("Admit")

    def command(self) -> TrustStation:
        if not self.compared.isChecked():
            self.compared.setFocus()
            raise Refusal("not-compared", _("Compare the key first, and tick the box."), safe=_("Nothing was changed."))
        return TrustStation(
            station=self._station.id,
            public_key=self._station.public_key,
            box_key=self._station.box_key,
            reason=self.reason.toPlainText(),
        )
