"""Views of on-call: who is, until when, who is next, and when nobody is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from warroom.clock import Clock
from warroom.domain.on_call import Duty, Override, Rotation
from warroom.domain.turn_times import DAY_MS
from warroom.domain.turns import Clash, Gap, OnCall, Stretch, at_instant, clashes, gaps, horizon
from warroom.storage.queries import on_call, team

if TYPE_CHECKING:
    from warroom.storage.sight import Sight
    from warroom.storage.store import Store


class ViewsOnCall:
    """What `Views` answers of rotations, changes of them, and calendars."""

    _store: Store
    _clock: Clock

    if TYPE_CHECKING:

        def _sight(self) -> Sight: ...
        def rotations(self) -> list[Rotation]: ...

    def overrides(self, from_ms: int, until_ms: int) -> list[Override]:
        """Changes that touch a stretch of time (milliseconds UTC), in the order in which they were said."""
        return team.overrides(self._store.reader(), self._sight(), from_ms, until_ms)

    def duties(self, from_ms: int, until_ms: int) -> list[Duty]:
        """What calendars said of a stretch of time (milliseconds UTC)."""
        return team.duties(self._store.reader(), self._sight(), from_ms, until_ms)

    def duties_of(self, rotation: str) -> list[Duty]:
        """All that calendars ever said of one rotation, by time."""
        return on_call.duties_of(self._store.reader(), self._sight(), bytes.fromhex(rotation))

    def names_of(self, people: Iterable[str]) -> dict[str, str]:
        """The names of these people (ids), under the card that theirs was merged into."""
        return {person: name for person, (_kept, name) in on_call.people(self._store.reader(), people).items()}

    def unmatched_duties(self) -> list[tuple[str, int]]:
        """Names that only calendars know, of what is still to come, and how many duties each has."""
        return on_call.unmatched_names(self._store.reader(), self._clock.now_ms())

    def on_call(self, at_ms: int | None = None) -> list[OnCall]:
        """Who is on call at an instant (milliseconds UTC; now by default), until when and who is next.

        Each rotation is there, the first to call first, also where nobody is on call.
        """
        at = self._clock.now_ms() if at_ms is None else at_ms
        reach = max((horizon(each) for each in self.rotations()), default=0)
        if not reach:
            return []
        known = on_call.said(self._store.reader(), self._sight(), at - reach, at + reach)
        found = []
        for rotation in known.rotations:
            near, far = at - horizon(rotation), at + horizon(rotation)
            found += at_instant(rotation, known.held(rotation, near, far), at, near, far)
        return found

    def nobody_on_call(self, at_ms: int) -> list[Rotation]:
        """The rotations that should have somebody on call at an instant and have nobody: cheaper than `on_call`."""
        known = on_call.said(self._store.reader(), self._sight(), at_ms, at_ms + 1)
        return [each for each in known.rotations if gaps(each, known.held(each, at_ms, at_ms + 1), at_ms, at_ms + 1)]

    def on_call_between(self, from_ms: int, until_ms: int, *, rotation: str | None = None) -> list[Stretch]:
        """Who is on call from one instant to another (milliseconds UTC), by rotation and time; `name` is who it is."""
        known = on_call.said(self._store.reader(), self._sight(), from_ms, until_ms)
        wanted = [each for each in known.rotations if rotation in (None, each.id)]
        return [held for each in wanted for held in known.held(each, from_ms, until_ms)]

    def on_call_gaps(self, from_ms: int, until_ms: int) -> list[Gap]:
        """When nobody is on call and somebody should be, from one instant to another (milliseconds UTC)."""
        held = self.on_call_between(from_ms, until_ms)
        return [gap for each in self.rotations() for gap in gaps(each, held, from_ms, until_ms)]

    def on_call_clashes(self, from_ms: int, until_ms: int) -> list[Clash]:
        """Where one person is on call in two rotations at once."""
        return clashes(self.on_call_between(from_ms, until_ms))

    def on_call_of(self, person: str, at_ms: int, *, days: int = 31) -> list[Stretch]:
        """The stretches of one person that have not ended at an instant, within so many days, by time."""
        held = self.on_call_between(at_ms, at_ms + days * DAY_MS)
        return sorted((each for each in held if each.person == person), key=lambda each: (each.from_at, each.rotation))
