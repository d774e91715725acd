"""The relief plan and the attendance sheet on paper."""

from __future__ import annotations

from ui.leaflets import LeafletPrinter
from warroom.reports.relief import attendance_leaflet, relief_leaflet


class ReliefPrinter(LeafletPrinter):
    """What an incident's relief needs on paper."""

    def plan(self, incident: str) -> None:
        self.print_(lambda made: relief_leaflet(made, incident), exercise=self._exercise(incident))

    def attendance(self, incident: str) -> None:
        self.print_(lambda made: attendance_leaflet(made, incident), exercise=self._exercise(incident))

    def _exercise(self, incident: str) -> bool:
        return self._desk.room.views.incident(incident).exercise
