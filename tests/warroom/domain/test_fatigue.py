"""Fatigue: every rule of rest against counting minute by minute, nights of 23 and 25 hours included."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warroom.domain.fatigue import Finding, Stretch, findings, joined, tiredness
from warroom.domain.rest_rules import RestKind, RestRule, Weight
from warroom.storage.rest_rules import shipped

MINUTE = 60_000
HOUR = 60 * MINUTE
PARIS = ZoneInfo("Europe/Paris")
# Ten days around each: the clocks go back, go forward, an ordinary month's end, midnights that do not exist.
STARTS = (
    (datetime(2026, 10, 20, tzinfo=UTC), PARIS),
    (datetime(2026, 3, 24, tzinfo=UTC), PARIS),
    (datetime(2026, 2, 25, tzinfo=UTC), ZoneInfo("UTC")),
    (datetime(2026, 9, 1, tzinfo=UTC), ZoneInfo("America/Santiago")),
)
STEP = 10  # minutes, so that a search stays short
Worked = list[tuple[int, int]]


def ms(year: int, month: int, day: int, hour: int = 0, minute: int = 0, zone: ZoneInfo = PARIS) -> int:
    return round(datetime(year, month, day, hour, minute, tzinfo=zone).timestamp() * 1000)


def rule(kind: RestKind, minutes: int, **more: int) -> RestRule:
    said = {"en": kind.value}
    return RestRule(kind.value, kind, minutes, Weight.LIMIT, said, said, "test", "2026-11-26", **more)


@st.composite
def work(draw: st.DrawFn) -> tuple[list[Stretch], ZoneInfo]:
    """Some days of work in steps of ten minutes."""
    start, zone = draw(st.sampled_from(STARTS))
    at, found = round(start.timestamp() * 1000), []
    for gap, length in draw(st.lists(st.tuples(st.integers(0, 150), st.integers(1, 120)), min_size=1, max_size=12)):
        begin = at + gap * STEP * MINUTE
        at = begin + length * STEP * MINUTE
        found.append((begin, at))
    return joined(found), zone


def minutes_of(stretches: list[Stretch]) -> list[int]:
    """Every minute of work, one by one."""
    return [at for start, end in stretches for at in range(start, end, MINUTE)]


def counted(stretches: list[Stretch], of: Callable[[int], object], limit: int) -> dict[object, tuple[int, int]]:
    """Bucket → (the first minute too many, minutes in all), for those that pass the limit."""
    totals: dict[object, int] = {}
    first: dict[object, int] = {}
    for at in minutes_of(stretches):
        bucket = of(at)
        totals[bucket] = totals.get(bucket, 0) + 1
        if totals[bucket] == limit + 1:
            first[bucket] = at
    return {bucket: (at, totals[bucket]) for bucket, at in first.items()}


def told(found: list[Finding]) -> list[tuple[int, int]]:
    return sorted((finding.at, finding.minutes) for finding in found)


@given(work(), st.integers(1, 90))
@settings(deadline=None, max_examples=60)
def test_that_days_are_what_counting_minutes_by_the_calendar_gives(
    done: tuple[list[Stretch], ZoneInfo], tens: int
) -> None:
    stretches, zone = done
    expected = counted(stretches, lambda at: datetime.fromtimestamp(at / 1000, zone).date(), tens * STEP)
    assert told(findings(stretches, [rule(RestKind.DAY, tens * STEP)], zone)) == sorted(expected.values())


@given(work(), st.integers(1, 300))
@settings(deadline=None, max_examples=60)
def test_that_weeks_are_what_counting_minutes_from_monday_gives(
    done: tuple[list[Stretch], ZoneInfo], tens: int
) -> None:
    stretches, zone = done
    expected = counted(stretches, lambda at: datetime.fromtimestamp(at / 1000, zone).isocalendar()[:2], tens * STEP)
    assert told(findings(stretches, [rule(RestKind.WEEK, tens * STEP)], zone)) == sorted(expected.values())


@given(work(), st.integers(1, 100), st.integers(2, 4))
@settings(deadline=None, max_examples=60)
def test_that_an_average_over_weeks_is_what_counting_minutes_gives(
    done: tuple[list[Stretch], ZoneInfo], tens: int, weeks: int
) -> None:
    stretches, zone = done
    limit = tens * STEP * weeks
    numbered = [(datetime.fromtimestamp(at / 1000, zone).date().toordinal() - 1) // 7 for at in minutes_of(stretches)]
    expected = set()
    for week in set(numbered):
        window = [number for number in numbered if week - weeks < number <= week]
        if len(window) > limit:
            expected.add(week)
    found = findings(stretches, [rule(RestKind.WEEK, tens * STEP, weeks=weeks)], zone)
    hit = {(datetime.fromtimestamp(one.at / 1000, zone).date().toordinal() - 1) // 7 for one in found}
    assert hit == expected


@given(work(), st.integers(1, 90), st.integers(1, 40))
@settings(deadline=None, max_examples=60)
def test_that_hours_in_a_row_are_what_counting_minutes_and_pauses_gives(
    done: tuple[list[Stretch], ZoneInfo], tens: int, pause: int
) -> None:
    stretches, zone = done
    row, last, rows = 0, None, {}
    for at in minutes_of(stretches):
        if last is None or at - last - MINUTE >= pause * STEP * MINUTE:
            row += 1
        last, rows[at] = at, row
    expected = counted(stretches, rows.__getitem__, tens * STEP)
    asked = rule(RestKind.ROW, tens * STEP, pause_min=pause * STEP)
    assert told(findings(stretches, [asked], zone)) == sorted(expected.values())


@given(work(), st.integers(1, 60), st.integers(1, 120))
@settings(deadline=None, max_examples=60)
def test_that_rest_is_missing_where_no_run_of_minutes_without_work_fits(
    done: tuple[list[Stretch], ZoneInfo], rest: int, more: int
) -> None:
    stretches, zone = done
    asked = rule(RestKind.REST, rest * STEP, within_min=(rest + more) * STEP)
    busy, expected, last = set(minutes_of(stretches)), [], None
    for begun in sorted(busy):
        rested = last is None or begun - last - MINUTE >= asked.minutes * MINUTE
        last = begun
        if not rested:
            continue
        longest = run = 0
        for at in range(begun, begun + asked.within_min * MINUTE, MINUTE):
            run = 0 if at in busy else run + 1
            longest = max(longest, run)
        if longest < asked.minutes:
            limit = begun + (asked.within_min - asked.minutes) * MINUTE
            expected.append(min(at for at in busy if at >= limit))
    assert [finding.at for finding in findings(stretches, [asked], zone)] == expected


@given(work(), st.integers(0, 2000), st.booleans())
@settings(deadline=None, max_examples=60)
def test_that_the_latest_end_is_the_last_instant_before_a_limit_is_passed(
    done: tuple[list[Stretch], ZoneInfo], after: int, is_there: bool
) -> None:
    stretches, zone = done
    now = stretches[0][0] + after * STEP * MINUTE
    past = [(start, min(end, now)) for start, end in stretches if start < now]
    if is_there:
        past = joined([*past, (past[-1][1] - MINUTE if past else now, now)]) if past else []
        past = joined([*past, (now - STEP * MINUTE, now)])
    stands = tiredness(past, shipped(), zone, now_ms=now, is_there=is_there)
    limits = [each for each in shipped() if each.weight is Weight.LIMIT]
    if not is_there:
        assert stands.latest_end is None
        return
    assert stands.latest_end is not None
    if stands.latest_end >= now:
        fine = joined([*past, (past[-1][0], max(stands.latest_end, now))])
        late = joined([*past, (past[-1][0], max(stands.latest_end, now) + MINUTE)])
        holding = {(each.rule.code, each.at) for each in findings(fine, limits, zone) if each.until > now}
        assert (stands.latest_by and stands.latest_by.code) in {
            each.rule.code for each in findings(late, limits, zone) if each.at >= stands.latest_end
        }
        assert not holding


def test_that_the_night_the_clocks_go_back_counts_an_hour_more() -> None:
    night = [(ms(2026, 10, 24, 22), ms(2026, 10, 25, 6))]
    stands = tiredness(night, shipped(), PARIS, now_ms=ms(2026, 10, 25, 6), is_there=True)
    assert stands.row_min == 9 * 60
    assert stands.target_end == ms(2026, 10, 25, 5)
    assert [each.rule.code for each in stands.findings] == ["SHIFT-8"]


def test_that_the_night_the_clocks_go_forward_counts_an_hour_less() -> None:
    night = [(ms(2026, 3, 28, 22), ms(2026, 3, 29, 6))]
    stands = tiredness(night, shipped(), PARIS, now_ms=ms(2026, 3, 29, 6), is_there=True)
    assert stands.row_min == 7 * 60
    assert stands.target_end == ms(2026, 3, 29, 7)
    assert not stands.findings


def test_that_a_day_of_ten_hours_is_kept_and_a_minute_more_is_told_with_its_article() -> None:
    start = ms(2026, 11, 23, 8)
    assert not [
        each for each in findings([(start, start + 10 * HOUR)], shipped(), PARIS) if each.rule.kind is RestKind.DAY
    ]
    (found,) = [
        each
        for each in findings([(start, start + 10 * HOUR + MINUTE)], shipped(), PARIS)
        if each.rule.kind is RestKind.DAY
    ]
    assert found.at == start + 10 * HOUR
    assert "L3121-18" in found.rule.source_said("fr")


def test_that_coming_back_after_ten_hours_of_rest_is_told() -> None:
    first = (ms(2026, 11, 23, 14), ms(2026, 11, 23, 22))
    back = (ms(2026, 11, 24, 8), ms(2026, 11, 24, 9))
    (found,) = findings([first, back], shipped(), PARIS)
    assert (found.rule.code, found.at) == ("EU-REST-11", back[0])


def test_that_a_pause_for_lunch_does_not_begin_a_new_service() -> None:
    stretches = [(ms(2026, 11, 23, 8), ms(2026, 11, 23, 12)), (ms(2026, 11, 23, 13), ms(2026, 11, 23, 18))]
    stands = tiredness(stretches, shipped(), PARIS, now_ms=ms(2026, 11, 23, 18), is_there=True)
    assert stands.row_min == 9 * 60
    assert stands.since == ms(2026, 11, 23, 8)
    assert stands.is_due
    assert not stands.is_over
    assert stands.latest_end == ms(2026, 11, 23, 19)
    assert stands.latest_by is not None
    assert stands.latest_by.code == "FR-DAY-10"


def test_that_twelve_weeks_of_45_hours_pass_the_average_in_the_twelfth() -> None:
    stretches = []
    for week in range(12):
        monday = datetime(2026, 8, 31, tzinfo=PARIS).toordinal() + 7 * week
        for day in range(5):
            at = datetime.fromordinal(monday + day)
            start = ms(at.year, at.month, at.day, 8)
            stretches.append((start, start + 9 * HOUR))
    found = [each for each in findings(stretches, shipped(), PARIS) if each.rule.code == "FR-AVERAGE-44"]
    assert [(each.at, each.minutes) for each in found] == [(ms(2026, 11, 19, 14), 45 * 60)]


def test_that_seven_nights_without_a_day_off_miss_the_weekly_rest() -> None:
    nights = []
    for day in range(2, 9):
        start = ms(2026, 11, day, 22)
        nights.append((start, start + 8 * HOUR))
    found = [each for each in findings(nights, shipped(), PARIS) if each.rule.code == "FR-WEEKLY-35"]
    assert [each.at for each in found] == [nights[-1][0]]


def test_that_whoever_left_rests_and_is_rested_eleven_hours_later() -> None:
    stretches = [(ms(2026, 11, 23, 6), ms(2026, 11, 23, 14))]
    stands = tiredness(stretches, shipped(), PARIS, now_ms=ms(2026, 11, 23, 20), is_there=False)
    assert stands.rest_min == 6 * 60
    assert stands.rested_at == ms(2026, 11, 24, 1)
    assert stands.since == ms(2026, 11, 23, 14)


def test_that_nobody_seen_yet_has_no_rest_to_show() -> None:
    stands = tiredness([], shipped(), PARIS, now_ms=ms(2026, 11, 23), is_there=False)
    assert (stands.since, stands.rest_min, stands.rested_at, stands.findings) == (None, None, None, ())


@pytest.mark.parametrize("language", ["en", "fr"])
def test_that_every_rule_that_ships_says_what_it_asks_and_which_text_says_so(language: str) -> None:
    for each in shipped():
        assert each.label[language]
        assert each.source[language]
        assert each.last_verified
