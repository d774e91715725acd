"""Questions about what calls for somebody: vacant functions, questions left over, callers whom nobody verified."""

from __future__ import annotations

import apsw

from warroom.domain.alarms import CellCalls
from warroom.domain.cells import Function
from warroom.domain.decisions import Decision
from warroom.domain.incidents import Mode
from warroom.domain.points import Point, QuestionAsked
from warroom.storage.queries.at_work import cells
from warroom.storage.queries.board import OVER, mode_clause
from warroom.storage.queries.plain import fetch
from warroom.storage.queries.rows import DECISION_COLUMNS, DECISION_FIELDS, one, read
from warroom.storage.sight import Sight


def cell_calls(conn: apsw.Connection, sight: Sight, *, mode: Mode) -> list[CellCalls]:
    """What of each cell at work may call."""
    return [
        CellCalls(
            cell=cell,
            number=_number(conn, cell.lead),
            functions=tuple(fetch(conn, sight, Function, "function", "cell=? AND coalesce(holder,'')=''", (record,))),
            waiting=tuple(
                fetch(conn, sight, QuestionAsked, "question", "cell=? AND state='waiting'", (record,), "asked_at, id")
            ),
            last_held=next(
                iter(
                    fetch(
                        conn,
                        sight,
                        Point,
                        "point",
                        "cell=? AND ended_at IS NOT NULL",
                        (record,),
                        "ended_at DESC, id LIMIT 1",
                    )
                ),
                None,
            ),
        )
        for cell in cells(conn, sight, mode=mode, live_only=True)
        for record in (bytes.fromhex(cell.id),)
    ]


def unverified(conn: apsw.Connection, sight: Sight, *, mode: Mode) -> list[tuple[Decision, str, bool]]:
    """Decisions of open incidents that came from afar from somebody whom nobody verified, and that nobody read back."""
    columns = ", ".join(f"d.{name}" for name in DECISION_COLUMNS.split(", "))
    sql = (
        f"SELECT {columns}, i.number, i.exercise FROM decision d JOIN incident i ON i.id=d.incident "
        "WHERE d.state='decided' AND d.how IN ('phone','written') AND coalesce(d.caller_check,'') IN ('','none') "
        "AND d.decided_at IS NOT NULL AND d.read_back_at IS NULL AND NOT d._hidden AND NOT i._hidden "
        f"AND coalesce(i.status,'declared') NOT IN {OVER} {mode_clause(mode, 'i.')} ORDER BY d.decided_at, d.id"
    )
    size = len(DECISION_FIELDS)
    return [(sight.decision(row[:size]), row[size] or "", bool(row[size + 1])) for row in read(conn, sql)]


def _number(conn: apsw.Connection, incident: str) -> str:
    row = one(conn, "SELECT number FROM incident WHERE id=?", (bytes.fromhex(incident),)) if incident else None
    return str(row[0] or "") if row else ""
