"""Drafts: what is typed and not sent yet, kept on this station through a crash."""

from __future__ import annotations

import threading
from concurrent.futures import Future

import apsw


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


class Held:
    """Drafts on their way to the disk: remembered until it has them, so that a full or busy disk loses none."""

    def __init__(self) -> None:
        self._texts: dict[str, str] = {}
        self._lock = threading.Lock()  # the writer's thread lets go of what the screen's holds

    def hold(self, place: str, text: str) -> None:
        with self._lock:
            self._texts[place] = text

    def let_go(self, place: str, text: str, kept: Future[None]) -> None:
        """Once this text is on disk, unless another is held by then."""
        with self._lock:
            if not kept.cancelled() and kept.exception() is None and self._texts.get(place) == text:
                del self._texts[place]

    def is_empty(self) -> bool:
        """Whether the disk has every text that was typed."""
        with self._lock:
            return not any(self._texts.values())

    def text(self, place: str) -> str | None:
        """The text of this place that may not be on disk yet, None when the disk has it."""
        with self._lock:
            return self._texts.get(place)
