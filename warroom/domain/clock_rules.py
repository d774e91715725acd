"""Rules of legal clocks as data: what starts one, how long it runs, who must be told, by which text; read strictly.

Rules come with the program (`resources/content/clocks`) and may be changed or added in a room. Whatever is read here
came from outside: a field that is unknown, missing or out of range refuses the whole rule, and says which.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from warroom.domain.clock_times import READINGS, Calendar

TARGET_HOURS = 4  # where the law gives no length: a target of one's own (doctrine §3.5)
MOST = {"hours": 24 * 366, "days": 3_660, "business_days": 1_000, "months": 120}
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,39}\Z")
SENT = re.compile(r"submitted:([A-Za-z0-9][A-Za-z0-9_.-]{0,39})(\(last\))?\Z")
LONGEST = 2_000  # letters of a text


class RuleFault(ValueError):
    """A rule that cannot be read: where, and what is wrong with it."""


class Unit(enum.StrEnum):
    """In what a limit is counted."""

    HOURS = "hours"  # elapsed
    DAYS = "days"
    BUSINESS_DAYS = "business_days"
    MONTHS = "months"
    NONE = "none"  # without undue delay: the law gives no number


class RuleStatus(enum.StrEnum):
    IN_FORCE = "in_force"
    NOT_YET = "not_yet"
    PROPOSAL = "proposal"


@dataclass(frozen=True, slots=True)
class Said:
    """A text in both languages: content, not words of the screen."""

    en: str
    fr: str

    def in_language(self, language: str) -> str:
        return (self.fr or self.en) if language == "fr" else (self.en or self.fr)


@dataclass(frozen=True, slots=True)
class Offset:
    """How long a limit runs. For none, `n` is the target in hours."""

    unit: Unit
    n: int


@dataclass(frozen=True, slots=True)
class Cap:
    """Not later than this long after another event, unless the start itself comes later than that."""

    event: str
    offset: Offset
    unless_started_after: bool


@dataclass(frozen=True, slots=True)
class Ongoing:
    """When a progress report went out because the incident goes on, the final one counts from its end."""

    progress: str  # the rule of the progress report
    event: str  # what ends it


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the notification, and what of the room it is prefilled with."""

    id: str
    label: Said
    prefill: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """One limit of one regime."""

    id: str
    regime: str
    label: Said
    start: str  # an event, or `submitted:RULE`, or `submitted:RULE(last)`
    offset: Offset
    legal_ref: str
    source: str
    last_verified: date
    status: RuleStatus
    owner_role: str
    recipient: Said
    channel: Said
    sections: tuple[Section, ...]
    cap: Cap | None = None
    ongoing: Ongoing | None = None
    counts_as: str = ""  # what is submitted under this rule counts as submitted under that one too
    after: str = ""  # asked only once something was submitted under this rule, before its own start
    when: str = ""  # asked only if this answer of the questionnaire is yes
    unless: str = ""  # not asked if this answer is yes
    on_demand: bool = False  # shown only once its start event is known, or something was submitted
    stands_in: bool = False  # shown only once submitted: it takes the place of another
    calendar: str = ""
    zone: str = ""  # the room's when empty
    readings: tuple[str, ...] = ()  # other readings of the limit, shown beside
    late_reasons: bool = True  # whoever submits late must say why
    note: Said = Said("", "")
    enabled: bool = True

    @property
    def chained_to(self) -> tuple[str, bool] | None:
        """The rule whose submission starts this one, and whether the last counts rather than the first."""
        found = SENT.match(self.start)
        return (found[1], bool(found[2])) if found else None


RULE_FIELDS = frozenset({
    "id", "regime", "label", "start", "hours", "days", "business_days", "months", "none", "legal_ref", "source",
    "last_verified", "status", "owner_role", "recipient", "channel", "sections", "cap", "if_ongoing", "counts_as",
    "after", "when", "unless", "on_demand", "stands_in", "calendar", "zone", "readings", "late_reasons", "note",
    "enabled",
})  # fmt: skip
PREFILLS = frozenset({
    "times", "severity", "services", "users", "situation", "measures", "decisions", "cause", "title", "contact", "late",
})  # fmt: skip


