"""Views of the cadence of messages: who is owed the next one, and how well it was kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from warroom.domain.cadence_proposals import Proposal, proposals
from warroom.domain.incidents import Incident, Milestone, Mode
from warroom.domain.message_cadence import Cadence, Kept, kept
from warroom.storage.queries import cadence as queries

if TYPE_CHECKING:
    from warroom.clock import Clock as WallClock
    from warroom.storage.sight import Sight
    from warroom.storage.store import Store


class ViewsOfCadence:
    """What `Views` answers of the cadence of messages."""

    _store: Store
    _clock: WallClock

    if TYPE_CHECKING:

        def _sight(self) -> Sight: ...
        def _of(self, incident: str | None) -> bytes | None: ...
        def incident(self, reference: str) -> Incident: ...

    def cadences(self, incident: str | None = None, *, mode: Mode = Mode.REAL) -> list[Cadence]:
        """The cadence of each audience, of one incident or of all that go on; the soonest due first, then by audience."""
        found = queries.found_cadences(
            self._store.reader(), self._sight(), self._of(incident), mode, live=incident is None
        )
        return sorted(found, key=lambda one: (one.due_at is None, one.due_at or 0, one.audience, one.incident))

    def cadence_report(self, incident: str, *, now_ms: int | None = None) -> list[Kept]:
        """How each audience's cadence was kept, until now or until the incident was closed."""
        shown = self.incident(incident)
        now = self._clock.now_ms() if now_ms is None else now_ms
        until = min(now, shown.milestones.get(Milestone.CLOSED) or now)
        found = queries.found_cadences(self._store.reader(), self._sight(), bytes.fromhex(shown.id), Mode.BOTH)
        return [kept(one, until) for one in found]

    def cadence_proposals(self, incident: str, *, now_ms: int | None = None) -> list[Proposal]:
        """What the room proposes about the cadence of an incident; shown, never done by itself."""
        shown = self.incident(incident)
        room, record = self._store.room, bytes.fromhex(shown.id)
        found = queries.situation_of(self._store.reader(), self._sight(), room, record)
        return proposals(shown, found, self._clock.now_ms() if now_ms is None else now_ms)
