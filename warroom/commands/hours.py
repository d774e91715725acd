"""Hours as the log and refusals say them: those of where this station is."""

from __future__ import annotations

from datetime import timedelta, timezone, tzinfo

from warroom import phrases
from warroom.clock import named_zone
from warroom.storage.books import Books


def here(books: Books) -> tzinfo:
    """The zone of this station; its present offset where the system gives no better name for it."""
    return named_zone(books.moment) or timezone(timedelta(minutes=books.moment.offset_min))


def time_said(books: Books, at: int) -> str:
    """`14:38`, with the day where it is another; `at` is milliseconds UTC."""
    return phrases.moment(at, books.now, here(books))


def day_said(books: Books, at: int) -> str:
    """`23 nov. 2026`: the day alone; `at` is milliseconds UTC."""
    return phrases.date(at, here(books))
