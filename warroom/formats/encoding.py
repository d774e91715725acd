"""Encoding: which letters these bytes are, UTF-8 first and then what French Windows programs write."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from warroom.formats.limits import unreadable
from warroom.words import _

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark begins this one
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ONE_BYTE = ("cp1252", "latin-1", "mac_roman", "cp850")
_COMMON = frozenset("éèêàâçùûîôœ’«»€°\u00a0")
_SEEN = frozenset("ëäüïöæñáíóúßÉÈÊËÀÂÄÇÙÛÜÎÏÔÖŒÆÑ‘“”–—…£²³·•§©®±×µ½ ")
_ENOUGH = 0.75
_SAMPLE = 64 * 1024
_MOST_CONTROL = 0.1


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file, and the name of the encoding that gave it."""

    text: str
    encoding: str


def decode(data: bytes, *, encoding: str | None = None) -> Decoded:
    """The text of these bytes, without its byte order mark.

    Refuses bytes that are no text, and a named `encoding` that does not fit them.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return Decoded(_strict(data[len(mark) :], name), name)
    if encoding is not None:
        return Decoded(_strict(data, encoding), encoding)
    if (utf16 := _unmarked_utf16(data)) is not None:
        return Decoded(_strict(data, utf16), utf16)
    _refuse_binary(data)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return _guessed(data)


def looks_binary(data: bytes) -> bool:
    """Whether these bytes hold more control characters than any text does."""
    sample = data[:_SAMPLE]
    control = len(sample) - len(sample.translate(None, bytes(set(range(32)) - {9, 10, 12, 13}) + b"\x7f"))
    return control > max(1, len(sample) * _MOST_CONTROL)


def _refuse_binary(data: bytes) -> None:
    if looks_binary(data):
        raise unreadable(
            "not-text", _("The file is not text."), todo=_("Save it as CSV or as an Excel workbook (.xlsx).")
        )


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except (UnicodeError, LookupError) as problem:
        raise unreadable(
            "bad-encoding",
            _("The file cannot be read as {encoding}.").format(encoding=encoding[:40]),
            todo=_("Save it again as UTF-8."),
        ) from problem


def _unmarked_utf16(data: bytes) -> str | None:
    """UTF-16 without its mark shows in mostly Latin text as a zero in every second byte."""
    sample = data[:_SAMPLE]
    if len(sample) < 4 or len(data) % 2:
        return None
    half = len(sample) // 2
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > half * 0.6 and even < half * 0.1:
        return "utf-16-le"
    if even > half * 0.6 and odd < half * 0.1:
        return "utf-16-be"
    return None


def _guessed(data: bytes) -> Decoded:
    """Not UTF-8: the one-byte encoding whose accents are the usual ones, else what charset-normalizer says."""
    accents = data.translate(None, bytes(range(0x80)))[:_SAMPLE]
    shares = {name: _share_of_usual(accents, name) for name in _ONE_BYTE}
    for name in sorted(_ONE_BYTE, key=lambda name: -shares[name]):
        if shares[name] >= _ENOUGH and (text := _try(data, name)) is not None:
            return Decoded(text, name)
    for said in (_normalizer_says(data[:_SAMPLE]), "cp1252"):
        if said is not None and (text := _try(data, said)) is not None:
            return Decoded(text, said)
    return Decoded(data.decode("latin-1"), "latin-1")


def _share_of_usual(accents: bytes, encoding: str) -> float:
    """How French the accents are under this encoding: 1 when all are common, a little less for those merely seen."""
    letters = accents.decode(encoding, errors="replace")
    common = sum(letter in _COMMON for letter in letters)
    return (common + 0.8 * sum(letter in _SEEN for letter in letters)) / len(letters)


def _normalizer_says(sample: bytes) -> str | None:
    from charset_normalizer import from_bytes

    best = from_bytes(sample, steps=4, chunk_size=512, preemptive_behaviour=False).best()
    return best.encoding if best is not None else None


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeError, LookupError):
        return None
