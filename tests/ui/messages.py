"""Messages for tests of screens: drafted with their words, as whoever writes them would."""

from __future__ import annotations

from tests.builders import NOON
from warroom.commands import Approve, DraftMessage, ReleaseMessage
from warroom.commands.messages import Drafted
from warroom.domain.messages import Release
from warroom.domain.template_book import fill
from warroom.room import Room

MINUTE = 60_000
PAIR = ("fr", "en")
WRITER, APPROVER = "Mariam Diallo", "Léa Martin"


def words_of(room: Room, incident: str, code: str, **filled: str) -> dict[str, dict[str, str]]:
    """The texts that a template makes of the room, in both languages."""
    book, found = room.views.template_book(), {}
    for language in PAIR:
        values = room.views.message_values(
            incident, language, audience="customers", next_at=NOON + 30 * MINUTE, filled=filled
        )
        parts = ("title", "body", "brief", "sms")
        found[language] = {part: fill(book.wording(code, language), values, language, part).text for part in parts}
    return found


def a_message(
    room: Room,
    incident: str,
    *,
    template: str = "T03",
    texts: dict[str, dict[str, str]] | None = None,
    due_at: int | None = NOON + 10 * MINUTE,
    reviews: tuple[str, ...] = (),
    audiences: tuple[str, ...] = ("customers",),
    **more: object,
) -> Drafted:
    """A message to customers, in French and English; its words say what the template says unless given."""
    book = room.views.audience_book()
    channels = tuple(each.id for each in book.of_audience(audiences[0]))[:3] if audiences else ()
    said = words_of(room, incident, template) if texts is None else texts
    command = DraftMessage(
        incident=incident, template=template, audiences=audiences, channels=channels, due_at=due_at,
        next_at=NOON + 30 * MINUTE, texts=said, reviews=reviews, **more,  # type: ignore[arg-type]
    )  # fmt: skip
    return room.do(command).result()


def released(room: Room, message: str, *, by: str = APPROVER) -> Release:
    """Approve it as somebody who did not write it, and let it out."""
    typing = room.member
    room.sit_down(by)
    room.do(Approve(message=message)).result()
    release = room.do(ReleaseMessage(message=message)).result()
    room.sit_down(typing)
    return release


def words_said(text: str) -> dict[str, dict[str, str]]:
    """The same short text in both languages."""
    return {language: {"title": text, "body": f"{text}. {language}", "brief": text, "sms": text} for language in PAIR}
