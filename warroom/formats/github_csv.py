"""GitHub side files: two CSV files about the same incidents, which enrich them by id and never add one."""

from __future__ import annotations

from warroom.formats.clean import add_flag, clean_label
from warroom.formats.github_status import KIND, is_before, moment, severity_of
from warroom.formats.limits import unreadable
from warroom.formats.problems import Flag, Problem
from warroom.formats.records import IncidentEnrichment, Reading, Refused, When, Where, flagged_among
from warroom.formats.table import Row, Table, open_table
from warroom.words import _

WINDOW_COLUMNS = ("incident_id", "downtime_start", "downtime_end")
SEGMENT_COLUMNS = ("incident_id", "start_at", "end_at", "status")

_KNOWN_WINDOW = {*WINDOW_COLUMNS, "title", "impact"}


def read_github_csv(data: bytes) -> Reading:
    """One enrichment for each incident id. Refuses a table that is neither of the two."""
    table = open_table(data, header=True, delimiter=",")
    if set(SEGMENT_COLUMNS) <= set(table.columns):
        return _reading(*_segments(table))
    if set(WINDOW_COLUMNS) <= set(table.columns):
        return _reading(*_windows(table))
    raise unreadable("not-github-status", _("The table is not one of GitHub's status history."))


def _reading(enrichments: list[IncidentEnrichment], refused: list[Refused]) -> Reading:
    return Reading(
        kind=KIND,
        enrichments=tuple(enrichments),
        flagged=flagged_among(*enrichments),
        refused=tuple(refused),
    )


def _windows(table: Table) -> tuple[list[IncidentEnrichment], list[Refused]]:
    made: dict[str, IncidentEnrichment] = {}
    refused: list[Refused] = []
    for row in table.rows():
        record = row if isinstance(row, Refused) else _window(_named(table, row), Where(line=row.line), row)
        if isinstance(record, IncidentEnrichment) and record.source_id in made:
            record = Refused(where=record.where, problem=Problem.SAME_ID, detail=record.source_id)
        if isinstance(record, Refused):
            refused.append(record)
        else:
            made[record.source_id] = record
    return list(made.values()), refused


def _window(cells: dict[str, str], where: Where, row: Row) -> IncidentEnrichment | Refused:
    flags: list[Flag] = []
    source_id = clean_label(cells["incident_id"], flags)
    if (fault := _fault(source_id, row)) is not None:
        return Refused(where=where, problem=fault, detail=str(len(row.cells)))
    start, end = moment(cells["downtime_start"], flags), moment(cells["downtime_end"], flags)
    if is_before(end, start):
        flags.append(Flag(Problem.END_BEFORE_START, f"{cells['downtime_end']} < {cells['downtime_start']}"))
    impact = clean_label(cells.get("impact", ""), flags).lower()
    return IncidentEnrichment(
        source_id=source_id,
        where=where,
        downtime_start=start,
        downtime_end=end,
        title=clean_label(cells.get("title", ""), flags),
        severity=severity_of(impact, flags),
        impact=impact,
        maintenance=impact == "maintenance",
        extra={
            clean_label(name, flags): clean_label(cell, flags)
            for name, cell in cells.items()
            if name not in _KNOWN_WINDOW and cell
        },
        flags=tuple(flags),
    )


def _segments(table: Table) -> tuple[list[IncidentEnrichment], list[Refused]]:
    """The rows of one incident together, in file order; its place is that of its first row."""
    parts: dict[str, list[tuple[When, When, str]]] = {}
    places: dict[str, Where] = {}
    flags: dict[str, list[Flag]] = {}
    refused: list[Refused] = []
    for row in table.rows():
        if isinstance(row, Refused):
            refused.append(row)
            continue
        cells, where = _named(table, row), Where(line=row.line)
        source_id = clean_label(cells["incident_id"], [])
        if (fault := _fault(source_id, row)) is not None:
            refused.append(Refused(where=where, problem=fault, detail=str(len(row.cells))))
            continue
        places.setdefault(source_id, where)
        parts.setdefault(source_id, []).append(_segment(cells, flags.setdefault(source_id, [])))
    made = [
        IncidentEnrichment(
            source_id=source_id, where=places[source_id], segments=tuple(segments), flags=tuple(flags[source_id])
        )
        for source_id, segments in parts.items()
    ]
    return made, refused


def _segment(cells: dict[str, str], flags: list[Flag]) -> tuple[When, When, str]:
    start, end = moment(cells["start_at"], flags), moment(cells["end_at"], flags)
    if start is None or end is None:
        add_flag(flags, Flag(Problem.MISSING_TIME))
    if is_before(end, start):
        add_flag(flags, Flag(Problem.END_BEFORE_START, f"{cells['end_at']} < {cells['start_at']}"))
    nothing = When(utc=None, original="")
    return start or nothing, end or nothing, clean_label(cells["status"], flags)


def _named(table: Table, row: Row) -> dict[str, str]:
    return dict(zip(table.columns, row.cells, strict=True))


def _fault(source_id: str, row: Row) -> Problem | None:
    if row.is_short:
        return Problem.FEWER_CELLS
    return None if source_id else Problem.NO_ID
