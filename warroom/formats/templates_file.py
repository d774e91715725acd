"""Files of message templates: YAML, or JSON which is YAML too; read strictly, written for people to edit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from warroom.domain.template_book import BookFault, Template
from warroom.domain.template_exchange import document_of, templates_of
from warroom.errors import Refusal
from warroom.formats.limits import unreadable
from warroom.words import _

LARGEST = 1024 * 1024  # bytes of a file
DEEPEST, MOST_EVENTS = 12, 60_000


def read_templates(data: bytes) -> tuple[Template, ...]:
    """The templates of a file. Raises Refusal `templates-unreadable` with what is wrong, and where."""
    if len(data) > LARGEST:
        raise _bad(_("the file is too large"))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _bad(_("it is not written in UTF-8")) from error
    try:
        return templates_of(_loaded(text))
    except BookFault as fault:
        raise _bad(str(fault)) from fault


def write_templates(templates: Iterable[Template]) -> bytes:
    """Templates as YAML, texts in blocks, UTF-8."""
    import yaml

    class Dumper(yaml.SafeDumper):
        """Texts of several lines stand in blocks; nothing refers to anything else."""

        def ignore_aliases(self, data: Any) -> bool:
            return True

    def text(dumper: Dumper, said: str) -> Any:
        return dumper.represent_scalar("tag:yaml.org,2002:str", said, style="|" if "\n" in said else None)

    Dumper.add_representer(str, text)
    said = yaml.dump(document_of(templates), Dumper=Dumper, allow_unicode=True, sort_keys=False, width=10_000)
    return str(said).encode()


def _loaded(text: str) -> Any:
    import yaml

    # libyaml where it is there: letter by letter in Python, a file of the largest size takes half a minute.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        list(_trusted(yaml.parse(text, Loader=loader)))
        return yaml.load(text, Loader=loader)  # noqa: S506  (safe: either loader builds plain values only)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise _bad(_("it is no valid YAML, line {n}").format(n=mark.line + 1 if mark else 1)) from error
    except (ValueError, RecursionError, TypeError) as error:
        raise _bad(_("it is no valid YAML, line {n}").format(n=1)) from error


def _trusted(events: Iterator[Any]) -> Iterator[None]:
    """Refuses anchors, aliases, tags, depth and length that no file of templates needs."""
    import yaml

    depth = 0
    for count, event in enumerate(events):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
            raise _bad(_("it uses anchors, which are not accepted"))
        if getattr(event, "tag", None) is not None:
            raise _bad(_("it uses tags, which are not accepted"))
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST or count > MOST_EVENTS:
            raise _bad(_("it is too deep or too long"))
        yield None


def _bad(what: str) -> Refusal:
    return unreadable(
        "templates-unreadable",
        _("This file of templates cannot be read: {what}.").format(what=what),
        todo=_("Export the templates of this room to see what such a file looks like."),
    )
