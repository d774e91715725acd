"""Rules of rest as data: how much work is too much, how much rest too little, and which text says so."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from warroom.domain.ids import RecordId

FORMAT = "warroom-rest-1"
MOST_MIN = 90 * 24 * 60
WEEKS_MOST = 52


class RestKind(enum.StrEnum):
    """What a rule counts."""

    ROW = "row"  # work with no pause longer than `pause_min`
    DAY = "day"  # work of one day by the calendar
    WEEK = "week"  # work of a week from Monday, on average over so many weeks
    REST = "rest"  # rest in a row within so many minutes of its beginning to work


class Weight(enum.StrEnum):
    """What passing it means; neither ever blocks anything."""

    TARGET = "target"  # time for relief
    LIMIT = "limit"


@dataclass(frozen=True, slots=True)
class RestRule:
    """One rule. `label` and `source` are said by language; `own_reason` is why this room set it otherwise."""

    code: str
    kind: RestKind
    minutes: int
    weight: Weight
    label: Mapping[str, str]
    source: Mapping[str, str]
    status: str
    last_verified: str
    pause_min: int = 0
    within_min: int = 0
    weeks: int = 1
    is_on: bool = True
    own_reason: str = ""
    shipped_min: int = 0  # as the program has it

    def said(self, language: str) -> str:
        return self.label.get(language) or self.label.get("en") or self.code

    def source_said(self, language: str) -> str:
        return self.source.get(language) or self.source.get("en") or ""


@dataclass(frozen=True, slots=True)
class ChangedRest:
    """What a room changed of a rule."""

    id: RecordId
    code: str
    minutes: int
    off: bool
    reason: str
    by: str


class RestFault(ValueError):
    """A file of rules that cannot be read: the program is damaged."""


def rules_of(files: Iterable[Any]) -> tuple[RestRule, ...]:
    """The rules of parsed files, in their order. Raises RestFault."""
    found: dict[str, RestRule] = {}
    for body in files:
        if not isinstance(body, Mapping) or body.get("format") != FORMAT or not isinstance(body.get("rules"), list):
            raise RestFault(FORMAT)
        for said in body["rules"]:
            rule = _rule(said)
            found[rule.code] = rule
    return tuple(found.values())


def with_changes(rules: Iterable[RestRule], changes: Iterable[ChangedRest]) -> tuple[RestRule, ...]:
    """The rules as a room keeps them; a change of what nobody knows, or beyond all reason, is left out."""
    known = {change.code: change for change in changes}
    return tuple(_changed(rule, known.get(rule.code)) for rule in rules)


def _changed(rule: RestRule, change: ChangedRest | None) -> RestRule:
    if change is None:
        return rule
    minutes = change.minutes if 0 < change.minutes <= MOST_MIN else rule.minutes
    return replace(rule, minutes=minutes, is_on=not change.off, own_reason=change.reason)


def _rule(said: Any) -> RestRule:
    try:
        made = RestRule(
            code=str(said["code"]),
            kind=RestKind(said["kind"]),
            minutes=_within(said["minutes"], MOST_MIN),
            weight=Weight(said["weight"]),
            label=dict(said["label"]),
            source=dict(said["source"]),
            status=str(said["status"]),
            last_verified=str(said["last_verified"]),
            pause_min=_within(said["pause_min"], MOST_MIN) if said["kind"] == "row" else 0,
            within_min=_within(said["within_min"], MOST_MIN) if said["kind"] == "rest" else 0,
            weeks=_within(said.get("weeks", 1), WEEKS_MOST),
            shipped_min=int(said["minutes"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise RestFault(str(said)[:200]) from error
    if made.kind is RestKind.REST and made.within_min <= made.minutes:
        raise RestFault(made.code)
    return made


def _within(value: Any, most: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value <= most:
        raise RestFault(str(value)[:60])
    return value
