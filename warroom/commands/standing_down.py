"""Standing a cell down: against criteria, saying what remains and who owns it (doctrine §8, P14)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass

from warroom.commands.base import Command, handles, needed
from warroom.commands.cadence import stop_all
from warroom.commands.cell_words import criterion_said
from warroom.commands.telling import active_cell, covered_ids, tell_everywhere
from warroom.domain.actions import ActionState
from warroom.domain.cells import CellState, Judged, Remaining
from warroom.domain.decisions import DecisionState
from warroom.domain.dues import DueKind
from warroom.domain.points import PointState
from warroom.domain.rights import Right
from warroom.errors import Refusal
from warroom.storage.books import Books, Row
from warroom.storage.rulebook import legal_clocks_in
from warroom.words import _, ngettext

LISTED = 8  # things that a refusal names


@dataclass(frozen=True, slots=True, kw_only=True)
class StandDown(Command[None]):
    """End a cell. Every criterion is met or says why not; whatever remains open has an owner.

    Open actions, questions, clocks and freezes of the cell remain by themselves, each with the owner it has; `remains`
    gives them another one, and adds what the room does not know. A cell whose incidents another cell covers too needs
    no criteria: that one goes on.
    """

    right = Right.CONDUCT

    cell: str
    by: str
    reason: str
    criteria: tuple[Judged, ...] = ()
    remains: tuple[Remaining, ...] = ()


@handles(StandDown)
def stand_down(command: StandDown, books: Books) -> None:
    cell = active_cell(books, command.cell)
    by = needed(command.by, code="decider-missing", message=_("Who decided to stand the cell down?"))
    reason = needed(command.reason, code="reason-missing", message=_("The end of a cell needs a reason."))
    other = _goes_on_with(books, cell)
    remains: tuple[Remaining, ...] = ()
    if other is None:
        _check_criteria(command.criteria)
        remains = _remaining(command, books, cell)
    books.write(
        "crisis_cell",
        cell["id"],
        {
            "state": CellState.STOOD_DOWN.value,
            "stood_down_by": by,
            "stand_down_reason": reason,
            "criteria": [asdict(item) for item in command.criteria],
            "remains": [asdict(item) for item in remains],
        },
        follows={"stood_down_at": books.now},
    )
    for point in books.where("point", cell=cell["id"], state=PointState.PLANNED.value):
        why = {"reason": _("The cell stood down.")}
        books.write("point", point["id"], {}, follows={"state": PointState.SKIPPED.value, **why})
    if other is None:
        for record in covered_ids(books, cell["id"]):
            if (incident := books.row("incident", record)) is not None:
                stop_all(books, incident, _("The cell stood down."))
    params = {"number": cell["number"], "by": by, "reason": reason, "remains": [asdict(item) for item in remains]}
    sentence = _sentence(cell, by, reason, remains, other)
    tell_everywhere(books, cell, sentence, code="cell-stood-down", params=params)


def open_matters(books: Books, cell: Row) -> Iterator[Remaining]:
    """What is open in a cell and its incidents: actions, questions, clocks, freezes; restricted text is not told.

    Legal clocks go on after the cell: each belongs to the function that its rule names.
    """
    for incident in covered_ids(books, cell["id"]):
        for row in _by_number(books.where("action", incident=incident)):
            if row["state"] not in (ActionState.DONE, ActionState.CANCELLED, ActionState.SKIPPED):
                yield Remaining(f"{row['number']} {row['text']}", row["owner"] or "", "action", row["id"])
        for row in _by_number(books.where("decision", incident=incident, state=DecisionState.REQUESTED.value)):
            said = _("restricted decision {number}").format(number=row["number"])
            text = said if row["circle"] else f"{row['number']} {row['question']}"
            decider = "" if row["circle"] else row["decider"] or ""
            yield Remaining(text, decider, "decision", row["id"])
        for row in books.where("due", incident=incident, done_at=None):
            if row["kind"] == DueKind.UPDATE:
                continue  # the cadence of messages is the cell's, and ends with it
            yield Remaining(row["label"] or _("deadline"), "", "due", row["id"])
        for clock in legal_clocks_in(books, incident):
            if clock.state.is_running:
                yield Remaining(clock.label, clock.owner, "legal", clock.key)
    for row in books.where("freeze", cell=cell["id"], ended_at=None):
        yield Remaining(_("freeze “{scope}”").format(scope=row["scope"]), row["by"] or "", "freeze", row["id"])


def _by_number(rows: list[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: str(row["number"] or ""))


def _remaining(command: StandDown, books: Books, cell: Row) -> tuple[Remaining, ...]:
    """Everything that remains, with its owner. Raises Refusal `owner-missing` that lists what has none."""
    given = {(item.noun, item.record): item for item in command.remains if item.record}
    found = []
    for item in open_matters(books, cell):
        said = given.pop((item.noun, item.record), None)
        owner = " ".join(said.owner.split()) if said else ""
        found.append(Remaining(item.text, owner or item.owner, item.noun, item.record))
    loose = [Remaining(item.text.strip(), " ".join(item.owner.split())) for item in command.remains if not item.record]
    found += [item for item in loose if item.text]
    orphans = [item.text for item in found if not item.owner]
    if orphans:
        raise Refusal(
            "owner-missing",
            _("This remains and belongs to nobody: {texts}.").format(texts=_listed(orphans)),
            safe=_("Nothing was changed; the cell is still at work."),
            todo=_("Give each an owner, or finish it first."),
        )
    return tuple(found)


def _check_criteria(criteria: tuple[Judged, ...]) -> None:
    judged = [item for item in criteria if item.text.strip()]
    if not judged:
        raise Refusal(
            "criteria-missing",
            _("A cell stands down against criteria, and none was given."),
            safe=_("Nothing was changed; the cell is still at work."),
            todo=_("Go through the list: stability, backlog, data, security, accesses, messages, clocks, review."),
        )
    unsaid = [criterion_said(item.text) for item in judged if not item.met and not item.remark.strip()]
    if unsaid:
        raise Refusal(
            "criteria-unmet",
            _("Not met, and nothing says why the cell stands down all the same: {texts}.").format(
                texts=_listed(unsaid)
            ),
            safe=_("Nothing was changed; the cell is still at work."),
            todo=_("Meet them, or write a remark beside each."),
        )


def _goes_on_with(books: Books, cell: Row) -> Row | None:
    """The other cell at work that covers every incident of this one: two were activated apart."""
    covering = [
        {row["cell"] for row in books.where("coverage", incident=incident)} - {cell["id"]}
        for incident in covered_ids(books, cell["id"])
    ]
    for record in sorted(set.intersection(*covering)) if covering else []:
        other = books.row("crisis_cell", record)
        if other is not None and other["state"] == CellState.ACTIVE:
            return other
    return None


def _sentence(cell: Row, by: str, reason: str, remains: tuple[Remaining, ...], other: Row | None) -> str:
    said = _("Crisis cell {number} stood down by {by}. {reason}").format(number=cell["number"], by=by, reason=reason)
    if other is not None:
        return f"{said} " + _("Cell {number} goes on.").format(number=other["number"])
    if not remains:
        return f"{said} " + _("Nothing remains open.")
    listed = "; ".join(f"{item.text} ({item.owner})" for item in remains)
    return f"{said} " + _("Remains: {texts}.").format(texts=listed)


def _listed(texts: list[str]) -> str:
    more = len(texts) - LISTED
    said = "; ".join(text[:80] for text in texts[:LISTED])
    return said + (" " + ngettext("and {n} more", "and {n} more", more).format(n=more) if more > 0 else "")
