"""Questions about the cadence of messages: what was laid down and let out, and the clocks that follow."""

from __future__ import annotations

import apsw

from warroom import words
from warroom.domain.audience_book import AudienceBook
from warroom.domain.cadence_proposals import Situation
from warroom.domain.dues import Due, DueKind
from warroom.domain.ids import IncidentId
from warroom.domain.incidents import Mode
from warroom.domain.message_cadence import Cadence, CadenceStep, Told, cadences, owed_ref
from warroom.storage.audience_book import audience_book
from warroom.storage.queries.plain import fetch
from warroom.storage.queries.rows import one
from warroom.storage.queries.team import OF_MODE
from warroom.storage.sight import Sight
from warroom.words import _

NOT_OVER = "incident IN (SELECT id FROM incident WHERE coalesce(status,'declared') NOT IN ('closed','false_alarm'))"


def found_cadences(
    conn: apsw.Connection, sight: Sight, incident: bytes | None, mode: Mode = Mode.BOTH, *, live: bool = False
) -> list[Cadence]:
    """The cadence of each audience, of one incident or of all of a mode; `live` leaves out incidents that are over."""
    where, values = (OF_MODE[mode], ()) if incident is None else ("incident=?", (incident,))
    where = f"{where} AND {NOT_OVER}" if live else where
    steps = fetch(conn, sight, CadenceStep, "cadence_step", where, values)
    return cadences(steps, fetch(conn, sight, Told, "release", where, values))


def cadence_dues(conn: apsw.Connection, sight: Sight, room: str, incident: bytes | None) -> list[Due]:
    """The next messages as something due, as if a hand had set it: one for all audiences of the same incident and hour."""
    owed: dict[tuple[IncidentId, int, bool], list[Cadence]] = {}
    for cadence in found_cadences(conn, sight, incident, live=incident is None):
        if cadence.open is not None:
            hour = (cadence.incident, cadence.open.rings_at, cadence.open.is_first)
            owed.setdefault(hour, []).append(cadence)
    book = audience_book(conn, sight, room) if owed else AudienceBook()
    return [_due(book, together, due_at) for (_incident, due_at, _first), together in owed.items()]


def _due(book: AudienceBook, together: list[Cadence], due_at: int) -> Due:
    codes = [one.audience for one in together]
    known = [audience.code for audience in book.audiences if audience.code in codes]
    audiences = (*known, *(code for code in codes if code not in known))
    names = ", ".join(book.name(code, words.language()) for code in audiences)
    periods = [one.open for one in together if one.open is not None]
    is_first = any(period.is_first for period in periods)
    return Due(
        id=owed_ref(together[0].incident, audiences),
        incident=together[0].incident,
        kind=DueKind.UPDATE,
        label=(_("First message: {audiences}") if is_first else _("Next message: {audiences}")).format(audiences=names),
        due_at=due_at,
        started_at=max(period.since for period in periods),
        done_at=None,
        audiences=audiences,
    )


def situation_of(conn: apsw.Connection, sight: Sight, room: str, incident: bytes) -> Situation:
    """What proposals about the cadence of an incident rest on."""
    return Situation(
        cadences=tuple(found_cadences(conn, sight, incident)),
        book=audience_book(conn, sight, room),
        status_at=_written_at(conn, incident, "status"),
        severity_at=_written_at(conn, incident, "severity"),
        level=level_over(conn, incident),
    )


def level_over(conn: apsw.Connection, incident: bytes) -> int | None:
    """The highest level of a cell at work that covers an incident."""
    sql = (
        "SELECT max(c.level) FROM crisis_cell c JOIN coverage v ON v.cell=c.id "
        "WHERE v.incident=? AND NOT v._hidden AND NOT c._hidden AND c.state='active'"
    )
    row = one(conn, sql, (incident,))
    return row[0] if row else None


def _written_at(conn: apsw.Connection, incident: bytes, name: str) -> int | None:
    """When a field of an incident got the value it has, by the clock of whoever wrote it."""
    sql = "SELECT o.wall FROM cell c JOIN op o ON o.w=c.w AND o.seq=c.seq WHERE c.ent='incident' AND c.rid=? AND c.field=?"
    row = one(conn, sql, (incident, name))
    return row[0] if row else None
