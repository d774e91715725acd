"""What the metrics of one incident, or of all of a mode, rest on: every noun is read once, whatever is asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from warroom.domain.causes import Cause
from warroom.domain.cells import Cell
from warroom.domain.correctives import Corrective
from warroom.domain.hypotheses import Hypothesis, HypothesisState
from warroom.domain.impact_figures import Affected, Figure, Rate
from warroom.domain.incidents import Incident, Mode
from warroom.domain.message_cadence import Cadence
from warroom.domain.messages import Message, Release, Review, ReviewKind, Verdict
from warroom.domain.metrics.facts import Approved, Deadline, Facts, ServiceFacts
from warroom.domain.metrics.proofs import PROVING, Told, proofs
from warroom.domain.metrics.values import Source, Timed
from warroom.domain.mobilisation import Mobilisation
from warroom.domain.mobilisation_times import times
from warroom.storage.audience_book import audience_book
from warroom.storage.queries import callout, legal, metric_work
from warroom.storage.queries.cadence import found_cadences
from warroom.storage.queries.clocks import Asked
from warroom.storage.queries.messages import SHOWN
from warroom.storage.queries.metric_scope import FIRST, LATEST_MS, Scope, by_incident
from warroom.storage.queries.metric_services import services
from warroom.storage.queries.plain import fetch
from warroom.storage.queries.rows import (
    hexed,
    named,
)


@dataclass(slots=True)
class Ledger:
    """Everything that metrics count, by incident; read when it is made."""

    scope: Scope
    told: dict[str, list[Told]] = field(init=False)
    services: dict[str, list[ServiceFacts]] = field(init=False)

    def __post_init__(self) -> None:
        self.told = told(self.scope)
        self.services = services(self.scope)

    def facts(self, incidents: Iterable[Incident]) -> list[Facts]:
        """The facts of each of these incidents, in their order."""
        scope = self.scope
        decisions, actions = metric_work.decisions(scope), metric_work.actions(scope)
        figures, affected = scope.fetched(Figure, "figure", order="kind, at, id"), _affected(scope)
        rates = tuple(fetch(scope.conn, scope.sight, Rate, "rate", order="code, id"))
        releases = scope.fetched(Release, "release", "at IS NOT NULL", "at, id")
        outside = _outside(scope)
        cadences = _cadences(scope)
        approved, deadlines = _approved(scope, releases), _deadlines(scope)
        key_points, verified = metric_work.key_points(scope), metric_work.verified(scope)
        correctives = scope.fetched(Corrective, "corrective", order="due_at, id")
        causes = scope.fetched(Cause, "cause", order='"order", id')
        hypotheses = scope.fetched(Hypothesis, "hypothesis", "closed_at IS NOT NULL", "closed_at, id")
        operational, alerted = _operational(scope), _alerted(scope)
        listed = list(incidents)
        work = metric_work.work(scope, {each.id: each for each in listed})
        same = metric_work.same(scope)
        return [
            Facts(
                incident=each,
                now_ms=scope.now_ms,
                proofs=proofs(each, self.told.get(each.id, ())),
                alerted=alerted.get(each.id),
                operational=operational.get(each.id),
                identified=_identified(hypotheses.get(each.id, ()), self.told.get(each.id, ())),
                services=tuple(self.services.get(each.id, ())),
                figures=tuple(figures.get(each.id, ())),
                affected=tuple(affected.get(each.id, ())),
                rates=rates,
                work=tuple(work.get(each.id, ())),
                releases=tuple(releases.get(each.id, ())),
                outside=outside,
                cadences=tuple(cadences.get(each.id, ())),
                approved=tuple(approved.get(each.id, ())),
                deadlines=tuple(deadlines.get(each.id, ())),
                decisions=tuple(decisions.get(each.id, ())),
                key_points=tuple(key_points.get(each.id, ())),
                verified=tuple(verified.get(each.id, ())),
                actions=tuple(actions.get(each.id, ())),
                correctives=tuple(correctives.get(each.id, ())),
                causes=tuple(causes.get(each.id, ())),
                same=tuple(
                    one
                    for one in same
                    if one.incident != each.id and metric_work.has_family(causes.get(each.id, ()), one.family)
                ),
            )
            for each in listed
        ]


# Milestones and what stands for them


def told(scope: Scope) -> dict[str, list[Told]]:
    codes = ", ".join(f"'{code}'" for code in PROVING)
    sql = f"SELECT incident, id, number, code, params, recorded_at FROM entry WHERE {{where}} AND code IN ({codes}) ORDER BY hlc, w, seq"
    found: dict[str, list[Told]] = defaultdict(list)
    for incident, record, number, code, params, at in scope.rows(sql):
        told = Told(hexed(record), number or "", code, named(params) or {}, at or 0)
        found[hexed(incident)].append(told)
    return found


def _identified(hypotheses: Iterable[Hypothesis], told: Iterable[Told]) -> Timed | None:
    """The first cause that was confirmed; else the first time that the status became "identified"."""
    for each in hypotheses:
        if each.state is HypothesisState.CONFIRMED and each.closed_at is not None:
            return Timed(each.closed_at, Source("hypothesis", each.id, each.number, "identified", each.closed_at))
    for entry in told:
        if entry.code == "status" and entry.params.get("now") == "identified":
            source = Source("entry", entry.entry, entry.number, "identified", entry.recorded_at)
            return Timed(entry.recorded_at, source)
    return None


def _alerted(scope: Scope) -> dict[str, Timed]:
    """The first alert that came in about each incident."""
    sql = (
        "SELECT incident, id, number, received_at FROM inbound WHERE {where} AND NOT _hidden AND received_at IS NOT NULL "
        "AND raw IS NOT NULL AND raw NOT IN ('', '{{}}') ORDER BY received_at DESC, id DESC"
    )
    return {
        hexed(incident): Timed(at, Source("inbound", hexed(record), number or "", "alert", at))
        for incident, record, number, at in scope.rows(sql)
    }


def _operational(scope: Scope) -> dict[str, Timed]:
    """When the cell could work: its core functions were there, as the call-out tells; else it was activated."""
    found: dict[str, Timed] = {}
    of_incident = "id IN (SELECT cell FROM coverage WHERE {where} AND NOT _hidden)"
    where, values = scope.where
    cells = {
        cell.id: cell
        for cell in fetch(scope.conn, scope.sight, Cell, "crisis_cell", of_incident.format(where=where), values)
    }
    for incident, cell in scope.rows("SELECT incident, cell FROM coverage WHERE {where} AND NOT _hidden"):
        known_cell = cells.get(hexed(cell))  # type: ignore[call-overload]
        if known_cell is None or not known_cell.activated_at:
            continue
        at = known_cell.activated_at
        if hexed(incident) not in found or at < found[hexed(incident)].at:
            found[hexed(incident)] = Timed(at, Source("crisis_cell", known_cell.id, known_cell.number, "activated", at))
    armed: dict[str, Timed] = {}
    for each in fetch(scope.conn, scope.sight, Mobilisation, "mobilisation", *scope.where, "started_at, id"):
        took = times(each.started_at, callout.callees(scope.conn, scope.sight, bytes.fromhex(each.id))).to_core
        if took is None or each.started_at is None or each.incident in armed:
            continue
        at = each.started_at + took
        armed[each.incident] = Timed(at, Source("mobilisation", each.id, each.number, "core", at))
    return found | armed


def _affected(scope: Scope) -> dict[str, list[Affected]]:
    """What no user count can be, as another station may have sent it, counts for nothing."""
    fit = f"users > 0 AND coalesce(percent, 0) BETWEEN 0 AND 100 AND from_at BETWEEN {FIRST} AND {LATEST_MS}"
    return scope.fetched(Affected, "affected", fit, "from_at, id")


# What was said


def _outside(scope: Scope) -> frozenset[str]:
    book = audience_book(scope.conn, scope.sight, scope.room)
    return frozenset(audience.code for audience in book.audiences if not audience.inside)


def _cadences(scope: Scope) -> dict[str, list[Cadence]]:
    return by_incident(found_cadences(scope.conn, scope.sight, scope.incident, scope.mode))


def _approved(scope: Scope, releases: dict[str, list[Release]]) -> dict[str, list[Approved]]:
    """Messages that were approved, or let out all the same, from their draft."""
    where, values = scope.where
    messages = fetch(
        scope.conn, scope.sight, Message, "message", f"{where} AND {SHOWN} AND at IS NOT NULL", values, hidden=True
    )
    of_mine = f"message IN (SELECT id FROM message WHERE {where})"
    passed: dict[str, int] = {}
    for review in fetch(scope.conn, scope.sight, Review, "review", of_mine, values, "at DESC, id"):
        if review.kind is ReviewKind.APPROVAL and review.verdict is Verdict.PASSED and review.at is not None:
            passed[review.message] = review.at
    for released in releases.values():
        for each in reversed(released):
            passed.setdefault(each.message, each.at)
    found: dict[str, list[Approved]] = defaultdict(list)
    for message in messages:
        if message.id in passed:
            found[message.incident].append(Approved(message.id, message.number, message.at or 0, passed[message.id]))
    return found


def _deadlines(scope: Scope) -> dict[str, list[Deadline]]:
    """Legal deadlines that something was submitted for."""
    mode = Mode.BOTH if scope.incident is not None else scope.mode
    asked = Asked(scope.incident, mode, scope.now_ms)
    found: dict[str, list[Deadline]] = defaultdict(list)
    for clock in legal.legal_clocks(scope.conn, scope.sight, asked, bytes.fromhex(scope.room)):
        if clock.done_at is not None and clock.due_at is not None:
            found[clock.incident].append(Deadline(clock.record, clock.label, clock.due_at, clock.done_at))
    return found
