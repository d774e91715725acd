"""Views of metrics: those of one incident, and what all incidents of a mode have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from warroom.domain.incidents import Incident, Milestone, Mode
from warroom.domain.metrics.facts import Facts, ServiceFacts
from warroom.domain.metrics.formulas import metrics_of
from warroom.domain.metrics.proofs import proofs
from warroom.domain.metrics.trends import Trend, trends
from warroom.domain.metrics.values import Metric, Source
from warroom.storage.queries import board
from warroom.storage.queries import metrics as queries
from warroom.storage.queries.metric_scope import Scope
from warroom.storage.queries.metric_services import services

if TYPE_CHECKING:
    from warroom.clock import Clock as WallClock
    from warroom.storage.sight import Sight
    from warroom.storage.store import Store


class ViewsOfMetrics:
    """What `Views` answers of metrics (doctrine §10.4)."""

    _store: Store
    _clock: WallClock

    if TYPE_CHECKING:

        def _sight(self) -> Sight: ...
        def incident(self, reference: str) -> Incident: ...

    def metrics(self, incident: str, *, now_ms: int | None = None) -> tuple[Metric, ...]:
        """Every metric of an incident as seen at a time (now when absent), with the records that each comes from.

        Those nobody recorded enough for are among them, and say what is missing.
        """
        return metrics_of(self.metric_facts(incident, now_ms=now_ms))

    def metric_facts(self, incident: str, *, now_ms: int | None = None) -> Facts:
        """What the metrics of an incident are computed from: for whoever draws or checks them."""
        found = self.incident(incident)
        mode = Mode.EXERCISE if found.exercise else Mode.REAL
        (facts,) = queries.Ledger(self._scope(bytes.fromhex(found.id), mode, now_ms)).facts([found])
        return facts

    def metric_trends(
        self, mode: Mode, since: int | None = None, *, until: int | None = None, now_ms: int | None = None
    ) -> list[Trend]:
        """Each metric across the incidents of a mode that began in a time (milliseconds UTC): points, median, p90.

        Real incidents and drills are never mixed: raises ValueError for both at once. It reads every log: call it from
        a task.
        """
        if mode is Mode.BOTH:
            raise ValueError("real incidents and drills have no metric in common")
        scope = self._scope(None, mode, now_ms)
        wanted = [
            each
            for each in board.incidents(scope.conn, scope.sight, mode=mode)
            if (since is None or each.began_at >= since) and (until is None or each.began_at < until)
        ]
        return trends((facts.incident, metrics_of(facts)) for facts in queries.Ledger(scope).facts(wanted))

    def milestone_proofs(self, incident: str) -> dict[Milestone, Source]:
        """Which record gave each milestone of an incident the time it has."""
        found = self.incident(incident)
        scope = self._scope(bytes.fromhex(found.id), Mode.BOTH, None)
        return proofs(found, queries.told(scope).get(found.id, ()))

    def service_spells(self, incident: str) -> list[ServiceFacts]:
        """How each service of an incident stood from when to when, by name."""
        found = self.incident(incident)
        scope = self._scope(bytes.fromhex(found.id), Mode.BOTH, None)
        return services(scope).get(found.id, [])

    def _scope(self, incident: bytes | None, mode: Mode, now_ms: int | None) -> Scope:
        now = self._clock.now_ms() if now_ms is None else now_ms
        return Scope(self._store.reader(), self._sight(), self._store.room, now, incident, mode)
