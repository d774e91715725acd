"""Messages as verbs: draft one, say to whom and by when, put it into words, correct or withdraw it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from warroom.commands.base import Command, handles
from warroom.commands.message_desk import (
    FILLED_MOST,
    clean_audiences,
    clean_codes,
    clean_languages,
    clean_words,
    facts_of,
    released_of,
    tell_message,
    the_message,
    unreleased,
)
from warroom.commands.message_filling import Asked, filled_texts, is_as_filled, marks_of, refilled, the_template
from warroom.commands.message_words import review_word
from warroom.commands.seen import Seen, unmoved
from warroom.domain.ids import RecordId
from warroom.domain.message_state import CHECKS, MessageFacts, approval, state
from warroom.domain.messages import PARTS, Message, MessageState, MessageText, ReviewKind
from warroom.domain.rights import Right
from warroom.errors import Refusal
from warroom.storage.books import Books, Row
from warroom.storage.projections import json_field
from warroom.words import _

PAIR = ("fr", "en")
FILLING = frozenset({"audiences", "languages", "status", "next_at", "filled"})  # what the words follow


@dataclass(frozen=True, slots=True)
class Drafted:
    """A message being prepared: its id and printed number."""

    id: RecordId
    number: str

    def __str__(self) -> str:
        return self.number


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftMessage(Command[Drafted]):
    """Prepare a message. Times are milliseconds UTC.

    `texts` is {language: {"title", "body", "brief", "sms"}} where it is written by hand; `translated` names the
    languages whose words are a translation to be checked. A message goes out in all its languages or not at all.
    """

    right = Right.COMMUNICATE

    incident: str
    template: str = ""
    audiences: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    languages: tuple[str, ...] = PAIR
    status: str = ""
    due_at: int | None = None
    next_at: int | None = None
    filled: Mapping[str, Any] = field(default_factory=dict)
    reviews: tuple[str, ...] | None = None  # None: those of the template
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    translated: tuple[str, ...] = ()
    corrects: str = ""
    as_filled: tuple[str, ...] = ()  # languages in which the words are those of its template: they follow it


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendMessage(Command[None]):
    """Change to whom a message goes, by what, when, and which checks it needs. None leaves a field.

    What was approved is to be approved again where the message says or promises something else by it.
    """

    right = Right.COMMUNICATE

    message: str
    audiences: tuple[str, ...] | None = None
    channels: tuple[str, ...] | None = None
    languages: tuple[str, ...] | None = None
    status: str | None = None
    due_at: int | None = None
    no_due: bool = False
    next_at: int | None = None
    no_next: bool = False
    filled: Mapping[str, Any] | None = None
    reviews: tuple[str, ...] | None = None
    seen: Seen | None = None

    def says(self, name: str, value: Any) -> dict[str, Any]:
        if name in ("due_at", "next_at"):
            return {name: value, f"no_{name.removesuffix('_at')}": value is None}
        return {name: value}


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteText(Command[None]):
    """Put a message into words in one language. None leaves a part; `translated` says that it is to be checked."""

    right = Right.COMMUNICATE

    message: str
    language: str
    title: str | None = None
    body: str | None = None
    brief: str | None = None
    sms: str | None = None
    translated: bool | None = None
    seen: Seen | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RefillMessage(Command[None]):
    """Fill a message again with what is known now; what people wrote stays, but for the variables it still missed.

    `anew` takes every part from the template again, whoever wrote it.
    """

    right = Right.COMMUNICATE

    message: str
    anew: bool = False


@handles(DraftMessage)
def draft_message(command: DraftMessage, books: Books) -> Drafted:
    incident = books.get("incident", command.incident)
    corrects = the_message(books, command.corrects) if command.corrects else None
    if corrects is not None:
        released_of(books, corrects)
    return make_message(books, incident, from_template(books, command), corrects=corrects.id if corrects else "")


def from_template(books: Books, command: DraftMessage) -> DraftMessage:
    """The same with what its template says and fills where nothing was said."""
    template = the_template(books, command.template)
    if template is None:
        return command
    audiences = command.audiences or template.audiences
    status = command.status or template.status
    incident = books.resolve("incident", command.incident)
    languages = clean_languages(command.languages)
    asked = Asked(incident, template.code, languages, audiences, status, command.next_at, command.filled)
    filled = filled_texts(books, asked)
    return replace(
        command,
        template=template.code,
        audiences=audiences,
        status=status,
        reviews=template.reviews if command.reviews is None else command.reviews,
        texts={**filled, **command.texts},
        as_filled=tuple(language for language in filled if language not in command.texts),
    )


def make_message(books: Books, incident: Row, command: DraftMessage, *, corrects: str = "") -> Drafted:
    """A new message and its texts, as a command says them."""
    languages = clean_languages(command.languages)
    number = books.number("message")
    patch = {
        "incident": incident["id"],
        "number": number,
        "template": command.template.strip(),
        "audiences": clean_audiences(books, command.audiences),
        "channels": clean_codes(command.channels),
        "languages": languages,
        "status": command.status.strip(),
        "due_at": command.due_at,
        "next_at": command.next_at,
        "filled": _filled(command.filled),
        "reviews": _reviews(command.reviews or ()),
        "corrects": corrects,
        "by": books.author.name,
        "at": books.now,
    }
    record = books.make("message", {name: value for name, value in patch.items() if value not in (None, "", (), {})})
    for language in languages:
        words = clean_words(dict(command.texts.get(language, {})))
        if any(words.values()):
            translated = language in command.translated
            marks = marks_of(words) if language in command.as_filled else {}
            put_words(books, record, incident["id"], language, words, translated=translated, marks=marks)
    return Drafted(record, number)


def put_words(
    books: Books,
    message: str,
    incident: str,
    language: str,
    words: Mapping[str, Any],
    *,
    translated: bool | None = None,
    marks: Mapping[str, str] | None = None,
) -> None:
    """The text of a message in one language, made or changed; who wrote it is noted."""
    record = books.named("message_text", f"{message} {language}")
    patch = {name: value for name, value in words.items() if value != ""}
    stamps: dict[str, Any] = {"by": books.author.name, "at": books.now}
    if marks:
        stamps["as_filled"] = json_field(marks)
    if books.row("message_text", record) is None:
        made: dict[str, Any] = {"message": message, "incident": incident, "language": language, **patch}
        if translated:
            made["translated"] = True
        books.make("message_text", made | stamps, record=record)
        return
    changed = dict(words) | ({} if translated is None else {"translated": translated})
    books.write("message_text", record, changed, follows=stamps)


@handles(AmendMessage)
def amend_message(command: AmendMessage, books: Books) -> None:
    facts = unreleased(books, command.message)
    wanted = _wanted(books, command)
    row = books.get("message", facts.message.id)
    changed = {name: value for name, value in wanted.items() if (row[name] or None) != (value or None)}
    changed = unmoved(books, "message", facts.message.id, changed, command.seen)
    if not changed:
        return
    books.write("message", facts.message.id, changed)
    if set(changed) & FILLING:
        _refill(books, the_message(books, facts.message.id), facts.texts, anew=False)
    if "reviews" in changed:
        _tell_reviews(books, facts.message, command.reviews or ())
    tell_reopened(books, facts)


@handles(RefillMessage)
def refill_message(command: RefillMessage, books: Books) -> None:
    facts = unreleased(books, command.message)
    if _refill(books, facts.message, facts.texts, anew=command.anew):
        tell_reopened(books, facts)


@handles(WriteText)
def write_text(command: WriteText, books: Books) -> None:
    facts = unreleased(books, command.message)
    message = facts.message
    if command.language not in message.languages:
        raise Refusal(
            "language-missing",
            _("Message {number} does not go out in this language.").format(number=message.number),
            safe=_("Nothing was changed; what you typed is still there."),
            todo=_("Add the language to the message first."),
        )
    wanted: dict[str, Any] = dict(clean_words({part: getattr(command, part) for part in PARTS}))
    if command.translated is not None:
        wanted["translated"] = command.translated
    record = books.named("message_text", f"{message.id} {command.language}")
    row = books.row("message_text", record) or {}
    changed = {name: value for name, value in wanted.items() if (row.get(name) or None) != (value or None)}
    changed = unmoved(books, "message_text", record, changed, command.seen)
    if not changed:
        return
    translated = changed.pop("translated", None)
    put_words(books, message.id, message.incident, command.language, changed, translated=translated)
    tell_reopened(books, facts)


def _refill(books: Books, message: Message, texts: tuple[MessageText, ...], *, anew: bool) -> bool:
    """Write what of a message's words is better known now; whether anything was."""
    known = {each.language: each for each in texts}
    found = refilled(books, message, texts, anew=anew)
    for language, words in found.items():
        text = known.get(language)
        marks = dict(text.as_filled) if text else {}
        marks |= {part: mark for part, mark in marks_of(words).items() if anew or is_as_filled(text, part)}
        put_words(books, message.id, message.incident, language, words, marks=marks)
    return bool(found)


