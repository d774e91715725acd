"""Views of alerts that came in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from warroom.domain.cap import Alert, Standing, from_raw, standings
from warroom.domain.inbound import Inbound
from warroom.domain.incidents import Mode
from warroom.storage.queries import alerts
from warroom.storage.views_of_status_page import ViewsOfStatusPage

if TYPE_CHECKING:
    from warroom.storage.sight import Sight
    from warroom.storage.store import Store


@dataclass(frozen=True, slots=True)
class AlertIn:
    """An alert as it came in, and what became of it since."""

    inbound: Inbound
    alert: Alert
    standing: Standing


class ViewsOfAlerts(ViewsOfStatusPage):
    """What `Views` answers of alerts."""

    _store: Store

    if TYPE_CHECKING:

        def _sight(self) -> Sight: ...
        def inbounds(self, incident: str | None = None, *, mode: Mode = Mode.REAL) -> list[Inbound]: ...

    def alerts(self, incident: str | None = None, *, mode: Mode = Mode.REAL) -> list[AlertIn]:
        """Alerts that came in, the newest first; how they hang together is told by all that are here."""
        all_here = alerts.alerts(self._store.reader(), self._sight())
        standing = standings(found for each in all_here if (found := from_raw(each.raw)) is not None)
        asked = self.inbounds(incident, mode=mode)
        read = [(each, from_raw(each.raw)) for each in asked if each.source.startswith("CAP ")]
        return [AlertIn(each, alert, standing.get(alert.key, Standing())) for each, alert in read if alert is not None]
