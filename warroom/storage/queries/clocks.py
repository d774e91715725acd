"""Questions about what is due: points, updates, deadlines, decisions, reviews, actions, timeboxes, recovery times."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import apsw

from warroom.domain.clocks import Clock, ClockKind, Step, StepKind, quarter_of, state_at
from warroom.domain.decisions import Decision, ProposedWindow, Window
from warroom.domain.hypotheses import Hypothesis
from warroom.domain.ids import IncidentId, RecordId
from warroom.domain.incidents import Mode
from warroom.domain.points import POINT_MIN
from warroom.domain.services import Continuity
from warroom.storage.queries.board import FINISHED, OVER, mode_clause
from warroom.storage.queries.callout_clocks import callout_clocks
from warroom.storage.queries.corrective_clocks import corrective_clocks
from warroom.storage.queries.field_clocks import contact_clocks, means_clocks
from warroom.storage.queries.inbound_clocks import answer_clocks, promise_clocks
from warroom.storage.queries.message_life import review_clocks
from warroom.storage.queries.plain import fetch
from warroom.storage.queries.rex_clocks import rex_clocks
from warroom.storage.queries.rows import ACTION_COLUMNS, DECISION_COLUMNS, hexed, read
from warroom.storage.sight import Sight
from warroom.words import _

MINUTE = 60_000
DOWN = "('major_outage','partial_outage')"


@dataclass(frozen=True, slots=True)
class Asked:
    """What clocks are asked for: of one incident (its id) or of all, in which mode, as seen when."""

    incident: bytes | None
    mode: Mode
    now_ms: int


@dataclass(frozen=True, slots=True)
class Place:
    """The incident a clock belongs to, as the clock shows it."""

    id: IncidentId
    number: str
    exercise: bool
    owner: str


OTHERS = (
    contact_clocks, means_clocks, callout_clocks, promise_clocks, answer_clocks, review_clocks, corrective_clocks,
    rex_clocks,
)  # fmt: skip


def plain_clocks(conn: apsw.Connection, sight: Sight, asked: Asked) -> list[Clock]:
    """Every clock that is no law's."""
    places = incident_places(conn, sight, asked)
    return [clock for find in (*PLAIN, *OTHERS) for clock in find(conn, sight, asked, places)]


def incident_places(conn: apsw.Connection, sight: Sight, asked: Asked) -> dict[str, Place]:
    """The incidents asked for, by id."""
    only, values = ("AND id=?", (asked.incident,)) if asked.incident else ("", ())
    sql = f"SELECT id, number, exercise, owner FROM incident WHERE NOT _hidden {only} {mode_clause(asked.mode)}"
    named = (sight.named("incident", ("id", "number", "exercise", "owner"), row) for row in read(conn, sql, values))
    return {hexed(row[0]): Place(IncidentId(hexed(row[0])), row[1] or "", bool(row[2]), row[3] or "") for row in named}


Places = dict[str, Place]


def _of(asked: Asked) -> tuple[str, tuple[Any, ...]]:
    """Which incident's records; where all are asked for, those of incidents that are not over."""
    if asked.incident:
        return "incident=?", (asked.incident,)
    return f"incident IN (SELECT id FROM incident WHERE coalesce(status,'declared') NOT IN {OVER})", ()


TO_COME = "p.ended_at IS NULL AND (p.started_at IS NOT NULL OR coalesce(p.state,'planned')<>'skipped')"


def _points(conn: apsw.Connection, sight: Sight, asked: Asked, places: Places) -> Iterator[Clock]:
    """The points of cells at work; asked of one incident, those of the cell that covers it."""
    covers = "AND c.id IN (SELECT cell FROM coverage WHERE incident=? AND NOT _hidden)" if asked.incident else ""
    sql = (
        "SELECT p.id, p.number, p.state, p.planned_at, p.started_at, p.led_by, c.lead, i.number, i.exercise "
        "FROM point p JOIN crisis_cell c ON c.id=p.cell JOIN incident i ON i.id=c.lead "
        f"WHERE {TO_COME} AND c.state='active' AND NOT p._hidden AND NOT c._hidden {covers} "
        f"{mode_clause(asked.mode, 'i.')} ORDER BY p.planned_at, p.id"
    )
    names = ("id", "number", "state", "planned_at", "started_at", "led_by")
    for found in read(conn, sql, (asked.incident,) if asked.incident else ()):
        row = sight.named("point", names, found)
        is_open = row[4] is not None
        due = row[4] + POINT_MIN * MINUTE if row[4] is not None else row[3]
        if due is None:
            continue
        yield Clock(
            key=f"point:{hexed(row[0])}",
            kind=ClockKind.POINT,
            label=_("Point under way") if is_open else _("Situation point"),
            incident=IncidentId(hexed(row[6])),
            incident_number=row[7] or "",
            exercise=bool(row[8]),
            noun="point",
            record=hexed(row[0]),
            number=row[1] or "",
            owner=row[5] or "",
            started_at=row[4],
            due_at=due,
            state=state_at(due, asked.now_ms),
        )


