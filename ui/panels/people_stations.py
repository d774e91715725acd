"""Stations: the laptops of the room, their keys to compare by voice, and cutting one off."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.models.people import station_about, station_columns
from ui.models.table import Column
from ui.panels.people_list import PeopleList
from ui.tasks import Job
from warroom.domain.members import StationOf
from warroom.words import _


class StationsList(PeopleList[StationOf]):
    """One line a laptop; under the table the key and how each of its prefixes began."""

    nouns = ("station", "writer", "cut")

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._revoke = self.add_hand(
            lambda: _("Revoke…"), self.revoke, can=lambda row: row is not None and row.revoked is None
        )
        self._say()

    def revoke(self) -> None:
        from ui.dialogs.revoke_station import RevokeStationDialog

        if station := self.current():
            RevokeStationDialog(self.desk, station, self.window()).open()

    # What it says

    def columns(self) -> Sequence[Column[StationOf]]:
        return station_columns()

    def ident(self, row: StationOf) -> str:
        return row.id

    def read(self, job: Job) -> list[StationOf]:
        return self.desk.room.rights.stations()

    def about_row(self, row: StationOf) -> str:
        return station_about(row, self.desk.room.clock.now_ms())

    def title(self) -> str:
        return _("Stations")

    def empty_words(self) -> str:
        return _("No station is known yet.")
