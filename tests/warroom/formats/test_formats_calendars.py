"""Calendars as programs write them: what is read, what is mended, what is refused; nothing hangs."""

from __future__ import annotations

import random
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from dateutil import rrule as library
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from warroom.errors import Refusal
from warroom.formats.calendar_problems import Said, Unfit
from warroom.formats.calendar_rules import MOST_STEPS, Steps, expand
from warroom.formats.icalendar import Became, CalendarReading, Outcome, read_calendar

HOUR = 3_600_000


def at(text: str, zone: str = "Europe/Paris") -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp()) * 1000


def read(*lines: str, before: tuple[str, ...] = (), zone: str = "Europe/Paris") -> CalendarReading:
    text = "\r\n".join(["BEGIN:VCALENDAR", *before, *lines, "END:VCALENDAR", ""])
    return read_calendar(text.encode(), zone=zone, from_ms=at("2026-01-01"), until_ms=at("2027-01-01"))


def an_event(*lines: str, start: str = "DTSTART:20261123T080000Z", end: str = "DTEND:20261123T180000Z") -> list[str]:
    given = ["BEGIN:VEVENT", "UID:u1", start, end, "SUMMARY:Zoé Petit", *lines, "END:VEVENT"]
    return [line for line in given if line]


def one(*lines: str, **more: Any) -> Outcome:
    (outcome,) = read(*lines, **more).outcomes
    return outcome


def times(outcome: Outcome) -> list[tuple[int, int]]:
    return [(each.from_at, each.until_at) for each in outcome.occurrences]


def said(outcome: Outcome) -> set[Said]:
    return {remark.said for remark in outcome.remarks}


# Times


def test_that_a_time_in_a_zone_is_that_instant() -> None:
    event = an_event(start="DTSTART;TZID=Europe/Paris:20261123T090000", end="DTEND;TZID=Europe/Paris:20261123T190000")
    outcome = one(*event)
    assert (outcome.became, times(outcome)) == (Became.ACCEPTED, [(at("2026-11-23T09:00"), at("2026-11-23T19:00"))])


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("Romance Standard Time", "Europe/Paris"), ("Pacific Standard Time", "America/Los_Angeles"),
        ('"Tokyo Standard Time"', "Asia/Tokyo"), ("/mozilla.org/20070129_1/Europe/Berlin", "Europe/Berlin"),
        ("/freeassociation.sourceforge.net/America/New_York", "America/New_York"), ("Eastern", "America/New_York"),
        ("US/Eastern", "America/New_York"),
    ],
)  # fmt: skip
def test_that_zones_are_known_under_the_names_programs_give_them(name: str, zone: str) -> None:
    outcome = one(*an_event(start=f"DTSTART;TZID={name}:20260701T090000", end=f"DTEND;TZID={name}:20260701T190000"))
    assert (outcome.became, times(outcome)) == (
        Became.ACCEPTED,
        [(at("2026-07-01T09:00", zone), at("2026-07-01T19:00", zone))],
    )


def test_that_a_zone_the_file_defines_is_followed_and_an_unknown_one_is_said() -> None:
    zone = (
        "BEGIN:VTIMEZONE", "TZID:Notre site", "BEGIN:STANDARD", "DTSTART:19700101T000000", "TZOFFSETFROM:+0530",
        "TZOFFSETTO:+0530", "END:STANDARD", "END:VTIMEZONE",
    )  # fmt: skip
    event = an_event(start="DTSTART;TZID=Notre site:20260701T090000", end="DTEND;TZID=Notre site:20260701T190000")
    known, unknown = one(*event, before=zone), one(*event)
    assert times(known)[0][0] == at("2026-07-01T09:00", "Asia/Kolkata")
    assert (unknown.became, said(unknown)) == (Became.REPAIRED, {Said.ZONE_UNKNOWN})
    assert times(unknown)[0][0] == at("2026-07-01T09:00")


def test_that_a_zone_whose_clocks_change_by_the_second_is_not_followed() -> None:
    zone = (
        "BEGIN:VTIMEZONE", "TZID:Piège", "BEGIN:STANDARD", "DTSTART:19700101T000000", "RRULE:FREQ=SECONDLY",
        "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200", "END:STANDARD", "END:VTIMEZONE",
    )  # fmt: skip
    outcome = one(*an_event(start="DTSTART;TZID=Piège:20260701T090000"), before=zone)
    assert Said.ZONE_UNKNOWN in said(outcome)