def tell_reopened(books: Books, before: MessageFacts) -> None:
    """Tell the log where a change took an approval away."""
    former = approval(before)
    if former is None or state(before) is not MessageState.APPROVED:
        return
    message = the_message(books, before.message.id)
    if state(facts_of(books, message)) is MessageState.APPROVED:
        return
    sentence = _("Message {number} was changed after it was approved: it is to be approved again.")
    params = {"approved_by": former.by, "by": books.author.name}
    tell_message(books, message, sentence.format(number=message.number), "message-reopened", params)


def _wanted(books: Books, command: AmendMessage) -> dict[str, Any]:
    wanted: dict[str, Any] = {}
    if command.audiences is not None:
        wanted["audiences"] = _listed(clean_audiences(books, command.audiences))
    if command.channels is not None:
        wanted["channels"] = _listed(clean_codes(command.channels))
    if command.languages is not None:
        wanted["languages"] = _listed(clean_languages(command.languages))
    if command.reviews is not None:
        wanted["reviews"] = _listed(_reviews(command.reviews))
    if command.filled is not None:
        wanted["filled"] = json_field(_filled(command.filled)) if command.filled else None
    if command.status is not None:
        wanted["status"] = command.status.strip() or None
    for name, cleared in (("due_at", command.no_due), ("next_at", command.no_next)):
        if getattr(command, name) is not None or cleared:
            wanted[name] = None if cleared else getattr(command, name)
    return wanted


def _listed(names: tuple[str, ...]) -> str | None:
    return json_field(list(names)) if names else None


def _reviews(kinds: tuple[str, ...]) -> tuple[str, ...]:
    """Kinds of checks, in the order in which they are made. Raises Refusal."""
    if not set(kinds) <= {kind.value for kind in CHECKS}:
        raise Refusal("review-unknown", _("There is no such check of a message."), safe=_("Nothing was changed."))
    return tuple(kind.value for kind in CHECKS if kind.value in kinds)


def _filled(filled: Mapping[str, Any]) -> dict[str, Any]:
    found = dict(filled)
    if len(json_field(found)) > FILLED_MOST:
        raise Refusal("text-too-long", _("This is more than a message can hold."), safe=_("Nothing was changed."))
    return found


def _tell_reviews(books: Books, message: Message, kinds: tuple[str, ...]) -> None:
    said = ", ".join(review_word(ReviewKind(kind)) for kind in _reviews(kinds)) or _("none")
    sentence = _("Message {number} needs these checks from now on: {checks}.").format(
        number=message.number, checks=said
    )
    tell_message(books, message, sentence, "message-checks", {"checks": list(kinds)})