def _dues(conn: apsw.Connection, _sight: Sight, asked: Asked, places: Places) -> Iterator[Clock]:
    of, values = _of(asked)
    sql = (
        "SELECT id, incident, kind, label, started_at, due_at, (SELECT number FROM entry e WHERE e.id=d.evidence) FROM due d "
        f"WHERE NOT _hidden AND done_at IS NULL AND due_at IS NOT NULL AND {of} ORDER BY due_at, id"
    )
    for record, incident, kind, label, started, due, entry in read(conn, sql, values):
        place = places.get(hexed(incident))
        if place is None:
            continue
        is_update = kind == "update"
        yield Clock(
            key=f"due:{hexed(record)}",
            kind=ClockKind.UPDATE if is_update else ClockKind.DEADLINE,
            label=label or (_("Next update") if is_update else _("Deadline")),
            noun="due",
            record=hexed(record),
            owner=place.owner,
            started_at=started,
            start_entry=entry or "",
            due_at=due,
            state=state_at(due, asked.now_ms),
            **_placed(place),
        )


def _decisions(conn: apsw.Connection, sight: Sight, asked: Asked, places: Places) -> Iterator[Clock]:
    """Decisions awaited, dated or not, and those taken that are to be looked at again."""
    of, values = _of(asked)
    sql = (
        f"SELECT {DECISION_COLUMNS} FROM decision WHERE NOT _hidden AND {of} AND "
        "(state='requested' OR state='decided' AND review_at IS NOT NULL AND reviewed_at IS NULL) ORDER BY id"
    )
    for row in read(conn, sql, values):
        decision = sight.decision(row)
        place = places.get(decision.incident)
        if place is None:
            continue
        awaited = decision.is_open
        due = decision.decide_before if awaited else decision.review_at
        yield Clock(
            key=f"{'decision' if awaited else 'review'}:{decision.id}",
            kind=ClockKind.DECISION if awaited else ClockKind.REVIEW,
            label=decision.question if awaited or decision.restricted else decision.decided,
            noun="decision",
            record=decision.id,
            number=decision.number,
            owner=decision.decider,
            started_at=decision.requested_at if awaited else decision.decided_at,
            due_at=due,
            state=state_at(due, asked.now_ms),
            steps=_window_steps(decision) if awaited else (),
            **_placed(place),
        )


def _window_steps(decision: Decision) -> tuple[Step, ...]:
    """What "decide before" was computed from; nothing once it was set by hand to another time."""
    window = decision.window
    if window is None or window.decide_before != decision.decide_before:
        return ()
    return (
        Step(StepKind.START, window.down_since, ref="down_since"),
        Step(StepKind.PLUS, window.rto_end, window.rto_min, "minutes", "rto"),
        Step(StepKind.MINUS, window.rto_end - window.failover_min * MINUTE, window.failover_min, "minutes", "failover"),
        Step(StepKind.MINUS, window.decide_before, window.margin_min, "minutes", "margin"),
        Step(StepKind.RESULT, window.decide_before),
    )


def _actions(conn: apsw.Connection, sight: Sight, asked: Asked, places: Places) -> Iterator[Clock]:
    of, values = _of(asked)
    sql = (
        f"SELECT {ACTION_COLUMNS} FROM action WHERE NOT _hidden AND due_at IS NOT NULL "
        f"AND coalesce(state,'todo') NOT IN {FINISHED} AND {of} ORDER BY due_at, id"
    )
    for row in read(conn, sql, values):
        action = sight.action(row)
        place = places.get(action.incident)
        if place is None:
            continue
        yield Clock(
            key=f"action:{action.id}",
            kind=ClockKind.ACTION,
            label=action.text,
            noun="action",
            record=action.id,
            number=action.number,
            owner=action.owner,
            started_at=action.created_at,
            due_at=action.due_at,
            state=state_at(action.due_at, asked.now_ms),
            **_placed(place),
        )