def test_that_floating_times_are_those_of_the_calendar_or_of_the_reader() -> None:
    event = an_event(start="DTSTART:20260701T090000", end="DTEND:20260701T190000")
    assert times(one(*event))[0][0] == at("2026-07-01T09:00")
    assert said(one(*event)) == {Said.FLOATING}
    theirs = one(*event, before=("X-WR-TIMEZONE:Asia/Tokyo",))
    assert (times(theirs)[0][0], theirs.became) == (at("2026-07-01T09:00", "Asia/Tokyo"), Became.ACCEPTED)


def test_that_a_whole_day_lasts_23_hours_when_the_clocks_go_forward() -> None:
    outcome = one(*an_event(start="DTSTART;VALUE=DATE:20260329", end="DTEND;VALUE=DATE:20260330"))
    assert [(end - start) // HOUR for start, end in times(outcome)] == [23]


def test_that_a_day_that_ends_on_itself_is_one_day() -> None:
    outcome = one(*an_event(start="DTSTART;VALUE=DATE:20260701", end="DTEND;VALUE=DATE:20260701"))
    assert (said(outcome), [(end - start) // HOUR for start, end in times(outcome)]) == ({Said.ONE_DAY}, [24])


def test_that_a_length_in_hours_is_elapsed_and_an_end_is_on_the_wall() -> None:
    zone = "TZID=Europe/Paris:20261024T200000"  # the clocks go back in this night
    by_length = one(*an_event(start=f"DTSTART;{zone}", end="DURATION:PT12H"))
    by_end = one(*an_event(start=f"DTSTART;{zone}", end="DTEND;TZID=Europe/Paris:20261025T080000"))
    assert [(end - start) // HOUR for start, end in times(by_length) + times(by_end)] == [12, 13]


# Repetition


def weekly(*lines: str) -> list[str]:
    return an_event(
        "RRULE:FREQ=WEEKLY;COUNT=4", *lines,
        start="DTSTART;TZID=Europe/Paris:20261019T090000", end="DTEND;TZID=Europe/Paris:20261020T090000",
    )  # fmt: skip


MONDAYS = [at(f"{day}T09:00") for day in ("2026-10-19", "2026-10-26", "2026-11-02", "2026-11-09")]


def test_that_a_rule_keeps_the_wall_and_dates_are_left_out_and_added() -> None:
    assert [start for start, _end in times(one(*weekly()))] == MONDAYS
    left_out = one(*weekly("EXDATE;TZID=Europe/Paris:20261026T090000", "EXDATE;VALUE=DATE:20261102"))
    assert [start for start, _end in times(left_out)] == [MONDAYS[0], MONDAYS[3]]
    added = one(*weekly("RDATE;VALUE=PERIOD:20261201T080000Z/PT2H"))
    assert times(added)[-1] == (at("2026-12-01T09:00"), at("2026-12-01T11:00"))


def moved(*lines: str, day: str = "20261026", change: str = "") -> list[str]:
    return [
        "BEGIN:VEVENT", "UID:u1", f"RECURRENCE-ID{change};TZID=Europe/Paris:{day}T090000",
        "DTSTART;TZID=Europe/Paris:20261027T100000", "DTEND;TZID=Europe/Paris:20261027T120000", "SUMMARY:Ana",
        *lines, "END:VEVENT",
    ]  # fmt: skip


def test_that_a_changed_occurrence_takes_the_place_of_the_one_it_changes() -> None:
    series, change = read(*weekly(), *moved()).outcomes
    assert [start for start, _end in times(series)] == [MONDAYS[0], MONDAYS[2], MONDAYS[3]]
    assert [(each.mark, each.summary) for each in change.occurrences] == [(str(MONDAYS[1]), "Ana")]
    assert times(change) == [(at("2026-10-27T10:00"), at("2026-10-27T12:00"))]


def test_that_a_change_from_some_day_on_changes_all_that_follow() -> None:
    series, change = read(*weekly(), *moved(change=";RANGE=THISANDFUTURE")).outcomes
    assert [start for start, _end in times(series)] == [MONDAYS[0]]
    starts = [start for start, _end in times(change)]
    assert starts == [at(f"{day}T10:00") for day in ("2026-10-27", "2026-11-03", "2026-11-10")]


def test_that_a_cancelled_occurrence_is_nobodys_and_a_cancelled_event_stays_out() -> None:
    series, change = read(*weekly(), *moved("STATUS:CANCELLED")).outcomes
    assert len(series.occurrences) == 3
    assert (change.became, said(change)) == (Became.REFUSED, {Said.CANCELLED})
    whole = one(*an_event("STATUS:CANCELLED"))
    assert (whole.became, said(whole)) == (Became.REFUSED, {Said.CANCELLED})


def test_that_a_change_of_what_is_not_there_is_kept_by_itself() -> None:
    _series, change = read(*weekly(), *moved(day="20261028")).outcomes
    assert (change.became, said(change)) == (Became.REPAIRED, {Said.NO_SUCH_OCCURRENCE})


@pytest.mark.parametrize("rule", ["FREQ=SECONDLY", "FREQ=MINUTELY;INTERVAL=5", "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30"])
def test_that_a_rule_finer_than_hours_is_refused(rule: str) -> None:
    outcome = one(*an_event(f"RRULE:{rule}"))
    assert (outcome.became, said(outcome)) == (Became.REFUSED, {Said.TOO_FINE})


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=YEARLY;COUNT=5;BYMONTH=2;BYMONTHDAY=31",
        "FREQ=HOURLY;COUNT=999999999", "FREQ=DAILY;BYSETPOS=5",
        "FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;INTERVAL=999999999",
        "FREQ=DAILY;BYHOUR=0,1,2,3,4,5,6,7,8,9;BYMINUTE=0,10,20,30,40,50;BYSECOND=0,5,10,15,20,25,30",
        "FREQ=FORTNIGHTLY",
        "FREQ=YEARLY;BYWEEKNO=99;BYDAY=MO", "BYDAY=MO", "FREQ=MONTHLY;BYDAY=77MO", "FREQ=DAILY;COUNT=-4",
    ],
)  # fmt: skip
@pytest.mark.parametrize("start", ["DTSTART:20261123T080000Z", "DTSTART:19010101T080000Z"])
def test_that_no_rule_keeps_the_reader_for_ever(rule: str, start: str) -> None:
    outcome = one(*an_event(f"RRULE:{rule}", start=start, end="DURATION:PT1H"))
    assert len(outcome.occurrences) <= 2_000


@settings(max_examples=100, deadline=None)
@given(
    freq=st.sampled_from(["HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"]),
    interval=st.integers(1, 40),
    count=st.one_of(st.none(), st.integers(1, 60)),
    days=st.one_of(st.none(), st.lists(st.sampled_from(["MO", "WE", "SU"]), min_size=1, max_size=2, unique=True)),
    months=st.one_of(st.none(), st.lists(st.integers(1, 12), min_size=1, max_size=3, unique=True)),
    start=st.datetimes(datetime(2019, 1, 1), datetime(2026, 12, 1)),
    opens=st.datetimes(datetime(2025, 1, 1), datetime(2027, 1, 1)),
)
def test_that_a_rule_gives_what_walking_it_from_its_beginning_gives(
    freq: str, interval: int, count: int | None, days: list[str] | None, months: list[int] | None, start: datetime,
    opens: datetime,
) -> None:  # fmt: skip
    start, opens = start.replace(microsecond=0), opens.replace(microsecond=0)
    closes = opens + timedelta(days=120)
    assume(freq != "HOURLY" or count is None or (closes - start) / timedelta(hours=interval) < MOST_STEPS)
    rule: dict[str, Any] = {"FREQ": [freq], "INTERVAL": [interval]}
    parts: dict[str, Any] = {}
    if days is not None:
        rule["BYDAY"], parts["byweekday"] = days, [getattr(library, day) for day in days]
    if months is not None:
        rule["BYMONTH"], parts["bymonth"] = months, months
    if count is not None:
        rule["COUNT"] = [count]
    walked = library.rrule(getattr(library, freq), dtstart=start, interval=interval, **parts)
    expected = []
    for number, each in enumerate(walked.xafter(start, count=count, inc=True) if count else walked):
        if each >= closes or (count is not None and number >= count):
            break
        if each >= opens:
            expected.append(each)
    found, remarks = expand(rule, start, (opens, closes), until=None, steps=Steps())
    assert found == expected[:2_000]
    assert bool(remarks) == (len(expected) > 2_000)


def test_that_a_rule_that_cannot_be_counted_is_refused() -> None:
    window = datetime(2026, 1, 1), datetime(2027, 1, 1)
    with pytest.raises(Unfit):
        expand({"FREQ": "HOURLY", "COUNT": 10**9}, datetime(1901, 1, 1), window, until=None, steps=Steps())


def test_that_all_rules_of_one_file_together_are_bounded() -> None:
    rule = "RRULE:FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30"
    lines = [
        line.replace("u1", f"u{number}")
        for number in range(200)
        for line in an_event(rule, start="DTSTART:20260101T080000Z", end="DURATION:PT1H")
    ]
    assert {Said.TOO_FAR} in [said(each) for each in read(*lines).outcomes]


# Broken files


def test_that_a_broken_event_costs_nobody_the_others() -> None:
    lines = [*an_event("DESCRIPTION;;:broken"), "BEGIN:VEVENT", "UID:u2", "DTSTART:99999999", "END:VEVENT"]
    mended, refused = read(*lines).outcomes
    assert (mended.became, said(mended)) == (Became.REPAIRED, {Said.LINE_DROPPED})
    assert refused.became is Became.REFUSED


def test_that_an_event_that_is_never_closed_ends_where_the_next_begins() -> None:
    first, second = read(*an_event()[:-1], *[line.replace("u1", "u2") for line in an_event()]).outcomes
    assert (first.became, second.became) == (Became.REPAIRED, Became.ACCEPTED)
    assert Said.NOT_CLOSED in said(first)


@pytest.mark.parametrize(
    ("start", "end", "why"),
    [
        ("", "DTEND:20261123T180000Z", Said.NO_START), ("DTSTART:20261123T080000Z", "", Said.INSTANT),
        ("DTSTART:20261123T080000Z", "DTEND:20261122T080000Z", Said.BACKWARDS),
        ("DTSTART:20261123T080000Z", "DTEND:20301122T080000Z", Said.TOO_LONG),
        ("DTSTART:00010101T080000Z", "DTEND:00010102T080000Z", Said.OUT_OF_TIME),
        ("DTSTART:20201123T080000Z", "DTEND:20201124T080000Z", Said.OUTSIDE),
    ],
)  # fmt: skip
def test_that_an_event_nobody_could_be_on_call_for_is_refused_with_its_reason(start: str, end: str, why: Said) -> None:
    outcome = one(*an_event(start=start, end=end))
    assert outcome.became is Became.REFUSED
    assert outcome.remarks[-1].said is why
    assert outcome.remarks[-1].reason


def test_that_what_is_no_calendar_is_refused_as_a_whole() -> None:
    for data in (b"", b"\x00\x01\x02" * 50, b"hello", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"):
        with pytest.raises(Refusal):
            read_calendar(data, zone="Europe/Paris", from_ms=0, until_ms=10**12)


def test_that_older_revisions_are_left_out_and_shared_identifiers_are_not() -> None:
    newer = [line.replace("Zoé Petit", "Ana") for line in an_event("SEQUENCE:2")]
    assert [each.became for each in read(*an_event(), *newer).outcomes] == [Became.REFUSED, Became.ACCEPTED]
    shared = [line.replace("1123", "1124") for line in an_event()]
    outcomes = read(*an_event(), *shared).outcomes
    assert [len(each.occurrences) for each in outcomes] == [1, 1]
    assert len({each.occurrences[0].mark for each in outcomes}) == 2


def test_that_torn_and_garbled_calendars_are_read_or_refused_and_never_break(field_data: Path) -> None:
    chance = random.Random(6)
    files = [path.read_bytes() for path in sorted((field_data / "calendar").rglob("*.ics"))]
    for _round in range(120):
        data = bytearray(chance.choice(files)[:6_000])
        for _hit in range(chance.randrange(1, 12)):
            if data:
                data[chance.randrange(len(data))] = chance.randrange(256)
        torn = bytes(data[: chance.randrange(1, len(data) + 1)])
        with suppress(Refusal):
            read_calendar(torn, zone="Europe/Paris", from_ms=at("2026-01-01"), until_ms=at("2026-03-01"))
