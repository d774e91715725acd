"""Moments typed on the command line: with an offset, local, or a bare time of day."""

from __future__ import annotations

import time
from argparse import ArgumentTypeError
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from warroom.cli.moments import due_time, event_time


@pytest.fixture
def _in_paris(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    if not hasattr(time, "tzset"):
        pytest.skip("this system cannot change its zone while running")
    monkeypatch.setenv("TZ", "Europe/Paris")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def utc(*parts: int) -> int:
    return int(datetime(*parts, tzinfo=UTC).timestamp() * 1000)  # type: ignore[misc]


@pytest.mark.usefixtures("_in_paris")
@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026-07-05T10:00", utc(2026, 7, 5, 8, 0)),
        ("2026-01-05 10:00:30", utc(2026, 1, 5, 9, 0, 30)),
        ("2026-01-05T10:00Z", utc(2026, 1, 5, 10, 0)),
        ("2026-01-05T10:00-03:30", utc(2026, 1, 5, 13, 30)),
        ("20260105T100000+0100", utc(2026, 1, 5, 9, 0)),
    ],
)
def test_that_a_moment_without_offset_is_local(typed: str, meant: int) -> None:
    assert event_time(typed) == meant
    assert due_time(typed) == meant


def test_that_a_bare_time_is_the_last_one_for_events_and_the_next_one_for_what_is_due() -> None:
    now = time.time() * 1000
    typed = datetime.fromtimestamp(now / 1000 + 3600).strftime("%H:%M")

    assert event_time(typed) <= now
    assert due_time(typed) > now


@pytest.mark.parametrize("typed", ["", "hier", "2026-13-01T10:00", "25:00", "14h32"])
def test_that_what_is_no_time_is_refused(typed: str) -> None:
    with pytest.raises(ArgumentTypeError):
        event_time(typed)
