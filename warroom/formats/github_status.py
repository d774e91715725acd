"""GitHub status history: one incident a line, as JSON, with its updates.

Severity comes from the publisher's impact: critical is SEV1, major SEV2, minor SEV3, none SEV4; maintenance has none.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC

from warroom.formats.clean import add_flag, clean, clean_label, quoted
from warroom.formats.encoding import decode
from warroom.formats.limits import LARGEST_FILE, MIB, refuse_larger
from warroom.formats.problems import Flag, Problem
from warroom.formats.records import (
    ImportedIncident,
    ImportedUpdate,
    Reading,
    Refused,
    When,
    Where,
    flagged_among,
)
from warroom.formats.times import read_when

KIND = "github-status"

SEVERITY_OF_IMPACT: dict[str, int | None] = {"critical": 1, "major": 2, "minor": 3, "none": 4, "maintenance": None}

_STATUS_OF_LABEL: dict[str, str | None] = {
    "investigating": "investigating",
    "identified": "identified",
    "monitoring": "monitoring",
    "resolved": "resolved",
    "scheduled": "declared",
    "completed": "resolved",
    "in progress": None,
    "verifying": None,
    "update": None,
    "postmortem": None,
}
_LONGEST_LINE = 4 * MIB
_MOST_UPDATES = 10_000
_MOST_SERVICES = 1_000
_KNOWN = {"id", "title", "url", "impact", "started_at", "resolved_at", "components", "updates"}


def read_github_status(data: bytes) -> Reading:
    """Every incident of the history; a line that is no incident is refused and the others come in."""
    refuse_larger(len(data), LARGEST_FILE)
    incidents: list[ImportedIncident] = []
    refused: list[Refused] = []
    met: set[str] = set()
    for line, text in enumerate(decode(data).text.split("\n"), start=1):
        if not text.strip():
            continue
        record = _incident(text, Where(line=line))
        if isinstance(record, ImportedIncident) and record.source_id in met:
            record = Refused(where=record.where, problem=Problem.SAME_ID, detail=record.source_id)
        if isinstance(record, Refused):
            refused.append(record)
        else:
            met.add(record.source_id)
            incidents.append(record)
    return Reading(kind=KIND, incidents=tuple(incidents), flagged=flagged_among(*incidents), refused=tuple(refused))


def parsed(text: str) -> object:
    """The value of this JSON text. Raises ValueError for broken, doubled, too deep or non-finite content."""
    if len(text) > _LONGEST_LINE:
        raise ValueError("too long")
    try:
        return json.loads(text, object_pairs_hook=_unique, parse_constant=_no_constant)
    except RecursionError as problem:
        raise ValueError("too deep") from problem


def moment(value: object, flags: list[Flag]) -> When | None:
    """The time in this field, flagged when in doubt; None when the field is absent."""
    if value is None or value == "":
        return None
    text = value if isinstance(value, str) else json.dumps(value)
    when, doubt = read_when(clean_label(text, flags), zone=UTC)
    if doubt is not None:
        add_flag(flags, doubt)
    return when


def is_before(one: When | None, other: When | None) -> bool:
    """Whether both times are known and the first lies before the second."""
    return one is not None and other is not None and bool(one.utc and other.utc and one.utc < other.utc)


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("a name is there twice")
    return made


def _no_constant(name: str) -> object:
    raise ValueError(f"{name} is no JSON number")


def _incident(text: str, where: Where) -> ImportedIncident | Refused:
    try:
        record = parsed(text)
    except ValueError as problem:
        return Refused(where=where, problem=Problem.NOT_JSON, detail=quoted(str(problem)))
    if not isinstance(record, dict) or not ("updates" in record or "title" in record):
        return Refused(where=where, problem=Problem.NOT_A_RECORD)
    flags: list[Flag] = []
    source_id = clean_label(_text(record.get("id")), flags)
    if not source_id:
        return Refused(where=where, problem=Problem.NO_ID)
    raw_updates = record.get("updates") or []
    if not isinstance(raw_updates, list) or len(raw_updates) > _MOST_UPDATES:
        return Refused(where=where, problem=Problem.BAD_UPDATE, detail=str(type(raw_updates).__name__))
    updates = tuple(_updates(raw_updates, where, flags))
    if len(updates) != len(raw_updates):
        return Refused(where=where, problem=Problem.BAD_UPDATE, detail=str(len(updates) + 1))
    return _assembled(record, source_id, where, updates, flags)


def _assembled(
    record: Mapping[str, object], source_id: str, where: Where, updates: tuple[ImportedUpdate, ...], flags: list[Flag]
) -> ImportedIncident:
    title = clean_label(_text(record.get("title")), flags)
    if not title:
        flags.append(Flag(Problem.NO_TITLE))
    started, resolved = moment(record.get("started_at"), flags), moment(record.get("resolved_at"), flags)
    if is_before(resolved, started):
        flags.append(Flag(Problem.RESOLVED_BEFORE_START, _span(resolved, started)))
    if (early := next((u.at for u in updates if is_before(u.at, started)), None)) is not None:
        flags.append(Flag(Problem.UPDATE_BEFORE_START, _span(early, started)))
    impact = clean_label(_text(record.get("impact")), flags).lower()
    components = record.get("components")
    if not isinstance(components, list):
        components = [components] if components else []
    return ImportedIncident(
        source_id=source_id,
        where=where,
        title=title,
        severity=severity_of(impact, flags),
        status="resolved" if resolved else _last_status(updates),
        started=started,
        resolved=resolved,
        services=tuple(dict.fromkeys(clean_label(_text(name), flags) for name in components[:_MOST_SERVICES])),
        updates=updates,
        link=clean_label(_text(record.get("url")), flags),
        maintenance=impact == "maintenance",
        flags=tuple(flags),
        extra={
            clean_label(name, flags): clean(_text(value), flags)
            for name, value in record.items()
            if name not in _KNOWN and value not in (None, "", [], {})
        }
        | ({"impact": impact} if impact else {}),
    )


def severity_of(impact: str, flags: list[Flag]) -> int | None:
    """SEV1 to SEV4 for the publisher's impact; an unknown word is flagged and stays undetermined."""
    if impact and impact not in SEVERITY_OF_IMPACT:
        add_flag(flags, Flag(Problem.UNKNOWN_SEVERITY, impact))
    return SEVERITY_OF_IMPACT.get(impact)


def _updates(raw: list[object], where: Where, flags: list[Flag]) -> Iterator[ImportedUpdate]:
    """Every update in the order of the source; stops at the first that is none."""
    for update in raw:
        if not isinstance(update, dict):
            return
        label = clean_label(_text(update.get("status")), flags)
        if label and label.lower() not in _STATUS_OF_LABEL:
            add_flag(flags, Flag(Problem.UNKNOWN_STATUS, label))
        at = moment(update.get("at"), flags)
        if at is None:
            add_flag(flags, Flag(Problem.MISSING_TIME))
        yield ImportedUpdate(
            at=at or When(utc=None, original=""),
            status=_STATUS_OF_LABEL.get(label.lower()),
            text=clean(_text(update.get("message")), flags),
            where=where,
            label=label,
        )


def _last_status(updates: tuple[ImportedUpdate, ...]) -> str:
    return next((update.status for update in reversed(updates) if update.status), "declared")


def _text(value: object) -> str:
    """Strings as they are, nothing for null, anything else as JSON."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _span(one: When | None, other: When | None) -> str:
    return f"{one.original if one else ''} < {other.original if other else ''}"
