"""Public outages as an import: real times as published, kept beside the text they were published in."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from warroom.commands import ChangeSeverity, DescribeIncident, SetMilestone
from warroom.commands.base import Command
from warroom.commands.imports import ImportIncidents, IncidentIn, LineIn
from warroom.domain.entries import DAY_ONLY, Kind
from warroom.domain.incidents import Milestone, Severity, Status
from warroom.room import Room
from warroom.words import _

ZONES = {"UTC": 0, "CET": 1, "CEST": 2, "EDT": -4, "PST": -8, "PDT": -7}  # hours from UTC
PUBLISHED = re.compile(r"~?(?P<day>\d{4}-\d\d-\d\d)(?: (?P<time>\d\d:\d\d))? (?P<zone>[A-Z]+)")
MOMENTS = ("started", "mitigated", "resolved")


def bring_in_past(room: Room, outages: list[dict[str, Any]]) -> None:
    """Import these outages, closed, then say what an import cannot: vital service, mitigation, lesson."""
    tally = room.do(ImportIncidents(incidents=tuple(incident_in(outage) for outage in outages))).result()
    told = zip(tally.ids, outages, strict=True)
    room.do_all([command for record, outage in told for command in _afterwards(record, outage)]).result()


def published_ms(written: str) -> int:
    """`~2025-06-12 10:45 PDT` as milliseconds UTC; midnight when only the day is known. Raises ValueError."""
    found = PUBLISHED.fullmatch(written)
    if found is None or found["zone"] not in ZONES:
        raise ValueError(written)
    zone = timezone(timedelta(hours=ZONES[found["zone"]]))
    at = datetime.fromisoformat(f"{found['day']}T{found['time'] or '00:00'}").replace(tzinfo=zone)
    return int(at.astimezone(UTC).timestamp() * 1000)


def incident_in(outage: dict[str, Any]) -> IncidentIn:
    """One outage of the content file as an import takes it; its last line names the sources."""
    originals: dict[str, Any] = {name: outage[name] for name in MOMENTS if name in outage}
    lines = [_line_in(line) for line in outage["lines"]]
    return IncidentIn(
        source=f"demo:{outage['key']}",
        title=outage["title"],
        severity=outage["severity"],
        status=Status.CLOSED,
        started=published_ms(outage["started"]),
        resolved=published_ms(outage["resolved"]) if "resolved" in outage else None,
        link=outage["link"],
        services=tuple(outage["services"]),
        lines=(*lines, LineIn(text=outage["sources"])),
        original_times=originals,
    )


def _line_in(line: dict[str, str]) -> LineIn:
    written = line["at"]
    has_hour = ":" in written
    return LineIn(
        text=line["text"],
        at=published_ms(written),
        original_time=written,
        kind=Kind(line["kind"]),
        flags=() if has_hour else (DAY_ONLY,),
    )


def _afterwards(record: str, outage: dict[str, Any]) -> list[Command[Any]]:
    commands: list[Command[Any]] = []
    if "vital" in outage:
        commands.append(ChangeSeverity(incident=record, severity=Severity.CRITICAL, vital=True, reason=outage["vital"]))
    if "mitigated" in outage:
        at = published_ms(outage["mitigated"])
        reason = _("As published: {time}").format(time=outage["mitigated"])
        commands.append(SetMilestone(incident=record, milestone=Milestone.MITIGATED, at=at, reason=reason))
    commands.append(DescribeIncident(incident=record, situation=outage["lesson"], users=outage.get("users")))
    return commands
