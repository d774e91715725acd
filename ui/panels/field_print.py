"""The sheets of a team and of a request for means, on paper."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.panels.document_print import DocumentPrinter
from warroom.domain.field_teams import TeamOut
from warroom.domain.means import MeansRequest
from warroom.reports.field import request_sheet, team_sheet


def print_team(desk: Desk, out: TeamOut, owner: QWidget) -> None:
    """Print what the team takes along."""
    DocumentPrinter(desk, owner).print_(lambda asked: team_sheet(desk.room.views, out.team.id, asked))


def print_request(desk: Desk, request: MeansRequest, owner: QWidget) -> None:
    """Print the request, with room for signatures."""
    DocumentPrinter(desk, owner).print_(lambda asked: request_sheet(desk.room.views, request.id, asked))
