"""Filling a template: content that is data and never code.

`{service}` is a variable, `[[…]]` a part that may be left out.

`{name}` puts a value, `{name|form}` puts it in a form (FORMS). A value that is missing is shown as ⟦name⟧.
`[[… {name} …]]` is left out where a variable in it is missing; `[[one||other]]` takes the first that is whole.
`[[name? …]]` asks for a variable that the part does not say, `[[!name? …]]` for one that is missing.
Parts may lie in parts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from warroom.domain.template_forms import FORMS, UNSAID, Value, as_text

LONGEST = 20_000  # characters of one part of a wording
LONGEST_OUT = 60_000
LEFT_OUT = "\x00"  # stands where a part was left out, until the text is tidied
DEEPEST = 4  # parts within parts
OPEN, CLOSE = "⟦", "⟧"  # no font and no keyboard writes them by chance

UNSPEAKABLE = str.maketrans({OPEN: "[", CLOSE: "]", LEFT_OUT: "", UNSAID: ""})

GROUPED = re.compile(r"(?<=\d) (?=\d\d)")  # no line ends within a telephone number

NAME = re.compile(r"[a-z][a-z0-9_]{0,39}\Z")
TOKEN = re.compile(r"\[\[|\]\]|\|\||\{[^{}\n]{0,80}\}|[{}]")
CONDITION = re.compile(r"\s*(?P<not>!?)(?P<name>[a-z][a-z0-9_]{0,39})\?[ \n]?")
MISSING = re.compile(f"{OPEN}([^{OPEN}{CLOSE}\n]{{1,80}}){CLOSE}")

BROKEN = re.compile(f"{OPEN}[^{OPEN}{CLOSE}\n]{{0,20}}|[^{OPEN}{CLOSE}\n ]{{0,20}}{CLOSE}")

EITHER = re.compile(f"{MISSING.pattern}|{BROKEN.pattern}")


class TemplateFault(ValueError):
    """A wording cannot be read; `at` is the character where."""

    def __init__(self, code: str, at: int, said: str = "") -> None:
        super().__init__(f"{code} at {at}: {said}")
        self.code, self.at, self.said = code, at, said


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a missing variable stands in a text: characters from `start` to `end`."""

    start: int
    end: int
    name: str


