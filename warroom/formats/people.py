"""People as files tell of them: plain records, before anything touches a room."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from warroom.domain.roster import ReachKind
from warroom.formats.problems import Flag
from warroom.formats.records import Flagged, Refused, Where

LARGEST_CARDS = 64 * 1024 * 1024
"""Bytes of one file of people: ten thousand cards with pictures."""

MOST_PEOPLE = 100_000
MOST_REACHES = 60
"""Ways to reach one person that are read; the rest is named and left out."""

MOST_EXTRA = 300
LONGEST_EXTRA = 4_000
LONGEST_REMARK = 4_000
LONGEST_REACH = 300


@dataclass(frozen=True, slots=True)
class ReachRecord:
    """One way to reach somebody; `kind` None where only the number itself can tell.

    `needs` None is what its kind needs. Times are milliseconds UTC. Only files of Warroom say anything from `needs` on.
    """

    kind: ReachKind | None
    value: str
    label: str = ""
    needs: tuple[str, ...] | None = None
    works: bool | None = None
    checked_at: int | None = None
    checked_by: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class SkillRecord:
    """A skill somebody has; level 0 where none is given."""

    name: str
    level: int = 0
    until: int | None = None
    remark: str = ""


@dataclass(frozen=True, slots=True)
class TeamRecord:
    """A team somebody is in."""

    name: str
    part: str = ""
    rank: int | None = None


@dataclass(frozen=True, slots=True)
class ImportedPerson:
    """One person of a file. Empty is what the file does not say.

    `fields` are those of the noun `person` by their names; `extra` is what no field holds, as it was written:
    (property, parameters, value) of a card, (column, {}, cell) of a table.
    """

    where: Where
    name: str
    uid: str = ""
    apart: tuple[str, ...] = ()  # what tells namesakes apart: department, employer, site, job
    fields: dict[str, Any] = field(default_factory=dict)
    reaches: tuple[ReachRecord, ...] = ()
    skills: tuple[SkillRecord, ...] = ()
    teams: tuple[TeamRecord, ...] = ()
    extra: tuple[tuple[str, dict[str, Any], str], ...] = ()
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True, slots=True)
class PeopleReading:
    """All that one file of people gave."""

    kind: str
    people: tuple[ImportedPerson, ...] = ()
    flagged: tuple[Flagged, ...] = ()
    refused: tuple[Refused, ...] = ()
