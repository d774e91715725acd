"""Stations: the strip of laptops, ours first: when each was heard, what it lacks; inviting, admitting, cutting off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.models.people import INVITED, invited_row, not_heard_said
from ui.models.stations import Strip, in_order, strip_columns, strip_said
from ui.models.table import Column
from ui.panels.people_list import PeopleList
from ui.tasks import Job
from warroom.commands import WithdrawInvitation
from warroom.domain.exchange import Trust
from warroom.words import _

LINES_MOST = 12  # more are scrolled


@dataclass(frozen=True, slots=True)
class Found:
    """Everybody who is in, waits, or is invited; and the letters of those who have not heard of a revocation."""

    rows: list[Strip]
    deaf: list[str]


class StationsList(PeopleList[Strip]):
    """One line a laptop or an open invitation; under the table the chosen one in sentences, with its key."""

    nouns = ("station", "writer", "cut", "entry", "invitation", "enrolment", "trust")
    hugs = LINES_MOST
    read_anew = Signal(object)  # the lines, for whoever names stations beside them

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._deaf: list[str] = []
        self.add_hand(lambda: _("Invite a laptop…"), self.invite, primary=True)
        self.add_hand(lambda: _("Admit…"), self.admit, can=_waits, is_offered=_waits)
        self.add_hand(lambda: _("Withdraw"), self.withdraw, can=_is_invited, is_offered=_is_invited)
        self._revoke = self.add_hand(
            lambda: _("Revoke…"),
            self.revoke,
            can=lambda row: row is not None and not row.is_revoked and row.station.is_admitted,
            is_offered=lambda row: not _waits(row) and not _is_invited(row),
        )
        self._say()

    def invite(self) -> None:
        from ui.dialogs.invite import InviteDialog

        dialog = InviteDialog(self.desk, self.window())
        dialog.invited.connect(self.refresh)
        dialog.open()

    def admit(self) -> None:
        from ui.dialogs.admit_station import AdmitStationDialog

        if row := self.current():
            dialog = AdmitStationDialog(self.desk, row.station, self.window())
            dialog.succeeded.connect(self._look_again)
            dialog.open()

    def admit_station(self, station: str) -> None:
        """Choose what waits to be admitted, and ask."""
        if self.table.select(station):
            self.admit()

    def withdraw(self) -> None:
        if row := self.current():
            self.do(WithdrawInvitation(invitation=row.station.id))

    def revoke(self) -> None:
        from ui.dialogs.revoke_station import RevokeStationDialog

        if row := self.current():
            RevokeStationDialog(self.desk, row.station, self.window()).open()

    def _look_again(self) -> None:
        """What waited for this laptop to be admitted joins the room now."""
        room = self.desk.room
        self.desk.tasks.run(lambda _job: room.exchange.look_again(), owner=self, done=lambda _outcome: self.refresh())

    # What it says

    def columns(self) -> Sequence[Column[Strip]]:
        return strip_columns()

    def ident(self, row: Strip) -> str:
        return row.station.id

    def read(self, job: Job) -> Found:
        room = self.desk.room
        peers = {peer.station: peer for peer in room.network.peers()}
        journaled = room.rights.stations()
        known = {station.id for station in journaled}
        waiting = [station for station in room.strangers() if station.id not in known]
        stations = [*journaled, *waiting, *(invited_row(invitation) for invitation in room.invitations())]
        deaf = [
            peer.letter
            for peer in peers.values()
            if not peer.is_ours and not peer.knows_cuts and peer.trust is not Trust.REVOKED
        ]
        has_cuts = any(station.revoked for station in journaled)
        return Found(in_order([Strip(each, peers.get(each.id)) for each in stations]), deaf if has_cuts else [])

    def take(self, found: Found) -> None:
        self._deaf = found.deaf
        self.show_rows(found.rows)
        self.read_anew.emit(found.rows)

    def about_row(self, row: Strip) -> str:
        said = strip_said(row, self.desk.room.clock.now_ms())
        return f"{said}\n{not_heard_said(self._deaf)}" if row.is_revoked and self._deaf else said

    def title(self) -> str:
        return _("Stations")

    def empty_words(self) -> str:
        return _("No station is known yet.")


def _waits(row: Strip | None) -> bool:
    if row is None or row.station.is_ours:
        return False
    return bool(row.station.shut_out) and row.station.shut_out != INVITED


def _is_invited(row: Strip | None) -> bool:
    return row is not None and row.station.shut_out == INVITED
