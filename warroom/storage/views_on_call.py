"""Views of on-call: who is, until when, who is next, and when nobody is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from warroom.clock import Clock
from warroom.domain.ids import PersonId, RecordId
from warroom.domain.on_call import Duty, Override, Rotation
from warroom.domain.turn_times import DAY_MS
from warroom.domain.turns import Clash, Gap, OnCall, Stretch, at_instant, clashes, gaps, horizon, stretches
from warroom.storage.queries import team

if TYPE_CHECKING:
    from warroom.storage.sight import Sight
    from warroom.storage.store import Store

Names = Mapping[str, tuple[str, str]]
MERGES = 8  # steps from a card to the one it was merged into, and on


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

    def on_call(self, at_ms: int | None = None) -> list[OnCall]:
        """Who is on call at an instant (milliseconds UTC; now by default), until when and who is next.

        Each rotation is there, the first to call first, also where nobody is on call.
        """
        at = self._clock.now_ms() if at_ms is None else at_ms
        known = self.rotations()
        if not known:
            return []
        reach = max(horizon(each) for each in known)
        names = self._people()
        changes, said = self._said(at - reach, at + reach, names)
        found = []
        for rotation in known:
            near, far = at - horizon(rotation), at + horizon(rotation)
            held = _told(stretches(_followed(rotation, names), changes, said, near, far), names)
            found += at_instant(rotation, held, at, near, far)
        return found

    def on_call_between(self, from_ms: int, until_ms: int, *, rotation: str | None = None) -> list[Stretch]:
        """Who is on call from one instant to another (milliseconds UTC), by rotation and time; `name` is who it is."""
        names = self._people()
        changes, said = self._said(from_ms, until_ms, names)
        found = []
        for each in self.rotations():
            if rotation in (None, each.id):
                found += _told(stretches(_followed(each, names), changes, said, from_ms, until_ms), names)
        return found

    def on_call_gaps(self, from_ms: int, until_ms: int) -> list[Gap]:
        """When nobody is on call and somebody should be, from one instant to another (milliseconds UTC)."""
        held = self.on_call_between(from_ms, until_ms)
        return [gap for each in self.rotations() for gap in gaps(each, held, from_ms, until_ms)]

    def on_call_clashes(self, from_ms: int, until_ms: int) -> list[Clash]:
        """Where one person is on call in two rotations at once."""
        return clashes(self.on_call_between(from_ms, until_ms))

    def on_call_ends(self, person: str, at_ms: int, *, days: int = 31) -> list[Stretch]:
        """The stretches of one person that have not ended at an instant, within so many days, by time."""
        held = self.on_call_between(at_ms, at_ms + days * DAY_MS)
        return sorted((each for each in held if each.person == person), key=lambda each: (each.from_at, each.rotation))

    def _said(self, from_ms: int, until_ms: int, names: Names) -> tuple[list[Override], list[Duty]]:
        """Changes and calendars, with the cards that others were merged into."""

        def kept(person: str) -> str:
            return names.get(person, (person, ""))[0]

        changes = [
            replace(each, person=PersonId(kept(each.person)), instead=RecordId(kept(each.instead)))
            for each in self.overrides(from_ms, until_ms)
        ]
        said = [replace(each, person=RecordId(kept(each.person))) for each in self.duties(from_ms, until_ms)]
        return changes, said

    def _people(self) -> Names:
        """Whom each id stands for, whatever cards were merged into: id and name."""
        return team.followed(self._store.reader(), steps=MERGES)


def _followed(rotation: Rotation, names: Names) -> Rotation:
    members = tuple(names.get(member, (member, ""))[0] for member in rotation.members)
    return rotation if members == rotation.members else replace(rotation, members=members)


def _told(held: list[Stretch], names: Names) -> list[Stretch]:
    """The same with the names of those whom the room knows."""
    found = []
    for each in held:
        person, name = names.get(each.person, (each.person, each.name))
        instead = names.get(each.instead, ("", each.instead))[1]
        found.append(replace(each, person=person, name=name or each.name, instead=instead))
    return found
