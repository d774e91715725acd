"""Questions about incidents and everything that hangs on one, save its log."""

from __future__ import annotations

from dataclasses import dataclass, replace

import apsw

from warroom.domain.actions import Action
from warroom.domain.clocks import Clock, ClockKind
from warroom.domain.decisions import Decision
from warroom.domain.dues import Due, DueKind, Pending
from warroom.domain.files import Attachment
from warroom.domain.ids import IncidentId, RecordId
from warroom.domain.incidents import Incident, Mode
from warroom.domain.people import Person
from warroom.domain.services import AffectedService, ServiceState
from warroom.storage.queries.cadence import cadence_dues
from warroom.storage.queries.disputes import are_disputed
from warroom.storage.queries.rows import (
    ACTION_COLUMNS,
    ATTACHMENT_COLUMNS,
    DECISION_COLUMNS,
    INCIDENT_COLUMNS,
    hexed,
    known,
    loaded,
    one,
    read,
)
from warroom.storage.sight import MARK, Sight

OVER = "('closed','false_alarm')"
FINISHED = "('done','cancelled','skipped')"
MODES = {Mode.REAL: "AND coalesce({0}exercise,0)=0", Mode.EXERCISE: "AND {0}exercise=1", Mode.BOTH: ""}


@dataclass(frozen=True, slots=True)
class Card:
    """One incident on the board: itself, its services, what is open and what is next."""

    incident: Incident
    services: tuple[str, ...]
    open_actions: int
    late_actions: int
    open_decisions: int
    entries: int
    next_due: Due | None
    last_entry_at: int | None
    situation: str = ""  # what is held true, as plain lines
    is_disputed: bool = False  # two stations wrote different things of it, and nobody has chosen yet


def mode_clause(mode: Mode, alias: str = "") -> str:
    return MODES[mode].format(alias)


def incidents(conn: apsw.Connection, sight: Sight, *, mode: Mode, live_only: bool = False) -> list[Incident]:
    """Incidents, gravest first, then newest."""
    live = f"AND coalesce(status,'declared') NOT IN {OVER}" if live_only else ""
    sql = (
        f"SELECT {INCIDENT_COLUMNS} FROM incident WHERE NOT _hidden {live} {mode_clause(mode)} "
        "ORDER BY CASE WHEN vital=1 OR coalesce(severity,0)=0 THEN 1 ELSE severity END, declared_at DESC, id"
    )
    return [sight.incident(row) for row in read(conn, sql)]


def incident(conn: apsw.Connection, record: bytes, sight: Sight) -> Incident | None:
    row = one(conn, f"SELECT {INCIDENT_COLUMNS} FROM incident WHERE id=? AND NOT _hidden", (record,))
    return sight.incident(row) if row else None


def incident_by_number(conn: apsw.Connection, number: str, sight: Sight) -> list[Incident]:
    sql = f"SELECT {INCIDENT_COLUMNS} FROM incident WHERE number=? AND NOT _hidden ORDER BY id"
    return [sight.incident(row) for row in read(conn, sql, (number.upper(),))]


def cards(conn: apsw.Connection, sight: Sight, *, room: str, mode: Mode, now_ms: int, live_only: bool) -> list[Card]:
    """The board: every incident with what hangs on it, six questions in all."""
    found = incidents(conn, sight, mode=mode, live_only=live_only)
    services: dict[str, list[str]] = {}
    for record, name in read(
        conn,
        "SELECT i.incident, s.name FROM impact i JOIN service s ON s.id=i.service WHERE NOT i._hidden ORDER BY s.name, i.id",
    ):
        services.setdefault(hexed(record), []).append(name or "")
    actions = {
        hexed(row[0]): (row[1], row[2])
        for row in read(
            conn,
            f"SELECT incident, count(*), sum(coalesce(due_at < ?,0)) FROM action WHERE NOT _hidden AND coalesce(state,'todo') NOT IN {FINISHED} GROUP BY incident",
            (now_ms,),
        )
    }
    decisions = {
        hexed(row[0]): row[1]
        for row in read(
            conn, "SELECT incident, count(*) FROM decision WHERE NOT _hidden AND state='requested' GROUP BY incident"
        )
    }
    tallies = {hexed(row[0]): (row[1], row[2]) for row in read(conn, "SELECT incident, entries, last_at FROM tally")}
    due: dict[str, Due] = {}
    for item in dues(conn, sight, room, None):
        due.setdefault(item.incident, item)
    disputed = are_disputed(conn, "incident")
    stated: dict[str, list[str]] = {}
    for record, text in read(conn, "SELECT incident, text FROM sentence WHERE NOT _hidden ORDER BY place, id"):
        stated.setdefault(hexed(record), []).append(str(text or ""))
    return [
        Card(
            incident=item,
            services=tuple(services.get(item.id, ())),
            open_actions=actions.get(item.id, (0, 0))[0],
            late_actions=actions.get(item.id, (0, 0))[1] or 0,
            open_decisions=decisions.get(item.id, 0),
            entries=tallies.get(item.id, (0, None))[0],
            next_due=due.get(item.id),
            last_entry_at=tallies.get(item.id, (0, None))[1],
            situation="\n".join(part for part in (item.situation, *stated.get(item.id, ())) if part),
            is_disputed=item.id in disputed,
        )
        for item in found
    ]


