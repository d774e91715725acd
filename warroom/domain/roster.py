"""The roster: people, how they are reached, what they can do, and in which teams (doctrine §2.1, §8.1)."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Any

from warroom.domain.ids import PersonId, RecordId
from warroom.domain.needs import Need

CHECK_DAYS = 180  # a way to reach somebody that was not checked for so long may no longer hold


class ReachKind(enum.StrEnum):
    """Ways to reach somebody."""

    MOBILE = "mobile"
    WORK = "work"  # telephone at work
    HOME = "home"  # telephone at home
    SATELLITE = "satellite"
    PAGER = "pager"
    RADIO = "radio"  # call sign
    EMAIL = "email"
    MESSENGER = "messenger"
    ADDRESS = "address"
    OTHER = "other"


NEEDED = {
    ReachKind.MOBILE: (Need.MOBILE,),
    ReachKind.WORK: (Need.VOIP,),
    ReachKind.HOME: (Need.LANDLINE,),
    ReachKind.RADIO: (Need.RADIO,),
    ReachKind.EMAIL: (Need.MAIL, Need.INTERNET),
    ReachKind.MESSENGER: (Need.INTERNET,),
}  # until a person says otherwise


@dataclass(frozen=True, slots=True)
class PersonCard:
    """A person as the roster knows them. Times are milliseconds UTC."""

    id: PersonId
    number: str
    name: str
    initials: str
    roster: bool
    job: str
    employer: str
    supplier: bool
    site: str
    languages: tuple[str, ...]
    zone: str
    remark: str
    checked_at: int | None
    checked_by: str
    away_until: int | None
    left_at: int | None
    merged_into: RecordId
    source: str
    raw: dict[str, Any]
    apart: tuple[str, ...] = ()  # cards that somebody said are others


@dataclass(frozen=True, slots=True)
class Reach:
    """One way to reach a person, and what it needs to work."""

    id: RecordId
    person: PersonId
    kind: ReachKind
    value: str
    normal: str
    label: str
    needs: tuple[str, ...]
    rank: int
    checked_at: int | None
    checked_by: str
    works: bool
    remark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenReach:
    """A way to reach somebody as a form or a file gives it; without `needs` it needs what its kind does."""

    kind: ReachKind
    value: str
    label: str = ""
    needs: tuple[str, ...] | None = None
    rank: int | None = None
    works: bool = True
    checked_at: int | None = None  # milliseconds UTC
    checked_by: str = ""
    remark: str = ""


class Mastered(enum.IntEnum):
    """How well somebody has a skill."""

    HELPS = 1  # with somebody beside them
    ALONE = 2
    EXPERT = 3  # and teaches it


@dataclass(frozen=True, slots=True)
class Skill:
    id: RecordId
    name: str
    least: int  # so many people should have it alone; 0 means two
    services: tuple[str, ...]
    remark: str


@dataclass(frozen=True, slots=True)
class Mastery:
    """Who has which skill, how well, and until when that is held to be true."""

    id: RecordId
    person: PersonId
    skill: RecordId
    level: int
    until: int | None
    remark: str


@dataclass(frozen=True, slots=True)
class Team:
    id: RecordId
    name: str
    purpose: str
    rapid: bool
    lead: RecordId
    services: tuple[str, ...]
    muster: str
    remark: str


@dataclass(frozen=True, slots=True)
class Membership:
    id: RecordId
    team: RecordId
    person: PersonId
    part: str
    rank: int


class TrainingKind(enum.StrEnum):
    DRILL = "drill"
    COURSE = "course"
    REAL = "real"  # held it in a real crisis


@dataclass(frozen=True, slots=True)
class Training:
    """What somebody was trained for, when, and until when that counts."""

    id: RecordId
    person: PersonId
    code: str
    kind: TrainingKind
    done_at: int | None
    until: int | None
    by: str
    remark: str


@dataclass(frozen=True, slots=True)
class Mapping:
    """How the columns of a file were read last time."""

    id: RecordId
    kind: str
    name: str
    columns: tuple[str, ...]
    targets: dict[str, Any]
