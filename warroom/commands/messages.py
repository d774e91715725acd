"""Messages as verbs: draft one, say to whom and by when, put it into words, correct or withdraw it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from warroom.commands.base import Command, handles, needed
from warroom.commands.message_desk import (
    FILLED_MOST,
    clean_codes,
    clean_languages,
    clean_words,
    facts_of,
    tell_message,
    the_message,
    unreleased,
    withdrawn,
)
from warroom.commands.message_words import review_word
from warroom.commands.seen import Seen, unmoved
from warroom.domain.ids import RecordId
from warroom.domain.message_state import CHECKS, MessageFacts, approval, state
from warroom.domain.messages import PARTS, Message, MessageState, ReviewKind
from warroom.domain.rights import Right
from warroom.errors import Refusal
from warroom.storage.books import Books, Row
from warroom.storage.projections import json_field
from warroom.words import _

PAIR = ("fr", "en")


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
    reviews: tuple[str, ...] = ()
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    translated: tuple[str, ...] = ()
    corrects: str = ""


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
class CorrectionOf(Command[Drafted]):
    """Prepare the correction of a message that was let out: its words, to everybody who heard it, to be put right."""

    right = Right.COMMUNICATE

    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawMessage(Command[None]):
    """A message does not go out; or, once it was let out, does not hold any more; the log tells why."""

    right = Right.COMMUNICATE

    message: str
    reason: str


@handles(DraftMessage)
def draft_message(command: DraftMessage, books: Books) -> Drafted:
    incident = books.get("incident", command.incident)
    corrects = the_message(books, command.corrects) if command.corrects else None
    if corrects is not None:
        _released(books, corrects)
    return make_message(books, incident, command, corrects=corrects.id if corrects else "")


def make_message(books: Books, incident: Row, command: DraftMessage, *, corrects: str = "") -> Drafted:
    """A new message and its texts, as a command says them."""
    languages = clean_languages(command.languages)
    number = books.number("message")
    patch = {
        "incident": incident["id"],
        "number": number,
        "template": command.template.strip(),
        "audiences": clean_codes(command.audiences),
        "channels": clean_codes(command.channels),
        "languages": languages,
        "status": command.status.strip(),
        "due_at": command.due_at,
        "next_at": command.next_at,
        "filled": _filled(command.filled),
        "reviews": _reviews(command.reviews),
        "corrects": corrects,
        "by": books.author.name,
        "at": books.now,
    }
    record = books.make("message", {name: value for name, value in patch.items() if value not in (None, "", (), {})})
    for language in languages:
        words = clean_words(dict(command.texts.get(language, {})))
        if any(words.values()):
            put_words(books, record, incident["id"], language, words, translated=language in command.translated)
    return Drafted(record, number)


def put_words(
    books: Books,
    message: str,
    incident: str,
    language: str,
    words: Mapping[str, Any],
    *,
    translated: bool | None = None,
) -> None:
    """The text of a message in one language, made or changed; who wrote it is noted."""
    record = books.named("message_text", f"{message} {language}")
    patch = {name: value for name, value in words.items() if value != ""}
    stamps = {"by": books.author.name, "at": books.now}
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
    wanted = _wanted(command)
    row = books.get("message", facts.message.id)
    changed = {name: value for name, value in wanted.items() if (row[name] or None) != (value or None)}
    changed = unmoved(books, "message", facts.message.id, changed, command.seen)
    if not changed:
        return
    books.write("message", facts.message.id, changed)
    if "reviews" in changed:
        _tell_reviews(books, facts.message, command.reviews or ())
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


@handles(CorrectionOf)
def correction_of(command: CorrectionOf, books: Books) -> Drafted:
    message = the_message(books, command.message)
    releases = _released(books, message)
    heard = tuple(dict.fromkeys(name for each in releases for name in each.audiences))
    channels = tuple(dict.fromkeys(name for each in releases for name in each.channels))
    last = max(releases, key=lambda each: (each.at, each.id))
    asked = DraftMessage(
        incident=message.incident,
        template=message.template,
        audiences=heard,
        channels=channels,
        languages=tuple(last.texts) or message.languages,
        status=message.status,
        reviews=message.reviews,
        texts=last.texts,
    )
    made = make_message(books, books.get("incident", message.incident), asked, corrects=message.id)
    sentence = _("{number} is to correct {message}.").format(number=made.number, message=message.number)
    tell_message(books, message, sentence, "correction-drafted", {"correction": made.number})
    return made


@handles(WithdrawMessage)
def withdraw_message(command: WithdrawMessage, books: Books) -> None:
    message = the_message(books, command.message)
    reason = needed(command.reason, code="reason-missing", message=_("Say why this message is withdrawn."))
    if message.withdrawn_at is not None:
        raise withdrawn(message)
    was_out = bool(facts_of(books, message).releases)
    stamps = {"withdrawn_at": books.now, "withdrawn_by": books.author.name}
    books.write("message", message.id, {"withdrawn_because": reason}, follows=stamps)
    said = (
        _("Message {number}, which was let out, is withdrawn: {reason}")
        if was_out
        else _("Message {number} is withdrawn before it went out: {reason}")
    )
    sentence = said.format(number=message.number, reason=reason)
    tell_message(books, message, sentence, "message-withdrawn", {"reason": reason, "out": was_out}, key_event=was_out)


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


def _released(books: Books, message: Message) -> tuple[Any, ...]:
    """The releases of a message. Raises Refusal `message-not-out`."""
    releases = facts_of(books, message).releases
    if not releases:
        raise Refusal(
            "message-not-out",
            _("Message {number} has not gone out: there is nothing to correct outside.").format(number=message.number),
            safe=_("Nothing was changed."),
            todo=_("Change its words."),
        )
    return releases


def _wanted(command: AmendMessage) -> dict[str, Any]:
    wanted: dict[str, Any] = {}
    if command.audiences is not None:
        wanted["audiences"] = _listed(clean_codes(command.audiences))
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
