"""Heard: an entry typed from a team that was sent out is word from that team, at the time it was said."""

from __future__ import annotations

from typing import Any

from warroom.domain.cells import CellState
from warroom.domain.field_teams import is_called
from warroom.storage.books import Books, Row


def hear(books: Books, incident: Row, entry: str, *, from_who: str, event_at: int | None) -> None:
    """Note the contact of each team out that an entry (its id) is from, by name, call sign or number.

    The words stay in the entry, where circles, erasures and corrections find them. `event_at` is milliseconds UTC, now
    when absent.
    """
    if not from_who.strip():
        return
    for team in teams_out(books, incident):
        if is_called((team["name"] or "", team["call_sign"] or "", team["number"] or ""), from_who):
            at = books.now if event_at is None else event_at
            note(books, team, at=at, incoming=True, entry=entry)


def note(books: Books, team: Row, *, at: int, incoming: bool, **more: Any) -> str:
    """One contact of a team; the id of its record."""
    patch = {"field_team": team["id"], "at": at, "incoming": incoming, "by": books.author.name, **more}
    return books.make("contact", {name: value for name, value in patch.items() if value not in (None, "")})


def teams_out(books: Books, incident: Row) -> list[Row]:
    """The teams out for an incident, and for those that the same cell at work covers, of the same mode."""
    found = books.where("field_team", returned_at=None)
    if not found:
        return []
    near = _covered_with(books, incident)
    return [team for team in found if team["incident"] in near and _mode_of(books, team) == bool(incident["exercise"])]


def _covered_with(books: Books, incident: Row) -> set[str]:
    near = {incident["id"]}
    for coverage in books.where("coverage", incident=incident["id"]):
        cell = books.row("crisis_cell", coverage["cell"]) if coverage["cell"] else None
        if cell is not None and cell["state"] != CellState.STOOD_DOWN:
            near.update(row["incident"] for row in books.where("coverage", cell=cell["id"]))
    return near


def _mode_of(books: Books, team: Row) -> bool:
    incident = books.row("incident", team["incident"]) if team["incident"] else None
    return bool(incident and incident["exercise"])
