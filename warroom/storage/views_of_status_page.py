"""Views of what the public status page is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from warroom.domain.status_page import PublicService
from warroom.storage.queries import status_page

if TYPE_CHECKING:
    from warroom.storage.store import Store


class ViewsOfStatusPage:
    """What `Views` answers for the public page."""

    _store: Store

    def public_services(self) -> list[PublicService]:
        """Services that are on the page and have a name for outside, by that name."""
        return status_page.public_services(self._store.reader())
