"""Which services an incident touches: one record for each, whoever names it first."""

from __future__ import annotations

from warroom.domain.ids import RecordId
from warroom.domain.services import DOWN, ServiceState
from warroom.storage.books import Books, Row


def impact_id(books: Books, incident: str, name: str) -> RecordId:
    """The id of what says that this incident touches the service of this name."""
    return books.named("impact", f"{incident} {books.named('service', name)}")


def touch_service(
    books: Books, incident: Row, name: str, *, state: str = ServiceState.UNKNOWN.value, since: int | None = None
) -> str:
    """Say that an incident touches a service, by name; the same name makes the same record on every station."""
    service = books.named("service", name)
    if books.row("service", service) is None:
        books.make("service", {"name": name.strip()}, record=service)
    impact = impact_id(books, incident["id"], name)
    if books.row("impact", impact) is None:
        began = books.now if since is None else since
        patch = {"incident": incident["id"], "service": service, "state": state, "since": began}
        books.make("impact", patch | ({"down_since": began} if state in DOWN else {}), record=impact)
    return impact
