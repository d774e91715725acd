"""Covering: what a listing holds, and which runs to fetch, as somebody with all the patience would say."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from warroom.sync.covering import Coverage, chains
from warroom.sync.depots import RunName

MOST = 12
RUNS = st.lists(
    st.builds(
        lambda writer, first, length, members: RunName(bytes([writer]) * 8, first, first + length, "0" * 8, members),
        st.integers(1, 2),
        st.integers(1, MOST),
        st.integers(0, 4),
        st.sampled_from(["today000", "former00"]),
    ),
    unique=True,
    max_size=14,
)
KNOWN = st.dictionaries(st.sampled_from([b"\x01" * 8, b"\x02" * 8]), st.integers(0, MOST))


def held(runs: list[RunName], writer: bytes) -> set[int]:
    return {seq for run in runs if run.writer == writer for seq in range(run.seq_from, run.seq_to + 1)}


def reach(seqs: set[int], known: int) -> int:
    while known + 1 in seqs:
        known += 1
    return known


@given(RUNS, KNOWN, st.data())
def test_that_what_is_fetched_leads_on_without_a_gap_as_far_as_anything_does(
    runs: list[RunName], known: dict[bytes, int], data: st.DataObject
) -> None:
    failed = data.draw(st.lists(st.sampled_from(runs), unique=True)) if runs else []
    sound = [run for run in runs if run not in failed]
    chosen = chains(runs, known, preferred="today000", opened=(), failed=failed)

    assert not set(chosen) & set(failed)
    for writer in {run.writer for run in runs}:
        place = known.get(writer, 0)
        for run in (run for run in chosen if run.writer == writer):
            assert run.seq_from <= place + 1 <= run.seq_to
            place = run.seq_to
        assert place == reach(held(sound, writer), known.get(writer, 0))


@given(RUNS, KNOWN)
def test_that_coverage_is_what_counting_says(runs: list[RunName], known: dict[bytes, int]) -> None:
    coverage = Coverage(runs, known)
    for writer in (b"\x01" * 8, b"\x02" * 8):
        seqs = held(runs, writer) | set(range(1, known.get(writer, 0) + 1))
        assert coverage.heads().get(writer, 0) == reach(seqs, 0)
        assert coverage.upto(writer, {writer: 3}) == reach(seqs, 3)
        for first in range(1, MOST + 1):
            for last in range(first, MOST + 1):
                asked = RunName(writer, first, last, "0" * 8, "x" * 8)
                assert coverage.covers(asked) == (set(range(first, last + 1)) <= seqs)


@given(RUNS, RUNS)
def test_that_adding_one_by_one_is_the_same(some: list[RunName], more: list[RunName]) -> None:
    coverage = Coverage(some)
    for run in more:
        coverage.add(run)

    assert coverage.heads() == Coverage([*some, *more]).heads()
