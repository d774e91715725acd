"""Time limits against an independent calculation: minutes counted one by one, and another library's calendar."""

from __future__ import annotations

import calendar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.easter import easter
from dateutil.relativedelta import relativedelta
from hypothesis import example, given
from hypothesis import strategies as st

from tests.warroom.clocks.hand import NEW_YORK, PARIS, at, said
from warroom.domain.clock_times import (
    Calendar,
    easter_of,
    end_of_last_day,
    end_of_last_hour,
    first_instant,
    is_odd,
    noon_of_next_business_day,
    nth_weekday,
    plus_business_days,
    plus_days,
    plus_hours,
    plus_months,
    wall,
)
from warroom.storage.rulebook import shipped

MINUTE = timedelta(minutes=1)
zones = st.sampled_from([PARIS, NEW_YORK])
# Changes of clocks are rare among the times of nine years: they are drawn apart.
CHANGES = [
    datetime(year, month, day, 2, 0)
    for year in range(2024, 2033)
    for month in (3, 10, 11)
    for day in range(1, calendar.monthrange(year, month)[1] + 1)
    if datetime(year, month, day).weekday() == 6
]
any_time = st.datetimes(datetime(2024, 1, 1), datetime(2032, 12, 31)).map(
    lambda when: when.replace(second=0, microsecond=0)
)
near_change = st.builds(
    lambda when, minutes: when + timedelta(minutes=minutes), st.sampled_from(CHANGES), st.integers(-180, 180)
)
month_ends = st.builds(
    lambda year, month, back, minute: (
        datetime(year, month, calendar.monthrange(year, month)[1]) - timedelta(days=back) + timedelta(minutes=minute)
    ),
    st.integers(2024, 2032),
    st.integers(1, 12),
    st.integers(0, 3),
    st.integers(0, 1439),
)
times = st.one_of(any_time, near_change, month_ends)


def counted_minutes(shown: datetime, zone: ZoneInfo) -> datetime:
    """The first minute, counted one by one from well before, in which the wall shows this time or a later one."""
    minute = shown.replace(tzinfo=UTC) - timedelta(hours=16)
    while minute.astimezone(zone).replace(tzinfo=None) < shown:
        minute += MINUTE
    return minute


def instant(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)


@given(times, zones)
@example(datetime(2027, 3, 28, 2, 30), PARIS)
@example(datetime(2026, 10, 25, 2, 30), PARIS)
@example(datetime(2027, 3, 14, 2, 30), NEW_YORK)
@example(datetime(2026, 11, 1, 1, 30), NEW_YORK)
def test_that_a_local_time_is_the_first_minute_at_which_the_wall_shows_it_or_a_later_one(
    shown: datetime, zone: ZoneInfo
) -> None:
    assert instant(first_instant(shown, zone)) == counted_minutes(shown, zone)


@given(times, zones, st.integers(1, 14))
def test_that_months_end_where_another_library_ends_them(shown: datetime, zone: ZoneInfo, months: int) -> None:
    start = first_instant(shown, zone)
    expected = wall(start, zone) + relativedelta(months=months)

    assert plus_months(wall(start, zone), months) == expected
    assert instant(first_instant(plus_months(wall(start, zone), months), zone)) == counted_minutes(expected, zone)


@given(times, zones, st.integers(0, 40))
def test_that_days_keep_the_time_of_day_on_the_wall(shown: datetime, zone: ZoneInfo, days: int) -> None:
    end = plus_days(shown, days)

    assert end.date().toordinal() == shown.date().toordinal() + days
    reached = wall(first_instant(end, zone), zone)
    assert reached == end or (is_odd(end, zone) and reached > end)


@given(times, zones, st.sampled_from([4, 24, 72]))
def test_that_hours_are_as_many_minutes_counted_one_by_one(shown: datetime, zone: ZoneInfo, hours: int) -> None:
    start = first_instant(shown, zone)
    minute = instant(start)
    for _each in range(hours * 60):
        minute += MINUTE

    assert instant(plus_hours(start, hours)) == minute
    assert wall(plus_hours(start, hours), zone) == minute.astimezone(zone).replace(tzinfo=None)


def french_holidays(year: int) -> set[date]:
    days = {date(year, *when) for when in ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))}
    return days | {easter(year) + timedelta(days=after) for after in (1, 39, 50)}


