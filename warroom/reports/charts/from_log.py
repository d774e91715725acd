"""Severity, status and services over time, as the room told them itself in the log."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from warroom.domain.entries import Entry
from warroom.domain.incidents import STAMPED_BY, Severity, Status
from warroom.domain.services import ServiceState
from warroom.reports.charts.what_happened import ServiceHistory, State, StatesOverTime, Stretch
from warroom.reports.subject import Subject

Known = TypeVar("Known", bound=enum.Enum)
AFTERWARDS = 6 * 3_600_000  # milliseconds: services are told to be up again when the worst is over
SILENT = frozenset({ServiceState.OPERATIONAL, ServiceState.UNKNOWN})  # of what nobody told anything else


@dataclass(slots=True)
class StateStory:
    """Hears automatic entries, in any order, and tells how everything stood. What nobody told is as it is now."""

    subject: Subject
    _severities: list[tuple[int, Severity]] = field(default_factory=list)
    _before: tuple[int, Severity] | None = None  # the severity before the first change, and when that was
    _statuses: list[tuple[int, Status]] = field(default_factory=list)
    _services: dict[str, list[tuple[int, ServiceState]]] = field(default_factory=dict)

    def hear(self, entry: Entry) -> None:
        """Take in a change of severity, status or service; anything else, and what does not read, is passed over."""
        said, at = entry.params, entry.event_at
        if entry.code == "severity":
            now = _one_of(Severity, said.get("now"))
            if now is not None:
                self._severities.append((at, Severity.CRITICAL if said.get("vital") is True else now))
            was = _one_of(Severity, said.get("was"))
            if was is not None and (self._before is None or at < self._before[0]):
                self._before = (at, was)
        elif entry.code == "status":
            self._take_status(at, said.get("now"))
        elif entry.code == "settled" and said.get("noun") == "incident":
            self._take_settled(at, said.get("field"), said.get("now"))
        elif entry.code == "service":
            state, name = _one_of(ServiceState, said.get("state")), said.get("service")
            if state is not None and isinstance(name, str):
                self._services.setdefault(name, []).append((at, state))

    def told(self, *, until: int) -> StatesOverTime | None:
        """Everything up to a time and shortly after it; None where there is no time at all. What was judged anew long
        after the end is how grave it was from the start."""
        incident = self.subject.incident
        told = [at for at, _severity in self._severities] + [at for at, _status in self._statuses]
        told += [at for rows in self._services.values() for at, _state in rows]
        end = max([until, *(at for at in told if at <= until + AFTERWARDS)])
        start = incident.began_at
        if end <= start:
            return None
        in_time = [change for change in self._severities if change[0] <= end]
        first = self._before[1] if self._before and in_time else incident.gravity
        severity = _stretched([(start, first), *in_time], end)
        status = _stretched([(incident.declared_at, Status.DECLARED), *self._statuses_told()], end)
        return StatesOverTime(severity, status, tuple(self._histories(start, end)), self.subject.asked.zone)

    def _take_status(self, at: int, said: object) -> None:
        status = _one_of(Status, said)
        if status is not None:
            self._statuses.append((at, status))

    def _take_settled(self, at: int, name: object, said: object) -> None:
        if name == "status":
            self._take_status(at, said)
        elif name == "severity" and (now := _one_of(Severity, said)) is not None:
            self._severities.append((at, now))

    def _statuses_told(self) -> list[tuple[int, Status]]:
        """As told; of an imported incident, nobody told them, and its milestones say when it stood where."""
        if self._statuses:
            return self._statuses
        milestones = self.subject.incident.milestones
        return [(milestones[one], status) for status, one in STAMPED_BY.items() if one in milestones]

    def _histories(self, start: int, end: int) -> list[ServiceHistory]:
        found = []
        for service in self.subject.services:
            told = sorted(self._services.get(service.name, []))
            since = service.since if service.since is not None else start
            begins = min([since, *(at for at, _state in told[:1])])
            if told:
                first = (begins, told[0][1] if begins == since else ServiceState.UNKNOWN)
                found.append(ServiceHistory(service.name, _stretched([first, *told], end)))
            elif service.state not in SILENT:
                found.append(ServiceHistory(service.name, _stretched([(begins, service.state)], end)))
        return [one for one in found if one.stretches]


def _stretched(changes: Sequence[tuple[int, State]], end: int) -> tuple[Stretch[State], ...]:
    """Stretches between changes; what did not change goes on, what lasted no time is not drawn."""
    found: list[Stretch[State]] = []
    in_order = sorted(changes, key=lambda change: change[0])
    for at, (since, state) in enumerate(in_order):
        until = min(in_order[at + 1][0] if at + 1 < len(in_order) else end, end)
        if until <= since:
            continue
        if found and found[-1].state is state and found[-1].until_at == since:
            found[-1] = Stretch(state, found[-1].from_at, until)
        else:
            found.append(Stretch(state, since, until))
    return tuple(found)


def _one_of(kind: type[Known], said: object) -> Known | None:
    """The value of an enum that was written down; None for anything else."""
    try:
        return kind(said)
    except ValueError:
        return None
