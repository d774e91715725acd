"""Records: what every reader yields, plain and frozen, before anything touches a room."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from warroom.formats.problems import Flag, Problem
from warroom.words import _


@dataclass(frozen=True, slots=True)
class Where:
    """A place in a file that a person can find: a line or a record, counted from 1, perhaps in a sheet."""

    line: int | None = None
    record: int | None = None
    sheet: str = ""

    def __str__(self) -> str:
        """The place in the language spoken now: “line 12”, “record 4”, “sheet Log, line 3”."""
        if self.line is not None and self.sheet:
            return _("sheet {sheet}, line {number}").format(sheet=self.sheet, number=self.line)
        if self.line is not None:
            return _("line {number}").format(number=self.line)
        if self.record is not None:
            return _("record {number}").format(number=self.record)
        return _("whole file")


@dataclass(frozen=True, slots=True)
class When:
    """A time as it was written, and as UTC when it could be read.

    `assumed_zone` says that the text named no zone and that one was supplied.
    """

    utc: datetime | None
    original: str
    assumed_zone: bool = False


NO_TIME = When(utc=None, original="")


@dataclass(frozen=True, slots=True)
class ImportedUpdate:
    """One message in the life of an imported incident; `label` is the source's own word for its status."""

    at: When
    status: str | None
    text: str
    where: Where
    label: str = ""


@dataclass(frozen=True, slots=True)
class ImportedIncident:
    """An incident told by another tool; `severity` is 1 to 4 (SEV1 to SEV4), None when undetermined.

    `status` is one of declared, investigating, identified, monitoring, resolved, closed, false_alarm, or None.
    Whatever the source said and no field holds is in `extra`, as text.
    """

    source_id: str
    where: Where
    title: str
    severity: int | None
    status: str | None
    started: When | None = None
    resolved: When | None = None
    detected: When | None = None
    services: tuple[str, ...] = ()
    updates: tuple[ImportedUpdate, ...] = ()
    link: str = ""
    maintenance: bool = False
    flags: tuple[Flag, ...] = ()
    extra: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ImportedEntry:
    """One row of somebody else's log; cells of columns that nobody mapped are in `extra` as (column, text)."""

    source_id: str
    where: Where
    event: When | None
    text: str
    kind: str | None = None
    author: str = ""
    from_: str = ""
    to: str = ""
    channel: str = ""
    flags: tuple[Flag, ...] = ()
    service: str = ""
    incident: str = ""
    extra: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class IncidentEnrichment:
    """What a side file adds to an incident that another file describes; never an incident by itself."""

    source_id: str
    where: Where
    downtime_start: When | None = None
    downtime_end: When | None = None
    title: str = ""
    severity: int | None = None
    impact: str = ""
    maintenance: bool = False
    segments: tuple[tuple[When, When, str], ...] = ()
    flags: tuple[Flag, ...] = ()
    extra: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Flagged:
    """A record that came in, and why somebody should look at it."""

    where: Where
    flag: Flag

    @property
    def reason(self) -> str:
        """The sentence, in the language spoken now."""
        return self.flag.reason


@dataclass(frozen=True, slots=True)
class Refused:
    """A record that stayed out, and why."""

    where: Where
    problem: Problem
    detail: str = ""

    @property
    def reason(self) -> str:
        """The sentence, in the language spoken now."""
        return Flag(self.problem, self.detail).reason


@dataclass(frozen=True, slots=True)
class Reading:
    """All that one file gave: records, what is flagged in them, and what was refused."""

    kind: str
    incidents: tuple[ImportedIncident, ...] = ()
    entries: tuple[ImportedEntry, ...] = ()
    enrichments: tuple[IncidentEnrichment, ...] = ()
    flagged: tuple[Flagged, ...] = ()
    refused: tuple[Refused, ...] = ()


def flagged_among(*records: ImportedIncident | ImportedEntry | IncidentEnrichment) -> tuple[Flagged, ...]:
    """The flags of these records, each with its place, in reading order."""
    return tuple(Flagged(where=record.where, flag=flag) for record in records for flag in record.flags)
