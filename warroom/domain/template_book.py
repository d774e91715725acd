"""The book of templates: those that ship (resources/content/messages), as the room changed them, and its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from warroom.domain.channels import ChannelKind
from warroom.domain.incidents import Status
from warroom.domain.messages import PARTS, ReviewKind
from warroom.domain.sms import plainer
from warroom.domain.template_filling import Filled, TemplateFault, fill_text, parse, variables_in
from warroom.domain.template_forms import Value
from warroom.domain.templates import ChangedTemplate, ChangedWording

FORMAT = "warroom-templates/1"
CODE = re.compile(r"[A-Z][A-Z0-9_-]{0,15}\Z")
WORD = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,39}\Z")
LANGUAGES = ("fr", "en")
MOST = 500  # templates in a book
NAME_MOST = 200
NOTHING = ("none",)  # how a room says that a template has none of something that the one which ships has


class BookFault(ValueError):
    """A file of templates cannot be read; the message says where."""


@dataclass(frozen=True, slots=True)
class Wording:
    """The text of a template in one language, in its parts (`messages.PARTS`)."""

    language: str
    title: str = ""
    body: str = ""
    brief: str = ""  # in 280 characters
    sms: str = ""

    def part(self, name: str) -> str:
        return str(getattr(self, name)) if name in PARTS else ""

    @property
    def variables(self) -> tuple[str, ...]:
        """The variables that it names, in the order of its parts; those of a part that cannot be read are left out."""
        named: dict[str, None] = {}
        for name in PARTS:
            try:
                named |= dict.fromkeys(variables_in(self.part(name)))
            except TemplateFault:
                continue
        return tuple(named)


@dataclass(frozen=True, slots=True)
class Template:
    """One template. `must` is what such a message says, by language: for the eye, never enforced."""

    code: str
    names: Mapping[str, str]
    purposes: Mapping[str, str] = field(default_factory=dict)
    audiences: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    reviews: tuple[str, ...] = ()
    approvers: tuple[str, ...] = ()  # codes of functions
    status: str = ""  # of the incident that it announces
    wordings: Mapping[str, Wording] = field(default_factory=dict)
    must: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    preapproved: bool = False  # the first message of a SEV1: IC and COM alone (doctrine §7.4)
    inside: bool = False  # it never leaves the organisation
    ships: bool = True
    changed: bool = False
    retired: bool = False

    def name(self, language: str) -> str:
        return in_language(self.names, language) or self.code

    def purpose(self, language: str) -> str:
        return in_language(self.purposes, language)

    def wording(self, language: str) -> Wording:
        return self.wordings.get(language) or Wording(language)


@dataclass(frozen=True, slots=True)
class VariableOf:
    """A variable: what it is called, an example, and whether the room knows it or somebody types it."""

    name: str
    labels: Mapping[str, str]
    examples: Mapping[str, str] = field(default_factory=dict)
    carries: bool = False  # once typed, it holds for the next messages of the incident
    standing: bool = False  # stays true from one incident to the next: a contact, the address of the status page


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of a bank: what may be said for a variable, once it is true (doctrine §7.7)."""

    variable: str
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TemplateBook:
    """Templates by code, in their order; `faults` tell what of the room's changes cannot be read."""

    templates: Mapping[str, Template] = field(default_factory=dict)
    variables: Mapping[str, VariableOf] = field(default_factory=dict)
    statements: tuple[Statement, ...] = ()
    faults: tuple[str, ...] = ()

    def get(self, code: str) -> Template | None:
        return self.templates.get(code.strip().upper())

    def listed(self, *, retired: bool = False) -> list[Template]:
        """Templates in use, and the retired ones where asked."""
        return [item for item in self.templates.values() if retired or not item.retired]

    def wording(self, code: str, language: str) -> Wording:
        """The text of a template in a language; an empty one where there is none."""
        found = self.get(code)
        return found.wording(language) if found else Wording(language)

    def for_status(self, status: str) -> list[Template]:
        """Templates that announce a status."""
        return [item for item in self.listed() if item.status and item.status == status]

    def label(self, variable: str, language: str) -> str:
        """What a variable is called; its name where nobody described it."""
        known = self.variables.get(variable)
        return (in_language(known.labels, language) if known else "") or variable.replace("_", " ")

    def bank(self, variable: str, language: str) -> list[str]:
        """What may be said for a variable, once it is true."""
        return [in_language(item.texts, language) for item in self.statements if item.variable == variable]

    @property
    def standing(self) -> frozenset[str]:
        return frozenset(name for name, item in self.variables.items() if item.standing)

    @property
    def carried(self) -> frozenset[str]:
        return frozenset(name for name, item in self.variables.items() if item.carries)


