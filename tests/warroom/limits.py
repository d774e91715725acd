"""Limits of what functions may commit, for tests of means."""

from __future__ import annotations

from warroom.room import Room


def a_limit(room: Room, code: str, euros: int) -> None:
    """Say on the role card of a function how much its holder may commit alone."""

    def make(books: object) -> None:
        record = books.named("role_card", code)  # type: ignore[attr-defined]
        books.make("role_card", {"code": code, "spend_limit": euros}, record=record)  # type: ignore[attr-defined]

    room._store.submit(make).result()
