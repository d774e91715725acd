"""Views of what is broken, and of who is called out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from warroom.domain.answers import CalleeLine
from warroom.domain.callout import CalloutFacts, OnCallNow, Proposed, proposal
from warroom.domain.incidents import Mode
from warroom.domain.mobilisation import Call, Callee, Mobilisation
from warroom.domain.mobilisation_times import MobilisationTimes, times
from warroom.domain.needs import Broken
from warroom.storage.books import unknown
from warroom.storage.queries import broken, callout, team

if TYPE_CHECKING:
    from warroom.clock import Clock as WallClock
    from warroom.domain.turns import OnCall
    from warroom.storage.sight import Sight
    from warroom.storage.store import Store


class ViewsOfCallout:
    """What `Views` answers of needs and of call-outs."""

    _store: Store
    _clock: WallClock

    if TYPE_CHECKING:

        def _sight(self) -> Sight: ...
        def _incident(self, reference: str) -> bytes: ...
        def on_call(self, at_ms: int | None = None) -> list[OnCall]: ...

    def broken(self, incident: str | None = None, *, mode: Mode = Mode.REAL) -> list[Broken]:
        """Needs that are not met now, those that are down first: of one incident, or of all live ones of a mode.

        `warroom.domain.needs.unmet` says which of them a way to reach somebody lacks.
        """
        record = self._incident(incident) if incident else None
        return broken.broken(self._store.reader(), self._sight(), record, mode=mode)

    def carries(self) -> dict[str, tuple[str, ...]]:
        """What no longer works while a service is down, by the name of the service."""
        return broken.carries(self._store.reader())

    # Called out

    def mobilisations(self, incident: str | None = None, *, mode: Mode = Mode.REAL) -> list[Mobilisation]:
        """Of one incident, or of all of one mode; those at work first."""
        record = self._incident(incident) if incident else None
        return team.mobilisations(self._store.reader(), self._sight(), record, mode=mode)

    def mobilisation(self, reference: str) -> Mobilisation:
        """One mobilisation by id or printed number. Raises Refusal when there is none."""
        typed = reference.strip()
        for found in team.mobilisations(self._store.reader(), self._sight(), None, mode=Mode.BOTH):
            if typed.lower() == found.id or typed.upper() == found.number:
                return found
        raise unknown("mobilisation", typed)

    def callees(self, mobilisation: str) -> list[Callee]:
        """Whom it calls, in the order of calls: state and times as every try says together."""
        return callout.callees(self._store.reader(), self._sight(), bytes.fromhex(mobilisation))

    def callee_lines(self, mobilisation: str, *, mode: Mode = Mode.REAL) -> list[CalleeLine]:
        """The same with names, tries and ways to reach them, each with what it lacks now in this mode."""
        known = self.broken(mode=mode)
        return callout.callee_lines(self._store.reader(), self._sight(), bytes.fromhex(mobilisation), known)

    def calls(self, mobilisation: str) -> list[Call]:
        """Every try of one mobilisation, oldest first, those taken back too."""
        return team.calls(self._store.reader(), self._sight(), bytes.fromhex(mobilisation))

    def mobilisation_times(self, mobilisation: str) -> MobilisationTimes:
        """What it took so far, in milliseconds from its start."""
        return times(self.mobilisation(mobilisation).started_at, self.callees(mobilisation))

    def callout_facts(self, incident: str) -> CalloutFacts:
        """What a proposal of whom to call out rests on. With a roster of thousands this is a task’s work."""
        now = self._clock.now_ms()
        room = bytes.fromhex(self._store.room)
        found = callout.facts(self._store.reader(), self._sight(), self._incident(incident), room, now)
        on_call = [
            OnCallNow(item.person, item.rotation.name, item.rotation.rank, item.rotation.team, item.rotation.services)
            for item in self.on_call(now)
            if item.person
        ]
        return replace(found, on_call=tuple(on_call))

    def callout_proposal(self, incident: str) -> list[Proposed]:
        """Whom to call out for an incident, and why; whoever is there or called already is left out."""
        return proposal(self.callout_facts(incident))