def american_holidays(year: int) -> set[date]:
    """Federal holidays, as the weekday on which each is kept."""
    found = set()
    for held in (date(year + more, *when) for more in (0, 1) for when in ((1, 1), (6, 19), (7, 4), (11, 11), (12, 25))):
        shift = {5: -1, 6: 1}.get(held.weekday(), 0)
        found |= {held, held + timedelta(days=shift)}
    for month, weekday, first in ((1, 0, 15), (2, 0, 15), (9, 0, 1), (10, 0, 8), (11, 3, 22)):
        found.add(
            next(
                date(year, month, day) for day in range(first, first + 7) if date(year, month, day).weekday() == weekday
            )
        )
    found.add(next(date(year, 5, day) for day in range(31, 24, -1) if date(year, 5, day).weekday() == 0))
    return found


@given(times, st.integers(1, 30), st.sampled_from(["FR", "US-federal"]))
def test_that_business_days_are_those_that_are_left_of_a_whole_calendar(shown: datetime, days: int, name: str) -> None:
    holidays = {"FR": french_holidays, "US-federal": american_holidays}[name]
    off = holidays(shown.year) | holidays(shown.year + 1)
    open_days = [
        day
        for day in (shown.date() + timedelta(days=after) for after in range(1, 90))
        if day.weekday() < 5 and day not in off
    ]

    end = plus_business_days(shown, days, shipped().calendars[name])

    assert end == datetime.combine(open_days[days - 1], shown.time())


@given(st.integers(1583, 4000))
def test_that_easter_falls_where_another_library_has_it(year: int) -> None:
    assert easter_of(year) == easter(year)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2027-01-31 10:00", 1, "2027-02-28 10:00 +0100"),
        ("2028-01-31 10:00", 1, "2028-02-29 10:00 +0100"),
        ("2028-02-29 10:00", 12, "2029-02-28 10:00 +0100"),
        ("2026-12-31 23:59", 2, "2027-02-28 23:59 +0100"),
        ("2027-02-28 02:30", 1, "2027-03-28 03:00 +0200"),  # 02:30 is skipped that night
        ("2026-09-25 02:30", 1, "2026-10-25 02:30 +0200"),  # 02:30 comes twice: the first
        ("2026-03-31 12:00", 6, "2026-09-30 12:00 +0200"),
    ],
)
def test_that_months_are_those_of_the_wall_calendar(start: str, months: int, end: str) -> None:
    assert said(first_instant(plus_months(wall(at(start), PARIS), months), PARIS)) == end


def test_that_four_american_business_days_over_thanksgiving_skip_it() -> None:
    kept = shipped().calendars["US-federal"]

    assert plus_business_days(datetime(2026, 11, 24, 16, 30), 4, kept) == datetime(2026, 12, 1, 16, 30)
    assert plus_business_days(datetime(2026, 7, 1, 9, 0), 2, kept) == datetime(
        2026, 7, 6, 9, 0
    )  # the 4th is kept on the 3rd
    assert plus_business_days(datetime(2027, 12, 30, 9, 0), 1, kept) == datetime(2028, 1, 3, 9, 0)


def test_that_other_readings_only_ever_give_more_time() -> None:
    kept = shipped().calendars["FR"]

    assert said(noon_of_next_business_day(at("2026-12-25 09:00"), PARIS, kept)) == "2026-12-28 12:00 +0100"
    assert noon_of_next_business_day(at("2026-12-24 09:00"), PARIS, kept) is None
    assert said(end_of_last_hour(at("2026-11-24 14:32"), PARIS, kept)) == "2026-11-24 15:00 +0100"
    assert end_of_last_hour(at("2026-11-24 14:00"), PARIS, kept) is None
    assert said(end_of_last_day(at("2026-12-25 09:10"), PARIS, kept)) == "2026-12-29 00:00 +0100"
    assert said(end_of_last_day(at("2026-12-22 09:10"), PARIS, kept)) == "2026-12-23 00:00 +0100"


def test_that_a_calendar_in_which_no_day_is_open_ends_the_search() -> None:
    closed = Calendar("closed", weekend=frozenset(range(7)))

    assert plus_business_days(datetime(2026, 11, 23), 1, closed).year > 2030


def test_that_a_month_may_lack_its_fifth_monday() -> None:
    assert nth_weekday(2026, 2, 0, 5) is None
    assert nth_weekday(2026, 11, 0, 5) == date(2026, 11, 30)
    assert nth_weekday(2026, 5, 0, -1) == date(2026, 5, 25)
