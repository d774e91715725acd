"""Zip guard: an .xlsx file is weighed before the reader unpacks it, because the reader holds the whole rectangle.

A few kilobytes can ask for gigabytes: parts that unpack without end, a lone cell in the far corner, one long text
that a million cells point to.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from warroom.errors import Refusal
from warroom.formats.limits import LARGEST_UNPACKED, LARGEST_WORKBOOK, MIB, MOST_CELLS, refuse_larger, unreadable
from warroom.words import _

_BROKEN = (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError, ValueError)
_MOST_PARTS = 5_000
_MOST_RATIO = 300  # a log of repeated words packs 20 to 60 times; a bomb 1,000 times
_RATIO_MATTERS_ABOVE = 8 * MIB
_MOST_SHARED_TEXT = 512 * MIB
_CHUNK = MIB
_OVERLAP = 256

_PLACE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{0,6})([0-9]{1,12})["']""")
_CELL = re.compile(rb"<(?:\w+:)?c[\s>/]")
_ROW = re.compile(rb"<(?:\w+:)?row[\s>/]")
_SHARED = re.compile(rb"""\bt\s*=\s*["']s["']""")
_SHARED_INDEX = re.compile(rb"""\bt\s*=\s*["']s["'][^>]*>\s*<(?:\w+:)?v[^>]{0,40}>\s*([0-9]{1,9})""")
_SHARED_END = re.compile(rb"</(?:\w+:)?si\s*>")


def refuse_bomb(data: bytes) -> None:
    """Refuse a workbook whose parts, cells or shared texts would fill the memory, or that is no sound ZIP file."""
    refuse_larger(len(data), LARGEST_WORKBOOK)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            _weigh_parts(package)
            lengths: list[int] = []
            for part in package.infolist():
                if part.filename.lower().endswith("sharedstrings.xml"):
                    lengths = _shared_lengths(package, part)
            for part in package.infolist():
                if part.filename.lower().endswith((".xml", ".rels", ".bin")) or "/worksheets/" in part.filename:
                    _weigh_sheet(package, part, lengths)
    except _BROKEN as problem:
        raise damaged_workbook() from problem


def damaged_workbook() -> Refusal:
    """The refusal of a workbook that cannot be opened."""
    return unreadable(
        "damaged-workbook",
        _("The workbook is damaged or protected by a password."),
        todo=_("Open it in a spreadsheet program and save it again as .xlsx, without a password."),
    )


def too_heavy() -> Refusal:
    """The refusal of a workbook that would fill the memory."""
    return unreadable(
        "workbook-too-heavy",
        _("The workbook unpacks to far more than it should."),
        todo=_("Copy the table alone into a new workbook, or save it as CSV."),
    )


def _weigh_parts(package: zipfile.ZipFile) -> None:
    parts = package.infolist()
    names = {part.filename.lower() for part in parts}
    if len(parts) > _MOST_PARTS or len(names) != len(parts):
        raise too_heavy()
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    if unpacked > LARGEST_UNPACKED or (unpacked > _RATIO_MATTERS_ABOVE and unpacked > _MOST_RATIO * max(packed, 1)):
        raise too_heavy()
    if any(part.flag_bits & 1 for part in parts):
        raise damaged_workbook()


def _chunks(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The unpacked part in pieces cut after a `>`, so that no tag is seen in halves."""
    rest = b""
    with package.open(part) as stream:
        while piece := stream.read(_CHUNK):
            piece = rest + piece
            cut = piece.rfind(b">") + 1
            if not cut and len(piece) > 4 * _CHUNK:
                cut = len(piece) - _OVERLAP
            rest = piece[cut:]
            yield piece[:cut]
    yield rest


def _weigh_sheet(package: zipfile.ZipFile, part: zipfile.ZipInfo, lengths: list[int]) -> None:
    """Refuse a sheet whose far corner, or whose pointers to shared texts, ask for too much."""
    rows = cells = last_row = last_column = shared_text = 0
    longest = max(lengths, default=0)
    for chunk in _chunks(package, part):
        rows += len(_ROW.findall(chunk))
        cells += len(_CELL.findall(chunk))
        for letters, digits in set(_PLACE.findall(chunk)):
            last_row = max(last_row, int(digits))
            last_column = max(last_column, _column(letters))
        if lengths:
            pointed = [int(index) for index in _SHARED_INDEX.findall(chunk)]
            shared_text += sum(lengths[index] for index in pointed if index < len(lengths))
            shared_text += (len(_SHARED.findall(chunk)) - len(pointed)) * longest  # a pointer not understood
        if shared_text > _MOST_SHARED_TEXT:
            raise too_heavy()
    # Cells may leave out their place; then each row could be as wide as its cells, and all in one row at worst.
    corner = (max(last_row, 1) + rows) * max(last_column, 1)
    if corner > MOST_CELLS + rows or cells > MOST_CELLS or (cells and not last_column and rows * cells > MOST_CELLS):
        raise too_heavy()


def _shared_lengths(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> list[int]:
    """The length in bytes of every shared text, markup included (so never too small)."""
    lengths: list[int] = []
    open_length = 0
    for chunk in _chunks(package, part):
        pieces = _SHARED_END.split(chunk)
        for piece in pieces[:-1]:
            lengths.append(open_length + len(piece))
            open_length = 0
        open_length += len(pieces[-1])
    return lengths


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