def decisions(conn: apsw.Connection, record: bytes, sight: Sight, *, open_only: bool = False) -> list[Decision]:
    """Decisions of one incident: those awaited first, oldest first among them; then the taken, newest first."""
    only = "AND state='requested'" if open_only else ""
    sql = (
        f"SELECT {DECISION_COLUMNS} FROM decision WHERE incident=? AND NOT _hidden {only} ORDER BY state<>'requested', "
        "CASE WHEN state='requested' THEN coalesce(decide_before, 9e15) END, CASE WHEN state='requested' THEN requested_at END, decided_at DESC, id"
    )
    return [sight.decision(row) for row in read(conn, sql, (record,))]


def decision(conn: apsw.Connection, record: bytes, sight: Sight) -> Decision | None:
    row = one(conn, f"SELECT {DECISION_COLUMNS} FROM decision WHERE id=? AND NOT _hidden", (record,))
    return sight.decision(row) if row else None


def actions(conn: apsw.Connection, record: bytes, sight: Sight, *, open_only: bool = False) -> list[Action]:
    """Actions of one incident: open ones by due time, then the finished, newest first."""
    only = f"AND coalesce(state,'todo') NOT IN {FINISHED}" if open_only else ""
    sql = (
        f"SELECT {ACTION_COLUMNS} FROM action WHERE incident=? AND NOT _hidden {only} "
        f"ORDER BY coalesce(state,'todo') IN {FINISHED}, CASE WHEN state IN {FINISHED} THEN -finished_at ELSE coalesce(due_at, 9e15) END, created_at, id"
    )
    return [sight.action(row) for row in read(conn, sql, (record,))]


def action(conn: apsw.Connection, record: bytes, sight: Sight) -> Action | None:
    row = one(conn, f"SELECT {ACTION_COLUMNS} FROM action WHERE id=? AND NOT _hidden", (record,))
    return sight.action(row) if row else None


def services(conn: apsw.Connection, record: bytes) -> list[AffectedService]:
    """Services touched by one incident, the worst first."""
    sql = (
        "SELECT i.id, i.incident, i.service, s.name, i.state, i.since, i.down_since FROM impact i JOIN service s ON s.id=i.service WHERE i.incident=? AND NOT i._hidden "
        "ORDER BY CASE i.state WHEN 'major_outage' THEN 0 WHEN 'partial_outage' THEN 1 WHEN 'degraded' THEN 2 WHEN 'unknown' THEN 3 "
        "WHEN 'maintenance' THEN 4 ELSE 5 END, s.name, i.id"
    )
    return [
        AffectedService(
            id=RecordId(hexed(row[0])),
            incident=IncidentId(hexed(row[1])),
            service=RecordId(hexed(row[2])),
            name=row[3] or "",
            state=known(ServiceState, row[4], ServiceState.UNKNOWN),
            since=row[5],
            down_since=row[6],
        )
        for row in read(conn, sql, (record,))
    ]


