"""The first message of a SEV1 as a verb: a text approved in advance, let out by IC or COM alone (doctrine §7.4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from warroom.commands.base import Command, handles
from warroom.commands.message_desk import blocked, facts_of, people_said, releases_in, the_message
from warroom.commands.message_filling import the_template
from warroom.commands.message_releases import let_out
from warroom.commands.message_reviews import write_approval
from warroom.commands.messages import PAIR, DraftMessage, from_template, make_message
from warroom.domain.incidents import Severity
from warroom.domain.message_state import NOBODY, blockers
from warroom.domain.messages import Release
from warroom.domain.rights import Right
from warroom.domain.template_book import Template
from warroom.errors import Refusal
from warroom.storage.audience_book import audience_book_in
from warroom.storage.books import Books, Row
from warroom.storage.queries.message_life import writers
from warroom.words import _

MINUTE = 60_000
TYPED_MOST = 200  # characters of a variable: more would be a text that nobody approved
NEXT_MIN = 30  # minutes to the second message of a SEV1 where its audience says nothing (doctrine §7.1)


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstMessage(Command[Release]):
    """Let out the first message of a SEV1, word for word as its template was approved in advance.

    Nobody else approves it: whoever may let messages out, IC or COM, does it alone. `next_at` (milliseconds UTC) is
    when the next message is promised; a cadence from now when left out. Refused for a variable that is missing, for
    a template that is not approved in advance, and once these people heard anything of the incident.
    """

    right = Right.RELEASE

    incident: str
    template: str = "T03"
    audiences: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    languages: tuple[str, ...] = PAIR
    next_at: int | None = None
    filled: Mapping[str, Any] = field(default_factory=dict)


@handles(FirstMessage)
def first_message(command: FirstMessage, books: Books) -> Release:
    incident = books.get("incident", command.incident)
    template = the_template(books, command.template)
    if template is None or not template.preapproved:
        raise _not_first(_("Template {code} was not approved in advance.").format(code=command.template[:40]))
    if not incident["vital"] and incident["severity"] != Severity.CRITICAL.value:
        raise _not_first(_("Only a SEV1 has a first message that nobody else approves."))
    audiences = command.audiences or template.audiences
    _refuse_unapproved(command, books, template)
    _refuse_second(books, incident, audiences)
    next_at = command.next_at if command.next_at is not None else books.now + _minutes(books, audiences) * MINUTE
    asked = DraftMessage(
        incident=incident["id"],
        template=template.code,
        audiences=audiences,
        channels=command.channels,
        languages=command.languages,
        next_at=next_at,
        filled=command.filled,
        reviews=(),
    )
    made = make_message(books, incident, from_template(books, asked))
    facts = facts_of(books, the_message(books, made.id))
    why = blockers(facts)
    if why:
        raise blocked(facts.message, why)
    exception = _("text {code} approved in advance").format(code=template.code)
    write_approval(books, facts, exception=exception, remark="")
    return let_out(books, facts_of(books, facts.message))


def _refuse_unapproved(command: FirstMessage, books: Books, template: Template) -> None:
    """What was approved in advance are these words, by somebody else, for these people."""
    if set(command.audiences) - set(template.audiences):
        said = _("Template {code} was approved in advance for {audiences} alone.")
        raise _not_first(said.format(code=template.code, audiences=people_said(books, template.audiences)))
    changed = [books.named("wording", f"{template.code} {language}") for language in command.languages]
    mine = {books.author.person, NOBODY}
    if mine & writers(books.conn, changed, noun="wording"):
        raise _not_first(_("You changed the words of template {code}.").format(code=template.code))
    shown = [books.named("template", template.code)]
    if mine & writers(books.conn, shown, noun="template"):
        raise _not_first(_("You changed for whom template {code} is.").format(code=template.code))
    typed = [text for value in command.filled.values() for text in _texts(value)]
    if any(len(text) > TYPED_MOST or "\n" in text for text in typed):
        raise _not_first(_("What is typed into a text approved in advance is a few words."))


def _texts(value: Any) -> list[str]:
    if isinstance(value, Mapping):
        return [text for each in value.values() for text in _texts(each)]
    if isinstance(value, list | tuple):
        return [text for each in value for text in _texts(each)]
    return [value] if isinstance(value, str) else []


def _refuse_second(books: Books, incident: Row, audiences: tuple[str, ...]) -> None:
    for release in releases_in(books, incident["id"]):
        heard = [code for code in audiences if code in release.audiences]
        if heard:
            said = _("{number} went out to {audiences} already: this would not be their first message.")
            raise _not_first(said.format(number=release.number, audiences=people_said(books, heard)))


def _minutes(books: Books, audiences: tuple[str, ...]) -> int:
    """From one message to the next, the shortest of these audiences."""
    book = audience_book_in(books)
    known = [found.every_min(Severity.CRITICAL) for code in audiences if (found := book.audience(code)) is not None]
    return min((minutes for minutes in known if minutes), default=NEXT_MIN)


def _not_first(message: str) -> Refusal:
    return Refusal(
        "not-first",
        message,
        safe=_("Nothing was let out."),
        todo=_("Draft a message, and have it approved by somebody else."),
    )
