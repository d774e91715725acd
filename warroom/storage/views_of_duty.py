"""Views of duty and rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from warroom.domain.duty_board import Board
from warroom.domain.fatigue import Tiredness
from warroom.domain.incidents import Incident
from warroom.domain.relief import Proposed, Wish, proposed
from warroom.domain.rest_rules import RestRule
from warroom.storage.queries import duty
from warroom.storage.rest_rules import rest_rules
from warroom.storage.rulebook import zone_of_room

if TYPE_CHECKING:
    from warroom.clock import Clock as WallClock
    from warroom.storage.sight import Sight
    from warroom.storage.store import Store


class ViewsOfDuty:
    """What `Views` answers of shifts, presence, fatigue and relief."""

    _store: Store
    _clock: WallClock

    if TYPE_CHECKING:

        def _sight(self) -> Sight: ...
        def _incident(self, reference: str) -> bytes: ...
        def incident(self, reference: str) -> Incident: ...

    def rest_rules(self) -> tuple[RestRule, ...]:
        """The rules of rest of this room, those put out of force too."""
        return rest_rules(self._store.reader(), self._sight())

    def duty_board(self, incident: str, *, now_ms: int | None = None) -> Board:
        """Who is there for an incident, how tired they are, and what its cell planned; as seen at a time (now when absent).

        It counts thirteen weeks of everybody's hours: call it from a task.
        """
        hours, found = self._hours(now_ms), self.incident(incident)
        return duty.board(hours, bytes.fromhex(found.id), (found.number, found.exercise))

    def tiredness_of(self, name: str, *, now_ms: int | None = None) -> Tiredness:
        """How somebody of this name stands, wherever they are on duty."""
        hours = self._hours(now_ms)
        return hours.tiredness(hours.id_of(name))

    def proposed_relief(self, cell: str, wish: Wish, *, now_ms: int | None = None) -> list[Proposed]:
        """A plan for every function of a cell that somebody could hold; nothing is written. Call it from a task."""
        hours = self._hours(now_ms)
        posts = duty.posts(hours, cell)
        people: set[str] = {one.person for post in posts for one in post.candidates}
        worked = {person: [*hours.worked.get(person, ()), *hours.planned(person, without=cell)] for person in people}
        since = hours.service_since()
        return proposed(posts, wish, worked=worked, there_since=since, rules=hours.rules, zone=hours.zone)

    def _hours(self, now_ms: int | None) -> duty.Hours:
        conn, sight, room = self._store.reader(), self._sight(), self._store.room
        now = self._clock.now_ms() if now_ms is None else now_ms
        zone = zone_of_room(conn, bytes.fromhex(room))
        return duty.Hours(conn, sight, room, now, zone, rest_rules(conn, sight))