def rule_of(body: Any) -> Rule:
    """A rule as data. Raises RuleFault, naming the rule and the field."""
    given = _mapping(body, "rule")
    where = str(given.get("id", "?"))[:40]
    _only(given, RULE_FIELDS, where)
    rule = Rule(
        id=_name(given, "id", where),
        regime=_name(given, "regime", where),
        label=said_of(given.get("label"), f"{where}.label", needed=True),
        start=_start(given, where),
        offset=_offset(given, where, none_allowed=True),
        legal_ref=_text(given, "legal_ref", where, needed=True),
        source=_text(given, "source", where, needed=True),
        last_verified=_date(given.get("last_verified"), f"{where}.last_verified"),
        status=_enum(RuleStatus, given.get("status"), f"{where}.status"),
        owner_role=_text(given, "owner_role", where),
        recipient=said_of(given.get("recipient", ""), f"{where}.recipient"),
        channel=said_of(given.get("channel", ""), f"{where}.channel"),
        sections=tuple(
            _section(item, f"{where}.sections") for item in _list(given.get("sections", []), f"{where}.sections")
        ),
        cap=_cap(given["cap"], f"{where}.cap") if "cap" in given else None,
        ongoing=_ongoing(given["if_ongoing"], f"{where}.if_ongoing") if "if_ongoing" in given else None,
        counts_as=_name(given, "counts_as", where, needed=False),
        after=_name(given, "after", where, needed=False),
        when=_name(given, "when", where, needed=False),
        unless=_name(given, "unless", where, needed=False),
        on_demand=_flag(given, "on_demand", where),
        stands_in=_flag(given, "stands_in", where),
        calendar=_name(given, "calendar", where, needed=False),
        zone=_zone(given, where),
        readings=_readings(given.get("readings", []), f"{where}.readings"),
        late_reasons=_flag(given, "late_reasons", where, otherwise=True),
        note=said_of(given.get("note", ""), f"{where}.note"),
        enabled=_flag(given, "enabled", where, otherwise=True),
    )
    if rule.offset.unit is Unit.BUSINESS_DAYS and not rule.calendar:
        raise RuleFault(f"{where}.calendar: business days need a calendar")
    return rule


def changed(body: Mapping[str, Any], patch: Mapping[str, Any]) -> dict[str, Any]:
    """A rule's data with what a room changed of it; another unit of length takes the place of the former."""
    units = {unit.value for unit in Unit}
    kept = {name: value for name, value in body.items() if not (patch.keys() & units and name in units)}
    return kept | dict(patch)


def calendar_of(body: Any) -> Calendar:
    """A calendar as data. Raises RuleFault."""
    given = _mapping(body, "calendar")
    where = str(given.get("id", "?"))[:40]
    _only(given, {"id", "weekend", "fixed", "easter", "nth", "dates", "observed"}, where)
    weekend = frozenset(_number(day, 0, 6, f"{where}.weekend") for day in _list(given.get("weekend", [5, 6]), where))
    if len(weekend) == 7:
        raise RuleFault(f"{where}.weekend: no day is left")
    return Calendar(
        id=_name(given, "id", where),
        weekend=weekend,
        fixed=frozenset(_month_day(item, f"{where}.fixed") for item in _list(given.get("fixed", []), where)),
        easter=frozenset(_number(item, -100, 100, f"{where}.easter") for item in _list(given.get("easter", []), where)),
        nth=frozenset(_nth(item, f"{where}.nth") for item in _list(given.get("nth", []), where)),
        dates=frozenset(_date(item, f"{where}.dates") for item in _list(given.get("dates", []), where)),
        observed=_flag(given, "observed", where),
    )


# Parts of a rule


def _start(given: Mapping[str, Any], where: str) -> str:
    said = _text(given, "start", where, needed=True)
    if not (NAME.match(said) or SENT.match(said)):
        raise RuleFault(f"{where}.start: an event or submitted:RULE, not {said!r}")
    return said


def _offset(given: Mapping[str, Any], where: str, *, none_allowed: bool) -> Offset:
    units = [unit for unit in Unit if unit.value in given]
    if len(units) != 1:
        raise RuleFault(f"{where}: one of {', '.join(Unit)} is needed")
    unit = units[0]
    if unit is Unit.NONE:
        if not none_allowed:
            raise RuleFault(f"{where}: a length is needed")
        target = _mapping(given["none"], f"{where}.none")
        _only(target, {"target_hours"}, f"{where}.none")
        hours = _number(target.get("target_hours", TARGET_HOURS), 1, MOST["hours"], f"{where}.none.target_hours")
        return Offset(unit, hours)
    return Offset(unit, _number(given[unit.value], 1, MOST[unit.value], f"{where}.{unit.value}"))


def _zone(given: Mapping[str, Any], where: str) -> str:
    name = _text(given, "zone", where)
    try:
        return ZoneInfo(name).key if name else ""
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise RuleFault(f"{where}.zone: a zone such as Europe/Paris is needed") from None


def _cap(body: Any, where: str) -> Cap:
    given = _mapping(body, where)
    _only(given, {"event", "hours", "days", "months", "none", "unless"}, where)
    unless = _text(given, "unless", where)
    if unless not in ("", "started_after"):
        raise RuleFault(f"{where}.unless: started_after, or nothing")
    return Cap(_name(given, "event", where), _offset(given, where, none_allowed=False), unless == "started_after")


