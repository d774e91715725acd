"""An op's hash, its line, and strict decoding."""

from __future__ import annotations

from dataclasses import replace

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from warroom.storage.ops import FIRST_HASH, INT_MAX, Op, Undecodable, canonical, check_readable, decode, salted

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=40)
WHOLE = st.integers(-INT_MAX, INT_MAX)
SEALED = st.dictionaries(TEXT, TEXT, max_size=3).map(lambda box: {"$sealed": box})
PATCH = st.fixed_dictionaries(
    {},
    optional={
        "text": TEXT | SEALED | st.none(),
        "due_at": WHOLE | st.none(),
        "incident": st.binary(min_size=16, max_size=16).map(bytes.hex),
        "_del": st.booleans(),
        "a_newer_field": st.booleans() | WHOLE | TEXT,
    },
)


def an_op(**changes: object) -> Op:
    op = Op(
        b"writer-1", 1, 5, "action", f"{1:032x}", {"text": "x"}, bytes(16), "", 1_800_000_000_000, 60, "Europe/Paris"
    )
    return replace(op, **changes)  # type: ignore[arg-type]


@given(
    patch=PATCH,
    hlc=WHOLE,
    seq=st.integers(1, INT_MAX),
    deps=st.dictionaries(st.binary(min_size=8, max_size=8).map(bytes.hex), st.integers(1, 9)),
)
def test_that_what_this_laptop_writes_is_read_back_alike_everywhere(
    patch: dict[str, object], hlc: int, seq: int, deps: dict[str, int]
) -> None:
    op = an_op(patch=patch, hlc=hlc, seq=seq, deps=deps)

    check_readable(op)
    read = decode(op.wire())

    assert read == op
    assert read.hash_after(FIRST_HASH) == op.hash_after(FIRST_HASH)


@given(body=st.binary(max_size=200))
def test_that_no_bytes_at_all_make_decoding_fail_in_another_way(body: bytes) -> None:
    with pytest.raises(Undecodable):
        decode(body)


@given(st.data())
def test_that_a_line_with_one_letter_changed_never_has_the_same_hash_and_another_meaning(data: st.DataObject) -> None:
    op = an_op(patch={"text": "call the mayor", "due_at": 5})
    line = bytearray(op.wire())
    place = data.draw(st.integers(0, len(line) - 1))
    line[place] ^= data.draw(st.integers(1, 127))

    try:
        read = decode(bytes(line))
    except Undecodable:
        return

    assert read == op or read.hash_after(FIRST_HASH) != op.hash_after(FIRST_HASH)


def test_that_a_withheld_field_leaves_the_hash_as_it_was() -> None:
    op = an_op(patch={"text": "who", "owner": "name to protect"})
    redacted = op.without({"owner"})

    assert redacted.patch == {"text": "who"}
    assert redacted.hash_after(FIRST_HASH) == op.hash_after(FIRST_HASH)
    assert b"name to protect" not in redacted.wire()
    assert decode(redacted.wire()) == redacted


def test_that_what_stays_of_a_redacted_op_gives_no_way_to_guess_what_was_withheld() -> None:
    op = an_op(patch={"text": "who", "owner": "name to protect"})
    redacted = op.without({"owner"})

    assert op.salt.hex().encode() not in redacted.wire()
    for salt in redacted.salts.values():
        assert salted(bytes.fromhex(salt), "name to protect") != redacted.withheld["owner"]


def test_that_withholding_more_later_still_leaves_the_hash() -> None:
    op = an_op(patch={"text": "who", "owner": "name", "due_at": 5})
    redacted = op.without({"owner"}).without({"text"})

    assert redacted.patch == {"due_at": 5}
    assert redacted.without({"owner"}) is redacted
    assert redacted.hash_after(FIRST_HASH) == op.hash_after(FIRST_HASH)
    assert decode(redacted.without({"due_at"}).wire()).hash_after(FIRST_HASH) == op.hash_after(FIRST_HASH)


@pytest.mark.parametrize("salts", [{}, {"owner": "00" * 16}, {"text": "00" * 15}, {"text": "00" * 16, "x": "00" * 16}])
def test_that_an_op_without_its_salt_names_one_for_each_field_and_no_other(salts: dict[str, str]) -> None:
    wire = orjson.loads(an_op(patch={"text": "who", "owner": "name"}).without({"owner"}).wire())

    with pytest.raises(Undecodable):
        decode(canonical(wire | {"fs": salts}))


@pytest.mark.parametrize("record", ["00 " * 10 + "00", "0" * 31, "0" * 33, "G" * 32, "A" * 32])
def test_that_a_record_id_is_exactly_sixteen_bytes_in_one_spelling(record: str) -> None:
    with pytest.raises(Undecodable):
        decode(an_op(record=record).wire())


@pytest.mark.parametrize("part", [b'"h":5', b'"s":1,', b'"v":1', b'"due_at":7', b'"offset":7'])
@pytest.mark.parametrize("number", [b"1.0", b"7.5", b"1e3", b"60.0"])
def test_that_no_float_gets_in_anywhere(part: bytes, number: bytes) -> None:
    line = an_op(patch={"due_at": 7, "offset": 7}).wire()
    name, _colon, rest = part.partition(b":")
    assert part in line

    with pytest.raises(Undecodable):
        decode(line.replace(part, name + b":" + number + rest[1:]))


def test_that_an_op_too_large_for_the_others_is_not_written() -> None:
    with pytest.raises(Undecodable):
        check_readable(an_op(patch={"text": "\x01" * 100_000}))
