"""The change feed: which kinds of record changed, and which ids; never rows."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import apsw

log = logging.getLogger(__name__)

WHOLESALE = 2_000  # more ids than this of one noun are announced as "all of it"


@dataclass(frozen=True, slots=True)
class Change:
    """What changed: noun → ids (32 hexadecimal digits). An empty set means anything of that noun may have changed."""

    topics: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def ids(self, noun: str) -> frozenset[str] | None:
        """The ids of one noun that changed, an empty set for "all of it", or None when the noun did not change."""
        return self.topics.get(noun)

    def touches(self, *nouns: str) -> bool:
        return any(noun in self.topics for noun in nouns)


def change_of(touched: Iterable[tuple[str, bytes | None]]) -> Change:
    """Gather touched records; a flood of one noun becomes "all of it"."""
    gathered: dict[str, set[str] | None] = {}
    for noun, record in touched:
        ids = gathered.setdefault(noun, set())
        if ids is None:
            continue
        if record is None or len(ids) >= WHOLESALE:
            gathered[noun] = None
        else:
            ids.add(bytes(record).hex())
    return Change({noun: frozenset(ids or ()) for noun, ids in gathered.items()})


def retold(change: Change) -> Change:
    """When circles or erasures change, so does what may be read of everything."""
    if not change.touches("circle", "circle_key", "key_share", "erasure"):
        return change
    return Change({**change.topics, **dict.fromkeys(("incident", *RESTRICTED), frozenset())})


# What may read differently to somebody else at the same keyboard.
RESTRICTED = ("entry", "decision", "attachment")


class Feed:
    """Tells every subscriber of each change, after it is on disk, on the thread that saw it."""

    def __init__(self) -> None:
        self._subscribers: list[Callable[[Change], None]] = []
        self._lock = threading.Lock()

    def subscribe(self, listener: Callable[[Change], None]) -> Callable[[], None]:
        """Hear of every change from now on; call the result to stop."""
        with self._lock:
            self._subscribers.append(listener)

        def stop() -> None:
            with self._lock:
                if listener in self._subscribers:
                    self._subscribers.remove(listener)

        return stop

    def publish(self, change: Change) -> None:
        """One listener's failure never keeps the news from the others, nor the write from being true."""
        if not change.topics:
            return
        with self._lock:
            listeners = list(self._subscribers)
        for listener in listeners:
            try:
                listener(change)
            except Exception:
                log.exception("a change listener failed")


def newest_change(conn: apsw.Connection) -> int:
    """The number of the last change told, 0 before any."""
    row = next(iter(conn.execute("SELECT seq FROM sqlite_sequence WHERE name='change'")), None)
    return int(row[0]) if row else 0


def data_version(conn: apsw.Connection) -> int:
    """What SQLite counts up when another connection writes."""
    return int(next(iter(conn.execute("PRAGMA data_version")))[0])
