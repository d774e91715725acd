"""People as a file tells of them, before anything is compared with a room."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from warroom.domain.roster import ReachKind


@dataclass(frozen=True, slots=True)
class ToldReach:
    """One way to reach somebody; `kind` None where only the number itself can tell.

    `needs` None is what its kind needs, `works` None is not said. Times are milliseconds UTC.
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
class ToldSkill:
    """A skill somebody has; level 0 where none is given."""

    name: str
    level: int = 0
    until: int | None = None
    remark: str = ""


@dataclass(frozen=True, slots=True)
class ToldTeam:
    """A team somebody is in."""

    name: str
    part: str = ""
    rank: int | None = None


Extra = tuple[str, Mapping[str, Any], str]


@dataclass(frozen=True, slots=True)
class ToldPerson:
    """One person. Empty is what the file does not say.

    `fields` are those of the noun `person` by their names; `apart` is what tells namesakes apart, best first; `extra`
    is what no field holds, as it was written: (property, parameters, value) of a card, (column, {}, cell) of a table.
    """

    name: str
    uid: str = ""
    apart: tuple[str, ...] = ()
    fields: Mapping[str, Any] = field(default_factory=dict)
    reaches: tuple[ToldReach, ...] = ()
    skills: tuple[ToldSkill, ...] = ()
    teams: tuple[ToldTeam, ...] = ()
    extra: tuple[Extra, ...] = ()
