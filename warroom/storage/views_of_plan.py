"""Views of the plans of corrective actions: the follow-up board, its figures, and what is carried into a new crisis."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from warroom.domain import corrective_state
from warroom.domain.corrective_state import Carried, Line, PlanFigures
from warroom.domain.correctives import Corrective, Postponement
from warroom.domain.incidents import Incident, Mode
from warroom.storage.queries.rows import hexed, read

if TYPE_CHECKING:
    from warroom.clock import Clock as WallClock
    from warroom.domain.causes import Cause
    from warroom.domain.rex import Rex
    from warroom.storage.store import Store

TOUCHED = (
    "SELECT i.incident, s.name FROM impact i JOIN service s ON s.id=i.service "
    "WHERE NOT i._hidden AND NOT s._hidden AND s.name IS NOT NULL ORDER BY i.incident, s.name, i.id"
)

LEFT_OPEN = """
SELECT count(DISTINCT c.id) FROM corrective c JOIN incident i ON i.id=c.incident JOIN incident own ON own.id=?
  JOIN impact theirs ON theirs.incident=c.incident JOIN impact ours ON ours.service=theirs.service AND ours.incident=own.id
WHERE c.incident<>own.id AND coalesce(i.exercise,0)=coalesce(own.exercise,0) AND coalesce(c.state,'open') NOT IN ('verified','dropped')
  AND NOT (c._hidden OR i._hidden OR theirs._hidden OR ours._hidden)
"""


class ViewsOfPlan:
    """What `Views` answers of plans of corrective actions. `incident` None: all of the mode; `now_ms` None: now."""

    _store: Store
    _clock: WallClock

    if TYPE_CHECKING:

        def _incident(self, reference: str) -> bytes: ...
        def incidents(self, *, mode: Mode, live_only: bool = False) -> list[Incident]: ...
        def rexes(self, incident: str | None = None, *, mode: Mode = Mode.REAL) -> list[Rex]: ...
        def causes(self, incident: str | None = None, *, mode: Mode = Mode.REAL) -> list[Cause]: ...
        def correctives(self, incident: str | None = None, *, mode: Mode = Mode.REAL) -> list[Corrective]: ...
        def corrective(self, corrective: str) -> Corrective | None: ...
        def postponements(self, corrective: str | None = None) -> list[Postponement]: ...
        def are_disputed(self, noun: str) -> dict[str, frozenset[str]]: ...

    def plan(
        self, incident: str | None = None, *, mode: Mode = Mode.REAL, rex: str = "", now_ms: int | None = None
    ) -> list[Line]:
        """The follow-up board, what is late first; of one incident or one review where said."""
        found = self.correctives(incident, mode=mode)
        return self._plan_lines([each for each in found if not rex or each.rex == rex], now_ms)

    def plan_line(self, corrective: str, *, now_ms: int | None = None) -> Line | None:
        """One action as the board shows it, whatever its mode."""
        found = self.corrective(corrective)
        return self._plan_lines([found], now_ms)[0] if found is not None else None

    def plan_figures(
        self, incident: str | None = None, *, mode: Mode = Mode.REAL, rex: str = "", now_ms: int | None = None
    ) -> PlanFigures:
        """How the plan is followed: late, to verify, closed within 30 and 90 days, on time."""
        now = self._clock.now_ms() if now_ms is None else now_ms
        found = [each for each in self.correctives(incident, mode=mode) if not rex or each.rex == rex]
        return corrective_state.figures(found, self.postponements(), now)

    def carried_actions(self, *incidents: str, mode: Mode = Mode.REAL, now_ms: int | None = None) -> list[Carried]:
        """Actions of other crises that are still open while these run, or are reviewed; same services first."""
        return corrective_state.carried(self.plan(mode=mode, now_ms=now_ms), incidents, self._touched())

    def left_open(self, incident: str) -> int:
        """How many actions of other crises are still open about services that this one touches; one short question."""
        row = next(iter(read(self._store.reader(), LEFT_OPEN, (self._incident(incident),))), (0,))
        return int(row[0])

    def _touched(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = {}
        for incident, name in read(self._store.reader(), TOUCHED, ()):
            found.setdefault(hexed(incident), []).append(str(name))
        return found

    def _plan_lines(self, found: list[Corrective], now_ms: int | None) -> list[Line]:
        now = self._clock.now_ms() if now_ms is None else now_ms
        if not found:
            return []
        incidents: dict[str, Incident] = {each.id: each for each in self.incidents(mode=Mode.BOTH)}
        rexes = {each.id: each.number for each in self.rexes(mode=Mode.BOTH)}
        causes = {each.id: each.text for each in self.causes(mode=Mode.BOTH)}
        moved, disputed = corrective_state.counted(self.postponements()), self.are_disputed("corrective")
        lines = []
        for each in found:
            incident = incidents.get(each.incident)
            lines.append(
                Line(
                    corrective=each,
                    group=corrective_state.group_of(each, now),
                    postponed=moved.get(each.id, 0),
                    incident_number=incident.number if incident else "",
                    incident_title=incident.title if incident else "",
                    exercise=incident.exercise if incident else False,
                    cause=causes.get(each.cause, ""),
                    rex_number=rexes.get(each.rex, ""),
                    disputed=tuple(sorted(disputed.get(each.id, ()))),
                )
            )
        return corrective_state.in_order(lines)
