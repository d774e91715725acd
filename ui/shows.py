"""What a page may be told to show."""

from __future__ import annotations

from typing import Protocol, runtime_checkable


@runtime_checkable
class Reveals(Protocol):
    """A page that shows one record of its own, by its id."""

    def reveal(self, record: str) -> None: ...
