"""Days as people type them."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warroom.domain.typed_days import day_typed, parse_day

PARIS = ZoneInfo("Europe/Paris")


@pytest.mark.parametrize("typed", ["30/06/2027", "30/6/27", "30.06.2027", "30-06-2027", "2027-06-30", " 2027-6-30 "])
def test_that_a_day_is_read_however_it_is_written(typed: str) -> None:
    at = parse_day(typed, PARIS)

    assert at is not None
    assert datetime.fromtimestamp(at / 1000, PARIS) == datetime(2027, 6, 30, 12, tzinfo=PARIS)


@pytest.mark.parametrize(
    "typed", ["", "31/02/2027", "2027", "demain", "30/13/2027", "1/1/0001x", "٣/٣/٢٠٢٧x", "0000-00-00"]
)
def test_that_what_is_no_day_is_none(typed: str) -> None:
    assert parse_day(typed, UTC) is None


def test_that_an_end_is_the_last_minute_of_the_day_also_when_it_has_25_hours() -> None:
    at = parse_day("25/10/2026", PARIS, at_end=True)

    assert at == round(datetime(2026, 10, 25, 23, 59, tzinfo=PARIS).timestamp() * 1000)


@given(st.datetimes(datetime(1990, 1, 1), datetime(2200, 1, 1)))
def test_that_a_day_shown_is_read_again(at: datetime) -> None:
    ms = round(at.replace(hour=12, minute=0, second=0, microsecond=0, tzinfo=PARIS).timestamp() * 1000)

    assert parse_day(day_typed(ms, PARIS), PARIS) == ms


@given(st.text(max_size=14))
def test_that_any_text_is_a_day_or_none(typed: str) -> None:
    found = parse_day(typed, None)

    assert found is None or isinstance(found, int)
