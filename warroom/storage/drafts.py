"""Drafts: what is typed and not sent yet, kept on this station through a crash."""

from __future__ import annotations

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
