"""Views of what is due: every clock of the room, whoever owns it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from warroom.domain.clocks import Clock, in_order
from warroom.domain.decisions import MARGIN_MIN, ProposedWindow
from warroom.domain.incidents import Mode
from warroom.domain.services import Continuity
from warroom.storage.queries import clocks

if TYPE_CHECKING:
    from warroom.clock import Clock as WallClock
    from warroom.storage.sight import Sight
    from warroom.storage.store import Store


class ViewsOfClocks:
    """What `Views` answers of clocks."""

    _store: Store
    _clock: WallClock

    if TYPE_CHECKING:

        def _sight(self) -> Sight: ...
        def _incident(self, reference: str) -> bytes: ...

    def clocks(self, incident: str | None = None, *, mode: Mode, now_ms: int | None = None) -> list[Clock]:
        """Everything that is due, soonest first, of one incident or of all; as seen at a time (now when absent)."""
        now = self._clock.now_ms() if now_ms is None else now_ms
        asked = clocks.Asked(self._incident(incident) if incident else None, mode, now)
        return in_order(clocks.plain_clocks(self._store.reader(), self._sight(), asked))

    def windows(self, incident: str, *, margin_min: int = MARGIN_MIN) -> list[ProposedWindow]:
        """Until when a failover must be decided, for each service that is down and whose failover was measured; soonest first."""
        return clocks.windows(self._store.reader(), self._incident(incident), margin_min=margin_min)

    def continuity(self) -> list[Continuity]:
        """Every service with its objectives, by name; those that have none too."""
        return clocks.continuity(self._store.reader())
