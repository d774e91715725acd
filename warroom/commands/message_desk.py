"""What commands on messages share: finding one, seeing where it stands, telling the log."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from warroom.commands.cadence_words import audiences_said
from warroom.commands.entries import Logged, write_automatic
from warroom.commands.message_words import blocker_said
from warroom.domain.incidents import Mode
from warroom.domain.message_state import Blocker, MessageFacts
from warroom.domain.messages import PARTS, Message, MessageText, Release
from warroom.errors import Refusal
from warroom.storage.audience_book import audience_book_in
from warroom.storage.books import Books, Row, unknown
from warroom.storage.queries import message_life, messages
from warroom.storage.rulebook import sight_of
from warroom.words import _

LONGEST = {"title": 300, "body": 20_000, "brief": 2_000, "sms": 2_000}  # characters of a part
LANGUAGES_MOST, NAMES_MOST, FILLED_MOST = 12, 40, 20_000
CODE = re.compile(r"[\w.-]{1,60}\Z")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})?\Z")


def the_message(books: Books, reference: str) -> Message:
    """A message by id or printed number. Raises Refusal when there is none."""
    record = books.get("message", reference)["id"]
    found = messages.message(books.conn, sight_of(books), bytes.fromhex(record))
    if found is None:
        raise unknown("message", reference)
    return found


def facts_of(books: Books, message: Message) -> MessageFacts:
    """What its state follows from, as this command sees it."""
    return message_life.facts_of(books.conn, sight_of(books), message)


def unreleased(books: Books, reference: str) -> MessageFacts:
    """A message that may still be changed. Raises Refusal `message-out` or `message-withdrawn`."""
    message = the_message(books, reference)
    if message.withdrawn_at is not None:
        raise withdrawn(message)
    facts = facts_of(books, message)
    if facts.releases:
        raise Refusal(
            "message-out",
            _("Message {number} was let out: its words are frozen.").format(number=message.number),
            safe=_("Nothing was changed; what you typed is still there."),
            todo=_("Draft a correction of it, or a new message."),
        )
    return facts


def withdrawn(message: Message) -> Refusal:
    return Refusal(
        "message-withdrawn",
        _("Message {number} was withdrawn.").format(number=message.number),
        safe=_("Nothing was changed; what you typed is still there."),
        todo=_("Draft a new message."),
    )


def check_seen(facts: MessageFacts, digest: str) -> None:
    """Refuse `message-moved` where somebody judges what they looked at, and the message says something else by now."""
    if digest and digest != facts.digest:
        raise Refusal(
            "message-moved",
            _("Message {number} says something else by now.").format(number=facts.message.number),
            safe=_("Nothing was changed."),
            todo=_("Read it as it is now, and answer then."),
        )


def blocked(message: Message, why: tuple[Blocker, ...]) -> Refusal:
    """A refusal that says everything that stands in the way."""
    said = " · ".join(blocker_said(each) for each in why)
    return Refusal(
        "message-blocked",
        _("Message {number} cannot be approved: {why}.").format(number=message.number, why=said),
        safe=_("Nothing was changed."),
        todo=_("Put that right, and approve it then."),
    )


def tell_message(
    books: Books, message: Message, sentence: str, code: str, params: Mapping[str, Any], *, key_event: bool = False
) -> Logged:
    """Write what happened to a message in the log of its incident."""
    incident = books.get("incident", message.incident)
    said = {"message": message.number, "record": message.id, **params}
    return write_automatic(books, incident, sentence, code=code, params=said, key_event=key_event)


def released_of(books: Books, message: Message) -> tuple[Release, ...]:
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


def clean_audiences(books: Books, codes: tuple[str, ...]) -> tuple[str, ...]:
    """Codes of audiences, each once. Raises Refusal for one that this room does not know: nobody would hear it."""
    book = audience_book_in(books)
    for code in (found := clean_codes(codes)):
        if book.audience(code) is None:
            raise unknown("audience", code)
    return found


def releases_in(books: Books, incident: str) -> list[Release]:
    """Everything that was let out about an incident, as far as is known here, the oldest first."""
    return messages.releases(books.conn, sight_of(books), bytes.fromhex(incident), Mode.BOTH)


def clean_words(texts: Mapping[str, str | None]) -> dict[str, str]:
    """Parts of a text as they are kept. Raises Refusal for an unknown part, or one that is too long."""
    found = {}
    for part, value in texts.items():
        if value is None:
            continue
        if part not in PARTS:
            raise Refusal("part-unknown", _("A message has no part “{part}”.").format(part=str(part)[:40]))
        text = str(value).strip()
        if len(text) > LONGEST[part]:
            raise Refusal(
                "text-too-long",
                _("This is longer than {most} characters: too long for this part of a message.").format(
                    most=LONGEST[part]
                ),
                safe=_("Nothing was changed; what you typed is still there."),
                todo=_("Shorten it, or attach it as a file."),
            )
        found[part] = text
    return found


def clean_languages(languages: tuple[str, ...]) -> tuple[str, ...]:
    """Codes of languages, each once. Raises Refusal."""
    found = tuple(dict.fromkeys(each.strip() for each in languages))
    if not 0 < len(found) <= LANGUAGES_MOST or not all(LANGUAGE.match(each) for each in found):
        raise Refusal(
            "languages-unfit",
            _("Say in which languages, e.g. fr and en."),
            safe=_("Nothing was changed."),
        )
    return found


def clean_codes(codes: tuple[str, ...]) -> tuple[str, ...]:
    """Codes of audiences or ids of channels, each once. Raises Refusal."""
    found = tuple(dict.fromkeys(each.strip() for each in codes if each.strip()))
    if len(found) > NAMES_MOST or not all(CODE.match(each) for each in found):
        raise Refusal("audience-unfit", _("This names no audience and no channel."), safe=_("Nothing was changed."))
    return found


def people_said(books: Books, audiences: Iterable[str]) -> str:
    """Audiences by their names, in the language spoken now."""
    return audiences_said(audience_book_in(books), audiences) or "—"


def as_texts(texts: Mapping[str, MessageText]) -> dict[str, dict[str, str]]:
    """Texts by language as a release keeps them."""
    return {language: {part: getattr(text, part) for part in PARTS} for language, text in texts.items()}


def both_let_out(books: Books, noun: str, row: Row) -> bool:
    """Whether this text was let out in two ways by stations that knew nothing of each other, and nobody has answered.

    Then both were heard outside: a correction puts that right, not a choice.
    """
    if noun != "message_text" or not row["message"] or not row["incident"]:
        return False
    desk = message_life.Desk(books.conn, sight_of(books), bytes.fromhex(row["incident"]), Mode.BOTH)
    return any(
        each.one.message == each.other.message == row["message"] and not each.is_answered and not each.same_words
        for each in desk.doubled
    )
