"""Teams and means: who was sent out and when they were heard of, what was asked for and when it comes."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.panels.field_means import MeansAsked
from ui.panels.field_teams import TeamsOut
from warroom.errors import Refusal


class FieldPanel(QScrollArea):
    """The board of teams above the list of requests; on a small screen the page scrolls, and no line is lost."""

    incident_chosen = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.teams, self.means = TeamsOut(desk), MeansAsked(desk)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Tab would jump from here to the board, past its buttons
        page = QWidget(self)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 4, 0, 8)
        column.setSpacing(0)
        column.addWidget(self.teams, 3)
        column.addWidget(self.means, 2)
        self.setWidget(page)
        for part in (self.teams, self.means):
            part.incident_chosen.connect(self.incident_chosen)

    def show_incident(self, incident: str | None) -> None:
        """Whose mode is shown, real or exercise, and whom a new team or request is for."""
        try:
            current = self._desk.room.views.incident(incident) if incident else None
        except Refusal:  # an undo took it away a moment ago
            current = None
        for part in (self.teams, self.means):
            part.show_current(current)

    def reveal(self, record: str) -> None:
        """Select this team or request as soon as it is listed."""
        is_team = self._desk.room.views.team_out(record) is not None
        (self.teams if is_team else self.means).reveal(record)

    # What Qt asks

    def focusInEvent(self, event: QFocusEvent) -> None:
        """A page that comes to the front answers the keys of the board at once."""
        super().focusInEvent(event)
        self.teams.setFocus(Qt.FocusReason.OtherFocusReason)