def dues(conn: apsw.Connection, sight: Sight, room: str, record: bytes | None) -> list[Due]:
    """Clocks still running and messages due by a cadence, soonest first; of one incident, or of all."""
    only = "AND d.incident=?" if record else ""
    sql = (
        "SELECT d.id, d.incident, d.kind, d.label, d.due_at, d.started_at, d.done_at, (SELECT number FROM entry e WHERE e.id=d.evidence) "
        f"FROM due d WHERE NOT d._hidden AND d.done_at IS NULL AND d.due_at IS NOT NULL {only} ORDER BY d.due_at, d.id"
    )
    found = [
        Due(
            id=RecordId(hexed(row[0])),
            incident=IncidentId(hexed(row[1])),
            kind=known(DueKind, row[2], DueKind.DEADLINE),
            label=row[3] or "",
            due_at=row[4],
            started_at=row[5],
            done_at=row[6],
            evidence=row[7] or "",
        )
        for row in read(conn, sql, (record,) if record else ())
    ]
    return sorted([*found, *cadence_dues(conn, sight, room, record)], key=lambda due: (due.due_at, due.id))


PENDING = f"""
SELECT i.id, i.number, i.exercise, 'decision' AS noun, d.id, d.number, d.question, d.decider, d.requested_at AS since, d.decide_before AS due
  FROM decision d JOIN incident i ON i.id=d.incident WHERE d.state='requested' AND NOT d._hidden AND NOT i._hidden
UNION ALL SELECT i.id, i.number, i.exercise, 'review', d.id, d.number, coalesce(d.decided, d.question), d.decider, d.decided_at, d.review_at
  FROM decision d JOIN incident i ON i.id=d.incident WHERE d.state='decided' AND d.review_at IS NOT NULL AND d.reviewed_at IS NULL AND NOT d._hidden AND NOT i._hidden
UNION ALL SELECT i.id, i.number, i.exercise, 'action', a.id, a.number, a.text, a.owner, a.created_at, a.due_at
  FROM action a JOIN incident i ON i.id=a.incident WHERE a.due_at IS NOT NULL AND coalesce(a.state,'todo') NOT IN {FINISHED} AND NOT a._hidden AND NOT i._hidden
UNION ALL SELECT i.id, i.number, i.exercise, u.kind, u.id, '', u.label, i.owner, u.started_at, u.due_at
  FROM due u JOIN incident i ON i.id=u.incident WHERE u.done_at IS NULL AND u.due_at IS NOT NULL AND NOT u._hidden AND NOT i._hidden
  AND coalesce(i.status,'declared') NOT IN {OVER}
"""


def pending(conn: apsw.Connection, sight: Sight, *, mode: Mode, limit: int = 200) -> list[Pending]:
    """Everything that is due, whoever owns it: decisions awaited, reviews, dated actions, clocks; soonest first."""
    sql = f"SELECT * FROM ({PENDING}) WHERE 1 {mode_clause(mode)} ORDER BY coalesce(due, since), since, 5 LIMIT ?"
    found = [
        Pending(
            incident=IncidentId(hexed(row[0])),
            incident_number=row[1] or "",
            exercise=bool(row[2]),
            noun=row[3],
            id=RecordId(hexed(row[4])),
            number=row[5] or "",
            text=row[6] or "",
            owner=row[7] or "",
            since=row[8],
            due_at=row[9],
        )
        for row in read(conn, sql, (limit,))
    ]
    return [_as_seen(conn, item, sight) for item in found]


LISTED = (
    ClockKind.POINT, ClockKind.TIMEBOX, ClockKind.RTO, ClockKind.LEGAL, ClockKind.CONTACT, ClockKind.MEANS,
    ClockKind.RELIEF, ClockKind.ACK, ClockKind.DEPUTY, ClockKind.PROMISE, ClockKind.ANSWER,
    ClockKind.CHECK,
)  # fmt: skip


def is_listed(clock: Clock) -> bool:
    """Whether a clock is due without being a decision, an action or a clock set by hand, which `pending` finds."""
    return (clock.kind in LISTED or clock.noun == "cadence") and clock.state.is_running and clock.due_at is not None


def pending_of(clock: Clock) -> Pending:
    """A clock as a line of everything that is due."""
    return Pending(
        incident=clock.incident,
        incident_number=clock.incident_number,
        noun=clock.noun,
        id=RecordId(clock.record),
        number=clock.number,
        text=clock.label,
        owner=clock.owner,
        since=clock.started_at,
        due_at=clock.due_at,
        exercise=clock.exercise,
    )