def in_language(said: Mapping[str, str], language: str) -> str:
    """What is said in a language, else in whichever there is."""
    return said.get(language) or next((text for text in said.values() if text), "")


def fill(wording: Wording, values: Mapping[str, Value], language: str, part: str = "body") -> Filled:
    """One part of a wording with its variables in it; those that are missing are shown as ⟦name⟧.

    A part that cannot be read stays as it is written. The SMS has plain typography.
    """
    text = wording.part(part)
    try:
        return fill_text(text, values, language, plain=plainer if part == "sms" else None)
    except TemplateFault:
        return Filled(text, (), ())


# From data


def book_of(documents: Iterable[Any]) -> TemplateBook:
    """A book from content files. Raises BookFault for the first thing that cannot be read."""
    templates: dict[str, Template] = {}
    variables: dict[str, VariableOf] = {}
    statements: list[Statement] = []
    for document in documents:
        _headed(document)
        for item in _listed(document, "templates"):
            made = template_of(item)
            if made.code in templates:
                raise BookFault(f"{made.code}: twice")
            templates[made.code] = made
        for item in _listed(document, "variables"):
            one = _variable_of(item)
            variables[one.name] = one
        statements += [_statement_of(item) for item in _listed(document, "statements")]
    if len(templates) > MOST:
        raise BookFault(f"more than {MOST} templates")
    return TemplateBook(dict(sorted(templates.items())), variables, tuple(statements))


def _headed(document: Any) -> None:
    if not isinstance(document, Mapping) or document.get("format") != FORMAT:
        raise BookFault(f"format: {FORMAT!r} is needed")
    if unknown := sorted(set(map(str, document)) - {"format", "templates", "variables", "statements"}):
        raise BookFault(f"{unknown[0][:40]}: there is no such list")


