"""The rulebook of legal clocks: read once from the program's content, with what this room changed of it."""

from __future__ import annotations

import functools
from collections.abc import Callable
from datetime import tzinfo
from pathlib import Path

import apsw
import orjson

from warroom.clock import zone_of
from warroom.domain.clock_engine import Facts
from warroom.domain.clocks import Clock, in_order
from warroom.domain.incidents import Mode
from warroom.domain.regimes import ChangedRule
from warroom.domain.rulebook import Rulebook, rulebook_of, with_changes
from warroom.storage.books import Books
from warroom.storage.erased import aliases
from warroom.storage.queries.plain import fetch
from warroom.storage.queries.rows import one
from warroom.storage.sight import Sight


def content_folder() -> Path:
    """Where the rules lie, beside the packages or inside the packaged program."""
    return Path(__file__).resolve().parent.parent.parent / "resources" / "content" / "clocks"


@functools.cache
def shipped() -> Rulebook:
    """What came with the program. Raises RuleFault: then the program is damaged."""
    return rulebook_of(orjson.loads(path.read_bytes()) for path in sorted(content_folder().glob("*.json")))


def rulebook(conn: apsw.Connection, sight: Sight, *, without: str = "") -> Rulebook:
    """The rules of this room: what came with the program, as the room changed it."""
    changes = fetch(conn, sight, ChangedRule, "clock_rule", "rule<>?", (without,), "rule LIKE '%:%' DESC, rule, id")
    return _changed(tuple((item.rule, orjson.dumps(item.body)) for item in changes)) if changes else shipped()


@functools.lru_cache(maxsize=16)
def _changed(changes: tuple[tuple[str, bytes], ...]) -> Rulebook:
    """The program's rules with these changes: read once, asked at every reading of the clocks."""
    return with_changes(shipped(), ((rule, orjson.loads(body)) for rule, body in changes))


def zone_of_room(conn: apsw.Connection, room: bytes) -> tzinfo | None:
    """The zone the room was founded in, so that every station computes alike; None, this laptop's, when it has no proper name."""
    row = one(conn, "SELECT zone FROM room WHERE id=?", (room,))
    name = str(row[0] or "") if row else ""
    return zone_of(name) if "/" in name or name == "UTC" else None


def rulebook_in(books: Books, *, without: str = "") -> Rulebook:
    """The rules as a command sees them; `without` the room's own change of one."""
    return rulebook(books.conn, sight_of(books), without=without)


def legal_facts_in(books: Books, incident: str) -> Facts:
    """What starts and ends an incident's legal clocks, as a command sees it."""
    from warroom.storage.queries.legal import facts_of

    return facts_of(books.conn, sight_of(books), bytes.fromhex(incident))


def legal_clocks_in(books: Books, incident: str) -> list[Clock]:
    """An incident's legal clocks, as a command sees them."""
    from warroom.storage.queries.clocks import Asked
    from warroom.storage.queries.legal import legal_clocks

    asked = Asked(bytes.fromhex(incident), Mode.BOTH, books.now)
    return in_order(legal_clocks(books.conn, sight_of(books), asked, bytes.fromhex(books.room)))


def zones_in(books: Books) -> Callable[[str], tzinfo | None]:
    """The zone behind a rule's name of it, as a command sees it; "" is the room's."""
    own = zone_of_room(books.conn, bytes.fromhex(books.room))
    return lambda name: zone_of(name) if name else own


def sight_of(books: Books) -> Sight:
    return Sight(books.conn, books.circles, books.author)


def named_sight_of(books: Books) -> Sight:
    """The same with an alias for whoever was erased: two of them are two people."""
    return Sight(books.conn, books.circles, books.author, aliases=aliases(books.conn))
