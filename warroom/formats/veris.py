"""VERIS records: incidents of the past as security people share them, one object, a list of them, or one a line.

Severity comes from the overall rating: catastrophic and damaging are SEV1, painful SEV2, distracting SEV3,
insignificant SEV4. Such a record tells of the past: what it confirms is closed, a false positive is a false alarm.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta

from warroom.formats.clean import add_flag, clean, clean_label, quoted
from warroom.formats.encoding import decode
from warroom.formats.github_status import is_before, parsed
from warroom.formats.limits import LARGEST_FILE, refuse_larger, unreadable
from warroom.formats.problems import Flag, Problem
from warroom.formats.records import ImportedIncident, ImportedUpdate, Reading, Refused, When, Where, flagged_among
from warroom.formats.veris_rules import faults
from warroom.words import _

KIND = "veris"
MOST_RECORDS = 50_000
LONGEST_TITLE = 120
SEVERITY = {"insignificant": 4, "distracting": 3, "painful": 2, "damaging": 1, "catastrophic": 1}
STATUS = {"confirmed": "closed", "near miss": "closed", "suspected": "closed", "false positive": "false_alarm"}
DAY = 86_400
TWO_DIGITS = re.compile(r"[0-9]{1,2}\Z")
UNITS = {"seconds": 1, "minutes": 60, "hours": 3_600, "days": DAY, "weeks": 7 * DAY}
UNITS |= {"months": 2_629_746, "years": 31_556_952}  # a twelfth of a Gregorian year, and that year
TOLD = ("summary", "action", "actor", "asset", "attribute", "victim", "discovery_method", "impact", "corrective_action")
LAST = ("control_failure", "discovery_notes", "notes", "ioc", "related_incidents", "plus")
KNOWN = {"incident_id", "schema_version", "reference", "timeline", *TOLD, *LAST}


def read_veris(data: bytes) -> Reading:
    """Every record of the file; one that is none is refused and the others come in, each with what is amiss in it."""
    refuse_larger(len(data), LARGEST_FILE)
    incidents: list[ImportedIncident] = []
    refused: list[Refused] = []
    met: set[str] = set()
    for number, record in enumerate(_records(decode(data).text), start=1):
        where = Where(record=number)
        made = _incident(record, where)
        if isinstance(made, ImportedIncident) and made.source_id in met:
            made = Refused(where=where, problem=Problem.SAME_ID, detail=made.source_id)
        if isinstance(made, Refused):
            refused.append(made)
            continue
        met.add(made.source_id)
        incidents.append(made)
    return Reading(kind=KIND, incidents=tuple(incidents), flagged=flagged_among(*incidents), refused=tuple(refused))


def _records(text: str) -> Iterator[object]:
    """The values of the file: one, the items of a list, or one a line. Refuses what is no JSON at all."""
    try:
        found = parsed(text)
    except ValueError as problem:
        lines = [line for line in text.split("\n") if line.strip()]
        if len(lines) < 2 or len(lines) > MOST_RECORDS:
            raise _no_json(problem) from problem
        yield from (_line(line) for line in lines)
        return
    if not isinstance(found, list):
        yield found
        return
    if len(found) > MOST_RECORDS:
        raise unreadable(
            "too-many-records",
            _("The file holds more than {n} incidents.").format(n=MOST_RECORDS),
            todo=_("Split it into smaller files."),
        )
    yield from found


def _line(text: str) -> object:
    try:
        return parsed(text)
    except ValueError as problem:
        return problem


def _no_json(problem: ValueError) -> Exception:
    return unreadable("not-json", _("The file is not valid JSON ({detail}).").format(detail=quoted(str(problem))))


def _incident(record: object, where: Where) -> ImportedIncident | Refused:
    if isinstance(record, ValueError):
        return Refused(where=where, problem=Problem.NOT_JSON, detail=quoted(str(record)))
    if isinstance(record, dict) and isinstance(record.get("incident"), dict):  # with a wrapper around it
        record = record["incident"]
    if not isinstance(record, dict) or not record.keys() & {"action", "actor", "asset", "attribute", "timeline"}:
        return Refused(where=where, problem=Problem.NOT_A_RECORD)
    flags: list[Flag] = faults(record)
    source_id = clean_label(_text(record.get("incident_id")), flags)
    if not source_id:
        return Refused(where=where, problem=Problem.NO_ID)
    title = _title(record, flags)
    started, detected, resolved = _times(record.get("timeline"), flags)
    return ImportedIncident(
        source_id=source_id,
        where=where,
        title=title,
        severity=_severity(record.get("impact"), flags),
        status=_status(record.get("security_incident"), flags),
        started=started,
        detected=detected,
        resolved=resolved,
        updates=tuple(_updates(record, where, started, flags)),
        link=_link(record.get("reference"), flags),
        flags=tuple(flags),
        extra={
            clean_label(str(name), flags): clean(_text(value), flags)
            for name, value in record.items()
            if name not in KNOWN and value not in (None, "", [], {})
        },
    )


def _title(record: Mapping[str, object], flags: list[Flag]) -> str:
    """The first sentence of the summary, else what was done to what and to whom, in the words of the record."""
    summary = clean_label(_text(record.get("summary")), flags)
    if summary:
        first = summary.split(". ")[0]
        return first if len(first) <= LONGEST_TITLE else first[: LONGEST_TITLE - 1].rstrip() + "…"
    asset, victim = _part(record, "asset"), _part(record, "victim")
    done = [
        f"{name}: {said}" if (said := ", ".join(_words(part, "variety"))) else str(name)
        for name, part in _part(record, "action").items()
    ]
    hit = [word for item in _list(asset.get("assets")) for word in _words(item, "variety")]
    parts = (", ".join(done), ", ".join(dict.fromkeys(hit)), _text(victim.get("victim_id")))
    title = clean_label(" · ".join(part for part in parts if part), flags)[:LONGEST_TITLE]
    if not title:
        flags.append(Flag(Problem.NO_TITLE))
    return title


def _times(timeline: object, flags: list[Flag]) -> tuple[When | None, When | None, When | None]:
    """When it began, was discovered and was contained; the last two are spans, each counted from the one before."""
    if not isinstance(timeline, dict):
        return None, None, None
    began = _began(timeline.get("incident"), flags)
    detected = _after(began, timeline.get("discovery"))
    resolved = _after(detected, timeline.get("containment"))
    if is_before(resolved, began):
        flags.append(Flag(Problem.RESOLVED_BEFORE_START))
    return began, detected, resolved


def _began(said: object, flags: list[Flag]) -> When | None:
    if not isinstance(said, dict) or "year" not in said:
        return None
    parts = [said.get(name) for name in ("year", "month", "day")]
    given = [part for part in parts if isinstance(part, int) and not isinstance(part, bool)]
    original = "-".join(f"{part:02d}" for part in given) + (f" {said['time']}" if _text(said.get("time")) else "")
    hour = _text(said.get("time")).partition(":")
    clock = [int(part) for part in (hour[0], hour[2][:2]) if TWO_DIGITS.match(part)] if len(given) == 3 else []
    try:
        year, month, day = [*given, 1, 1][:3]
        hours, minutes = [*clock, 0, 0][:2]
        when = datetime(year, month, day, hours, minutes, tzinfo=UTC)
    except (ValueError, TypeError, OverflowError):
        add_flag(flags, Flag(Problem.IMPOSSIBLE_DATE, quoted(original)))
        return When(utc=None, original=quoted(original))
    if len(given) < 3:
        add_flag(flags, Flag(Problem.VERIS_PART_OF_DATE, quoted(original)))
    elif not clock:
        add_flag(flags, Flag(Problem.DATE_WITHOUT_TIME, quoted(original)))
    return When(utc=when, original=clean_label(original, flags), assumed_zone=True)


def _after(start: When | None, said: object) -> When | None:
    """A time told as a span after another; None where either is not known."""
    if start is None or start.utc is None or not isinstance(said, dict):
        return None
    seconds, value = UNITS.get(_text(said.get("unit")).lower()), said.get("value", None)
    if seconds is None or isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
        return None
    try:
        then = start.utc + timedelta(seconds=seconds * value)
    except (OverflowError, ValueError):
        return None
    return When(utc=then, original=f"+ {value} {said['unit']}", assumed_zone=True)


def _severity(impact: object, flags: list[Flag]) -> int | None:
    said = clean_label(_text(impact.get("overall_rating")), flags).lower() if isinstance(impact, dict) else ""
    if said and said != "unknown" and said not in SEVERITY:
        add_flag(flags, Flag(Problem.UNKNOWN_SEVERITY, said))
    return SEVERITY.get(said)


def _status(said: object, flags: list[Flag]) -> str:
    word = clean_label(_text(said), flags).lower()
    if word and word not in STATUS:
        add_flag(flags, Flag(Problem.UNKNOWN_STATUS, word))
    return STATUS.get(word, "closed")


def _updates(
    record: Mapping[str, object], where: Where, started: When | None, flags: list[Flag]
) -> Iterator[ImportedUpdate]:
    """What each part says as an entry, in the words of the record."""
    at = started or When(utc=None, original="")
    for name in (*TOLD, "timeline", *LAST):
        lines = list(_said(record.get(name), name, 0))
        if lines:
            yield ImportedUpdate(at=at, status=None, text=clean("\n".join(lines), flags), where=where, label="")


def _said(value: object, path: str, depth: int) -> Iterator[str]:
    """A value as lines `path: text`; lists of texts on one line."""
    if value in (None, "", [], {}) or depth > 12:
        return
    if isinstance(value, dict):
        for name, item in value.items():
            yield from _said(item, f"{path}.{name}", depth + 1)
    elif isinstance(value, list):
        told = [_text(item) for item in value if not isinstance(item, dict | list)]
        if told:
            yield f"{path}: {', '.join(told)}"
        for item in value:
            if isinstance(item, dict | list):
                yield from _said(item, path, depth + 1)
    else:
        yield f"{path}: {_text(value)}"


def _link(value: object, flags: list[Flag]) -> str:
    first = clean_label(_text(value), flags).replace(";", " ").split()
    return first[0] if first and first[0].lower().startswith(("http://", "https://")) else ""


def _part(record: Mapping[str, object], name: str) -> Mapping[str, object]:
    found = record.get(name)
    return found if isinstance(found, dict) else {}


def _words(part: object, name: str) -> list[str]:
    found = part.get(name) if isinstance(part, dict) else None
    return [_text(item) for item in (found if isinstance(found, list) else [found]) if isinstance(item, str)]


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _text(value: object) -> str:
    return value if isinstance(value, str) else "" if value is None or isinstance(value, dict | list) else str(value)
