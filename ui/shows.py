"""What a page may be told to show."""

from __future__ import annotations

from typing import Protocol, runtime_checkable


@runtime_checkable
class FollowsIncident(Protocol):
    """A page that is about the current incident, or about none."""

    def show_incident(self, incident: str | None) -> None: ...


@runtime_checkable
class Reveals(Protocol):
    """A page that shows one record of its own."""

    def reveal(self, record: str) -> None: ...
