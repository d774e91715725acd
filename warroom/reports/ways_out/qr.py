"""A message as QR codes that any telephone reads with no network: plain text, in parts where it is long."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass

from warroom.reports.ways_out.said import SaidIn

BYTES_MOST = 400  # of one code: 77 modules at level M (version 15), read from a wall by an old telephone
SENTENCE = re.compile(r"\S.*?(?:[.!?…]{1,3}(?:\s+|\Z)|\n+\s*|\Z)|\s+", re.DOTALL)
WORD = re.compile(r"\S+(?:(?<=\d)[ \u00a0\u202f](?=\d)\S+)*\s*|\s+")
BORDER = 4  # modules of white around it (ISO/IEC 18004 §6.3.8)


@dataclass(frozen=True, slots=True)
class Code:
    """One QR code: what it says, and its modules row by row, without the border."""

    part: int
    parts: int
    text: str
    rows: tuple[bytes, ...]

    @property
    def runs(self) -> list[list[list[int]]]:
        """Its dark modules row by row as [start, length], for a drawing."""
        return [_runs(row) for row in self.rows]


def codes_of(said: SaidIn, reference: str, *, brief: bool = False) -> tuple[Code, ...]:
    """The codes of a message in one language; several begin with `1/3`. `brief` is the short text, never split."""
    body = said.brief or said.title if brief else said.body
    text = "\n".join(part for part in (said.title if body != said.title else "", body, reference) if part)
    mark = f"{said.mark} " if said.mark else ""  # of several codes, each may be read alone
    pieces = _pieces(text, BYTES_MOST - len(f"99/99 {mark}".encode()) - 1)
    if brief:
        pieces = pieces[:1]
    if len(pieces) == 1:
        return (_code(1, 1, pieces[0]),)
    return tuple(_code(n, len(pieces), f"{n}/{len(pieces)} {mark}{piece}") for n, piece in enumerate(pieces, 1))


def png_of(code: Code, *, scale: int = 8) -> bytes:
    """A code as a picture, its border with it."""
    held = io.BytesIO()
    _made(code.text).save(held, kind="png", scale=scale, border=BORDER)
    return held.getvalue()


def svg_of(code: Code) -> bytes:
    """A code as a drawing, its border with it."""
    held = io.BytesIO()
    _made(code.text).save(held, kind="svg", scale=8, border=BORDER, svgns=True)
    return held.getvalue()


def _code(part: int, parts: int, text: str) -> Code:
    return Code(part, parts, text, tuple(bytes(row) for row in _made(text).matrix))


def _made(text: str):  # type: ignore[no-untyped-def]  # segno has no types
    import segno

    return segno.make(text, error="m", micro=False, boost_error=False, encoding="utf-8")


def _pieces(text: str, most: int) -> list[str]:
    """The text cut into pieces of so many bytes: after a sentence, else between words, else where it must be."""
    pieces, piece = [], ""
    for part in _parts(text, most):
        if len((piece + part).rstrip().encode()) > most and piece.strip():
            pieces.append(piece.rstrip())
            piece = ""
        piece += part
    return [*pieces, piece.rstrip()] if piece.strip() or not pieces else pieces


def _parts(text: str, most: int) -> list[str]:
    """Sentences with the white that follows each; one that is too long for a code, as its words."""
    found: list[str] = []
    for sentence in SENTENCE.findall(text):
        is_short = len(sentence.rstrip().encode()) <= most
        found += [sentence] if is_short else _words(sentence, most)
    return found


def _words(text: str, most: int) -> list[str]:
    """Words with the white that follows each; the groups of a number are one word."""
    found = []
    for word in WORD.findall(text):
        piece = ""
        for char in word:
            if len((piece + char).rstrip().encode()) > most:
                found.append(piece)
                piece = ""
            piece += char
        found.append(piece)
    return found


def _runs(row: bytes) -> list[list[int]]:
    runs: list[list[int]] = []
    for at, dark in enumerate(row):
        if dark and runs and sum(runs[-1]) == at:
            runs[-1][1] += 1
        elif dark:
            runs.append([at, 1])
    return runs
