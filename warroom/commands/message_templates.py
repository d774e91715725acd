"""Templates as verbs: a room changes those that ship, adds its own, and keeps every version of a wording."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from warroom.commands.base import Command, handles, needed
from warroom.commands.lesson_links import lesson_said, record_link
from warroom.commands.seen import Seen, unmoved
from warroom.commands.template_words import fault_said
from warroom.domain.audience_book import AudienceBook
from warroom.domain.channels import ChannelKind
from warroom.domain.ids import RecordId
from warroom.domain.incidents import Status
from warroom.domain.messages import PARTS, ReviewKind
from warroom.domain.rights import Right
from warroom.domain.template_book import (
    CODE,
    LANGUAGES,
    NAME_MOST,
    NOTHING,
    WORD,
    Template,
    TemplateBook,
    Wording,
)
from warroom.domain.template_filling import TemplateFault, parse
from warroom.errors import Refusal
from warroom.storage.audience_book import audience_book_in
from warroom.storage.books import Books, Row
from warroom.storage.projections import json_field
from warroom.storage.template_book import shipped, template_book_in
from warroom.words import _

LISTS = ("audiences", "channels", "reviews", "approvers")
TEXTS = ("names", "purposes")
MINE = "M"  # codes of a room's own templates begin with it, so that a later program never takes one: M01, M02…


@dataclass(frozen=True, slots=True, kw_only=True)
class AddTemplate(Command[RecordId]):
    """A template of this room's own; `names` and `wordings` by language, `like` the code of one to begin from.

    Without a code it takes the next free one, M01, M02…
    """

    right = Right.COMMUNICATE

    names: Mapping[str, str]
    code: str = ""
    like: str = ""
    purposes: Mapping[str, str] | None = None
    audiences: tuple[str, ...] | None = None
    channels: tuple[str, ...] | None = None
    reviews: tuple[str, ...] | None = None
    approvers: tuple[str, ...] | None = None
    status: str | None = None
    wordings: Mapping[str, Wording] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendTemplate(Command[RecordId]):
    """Change for whom a template is, by what it leaves, who checks and approves it; what is None stays."""

    right = Right.COMMUNICATE

    template: str
    names: Mapping[str, str] | None = None
    purposes: Mapping[str, str] | None = None
    audiences: tuple[str, ...] | None = None
    channels: tuple[str, ...] | None = None
    reviews: tuple[str, ...] | None = None
    approvers: tuple[str, ...] | None = None
    status: str | None = None
    seen: Seen | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RetireTemplate(Command[None]):
    """Put a template aside, or take it up again with `retired=False`; messages made from it stay."""

    right = Right.COMMUNICATE

    template: str
    retired: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendWording(Command[RecordId]):
    """Change the text of a template in one language, with the reason; what is None stays. The former text is kept.

    `lesson`, by id or number, is the lesson that it comes from: it is the reason where none is said, and is tied to it.
    """

    right = Right.COMMUNICATE

    template: str
    language: str
    title: str | None = None
    body: str | None = None
    brief: str | None = None
    sms: str | None = None
    reason: str = ""
    lesson: str = ""
    seen: Seen | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoreWording(Command[RecordId]):
    """Say again what a version said: its id, or its number; 1 is what shipped."""

    right = Right.COMMUNICATE

    template: str
    language: str
    version: str
    reason: str = ""


@handles(AddTemplate)
def add_template(command: AddTemplate, books: Books) -> RecordId:
    book = template_book_in(books)
    code = command.code.strip().upper() or _free_code(book)
    if not CODE.match(code):
        raise Refusal(
            "template-code",
            _("A template’s code is made of capitals and digits: {code} is none.").format(code=code[:40]),
            safe=_("Nothing was changed."),
            todo=_("Choose something like M01."),
        )
    if book.get(code) is not None:
        raise Refusal(
            "template-known",
            _("There is a template {code} already.").format(code=code),
            safe=_("Nothing was changed."),
            todo=_("Amend that one, or choose another code."),
        )
    like = template_of(book, command.like) if command.like.strip() else Template(code, {})
    wordings = dict(command.wordings or {}) or dict(like.wordings)
    if not wordings:
        wordings = {language: Wording(language) for language in LANGUAGES}
    for wording in wordings.values():
        _readable(wording)
    said = {name: _given(command, name, getattr(like, name)) for name in (*LISTS, "purposes", "status")}
    patch = _written({**said, "names": command.names}, audience_book_in(books))
    if not patch.get("names"):
        needed("", code="template-nameless", message=_("What is this template called?"))
    record = books.named("template", code)
    books.make("template", {"code": code, **_stated(patch)}, record=record)
    for wording in wordings.values():
        _make_wording(books, record, code, wording, reason="")
    return record


@handles(AmendTemplate)
def amend_template(command: AmendTemplate, books: Books) -> RecordId:
    known = template_of(template_book_in(books), command.template)
    said = {name: getattr(command, name) for name in (*LISTS, *TEXTS, "status") if getattr(command, name) is not None}
    said |= {name: {**getattr(known, name), **said[name]} for name in TEXTS if name in said}
    wanted = _written(said, audience_book_in(books))
    if "names" in said and not wanted.get("names"):
        needed("", code="template-nameless", message=_("What is this template called?"))
    return _amend(books, known, _emptied(wanted, known), command.seen)


@handles(RetireTemplate)
def retire_template(command: RetireTemplate, books: Books) -> None:
    known = template_of(template_book_in(books), command.template)
    if known.retired != command.retired:
        _amend(books, known, {"retired": command.retired}, None)


@handles(AmendWording)
def amend_wording(command: AmendWording, books: Books) -> RecordId:
    known = template_of(template_book_in(books), command.template)
    language = _language(command.language)
    former = known.wording(language)
    said = {name: getattr(command, name) for name in PARTS}
    wanted = Wording(language, **{name: _part(said[name], former.part(name)) for name in PARTS})
    _readable(wanted)
    lesson = books.get("lesson", command.lesson) if command.lesson.strip() else None
    reason = command.reason.strip() or (lesson_said(lesson) if lesson else "")
    before = _next_number(books, books.named("wording", f"{known.code} {language}"))
    record = write_wording(books, known, wanted, reason=reason, seen=command.seen)
    after = _next_number(books, record)
    if lesson is not None and after != before:
        called, version = _("template {code}").format(code=known.code), f"{language} {after - 1}"
        record_link(books, lesson, "template", known.code, said=called, version=version, what=command.reason.strip())
    return record


@handles(RestoreWording)
def restore_wording(command: RestoreWording, books: Books) -> RecordId:
    known = template_of(template_book_in(books), command.template)
    language = _language(command.language)
    number, wording = _version(books, known, language, command.version.strip())
    reason = command.reason.strip() or _("Back to version {n}").format(n=number)
    return write_wording(books, known, wording, reason=reason, seen=None)


def write_wording(books: Books, template: Template, wording: Wording, *, reason: str, seen: Seen | None) -> RecordId:
    """The text of a template in one language, and a version of it. A change of what shipped needs its reason."""
    record = books.named("wording", f"{template.code} {wording.language}")
    former = template.wording(wording.language)
    changed = {name: wording.part(name) for name in PARTS if wording.part(name) != former.part(name)}
    row = books.row("wording", record)
    changed = unmoved(books, "wording", record, changed, seen) if row is not None or seen else changed
    if not changed:
        return record
    reason = needed(reason, code="reason-missing", message=_("Why is this text changed?"))
    if row is None:
        _note_version(books, record, former, number=1, reason="", by="")
        patch = {name: wording.part(name) for name in PARTS if wording.part(name)}
        owner = books.named("template", template.code)
        where = {"template": owner, "code": template.code, "language": wording.language}
        books.make("wording", {**where, **patch}, record=record)
    else:
        books.write("wording", record, {name: value or None for name, value in changed.items()})
    now = Wording(wording.language, **{name: changed.get(name, former.part(name)) for name in PARTS})
    _note_version(books, record, now, number=_next_number(books, record), reason=reason, by=books.author.name)
    return record


def template_of(book: TemplateBook, code: str) -> Template:
    """A template by its code. Raises Refusal `template-unknown`."""
    known = book.get(code)
    if known is None:
        raise Refusal(
            "template-unknown",
            _("There is no template {code} in this room.").format(code=code.strip()[:40]),
            safe=_("Nothing was changed."),
            todo=_("Choose one from the list of templates."),
        )
    return known


def _make_wording(books: Books, template: RecordId, code: str, wording: Wording, *, reason: str) -> None:
    record = books.named("wording", f"{code} {wording.language}")
    patch = {name: wording.part(name) for name in PARTS if wording.part(name)}
    books.make("wording", {"template": template, "code": code, "language": wording.language, **patch}, record=record)
    _note_version(books, record, wording, number=1, reason=reason, by=books.author.name)


def _note_version(books: Books, record: RecordId, wording: Wording, *, number: int, reason: str, by: str) -> None:
    parts = {name: wording.part(name) for name in PARTS}
    patch = {"wording": record, "number": number, **parts, "reason": reason, "by": by, "at": books.now}
    books.make("wording_version", {name: value for name, value in patch.items() if value != ""})


def _next_number(books: Books, record: RecordId) -> int:
    return max((row["number"] or 0 for row in books.where("wording_version", wording=record)), default=1) + 1


def _version(books: Books, template: Template, language: str, version: str) -> tuple[int, Wording]:
    record = books.named("wording", f"{template.code} {language}")
    rows = books.where("wording_version", wording=record)
    found = next((row for row in rows if version in (row["id"], str(row["number"]))), None)
    if found is not None:
        return found["number"] or 1, Wording(language, **{name: str(found[name] or "") for name in PARTS})
    ships = shipped().get(template.code)
    if version == "1" and ships is not None:
        return 1, ships.wording(language)
    raise Refusal(
        "version-unknown",
        _("This text has no version {n}.").format(n=version[:40]),
        safe=_("Nothing was changed."),
        todo=_("Choose one of its versions."),
    )


def _part(said: str | None, former: str) -> str:
    return former if said is None else said.replace("\r\n", "\n").strip()


def _readable(wording: Wording) -> None:
    """Raises Refusal where a part cannot be read as a template, with the place and what is wrong."""
    for name in PARTS:
        try:
            parse(wording.part(name))
        except TemplateFault as fault:
            raise Refusal(
                "template-unreadable",
                fault_said(fault, name, wording.part(name)),
                safe=_("Nothing was changed; what you typed is still there."),
                todo=_("A variable is a name between braces, a part that may be left out stands between [[ and ]]."),
            ) from fault


def _language(said: str) -> str:
    language = said.strip().lower()
    if language not in LANGUAGES:
        raise Refusal(
            "language-unknown",
            _("Templates are written in French (fr) and English (en)."),
            safe=_("Nothing was changed."),
        )
    return language


def _free_code(book: TemplateBook) -> str:
    return next(code for n in range(1, 10_000) if (code := f"{MINE}{n:02d}") not in book.templates)


def _given(command: AddTemplate, name: str, otherwise: Any) -> Any:
    said = getattr(command, name)
    return otherwise if said is None else said


def _written(said: Mapping[str, Any], audiences: AudienceBook) -> dict[str, Any]:
    """Values as the fields keep them; None for what is empty. Raises Refusal for what is none of its kind."""
    allowed = {
        "audiences": {item.code for item in audiences.audiences},
        "channels": {item.value for item in ChannelKind},
        "reviews": {item.value for item in ReviewKind},
    }
    kept: dict[str, Any] = {}
    for name, value in said.items():
        if name in LISTS:
            items = list(dict.fromkeys(item.strip() for item in value if item.strip()))
            _check_codes(name, items, allowed.get(name))
            kept[name] = json_field(items) if items else None
        elif name in TEXTS:
            kept[name] = _texts(value, most=NAME_MOST if name == "names" else 2_000)
        elif name == "status":
            _check_codes(name, [value] if value else [], {item.value for item in Status})
            kept[name] = value or None
    return kept


def _check_codes(name: str, items: list[str], allowed: set[str] | None) -> None:
    wrong = next(
        (item for item in items if not WORD.match(item) or (allowed is not None and item not in allowed)), None
    )
    if wrong is not None:
        raise Refusal(
            f"template-{name}",
            _("“{code}” is nothing that is known here.").format(code=wrong[:40]),
            safe=_("Nothing was changed."),
            todo=_("Choose from the list."),
        )


def _texts(said: Mapping[str, str], *, most: int) -> str | None:
    kept = {language: " ".join(text.split())[:most] for language, text in said.items() if language in LANGUAGES}
    kept = {language: text for language, text in kept.items() if text}
    return json_field(kept) if kept else None


def _stated(patch: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in patch.items() if value is not None}


def _emptied(wanted: Mapping[str, Any], known: Template) -> dict[str, Any]:
    """What is emptied of a template that ships is said to be empty: nothing said would be what ships."""
    if not known.ships:
        return dict(wanted)
    none = {name: json_field(list(NOTHING)) for name in LISTS} | {"status": NOTHING[0]}
    return {name: none.get(name) if value is None else value for name, value in wanted.items()}


def _amend(books: Books, known: Template, wanted: Mapping[str, Any], seen: Seen | None) -> RecordId:
    record = books.named("template", known.code)
    row: Row | None = books.row("template", record)
    changed = {name: value for name, value in wanted.items() if not _says(row, known, name, value)}
    changed = unmoved(books, "template", record, changed, seen) if row is not None or seen else changed
    if not changed:
        return record
    if row is None:
        books.make("template", {"code": known.code, **_stated(changed)}, record=record)
    else:
        books.write("template", record, changed)
    return record


def _says(row: Row | None, known: Template, name: str, value: Any) -> bool:
    """Whether the room says this already, or what ships does."""
    if row is not None and row[name] is not None:
        return bool((row[name] or None) == (value or None))
    ships = getattr(known, name)
    if name == "retired":
        return bool(value) is bool(ships)
    if name in LISTS:
        ships = json_field(list(ships)) if ships else json_field(list(NOTHING))
    elif name in TEXTS:
        ships = json_field(dict(ships)) if ships else None
    return bool((ships or None) == (value or None))
