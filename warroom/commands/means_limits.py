"""Limits of means: who may commit how much money for an incident alone (doctrine §2.1: authority of a function)."""

from __future__ import annotations

from warroom.commands.field_words import euros
from warroom.domain.cells import CellState
from warroom.domain.means import COMMITTED, limit_of
from warroom.errors import Refusal
from warroom.storage.books import Books, Row
from warroom.storage.naming import folded_name
from warroom.words import _


def spend_limits(books: Books) -> dict[str, int]:
    """Euros that each function may commit alone, where the room gave it a limit."""
    cards = [row for row in books.where("role_card") if row["code"] and row["spend_limit"] is not None]
    return {row["code"]: row["spend_limit"] for row in cards}


def code_of(books: Books, incident: str, person: str) -> str:
    """The function in whose name somebody commits money for an incident: of those they hold in a cell at work that
    covers it, the one with the highest limit; "" for none."""
    wanted, held = folded_name(person), set()
    for coverage in books.where("coverage", incident=incident):
        cell = books.row("crisis_cell", coverage["cell"]) if coverage["cell"] else None
        if cell is None or cell["state"] == CellState.STOOD_DOWN:
            continue
        for function in books.where("function", cell=cell["id"]):
            if function["holder"] and folded_name(function["holder"]) == wanted:
                held.add(function["code"] or "")
    limits = spend_limits(books)
    return max(held, key=lambda code: (limits.get(code, 0), code), default="")


def beyond(books: Books, known: Row, *, approver: str, code: str, cost: int, why: str, allowed_by: str) -> str:
    """Why a cost may pass the limit of the function that approves; "" within it. Raises Refusal without a reason."""
    limit = limit_of(code, spend_limits(books))
    if limit is None or not cost:
        return ""
    spent = _committed(books, known, approver=approver, code=code)
    if spent + cost <= limit:
        return ""
    who = folded_name(allowed_by)
    if why.strip() and who and who != folded_name(approver):
        return why.strip()
    raise Refusal(
        "over-limit",
        _("{cost} more would make {total}: the limit here is {limit}.").format(
            cost=euros(cost), total=euros(spent + cost), limit=euros(limit)
        ),
        safe=_("Nothing was approved; what you typed is still there."),
        todo=_("Have somebody with a higher limit approve it, or say why and who else allowed it."),
    )


def _committed(books: Books, known: Row, *, approver: str, code: str) -> int:
    """What this function, or this person without one, committed for the incident already, this request left out."""
    return sum(
        row["cost"] or 0
        for row in books.where("means_request", incident=known["incident"])
        if row["id"] != known["id"]
        and row["state"] in COMMITTED
        and (row["approver_code"] or "") == code
        and (code or folded_name(row["approver"] or "") == folded_name(approver))
    )
