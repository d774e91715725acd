"""No change as a verb: the message that says so (T07), as the last one left it, with the next hour (doctrine §7.6)."""

from __future__ import annotations

from dataclasses import dataclass

from warroom.commands.base import Command, handles
from warroom.commands.cadence import MINUTE, cadences_in, weight_of
from warroom.commands.message_cadence import idle
from warroom.commands.message_desk import releases_in
from warroom.commands.messages import PAIR, Drafted, DraftMessage, draft_message
from warroom.domain.audience_pace import pace
from warroom.domain.message_cadence import Cadence
from warroom.domain.messages import Message, Release
from warroom.domain.rights import Right
from warroom.storage.audience_book import audience_book_in
from warroom.storage.books import Books, Row
from warroom.storage.queries import messages
from warroom.storage.rulebook import sight_of

TEMPLATE = "T07"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoChange(Command[Drafted]):
    """Draft “no change” for these audiences, those that wait the most when none is named.

    What was typed for their last message is filled in again, by the same channels and languages; the next message is
    promised a cadence from now.
    """

    right = Right.COMMUNICATE

    incident: str
    audiences: tuple[str, ...] = ()


@handles(NoChange)
def no_change(command: NoChange, books: Books) -> Drafted:
    incident = books.get("incident", command.incident)
    known = cadences_in(books, incident["id"])
    waiting = [known[code] for code in command.audiences if code in known] or _most_pressing(known)
    if not waiting:
        raise idle()
    audiences = tuple(one.audience for one in waiting)
    last = _last(books, incident, audiences)
    before = _message(books, last) if last is not None else None
    asked = DraftMessage(
        incident=incident["id"],
        template=TEMPLATE,
        audiences=audiences,
        channels=last.channels if last is not None else (),
        languages=tuple(last.texts) if last is not None else PAIR,
        status=last.status if last is not None else "",
        due_at=min((one.due_at for one in waiting if one.due_at is not None), default=None),
        next_at=books.now + min(_minutes(books, incident, one) for one in waiting) * MINUTE,
        filled=before.filled if before is not None else {},
    )
    made: Drafted = draft_message(asked, books)
    return made


def _most_pressing(known: dict[str, Cadence]) -> list[Cadence]:
    """Everybody who is owed a message at the soonest hour."""
    owed = [one for one in known.values() if one.due_at is not None]
    soonest = min((one.due_at or 0 for one in owed), default=None)
    return [one for one in owed if one.due_at == soonest]


def _last(books: Books, incident: Row, audiences: tuple[str, ...]) -> Release | None:
    """The last message that any of them heard."""
    heard = [release for release in releases_in(books, incident["id"]) if set(release.audiences) & set(audiences)]
    return heard[-1] if heard else None


def _message(books: Books, release: Release) -> Message | None:
    return messages.message(books.conn, sight_of(books), bytes.fromhex(release.message))


def _minutes(books: Books, incident: Row, cadence: Cadence) -> int:
    """From this message to the next, as laid down, else as the severity asks."""
    if cadence.minutes:
        return cadence.minutes
    wanted = pace(weight_of(books, incident) or 1, audience_book_in(books).audience(cadence.audience))
    return wanted.every_min or wanted.first_min or pace(1).every_min
