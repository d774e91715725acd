"""Sealed values and chunks: open with the right key in the right place, and say nothing otherwise."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warroom.errors import Trouble, WrongKey
from warroom.identity.sealing import (
    is_sealed,
    seal,
    seal_chunk,
    seal_json,
    sealed_under,
    unseal,
    unseal_chunk,
    unseal_json,
)

KEY, OTHER = b"k" * 32, b"o" * 32
PLACE = b"entry|0190|text"
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
).filter(lambda value: "\\ud" not in json.dumps(value))


def sealed(value: bytes = b"secret") -> dict[str, object]:
    return seal(value, key_id="circle:legal", key=KEY, context=PLACE)


@given(st.binary(max_size=300))
def test_that_bytes_come_back_through_json(value):
    carried = json.loads(json.dumps(sealed(value)))

    assert is_sealed(carried)
    assert sealed_under(carried) == "circle:legal"
    assert unseal(carried, key=KEY, context=PLACE) == value


@given(json_values)
def test_that_any_json_value_comes_back(value):
    assert unseal_json(seal_json(value, key_id="p", key=KEY, context=PLACE), key=KEY, context=PLACE) == value


def test_that_another_key_place_or_name_does_not_open():
    value = sealed()
    renamed = {"$sealed": {**value["$sealed"], "k": "circle:decision"}}

    for attempt in (
        lambda: unseal(value, key=OTHER, context=PLACE),
        lambda: unseal(value, key=KEY, context=b"entry|0191|text"),
        lambda: unseal(renamed, key=KEY, context=PLACE),
    ):
        with pytest.raises(WrongKey):
            attempt()


def test_that_yes_and_no_look_alike():
    lengths = {len(sealed(word)["$sealed"]["c"]) for word in (b"yes", b"no", b"", b"perhaps, perhaps not")}

    assert len(lengths) == 1


def test_that_the_same_value_never_looks_the_same_twice():
    assert sealed() != sealed()


@pytest.mark.parametrize(
    "value",
    [
        None,
        "text",
        [],
        {},
        {"$sealed": "x"},
        {"$sealed": {}},
        {**sealed(), "other": 1},
        {"$sealed": {**sealed()["$sealed"], "v": 2}},
        {"$sealed": {**sealed()["$sealed"], "v": True}},
        {"$sealed": {**sealed()["$sealed"], "k": ""}},
        {"$sealed": {**sealed()["$sealed"], "k": 7}},
        {"$sealed": {**sealed()["$sealed"], "n": "AAAA"}},
        {"$sealed": {**sealed()["$sealed"], "c": "!!"}},
        {"$sealed": {**sealed()["$sealed"], "x": 1}},
    ],
)
def test_that_a_value_of_another_shape_is_not_sealed(value):
    assert not is_sealed(value)
    assert sealed_under(value) is None
    with pytest.raises(Trouble):
        unseal(value, key=KEY, context=PLACE)


@given(st.binary(max_size=60))
def test_that_hostile_contents_of_a_sealed_value_are_damage_and_nothing_worse(content):
    value = seal(content, key_id="p", key=KEY, context=PLACE)
    with suppress(Trouble):
        unseal_json(value, key=KEY, context=PLACE)


@pytest.mark.parametrize("content", [b"NaN", b"1e999", b'{"a":1,"a":2}', b"[" * 100_000, b"\xff"])
def test_that_ambiguous_json_inside_is_damage(content):
    value = seal(content, key_id="p", key=KEY, context=PLACE)

    with pytest.raises(Trouble):
        unseal_json(value, key=KEY, context=PLACE)


def test_that_no_message_tells_what_was_inside():
    with pytest.raises(WrongKey) as wrong:
        unseal(sealed(), key=OTHER, context=PLACE)

    assert "secret" not in str(wrong.value)


CHUNK = b"attachment bytes" * 100


def chunk(index: int = 0, *, is_last: bool = False, attachment: bytes = b"a1") -> bytes:
    return seal_chunk(index, CHUNK, key=KEY, attachment_id=attachment, is_last=is_last)


@pytest.mark.parametrize("is_last", [True, False])
def test_that_a_chunk_comes_back_in_its_place(is_last):
    opened = unseal_chunk(3, chunk(3, is_last=is_last), key=KEY, attachment_id=b"a1", is_last=is_last)

    assert opened == CHUNK
    assert CHUNK[:16] not in chunk()


def test_that_a_chunk_exchanged_moved_cut_or_altered_does_not_open():
    for attempt in (
        lambda: unseal_chunk(1, chunk(0), key=KEY, attachment_id=b"a1", is_last=False),
        lambda: unseal_chunk(0, chunk(0), key=KEY, attachment_id=b"a2", is_last=False),
        lambda: unseal_chunk(0, chunk(0), key=KEY, attachment_id=b"a1", is_last=True),
        lambda: unseal_chunk(0, chunk(0), key=OTHER, attachment_id=b"a1", is_last=False),
        lambda: unseal_chunk(0, chunk(0)[:-1] + b"\0", key=KEY, attachment_id=b"a1", is_last=False),
    ):
        with pytest.raises(WrongKey):
            attempt()


@pytest.mark.parametrize("content", [b"", b"short", bytes(17 * 1024 * 1024)])
def test_that_a_chunk_of_impossible_length_is_damage(content):
    with pytest.raises(Trouble):
        unseal_chunk(0, content, key=KEY, attachment_id=b"a1", is_last=False)


def test_that_keys_of_another_length_are_a_mistake_of_ours():
    with pytest.raises(ValueError, match="32 bytes"):
        seal(b"", key_id="p", key=b"short", context=PLACE)
