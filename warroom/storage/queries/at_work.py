"""Questions about the cell at work."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any

import apsw

from warroom.domain.alarms import AlarmAnswer
from warroom.domain.anticipation import Scenario
from warroom.domain.cells import LIFE, Cell, Freeze, FreezeException, Function, Objective
from warroom.domain.entries import Entry
from warroom.domain.hypotheses import Backing, Hypothesis
from warroom.domain.incidents import Incident, Mode
from warroom.domain.paper import Printout
from warroom.domain.points import (
    Point,
    QuestionAsked,
    QuestionState,
    as_it_stands,
    question_state,
    sorted_points,
)
from warroom.domain.readiness import Readiness
from warroom.domain.regimes import ChangedRule, ClockEvent, NoticeSection, Regime, Submission
from warroom.domain.situation import Sentence
from warroom.storage.books import ID
from warroom.storage.queries.board import mode_clause
from warroom.storage.queries.plain import fetch
from warroom.storage.queries.rows import ENTRY_COLUMNS, INCIDENT_COLUMNS, hexed, read
from warroom.storage.sight import Sight


def cells(conn: apsw.Connection, sight: Sight, *, mode: Mode, live_only: bool) -> list[Cell]:
    """Cells, those at work first, then the newest."""
    live = "AND state='active'" if live_only else ""
    return fetch(
        conn,
        sight,
        Cell,
        "crisis_cell",
        f"1 {live} {mode_clause(mode)}",
        (),
        "state<>'active', level DESC, activated_at DESC, id",
    )


def cell(conn: apsw.Connection, sight: Sight, record: bytes) -> Cell | None:
    return next(iter(fetch(conn, sight, Cell, "crisis_cell", "id=?", (record,))), None)


def cell_of(conn: apsw.Connection, sight: Sight, incident: bytes) -> Cell | None:
    """The cell that covers an incident: the one at work, else the last that was."""
    return next(iter(cells_of(conn, sight, incident)), None)


def cells_of(conn: apsw.Connection, sight: Sight, incident: bytes) -> list[Cell]:
    """Every cell that covers an incident: at work first, of those the higher level, then the one activated first."""
    sql = "id IN (SELECT cell FROM coverage WHERE incident=? AND NOT _hidden)"
    order = "state<>'active', CASE WHEN state='active' THEN -level END, CASE WHEN state='active' THEN activated_at ELSE -activated_at END, id"
    return fetch(conn, sight, Cell, "crisis_cell", sql, (incident,), order)


def told_by_cell(conn: apsw.Connection, sight: Sight, record: bytes) -> list[Entry]:
    """What the log of the incident that leads a cell tells of its level, oldest first."""
    codes = ", ".join("?" * len(LIFE))
    sql = (
        f"SELECT {ENTRY_COLUMNS} FROM crisis_cell c JOIN entry e ON e.incident=c.lead WHERE c.id=? AND e.code IN ({codes}) "
        "ORDER BY e.hlc, e.w, e.seq LIMIT 200"
    )
    told = [sight.entry(row) for row in read(conn, sql, (record, *LIFE))]
    return [entry for entry in told if isinstance(entry.params, dict) and entry.params.get("cell") == record.hex()]


def covered(conn: apsw.Connection, sight: Sight, record: bytes) -> list[Incident]:
    """The incidents a cell covers: the one that leads it first, then the gravest."""
    columns = ", ".join(f"i.{name}" for name in INCIDENT_COLUMNS.split(", "))
    sql = (
        f"SELECT {columns} FROM coverage o JOIN incident i ON i.id=o.incident JOIN crisis_cell c ON c.id=o.cell "
        "WHERE o.cell=? AND NOT o._hidden AND NOT i._hidden "
        "ORDER BY i.id<>c.lead, CASE WHEN i.vital=1 OR coalesce(i.severity,0)=0 THEN 1 ELSE i.severity END, i.declared_at, i.id"
    )
    return [sight.incident(row) for row in read(conn, sql, (record,))]


def objectives(conn: apsw.Connection, sight: Sight, record: bytes) -> list[Objective]:
    """Objectives of a cell: open ones first, then the last period's."""
    order = "state<>'open', CASE WHEN state='open' THEN set_at ELSE -coalesce(closed_at, set_at) END, id"
    return fetch(conn, sight, Objective, "objective", "cell=?", (record,), order)


def functions(conn: apsw.Connection, sight: Sight, record: bytes) -> list[Function]:
    """Functions of a cell as they were armed, vacant ones first."""
    return fetch(conn, sight, Function, "function", "cell=?", (record,), "coalesce(holder,'')<>'', key")


def freezes(conn: apsw.Connection, sight: Sight, record: bytes) -> list[Freeze]:
    return fetch(conn, sight, Freeze, "freeze", "cell=?", (record,), "ended_at IS NOT NULL, started_at DESC, id")


def exceptions(conn: apsw.Connection, sight: Sight, record: bytes) -> list[FreezeException]:
    return fetch(conn, sight, FreezeException, "freeze_exception", "freeze=?", (record,), "at, id")


def points(conn: apsw.Connection, sight: Sight, record: bytes) -> list[Point]:
    """Points of a cell: the one under way and those to come first, soonest first; then those over, newest first."""
    return sorted_points([as_it_stands(found) for found in fetch(conn, sight, Point, "point", "cell=?", (record,))])


def point(conn: apsw.Connection, sight: Sight, record: bytes) -> Point | None:
    return next((as_it_stands(found) for found in fetch(conn, sight, Point, "point", "id=?", (record,))), None)


