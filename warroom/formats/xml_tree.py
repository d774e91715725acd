"""XML from outside as a plain tree: no document type, no entity, no address followed; bounded in size and depth.

Read with the standard library's expat, whose events let us stop at the first sign of harm, before anything is built.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from warroom.errors import Refusal
from warroom.formats.encoding import decode
from warroom.formats.limits import MIB, refuse_larger, unreadable
from warroom.words import _

LARGEST = 8 * MIB  # bytes of the file, and again of it as UTF-8
DEEPEST = 64  # elements inside each other
MOST_ELEMENTS = 100_000
MOST_ATTRIBUTES = 100  # of one element
BETWEEN = "\x1f"  # between a namespace and a name: a sign that no XML may hold

_DECLARED = re.compile(r"""\A<\?xml[^>]{0,200}?encoding\s{0,20}=\s{0,20}["']([A-Za-z][A-Za-z0-9._-]{0,39})["']""")
# Encodings that are what they say. Others may hide letters (utf-7), take forever (idna) or be no letters at all (zlib).
_HONEST = re.compile(
    r"utf-8|ascii|iso8859-\d+|cp125\d|cp850|cp866|koi8-[ru]|mac-(?:roman|cyrillic)|gb2312|gbk|gb18030|big5|shift_jis|"
    r"cp932|cp949|cp950|euc_jp|euc_kr|tis-620"
)
_JUNK_AFTER = "junk after document element"
_UNBOUND = "unbound prefix"


@dataclass(slots=True)
class Node:
    """One element: the address of its namespace, its name, and what stands in it."""

    space: str
    name: str
    line: int
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Node] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What stands in it directly, without white space around."""
        return "".join(self.texts).strip()

    def find(self, name: str) -> Node | None:
        """Its first child of this name, of any namespace."""
        return next((child for child in self.children if child.name == name), None)

    def walk(self) -> Iterator[Node]:
        """Itself and everything in it, in the order of the file."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting += reversed(node.children)


@dataclass(frozen=True, slots=True)
class Tree:
    """A document, and what had to be mended to read it: codes with a detail."""

    root: Node
    mended: tuple[tuple[str, str], ...] = ()


def read_tree(data: bytes) -> Tree:
    """The document in these bytes. Refuses what is no XML, declares a document type or goes beyond the limits."""
    refuse_larger(len(data), LARGEST)
    text, mended = _letters(data)
    return read_text(text, mended)


def read_text(text: str, mended: list[tuple[str, str]] | None = None) -> Tree:
    """The same for letters."""
    mended = mended if mended is not None else []
    body = re.sub(r"\A[\s\ufeff\0]+", "", text)
    if body != text:
        mended.append(("leading-space", ""))
    encoded = body.encode("utf-8", errors="replace")
    refuse_larger(len(encoded), LARGEST)
    for with_spaces in (True, False):
        reader = _Reader(with_spaces=with_spaces)
        try:
            reader.read(encoded)
        except expat.ExpatError as problem:
            said = expat.errors.messages.get(problem.code, "")
            if said == _UNBOUND and with_spaces:
                mended.append(("prefix-unknown", ""))
                continue
            if said == _JUNK_AFTER and reader.root is not None:
                mended.append(("after-the-end", str(problem.lineno)))
                return Tree(reader.root, tuple(mended))
            raise _broken(problem) from problem
        if reader.root is not None:
            return Tree(reader.root, tuple(mended))
    raise unreadable("not-xml", _("The file is not XML."))


class _Reader:
    """Builds the tree from expat's events, and stops at what no alert needs."""

    def __init__(self, *, with_spaces: bool) -> None:
        self._parser = expat.ParserCreate("utf-8", BETWEEN if with_spaces else None)
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = _refuse_doctype
        self._parser.EntityDeclHandler = _refuse_doctype
        self._parser.ExternalEntityRefHandler = _refuse_doctype
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._letters
        self.root: Node | None = None
        self._open: list[Node] = []
        self._count = 0

    def read(self, encoded: bytes) -> None:
        """Raises ExpatError for what is not well formed, Refusal for what is hostile."""
        self._parser.Parse(encoded, True)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if self._count > MOST_ELEMENTS or len(attributes) > MOST_ATTRIBUTES:
            raise unreadable("xml-too-many", _("The file holds too many elements."))
        if len(self._open) >= DEEPEST:
            raise unreadable("xml-too-deep", _("The elements of the file stand too deep inside each other."))
        space, _sign, local = name.rpartition(BETWEEN)
        kept = {each.rpartition(BETWEEN)[2].rpartition(":")[2]: value for each, value in attributes.items()}
        node = Node(space.strip(), local.rpartition(":")[2], self._parser.CurrentLineNumber, kept)
        if self._open:
            self._open[-1].children.append(node)
        else:
            self.root = node
        self._open.append(node)

    def _end(self, _name: str) -> None:
        self._open.pop()

    def _letters(self, letters: str) -> None:
        if self._open:
            self._open[-1].texts.append(letters)


def _refuse_doctype(*_said: object) -> int:
    raise Refusal(
        "xml-doctype",
        _("The file declares a document type or entities, by which a file can do harm. It was not read."),
        safe=_("Nothing was imported, and no address was followed."),
        todo=_("Ask the sender for the alert without a document type; no alert needs one."),
    )


def _broken(problem: expat.ExpatError) -> Refusal:
    return unreadable(
        "xml-broken",
        _("The file is not well-formed XML: line {line}, column {column} ({why}).").format(
            line=problem.lineno, column=problem.offset + 1, why=expat.errors.messages.get(problem.code, "?")
        ),
        todo=_("It may have been cut while it was copied; fetch it again."),
    )


def _letters(data: bytes) -> tuple[str, list[tuple[str, str]]]:
    """The letters of a file: by its mark, by what it declares when that is honest and true, else as for any text."""
    mended: list[tuple[str, str]] = []
    marks = (codecs.BOM_UTF8, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    if data.startswith(marks):
        return decode(data).text, mended
    match = _DECLARED.match(data[:1024].lstrip().decode("latin-1"))
    if match is None:
        return _guessed(data, mended)
    declared = match[1]
    if re.fullmatch(r"utf-?(?:16|32).*", declared, re.IGNORECASE):
        return _guessed(data, mended)  # the declaration could be read byte by byte: it is not true
    try:
        name = codecs.lookup(declared).name
    except LookupError:
        name = ""
    if _HONEST.fullmatch(name) is None:
        raise unreadable(
            "xml-encoding",
            _("The file says that its letters are “{encoding}”, which is not read here.").format(encoding=declared),
            todo=_("Save it again as UTF-8."),
        )
    try:
        return data.decode(name), mended
    except UnicodeError:
        return _guessed(data, mended)


def _guessed(data: bytes, mended: list[tuple[str, str]]) -> tuple[str, list[tuple[str, str]]]:
    decoded = decode(data)
    if not decoded.encoding.startswith("utf-"):
        mended.append(("charset-guessed", decoded.encoding))
    return decoded.text, mended
