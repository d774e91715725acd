"""Times and durations as people say them, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from warroom import phrases
from warroom.words import speak

NOW = int(datetime(2026, 11, 23, 14, 32, 7, tzinfo=UTC).timestamp() * 1000)
SECOND, MINUTE, HOUR, DAY = 1000, 60_000, 3_600_000, 86_400_000


@pytest.fixture
def in_french() -> Iterator[None]:
    speak("fr")
    yield
    speak("en")


@pytest.mark.parametrize(
    ("length", "said"),
    [
        (40 * SECOND, "40 s"),
        (6 * MINUTE, "6 min"),
        (4 * HOUR, "4 h"),
        (2 * HOUR + 47 * MINUTE, "2 h 47"),
        (2 * HOUR + 5 * MINUTE, "2 h 05"),
        (3 * DAY + 4 * HOUR, "3 j 4 h"),
        (2 * DAY, "2 j"),
    ],
)
def test_that_a_length_of_time_carries_its_units_and_never_breaks_in_french(
    in_french: None, length: int, said: str
) -> None:
    assert phrases.duration(length) == said.replace(" ", "\N{NO-BREAK SPACE}")


def test_that_a_length_of_time_in_english_counts_days_with_a_d() -> None:
    assert phrases.duration(3 * DAY + 4 * HOUR) == "3 d 4 h"


def test_that_the_direction_of_a_time_is_always_said(in_french: None) -> None:
    said = [
        phrases.since(NOW - 6 * MINUTE, NOW),
        phrases.ago(NOW - 6 * MINUTE, NOW),
        phrases.until(NOW + 6 * MINUTE, NOW),
        phrases.until(NOW - 6 * MINUTE, NOW),
    ]

    assert [text.replace("\N{NO-BREAK SPACE}", " ") for text in said] == [
        "depuis 6 min",
        "il y a 6 min",
        "dans 6 min",
        "en retard de 6 min",
    ]


def test_that_a_moment_is_a_time_today_a_day_otherwise_and_a_year_when_it_is_another(in_french: None) -> None:
    assert phrases.moment(NOW - HOUR, NOW, UTC) == "13:32"
    assert phrases.moment(NOW + DAY, NOW, UTC) == "mar. 24 nov. 14:32"
    assert phrases.moment(NOW - 365 * DAY, NOW, UTC) == "23 nov. 2025 14:32"


def test_that_the_first_of_a_month_is_written_as_the_french_write_it(in_french: None) -> None:
    first = NOW - 22 * DAY

    assert phrases.day(first, UTC) == "dim. 1er nov."
    assert phrases.date(first, UTC) == "1er nov. 2026"


def test_that_the_first_of_a_month_is_a_plain_figure_in_english() -> None:
    assert phrases.date(NOW - 22 * DAY, UTC) == "1 Nov 2026"


def test_that_a_label_has_its_colon_as_its_language_sets_it() -> None:
    english = phrases.labelled("Status", "Declared")
    speak("fr")
    try:
        french = phrases.labelled("Statut", "Déclaré")
    finally:
        speak("en")

    assert english == "Status: Declared"
    assert french == "Statut\N{NO-BREAK SPACE}: Déclaré"


@pytest.mark.parametrize(
    ("size", "said"), [(340, "340\N{NO-BREAK SPACE}o"), (12_000, "12 ko"), (3_400_000, "3,4 Mo"), (5 * 10**9, "5,0 Go")]
)
def test_that_a_size_is_said_in_french_units(in_french: None, size: int, said: str) -> None:
    assert phrases.file_size(size) == said
