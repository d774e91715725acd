"""What commands ask of the outbox inside their transaction: the tries of a line, and whether it may still go."""

from __future__ import annotations

from warroom.domain.incidents import Mode
from warroom.domain.messages import Sending
from warroom.domain.outbox import in_time
from warroom.domain.stale import Advice
from warroom.storage.books import Books
from warroom.storage.queries import outbox
from warroom.storage.queries.plain import fetch
from warroom.storage.rulebook import sight_of


def tries_in(books: Books, release: str, channel: str) -> list[Sending]:
    """Every try to bring a release by a channel, oldest first."""
    values = (bytes.fromhex(release), bytes.fromhex(channel))
    where = "release=? AND channel=?"
    return in_time(fetch(books.conn, sight_of(books), Sending, "sending", where, values))


def advice_in(books: Books, release: str) -> Advice:
    """What the check against the present situation says of a release."""
    row = books.get("release", release)
    incident = books.get("incident", row["incident"])
    mode = Mode.EXERCISE if incident["exercise"] else Mode.REAL
    record = bytes.fromhex(incident["id"])
    lines = outbox.outbox(
        books.conn, sight_of(books), record, mode, broken=[], now_ms=books.now, room=books.room, with_approved=False
    )
    return next((line.judgement.advice for line in lines if line.release and line.release.id == row["id"]), Advice.GO)
