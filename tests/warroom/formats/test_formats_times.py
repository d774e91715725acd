"""Times as people write them."""

from __future__ import annotations

from datetime import date

import pytest

from warroom.errors import Refusal
from warroom.formats.problems import Problem
from warroom.formats.times import day_comes_first, joined, looks_like_time, read_when, zone_named

PARIS = zone_named("Europe/Paris")


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2022-03-26T01:43:00Z", "2022-03-26T01:43:00"),
        ("2021-04-14T07:30:00-00:00", "2021-04-14T07:30:00"),
        ("2024-03-12 14:32:07+0200", "2024-03-12T12:32:07"),
        ("20240131T143207Z", "2024-01-31T14:32:07"),
        ("2024-12-27T09:43:40.482Z", "2024-12-27T09:43:40.482000"),
        ("12/03/2024 14h32", "2024-03-12T13:32:00"),
        ("12/03/2024 à 14 h 32", "2024-03-12T13:32:00"),
        ("12.03.24 14:32:07", "2024-03-12T13:32:07"),
        ("12-3-2024 2 h", "2024-03-12T01:00:00"),
        ("mardi 12 août 2024 14:32", "2024-08-12T12:32:00"),
        ("1er février 2024 08h05", "2024-02-01T07:05:00"),
        ("March 3, 2024 2:05 pm", "2024-03-03T13:05:00"),
        ("2024-01-01 12:00 am", "2023-12-31T23:00:00"),
        ("2023-03-29 15h50 UTC", "2023-03-29T15:50:00"),
        ("2023-03-29 15:50 CEST", "2023-03-29T13:50:00"),
        ("45292.605", "2024-01-01T13:31:12"),
        ("45292,605", "2024-01-01T13:31:12"),
    ],
)
def test_that_a_sound_time_is_read_and_its_text_kept(text: str, utc: str) -> None:
    when, doubt = read_when(text, zone=PARIS)

    assert (when.utc and when.utc.replace(tzinfo=None).isoformat(), when.original, doubt) == (utc, text, None)


@pytest.mark.parametrize(
    ("text", "problem", "is_kept"),
    [
        ("", Problem.MISSING_TIME, False),
        ("soon", Problem.UNREADABLE_TIME, False),
        ("1" * 5000, Problem.UNREADABLE_TIME, False),
        ("2024-01-01 10:00 Mars", Problem.UNREADABLE_TIME, False),
        ("31/02/2024 10:00", Problem.IMPOSSIBLE_DATE, False),
        ("12/31/2012 10:00", Problem.IMPOSSIBLE_DATE, False),
        ("2024-01-01 25:00", Problem.IMPOSSIBLE_DATE, False),
        ("0000-00-00 00:00:00", Problem.IMPOSSIBLE_DATE, False),
        ("0001-01-01 00:00:00", Problem.IMPOSSIBLE_YEAR, False),
        ("0001-01-01T00:00:00Z", Problem.IMPOSSIBLE_YEAR, True),
        ("9999-12-31 23:59", Problem.IMPOSSIBLE_YEAR, True),
        ("14h32", Problem.TIME_WITHOUT_DATE, False),
        ("2024-01-01", Problem.DATE_WITHOUT_TIME, True),
        ("31/03/2024 02:30", Problem.LOCAL_TIME_SKIPPED, True),
        ("27/10/2024 02:30", Problem.LOCAL_TIME_TWICE, True),
    ],
)
def test_that_a_doubtful_time_is_flagged_and_never_mended(text: str, problem: Problem, is_kept: bool) -> None:
    when, doubt = read_when(text, zone=PARIS)

    assert doubt is not None
    assert doubt.problem is problem
    assert (when.utc is not None, when.original) == (is_kept, text)


def test_that_a_bare_time_takes_the_day_it_is_given() -> None:
    when, doubt = read_when("14h32", zone=PARIS, base=date(2024, 7, 1))

    assert doubt is None
    assert when.utc is not None
    assert when.utc.isoformat() == "2024-07-01T12:32:00+00:00"


def test_that_only_a_time_without_a_zone_is_marked_as_assumed() -> None:
    assert read_when("2024-01-01 10:00", zone=PARIS)[0].assumed_zone
    assert not read_when("2024-01-01 10:00Z", zone=PARIS)[0].assumed_zone


@pytest.mark.parametrize(
    ("dates", "is_first"),
    [(["03/04/2024"], True), (["31/12/2024", "01/02/2024"], True), (["12/31/2024", "01/02/2024"], False), ([], True)],
)
def test_that_the_dates_tell_which_number_is_the_day_and_french_wins_in_doubt(dates: list[str], is_first: bool) -> None:
    assert day_comes_first(dates) is is_first


def test_that_a_date_cell_and_a_time_cell_make_one_time() -> None:
    assert joined("2024-03-12 00:00:00", "1899-12-31 14:32:00") == "2024-03-12 14:32:00"


def test_that_a_plain_number_does_not_look_like_a_time() -> None:
    assert [looks_like_time(text) for text in ("12.50", "2024", "14h32", "12/03/2024", "Ana")] == [False] * 2 + [
        True,
        True,
        False,
    ]


@pytest.mark.parametrize("name", ["Mars/Olympus", "../../etc/passwd", "", "Europe", "\0"])
def test_that_an_unknown_zone_is_refused(name: str) -> None:
    with pytest.raises(Refusal, match="time zone"):
        zone_named(name)
