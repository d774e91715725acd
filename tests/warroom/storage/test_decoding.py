"""Decoding: a line in canonical form, which takes the short way, says neither more nor less than any other."""

from __future__ import annotations

import json
import os
from typing import Any

import orjson
from hypothesis import given, settings
from hypothesis import strategies as st

from warroom.domain.nouns import NOUNS
from warroom.storage.ops import FIRST_HASH, Op, Undecodable, canonical, chain_hash, decode, head_of

FUZZ = int(os.environ.get("WARROOM_FUZZ", "1"))
HEX = st.sampled_from(["ab" * 16, "AB" * 16, "ab" * 8, "a b" * 8, "", "zz" * 16, "0" * 31, "ab" * 32])
LEAF = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**63), 2**64 - 1),
    st.sampled_from([1.0, 1.5, -0.0, 1e300]),
    st.text(max_size=6),
    st.sampled_from(["\x00", "é" * 70, "[]", '{"a":1}', '{"a":1,"a":2}', "[1.5]", "[" * 9 + "]" * 9, '"\\ud800"']),
    HEX,
)
SEALED = st.fixed_dictionaries({"$sealed": st.dictionaries(st.sampled_from(["v", "key", "box", ""]), LEAF, max_size=3)})
KNOWN = sorted({field.name for noun in NOUNS.values() for field in noun.fields})
NAMES = [*KNOWN, "_del", "a_newer_field", "", "x" * 65]
PATCH = st.dictionaries(st.sampled_from(NAMES), LEAF | SEALED | st.lists(LEAF, max_size=2), max_size=3)
RAW = st.fixed_dictionaries(
    {
        "by": st.sampled_from(["", "ab" * 16]) | LEAF,
        "d": st.just({}) | st.dictionaries(HEX, LEAF, max_size=2) | LEAF,
        "e": st.sampled_from([*sorted(NOUNS), "a_newer_noun", "x" * 65]) | LEAF,
        "h": st.integers(0, 2**62) | LEAF,
        "p": PATCH | LEAF,
        "r": st.just("ab" * 16) | HEX | LEAF,
        "s": st.integers(1, 9) | LEAF,
        "salt": st.just("cd" * 16) | HEX | LEAF,
        "t": st.tuples(st.integers(0, 2**42), st.integers(-1600, 1600), st.just("UTC") | LEAF).map(list) | LEAF,
        "v": st.just(1) | LEAF,
        "w": st.just("ef" * 8) | HEX | LEAF,
        "x": st.just({}) | st.dictionaries(st.sampled_from(NAMES), HEX, max_size=2) | LEAF,
    },
    optional={"fs": st.dictionaries(st.sampled_from(NAMES), HEX, max_size=2) | LEAF, "zz": LEAF},
)
PLAUSIBLE = st.fixed_dictionaries(
    {
        "by": st.sampled_from(["", "ab" * 16]), "d": st.just({}), "e": st.sampled_from(sorted(NOUNS)),
        "h": st.integers(0, 2**62), "p": PATCH, "r": st.just("ab" * 16), "s": st.integers(1, 9),
        "salt": st.just("cd" * 16), "t": st.just([1, 60, "UTC"]), "v": st.just(1), "w": st.just("ef" * 8),
        "x": st.just({}),
    }
)  # fmt: skip


def decoded(body: bytes) -> Op | None:
    try:
        return decode(body)
    except Undecodable:
        return None


@settings(max_examples=500 * FUZZ, derandomize=FUZZ == 1)
@given(RAW | PLAUSIBLE)
def test_that_the_short_way_reads_what_the_long_way_reads(raw: dict[str, Any]) -> None:
    try:
        body = canonical(raw)
    except orjson.JSONEncodeError:
        return
    spaced = json.dumps(raw, ensure_ascii=False, sort_keys=False).encode()
    assert decoded(body) == decoded(spaced)


@settings(max_examples=500 * FUZZ, derandomize=FUZZ == 1)
@given(RAW | PLAUSIBLE)
def test_that_whatever_is_read_goes_on_as_it_came_with_the_same_hash(raw: dict[str, Any]) -> None:
    try:
        body = canonical(raw)
    except orjson.JSONEncodeError:
        return
    op = decoded(body)
    if op is None:
        head_of(body)  # which raises nothing either
        return
    again = decode(op.wire())
    assert again == op
    assert again.hash_after(FIRST_HASH) == op.hash_after(FIRST_HASH)
    if not op.salts and raw.keys() == json.loads(op.wire()).keys():
        assert head_of(body) in (None, op.head)


@settings(max_examples=400 * FUZZ, derandomize=FUZZ == 1)
@given(PLAUSIBLE, st.dictionaries(st.sampled_from(["zz", "fs", "salt", "x", "v", "by", "p"]), LEAF, max_size=2))
def test_that_no_change_beside_what_the_hash_covers_makes_an_op_unreadable(
    raw: dict[str, Any], changed: dict[str, Any]
) -> None:
    """What `head_of` gives a hash to and `decode` refuses is an op whose own writer wrote it so."""
    try:
        body, other = canonical(raw), canonical({**raw, **changed})
    except orjson.JSONEncodeError:
        return
    op = decoded(body)
    if op is None or decoded(other) is not None:
        return
    head = head_of(other)
    assert head is None or chain_hash(FIRST_HASH, head) != op.hash_after(FIRST_HASH)
