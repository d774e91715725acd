"""Views of what is broken, and of who is called out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from warroom.domain.incidents import Mode
from warroom.domain.needs import Broken
from warroom.storage.queries import broken

if TYPE_CHECKING:
    from warroom.storage.sight import Sight
    from warroom.storage.store import Store


class ViewsOfCallout:
    """What `Views` answers of needs and of call-outs."""

    _store: Store

    if TYPE_CHECKING:

        def _sight(self) -> Sight: ...
        def _incident(self, reference: str) -> bytes: ...

    def broken(self, incident: str | None = None, *, mode: Mode = Mode.REAL) -> list[Broken]:
        """Needs that are not met now, those that are down first: of one incident, or of all live ones of a mode.

        `warroom.domain.needs.unmet` says which of them a way to reach somebody lacks.
        """
        record = self._incident(incident) if incident else None
        return broken.broken(self._store.reader(), self._sight(), record, mode=mode)

    def carries(self) -> dict[str, tuple[str, ...]]:
        """What no longer works while a service is down, by the name of the service."""
        return broken.carries(self._store.reader())
