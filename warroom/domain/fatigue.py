"""Fatigue: what somebody's hours come to, against rules of rest. It warns with the text that says so; it never blocks.

Everything is counted from stretches of work: elapsed milliseconds, so that nights of 23 or 25 hours count as they were;
days and weeks begin by the calendar of a time zone.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo
from functools import lru_cache
from operator import itemgetter

from warroom.domain.rest_rules import RestKind, RestRule, Weight

MINUTE = 60_000
FAR_MS = 9 * 24 * 60 * MINUTE  # nobody stays longer: how far ahead the latest end of a service is looked for
REST_MS = 11 * 60 * MINUTE  # after so much rest somebody is taken for rested, where no rule says otherwise

Stretch = tuple[int, int]  # from, until: milliseconds UTC


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that is passed. Times are milliseconds UTC."""

    rule: RestRule
    at: int  # the first instant of work too many
    until: int  # the end of the work it is about
    minutes: int  # worked, or for a rule of rest: from the first work to the last without that rest

    def touches(self, from_at: int, until_at: int) -> bool:
        return self.at < until_at and from_at < self.until


@dataclass(frozen=True, slots=True)
class Tiredness:
    """How somebody stands at a time. Times are milliseconds UTC, lengths minutes."""

    is_there: bool
    since: int | None  # when what they are doing now began: service or rest; None for nobody seen yet
    row_min: int  # worked in a row
    day_min: int
    week_min: int
    average_min: int  # a week, over the weeks of the longest rule
    rest_min: int | None  # rest before this service, or so far
    latest_end: int | None  # from when on a limit would be passed if they stayed
    latest_by: RestRule | None
    target_end: int | None  # when relief is due
    rested_at: int | None  # when whoever rests has had the daily rest
    findings: tuple[Finding, ...]  # that hold now

    @property
    def is_over(self) -> bool:
        """Past a limit."""
        return any(finding.rule.weight is Weight.LIMIT for finding in self.findings)

    @property
    def is_due(self) -> bool:
        """Past a target: relief is due."""
        return bool(self.findings)


def joined(stretches: Iterable[Stretch]) -> list[Stretch]:
    """The same time without overlaps, in order; what has no length is left out."""
    found: list[Stretch] = []
    for start, end in sorted(stretch for stretch in stretches if stretch[0] < stretch[1]):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def findings(stretches: Sequence[Stretch], rules: Iterable[RestRule], zone: tzinfo | None) -> list[Finding]:
    """Every rule that this work passes, by the instant it does. The work must be joined; the very limit is kept."""
    found: list[Finding] = []
    for rule in rules:
        if rule.is_on:
            found += _FINDERS[rule.kind](stretches, rule, zone)
    return sorted(found, key=lambda finding: (finding.at, finding.rule.code))


def tiredness(
    stretches: Sequence[Stretch], rules: Sequence[RestRule], zone: tzinfo | None, *, now_ms: int, is_there: bool
) -> Tiredness:
    """How somebody stands now, by their work so far (joined; the last ends now while they are there)."""
    past = [(start, min(end, now_ms)) for start, end in stretches if start < now_ms]
    row = _row_of(past, rules, now_ms, is_there=is_there)
    ahead = past
    if is_there:
        ahead = joined([*past, (past[-1][0] if past else now_ms, now_ms + FAR_MS)])
    over = [finding for finding in findings(ahead, rules, zone) if finding.until >= now_ms] if is_there else []
    limits = [finding for finding in over if finding.rule.weight is Weight.LIMIT]
    first = min(limits, key=lambda finding: finding.at, default=None)
    targets = [finding.at for finding in over if finding.rule.weight is Weight.TARGET]
    holding = [finding for finding in over if finding.at < now_ms]
    if not is_there:
        holding = _since_rested(past, rules, zone, now_ms)
    return Tiredness(
        is_there=is_there,
        since=(row[0][0] if row else now_ms) if is_there else (past[-1][1] if past else None),
        row_min=_worked(row),
        day_min=_worked(_clip(past, _day_start(now_ms, zone), now_ms)),
        week_min=_worked(_clip(past, _week_start(now_ms, zone), now_ms)),
        average_min=_average(past, rules, zone, now_ms),
        rest_min=_rest(past, row, now_ms, is_there=is_there),
        latest_end=first.at if first else None,
        latest_by=first.rule if first else None,
        target_end=min(targets, default=None),
        rested_at=past[-1][1] + daily_rest(rules) if past and not is_there else None,
        findings=tuple(holding),
    )


