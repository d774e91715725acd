"""Questions about where reviews stand: what their state follows from, and the timeline that the log makes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import apsw

from warroom.domain.causes import Barrier, Cause
from warroom.domain.correctives import Corrective, CorrectiveState, Postponement
from warroom.domain.entries import Entry
from warroom.domain.ids import IncidentId
from warroom.domain.impact_figures import Affected, Figure
from warroom.domain.incidents import Incident, Milestone, Mode, Severity, Status
from warroom.domain.lessons import Lesson
from warroom.domain.rex import NEEDED, Rex
from warroom.domain.rex_board import RexLine, in_order
from warroom.domain.rex_state import RexFacts, digest_of, open_sections, standing
from warroom.domain.rex_timeline import Course, RexTimeline, moments_of, timeline_of
from warroom.storage.queries import board, learning, log
from warroom.storage.queries.disputes import are_disputed
from warroom.storage.queries.log import Order
from warroom.storage.queries.plain import fetch
from warroom.storage.sight import Sight

WRITTEN = ("rex", "rex_section", "rex_note", "cause", "barrier", "figure", "affected", "corrective", "lesson")
HOURS = (Milestone.IMPACT_STARTED, Milestone.DETECTED, Milestone.MITIGATED, Milestone.RESOLVED)
MOMENTS_MOST = 50_000  # entries that one timeline is made of; nobody reads more


def incidents_of(rex: Rex) -> list[bytes]:
    """The incidents of a review by id, the one that leads first."""
    return [bytes.fromhex(one) for one in dict.fromkeys((rex.incident, *rex.others)) if len(one) == 32]


def facts_of(
    conn: apsw.Connection, sight: Sight, record: bytes, *, disputed: frozenset[str] | None = None
) -> RexFacts | None:
    """Everything that the state of a review follows from, save its timeline; None for one that is not here.

    `disputed` are the ids of all records with several values, where somebody who reads many reviews found them already.
    """
    rex = learning.rex(conn, sight, record)
    if rex is None:
        return None
    incidents = incidents_of(rex)
    where, values = _among(incidents)
    facts = RexFacts(
        rex=rex,
        sections=tuple(learning.sections(conn, sight, record)),
        notes=tuple(learning.notes(conn, sight, record)),
        approvals=tuple(learning.approvals(conn, sight, record)),
        publications=tuple(learning.publications(conn, sight, record)),
        causes=tuple(fetch(conn, sight, Cause, "cause", where, values, '"order", at, id')),
        barriers=tuple(fetch(conn, sight, Barrier, "barrier", where, values, "at, id")),
        figures=tuple(fetch(conn, sight, Figure, "figure", where, values, "kind, at, id")),
        affected=tuple(fetch(conn, sight, Affected, "affected", where, values, "from_at, id")),
        correctives=tuple(
            fetch(conn, sight, Corrective, "corrective", where, values, "due_at IS NULL, due_at, priority, id")
        ),
        postponements=tuple(
            fetch(
                conn,
                sight,
                Postponement,
                "postponement",
                f"corrective IN (SELECT id FROM corrective WHERE {where})",
                values,
                "at, id",
            )
        ),
        lessons=tuple(fetch(conn, sight, Lesson, "lesson", where, values, "at, id")),
        hours=tuple(_hours(conn, incidents)),
    )
    if sight.shows_aliases_in(WRITTEN):  # an alias is said in the reader's language; what is approved is not
        bare = facts_of(conn, sight.without_aliases(), record, disputed=frozenset())
        facts = replace(facts, kept=digest_of(bare) if bare is not None else "")
    return _with_disputes(facts, disputed_in(conn) if disputed is None else disputed)


def _hours(conn: apsw.Connection, incidents: Sequence[bytes]) -> Iterator[tuple[str, str, int | None]]:
    columns = ", ".join(each.value for each in HOURS)
    for record in incidents:
        for said in conn.execute(f"SELECT {columns} FROM incident WHERE id=?", (record,)):
            yield from ((record.hex(), each.value, at) for each, at in zip(HOURS, said, strict=True) if at is not None)


def board_of(conn: apsw.Connection, sight: Sight, mode: Mode) -> list[RexLine]:
    """Reviews of a mode: those under way by their due date, then what is published, then what was dropped."""
    known = {one.id: one for one in board.incidents(conn, sight, mode=mode)}
    lines, disputed = [], disputed_in(conn)
    for rex in learning.rexes(conn, sight, None, mode):
        incident = known.get(rex.incident)
        facts = facts_of(conn, sight, bytes.fromhex(rex.id), disputed=disputed)
        if facts is None or incident is None:
            continue
        lines.append(
            RexLine(
                rex=rex,
                incident_number=incident.number,
                incident_title=incident.title,
                exercise=incident.exercise,
                severity=incident.gravity,
                standing=standing(facts),
                needed=len(NEEDED[rex.heat]),
                open=open_sections(facts),
                actions=sum(one.state is not CorrectiveState.DROPPED for one in facts.correctives),
                actions_over=sum(one.state is CorrectiveState.VERIFIED for one in facts.correctives),
                is_disputed=bool(facts.disputed),
            )
        )
    return in_order(lines)


def owed(conn: apsw.Connection, sight: Sight, mode: Mode) -> list[Incident]:
    """Grave incidents that are over and that nobody reviews; what was imported was reviewed elsewhere.

    Severity 2 and above (Atlassian, doctrine §10.1); a review that was dropped was judged unnecessary.
    """
    reviewed = {one for rex in learning.rexes(conn, sight, None, mode) for one in (rex.incident, *rex.others)}
    return [
        one for one in board.incidents(conn, sight, mode=mode)
        if one.status in (Status.RESOLVED, Status.CLOSED) and not one.source and one.id not in reviewed
        and one.gravity in (Severity.CRITICAL, Severity.MAJOR)
    ]  # fmt: skip


def timeline_in(conn: apsw.Connection, sight: Sight, rex: Rex) -> RexTimeline:
    """The timeline of a review, from the logs of its incidents; a restricted text is what its reader may see."""
    entries: list[Entry] = []
    courses = []
    for record in incidents_of(rex):
        incident = board.incident(conn, record, sight)
        if incident is None:
            continue
        cited = {number for one in board.decisions(conn, record, sight) for number in one.facts}
        courses.append(
            Course(
                incident=IncidentId(record.hex()),
                number=incident.number,
                severity=incident.severity,
                milestones=incident.milestones,
                cited=frozenset(cited),
                is_imported=bool(incident.source),
            )
        )
        for entry in log.entries_in_order(conn, record, Order.EVENT, sight):
            if len(entries) >= MOMENTS_MOST:
                break
            entries.append(entry)
    return timeline_of(moments_of(entries, courses), courses)


def disputed_in(conn: apsw.Connection) -> frozenset[str]:
    """Records of reviews that several people wrote without seeing each other, by id."""
    return frozenset(record for noun in WRITTEN for record in are_disputed(conn, noun))


def _with_disputes(facts: RexFacts, disputed: frozenset[str]) -> RexFacts:
    if not disputed:
        return facts
    parts = (facts.sections, facts.notes, facts.causes, facts.barriers, facts.figures, facts.affected)
    known = {facts.rex.id} | {one.id for part in (*parts, facts.correctives, facts.lessons) for one in part}
    return replace(facts, disputed=tuple(sorted(known & disputed)))


def _among(incidents: Sequence[bytes]) -> tuple[str, Sequence[bytes]]:
    return f"incident IN ({','.join('?' * len(incidents))})", incidents
