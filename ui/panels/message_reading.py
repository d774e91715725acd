"""What the page of messages reads: its list, and one message whole. Off the screen's thread."""

from __future__ import annotations

from dataclasses import dataclass

from ui.models.message_view import Cited, MessageView
from ui.models.messages import Listed
from warroom import words
from warroom.domain.incidents import Incident, Mode
from warroom.domain.message_state import MessageFacts, blockers, next_step, state
from warroom.domain.messages import Message
from warroom.domain.template_book import TemplateBook
from warroom.room import Room, Views

NOUNS = (
    "message", "message_text", "review", "claim", "release", "double", "sending", "entry", "entry_mark",
    "template", "wording", "audience", "channel", "incident", "cadence_step", "delegation",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What the page shows now."""

    rows: tuple[Listed, ...]
    shown: MessageView | None
    book: TemplateBook


def read_page(room: Room, incident: Incident, message: str) -> PageFacts:
    """The list of an incident's messages, and the one wanted, else the first."""
    views = room.views
    mode = Mode.EXERCISE if incident.exercise else Mode.REAL
    book = TemplateBook()
    found = views.messages(incident.id, mode=mode)
    facts = {item.id: _facts(views, item) for item in found}
    rows = tuple(_listed(facts[item.id], book) for item in found)
    wanted = facts.get(message)
    return PageFacts(rows, _view(views, wanted, book) if wanted is not None else None, book)


def _facts(views: Views, message: Message) -> MessageFacts:
    return MessageFacts(
        message,
        texts=tuple(views.message_texts(message.id)),
        reviews=tuple(views.message_reviews(message.id)),
        releases=tuple(views.releases_of(message.id)),
    )


def _listed(facts: MessageFacts, book: TemplateBook) -> Listed:
    message = facts.message
    return Listed(
        id=message.id,
        number=message.number,
        what=_named(message, book),
        to=", ".join(message.audiences),
        languages=" + ".join(language.upper() for language in message.languages),
        state=state(facts),
        due_at=message.due_at,
        out_at=min((release.at for release in facts.releases), default=None),
    )


def _view(views: Views, facts: MessageFacts, book: TemplateBook) -> MessageView:
    message = facts.message
    seen = {text.language: views.sources("message_text", text.id) for text in facts.texts}
    return MessageView(
        facts=facts,
        state=state(facts),
        step=next_step(facts),
        blockers=blockers(facts),
        texts={text.language: text for text in facts.texts},
        seen=seen,
        cited=tuple(Cited(claim, views.entry(claim.entry)) for claim in views.message_claims(message.id)),
        sendings=tuple(line for release in facts.releases for line in views.sendings_of(release.id)),
        template=_named(message, book),
        audiences=", ".join(message.audiences),
    )


def _named(message: Message, book: TemplateBook) -> str:
    template = book.get(message.template)
    return template.name(words.language()) if template is not None else message.template