def _timeboxes(conn: apsw.Connection, sight: Sight, asked: Asked, places: Places) -> Iterator[Clock]:
    """How long hypotheses may be looked into."""
    of, values = _of(asked)
    where = f"timebox_at IS NOT NULL AND coalesce(state,'open') NOT IN ('ruled_out','confirmed') AND {of}"
    for item in fetch(conn, sight, Hypothesis, "hypothesis", where, values, "timebox_at, id"):
        place = places.get(item.incident)
        if place is None:
            continue
        yield Clock(
            key=f"timebox:{item.id}",
            kind=ClockKind.TIMEBOX,
            label=item.text,
            noun="hypothesis",
            record=item.id,
            number=item.number,
            owner=item.owner,
            started_at=item.opened_at,
            due_at=item.timebox_at,
            state=state_at(item.timebox_at, asked.now_ms),
            **_placed(place),
        )


def _recoveries(conn: apsw.Connection, _sight: Sight, asked: Asked, places: Places) -> Iterator[Clock]:
    """When services that are down are to be up again: since when they are, plus their recovery time objective."""
    of, values = _of(asked)
    sql = (
        "SELECT m.id, m.incident, s.name, coalesce(m.down_since, m.since), s.rto_min FROM impact m JOIN service s ON s.id=m.service "
        f"WHERE NOT m._hidden AND NOT s._hidden AND m.state IN {DOWN} AND s.rto_min>0 AND {of} ORDER BY m.id"
    )
    for record, incident, name, since, rto in read(conn, sql, values):
        place = places.get(hexed(incident))
        if place is None or since is None:
            continue
        due = since + rto * MINUTE
        yield Clock(
            key=f"rto:{hexed(record)}",
            kind=ClockKind.RTO,
            label=_("RTO: {service}").format(service=name or ""),
            noun="impact",
            record=hexed(record),
            owner=place.owner,
            started_at=since,
            start_event="down_since",
            due_at=due,
            state=state_at(due, asked.now_ms, amber_ms=quarter_of(since, due)),
            steps=(
                Step(StepKind.START, since, ref="down_since"),
                Step(StepKind.PLUS, due, rto, "minutes", "rto"),
                Step(StepKind.RESULT, due),
            ),
            **_placed(place),
        )


PLAIN = (_points, _dues, _decisions, _actions, _timeboxes, _recoveries)


def windows(conn: apsw.Connection, record: bytes, *, margin_min: int) -> list[ProposedWindow]:
    """Until when a failover must be decided, for each service that is down and whose failover was measured."""
    sql = (
        "SELECT s.name, s.failover_tested, coalesce(m.down_since, m.since), s.rto_min, s.failover_min "
        f"FROM impact m JOIN service s ON s.id=m.service WHERE m.incident=? AND NOT m._hidden AND NOT s._hidden AND m.state IN {DOWN} "
        "AND s.rto_min>0 AND s.failover_min>0 AND coalesce(m.down_since, m.since) IS NOT NULL ORDER BY s.name, m.id"
    )
    found = [
        ProposedWindow(
            name or "",
            tested,
            Window(
                since, rto_min=rto, failover_min=failover, margin_min=margin_min, tested_at=tested, service=name or ""
            ),
        )
        for name, tested, since, rto, failover in read(conn, sql, (record,))
    ]
    return sorted(found, key=lambda item: item.window.decide_before)


def continuity(conn: apsw.Connection) -> list[Continuity]:
    """Every service with its objectives, by name."""
    sql = (
        "SELECT id, name, rto_min, mtpd_min, rpo_min, failover_min, failover_tested FROM service "
        "WHERE NOT _hidden AND name IS NOT NULL ORDER BY name COLLATE NOCASE, id"
    )
    return [Continuity(RecordId(hexed(row[0])), *row[1:]) for row in read(conn, sql)]


def _placed(place: Place) -> dict[str, Any]:
    return {"incident": place.id, "incident_number": place.number, "exercise": place.exercise}
