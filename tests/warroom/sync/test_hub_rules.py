"""What a hub lets in, judged by places and hashes alone."""

from __future__ import annotations

import contextlib
import hashlib

from hypothesis import given, settings
from hypothesis import strategies as some

from warroom.storage.ops import FIRST_HASH
from warroom.sync.hub_rules import Fork, Gap, Place, Track

LAST = 5  # few places, so that runs meet


def hash_of(seq: int, story: int, split: int) -> bytes:
    """Two stories of one writer: the same until `split`, then not."""
    if seq == 0:
        return FIRST_HASH
    return hashlib.sha256(f"{seq} {story if seq > split else 0}".encode()).digest()


def place(first: int, last: int, story: int, split: int, members: str) -> Place:
    return Place(first, last, hash_of(first - 1, story, split), hash_of(last, story, split), members)


pushes = some.lists(
    some.tuples(some.integers(1, LAST), some.integers(0, 2), some.sampled_from([0, 1]), some.sampled_from(["a", "b"])),
    max_size=40,
)


@settings(max_examples=1_000)
@given(pushes=pushes, split=some.integers(0, LAST))
def test_that_what_is_kept_never_contradicts_itself_and_has_no_gap(
    pushes: list[tuple[int, int, int, str]], split: int
) -> None:
    track, reached = Track(), 0
    for first, more, story, members in pushes:
        new = place(first, first + more, story, split, members)
        before = (track.seq, track.hash, set(track.known))
        try:
            is_new = track.take(new)
        except (Gap, Fork):
            assert (track.seq, track.hash, track.known) == before
            continue
        assert is_new == (new not in before[2])
        assert first <= reached + 1
        reached = max(reached, new.seq_to)
        assert track.seq == reached
    hashes: dict[int, bytes] = {}
    for one in track.known:
        for seq, said in ((one.seq_from - 1, one.prev_hash), (one.seq_to, one.head_hash)):
            assert hashes.setdefault(seq, said) == said
    ends = {one.seq_to for one in track.known} | {0}
    assert all(
        one.seq_from - 1 in ends or one.seq_from in {other.seq_from for other in track.known} for one in track.known
    )


@given(pushes=pushes)
def test_that_one_story_in_order_is_taken_whole_however_it_is_cut(pushes: list[tuple[int, int, int, str]]) -> None:
    track, reached = Track(), 0
    for _first, more, _story, members in pushes:
        assert track.take(place(reached + 1, reached + 1 + more, 0, LAST * 50, members))
        reached += 1 + more
        with contextlib.suppress(Gap):
            track.take(place(reached + 2, reached + 3, 0, LAST * 50, members))
            raise AssertionError("a gap was let in")
    assert track.seq == reached
