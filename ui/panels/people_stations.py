"""Stations: the strip of laptops, ours first: when each was heard, what it lacks, its battery and clock."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.models.stations import Strip, in_order, strip_columns, strip_said
from ui.models.table import Column
from ui.panels.people_list import PeopleList
from ui.tasks import Job
from warroom.words import _

LINES_MOST = 12  # more are scrolled


class StationsList(PeopleList[Strip]):
    """One line a laptop; under the table the chosen one in a sentence, its key and how each of its prefixes began."""

    nouns = ("station", "writer", "cut", "entry")
    hugs = LINES_MOST
    read_anew = Signal(object)  # the lines, for whoever names stations beside them

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._revoke = self.add_hand(
            lambda: _("Revoke…"), self.revoke, can=lambda row: row is not None and not row.is_revoked
        )
        self._say()

    def revoke(self) -> None:
        from ui.dialogs.revoke_station import RevokeStationDialog

        if row := self.current():
            RevokeStationDialog(self.desk, row.station, self.window()).open()

    # What it says

    def columns(self) -> Sequence[Column[Strip]]:
        return strip_columns()

    def ident(self, row: Strip) -> str:
        return row.station.id

    def read(self, job: Job) -> list[Strip]:
        room = self.desk.room
        peers = {peer.station: peer for peer in room.network.peers()}
        return in_order([Strip(each, peers.get(each.id)) for each in room.rights.stations()])

    def take(self, rows: list[Strip]) -> None:
        self.show_rows(rows)
        self.read_anew.emit(rows)

    def about_row(self, row: Strip) -> str:
        return strip_said(row, self.desk.room.clock.now_ms())

    def title(self) -> str:
        return _("Stations")

    def empty_words(self) -> str:
        return _("No station is known yet.")
