"""Views of what is due: every clock of the room, whoever owns it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from warroom.domain.clock_engine import Facts
from warroom.domain.clocks import Clock, in_order
from warroom.domain.decisions import MARGIN_MIN, ProposedWindow
from warroom.domain.incidents import Mode
from warroom.domain.rulebook import Rulebook
from warroom.domain.services import Continuity
from warroom.storage.queries import clocks, duty, legal
from warroom.storage.queries.cadence_clocks import cadence_clocks
from warroom.storage.rulebook import rulebook

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

    def clocks(
        self, incident: str | None = None, *, mode: Mode, now_ms: int | None = None, everything: bool = False
    ) -> list[Clock]:
        """What is due, soonest first, of one incident or of all, as seen at a time (now when absent).

        Those that wait for their start and regimes to qualify come last; `everything` adds what is over: legal clocks
        that were met and regimes that do not apply.
        """
        now = self._clock.now_ms() if now_ms is None else now_ms
        asked = clocks.Asked(self._incident(incident) if incident else None, mode, now)
        conn, sight = self._store.reader(), self._sight()
        found = clocks.plain_clocks(conn, sight, asked)
        found += cadence_clocks(conn, sight, asked, self._store.room)
        found += duty.relief_clocks(conn, sight, asked, self._store.room)
        found += legal.legal_clocks(conn, sight, asked, bytes.fromhex(self._store.room))
        return in_order([clock for clock in found if everything or not clock.state.is_over])

    def rulebook(self) -> Rulebook:
        """The rules of legal clocks: those of the program, as this room changed them."""
        return rulebook(self._store.reader(), self._sight())

    def clock_facts(self, incident: str) -> Facts:
        """What starts and ends the legal clocks of an incident: events, submissions, regimes."""
        return legal.facts_of(self._store.reader(), self._sight(), self._incident(incident))

    def windows(self, incident: str, *, margin_min: int = MARGIN_MIN) -> list[ProposedWindow]:
        """Until when a failover must be decided, for each service that is down and whose failover was measured; soonest first."""
        return clocks.windows(self._store.reader(), self._incident(incident), margin_min=margin_min)

    def continuity(self) -> list[Continuity]:
        """Every service with its objectives, by name; those that have none too."""
        return clocks.continuity(self._store.reader())
