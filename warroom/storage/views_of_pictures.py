"""Views that only pictures need."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

from warroom.storage.queries import log

if TYPE_CHECKING:
    from warroom.storage.store import Store


class ViewsOfPictures:
    """What `Views` answers for whoever draws."""

    _store: Store

    if TYPE_CHECKING:

        def _incident(self, reference: str) -> bytes: ...

    def entry_times(self, incident: str) -> array[int]:
        """When everything in the log of an incident happened (milliseconds UTC), in order."""
        return log.entry_times(self._store.reader(), self._incident(incident))
