"""People as files tell of them: plain records, before anything touches a room."""

from __future__ import annotations

from dataclasses import dataclass

from warroom.domain.told_people import ToldPerson
from warroom.formats.problems import Flag
from warroom.formats.records import Flagged, Refused, Where

LARGEST_CARDS = 64 * 1024 * 1024
"""Bytes of one file of people: ten thousand cards with pictures."""

MOST_PEOPLE = 100_000
MOST_REACHES = 40
"""Ways to reach one person that are read; the rest is named and left out."""

MOST_EXTRA = 300
LONGEST_EXTRA = 4_000
LONGEST_REMARK = 4_000
LONGEST_REACH = 250


@dataclass(frozen=True, slots=True)
class ImportedPerson:
    """One person of a file, where they stand in it, and what had to be mended to read them."""

    where: Where
    told: ToldPerson
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True, slots=True)
class PeopleReading:
    """All that one file of people gave."""

    kind: str
    lineage: str = ""  # alike for files that replace one another: the columns of a table
    people: tuple[ImportedPerson, ...] = ()
    flagged: tuple[Flagged, ...] = ()
    refused: tuple[Refused, ...] = ()
