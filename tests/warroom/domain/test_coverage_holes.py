"""Holes in what the team can do, and what a training is worth today."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warroom.domain.coverage_holes import GRAVE, Coverage, Hole, Presence, coverages
from warroom.domain.ids import PersonId, RecordId
from warroom.domain.roster import Mastered, Mastery, Membership, PersonCard, Skill, Training, TrainingKind
from warroom.domain.trained import (
    TRAINED_DAYS,
    TrainedState,
    functions_trained,
    how_trained,
    still_here,
    team_trained,
    trained_for,
)

DAY = 86_400_000
NOW = 1_795_431_600_000
HSM = Skill(RecordId("hsm"), "HSM", 0, ("sign-in",), "")


def a_card(name: str, **more: Any) -> PersonCard:
    fields: dict[str, Any] = {
        "number": "", "initials": "", "roster": True, "job": "", "employer": "", "supplier": False, "site": "",
        "languages": (), "zone": "", "remark": "", "checked_at": None, "checked_by": "", "away_until": None,
        "left_at": None, "merged_into": RecordId(""), "source": "", "raw": {}, "apart": (),
    }  # fmt: skip
    return PersonCard(id=PersonId(name), name=name, **(fields | more))


def has(name: str, level: int = Mastered.ALONE, until: int | None = None) -> Mastery:
    return Mastery(RecordId(f"{name} hsm"), PersonId(name), HSM.id, level, until, "")


def covered(
    masteries: list[Mastery], people: list[PersonCard] | None = None, *, skill: Skill = HSM, **more: Any
) -> Coverage:
    cards = people if people is not None else [a_card(item.person) for item in masteries]
    return coverages([skill], masteries, cards, now_ms=NOW, **more)[0]


def trained(
    name: str, code: str, *, days_ago: int, kind: TrainingKind = TrainingKind.DRILL, until: int | None = None
) -> Training:
    return Training(
        RecordId(f"{name}{code}{days_ago}"), PersonId(name), code, kind, NOW - days_ago * DAY, until, "", ""
    )


def test_that_a_skill_of_one_person_is_a_single_point_of_failure() -> None:
    assert covered([has("Ana")]).holes == (Hole.SINGLE,)
    assert covered([has("Ana"), has("Bob")]).holes == ()


def test_that_a_skill_that_asks_for_one_person_is_content_with_one() -> None:
    assert covered([has("Ana")], skill=Skill(RecordId("hsm"), "HSM", 1, (), "")).holes == ()


def test_that_whoever_only_helps_does_not_count() -> None:
    assert covered([has("Ana", Mastered.HELPS)]).holes == (Hole.NOBODY,)
    assert covered([has("Ana", Mastered.EXPERT), has("Bob", Mastered.HELPS)]).holes == (Hole.SINGLE,)


def test_that_a_skill_nobody_has_is_the_gravest_hole() -> None:
    assert covered([]).holes == (Hole.NOBODY,)
    assert covered([]).is_grave


def test_that_one_who_is_away_leaves_the_other_alone() -> None:
    people = [a_card("Ana", away_until=NOW + DAY), a_card("Bob")]

    assert covered([has("Ana"), has("Bob")], people).holes == (Hole.SINGLE_NOW,)


def test_that_one_whose_absence_ends_this_instant_is_back() -> None:
    people = [a_card("Ana", away_until=NOW), a_card("Bob")]

    assert covered([has("Ana"), has("Bob")], people).holes == ()


def test_that_when_everybody_is_away_or_rests_nobody_is_left() -> None:
    people = [a_card("Ana", away_until=NOW + DAY), a_card("Bob")]

    holes = covered([has("Ana"), has("Bob")], people, off={PersonId("Bob")})

    assert holes.holes == (Hole.NOBODY_NOW,)
    assert holes.here == ()


def test_that_whoever_left_or_lost_their_card_no_longer_counts() -> None:
    people = [a_card("Ana", left_at=NOW - DAY), a_card("Bob")]

    found = covered([has("Ana"), has("Bob"), has("Cid")], people)

    assert found.holes == (Hole.SINGLE,)
    assert [holder.presence for holder in found.holders] == [Presence.HERE, Presence.LEFT, Presence.LEFT]


def test_that_an_expired_mastery_no_longer_counts_and_is_told() -> None:
    found = covered([has("Ana", until=NOW), has("Bob", until=NOW + 10 * DAY), has("Cid")])

    assert found.holes == (Hole.EXPIRED, Hole.ENDING)
    assert [holder.person for holder in found.counting] == ["Bob", "Cid"]


def test_that_a_room_with_rotations_is_told_when_nobody_on_call_has_it() -> None:
    masteries = [has("Ana"), has("Bob")]

    assert covered(masteries, on_call=set()).holes == (Hole.NOT_ON_CALL,)
    assert covered(masteries, on_call={PersonId("Bob")}).holes == ()
    assert covered(masteries, on_call=None).holes == ()


def test_that_a_skill_no_service_hangs_on_need_not_be_on_call() -> None:
    press = Skill(RecordId("hsm"), "Press", 0, (), "")

    assert covered([has("Ana"), has("Bob")], skill=press, on_call=set()).holes == ()


def test_that_too_few_are_told_apart_from_one_alone() -> None:
    three = Skill(RecordId("hsm"), "HSM", 3, (), "")

    assert covered([has("Ana"), has("Bob")], skill=three).holes == (Hole.FEW,)


people_drawn = st.lists(
    st.tuples(
        st.integers(1, 3),
        st.one_of(st.none(), st.integers(NOW - 3, NOW + 40 * DAY)),
        st.sampled_from(["here", "away", "off", "left", "gone"]),
    ),
    max_size=6,
)


@given(drawn=people_drawn, least=st.integers(0, 4), on_call=st.sets(st.integers(0, 5)))
def test_that_holes_agree_with_a_count_by_hand(
    drawn: list[tuple[int, int | None, str]], least: int, on_call: set[int]
) -> None:
    names = [f"P{n}" for n in range(len(drawn))]
    masteries = [has(name, level, until) for name, (level, until, _how) in zip(names, drawn, strict=True)]
    cards = [
        a_card(name, away_until=NOW + 1 if how == "away" else None, left_at=NOW if how == "left" else None)
        for name, (_level, _until, how) in zip(names, drawn, strict=True)
        if how != "gone"
    ]
    off = {PersonId(name) for name, (_level, _until, how) in zip(names, drawn, strict=True) if how == "off"}
    called = {PersonId(f"P{n}") for n in on_call}

    found = covered(masteries, cards, skill=Skill(HSM.id, "HSM", least, ("sign-in",), ""), on_call=called, off=off)

    able = [
        (name, how)
        for name, (level, until, how) in zip(names, drawn, strict=True)
        if level >= 2 and (until is None or until > NOW) and how not in ("left", "gone")
    ]
    now = [name for name, how in able if how == "here"]
    wanted = least or 2
    assert (Hole.NOBODY in found.holes) == (not able)
    assert (Hole.NOBODY_NOW in found.holes) == (bool(able) and not now)
    assert (Hole.SINGLE in found.holes) == (len(able) == 1 and wanted > 1)
    assert (Hole.SINGLE_NOW in found.holes) == (len(able) > 1 and len(now) == 1 and wanted > 1)
    assert (Hole.FEW in found.holes) == (1 < len(able) < wanted)
    assert (Hole.NOT_ON_CALL in found.holes) == (bool(able) and not set(now) & called)
    assert list(found.holes) == sorted(found.holes, key=lambda hole: hole.rank)
    assert found.is_grave == bool(GRAVE & set(found.holes))


def test_that_a_training_without_an_end_counts_for_a_year() -> None:
    known = trained_for([trained("Ana", "COORD", days_ago=TRAINED_DAYS - 31)], NOW)
    late = trained_for([trained("Ana", "COORD", days_ago=TRAINED_DAYS)], NOW)

    assert how_trained(known, PersonId("Ana"), "COORD").state is TrainedState.TRAINED
    assert how_trained(late, PersonId("Ana"), "COORD").state is TrainedState.EXPIRED


def test_that_a_training_ends_as_it_says_and_is_announced_a_month_ahead() -> None:
    known = trained_for([trained("Ana", "COORD", days_ago=1, until=NOW + 30 * DAY)], NOW)

    found = how_trained(known, PersonId("Ana"), "COORD")

    assert (found.state, found.until, found.counts) == (TrainedState.ENDING, NOW + 30 * DAY, True)


def test_that_the_longest_of_several_trainings_counts_and_the_last_drill_is_no_course() -> None:
    held = [
        trained("Ana", "COORD", days_ago=400),
        trained("Ana", "COORD", days_ago=10, kind=TrainingKind.COURSE),
        trained("Ana", "COORD", days_ago=90, kind=TrainingKind.REAL, until=NOW - DAY),
    ]

    found = how_trained(trained_for(held, NOW), PersonId("Ana"), "COORD")

    assert found.state is TrainedState.TRAINED
    assert (found.last_at, found.last_drill_at) == (NOW - 10 * DAY, NOW - 90 * DAY)


def test_that_nobody_is_trained_for_what_they_never_did_or_only_will() -> None:
    known = trained_for([trained("Ana", "DIR", days_ago=1), trained("Ana", "COORD", days_ago=-1)], NOW)

    assert how_trained(known, PersonId("Ana"), "COORD").state is TrainedState.NEVER


def test_that_a_function_with_one_trained_person_is_short_and_whoever_left_is_not_counted() -> None:
    known = trained_for([trained(name, "COORD", days_ago=5) for name in ("Ana", "Bob", "Cid")], NOW)
    here = still_here([a_card("Ana"), a_card("Bob", left_at=NOW - 1)], NOW)

    coord, director = functions_trained(known, ["COORD", "DIR"], here)

    assert (coord.is_short, [item.person for item in coord.trained]) == (True, ["Ana"])
    assert (director.is_short, director.trained, director.last_drill_at) == (True, (), None)


def test_that_a_team_is_specially_trained_when_everybody_in_it_is() -> None:
    team = RecordId("fir")
    of_team = [Membership(RecordId(name), team, PersonId(name), "", 0) for name in ("Ana", "Bob")]
    one = [trained("Ana", "TECH", days_ago=5)]
    both = [*one, trained("Bob", "SME", days_ago=300)]

    half = team_trained(team, of_team, trained_for(one, NOW))
    whole = team_trained(team, of_team, trained_for(both, NOW))

    assert (half.is_specially_trained, half.trained, half.missing) == (False, 1, (PersonId("Bob"),))
    assert (whole.is_specially_trained, whole.until) == (True, NOW + 65 * DAY)


@pytest.mark.parametrize("members", [[], ["Ana"]])
def test_that_an_empty_team_and_one_never_trained_are_not_specially_trained(members: list[str]) -> None:
    team = RecordId("fir")
    of_team = [Membership(RecordId(name), team, PersonId(name), "", 0) for name in members]

    assert not team_trained(team, of_team, {}).is_specially_trained
