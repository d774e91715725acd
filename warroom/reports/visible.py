"""Text as paper can hold it: what no font draws, and what would turn a line around, is written by its code."""

from __future__ import annotations

import struct
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

LONGEST_WORD = 40  # characters; longer ones get places to break, or they would run off the paper
BREAK_EVERY = 24
BREAK_HERE = "\u200b"
TURNING = frozenset(chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A)))  # bidirectional overrides
JOINERS = frozenset("\u200b\u200c\u200d\u200e\u200f\u2060\ufe0e\ufe0f\u00ad\ufeff")  # drawn as nothing, by design
LINE_ENDS = {"\r\n": "\n", "\r": "\n", "\u2028": "\n", "\u2029": "\n", "\u0085": "\n"}


def fonts_folder() -> Path:
    """The fonts that documents are set in: TrueType, because Typst reads no WOFF2."""
    return Path(__file__).resolve().parent.parent.parent / "resources" / "reports" / "fonts"


def is_hidden(char: str) -> bool:
    """Whether this character shows nothing and may deceive: control characters, overrides, private use, unassigned."""
    return char in TURNING or (
        char not in "\n\t" and char not in JOINERS and unicodedata.category(char) in ("Cc", "Co", "Cn", "Cs")
    )


def code_of(char: str) -> str:
    """`‹U+202E›`, between signs that our fonts have."""
    return f"‹U+{ord(char):04X}›"


def plain_lines(text: str) -> str:
    """Every way of ending a line as one."""
    if text.isascii() and "\r" not in text:
        return text
    for end, instead in LINE_ENDS.items():
        text = text.replace(end, instead)
    return text


def shown(text: str) -> str:
    """Text for a screen or a browser: hidden characters by their code, everything else as typed."""
    if text.isprintable():
        return text
    return "".join(code_of(char) if is_hidden(char) else char for char in plain_lines(text))


def printed(text: str) -> str:
    """Text for paper: besides, what our fonts cannot draw by its code, and long words breakable."""
    if not plainly_drawable().issuperset(text):
        drawn = drawable()
        text = "".join(char if char in drawn and not is_hidden(char) else _stand_in(char) for char in plain_lines(text))
    return _breakable(text) if len(text) > LONGEST_WORD else text


@lru_cache(maxsize=1)
def plainly_drawable() -> frozenset[str]:
    """What needs no second look: drawn by a font, hiding nothing."""
    return frozenset(char for char in drawable() if not is_hidden(char)) | {"\n"}


def _stand_in(char: str) -> str:
    if char in JOINERS or char == "\n":
        return char
    if char == "\t":
        return "    "
    if unicodedata.category(char) == "Zs":
        return " "
    return code_of(char)


def _breakable(text: str) -> str:
    if max(map(len, text.split()), default=0) <= LONGEST_WORD:
        return text
    return " ".join(
        word
        if len(word) <= LONGEST_WORD
        else BREAK_HERE.join(word[at : at + BREAK_EVERY] for at in range(0, len(word), BREAK_EVERY))
        for word in text.split(" ")
    )


@lru_cache(maxsize=1)
def drawable() -> frozenset[str]:
    """Every character that one of our fonts draws."""
    codes: set[int] = set()
    for font in sorted(fonts_folder().glob("*-Regular.ttf")):
        codes |= characters_of(font.read_bytes())
    return frozenset(map(chr, codes))


def characters_of(font: bytes) -> set[int]:
    """The characters a TrueType font maps to a glyph, from its `cmap` table (formats 4 and 12)."""
    count = struct.unpack_from(">H", font, 4)[0]
    tables = {font[12 + 16 * i : 16 + 16 * i]: struct.unpack_from(">I", font, 20 + 16 * i)[0] for i in range(count)}
    cmap = tables[b"cmap"]
    read: dict[int, Callable[[bytes, int], set[int]]] = {4: _format_4, 12: _format_12}
    codes: set[int] = set()
    for index in range(struct.unpack_from(">H", font, cmap + 2)[0]):
        at = cmap + struct.unpack_from(">I", font, cmap + 8 + 8 * index)[0]
        reader = read.get(struct.unpack_from(">H", font, at)[0])
        if reader:
            codes |= reader(font, at)
    return codes


def _format_4(font: bytes, at: int) -> set[int]:
    segments = struct.unpack_from(">H", font, at + 6)[0] // 2
    ends = struct.unpack_from(f">{segments}H", font, at + 14)
    starts = struct.unpack_from(f">{segments}H", font, at + 16 + 2 * segments)
    deltas = struct.unpack_from(f">{segments}H", font, at + 16 + 4 * segments)
    base = at + 16 + 6 * segments
    offsets = struct.unpack_from(f">{segments}H", font, base)
    codes = set()
    for index, (start, end) in enumerate(zip(starts, ends, strict=True)):
        for code in range(start, min(end, 0xFFFE) + 1):
            if offsets[index]:
                glyph = struct.unpack_from(">H", font, base + 2 * index + offsets[index] + 2 * (code - start))[0]
            else:
                glyph = (code + deltas[index]) & 0xFFFF
            if glyph:
                codes.add(code)
    return codes


def _format_12(font: bytes, at: int) -> set[int]:
    groups = struct.unpack_from(">I", font, at + 12)[0]
    codes: set[int] = set()
    for index in range(groups):
        start, end, glyph = struct.unpack_from(">III", font, at + 16 + 12 * index)
        codes.update(code for code in range(start, end + 1) if glyph + code - start)
    return codes
