"""Views of reviews: where each stands, what its state follows from, and the timeline that the log makes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from warroom.domain.evidence_refs import Evidence
from warroom.domain.incidents import Incident, Mode
from warroom.domain.rex_board import RexLine
from warroom.domain.rex_state import RexFacts
from warroom.domain.rex_timeline import RexTimeline
from warroom.storage.queries import learning, rex_facts
from warroom.storage.queries.evidence import evidence

if TYPE_CHECKING:
    from warroom.storage.sight import Sight
    from warroom.storage.store import Store


class ViewsOfRex:
    """What `Views` answers of the state of reviews."""

    _store: Store

    if TYPE_CHECKING:

        def _sight(self) -> Sight: ...

    def rex_board(self, mode: Mode = Mode.REAL) -> list[RexLine]:
        """Every review of a mode: those under way by their due date, then what is published, then what was dropped."""
        return rex_facts.board_of(self._store.reader(), self._sight(), mode)

    def rex_owed(self, mode: Mode = Mode.REAL) -> list[Incident]:
        """Grave incidents that are over and that nobody reviews yet."""
        return rex_facts.owed(self._store.reader(), self._sight(), mode)

    def rex_facts(self, rex: str, *, timeline: bool = True) -> RexFacts | None:
        """What the state of a review follows from (`rex_state.standing`, `.blockers`); None for one that is not here.

        Its timeline reads whole logs: `timeline=False` leaves it out.
        """
        conn, sight = self._store.reader(), self._sight()
        facts = rex_facts.facts_of(conn, sight, bytes.fromhex(rex))
        if facts is None or not timeline:
            return facts
        return replace(facts, timeline=rex_facts.timeline_in(conn, sight, facts.rex))

    def evidence(self, said: Sequence[str]) -> list[Evidence]:
        """What references ("noun id") name, in the order given."""
        return evidence(self._store.reader(), self._sight(), said)

    def rex_timeline(self, rex: str) -> RexTimeline:
        """Moments in the order of the events, gaps and contradictions; empty for a review that is not here."""
        conn, sight = self._store.reader(), self._sight()
        found = learning.rex(conn, sight, bytes.fromhex(rex))
        return rex_facts.timeline_in(conn, sight, found) if found else RexTimeline()
