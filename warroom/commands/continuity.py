"""What a business impact analysis says of a service: how long it may be down, and how much data may be lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from warroom.commands.base import Command, handles, needed
from warroom.commands.entries import FUTURE_MS
from warroom.commands.seen import Seen, unmoved
from warroom.domain.ids import RecordId
from warroom.domain.rights import Right
from warroom.errors import Refusal
from warroom.storage.books import Books
from warroom.words import _

MINUTES_MAX = 60 * 24 * 366  # a year
MINUTES = ("rto_min", "mtpd_min", "rpo_min", "failover_min")


@dataclass(frozen=True, slots=True, kw_only=True)
class SetContinuity(Command[RecordId]):
    """Say the objectives of a service, by name, in minutes; 0 takes one back, None leaves it as it is.

    RTO may not be longer than MTPD (ISO 22301; doctrine §6.1). The failover time is a measured one, with the day it was
    measured (milliseconds UTC).
    """

    right = Right.CONDUCT

    service: str
    rto_min: int | None = None
    mtpd_min: int | None = None
    rpo_min: int | None = None
    failover_min: int | None = None
    failover_tested: int | None = None
    seen: Seen | None = None


@handles(SetContinuity)
def set_continuity(command: SetContinuity, books: Books) -> RecordId:
    name = needed(command.service, code="service-missing", message=_("Which service?"))
    service = books.named("service", name)
    said: dict[str, Any] = {field: getattr(command, field) for field in MINUTES}
    _check(books, service, command)
    wanted = {field: value or None for field, value in said.items() if value is not None}
    if command.failover_tested is not None:
        wanted["failover_tested"] = command.failover_tested or None
    known = books.row("service", service)
    if known is None:
        return books.make("service", {"name": name, **{k: v for k, v in wanted.items() if v}}, record=service)
    changed = {field: value for field, value in wanted.items() if value != known[field]}
    changed = unmoved(books, "service", service, changed, command.seen)
    if changed:
        books.write("service", service, changed)
    return service


def _check(books: Books, service: str, command: SetContinuity) -> None:
    """Raises Refusal for what no service can have."""
    minutes = [getattr(command, field) for field in MINUTES]
    if any(value is not None and not 0 <= value <= MINUTES_MAX for value in minutes):
        raise Refusal(
            "minutes-unfit",
            _("A length in minutes is between none and one year."),
            safe=_("Nothing was changed."),
            todo=_("Check the figures."),
        )
    if command.failover_tested is not None and command.failover_tested > books.now + FUTURE_MS:
        raise Refusal(
            "event-in-future",
            _("A failover is measured before it is noted."),
            safe=_("Nothing was changed."),
            todo=_("Check the date of the test."),
        )
    known = books.row("service", service) or {}
    rto = known.get("rto_min") if command.rto_min is None else command.rto_min
    mtpd = known.get("mtpd_min") if command.mtpd_min is None else command.mtpd_min
    if rto and mtpd and rto > mtpd:
        raise Refusal(
            "rto-over-mtpd",
            _("The RTO cannot be longer than the MTPD: the service would be up again when it no longer matters."),
            safe=_("Nothing was changed."),
            todo=_("Check both figures in the business impact analysis."),
        )
