"""Drafts: what is typed and not sent yet, kept on this station through a crash."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress

import apsw

from warroom.clock import Clock
from warroom.errors import Trouble


def keep(conn: apsw.Connection, place: str, text: str, *, at: int) -> None:
    """Keep a draft, in the caller's transaction; an empty text forgets it. `at` is milliseconds UTC."""
    if not text:
        conn.execute("DELETE FROM draft WHERE place=?", (place,))
        return
    conn.execute(
        "INSERT INTO draft(place, text, at) VALUES(?,?,?) "
        "ON CONFLICT(place) DO UPDATE SET text=excluded.text, at=excluded.at",
        (place, text.encode("utf-8", "replace").decode(), at),
    )


class Drafts:
    """The drafts of an open room: each is remembered until the disk has it, so that a full or busy disk loses none."""

    def __init__(self, run: Callable[[Callable[[apsw.Connection], None]], Future[None]], clock: Clock) -> None:
        self._run, self._clock = run, clock
        self._held: dict[str, str] = {}
        self._lock = threading.Lock()  # the writer's thread lets go of what the screen's holds

    def keep(self, place: str, text: str) -> Future[None]:
        """Keep a draft; an empty text forgets it."""
        at = self._clock.now_ms()
        with self._lock:
            self._held[place] = text
        kept = self._run(lambda conn: keep(conn, place, text, at=at))
        kept.add_done_callback(lambda ended: self._let_go(place, text, ended))
        return kept

    def held(self, place: str) -> str | None:
        """The draft of this place that may not be on disk yet, None when the disk has it."""
        with self._lock:
            return self._held.get(place)

    def are_kept(self) -> bool:
        """Whether the disk has them all. Tries once more what it refused, and waits for the answer."""
        with self._lock:
            refused = dict(self._held)
        with suppress(Trouble):
            for kept in [self.keep(place, text) for place, text in refused.items()]:
                kept.exception()
        with self._lock:
            return not any(self._held.values())

    def _let_go(self, place: str, text: str, kept: Future[None]) -> None:
        with self._lock:
            if not kept.cancelled() and kept.exception() is None and self._held.get(place) == text:
                del self._held[place]
