"""The tree of whys: the same from the same causes, whatever they name as their parent."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.warroom.domain.causes import a_cause
from warroom.domain.cause_tree import CutReason, goes_round, tree_of
from warroom.domain.causes import Cause, CauseKind, CauseState
from warroom.domain.ishikawa import Branch, bones_of

NAMES = [f"c{n}" for n in range(12)]


@st.composite
def tangles(draw: st.DrawFn) -> list[Cause]:
    """Causes that hang under one another in any way: in circles, under themselves, under what is not there."""
    names = draw(st.lists(st.sampled_from(NAMES), unique=True, max_size=12))
    parents = st.sampled_from(["", "gone", *NAMES])
    return [a_cause(name, draw(parents), order=draw(st.integers(0, 2)), at=draw(st.integers(0, 3))) for name in names]


@settings(max_examples=150, deadline=None)
@given(tangles(), st.randoms(use_true_random=False))
def test_that_every_cause_stands_once_below_its_parent_and_nothing_depends_on_who_came_first(
    causes: list[Cause], chance: random.Random
) -> None:
    tree = tree_of(causes)

    assert sorted(each.cause.id for each in tree.placed) == sorted(each.id for each in causes)
    seen = {""}
    for each in tree.placed:
        assert each.parent in seen
        seen.add(each.cause.id)
        assert each.depth == len(tree.chain(each.cause.id)) - 1 == each.path.count(".")
    shuffled = causes[:]
    chance.shuffle(shuffled)
    assert tree_of(shuffled) == tree


@settings(max_examples=150, deadline=None)
@given(tangles())
def test_that_nothing_is_cut_but_one_link_of_each_circle_and_what_names_nobody(causes: list[Cause]) -> None:
    tree = tree_of(causes)
    here = {each.id for each in causes}

    cut = {each.cause.id: each.reason for each in tree.cuts}
    for each in tree.placed:
        assert each.parent == ("" if each.cause.id in cut else each.cause.parent)
    assert {name for name, reason in cut.items() if reason is CutReason.GONE} == {
        each.id for each in causes if each.parent and each.parent not in here
    }
    for name in (name for name, reason in cut.items() if reason is CutReason.CIRCLE):
        (link,) = [each for each in causes if each.id == name]
        under = {name, *(each.cause.id for each in tree.under(name))}
        assert link.parent in under  # only a circle is cut, and it is cut once
        assert goes_round(causes, name, link.parent)


def test_that_two_stations_that_hang_two_causes_under_one_another_see_the_first_one_on_top() -> None:
    tree = tree_of([a_cause("late", "early", at=20), a_cause("early", "late", at=10)])

    assert [(each.cause.id, each.path) for each in tree.placed] == [("early", "1"), ("late", "1.1")]
    assert [(each.cause.id, each.parent, each.reason) for each in tree.cuts] == [("early", "late", CutReason.CIRCLE)]


def test_that_a_chain_of_thousands_of_whys_is_no_trouble() -> None:
    causes = [a_cause(str(n), str(n - 1) if n else "", at=n) for n in range(5_000)]

    tree = tree_of(causes)

    assert tree.placed[-1].depth == 4_999
    assert len(tree.chains()) == 1


def test_that_chains_end_where_nobody_asked_again_and_leave_out_what_was_refuted() -> None:
    causes = [
        a_cause("1", kind=CauseKind.TRIGGER),
        a_cause("2", "1", order=1),
        a_cause("3", "2", kind=CauseKind.ROOT, state=CauseState.REFUTED),
        a_cause("4", "3"),
        a_cause("5", "1", order=2),
    ]

    tree = tree_of(causes)

    assert [[each.cause.id for each in chain] for chain in tree.chains()] == [["1", "2"], ["1", "5"]]
    assert tree.of_kind(CauseKind.ROOT) == ()
    assert [each.path for each in tree.under("1")] == ["1.1", "1.1.1", "1.1.1.1", "1.2"]


def test_that_a_cause_without_a_branch_hangs_on_that_of_the_cause_it_explains() -> None:
    branches = (Branch("change", {"en": "Change"}), Branch("data", {}), Branch("old", {}, retired=True))
    causes = [a_cause("1", branch="change"), a_cause("2", "1"), a_cause("3", "2", branch="old"), a_cause("4", at=1)]

    bones = bones_of(tree_of(causes), branches)

    drawn = {
        bone.branch.code if bone.branch else "": [(twig.placed.cause.id, twig.depth) for twig in bone.twigs]
        for bone in bones
    }
    assert drawn == {"change": [("1", 0), ("2", 1)], "data": [], "old": [("3", 0)], "": [("4", 0)]}