def _as_seen(conn: apsw.Connection, item: Pending, sight: Sight) -> Pending:
    """What is due, as whoever looks may see it: a restricted decision, an owner who was erased."""
    if MARK not in item.text + item.owner:
        place = {"action": ("action", "owner"), "decision": ("decision", "decider"), "review": ("decision", "decider")}
        noun, name = place.get(item.noun, ("incident", "owner"))
        alias = "" if item.owner else sight.alias(noun, item.incident if noun == "incident" else item.id, name)
        return replace(item, owner=alias) if alias else item
    seen = decision(conn, bytes.fromhex(item.id), sight)
    if seen is None:
        return replace(item, text="", owner="")
    said = seen.question if seen.restricted or item.noun == "decision" else seen.decided
    return replace(item, text=said, owner=seen.decider)


def attachments(conn: apsw.Connection, record: bytes, sight: Sight, *, of_incident: bool) -> list[Attachment]:
    """Attachments of one record, or of a whole incident, in the order they were added."""
    column = "incident" if of_incident else "parent"
    sql = f"SELECT {ATTACHMENT_COLUMNS} FROM attachment WHERE {column}=? ORDER BY added_at, id"
    return [sight.attachment(row, awaited=_awaited(conn, row[11])) for row in read(conn, sql, (record,))]


def attachment(conn: apsw.Connection, record: bytes, sight: Sight) -> Attachment | None:
    row = one(conn, f"SELECT {ATTACHMENT_COLUMNS} FROM attachment WHERE id=?", (record,))
    return sight.attachment(row, awaited=_awaited(conn, row[11])) if row else None


def _awaited(conn: apsw.Connection, chunks: object) -> bool:
    names = loaded(chunks, ())
    return any(one(conn, "SELECT 1 FROM chunk WHERE sha=?", (bytes.fromhex(name),)) is None for name in names)


def people(conn: apsw.Connection) -> list[Person]:
    """Whoever types, owns or decides in this room, by name; not all of the roster, which may hold ten thousand."""
    rows = read(
        conn,
        "SELECT id, name, initials FROM person WHERE NOT _hidden AND name IS NOT NULL AND initials IS NOT NULL "
        "ORDER BY name COLLATE NOCASE, id",
    )
    return [Person(id=hexed(row[0]), name=row[1] or "", initials=row[2] or "") for row in rows]  # type: ignore[arg-type]


def names(conn: apsw.Connection) -> tuple[list[str], list[str]]:
    """Names of people and of services, for completion."""
    known_people = [person.name for person in people(conn)]
    known_services = [
        row[0]
        for row in read(
            conn, "SELECT name FROM service WHERE NOT _hidden AND name IS NOT NULL ORDER BY name COLLATE NOCASE, id"
        )
    ]
    return known_people, known_services


def counts(conn: apsw.Connection, record: bytes | None, *, now_ms: int) -> dict[str, tuple[int, int]]:
    """Counts for the rail: what → (all open, late among them); of one incident, or of every real one."""
    only = "AND incident=:i" if record else "AND incident IN (SELECT id FROM incident WHERE coalesce(exercise,0)=0)"
    values = {"i": record, "now": now_ms} if record else {"now": now_ms}
    live = one(
        conn,
        f"SELECT count(*) FROM incident WHERE NOT _hidden AND coalesce(status,'declared') NOT IN {OVER} AND coalesce(exercise,0)=0 "
        "AND NOT (status='resolved' AND coalesce(source,'')<>'')",  # told by another tool when it was over: past, not at work
    )
    open_actions = one(
        conn,
        f"SELECT count(*), coalesce(sum(due_at < :now),0) FROM action WHERE NOT _hidden AND coalesce(state,'todo') NOT IN {FINISHED} {only}",
        values,
    )
    open_decisions = one(
        conn,
        f"SELECT count(*), coalesce(sum(decide_before < :now),0) FROM decision WHERE NOT _hidden AND state='requested' {only}",
        values,
    )
    logged = (
        one(conn, "SELECT entries FROM tally WHERE incident=?", (record,))
        if record
        else one(conn, f"SELECT coalesce(sum(entries),0) FROM tally WHERE true {only}")
    )
    return {
        "board": ((live or (0,))[0], 0),
        "log": ((logged or (0,))[0], 0),
        "actions": (open_actions or (0, 0))[:2],
        "decisions": (open_decisions or (0, 0))[:2],
    }