def questions_asked(conn: apsw.Connection, sight: Sight, record: bytes) -> list[QuestionAsked]:
    """Questions of a cell: those that wait first, oldest first among them; then the newest answered."""
    found = [question_state(item) for item in fetch(conn, sight, QuestionAsked, "question", "cell=?", (record,))]
    waiting = sorted((q for q in found if q.state is QuestionState.WAITING), key=lambda q: (q.asked_at, q.id))
    over = sorted((q for q in found if q not in waiting), key=lambda q: (-(q.answered_at or q.asked_at), q.id))
    return [*waiting, *over]


def sentences(conn: apsw.Connection, sight: Sight, record: bytes) -> list[Sentence]:
    """The sentences of a situation in their order; what cites anything but entries cites nothing there is."""
    found = fetch(conn, sight, Sentence, "sentence", "incident=?", (record,), "coalesce(place, 0), id")
    return [replace(item, sources=cited_ids(item.sources)) for item in found]


def cited_ids(sources: Iterable[Any]) -> tuple[str, ...]:
    """The ids of entries among what a sentence holds as its sources."""
    return tuple(source for source in sources if isinstance(source, str) and ID.match(source))


def cited(conn: apsw.Connection, sight: Sight, ids: Collection[str]) -> dict[str, Entry]:
    """These entries by id, as far as they are here; at most some hundreds."""
    known = [bytes.fromhex(record) for record in ids if ID.match(record)]
    marks = ", ".join("?" * len(known))
    rows = read(conn, f"SELECT {ENTRY_COLUMNS} FROM entry e WHERE e.id IN ({marks})", known) if known else []
    return {entry.id: entry for entry in map(sight.entry, rows)}


def can_reports(conn: apsw.Connection, sight: Sight, record: bytes) -> list[Entry]:
    """What technical leads reported of conditions, actions and needs, newest first."""
    sql = f"SELECT {ENTRY_COLUMNS} FROM entry e WHERE e.incident=? AND e.code='can' ORDER BY e.hlc DESC, e.key DESC LIMIT 100"
    return [sight.entry(row) for row in read(conn, sql, (record,))]


def scenarios(conn: apsw.Connection, sight: Sight, record: bytes) -> list[Scenario]:
    return fetch(conn, sight, Scenario, "scenario", "incident=?", (record,), "horizon_min, kind, id")


def hypotheses(conn: apsw.Connection, sight: Sight, record: bytes) -> list[Hypothesis]:
    """Hypotheses of an incident: confirmed first, then those being tested, open, ruled out."""
    order = "CASE state WHEN 'confirmed' THEN 0 WHEN 'testing' THEN 1 WHEN 'ruled_out' THEN 3 ELSE 2 END, opened_at, id"
    return fetch(conn, sight, Hypothesis, "hypothesis", "incident=?", (record,), order)


def hypothesis(conn: apsw.Connection, sight: Sight, record: bytes) -> Hypothesis | None:
    return next(iter(fetch(conn, sight, Hypothesis, "hypothesis", "id=?", (record,))), None)


def backings(conn: apsw.Connection, sight: Sight, record: bytes) -> list[Backing]:
    return fetch(conn, sight, Backing, "backing", "hypothesis=?", (record,), "at, id")


def weighed(conn: apsw.Connection, record: bytes) -> dict[str, tuple[int, int]]:
    """How many entries speak for and against each hypothesis of an incident."""
    sql = (
        "SELECT h.id, sum(b.weight='for'), sum(b.weight<>'for') FROM hypothesis h JOIN backing b ON b.hypothesis=h.id "
        "WHERE h.incident=? AND NOT h._hidden AND NOT b._hidden GROUP BY h.id"
    )
    return {hexed(found): (in_favour or 0, against or 0) for found, in_favour, against in read(conn, sql, (record,))}


def regimes(conn: apsw.Connection, sight: Sight, record: bytes) -> list[Regime]:
    return fetch(conn, sight, Regime, "regime", "incident=?", (record,), "code, id")


def clock_events(conn: apsw.Connection, sight: Sight, record: bytes) -> list[ClockEvent]:
    """Every moment that was set, corrected ones among them, in the order of setting."""
    return fetch(conn, sight, ClockEvent, "clock_event", "incident=?", (record,), "set_at, id")


def submissions(conn: apsw.Connection, sight: Sight, record: bytes) -> list[Submission]:
    return fetch(conn, sight, Submission, "submission", "incident=?", (record,), "at, id")


def notices(conn: apsw.Connection, sight: Sight, record: bytes) -> list[NoticeSection]:
    return fetch(conn, sight, NoticeSection, "notice", "incident=?", (record,), "rule, section, id")


def changed_rules(conn: apsw.Connection, sight: Sight) -> list[ChangedRule]:
    return fetch(conn, sight, ChangedRule, "clock_rule", "1", (), "rule, id")


def alarm_answers(conn: apsw.Connection, sight: Sight) -> dict[str, AlarmAnswer]:
    """What was answered to alarms, by what they are about."""
    return {answer.what: answer for answer in fetch(conn, sight, AlarmAnswer, "alarm")}


def printouts(conn: apsw.Connection, sight: Sight, record: bytes | None) -> list[Printout]:
    """Printed copies that are still about, newest first, then the withdrawn; of one incident or of all."""
    only, values = ("incident=?", (record,)) if record else ("1", ())
    return fetch(conn, sight, Printout, "printout", only, values, "withdrawn_at IS NOT NULL, printed_at DESC, id")


def readiness(conn: apsw.Connection, sight: Sight) -> list[Readiness]:
    return fetch(conn, sight, Readiness, "readiness", "1", (), "station, what, id")
