"""The recovery code: what a person may do to it while typing, and what is always noticed."""

from __future__ import annotations

import io
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warroom.errors import Refusal
from warroom.identity.recovery import ALPHABET, CodeState, check_recovery, decode_recovery, encode_recovery
from warroom.identity.sheet import recovery_sheet
from warroom.words import speak

SECRET = bytes(range(20))
CODE = encode_recovery(SECRET)
secrets = st.binary(min_size=20, max_size=20)
places = st.integers(min_value=0, max_value=39)


def symbols_of(code: str) -> list[str]:
    return list(code.replace("-", ""))


def grouped(symbols: list[str]) -> str:
    return "-".join("".join(symbols[start : start + 5]) for start in range(0, len(symbols), 5))


@given(secrets)
def test_that_a_printed_code_gives_its_secret_back(secret):
    code = encode_recovery(secret)

    assert decode_recovery(code) == secret
    assert [len(group) for group in code.split("-")] == [5] * 8
    assert check_recovery(code).state is CodeState.WHOLE


@given(secrets, places, st.sampled_from(ALPHABET))
def test_that_one_wrong_symbol_is_always_found_in_its_group(secret, place, other):
    symbols = symbols_of(encode_recovery(secret))
    if symbols[place] == other:
        return
    symbols[place] = other

    with pytest.raises(Refusal) as refusal:
        decode_recovery(grouped(symbols))

    assert refusal.value.code == "recovery-code-mistyped"
    assert check_recovery("".join(symbols)).groups == (place // 5 + 1,)


@given(secrets, st.integers(min_value=0, max_value=38))
def test_that_two_exchanged_neighbours_are_always_found(secret, place):
    symbols = symbols_of(encode_recovery(secret))
    if symbols[place] == symbols[place + 1]:
        return
    symbols[place], symbols[place + 1] = symbols[place + 1], symbols[place]

    found = check_recovery(grouped(symbols)).groups

    assert found == tuple(sorted({place // 5 + 1, (place + 1) // 5 + 1}))


@given(secrets, st.permutations(range(8)))
def test_that_groups_in_the_wrong_order_are_found(secret, order):
    groups = encode_recovery(secret).split("-")
    moved = tuple(place + 1 for place, source in enumerate(order) if place != source)

    assert check_recovery("-".join(groups[source] for source in order)).groups == moved


@given(secrets, places)
def test_that_a_missing_symbol_is_never_taken_for_a_whole_code(secret, place):
    symbols = symbols_of(encode_recovery(secret))
    del symbols[place]

    assert check_recovery("".join(symbols)).state is not CodeState.WHOLE


def test_that_a_missing_symbol_is_located_by_the_dashes():
    groups = CODE.split("-")
    groups[2] = groups[2][1:]

    assert check_recovery("-".join(groups)).groups == (3,)


def test_that_a_symbol_too_many_is_located_without_dashes():
    symbols = symbols_of(CODE)
    symbols.insert(11, "7" if symbols[11] != "7" else "8")

    assert check_recovery("".join(symbols)).groups == (3,)


@pytest.mark.parametrize(
    "retyped",
    [
        CODE.lower(),
        CODE.replace("-", " "),
        CODE.replace("-", ""),
        CODE.replace("-", " – "),
        f"  {CODE}\n",
        CODE.replace("0", "O").replace("1", "l"),
        CODE.replace("0", "o").replace("1", "I"),
        "".join(chr(ord(symbol) + 0xFEE0) for symbol in CODE),  # full-width, as some keyboards type
        CODE.replace("-", ".\t"),
    ],
)
def test_that_typing_it_another_way_is_forgiven(retyped):
    assert decode_recovery(retyped) == SECRET


def test_that_a_code_being_typed_is_not_called_wrong_before_its_group_is_full():
    states = [check_recovery(CODE[:length]).state for length in range(len(CODE))]

    assert set(states) == {CodeState.UNFINISHED}


def test_that_the_sentence_names_the_groups():
    groups = CODE.split("-")
    groups[2], groups[6] = "UUUUU", "U2345"  # never in a code

    with pytest.raises(Refusal, match=r"Groups 3, 7 of the recovery code are mistyped\. Nothing was tried\."):
        decode_recovery("-".join(groups))


def test_that_a_code_with_a_ninth_group_is_too_long():
    with pytest.raises(Refusal) as refusal:
        decode_recovery(CODE + "-00000")

    assert refusal.value.code == "recovery-code-too-long"


@given(st.text(max_size=200))
def test_that_no_text_makes_the_check_fail_otherwise_than_by_its_own_words(typed):
    with suppress(Refusal):
        decode_recovery(typed)


def test_that_the_sheet_shows_the_code_and_its_square_but_no_repr_does():
    sheet = recovery_sheet(CODE, room_name="Cellule", station="A")

    assert "-".join(sheet.groups) == CODE
    assert sheet.qr_svg.startswith("<svg")
    assert CODE not in repr(sheet)
    assert sheet.groups[0] not in repr(sheet)
    assert "<path" not in repr(sheet)


def test_that_the_square_holds_exactly_the_code():
    import segno

    drawn = io.BytesIO()
    segno.make(CODE, error="m", micro=False).save(drawn, kind="svg", xmldecl=False, scale=4, border=4)

    assert recovery_sheet(CODE, room_name="R", station="A").qr_svg == drawn.getvalue().decode()
    assert segno.make(CODE, error="m", micro=False).mode == "alphanumeric"


def test_that_no_sentence_is_frozen_in_one_language():
    speak("fr")

    assert recovery_sheet(CODE, room_name="R", station="A").instructions
