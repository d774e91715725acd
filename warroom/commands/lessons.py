"""Lessons as verbs: written in a review, shared with teams, and tied to what they changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from warroom.commands.base import Command, handles, needed
from warroom.commands.cell_words import seat_word
from warroom.commands.entries import write_automatic
from warroom.commands.lesson_links import record_link
from warroom.commands.message_templates import template_of
from warroom.commands.named_records import service_ids
from warroom.commands.rests_on import of_one_mode
from warroom.commands.seen import Seen, unmoved
from warroom.domain.ids import RecordId
from warroom.domain.lessons import LinkedNoun
from warroom.domain.nouns import DELETED
from warroom.domain.rights import Right
from warroom.errors import Refusal
from warroom.storage.books import Books, Row
from warroom.storage.naming import folded_name
from warroom.storage.projections import json_field
from warroom.storage.template_book import template_book_in
from warroom.words import _

TEXT_MOST = 4_000  # characters
NAME_MOST = 200
NAMES_MOST = 50


@dataclass(frozen=True, slots=True)
class Learnt:
    """A lesson: its id and printed number."""

    id: RecordId
    number: str

    def __str__(self) -> str:
        return self.number


@dataclass(frozen=True, slots=True, kw_only=True)
class AddLesson(Command[Learnt]):
    """Write what an incident taught (doctrine §10.2). `rex` is the review it was written in, by id or number.

    `applies_when` says how to recognise the next time; `services` are ids or names, `cause` the cause behind it.
    One of `incident` and `rex` is enough.
    """

    right = Right.LOG

    text: str
    incident: str = ""
    rex: str = ""
    applies_when: str = ""
    services: tuple[str, ...] = ()
    cause: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendLesson(Command[None]):
    """Change what a lesson says. None leaves a field; an empty cause takes it away."""

    right = Right.LOG

    lesson: str
    text: str | None = None
    applies_when: str | None = None
    services: tuple[str, ...] | None = None
    cause: str | None = None
    seen: Seen | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareLesson(Command[None]):
    """Note with whom a lesson was shared: teams, audiences, people. Those named before stay."""

    right = Right.LOG

    lesson: str
    shared_with: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RetireLesson(Command[None]):
    """A lesson no longer holds, or holds again with `retired=False`."""

    right = Right.LOG

    lesson: str
    retired: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkLesson(Command[RecordId]):
    """Say what a lesson changed: a template or a role card by its code, a corrective action by id or number.

    `version` is that of what was changed, `what` says in words what was changed.
    """

    right = Right.LOG

    lesson: str
    noun: LinkedNoun
    target: str
    version: str = ""
    what: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnlinkLesson(Command[None]):
    """A lesson did not change this after all. `link` is the id of the link."""

    right = Right.LOG

    link: str


@handles(AddLesson)
def add_lesson(command: AddLesson, books: Books) -> Learnt:
    text = _text(needed(command.text, code="lesson-empty", message=_("What was learnt?")))
    rex = books.get("rex", command.rex) if command.rex.strip() else None
    incident = _incident(books, command.incident, rex)
    made = {
        "number": books.number("lesson"),
        "incident": incident["id"],
        "rex": rex["id"] if rex else None,
        "text": text,
        "applies_when": _text(command.applies_when),
        "services": service_ids(books, command.services),
        "cause": _cause(books, incident, command.cause),
        "by": books.author.name,
        "at": books.now,
    }
    record = books.make("lesson", {name: value for name, value in made.items() if value not in (None, "")})
    return Learnt(record, str(made["number"]))


@handles(AmendLesson)
def amend_lesson(command: AmendLesson, books: Books) -> None:
    row = books.get("lesson", command.lesson)
    wanted: dict[str, Any] = {}
    if command.text is not None:
        wanted["text"] = _text(needed(command.text, code="lesson-empty", message=_("What was learnt?")))
    if command.applies_when is not None:
        wanted["applies_when"] = _text(command.applies_when) or None
    if command.services is not None:
        wanted["services"] = service_ids(books, command.services)
    if command.cause is not None:
        wanted["cause"] = _cause(books, books.get("incident", row["incident"]), command.cause)
    wanted = unmoved(books, "lesson", row["id"], wanted, command.seen)
    changed = {name: value for name, value in wanted.items() if (row[name] or None) != (value or None)}
    if changed:
        books.write("lesson", row["id"], changed)


@handles(ShareLesson)
def share_lesson(command: ShareLesson, books: Books) -> None:
    row = books.get("lesson", command.lesson)
    names = _names(command.shared_with)
    if not names:
        needed("", code="lesson-shared-with-nobody", message=_("With whom is it shared?"))
    before = _listed(row["shared_with"])
    known = {folded_name(name) for name in before}
    fresh = [name for name in names if folded_name(name) not in known]
    if not fresh:
        return
    after = json_field([*before, *fresh][:NAMES_MOST])
    books.write("lesson", row["id"], {"shared_with": after}, follows={"shared_at": books.now})
    incident = books.row("incident", row["incident"]) if row["incident"] else None
    if incident is not None:
        said = ", ".join(fresh)
        sentence = _("Lesson {number} shared with {names}: {text}").format(
            number=row["number"], names=said, text=row["text"] or ""
        )
        params = {"lesson": row["number"], "record": row["id"], "names": fresh}
        write_automatic(books, incident, sentence, code="lesson-shared", params=params)


@handles(RetireLesson)
def retire_lesson(command: RetireLesson, books: Books) -> None:
    row = books.get("lesson", command.lesson)
    if bool(row["retired"]) != command.retired:
        books.write("lesson", row["id"], {"retired": command.retired})


@handles(LinkLesson)
def link_lesson(command: LinkLesson, books: Books) -> RecordId:
    row = books.get("lesson", command.lesson)
    target, said = _target(books, command.noun, command.target)
    what = command.what.strip()
    if command.noun is not LinkedNoun.CORRECTIVE and not (what or command.version.strip()):
        needed("", code="lesson-change-unsaid", message=_("What did it change there?"))
    version = command.version.strip()[:NAME_MOST]
    return record_link(books, row, command.noun.value, target, said=said, version=version, what=what)


@handles(UnlinkLesson)
def unlink_lesson(command: UnlinkLesson, books: Books) -> None:
    row = books.get("lesson_link", command.link)
    books.write("lesson_link", row["id"], {DELETED: True})


def _incident(books: Books, reference: str, rex: Row | None) -> Row:
    if not reference.strip() and rex is not None:
        reference = str(rex["incident"])
    reference = needed(reference, code="lesson-of-nothing", message=_("Which incident, or which review, taught this?"))
    incident = books.get("incident", reference)
    of_one_mode(books, incident, rex)
    return incident


def _cause(books: Books, incident: Row, reference: str) -> str | None:
    if not reference.strip():
        return None
    cause = books.get("cause", reference)
    of_one_mode(books, incident, cause)
    return str(cause["id"])


def _target(books: Books, noun: LinkedNoun, reference: str) -> tuple[str, str]:
    """What a link keeps of its target, and how people call it. Raises Refusal for what is not in this room."""
    if noun is LinkedNoun.TEMPLATE:
        template = template_of(template_book_in(books), reference)
        return template.code, _("template {code}").format(code=template.code)
    if noun is LinkedNoun.CORRECTIVE:
        row = books.get("corrective", reference)
        return row["id"], _("corrective action {number}").format(number=row["number"])
    code = needed(reference, code="function-missing", message=_("Whose role card?"))[:NAME_MOST]
    return code, _("the role card of {function}").format(function=seat_word(code, ""))


def _names(said: Sequence[str]) -> list[str]:
    names = [" ".join(name.split())[:NAME_MOST] for name in said]
    return list({folded_name(name): name for name in names if name}.values())


def _listed(value: Any) -> list[str]:
    try:
        found = orjson.loads(value) if isinstance(value, str) else value
    except ValueError:
        return []
    return [str(item) for item in found] if isinstance(found, list) else []


def _text(text: str) -> str:
    cleaned = text.strip()
    if len(cleaned) > TEXT_MOST:
        raise Refusal(
            "text-too-long", _("This text is too long."), safe=_("Nothing was changed; what you typed is still there.")
        )
    return cleaned
