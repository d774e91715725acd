"""The audiences and channels of a room: read once from the program's content, with what this room changed of them."""

from __future__ import annotations

import functools
from typing import Any

import apsw

from warroom.domain.audience_book import AudienceBook, book_of, with_changes
from warroom.domain.channels import Channel
from warroom.storage.books import Books, named_by, unknown
from warroom.storage.queries import messages
from warroom.storage.rulebook import content_folder, sight_of
from warroom.storage.sight import Sight


@functools.cache
def _document() -> Any:
    import yaml

    return yaml.load((content_folder().parent / "audiences.yaml").read_bytes(), Loader=yaml.CSafeLoader)


@functools.lru_cache(maxsize=8)
def shipped(room: str) -> AudienceBook:
    """What came with the program, under the ids it has in a room. Raises AudienceFault: then the program is damaged."""
    return book_of(_document(), functools.partial(named_by, room))


def audience_book(conn: apsw.Connection, sight: Sight, room: str) -> AudienceBook:
    """The audiences and channels of this room, those put aside too."""
    return with_changes(shipped(room), messages.audiences(conn, sight), messages.channels(conn, sight))


def audience_book_in(books: Books) -> AudienceBook:
    """The same as a command sees it."""
    return audience_book(books.conn, sight_of(books), books.room)


def channel_in(books: Books, record: str) -> Channel:
    """A channel, shipped or the room's own, by its id. Raises Refusal when there is none."""
    found = audience_book_in(books).channel(record)
    if found is None:
        raise unknown("channel", record[:8])
    return found
