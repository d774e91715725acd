"""Reviews, causes, figures, corrective actions and lessons, as they are read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import apsw

from warroom.domain.causes import Barrier, Cause, ChangedBranch
from warroom.domain.correctives import Corrective, Postponement
from warroom.domain.impact_figures import Affected, Figure, Rate
from warroom.domain.incidents import Mode
from warroom.domain.lessons import Lesson, LessonLink
from warroom.domain.rex import Rex, RexApproval, RexComment, RexNote, RexPublication, RexSection
from warroom.storage.queries.messages import of_incident
from warroom.storage.queries.plain import fetch
from warroom.storage.queries.team import OF_MODE
from warroom.storage.sight import Sight


def rexes(conn: apsw.Connection, sight: Sight, incident: bytes | None, mode: Mode) -> list[Rex]:
    where, values = of_incident(incident, mode)
    return fetch(conn, sight, Rex, "rex", where, values, order="opened_at DESC, id DESC")


def rex(conn: apsw.Connection, sight: Sight, record: bytes) -> Rex | None:
    return next(iter(fetch(conn, sight, Rex, "rex", "id=?", (record,))), None)


def sections(conn: apsw.Connection, sight: Sight, of_rex: bytes) -> list[RexSection]:
    return fetch(conn, sight, RexSection, "rex_section", "rex=?", (of_rex,), "code, id")


def notes(conn: apsw.Connection, sight: Sight, of_rex: bytes) -> list[RexNote]:
    return fetch(conn, sight, RexNote, "rex_note", "rex=?", (of_rex,), "at, id")


def approvals(conn: apsw.Connection, sight: Sight, of_rex: bytes) -> list[RexApproval]:
    return fetch(conn, sight, RexApproval, "rex_approval", "rex=?", (of_rex,), "at, id")


def publications(conn: apsw.Connection, sight: Sight, of_rex: bytes) -> list[RexPublication]:
    return fetch(conn, sight, RexPublication, "rex_publication", "rex=?", (of_rex,), "at, id")


def comments(conn: apsw.Connection, sight: Sight, of_rex: bytes) -> list[RexComment]:
    return fetch(conn, sight, RexComment, "rex_comment", "rex=?", (of_rex,), "taken_in_at, written_at, id")


def figures(conn: apsw.Connection, sight: Sight, incidents: Sequence[bytes]) -> list[Figure]:
    return fetch(conn, sight, Figure, "figure", *_among(incidents), "kind, at, id")


def affected(conn: apsw.Connection, sight: Sight, incidents: Sequence[bytes]) -> list[Affected]:
    return fetch(conn, sight, Affected, "affected", *_among(incidents), "from_at, id")


def rates(conn: apsw.Connection, sight: Sight) -> list[Rate]:
    return fetch(conn, sight, Rate, "rate", order="code, id")


def branches(conn: apsw.Connection, sight: Sight) -> list[ChangedBranch]:
    return fetch(conn, sight, ChangedBranch, "branch", order='"order", code, id')


def causes(conn: apsw.Connection, sight: Sight, incident: bytes | None, mode: Mode) -> list[Cause]:
    where, values = of_incident(incident, mode)
    return fetch(conn, sight, Cause, "cause", where, values, '"order", at, id')


def cause(conn: apsw.Connection, sight: Sight, record: bytes) -> Cause | None:
    return next(iter(fetch(conn, sight, Cause, "cause", "id=?", (record,))), None)


def causes_of(conn: apsw.Connection, sight: Sight, incidents: Sequence[bytes]) -> list[Cause]:
    return fetch(conn, sight, Cause, "cause", *_among(incidents), '"order", at, id')


def began(conn: apsw.Connection, mode: Mode) -> dict[str, int | None]:
    """When each incident that has causes began: its impact first, else its detection, else its declaration."""
    sql = f"SELECT id, coalesce(impact_started, detected, declared_at) FROM incident WHERE id IN (SELECT incident FROM cause WHERE {OF_MODE[mode]})"
    return {bytes(record).hex(): at for record, at in conn.execute(sql)}


def barrier(conn: apsw.Connection, sight: Sight, record: bytes) -> Barrier | None:
    return next(iter(fetch(conn, sight, Barrier, "barrier", "id=?", (record,))), None)


def barriers(conn: apsw.Connection, sight: Sight, incidents: Sequence[bytes]) -> list[Barrier]:
    return fetch(conn, sight, Barrier, "barrier", *_among(incidents), "at, id")


def correctives(conn: apsw.Connection, sight: Sight, incident: bytes | None, mode: Mode) -> list[Corrective]:
    where, values = of_incident(incident, mode)
    return fetch(conn, sight, Corrective, "corrective", where, values, "due_at IS NULL, due_at, priority, id")


def corrective(conn: apsw.Connection, sight: Sight, record: bytes) -> Corrective | None:
    return next(iter(fetch(conn, sight, Corrective, "corrective", "id=?", (record,))), None)


def postponements(conn: apsw.Connection, sight: Sight, of_corrective: bytes | None) -> list[Postponement]:
    where, values = ("1", ()) if of_corrective is None else ("corrective=?", (of_corrective,))
    return fetch(conn, sight, Postponement, "postponement", where, values, "at, id")


def lessons(conn: apsw.Connection, sight: Sight, incident: bytes | None, mode: Mode) -> list[Lesson]:
    where, values = of_incident(incident, mode)
    return fetch(conn, sight, Lesson, "lesson", where, values, "at DESC, id DESC")


def lesson_links(conn: apsw.Connection, sight: Sight) -> list[LessonLink]:
    return fetch(conn, sight, LessonLink, "lesson_link", order="at, id")


def _among(incidents: Sequence[bytes]) -> tuple[str, Sequence[Any]]:
    return f"incident IN ({','.join('?' * len(incidents))})", incidents
