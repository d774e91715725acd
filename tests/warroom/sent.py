"""Messages let out, for tests of how they leave."""

from __future__ import annotations

from typing import Any

from warroom.domain.channels import ChannelKind
from warroom.domain.incidents import Mode
from warroom.domain.messages import digest_of_texts
from warroom.domain.outbox import OutboxLine
from warroom.room import Room

TEXTS = {
    "fr": {"title": "Analyse en cours", "body": "Nous constatons des difficultés d’accès.", "brief": "", "sms": ""},
    "en": {"title": "Investigating", "body": "Some users cannot sign in.", "brief": "", "sms": ""},
}
SMTP = {"host": "127.0.0.1", "port": 25, "security": "starttls", "from": "cell@example.org", "to": ["desk@example.org"]}


def a_channel(room: Room, name: str = "Relais", kind: ChannelKind = ChannelKind.SMTP, **more: Any) -> str:
    """A channel of this room; `needs`, `settings` and the like as the noun has them."""

    def make(books: Any) -> str:
        patch = {"name": name, "kind": kind.value, "settings": more.pop("settings", SMTP), **more}
        return str(books.make("channel", patch, record=books.named("channel", name)))

    return room._store.submit(make).result()  # type: ignore[arg-type]


def a_message(room: Room, incident: str, **more: Any) -> str:
    """A message that was written, and is not let out."""

    def make(books: Any) -> str:
        patch = {"number": books.number("message"), "incident": incident, "audiences": ["customers"]}
        patch |= {"languages": ["fr", "en"], "by": "Léa Martin", "at": books.now, **more}
        return str(books.make("message", patch))

    return room._store.submit(make).result()  # type: ignore[arg-type]


def a_release(room: Room, incident: str, channels: tuple[str, ...], *, message: str = "", **more: Any) -> str:
    """A message let out by these channels; `texts`, `audiences`, `next_at` and the like as the noun has them."""
    message = message or a_message(room, incident)

    def make(books: Any) -> str:
        row, texts = books.get("message", message), more.get("texts", TEXTS)
        patch = {"message": message, "incident": incident, "number": row["number"], "audiences": ["customers"]}
        patch |= {"channels": list(channels), "texts": texts, "digest": digest_of_texts(texts)}
        patch |= {"by": books.author.name, "at": books.now, "status": "declared", **more}
        return str(books.make("release", patch))

    return room._store.submit(make).result()  # type: ignore[arg-type]


def the_line(room: Room, mode: Mode = Mode.REAL) -> OutboxLine:
    """The one line that waits."""
    (line,) = room.views.outbox(mode=mode)
    return line


def every_line(room: Room, mode: Mode = Mode.REAL) -> list[OutboxLine]:
    return room.views.outbox(mode=mode, is_whole=True)