def daily_rest(rules: Iterable[RestRule]) -> int:
    """The rest between two services that the rules ask for, in milliseconds."""
    daily = [rule.minutes for rule in rules if rule.is_on and rule.kind is RestKind.REST and rule.within_min <= 24 * 60]
    return max(daily) * MINUTE if daily else REST_MS


# One finder for each kind of rule


def _rows(stretches: Sequence[Stretch], rule: RestRule, _zone: tzinfo | None) -> list[Finding]:
    return _passed([_crossed(row, rule, rule.minutes) for row in grouped(stretches, rule.pause_min * MINUTE)])


def _days(stretches: Sequence[Stretch], rule: RestRule, zone: tzinfo | None) -> list[Finding]:
    spans = _calendar(stretches, zone, days=1)
    return _passed([_crossed(_clip(stretches, *span), rule, rule.minutes) for span in spans])


def _weeks(stretches: Sequence[Stretch], rule: RestRule, zone: tzinfo | None) -> list[Finding]:
    """A period ends with each week that has work; a week without any brings nothing new."""
    found = []
    for start, end in _calendar(stretches, zone, days=7):
        first = _midnight(_local_date(start, zone) - timedelta(weeks=rule.weeks - 1), zone)
        passed = _crossed(_clip(stretches, first, end), rule, rule.minutes * rule.weeks)
        if passed is not None and passed.until > start:
            at = next(max(start, begin, passed.at) for begin, stop in stretches if stop > max(start, passed.at))
            found.append(Finding(rule, at, passed.until, passed.minutes // rule.weeks))
    return found


def _rests(stretches: Sequence[Stretch], rule: RestRule, _zone: tzinfo | None) -> list[Finding]:
    """Work begins a period; whoever still works when the rest can no longer fit into it passes the rule."""
    found = []
    for group in grouped(stretches, rule.minutes * MINUTE):
        begun, ended = group[0][0], group[-1][1]
        last = begun + (rule.within_min - rule.minutes) * MINUTE
        if ended > last:
            at = next(max(start, last) for start, end in group if end > last)
            found.append(Finding(rule, at, ended, (ended - begun) // MINUTE))
    return found


_FINDERS = {RestKind.ROW: _rows, RestKind.DAY: _days, RestKind.WEEK: _weeks, RestKind.REST: _rests}


def grouped(stretches: Sequence[Stretch], pause_ms: int) -> list[list[Stretch]]:
    """Work with no pause of this length or longer in between."""
    groups: list[list[Stretch]] = []
    for stretch in stretches:
        if groups and stretch[0] - groups[-1][-1][1] < pause_ms:
            groups[-1].append(stretch)
        else:
            groups.append([stretch])
    return groups


def _crossed(stretches: Sequence[Stretch], rule: RestRule, limit_min: int) -> Finding | None:
    """Where work in order passes so many minutes, None where it does not."""
    left = limit_min * MINUTE
    for start, end in stretches:
        if end - start > left:
            return Finding(rule, start + left, stretches[-1][1], _worked(stretches))
        left -= end - start
    return None


def _passed(found: Iterable[Finding | None]) -> list[Finding]:
    return [finding for finding in found if finding is not None]


# Parts of a standing


def _row_of(past: Sequence[Stretch], rules: Iterable[RestRule], now_ms: int, *, is_there: bool) -> list[Stretch]:
    """The service that goes on now, or went on last, pauses included."""
    pauses = [rule.pause_min for rule in rules if rule.kind is RestKind.ROW and rule.is_on]
    groups = grouped(past, max(pauses, default=0) * MINUTE)
    if not groups:
        return []
    goes_on = is_there and groups[-1][-1][1] >= now_ms
    return groups[-1] if goes_on or not is_there else []


def _rest(past: Sequence[Stretch], row: Sequence[Stretch], now_ms: int, *, is_there: bool) -> int | None:
    if not past:
        return None
    if not is_there:
        return (now_ms - past[-1][1]) // MINUTE
    before = [end for _start, end in past if end <= (row[0][0] if row else now_ms)]
    return ((row[0][0] if row else now_ms) - before[-1]) // MINUTE if before else None


def _since_rested(
    past: Sequence[Stretch], rules: Sequence[RestRule], zone: tzinfo | None, now_ms: int
) -> list[Finding]:
    """What whoever left still has behind them; after their rest, only what counts by the week."""
    rested = not past or now_ms - past[-1][1] >= daily_rest(rules)
    found = [finding for finding in findings(past, rules, zone) if finding.until >= past[-1][1]] if past else []
    weekly = [finding for finding in found if finding.rule.kind is RestKind.WEEK]
    week = _week_start(now_ms, zone)
    kept = [finding for finding in weekly if finding.until > week]
    return kept if rested else [finding for finding in found if finding not in weekly or finding in kept]


def _average(past: Sequence[Stretch], rules: Iterable[RestRule], zone: tzinfo | None, now_ms: int) -> int:
    weeks = max((rule.weeks for rule in rules if rule.kind is RestKind.WEEK), default=1)
    first = _midnight(_local_date(_week_start(now_ms, zone), zone) - timedelta(weeks=weeks - 1), zone)
    return _worked(_clip(past, first, now_ms)) // weeks


def _worked(stretches: Iterable[Stretch]) -> int:
    return sum(end - start for start, end in stretches) // MINUTE


def _clip(stretches: Sequence[Stretch], start: int, end: int) -> list[Stretch]:
    """The part of joined work that lies within this time."""
    first = max(bisect_right(stretches, start, key=itemgetter(0)) - 1, 0)
    last = bisect_left(stretches, end, key=itemgetter(0))
    found = ((max(start, one), min(end, other)) for one, other in stretches[first:last])
    return [stretch for stretch in found if stretch[0] < stretch[1]]


# The calendar


def _calendar(stretches: Sequence[Stretch], zone: tzinfo | None, *, days: int) -> list[Stretch]:
    """The days, or weeks from Monday, that work falls into."""
    found: dict[int, int] = {}
    for start, end in stretches:
        at = _day_start(start, zone) if days == 1 else _week_start(start, zone)
        while at < end:
            after = _midnight(_local_date(at, zone) + timedelta(days=days), zone)
            found[at], at = after, after
    return sorted(found.items())


def _day_start(ms: int, zone: tzinfo | None) -> int:
    return _midnight(_local_date(ms, zone), zone)


def _week_start(ms: int, zone: tzinfo | None) -> int:
    day = _local_date(ms, zone)
    return _midnight(day - timedelta(days=day.weekday()), zone)


def _local_date(ms: int, zone: tzinfo | None) -> datetime:
    at = datetime.fromtimestamp(ms / 1000, UTC).astimezone(zone)
    return datetime.combine(at.date(), time(0))


def _midnight(day: datetime, zone: tzinfo | None) -> int:
    """The first instant of a day, in milliseconds UTC; for a midnight that does not exist, when the clocks jump."""
    if zone is None:
        return round(day.astimezone().timestamp() * 1000)
    return _midnight_in(day, zone)


@lru_cache(maxsize=1024)
def _midnight_in(day: datetime, zone: tzinfo) -> int:
    return round(day.replace(tzinfo=zone).timestamp() * 1000)
