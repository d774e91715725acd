"""A plan laid out: bars where their time is, none on another, hours of the axis local."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from warroom import phrases
from warroom.domain.gantt import Bar, BarRow, BarStyle, Chart, Sizes, drawn

PARIS = ZoneInfo("Europe/Paris")
HOUR = 3_600_000
SIZES = Sizes(width=720, head=120, lane=18, axis=30)


def at(day: int, hour: int) -> int:
    return round(datetime(2026, 10, day, hour, tzinfo=PARIS).timestamp() * 1000)


def chart(*bars: Bar, start: int, end: int) -> Chart:
    return Chart((BarRow("COORD", "Coordinator", bars),), start, end, start + HOUR)


@given(
    st.lists(st.tuples(st.integers(0, 60), st.integers(1, 30), st.booleans()), max_size=20),
)
def test_that_no_bar_lies_on_another_and_all_are_within_the_chart(said: list[tuple[int, int, bool]]) -> None:
    start = at(20, 8)
    bars = [
        Bar(
            str(number),
            start + (one - 10) * HOUR,
            start + (one - 10 + length) * HOUR,
            BarStyle.THERE if there else BarStyle.PLANNED,
        )
        for number, (one, length, there) in enumerate(said)
    ]
    found = drawn(chart(*bars, start=start, end=start + 24 * HOUR), SIZES, PARIS)
    for box in found.boxes:
        assert SIZES.head <= box.x <= box.x + box.width <= SIZES.width + 0.01
        assert box.y + box.height <= found.height
    for one in found.boxes:
        for other in found.boxes:
            if one is not other and one.y == other.y:
                assert one.x + one.width <= other.x + 0.01 or other.x + other.width <= one.x + 0.01


def test_that_the_night_the_clocks_go_back_shows_every_full_hour_once_and_days_by_their_beginning() -> None:
    found = drawn(chart(start=at(24, 20), end=at(25, 8)), SIZES, PARIS)
    said = [phrases.time_of_day(tick.at, PARIS) for tick in found.ticks]
    assert said == sorted(set(said), key=said.index)
    assert [phrases.day(tick.at, PARIS) for tick in found.ticks if tick.day] == ["Sun 25 Oct"]
    gaps = {round(later.x - former.x, 3) for former, later in zip(found.ticks, found.ticks[1:], strict=False)}
    assert len(gaps) == 2  # one of them an hour longer


def test_that_a_click_finds_the_bar_and_the_present_is_marked_only_inside() -> None:
    bar = Bar("Léa", at(20, 8), at(20, 16), BarStyle.PLANNED, record="one")
    found = drawn(chart(bar, start=at(20, 8), end=at(21, 8)), SIZES, PARIS)
    box = found.boxes[0]
    assert found.box_at(box.x + 1, box.y + 1) == box
    assert found.box_at(box.x + 1, box.y - 1) is None
    assert found.now_x is not None
    past = Chart((), at(20, 8), at(21, 8), at(22, 8))
    assert drawn(past, SIZES, PARIS).now_x is None
