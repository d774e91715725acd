"""Views of what comes in: one message, one rumour, one promise."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from warroom.domain.inbound import Inbound, Promise, Rumour
from warroom.storage.queries.plain import fetch

if TYPE_CHECKING:
    from warroom.storage.sight import Sight
    from warroom.storage.store import Store

Record = TypeVar("Record")


class ViewsOfIncoming:
    """What `Views` answers of incoming messages, of what is said outside, and of promises, one by one."""

    _store: Store

    if TYPE_CHECKING:

        def _sight(self) -> Sight: ...

    def inbound(self, record: str) -> Inbound | None:
        return self._one(Inbound, "inbound", record)

    def rumour(self, record: str) -> Rumour | None:
        return self._one(Rumour, "rumour", record)

    def promise(self, record: str) -> Promise | None:
        return self._one(Promise, "promise", record)

    def _one(self, kind: type[Record], noun: str, record: str) -> Record | None:
        found = fetch(self._store.reader(), self._sight(), kind, noun, "id=?", (bytes.fromhex(record),))
        return next(iter(found), None)
