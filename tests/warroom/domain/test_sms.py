"""Lengths of SMS, against tables written by hand from 3GPP TS 23.038 and 23.040."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from warroom.domain.sms import EXTENSION, GSM7, Encoding, in_gsm7, length, plainer, segments_of


def test_the_basic_alphabet_has_127_letters_besides_the_escape() -> None:
    assert len(GSM7) == len(set(GSM7)) == 127
    assert len(EXTENSION) == 10
    assert not set(GSM7) & set(EXTENSION)


@pytest.mark.parametrize(
    ("text", "encoding", "units", "segments", "left"),
    [
        ("", Encoding.GSM7, 0, 0, 160),
        ("a" * 160, Encoding.GSM7, 160, 1, 0),
        ("a" * 161, Encoding.GSM7, 161, 2, 145),
        ("a" * 306, Encoding.GSM7, 306, 2, 0),
        ("a" * 307, Encoding.GSM7, 307, 3, 152),
        ("€" * 80, Encoding.GSM7, 160, 1, 0),
        ("€" * 81, Encoding.GSM7, 162, 2, 143),  # 76 in the first segment, whose last septet stays empty
        ("é" * 160, Encoding.GSM7, 160, 1, 0),
        ("ê" * 70, Encoding.UCS2, 70, 1, 0),
        ("ê" * 71, Encoding.UCS2, 71, 2, 63),
        ("😀" * 35, Encoding.UCS2, 70, 1, 0),
        ("😀" * 36, Encoding.UCS2, 72, 2, 61),  # 33 pairs in the first segment: no pair is cut
        ("a\r\nb", Encoding.GSM7, 3, 1, 157),
    ],
)
def test_what_a_text_takes(text: str, encoding: Encoding, units: int, segments: int, left: int) -> None:
    counted = length(text)
    assert (counted.encoding, counted.units, counted.segments, counted.left) == (encoding, units, segments, left)


def test_the_letters_that_make_it_dear_are_named() -> None:
    assert length("Contrôle de l’accès").beyond == ("ô", "’")
    assert length(plainer("Contrôle de l’accès")).beyond == ("ô",)
    assert length(in_gsm7("Contrôle de l’accès")).beyond == ()
    assert in_gsm7("« Où ? » – à 14:38…") == '" Où ? " - à 14:38...'


@given(some.text(alphabet=some.sampled_from(GSM7 + EXTENSION + "êœ’😀"), max_size=500))
def test_the_pieces_are_the_text_and_as_many_as_counted(text: str) -> None:
    said, pieces = text.replace("\r\n", "\n"), segments_of(text)
    assert "".join(pieces) == said
    counted = length(text)
    assert len(pieces) == counted.segments
    most = 153 if counted.encoding is Encoding.GSM7 else 67
    sizes = [sum(2 if (c in EXTENSION if most == 153 else ord(c) > 0xFFFF) else 1 for c in piece) for piece in pieces]
    assert all(size <= most for size in sizes) or counted.segments == 1
