"""Whom to call out, in which order, and who calls whom."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from warroom.domain.callout import (
    Because,
    CalloutFacts,
    Held,
    OnCallNow,
    Proposed,
    callers,
    in_tree_order,
    named_only,
    proposal,
)
from warroom.domain.ids import PersonId, RecordId
from warroom.domain.roster import Mastery, Membership, PersonCard, Skill, Team, Training, TrainingKind

NOW = 1_795_431_600_000
DAY = 86_400_000
DNS, POWER = "d" * 32, "e" * 32


def pid(name: str) -> str:
    return f"{sum(ord(c) * 257**n for n, c in enumerate(name)) % 16**32:032x}"


def card(name: str, **more: Any) -> PersonCard:
    return replace(named_only(pid(name), name), **more)


def facts(*people: PersonCard | str, **more: Any) -> CalloutFacts:
    cards = [card(item) if isinstance(item, str) else item for item in people]
    return CalloutFacts(now=NOW, people={item.id: item for item in cards}, **more)


def trained(name: str, code: str, *, ago: int = 1, until: int | None = None) -> Training:
    return Training(
        RecordId(""), PersonId(pid(name)), code, TrainingKind.DRILL, NOW - ago * DAY, until, by="", remark=""
    )


def said(found: list[Proposed]) -> list[tuple[str, str, str]]:
    return [(item.name, item.code, item.why[0].because.value) for item in found]


def test_whoever_holds_a_function_is_called_for_it_with_its_deputy_in_reserve() -> None:
    held = (Held("DIR", pid("Ana"), pid("Bo")), Held("COORD", pid("Cy")))
    found = proposal(facts("Ana", "Bo", "Cy", functions=held))
    assert said(found) == [("Cy", "COORD", "function"), ("Ana", "DIR", "function")]
    assert found[1].deputy == pid("Bo")


def test_a_vacant_function_calls_its_deputy_else_whoever_was_trained_for_it_last() -> None:
    held = (Held("COM", "", pid("Bo")), Held("MC"))
    trainings = (trained("Ana", "MC", ago=40), trained("Cy", "MC", ago=3))
    found = proposal(facts("Ana", "Bo", "Cy", functions=held, trainings=trainings))
    assert said(found) == [("Cy", "MC", "trained"), ("Bo", "COM", "deputy")]
    assert found[0].deputy == pid("Ana")


def test_training_that_no_longer_counts_calls_nobody() -> None:
    lapsed = (trained("Ana", "MC", until=NOW - 1),)
    assert proposal(facts("Ana", functions=(Held("MC"),), trainings=lapsed)) == []


def test_on_call_for_what_is_touched_is_called_and_the_backup_is_the_deputy() -> None:
    on_call = (
        OnCallNow(pid("Ana"), "Réseau N1", 1, "t", (DNS,)),
        OnCallNow(pid("Bo"), "Réseau N2", 2, "t", (DNS,)),
        OnCallNow(pid("Cy"), "Énergie", 1, "u", (POWER,)),
    )
    found = proposal(facts("Ana", "Bo", "Cy", severity=3, services=frozenset({DNS}), on_call=on_call))
    assert said(found) == [("Ana", "TECH", "on_call")]
    assert found[0].deputy == pid("Bo")


def test_a_grave_incident_calls_the_backup_and_the_rapid_teams_too() -> None:
    on_call = (OnCallNow(pid("Ana"), "N1", 1, "t", (DNS,)), OnCallNow(pid("Bo"), "N2", 2, "t", (DNS,)))
    rapid = Team(RecordId("1" * 32), "EIR", "", True, RecordId(pid("Cy")), (), "", "")
    slow = Team(RecordId("2" * 32), "Projet", "", False, RecordId(""), (), "", "")
    members = (
        Membership(RecordId(""), rapid.id, PersonId(pid("Di")), "", 1),
        Membership(RecordId(""), slow.id, PersonId(pid("Ed")), "", 1),
    )
    found = proposal(
        facts(
            "Ana", "Bo", "Cy", "Di", "Ed",
            severity=1, services=frozenset({DNS}), on_call=on_call, teams=(rapid, slow), memberships=members,
        )
    )  # fmt: skip
    assert [item.name for item in found] == ["Ana", "Bo", "Cy", "Di"]


def test_the_best_in_a_skill_that_is_asked_for_are_called_and_never_who_only_helps() -> None:
    skill = Skill(RecordId("9" * 32), "HSM", 2, (DNS,), "")
    levels = {"Ana": 3, "Bo": 2, "Cy": 2, "Di": 1}
    masteries = tuple(
        Mastery(RecordId(""), PersonId(pid(name)), skill.id, level, None, "") for name, level in levels.items()
    )
    found = proposal(facts(*levels, severity=3, services=frozenset({DNS}), skills=(skill,), masteries=masteries))
    assert len(found) == 2
    assert "Ana" in {item.name for item in found}
    assert "Di" not in {item.name for item in found}


def test_each_person_is_called_once_with_every_reason() -> None:
    on_call = (OnCallNow(pid("Ana"), "N1", 1),)
    found = proposal(facts("Ana", functions=(Held("COORD", pid("Ana")),), on_call=on_call))
    assert [(item.code, [why.because for why in item.why]) for item in found] == [
        ("COORD", [Because.FUNCTION, Because.ON_CALL])
    ]


def test_whoever_left_is_there_or_is_called_already_is_not_proposed_and_whoever_is_away_is_not_ticked() -> None:
    people = (
        card("Ana", left_at=NOW - DAY), card("Bo"), card("Cy"), card("Di", away_until=NOW + DAY),
        card("Ed", away_until=NOW - DAY),
    )  # fmt: skip
    on_call = tuple(OnCallNow(item.id, "N1", 1, item.name) for item in people)
    found = proposal(facts(*people, on_call=on_call, present=frozenset({pid("Bo")}), called=frozenset({pid("Cy")})))
    assert [(item.name, item.is_wanted) for item in found] == [("Ed", True), ("Di", False)]


def test_without_a_cell_the_core_is_called_as_grave_as_it_is() -> None:
    trainings = tuple(trained(name, name) for name in ("DIR", "COORD", "MC", "TECH", "COM"))
    names = ("DIR", "COORD", "MC", "TECH", "COM")
    codes = {
        severity: {item.code for item in proposal(facts(*names, severity=severity, trainings=trainings))}
        for severity in (0, 1, 2, 3)
    }
    assert codes == {0: set(names), 1: set(names), 2: set(names) - {"DIR"}, 3: set()}


@given(st.integers(0, 200), st.integers(1, 7))
def test_in_a_tree_nobody_calls_more_than_the_span_and_everybody_is_called_by_somebody_called_before(
    count: int, span: int
) -> None:
    people = [f"p{n}" for n in range(count)]
    tree = callers(people, span=span)
    assert list(tree) == people
    for caller in set(tree.values()):
        assert sum(one == caller for one in tree.values()) <= span
    assert all(caller == "" or people.index(caller) < people.index(person) for person, caller in tree.items())
    order = in_tree_order(tree, {person: n for n, person in enumerate(people)})
    assert sorted(person for person, _ in order) == sorted(people)


@given(st.dictionaries(st.sampled_from("abcdef"), st.sampled_from(["", *"abcdefgh"])))
def test_a_tree_that_two_stations_made_apart_shows_everybody_once_even_in_a_ring(tree: dict[str, str]) -> None:
    order = in_tree_order(tree, {})
    assert sorted(person for person, _ in order) == sorted(tree)
