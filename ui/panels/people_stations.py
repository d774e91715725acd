"""Stations: the laptops of the room, their keys to compare by voice, inviting, admitting and cutting one off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.models.people import INVITED, invited_row, not_heard_said, station_about, station_columns
from ui.models.table import Column
from ui.panels.people_list import PeopleList
from ui.tasks import Job
from warroom.commands import WithdrawInvitation
from warroom.domain.exchange import Trust
from warroom.domain.members import StationOf
from warroom.words import _


@dataclass(frozen=True, slots=True)
class Found:
    """Everybody who is in, waits, or is invited; and the letters of those who have not heard of a revocation."""

    rows: list[StationOf]
    deaf: list[str]


class StationsList(PeopleList[StationOf]):
    """One line a laptop or an open invitation; under the table the key and how each of its prefixes began."""

    nouns = ("station", "writer", "cut", "invitation", "enrolment", "trust")

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._deaf: list[str] = []
        self.add_hand(lambda: _("Invite a laptop…"), self.invite, primary=True)
        self.add_hand(lambda: _("Admit…"), self.admit, can=_waits, is_offered=_waits)
        self.add_hand(lambda: _("Withdraw"), self.withdraw, can=_is_invited, is_offered=_is_invited)
        self._revoke = self.add_hand(
            lambda: _("Revoke…"),
            self.revoke,
            can=lambda row: row is not None and row.revoked is None and row.is_admitted,
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

        if station := self.current():
            dialog = AdmitStationDialog(self.desk, station, self.window())
            dialog.succeeded.connect(self._look_again)
            dialog.open()

    def withdraw(self) -> None:
        if invitation := self.current():
            self.do(WithdrawInvitation(invitation=invitation.id))

    def revoke(self) -> None:
        from ui.dialogs.revoke_station import RevokeStationDialog

        if station := self.current():
            RevokeStationDialog(self.desk, station, self.window()).open()

    def _look_again(self) -> None:
        """What waited for this laptop to be admitted joins the room now."""
        room = self.desk.room
        self.desk.tasks.run(lambda _job: room.exchange.look_again(), owner=self, done=lambda _outcome: self.refresh())

    # What it says

    def columns(self) -> Sequence[Column[StationOf]]:
        return station_columns()

    def ident(self, row: StationOf) -> str:
        return row.id

    def read(self, job: Job) -> Found:
        room = self.desk.room
        journaled = room.rights.stations()
        known = {station.id for station in journaled}
        waiting = [station for station in room.strangers() if station.id not in known]
        rows = [*journaled, *waiting, *(invited_row(invitation) for invitation in room.invitations())]
        if not any(station.revoked for station in journaled):
            return Found(rows, [])
        deaf = [
            peer.letter for peer in room.exchange.peers() if not peer.knows_cuts and peer.trust is not Trust.REVOKED
        ]
        return Found(rows, deaf)

    def take(self, found: Found) -> None:
        self._deaf = found.deaf
        self.show_rows(found.rows)

    def about_row(self, row: StationOf) -> str:
        said = station_about(row, self.desk.room.clock.now_ms())
        return f"{said}\n{not_heard_said(self._deaf)}" if row.revoked and self._deaf else said

    def title(self) -> str:
        return _("Stations")

    def empty_words(self) -> str:
        return _("No station is known yet.")


def _waits(row: StationOf | None) -> bool:
    return row is not None and bool(row.shut_out) and not row.is_ours and row.shut_out != INVITED


def _is_invited(row: StationOf | None) -> bool:
    return row is not None and row.shut_out == INVITED