def _listed(document: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    items = document.get(name, [])
    if not isinstance(items, list) or len(items) > MOST or not all(isinstance(item, Mapping) for item in items):
        raise BookFault(f"{name}: a list is needed")
    return items


def template_of(said: Mapping[str, Any]) -> Template:
    """One template from data. Raises BookFault."""
    code = said.get("code")
    if not isinstance(code, str) or not CODE.match(code):
        raise BookFault(f"{str(code)[:40]!r}: a code of capitals and digits is needed")
    known = {
        "code", "names", "purposes", "audiences", "channels", "reviews", "approvers", "status", "preapproved", "inside",
        "must", "wordings",
    }  # fmt: skip
    if unknown := sorted(set(map(str, said)) - known):
        raise BookFault(f"{code}: there is no field {unknown[0][:40]!r}")
    made = Template(
        code=code,
        names=texts_of(said.get("names"), f"{code}.names", most=NAME_MOST),
        purposes=texts_of(said.get("purposes"), f"{code}.purposes", most=2_000),
        audiences=codes_of(said.get("audiences"), f"{code}.audiences"),
        channels=codes_of(said.get("channels"), f"{code}.channels", among={item.value for item in ChannelKind}),
        reviews=codes_of(said.get("reviews"), f"{code}.reviews", among={item.value for item in ReviewKind}),
        approvers=codes_of(said.get("approvers"), f"{code}.approvers"),
        status=status_of(said.get("status", ""), f"{code}.status"),
        preapproved=said.get("preapproved") is True,
        inside=said.get("inside") is True,
        must=_must(said.get("must"), code),
        wordings=_wordings(said.get("wordings"), code),
    )
    if not made.names:
        raise BookFault(f"{code}: a name is needed")
    return made


def texts_of(said: Any, where: str, *, most: int) -> dict[str, str]:
    """Texts by language. Raises BookFault."""
    if said in (None, ""):
        return {}
    if not isinstance(said, Mapping):
        raise BookFault(f"{where}: a text for each language is needed")
    found = {}
    for language, text in said.items():
        if language not in LANGUAGES or not isinstance(text, str) or len(text) > most:
            raise BookFault(f"{where}.{str(language)[:20]}: a text of at most {most} characters is needed")
        if text.strip():
            found[str(language)] = text.strip()
    return found


def codes_of(said: Any, where: str, *, among: set[str] | None = None) -> tuple[str, ...]:
    """A list of codes, each once. Raises BookFault."""
    if said is None:
        return ()
    if not isinstance(said, list | tuple) or len(said) > 40:
        raise BookFault(f"{where}: a list of codes is needed")
    for item in said:
        if not isinstance(item, str) or not WORD.match(item):
            raise BookFault(f"{where}: {str(item)[:40]!r} is no code")
        if among is not None and item not in among:
            raise BookFault(f"{where}: {item!r} is none of {', '.join(sorted(among))}")
    return tuple(dict.fromkeys(said))


def status_of(said: Any, where: str) -> str:
    if said in (None, ""):
        return ""
    if not isinstance(said, str) or said not in set(Status):
        raise BookFault(f"{where}: {str(said)[:40]!r} is no status")
    return str(said)


def wording_of(language: str, said: Any, where: str) -> Wording:
    """One wording from data; every part can be read. Raises BookFault."""
    if language not in LANGUAGES or not isinstance(said, Mapping):
        raise BookFault(f"{where}: a wording in one of {', '.join(LANGUAGES)} is needed")
    if unknown := sorted(set(map(str, said)) - set(PARTS)):
        raise BookFault(f"{where}: there is no part {unknown[0][:40]!r}")
    for name in PARTS:
        text = said.get(name, "")
        if not isinstance(text, str):
            raise BookFault(f"{where}.{name}: a text is needed")
        try:
            parse(text)
        except TemplateFault as fault:
            raise BookFault(f"{where}.{name}: {fault}") from fault
    return Wording(language, **{name: str(said.get(name, "")).strip() for name in PARTS})


def _wordings(said: Any, code: str) -> dict[str, Wording]:
    if not isinstance(said, Mapping) or not said:
        raise BookFault(f"{code}.wordings: at least one is needed")
    return {str(language): wording_of(str(language), item, f"{code}.{language}") for language, item in said.items()}


def _must(said: Any, code: str) -> dict[str, tuple[str, ...]]:
    if said is None:
        return {}
    if not isinstance(said, Mapping) or not all(isinstance(items, list) for items in said.values()):
        raise BookFault(f"{code}.must: a list for each language is needed")
    return {str(language): tuple(str(item)[:NAME_MOST] for item in items) for language, items in said.items()}


def _variable_of(said: Mapping[str, Any]) -> VariableOf:
    name = str(said.get("name"))
    return VariableOf(
        name,
        texts_of(said.get("labels"), f"{name}.labels", most=NAME_MOST),
        texts_of(said.get("examples"), f"{name}.examples", most=2_000),
        carries=said.get("carries") is True,
        standing=said.get("standing") is True,
    )


def _statement_of(said: Mapping[str, Any]) -> Statement:
    variable = str(said.get("variable"))
    return Statement(variable, texts_of(said.get("texts"), f"{variable}.texts", most=2_000))


# What the room changed


def with_changes(
    book: TemplateBook, templates: Iterable[ChangedTemplate], wordings: Iterable[ChangedWording]
) -> TemplateBook:
    """The book as a room changed it. What cannot be read changes nothing, and is told in `faults`."""
    made, faults = dict(book.templates), list(book.faults)
    for change in templates:
        try:
            made[change.code] = _changed(made.get(change.code), change)
        except BookFault as fault:
            faults.append(str(fault))
    for wording in wordings:
        known = made.get(wording.code)
        try:
            if known is None:
                raise BookFault(f"{str(wording.code)[:40]!r}: there is no such template")
            parts = {name: getattr(wording, name) for name in PARTS}
            own = wording_of(wording.language, parts, f"{wording.code}.{wording.language}")
        except BookFault as fault:
            faults.append(str(fault))
            continue
        differs = own != known.wordings.get(own.language)
        made[wording.code] = replace(
            known, wordings={**known.wordings, own.language: own}, changed=known.changed or differs
        )
    return replace(book, templates=dict(sorted(made.items())), faults=tuple(faults))


def _changed(known: Template | None, change: ChangedTemplate) -> Template:
    code = change.code
    if not CODE.match(code or ""):
        raise BookFault(f"{str(code)[:40]!r}: a code of capitals and digits is needed")
    base = known or Template(code=code, names={}, ships=False)
    said = {
        "names": texts_of(change.names, f"{code}.names", most=NAME_MOST),
        "purposes": texts_of(change.purposes, f"{code}.purposes", most=2_000),
        "audiences": codes_of(change.audiences, f"{code}.audiences"),
        "channels": codes_of(change.channels, f"{code}.channels"),
        "reviews": codes_of(change.reviews, f"{code}.reviews"),
        "approvers": codes_of(change.approvers, f"{code}.approvers"),
        "status": change.status if change.status == NOTHING[0] else status_of(change.status, f"{code}.status"),
    }
    own: dict[str, Any] = {name: value for name, value in said.items() if value}
    for name, value in own.items():
        if value in (NOTHING, NOTHING[0]):
            own[name] = type(value)()
    for name in ("names", "purposes"):
        if name in own:
            own[name] = {**getattr(base, name), **own[name]}
    changed = known is not None and any(getattr(base, name) != value for name, value in own.items())
    return replace(base, **own, changed=changed, retired=bool(change.retired))
