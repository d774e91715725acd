"""Turns: who is on call when, against counting turn by turn and minute by minute."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from warroom.domain.ids import PersonId, RecordId
from warroom.domain.on_call import Duty, Override, OverrideKind, Rotation, TurnUnit
from warroom.domain.turn_times import open_hours, turn_starts
from warroom.domain.turns import MOST_AT_ONCE, Source, Stretch, Watch, at_instant, clashes, gaps, stretches, turns

HOUR = 3_600_000
DAY = 24 * HOUR
ZONES = ("Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "UTC", "America/Sao_Paulo")


def at(text: str, zone: str = "Europe/Paris") -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp()) * 1000


def a_rotation(**more: Any) -> Rotation:
    given: dict[str, Any] = {
        "id": RecordId("r1"), "name": "Réseau", "team": RecordId(""), "rank": 1, "unit": TurnUnit.WEEK, "every": 1,
        "zone": "Europe/Paris", "starts_at": at("2026-03-02T09:00"), "ends_at": None, "hands_over": "09:00",
        "members": ("ana", "bob", "chloe"), "hours": (), "services": (),
    }  # fmt: skip
    return Rotation(**(given | more))


def a_change(person: str, start: int, end: int, **more: Any) -> Override:
    given: dict[str, Any] = {
        "id": RecordId(f"o{person}{start}"), "rotation": RecordId("r1"), "person": PersonId(person),
        "instead": RecordId(""), "instead_name": "", "from_at": start, "until_at": end, "kind": OverrideKind.OVERRIDE,
        "swap": RecordId(""), "reason": "", "by": "", "at": 0,
    }  # fmt: skip
    return Override(**(given | more))


def a_duty(name: str, start: int, end: int, *, person: str = "") -> Duty:
    return Duty(RecordId(f"d{name}{start}"), RecordId("r1"), RecordId(person), name, start, end, "u", "f.ics", ())


def who(held: list[Stretch]) -> list[tuple[str, int, int]]:
    return [(each.who, each.from_at, each.until_at) for each in held]


# Turns


def test_that_weeks_are_handed_over_at_nine_also_when_the_clocks_change() -> None:
    held = turns(a_rotation(), at("2026-03-02T09:00"), at("2026-04-06T09:00"))
    starts = [at(f"{day}T09:00") for day in ("2026-03-02", "2026-03-09", "2026-03-16", "2026-03-23", "2026-03-30")]
    assert [each.from_at for each in held] == starts
    assert [each.person for each in held] == ["ana", "bob", "chloe", "ana", "bob"]
    assert held[3].until_at - held[3].from_at == 7 * DAY - HOUR  # the week in which an hour is missing


def test_that_a_month_that_is_too_short_hands_over_on_its_last_day() -> None:
    rotation = a_rotation(unit=TurnUnit.MONTH, starts_at=at("2026-01-31T08:00"), hands_over="08:00")
    assert [turn_starts(rotation, number) for number in range(4)] == [
        at("2026-01-31T08:00"), at("2026-02-28T08:00"), at("2026-03-31T08:00"), at("2026-04-30T08:00"),
    ]  # fmt: skip


def test_that_a_turn_without_members_or_a_beginning_is_nobodys() -> None:
    assert turns(a_rotation(members=()), 0, at("2026-04-01T00:00")) == []
    assert turns(a_rotation(starts_at=None), 0, at("2026-04-01T00:00")) == []


def test_that_restricted_hours_over_midnight_belong_to_the_day_they_begin() -> None:
    rotation = a_rotation(hours=([4, "20:00", "08:00"],), unit=TurnUnit.DAY, hands_over="08:00")
    held = turns(rotation, at("2026-03-02T00:00"), at("2026-03-09T00:00"))
    assert [(each.from_at, each.until_at) for each in held] == [(at("2026-03-06T20:00"), at("2026-03-07T08:00"))]


def test_that_what_nobody_can_read_in_a_rotation_does_not_stop_it() -> None:
    odd = a_rotation(
        hours=("x", [9, "a", "b"], [True, "08:00", "09:00"], [1, "08:00"]),
        zone="Mars/Olympus",
        hands_over="99:99",
        every=-3,
    )
    assert turns(odd, at("2026-03-02T09:00"), at("2026-03-10T00:00"))
    assert turns(a_rotation(starts_at=-(10**18), every=10**12), 0, 10**18)
    assert turns(a_rotation(unit=TurnUnit.MONTH, every=10**9), at("2026-03-02T09:00"), 10**18)


@settings(max_examples=50, deadline=None)
@given(
    unit=st.sampled_from(list(TurnUnit)),
    every=st.integers(1, 13),
    zone=st.sampled_from(ZONES),
    start=st.integers(0, 400 * 24 * 4),
    handed=st.tuples(st.integers(0, 23), st.sampled_from([0, 15, 30])),
    members=st.integers(1, 4),
    window=st.tuples(st.integers(0, 500 * 24), st.integers(1, 21 * 24)),
)
def test_that_turns_equal_counting_them_one_by_one(
    unit: TurnUnit, every: int, zone: str, start: int, handed: tuple[int, int], members: int, window: tuple[int, int]
) -> None:
    base = at("2026-01-01T00:00", "UTC")
    rotation = a_rotation(
        unit=unit, every=every, zone=zone, starts_at=base + start * HOUR // 4,
        hands_over=f"{handed[0]:02d}:{handed[1]:02d}", members=tuple(f"p{each}" for each in range(members)),
    )  # fmt: skip
    begins = base + window[0] * HOUR
    ends = begins + window[1] * HOUR
    held = turns(rotation, begins, ends)
    expected = counted(rotation, ends)
    for instant in range(begins, ends, 15 * 60_000):
        on = [each.person for each in held if each.from_at <= instant < each.until_at]
        number = sum(1 for each in expected if each <= instant) - 1
        assert on == ([rotation.members[number % members]] if number >= 0 else [])


def counted(rotation: Rotation, until: int) -> list[int]:
    """When turns begin, walking the wall clock one unit at a time; the first minute that shows it or a later one."""
    assert rotation.starts_at is not None
    zone = ZoneInfo(rotation.zone)
    first = datetime.fromtimestamp(rotation.starts_at / 1000, zone).replace(tzinfo=None)
    hours, minutes = map(int, rotation.hands_over.split(":"))
    shown = anchor = datetime.combine(first.date(), datetime.min.time()) + timedelta(hours=hours, minutes=minutes)
    found, months = [rotation.starts_at], 0
    while True:
        if rotation.unit is TurnUnit.MONTH:
            months += rotation.every
            shown = next(day for cut in range(4) if (day := day_of_month(anchor, months, anchor.day - cut)) is not None)
        else:
            step = {TurnUnit.HOUR: "hours", TurnUnit.DAY: "days", TurnUnit.WEEK: "weeks"}[rotation.unit]
            shown += timedelta(**{step: rotation.every})
        instant = instant_of(shown, zone)
        if instant > until:
            return found
        found.append(max(instant, rotation.starts_at))


def day_of_month(anchor: datetime, months: int, day: int) -> datetime | None:
    month = anchor.month - 1 + months
    try:
        return anchor.replace(year=anchor.year + month // 12, month=month % 12 + 1, day=day)
    except ValueError:
        return None


def instant_of(shown: datetime, zone: ZoneInfo) -> int:
    """The first quarter of an hour at which a wall shows this time or a later one, by walking around it."""
    near = int(shown.replace(tzinfo=UTC).timestamp()) * 1000
    for instant in range(near - 15 * HOUR, near + 15 * HOUR, 15 * 60_000):
        if datetime.fromtimestamp(instant / 1000, zone).replace(tzinfo=None, fold=0) >= shown:
            return instant
    raise AssertionError


# Changes and calendars


def test_that_a_change_takes_the_place_it_names_and_no_longer_than_it_says() -> None:
    start = at("2026-03-02T09:00")
    change = a_change("dan", start + DAY, start + 2 * DAY, instead=RecordId("ana"))
    held = stretches(a_rotation(), [change], [], start, start + 7 * DAY)
    assert who(held) == [
        ("ana", start, start + DAY), ("dan", start + DAY, start + 2 * DAY), ("ana", start + 2 * DAY, start + 7 * DAY),
    ]  # fmt: skip
    assert held[1].source is Source.OVERRIDE
    assert held[1].instead == "ana"


def test_that_of_two_changes_of_one_place_the_later_word_counts() -> None:
    start = at("2026-03-02T09:00")
    first = a_change("dan", start, start + DAY, instead=RecordId("ana"))
    for said in (RecordId("ana"), RecordId("dan")):  # made without having seen the first, or after it
        later = a_change("eve", start, start + DAY, instead=said)
        assert who(stretches(a_rotation(), [first, later], [], start, start + DAY)) == [("eve", start, start + DAY)]


def test_that_a_change_whose_place_is_gone_is_not_lost() -> None:
    start = at("2026-03-02T09:00")
    change = a_change("dan", start, start + DAY, instead=RecordId("zoe"))
    on = {each.who for each in stretches(a_rotation(), [change], [], start, start + DAY)}
    assert on == {"ana", "dan"}


def test_that_what_a_calendar_says_stands_above_the_turns() -> None:
    start = at("2026-03-02T09:00")
    held = stretches(a_rotation(), [], [a_duty("Zoé Petit", start, start + DAY)], start, start + 2 * DAY)
    assert who(held) == [("~zoé petit", start, start + DAY), ("ana", start + DAY, start + 2 * DAY)]


def test_that_somebody_only_a_calendar_knows_can_be_replaced() -> None:
    start = at("2026-03-02T09:00")
    said = [a_duty("Zoé Petit", start, start + DAY), a_duty("Paul", start, start + DAY)]
    change = a_change("dan", start, start + DAY, instead_name="ZOÉ  Petit")
    assert {each.who for each in stretches(a_rotation(), [change], said, start, start + DAY)} == {"dan", "~paul"}


def test_that_nobody_in_hours_that_should_be_held_is_a_gap() -> None:
    start = at("2026-03-02T00:00")
    calendar = a_rotation(members=(), starts_at=start, hours=([0, "08:00", "18:00"],))
    held = stretches(calendar, [], [a_duty("Zoé", at("2026-03-02T10:00"), at("2026-03-02T12:00"))], start, start + DAY)
    assert [(each.from_at, each.until_at) for each in gaps(calendar, held, start, start + DAY)] == [
        (at("2026-03-02T08:00"), at("2026-03-02T10:00")), (at("2026-03-02T12:00"), at("2026-03-02T18:00")),
    ]  # fmt: skip


def test_that_one_person_in_two_rotations_at_once_is_a_clash() -> None:
    one = Stretch(RecordId("r1"), "ana", "", 0, 10, Source.TURN)
    other = Stretch(RecordId("r2"), "ana", "", 5, 20, Source.TURN)
    assert [(each.from_at, each.until_at) for each in clashes([other, one])] == [(5, 10)]
    assert clashes([one, Stretch(RecordId("r2"), "ana", "", 10, 20, Source.TURN)]) == []


changes = st.lists(
    st.tuples(
        st.sampled_from("abcd"), st.sampled_from(["", "a", "b", "c", "x"]), st.integers(0, 70), st.integers(0, 30)
    ),
    max_size=6,
)
said = st.lists(st.tuples(st.sampled_from(["b", "c", ""]), st.integers(0, 70), st.integers(0, 30)), max_size=5)


@settings(max_examples=80, deadline=None)
@given(changes=changes, said=said, hours=st.booleans(), members=st.sampled_from([(), ("a",), ("a", "b", "c")]))
def test_that_changes_over_calendars_over_turns_equal_asking_hour_by_hour(
    changes: list[tuple[str, str, int, int]], said: list[tuple[str, int, int]], hours: bool, members: tuple[str, ...]
) -> None:
    start = at("2026-10-23T00:00")  # the clocks go back on the 25th
    end = start + 100 * HOUR
    rotation = a_rotation(
        unit=TurnUnit.DAY, members=members, starts_at=start, hands_over="00:00",
        hours=tuple([day, "06:00", "22:00"] for day in range(7)) if hours else (),
    )  # fmt: skip
    moved = [
        a_change(person, start + first * HOUR, start + (first + length) * HOUR, instead=RecordId(instead))
        for person, instead, first, length in changes
    ]
    duties = [
        a_duty(name or "Zoé", start + first * HOUR, start + (first + length) * HOUR, person=name)
        for name, first, length in said
    ]
    held = stretches(rotation, moved, duties, start, end)
    bare = gaps(rotation, held, start, end)
    for instant in range(start, end, HOUR):
        on = {each.who for each in held if each.from_at <= instant < each.until_at}
        expected = asked(rotation, moved, duties, instant)
        assert on == expected
        shown = datetime.fromtimestamp(instant / 1000, ZoneInfo("Europe/Paris"))
        is_open = not hours or 6 <= shown.hour < 22
        assert any(each.from_at <= instant < each.until_at for each in bare) == (is_open and not expected)


def asked(rotation: Rotation, moved: list[Override], duties: list[Duty], instant: int) -> set[str]:
    """Who is on call at one instant, place by place."""
    places = [{each.person or "~zoé"} for each in duties if each.from_at <= instant < each.until_at]
    places = [place for number, place in enumerate(places) if place not in places[:number]]
    shown = datetime.fromtimestamp(instant / 1000, ZoneInfo("Europe/Paris"))
    is_open = not rotation.hours or 6 <= shown.hour < 22
    if not places and rotation.members and is_open:
        days = (shown.date() - datetime(2026, 10, 23).date()).days
        places = [{rotation.members[days % len(rotation.members)]}]
    now = [next(iter(place)) for place in places]
    for change in moved:
        if not change.from_at <= instant < change.until_at:
            continue
        mine = [number for number, place in enumerate(places) if change.instead in place]
        if not change.instead:
            places, now = [set().union({change.person}, *places)], [change.person]
        elif mine:
            places[mine[-1]].add(change.person)
            now[mine[-1]] = change.person
        else:
            places.append({change.instead, change.person})
            now.append(change.person)
    return set(now)


# Now and next


def test_that_who_is_on_call_says_until_when_and_who_is_next() -> None:
    rotation = a_rotation()
    now = at("2026-03-04T12:00")
    start, end = now - 35 * DAY, now + 35 * DAY
    (on,) = at_instant(rotation, stretches(rotation, [], [], start, end), now, start, end)
    assert (on.state, on.person, on.until_at) == (Watch.ON, "ana", at("2026-03-09T09:00"))
    assert (on.next_person, on.next_at) == ("bob", at("2026-03-09T09:00"))


def test_that_somebody_who_takes_turns_alone_has_no_end_in_sight() -> None:
    rotation = a_rotation(members=("ana",))
    now = at("2026-06-04T12:00")
    start, end = now - 35 * DAY, now + 35 * DAY
    (on,) = at_instant(rotation, stretches(rotation, [], [], start, end), now, start, end)
    assert (on.from_at, on.until_at, on.next_at) == (None, None, None)


def test_that_outside_its_hours_a_rotation_is_off_and_says_when_it_is_on_again() -> None:
    rotation = a_rotation(hours=tuple([day, "08:00", "18:00"] for day in range(5)))
    now = at("2026-03-06T20:00")
    start, end = now - 35 * DAY, now + 35 * DAY
    (off,) = at_instant(rotation, stretches(rotation, [], [], start, end), now, start, end)
    assert (off.state, off.until_at, off.next_person) == (Watch.OFF, at("2026-03-09T08:00"), "ana")


def test_that_a_gap_ends_when_somebody_is_on_call_again() -> None:
    rotation = a_rotation(members=(), starts_at=at("2026-03-02T00:00"))
    now = at("2026-03-04T12:00")
    start, end = now - 35 * DAY, now + 35 * DAY
    duties = [a_duty("Zoé", now + DAY, now + 2 * DAY)]
    (gap,) = at_instant(rotation, stretches(rotation, [], duties, start, end), now, start, end)
    assert (gap.state, gap.until_at, gap.next_name) == (Watch.GAP, now + DAY, "Zoé")


def test_that_hours_on_the_day_the_clocks_change_keep_the_wall() -> None:
    rotation = a_rotation(hours=([6, "00:00", "06:00"],), starts_at=at("2026-10-01T00:00"))
    spans = open_hours(rotation, at("2026-10-25T00:00"), at("2026-10-26T00:00"))
    assert [end - start for start, end in spans] == [7 * HOUR]


def test_that_a_crowd_on_call_at_once_keeps_nobody_waiting() -> None:
    start = at("2026-03-02T00:00")
    crowd = [a_duty(f"n{number}", start + number, start + 60 * DAY) for number in range(1_000)]
    rotation = a_rotation(members=(), starts_at=start)
    held = stretches(rotation, [], crowd, start, start + 2 * DAY)
    on = {each.who for each in held if each.from_at <= start + DAY < each.until_at}
    assert len(on) == MOST_AT_ONCE
