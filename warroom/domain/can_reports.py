"""CAN: conditions, actions, needs, as a technical lead reports them in one breath (doctrine §2.1 SME)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from warroom.domain.entries import Entry
from warroom.domain.ids import EntryId

CODE = "can"


@dataclass(frozen=True, slots=True)
class CanReport:
    """One report of one lead. Times are milliseconds UTC."""

    entry: EntryId
    number: str
    lead: str
    workstream: str
    conditions: str
    actions: str
    needs: str
    at: int
    follow_up: str  # the numbers of what came of its needs
    restricted: str = ""  # the circle it is restricted to, where it cannot be read here


def can_of(entry: Entry) -> CanReport:
    """What an entry with this code says; its whole text stands for the conditions where its parts are missing."""
    parts = {name: _text(entry.params.get(name)) for name in ("conditions", "actions", "needs")}
    if not any(parts.values()):
        parts["conditions"] = entry.text
    return CanReport(
        entry=entry.id,
        number=entry.number,
        lead=entry.from_who,
        workstream=entry.workstream,
        at=entry.event_at,
        follow_up=entry.follow_up,
        restricted=entry.restricted,
        **parts,
    )


def latest_of_each(entries: Iterable[Entry]) -> list[CanReport]:
    """The last report of each lead and workstream, newest first."""
    found: dict[tuple[str, str], CanReport] = {}
    for report in sorted((can_of(each) for each in entries), key=lambda each: (-each.at, each.entry)):
        found.setdefault((_folded(report.lead), _folded(report.workstream)), report)
    return list(found.values())


def is_stale(report: CanReport, *, next_point: int | None, now_ms: int) -> bool:
    """Whether a point has passed since the lead reported: the cell would speak of what it no longer knows."""
    return next_point is not None and report.at < next_point <= now_ms


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
