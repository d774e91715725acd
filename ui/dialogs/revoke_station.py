"""Cutting a station off: what it means, what it does not, and why."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.widgets.fields import TextBox
from ui.widgets.tone import ToneLabel
from warroom.commands import RevokeStation
from warroom.domain.members import StationOf
from warroom.words import _


class RevokeStationDialog(Form):
    """A reason; for the laptop one sits at, a second yes."""

    def __init__(self, desk: Desk, station: StationOf, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=600)
        self._station = station
        means, not_means, more = (ToneLabel(desk.look, wrap=True, parent=self) for _each in range(3))
        for each in (means, not_means, more):
            self.add_wide(each)
        self.spoken(
            means.setText,
            lambda: _(
                "What this station writes from now on counts nowhere, as soon as the others hear of it. What it wrote "
                "before stays."
            ),
        )
        self.spoken(
            not_means.setText,
            lambda: _(
                "What that laptop already holds stays readable there. Nothing written by whoever has heard of this is "
                "sealed to it, and circles whose key it holds get a new one."
            ),
        )
        self.spoken(
            more.setText,
            lambda: _("If it is in the wrong hands, change the key of the room as well (Security)."),
        )
        self.reason = TextBox(lines=2, parent=self)
        self.add(lambda: _("Reason"), self.reason)
        self.own = QCheckBox(self)
        self.own.setVisible(station.is_ours)
        self.add_wide(self.own)
        self.spoken(self.own.setText, lambda: _("I mean this laptop: nothing more can be written here"))
        self.reason.setFocus()

    def title(self) -> str:
        return _("Revoke station {letter}").format(letter=self._station.letter)

    def verb(self) -> str:
        return _("Revoke")

    def command(self) -> RevokeStation:
        return RevokeStation(station=self._station.id, reason=self.reason.toPlainText(), even_own=self.own.isChecked())
