"""Intervals and trends of few incidents: as tables of statistics have them, and silent where there are too few."""

from __future__ import annotations

import random
from itertools import pairwise
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warroom.domain.intervals import Moved, median_within, moved, share_within


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [
        (0, 10, 0.0, 0.2775),
        (5, 10, 0.2366, 0.7634),
        (10, 10, 0.7225, 1.0),
        (81, 263, 0.2553, 0.3662),
        (1, 1, 0.2065, 1.0),
    ],
)
def test_that_a_share_has_wilsons_interval(part: int, whole: int, low: float, high: float) -> None:
    found = share_within(part, whole)
    assert found is not None
    assert found == pytest.approx((low, high), abs=0.0005)


@pytest.mark.parametrize(
    ("n", "place"),  # the order statistics that books give for 95 %
    [(6, 1), (8, 1), (9, 2), (11, 2), (12, 3), (15, 4), (20, 6), (25, 8), (30, 10), (50, 18), (100, 40)],
)
def test_that_a_median_lies_between_the_order_statistics_of_the_tables(n: int, place: int) -> None:
    assert median_within(list(range(1, n + 1))) == (place, n + 1 - place)


def test_that_nothing_is_said_of_too_few() -> None:
    assert share_within(0, 0) is None
    assert median_within([1.0] * 5) is None
    assert moved([1, 2, 3, 4, 5, 6, 7]) is Moved.TOO_FEW


def test_that_what_goes_up_goes_up_and_noise_is_called_noise() -> None:
    assert moved([1, 2, 4, 3, 5, 6, 8, 7, 9]) is Moved.UP
    assert moved([9, 8, 6, 7, 5, 4, 2, 3, 1]) is Moved.DOWN
    assert moved([3] * 20) is Moved.UNCLEAR
    dice = random.Random(8)
    said = [moved([dice.random() for _n in range(12)]) for _times in range(200)]
    assert sum(each is not Moved.UNCLEAR for each in said) <= 20


def test_that_the_interval_holds_the_median_as_often_as_it_says() -> None:
    dice, held = random.Random(3), 0
    for _times in range(400):
        found = median_within([dice.expovariate(1.0) for _n in range(15)])
        assert found is not None
        held += found[0] <= 0.693147 <= found[1]
    assert held >= 370


@given(st.lists(st.floats(0, 1e12), min_size=6, max_size=400))
def test_that_it_holds_the_median_of_the_values_themselves(values: list[float]) -> None:
    found = median_within(values)
    assert found is not None
    assert found[0] <= median(values) <= found[1]


@given(st.lists(st.integers(0, 50), min_size=8, max_size=60))
def test_that_turned_round_it_says_the_other_way(values: list[int]) -> None:
    other = {Moved.UP: Moved.DOWN, Moved.DOWN: Moved.UP}
    assert moved(values[::-1]) == other.get(moved(values), moved(values))
    if all(one < later for one, later in pairwise(values)):
        assert moved(values) is Moved.UP