@dataclass(frozen=True, slots=True)
class Filled:
    """A text with its variables in it, those that nobody knows, and where their markers stand."""

    text: str
    missing: tuple[str, ...]
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Variable:
    name: str
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """Parts of which the first that is whole is said."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Part:
    asks: tuple[tuple[str, bool], ...]  # variable, and whether it must be known
    pieces: tuple[str | Variable | Choice, ...]


def parse(text: str) -> Part:
    """A wording as pieces. Raises TemplateFault for a lone brace, a part without end, a form nobody knows."""
    if len(text) > LONGEST:
        raise TemplateFault("too-long", LONGEST)
    reader = _Reader(text)
    part = reader.part(0)
    if reader.at < len(text):
        raise TemplateFault("no-part-open", reader.at, text[reader.at : reader.at + 2])
    return part


def variables_in(text: str) -> tuple[str, ...]:
    """The variables that a wording names, in their order. Raises TemplateFault."""
    return tuple(dict.fromkeys(_names(parse(text))))


def needed_in(text: str) -> tuple[str, ...]:
    """The variables without which a wording says nothing whole: those outside every part that may be left out."""
    return tuple(dict.fromkeys(piece.name for piece in parse(text).pieces if isinstance(piece, Variable)))


def fill_text(
    text: str, values: Mapping[str, Value], language: str, *, plain: Callable[[str], str] | None = None
) -> Filled:
    """A wording filled. `plain` makes what is put in, and what is there, plainer (for an SMS). Raises TemplateFault."""
    out = tidied(_put(list(_said(parse(text), values)), values, language))
    if plain is not None:
        out = plain(out)
    if len(out) > LONGEST_OUT:
        raise TemplateFault("too-long", LONGEST_OUT)
    return Filled(out, missing_in(out), marks_in(out))


def missing_in(text: str) -> tuple[str, ...]:
    """The variables that a text still misses, each once, in their order."""
    return tuple(dict.fromkeys(found[1] for found in MISSING.finditer(text)))


def marks_of_missing(text: str) -> list[tuple[int, int, str]]:
    """Where a text misses something, whole markers and broken ones: from, to, which."""
    return [(found.start(), found.end(), found[1] or found[0].strip()) for found in EITHER.finditer(text)]


def broken_in(text: str) -> tuple[str, ...]:
    """What is left of markers of which somebody took a letter away: brackets that name no variable any more."""
    return tuple(dict.fromkeys(found[0].strip() for found in BROKEN.finditer(MISSING.sub("", text))))


def marks_in(text: str) -> tuple[Mark, ...]:
    """Where a text misses something."""
    return tuple(Mark(found.start(), found.end(), found[1]) for found in MISSING.finditer(text))


def marker(name: str) -> str:
    """How a missing variable is shown."""
    return f"{OPEN}{name}{CLOSE}"


def known(values: Mapping[str, Value], name: str) -> bool:
    """Whether something is said for a variable, be it in another language only."""
    return bool(as_text(values.get(name, "")))


class _Reader:
    """Reads a wording once, from left to right."""

    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0

    def part(self, depth: int) -> Part:
        if depth > DEEPEST:
            raise TemplateFault("too-deep", self.at)
        asks = self._asks() if depth else ()
        pieces: list[str | Variable | Choice] = []
        for found in iter(self._next, None):
            if self.at < found.start():
                pieces.append(self.text[self.at : found.start()])
            if found[0] in ("]]", "||"):
                self.at = found.start()
                if depth or found[0] == "]]":
                    return Part(asks, tuple(pieces))
                raise TemplateFault("no-part-open", found.start(), found[0])
            self.at = found.end()
            pieces.append(self._choice(depth, found.start()) if found[0] == "[[" else _variable(found))
        pieces.append(self.text[self.at :])
        self.at = len(self.text)
        return Part(asks, tuple(piece for piece in pieces if piece != ""))

    def _next(self) -> re.Match[str] | None:
        return TOKEN.search(self.text, self.at)

    def _asks(self) -> tuple[tuple[str, bool], ...]:
        asks = []
        while found := CONDITION.match(self.text, self.at):
            asks.append((found["name"], not found["not"]))
            self.at = found.end()
        return tuple(asks)

    def _choice(self, depth: int, began: int) -> Choice:
        parts = [self.part(depth + 1)]
        while self.text.startswith("||", self.at):
            self.at += 2
            parts.append(self.part(depth + 1))
        if not self.text.startswith("]]", self.at):
            raise TemplateFault("part-open", began)
        self.at += 2
        return Choice(tuple(parts))


def _variable(found: re.Match[str]) -> Variable:
    said = found[0]
    name, *forms = (piece.strip() for piece in said[1:-1].split("|"))
    if len(said) < 3 or not NAME.match(name):
        raise TemplateFault("no-variable", found.start(), said)
    if unknown := [form for form in forms if form not in FORMS]:
        raise TemplateFault("no-form", found.start(), unknown[0])
    return Variable(name, tuple(forms))


def _names(part: Part) -> Iterator[str]:
    yield from (name for name, _wanted in part.asks)
    for piece in part.pieces:
        if isinstance(piece, Variable):
            yield piece.name
        elif isinstance(piece, Choice):
            for inner in piece.parts:
                yield from _names(inner)


def _is_whole(part: Part, values: Mapping[str, Value]) -> bool:
    asked = all(known(values, name) is wanted for name, wanted in part.asks)
    return asked and all(known(values, piece.name) for piece in part.pieces if isinstance(piece, Variable))


def _said(part: Part, values: Mapping[str, Value]) -> Iterator[str | Variable]:
    for piece in part.pieces:
        if isinstance(piece, Choice):
            chosen = next((inner for inner in piece.parts if _is_whole(inner, values)), None)
            yield from (LEFT_OUT,) if chosen is None else _said(chosen, values)
        else:
            yield piece


def _put(pieces: list[str | Variable], values: Mapping[str, Value], language: str) -> str:
    out, room = [], LONGEST_OUT
    for place, piece in enumerate(pieces):
        if isinstance(piece, str):
            said = piece
        else:
            following = next((each for each in pieces[place + 1 : place + 2] if isinstance(each, str)), "")
            said = _value(piece, values, language, following)
        out.append(said)
        room -= len(said)
        if room < 0:
            raise TemplateFault("too-long", LONGEST_OUT)
    return "".join(out)


def _value(variable: Variable, values: Mapping[str, Value], language: str, following: str) -> str:
    if not known(values, variable.name) or values[variable.name] == UNSAID:
        return marker(variable.name)
    value = values[variable.name]
    for form in variable.forms:
        value = FORMS[form](value, language)
    text = GROUPED.sub("\u00a0", as_text(value, language).translate(UNSPEAKABLE))
    ends = following.lstrip("\u00a0\u202f ")[:1]
    if ends and ends in ".;,:!?":
        return text.rstrip(" \u00a0.;,:") if not text.endswith("…") or ends != "." else text.rstrip(" …")
    return text


def tidied(text: str) -> str:
    """A text without what left-out parts leave behind: lines of nothing else, double spaces, empty lines in a row."""
    lines = text.replace("\r\n", "\n").split("\n")
    kept = [line for line in lines if LEFT_OUT not in line or line.replace(LEFT_OUT, "").strip()]
    said = re.sub(r"[ \t]{2,}", " ", "\n".join(kept).replace(LEFT_OUT, ""))
    said = re.sub(r" +([.,)])", r"\1", said)
    said = re.sub(r"[ \t]*\n[ \t]*", "\n", said)
    return re.sub(r"\n{3,}", "\n\n", said).strip()
