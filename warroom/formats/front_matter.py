"""Front matter: the YAML or TOML block on top of a page, read as plain text values with everything clever refused.

No tag, anchor, alias, merge or type of YAML has any effect, so neither code nor a bomb can come in. Times stay text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from warroom.errors import Refusal
from warroom.formats.limits import unreadable
from warroom.words import _

LONGEST = 64 * 1024
"""Characters of the block; real ones have a few hundred."""

_DEEPEST = 5
_MOST_EVENTS = 4_000

Value = str | list["Value"] | dict[str, "Value"]


@dataclass(frozen=True, slots=True)
class Page:
    """A page: the fields on top, the body below, and the line the body begins on (from 1)."""

    fields: dict[str, Value]
    body: str
    body_line: int


def has_front_matter(text: str) -> bool:
    """Whether the text begins with a fence of dashes (YAML) or plus signs (TOML) alone on its line."""
    return re.match(r"(?:---|\+\+\+)[ \t]*\r?\n", text) is not None


def split_page(text: str) -> Page:
    """The page in this text. Refuses one without front matter, or whose front matter cannot be trusted."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    fence = lines[0].rstrip()
    end = next((at for at, line in enumerate(lines[1:], start=1) if line.rstrip() == fence), None)
    if fence not in ("---", "+++") or end is None:
        raise _bad(_("The page has no front matter between two lines of “---”."))
    block = "\n".join(lines[1:end])
    if len(block) > LONGEST:
        raise _bad(_("The front matter is too long."))
    fields = _yaml_fields(block) if fence == "---" else _toml_fields(block)
    return Page(fields=fields, body="\n".join(lines[end + 1 :]), body_line=end + 2)


def _bad(message: str) -> Refusal:
    return unreadable("bad-front-matter", message, todo=_("Mend the page and import it again."))


def _yaml_fields(block: str) -> dict[str, Value]:
    import yaml

    try:
        events = _trusted(yaml.parse(block, Loader=yaml.SafeLoader))
        value = _built(events, next(events)) if block.strip() else {}
        if next(events, None) is not None:
            raise _bad(_("The front matter holds more than one document."))
    except (yaml.YAMLError, ValueError, RecursionError, StopIteration) as problem:
        mark = getattr(problem, "problem_mark", None)
        line = mark.line + 2 if mark is not None else 1
        raise _bad(_("The front matter is not valid YAML (line {line}).").format(line=line)) from problem
    if not isinstance(value, dict):
        raise _bad(_("The front matter is not a list of fields."))
    return value


def _trusted(events: Iterator[object]) -> Iterator[object]:
    """The events that make up values; refuses anchors, aliases, depth and numbers that no page needs."""
    import yaml

    depth = 0
    for count, event in enumerate(events):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
            raise _bad(_("The front matter uses anchors, which are not accepted."))
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST or count > _MOST_EVENTS:
            raise _bad(_("The front matter is too deep or too long."))
        if isinstance(event, yaml.NodeEvent | yaml.CollectionEndEvent):
            yield event


def _built(events: Iterator[object], event: object) -> Value:
    """The value that begins with this event; every scalar is its own text."""
    import yaml

    if isinstance(event, yaml.ScalarEvent):
        return str(event.value)
    if isinstance(event, yaml.SequenceStartEvent):
        items: list[Value] = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            items.append(_built(events, event))
        return items
    made: dict[str, Value] = {}
    while not isinstance(event := next(events), yaml.MappingEndEvent):
        key = _built(events, event)
        if not isinstance(key, str):
            raise _bad(_("The front matter has a field whose name is no text."))
        if key in made:
            raise _bad(_("The front matter has the field “{name}” twice.").format(name=key[:60]))
        made[key] = _built(events, next(events))
    return made


def _toml_fields(block: str) -> dict[str, Value]:
    import tomllib

    try:
        table = tomllib.loads(block)
    except (tomllib.TOMLDecodeError, ValueError, RecursionError) as problem:
        raise _bad(_("The front matter is not valid TOML.")) from problem
    return {name: _as_text(value, block, name, depth=1) for name, value in table.items()}


def _as_text(value: object, block: str, name: str, *, depth: int) -> Value:
    """A TOML value as text; a time keeps the letters it was written with."""
    if depth > _DEEPEST:
        raise _bad(_("The front matter is too deep or too long."))
    if isinstance(value, list):
        return [_as_text(item, block, "", depth=depth + 1) for item in value]
    if isinstance(value, dict):
        return {key: _as_text(item, block, key, depth=depth + 1) for key, item in value.items()}
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value
    written = re.search(rf"^{re.escape(name)}[ \t]*=[ \t]*([^#\n]+)", block, re.MULTILINE) if name else None
    return written[1].strip() if written else str(value)
