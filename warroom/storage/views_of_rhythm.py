"""Views of a cell's rhythm, and of the situation with its sources."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from warroom.domain.conflicts import Place
from warroom.domain.entries import Entry
from warroom.domain.ids import RecordId
from warroom.domain.incidents import Incident
from warroom.domain.points import Point, QuestionAsked, QuestionState, last_due
from warroom.domain.situation import Sentence, Stated, doubts, is_stale, lines_of
from warroom.storage.queries import at_work

if TYPE_CHECKING:
    from warroom.clock import Clock
    from warroom.domain.cells import Cell
    from warroom.storage.sight import Sight
    from warroom.storage.store import Store


class ViewsOfRhythm:
    """What `Views` answers of points, questions for the next one, and the sentences of a situation."""

    _store: Store
    _clock: Clock

    if TYPE_CHECKING:

        def _sight(self) -> Sight: ...
        def _incident(self, reference: str) -> bytes: ...
        def incident(self, reference: str) -> Incident: ...
        def sources(self, noun: str, record: str) -> dict[str, Place]: ...
        def cell_of(self, incident: str) -> Cell | None: ...

    def points(self, cell: str) -> list[Point]:
        """Points of a cell: the one under way and those to come first, soonest first; then those over, newest first."""
        return at_work.points(self._store.reader(), self._sight(), bytes.fromhex(cell))

    def point(self, record: str) -> Point | None:
        return at_work.point(self._store.reader(), self._sight(), bytes.fromhex(record))

    def next_point(self, cell: str) -> Point | None:
        """The point under way, else the next one planned."""
        return next((item for item in self.points(cell) if item.is_to_come), None)

    def questions_asked(self, cell: str, *, waiting_only: bool = False) -> list[QuestionAsked]:
        """Questions for the next point, waiting ones first."""
        found = at_work.questions_asked(self._store.reader(), self._sight(), bytes.fromhex(cell))
        return [item for item in found if item.state is QuestionState.WAITING] if waiting_only else found

    def sentences(self, incident: str) -> list[Sentence]:
        """The sentences of an incident's situation, in their order."""
        return at_work.sentences(self._store.reader(), self._sight(), self._incident(incident))

    def cited(self, ids: Collection[str]) -> dict[str, Entry]:
        """These entries by id, as far as they are here; at most some hundreds."""
        return at_work.cited(self._store.reader(), self._sight(), ids)

    def situation(self, incident: str, *, now_ms: int | None = None) -> list[Stated]:
        """What is held true of an incident: each sentence with its entries, its doubts, and whether it went stale.

        Lines of the old free text come first, as sentences without source.
        """
        found = self.incident(incident)
        said = [*_old(found), *self.sentences(found.id)]
        entries = self.cited({source for sentence in said for source in sentence.sources})
        now = self._clock.now_ms() if now_ms is None else now_ms
        due = self._last_point(found.id, now) if said else None
        stated = []
        for sentence in said:
            cited = tuple(entries[source] for source in sentence.sources if source in entries)
            stale = is_stale(sentence, next_point=due, now_ms=now)
            stated.append(Stated(sentence, cited, doubts(sentence, cited), stale))
        return stated

    def situation_seen(self, incident: str) -> dict[str, Place]:
        """The version of each sentence, and of the old free text, that a form on the situation names when it saves."""
        found = self.incident(incident)
        seen = {"situation": place} if (place := self.sources("incident", found.id).get("situation")) else {}
        for sentence in self.sentences(found.id):
            if place := self.sources("sentence", sentence.id).get("text"):
                seen[sentence.id] = place
        return seen

    def _last_point(self, incident: str, now_ms: int) -> int | None:
        """When the last point of the cell that covers an incident began, or should have."""
        cell = self.cell_of(incident)
        if cell is None or not cell.is_active:
            return None
        return last_due(self.points(cell.id), now_ms)


def _old(incident: Incident) -> list[Sentence]:
    empty = {"sources": (), "stated_by": "", "stated_at": None, "confirmed_by": "", "confirmed_at": None}
    return [
        Sentence(id=RecordId(""), incident=incident.id, place=0, text=line, **empty)  # type: ignore[arg-type]
        for line in lines_of(incident.situation)
    ]
