"""DOCX guard: a package from outside is weighed; only the parts that are asked for are unpacked, within bounds."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable
from typing import Any
from xml.parsers import expat

from warroom.errors import Refusal
from warroom.formats.limits import MIB, refuse_larger, unreadable
from warroom.words import _

LARGEST = 64 * MIB  # bytes of the file: pictures are most of it
LARGEST_PART = 64 * MIB  # bytes of one part of text once unpacked
MOST_PARTS = 5_000
DEEPEST = 256  # elements inside each other: tables in boxes in tables
MOST_ELEMENTS = 3_000_000
BETWEEN = "\x1f"  # between a namespace and a name: a sign that no XML may hold
_BROKEN = (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError, ValueError)
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")  # .doc, and a .docx under a password


class Package:
    """The parts of a DOCX, by name. Refuses what is no sound package, is locked, or unpacks without end."""

    def __init__(self, data: bytes) -> None:
        refuse_larger(len(data), LARGEST)
        if data.startswith(_OLE):
            raise unreadable(
                "docx-locked",
                _("The file is of an old kind (.doc), or under a password."),
                todo=_("Open it in a word processor and save it as .docx, without a password."),
            )
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            self._names = {part.filename: part for part in self._zip.infolist()}
            if len(self._zip.infolist()) > MOST_PARTS or len(self._names) != len(self._zip.infolist()):
                raise too_heavy()
        except _BROKEN as problem:
            raise not_docx() from problem

    def __contains__(self, name: str) -> bool:
        return name in self._names

    def names(self) -> tuple[str, ...]:
        return tuple(self._names)

    def read(self, name: str, *, largest: int = LARGEST_PART) -> bytes:
        """The unpacked part, b"" when there is none; what the file says of its size is not believed."""
        data = self.beginning(name, largest + 1)
        if len(data) > largest:
            raise too_heavy()
        return data

    def beginning(self, name: str, size: int) -> bytes:
        """So many bytes of the unpacked part at most, b"" when there is none."""
        if name not in self._names:
            return b""
        try:
            with self._zip.open(self._names[name]) as stream:
                return stream.read(size)
        except _BROKEN as problem:
            raise not_docx() from problem


def not_docx() -> Refusal:
    return unreadable(
        "not-docx",
        _("The file is not a sound DOCX document."),
        todo=_("Open it in a word processor and save it as .docx."),
    )


def too_heavy() -> Refusal:
    return unreadable(
        "docx-too-heavy",
        _("The document unpacks to far more than it should."),
        todo=_("Open it in a word processor and save it anew."),
    )


def walk(
    xml: bytes,
    *,
    start: Callable[[str, str, dict[str, str]], None],
    end: Callable[[str], None],
    letters: Callable[[str], None],
) -> None:
    """Read a part event by event: `start(namespace, name, attributes)` with attributes by their local names.

    No document type, no entity, no address followed. Raises Refusal for what is broken or hostile.
    """
    parser = expat.ParserCreate(None, BETWEEN)
    parser.buffer_text = True
    depth = count = 0

    def opened(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, count
        depth, count = depth + 1, count + 1
        if depth > DEEPEST or count > MOST_ELEMENTS:
            raise too_heavy()
        space, _sign, local = name.rpartition(BETWEEN)
        start(space, local, {each.rpartition(BETWEEN)[2]: value for each, value in attributes.items()})

    def closed(name: str) -> None:
        nonlocal depth
        depth -= 1
        end(name.rpartition(BETWEEN)[2])

    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.EntityDeclHandler = _refuse_doctype
    parser.ExternalEntityRefHandler = _refuse_doctype
    parser.StartElementHandler = opened
    parser.EndElementHandler = closed
    parser.CharacterDataHandler = letters
    try:
        parser.Parse(xml, True)
    except (expat.ExpatError, ValueError, LookupError) as problem:
        raise not_docx() from problem


def _refuse_doctype(*_said: Any) -> int:
    raise unreadable(
        "docx-doctype",
        _("A part of the document declares a document type or entities, by which a file can do harm. It was not read."),
        todo=_("Open it in a word processor and save it as .docx."),
    )