def _ongoing(body: Any, where: str) -> Ongoing:
    given = _mapping(body, where)
    _only(given, {"progress", "event"}, where)
    return Ongoing(_name(given, "progress", where), _name(given, "event", where))


def _section(body: Any, where: str) -> Section:
    given = _mapping(body, where)
    _only(given, {"id", "label", "prefill"}, where)
    prefill = tuple(str(item) for item in _list(given.get("prefill", []), where))
    if unknown := [item for item in prefill if item not in PREFILLS]:
        raise RuleFault(f"{where}.prefill: {unknown[0]!r} is not one of {', '.join(sorted(PREFILLS))}")
    return Section(_name(given, "id", where), said_of(given.get("label"), f"{where}.label", needed=True), prefill)


def _readings(body: Any, where: str) -> tuple[str, ...]:
    found = tuple(str(item) for item in _list(body, where))
    if unknown := [item for item in found if item not in READINGS]:
        raise RuleFault(f"{where}: {unknown[0]!r} is not one of {', '.join(sorted(READINGS))}")
    return found


# Strict reading of single values


def _mapping(body: Any, where: str) -> Mapping[str, Any]:
    if not isinstance(body, Mapping) or not all(isinstance(name, str) for name in body):
        raise RuleFault(f"{where}: names and values are needed")
    return body


def _only(given: Mapping[str, Any], known: frozenset[str] | set[str], where: str) -> None:
    if unknown := sorted(set(given) - known):
        raise RuleFault(f"{where}: there is no field {unknown[0][:40]!r}")


def _list(value: Any, where: str) -> list[Any]:
    if not isinstance(value, list) or len(value) > 400:
        raise RuleFault(f"{where}: a list is needed")
    return value


def _text(given: Mapping[str, Any], name: str, where: str, *, needed: bool = False) -> str:
    value = given.get(name, "")
    if not isinstance(value, str) or len(value) > LONGEST or (needed and not value.strip()):
        raise RuleFault(f"{where}.{name}: a text is needed")
    return value


def _name(given: Mapping[str, Any], name: str, where: str, *, needed: bool = True) -> str:
    value = given.get(name, "")
    if not isinstance(value, str) or not (NAME.match(value) or (not needed and not value)):
        raise RuleFault(f"{where}.{name}: a short name is needed")
    return value


def said_of(value: Any, where: str, *, needed: bool = False) -> Said:
    """A text for both languages, or one for each."""
    if isinstance(value, Mapping):
        _only(value, {"en", "fr"}, where)
        said = Said(_text(value, "en", where), _text(value, "fr", where))
    elif isinstance(value, str) and len(value) <= LONGEST:
        said = Said(value, value)
    else:
        raise RuleFault(f"{where}: a text, or one for en and one for fr, is needed")
    if needed and not (said.en.strip() or said.fr.strip()):
        raise RuleFault(f"{where}: a text is needed")
    return said


def _number(value: Any, least: int, most: int, where: str) -> int:
    if type(value) is not int or not least <= value <= most:
        raise RuleFault(f"{where}: a whole number from {least} to {most} is needed")
    return value


def _flag(given: Mapping[str, Any], name: str, where: str, *, otherwise: bool = False) -> bool:
    value = given.get(name, otherwise)
    if not isinstance(value, bool):
        raise RuleFault(f"{where}.{name}: true or false is needed")
    return value


def _date(value: Any, where: str) -> date:
    try:
        return value if type(value) is date else date.fromisoformat(value)
    except (TypeError, ValueError):
        raise RuleFault(f"{where}: a date such as 2026-11-01 is needed") from None


def _enum(kind: type[RuleStatus], value: Any, where: str) -> RuleStatus:
    try:
        return kind(value)
    except ValueError:
        raise RuleFault(f"{where}: one of {', '.join(kind)} is needed") from None


def _month_day(value: Any, where: str) -> tuple[int, int]:
    try:
        found = date.fromisoformat(f"2024-{value}")  # a leap year: 02-29 may be a holiday
    except ValueError:
        raise RuleFault(f"{where}: a day such as 07-14 is needed") from None
    return found.month, found.day


def _nth(value: Any, where: str) -> tuple[int, int, int]:
    if not isinstance(value, list) or len(value) != 3:
        raise RuleFault(f"{where}: month, weekday and which are needed")
    which = _number(value[2], -1, 5, where)
    if which == 0:
        raise RuleFault(f"{where}: 1 is the first, -1 the last")
    return _number(value[0], 1, 12, where), _number(value[1], 0, 6, where), which
