"""Card lines: the bytes of a vCard file cut into cards and their properties, whatever the exporter did to them.

Structure is found in the bytes read as Latin-1, which loses nothing; each value is decoded afterwards, by the charset
its own line names (vCard 2.1), else as UTF-8, else as the file looks.
"""

from __future__ import annotations

import codecs
import functools
import quopri
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from warroom.errors import Refusal
from warroom.formats.clean import add_flag, quoted
from warroom.formats.encoding import decode
from warroom.formats.limits import refuse_larger
from warroom.formats.people import LARGEST_CARDS
from warroom.formats.problems import Flag, Problem

MOST_LINES_OF_ONE = 200_000  # of one property: a picture of some megabytes
LONGEST_VALUE = 1_000_000
LONGEST_HEAD = 20_000
MOST_FLAGS = 20
MOST_PROPERTIES = 2_000  # of one card

_LINE_END = re.compile(r"\r+\n?|\n")
_GROUPED = re.compile(r"(?:([\w-]{1,60})\.)?([A-Za-z][\w-]{0,80})\s*(?=[;:])")
_ENCODINGS = {"QUOTED-PRINTABLE", "BASE64", "B", "8BIT", "7BIT", "QP"}
_QUOTED = re.compile(r'"[^"]*"')
_CARET = {"^n": "\n", "^N": "\n", "^'": '"', "^^": "^"}
KNOWN = frozenset({
    "ADR", "AGENT", "ANNIVERSARY", "BDAY", "BIRTHPLACE", "CALADRURI", "CALURI", "CATEGORIES", "CLASS",
    "CLIENTPIDMAP", "DEATHDATE", "EMAIL", "END", "EXPERTISE", "FBURL", "FN", "GENDER", "GEO", "HOBBY", "IMPP",
    "INTEREST", "KEY", "KIND", "LABEL", "LANG", "LOGO", "MAILER", "MEMBER", "N", "NAME", "NICKNAME", "NOTE",
    "ORG", "ORG-DIRECTORY", "PHOTO", "PRODID", "PROFILE", "RELATED", "REV", "ROLE", "SORT-STRING", "SOUND",
    "SOURCE", "TEL", "TITLE", "TZ", "UID", "URL", "VERSION", "XML", "BEGIN",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Property:
    """One property of a card: its name in capitals, its parameters, and its value as written but for the encoding."""

    name: str
    value: str
    group: str = ""
    params: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def types(self) -> frozenset[str]:
        return frozenset(value.upper() for value in self.params.get("TYPE", ()))


@dataclass(slots=True)
class Card:
    """The properties of one card, on which line it began, and what had to be mended."""

    line: int
    version: str = "3.0"
    properties: list[Property] = field(default_factory=list)
    flags: list[Flag] = field(default_factory=list)


@dataclass(slots=True)
class _Raw:
    """A property as it is gathered line by line."""

    head: str
    value: list[str]
    encoding: str
    is_2_1: bool
    size: int = 0

    def add(self, piece: str) -> None:
        if len(self.value) < MOST_LINES_OF_ONE and self.size < LONGEST_VALUE:
            self.value.append(piece)
            self.size += len(piece)


def cards_in(data: bytes) -> tuple[list[Card], list[Flag]]:
    """The cards of a file in order, and what is to be said of lines that belong to none. Refuses a file too large."""
    refuse_larger(len(data), LARGEST_CARDS)
    reader = _Reader(_fallback(data))
    for number, line in enumerate(_LINE_END.split(_bytewise(data)), start=1):
        reader.take(number, line)
    reader.end()
    return reader.cards, reader.flags


def _bytewise(data: bytes) -> str:
    """The file as one sign a byte; UTF-16 and UTF-32 are turned into UTF-8 before."""
    if data.startswith(codecs.BOM_UTF8):
        return data[3:].decode("latin-1")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in data[:200]:
        return _wide(data).encode("utf-8", errors="replace").decode("latin-1")
    return data.decode("latin-1")


def _wide(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return data.decode("utf-32", errors="replace")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace")
    return data.decode("utf-16-be" if data[:1] == b"\0" else "utf-16-le", errors="replace")


def _fallback(data: bytes) -> str:
    """What a value is that names no charset and is no UTF-8."""
    plain = data.replace(b"\0", b"")
    try:
        plain.decode("utf-8")
    except UnicodeDecodeError:
        with suppress(Refusal):
            found = decode(plain.translate(None, bytes(range(1, 9)))).encoding
            return "cp1252" if found in ("utf-8", "latin-1") else found
    return "cp1252"


class _Reader:
    """Cuts lines into cards; never goes back, so that its time is that of the file's length."""

    def __init__(self, fallback: str) -> None:
        self.cards: list[Card] = []
        self.flags: list[Flag] = []
        self._fallback = fallback
        self._card: Card | None = None
        self._raw: _Raw | None = None
        self._open = ""  # the beginning of a property that was folded before its value
        self._nested = 0  # cards within this one: an AGENT of vCard 2.1

    def take(self, number: int, line: str) -> None:
        marker = line.strip().upper().replace(" ", "") if len(line) < 40 else ""
        if marker == "BEGIN:VCARD":
            self._begin(number)
        elif marker == "END:VCARD":
            self._close()
        elif self._card is None:
            if line.strip("\ufeff\0 \t\x1a"):
                _add(self.flags, Flag(Problem.OUTSIDE_CARD, quoted(line)))
        elif not self._nested:
            self._line(line)

    def end(self) -> None:
        if self._card is not None:
            self._nested = 0
            add_flag(self._card.flags, Flag(Problem.CARD_NOT_CLOSED))
            self._close()

    def _begin(self, number: int) -> None:
        if self._card is not None:
            if self._raw is not None and self._raw.head.upper().startswith("AGENT") and not "".join(self._raw.value):
                self._nested += 1
                return
            add_flag(self._card.flags, Flag(Problem.CARD_NOT_CLOSED))
            self._nested = 0
            self._close()
        self._card = Card(line=number)

    def _close(self) -> None:
        if self._nested:
            self._nested -= 1
            return
        if self._card is None:
            return
        if self._open:
            self._start(self._card)
        self._flush()
        self.cards.append(self._card)
        self._card = None

    def _line(self, line: str) -> None:
        raw, card = self._raw, self._card
        assert card is not None
        if raw is not None and raw.encoding == "QP" and raw.value and raw.value[-1].endswith("="):
            raw.value[-1] = raw.value[-1][:-1]
            raw.add(line if line.strip() else "")
            return
        if not line.strip():
            if raw is not None and raw.encoding == "B64":
                self._flush()
            return
        if self._open and line[0] in " \t":
            self._open += line[1:]
            if len(self._open) > LONGEST_HEAD or _head_end(self._open) is not None:
                self._start(card)
            return
        if self._open:
            self._start(card)
            raw = self._raw
        if line[0] in " \t" and raw is not None:
            raw.add(line if raw.is_2_1 and raw.encoding != "B64" else line[1:])
            return
        if _head_end(line) is not None:
            self._flush()
            self._open = line
            self._start(card)
            return
        if _begins(line):
            self._flush()
            self._open = line  # folded before its value
        elif raw is None:
            _add(card.flags, Flag(Problem.LINE_NOT_UNDERSTOOD, quoted(line)))
        elif raw.encoding == "B64":
            raw.add(line)
        else:
            self._join(raw, line, card)

    def _start(self, card: Card) -> None:
        """Begin the property whose name and parameters are whole now; a quotation mark may have stayed open."""
        line, self._open = self._open, ""
        found = _head_end(line)
        colon = line.find(":") if found is None else found
        if colon < 0:
            _add(card.flags, Flag(Problem.LINE_NOT_UNDERSTOOD, quoted(line)))
            return
        head = line[:colon]
        self._raw = _Raw(head, [line[colon + 1 :]], _encoding_of(head), card.version == "2.1")
        if head.upper() == "VERSION":
            card.version = line[colon + 1 :].strip()[:10]

    def _join(self, raw: _Raw, line: str, card: Card) -> None:
        """A line that stands where no line may begin: the exporter broke a value without folding it."""
        add_flag(card.flags, Flag(Problem.FOLDED_WRONGLY))
        if raw.value and raw.value[-1].endswith("\\"):
            raw.value[-1] = raw.value[-1][:-1]
        raw.add("=0A" if raw.encoding == "QP" else "\\n")
        raw.add(line)

    def _flush(self) -> None:
        raw, card = self._raw, self._card
        self._raw = None
        if raw is None or card is None or raw.head.upper() in ("VERSION", "BEGIN", "END"):
            return
        if len(card.properties) >= MOST_PROPERTIES:
            add_flag(card.flags, Flag(Problem.TOO_MANY_VALUES, str(MOST_PROPERTIES)))
            return
        name, group, params = _head(raw.head, self._fallback)
        if raw.encoding == "B64":
            value = ""  # pictures, sounds and keys reach nobody
        else:
            joined = "".join(raw.value)[:LONGEST_VALUE].encode("latin-1")
            if raw.encoding == "QP":
                joined = quopri.decodestring(joined)
            value = _decoded(joined, (params.pop("CHARSET", ()) or ("",))[0], self._fallback, card.flags)
        if raw.encoding == "QP":
            value = _escaped_ends(value)
        params.pop("ENCODING", None)
        if raw.encoding == "B64":
            params["ENCODING"] = ("B",)
        card.properties.append(Property(name, value.strip("\r\n\0"), group, params))


def _head_end(line: str) -> int | None:
    """Where a line's name and parameters end, None when it does not begin as a property does."""
    found = _GROUPED.match(line)
    if found is None or not _is_name(found[2], line[found.end()]):
        return None
    if line[found.end()] == ":":
        return found.end()
    is_quoted = False
    for at in range(found.end(), min(len(line), LONGEST_HEAD)):
        sign = line[at]
        if sign == '"':
            is_quoted = not is_quoted
        elif sign == ":" and not is_quoted:
            return at
    return None


def _add(flags: list[Flag], flag: Flag) -> None:
    """Name what was left out, but not every line of a file that is something else."""
    if len(flags) < MOST_FLAGS:
        add_flag(flags, flag)


def _begins(line: str) -> bool:
    """Whether a line begins as a property with parameters, whose value is still to come."""
    found = _GROUPED.match(line)
    return found is not None and line[found.end()] == ";" and _is_name(found[2], ":")


def _is_name(name: str, then: str) -> bool:
    return name.isupper() or name.upper() in KNOWN or name[:2] in ("x-", "X-") or then == ";"


def _encoding_of(head: str) -> str:
    bare = _QUOTED.sub(lambda found: found[0].strip('"') if found[0].strip('"').upper() in _ENCODINGS else "", head)
    words = {word.partition("=")[2] if word[:9] == "ENCODING=" else word for word in bare.upper().split(";")[1:]}
    if words & {"QUOTED-PRINTABLE", "QP"}:
        return "QP"
    return "B64" if words & {"BASE64", "B"} else ""


def _head(head: str, fallback: str) -> tuple[str, str, dict[str, tuple[str, ...]]]:
    """Name, group and parameters. A bare parameter of vCard 2.1 is a type, or the encoding."""
    found = _GROUPED.match(head + ":")
    assert found is not None
    params: dict[str, list[str]] = {}
    for piece in _pieces(head[found.end() :], ";"):
        name, equals, value = piece.partition("=")
        name = name.strip().upper()
        if not equals:
            bare = name.strip('"')
            if not bare:
                continue
            name, value = ("ENCODING", bare) if bare in _ENCODINGS else ("TYPE", bare)
        values = params.setdefault(name[:80], [])
        values += [_param(one, fallback) for one in _pieces(value, ",") if one.strip()][:40]
    return found[2].upper(), found[1] or "", {name: tuple(values) for name, values in params.items() if values}


def _pieces(text: str, parted_by: str) -> Iterator[str]:
    """The pieces of a text, signs within quotation marks left alone."""
    if '"' not in text:
        yield from (piece for piece in text.split(parted_by) if piece)
        return
    start, is_quoted = 0, False
    for at, sign in enumerate(text):
        if sign == '"':
            is_quoted = not is_quoted
        elif sign == parted_by and not is_quoted:
            yield text[start:at]
            start = at + 1
    yield text[start:]


def _param(value: str, fallback: str) -> str:
    """A parameter's value without its quotation marks; a quoted list of types is one value, and split later."""
    plain = re.sub(r"\^[nN'^]", lambda found: _CARET[found[0]], value.strip().strip('"'))
    return _decoded(plain.encode("latin-1"), "", fallback, [])[:500]


def _decoded(data: bytes, charset: str, fallback: str, flags: list[Flag]) -> str:
    """Text by the charset its line names, else as UTF-8, else as the file looks; what was guessed is flagged."""
    named = charset.strip("\"' ")
    is_named = _is_charset(named)
    try:
        return data.decode(named if is_named else "utf-8")
    except UnicodeError:
        if is_named:
            add_flag(flags, Flag(Problem.BROKEN_CHARACTERS))
            return data.decode(named, errors="replace")
    add_flag(flags, Flag(Problem.CHARSET_GUESSED, fallback))
    return data.decode(fallback, errors="replace")


@functools.lru_cache(maxsize=64)
def _is_charset(name: str) -> bool:
    """Whether Python knows this charset, and it is one of text."""
    try:
        return name.isascii() and 0 < len(name) < 40 and isinstance(b"a".decode(name), str)
    except (UnicodeError, LookupError, ValueError, TypeError):
        return False


def _escaped_ends(text: str) -> str:
    """Line ends that quoted-printable held, as the later versions write them."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")
