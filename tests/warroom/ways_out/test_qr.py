"""QR codes of a message: they hold the text itself, in parts where it is long, and can be read by the standard."""

from __future__ import annotations

import struct
import zlib

import pytest

from tests.warroom.ways_out.qr_reader import read
from tests.warroom.ways_out.released import FR, a_release
from warroom.reports.ways_out.qr import BORDER, BYTES_MOST, codes_of, png_of, svg_of
from warroom.reports.ways_out.said import SaidIn, reference_of, said_in

LONG = "Les retraits fonctionnent ; les virements attendent. " * 60


def said(body: str, title: str = "Point") -> SaidIn:
    return SaidIn("fr", title, body, "bref", "sms")


def test_a_short_message_is_one_code_that_says_it_word_for_word() -> None:
    release = a_release()
    french = said_in(release)[0]
    (code,) = codes_of(french, reference_of(release))
    assert read(code.rows) == f"{FR['title']}\n{FR['body']}\n{reference_of(release)}"


def test_a_long_message_is_cut_between_words_and_nothing_is_lost() -> None:
    codes = codes_of(said(LONG), "A-MS01 · 0000 0000")
    texts = [read(code.rows) for code in codes]
    assert len(texts) > 5
    assert [text.split(" ", 1)[0] for text in texts] == [f"{n}/{len(codes)}" for n in range(1, len(codes) + 1)]
    whole = " ".join(text.split(" ", 1)[1] for text in texts)
    assert whole.split() == f"Point {LONG} A-MS01 · 0000 0000".split()
    assert all(len(code.text.encode()) <= BYTES_MOST for code in codes)


def test_no_telephone_number_and_no_sentence_that_fits_is_cut_in_two() -> None:
    sentence = "Appelez le 01 99 00 12 34 avant 18 h. "
    texts = [read(code.rows) for code in codes_of(said(sentence * 40), "A-MS01")]
    assert len(texts) > 2
    assert all(text.rstrip().endswith(("18 h.", "A-MS01")) for text in texts)
    texts = [read(code.rows) for code in codes_of(said("tel 01 99 00 12 34 " * 60), "A-MS01")]
    assert all(text.split(" ", 1)[1].startswith(("Point", "tel", "01 99 00 12 34")) for text in texts)


@pytest.mark.parametrize("body", ["x" * 1500, "é" * 700, "🟥" * 300, "\n" * 50 + "a", " "])
def test_text_without_words_or_of_wide_letters_still_fits_its_codes(body: str) -> None:
    for code in codes_of(said(body), "A-MS01"):
        assert read(code.rows) == code.text
        assert len(code.text.encode()) <= BYTES_MOST


def test_every_version_that_a_message_can_need_is_read_back() -> None:
    sizes = set()
    for length in range(1, BYTES_MOST - 20, 7):
        for code in codes_of(said("n" * length, title=""), "r"):
            assert read(code.rows) == code.text
            sizes.add(len(code.rows))
    assert min(sizes) == 21
    assert max(sizes) <= 81


def test_the_short_code_is_one_code_whatever_the_message() -> None:
    (code,) = codes_of(said(LONG), "A-MS01", brief=True)
    assert read(code.rows) == "Point\nbref\nA-MS01"


def test_the_drawing_of_a_code_is_the_code() -> None:
    (code,) = codes_of(said("texte"), "A-MS01")
    drawn = [bytearray(len(code.rows)) for _ in code.rows]
    for row, runs in zip(drawn, code.runs, strict=True):
        for start, length in runs:
            row[start : start + length] = b"\x01" * length
    assert read([bytes(row) for row in drawn]) == code.text


def test_the_picture_of_a_code_has_its_white_border_and_reads_back() -> None:
    (code,) = codes_of(said("texte"), "A-MS01")
    pixels = _pixels(png_of(code, scale=1))
    side = len(code.rows) + 2 * BORDER
    assert [len(row) for row in pixels] == [side] * side
    assert all(pixel == 0 for row in pixels[:BORDER] for pixel in row)
    inner = [bytes(row[BORDER:-BORDER]) for row in pixels[BORDER:-BORDER]]
    assert read(inner) == code.text
    assert svg_of(code).startswith(b"<?xml") or b"<svg" in svg_of(code)


def _pixels(png: bytes) -> list[list[int]]:
    """Dark as 1: the pixels of a picture of one bit a pixel."""
    at, width, data = 8, 0, b""
    while at < len(png):
        length, kind = struct.unpack(">I4s", png[at : at + 8])
        body = png[at + 8 : at + 8 + length]
        if kind == b"IHDR":
            width, depth = struct.unpack(">I4xB", body[:9])
            assert depth == 1
        data += body if kind == b"IDAT" else b""
        at += 12 + length
    stride = (width + 7) // 8 + 1
    raw = zlib.decompress(data)
    rows = [raw[n : n + stride] for n in range(0, len(raw), stride)]
    assert all(row[0] == 0 for row in rows)
    return [[1 - int(bit) for bit in "".join(f"{byte:08b}" for byte in row[1:])[:width]] for row in rows]
