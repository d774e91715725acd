"""Requests for means as verbs: ask, approve against the approver's limit, refuse, order, take delivery, withdraw."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from warroom.commands.base import Command, handles, needed
from warroom.commands.entries import check_entry, write_automatic
from warroom.commands.field_words import euros, means_said, means_state_word
from warroom.commands.hours import time_said
from warroom.commands.means_limits import beyond, code_of
from warroom.commands.seen import Seen, unmoved
from warroom.domain.ids import RecordId
from warroom.domain.means import COST_MOST, QUANTITY_MOST, MeansState
from warroom.domain.rights import Right
from warroom.errors import Refusal
from warroom.phrases import labelled
from warroom.storage.books import Books, Row
from warroom.words import _


@dataclass(frozen=True, slots=True)
class MeansAsked:
    """A request for means: its id and printed number."""

    id: RecordId
    number: str

    def __str__(self) -> str:
        return self.number


@dataclass(frozen=True, slots=True, kw_only=True)
class AskMeans(Command[MeansAsked]):
    """Ask for means: what, how many, where to and by when (milliseconds UTC). Anybody who works here may ask."""

    right = Right.ACT

    incident: str
    what: str
    quantity: int = 1
    unit: str = ""
    reason: str = ""
    asked_by: str = ""
    place: str = ""
    needed_by: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendMeans(Command[None]):
    """Change what is asked for. None leaves a field; `no_date` clears the time. What was approved is asked anew."""

    right = Right.ACT

    means: str
    what: str | None = None
    quantity: int | None = None
    unit: str | None = None
    reason: str | None = None
    place: str | None = None
    needed_by: int | None = None
    no_date: bool = False
    seen: Seen | None = None

    def says(self, name: str, value: Any) -> dict[str, Any]:
        return {"needed_by": value, "no_date": value is None} if name == "needed_by" else {name: value}


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproveMeans(Command[None]):
    """Approve a request and commit its cost in euros, in the name of the approver (who types it, when left empty).

    `code` is the function that approves; the one the approver holds, when left empty. Past the limit of that function
    for this incident it takes a reason, and the name of somebody else who allowed it.
    """

    right = Right.DECIDE

    means: str
    cost: int = 0
    approver: str = ""
    code: str = ""
    supplier: str = ""
    over_limit: str = ""
    allowed_by: str = ""
    seen: Seen | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseMeans(Command[None]):
    """Refuse a request, with the reason."""

    right = Right.DECIDE

    means: str
    reason: str
    approver: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderMeans(Command[None]):
    """What was approved is on its way: from whom, and when it comes (milliseconds UTC). Said again, it moves."""

    right = Right.ACT

    means: str
    supplier: str = ""
    eta_at: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ArriveMeans(Command[None]):
    """So many arrived; all that were missing when left out. The request is over when none is missing."""

    right = Right.ACT

    means: str
    n: int | None = None
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawMeans(Command[None]):
    """A request is not needed any more, with the reason; `cost` is what is to be paid all the same, in euros."""

    right = Right.ACT

    means: str
    reason: str
    cost: int = 0


@handles(AskMeans)
def ask_means(command: AskMeans, books: Books) -> MeansAsked:
    incident = books.get("incident", command.incident)
    what = needed(command.what, code="means-empty", message=_("What is asked for?"))
    check_entry(books, what, event_at=None)
    number = books.number("means_request")
    asked_by = " ".join(command.asked_by.split()) or books.author.name
    patch: dict[str, Any] = {
        "incident": incident["id"],
        "number": number,
        "what": what,
        "quantity": _quantity(command.quantity),
        "unit": command.unit.strip(),
        "reason": command.reason.strip(),
        "asked_by": asked_by,
        "place": command.place.strip(),
        "needed_by": command.needed_by,
        "state": MeansState.ASKED.value,
        "asked_at": books.now,
    }
    record = books.make("means_request", {name: value for name, value in patch.items() if value not in (None, "")})
    said = [labelled(_("Means asked for, {number}").format(number=number), _what(patch))]
    if command.needed_by is not None:
        said.append(_("needed by {time}").format(time=time_said(books, command.needed_by)))
    params = {"means": number, "record": record, "asked_by": asked_by, "needed_by": command.needed_by}
    write_automatic(books, incident, " · ".join(said), code="means-asked", params=params)
    return MeansAsked(record, number)


@handles(AmendMeans)
def amend_means(command: AmendMeans, books: Books) -> None:
    known = _open(books, command.means)
    wanted: dict[str, Any] = {
        name: value.strip() or None
        for name in ("what", "unit", "reason", "place")
        if (value := getattr(command, name)) is not None
    }
    if command.what is not None:
        wanted["what"] = needed(command.what, code="means-empty", message=_("What is asked for?"))
    if command.quantity is not None:
        wanted["quantity"] = _quantity(command.quantity)
    if command.needed_by is not None or command.no_date:
        wanted["needed_by"] = command.needed_by
    changed = {name: value for name, value in wanted.items() if (known[name] or None) != value}
    changed = unmoved(books, "means_request", known["id"], changed, command.seen)
    if not changed:
        return
    follows: dict[str, Any] = {}
    if {"what", "quantity", "unit"} & set(changed) and known["state"] in (MeansState.APPROVED, MeansState.COMING):
        follows = {"state": MeansState.ASKED.value, "approved_at": None, "eta_at": None}
    books.write("means_request", known["id"], changed, follows=follows)
    said = [labelled(_("Request {number} changed").format(number=known["number"]), _what({**known, **changed}))]
    if follows:
        said.append(_("to be approved again"))
    _tell(books, known, " · ".join(said), "means-amended", changed)


@handles(ApproveMeans)
def approve_means(command: ApproveMeans, books: Books) -> None:
    known = _open(books, command.means)
    cost = _cost(command.cost)
    approver = " ".join(command.approver.split()) or books.author.name
    needed(approver, code="approver-missing", message=_("Say who approves: nobody sits at this keyboard."))
    code = command.code.strip().upper() or code_of(books, known["incident"], approver)
    allowed_by = " ".join(command.allowed_by.split())
    over = beyond(books, known, approver=approver, code=code, cost=cost, why=command.over_limit, allowed_by=allowed_by)
    wanted: dict[str, Any] = {"state": MeansState.APPROVED.value, "cost": cost, "approver": approver}
    wanted |= {"approver_code": code or None, "over_limit": over or None}
    wanted["allowed_by"] = allowed_by if over else None
    if command.supplier.strip():
        wanted["supplier"] = command.supplier.strip()
    wanted = unmoved(books, "means_request", known["id"], wanted, command.seen)
    changed = {name: value for name, value in wanted.items() if (known[name] or None) != (value or None)}
    if not changed:
        return
    books.write("means_request", known["id"], changed, follows={"approved_at": books.now, "refusal": None})
    said = _("Request {number} approved by {who}: {what}").format(
        number=known["number"], who=f"{approver} ({code})" if code else approver, what=_what(known)
    )
    parts = [said, euros(cost)] if cost else [said]
    if over:
        parts.append(_("past the limit, allowed by {who}: {why}").format(who=wanted["allowed_by"], why=over))
    params = {"approver": approver, "code": code, "cost": cost, "over_limit": over, "allowed_by": wanted["allowed_by"]}
    _tell(books, known, " · ".join(parts), "means-approved", params, key_event=bool(over))


@handles(RefuseMeans)
def refuse_means(command: RefuseMeans, books: Books) -> None:
    known = _open(books, command.means)
    reason = needed(command.reason, code="reason-missing", message=_("Say why this is refused."))
    approver = " ".join(command.approver.split()) or books.author.name
    follows = {"refusal": reason, "approver": approver or None, "cost": None, "eta_at": None}
    books.write("means_request", known["id"], {"state": MeansState.REFUSED.value}, follows=follows)
    sentence = _("Request {number} refused by {who}: {what} · {why}").format(
        number=known["number"], who=approver or "—", what=_what(known), why=reason
    )
    _tell(books, known, sentence, "means-refused", {"approver": approver, "reason": reason})


@handles(OrderMeans)
def order_means(command: OrderMeans, books: Books) -> None:
    known = _open(books, command.means)
    if known["state"] not in (MeansState.APPROVED, MeansState.COMING):
        raise Refusal(
            "means-not-approved",
            _("Request {number} is {state}: nothing is ordered before it is approved.").format(
                number=known["number"], state=means_state_word(_state(known))
            ),
            safe=_("Nothing was changed."),
            todo=_("Have it approved first; whoever may commit the money does it in one step."),
        )
    supplier = command.supplier.strip()
    wanted = {"state": MeansState.COMING.value, "supplier": supplier or known["supplier"], "eta_at": command.eta_at}
    changed = {name: value for name, value in wanted.items() if (known[name] or None) != (value or None)}
    if not changed:
        return
    books.write("means_request", known["id"], changed)
    said = [labelled(_("Request {number} is coming").format(number=known["number"]), _what(known))]
    if supplier:
        said.append(supplier)
    if command.eta_at is not None:
        said.append(_("arrives {time}").format(time=time_said(books, command.eta_at)))
    _tell(books, known, " · ".join(said), "means-ordered", {"supplier": supplier, "eta_at": command.eta_at})


@handles(ArriveMeans)
def arrive_means(command: ArriveMeans, books: Books) -> None:
    known = _open(books, command.means)
    total, before = known["quantity"] or 1, known["arrived"] or 0
    n = max(1, total - before) if command.n is None else _quantity(command.n)
    arrived = min(before + n, QUANTITY_MOST)
    is_whole = arrived >= total
    wanted: dict[str, Any] = {"arrived": arrived}
    if is_whole:
        wanted["state"] = MeansState.ARRIVED.value
    books.write("means_request", known["id"], wanted, follows={"arrived_at": books.now} if is_whole else {})
    told = _("Request {number} arrived") if is_whole else _("Request {number} arrived in part")
    said = [labelled(told.format(number=known["number"]), _what(known))]
    if not is_whole:
        said.append(_("{n} of {all} arrived").format(n=arrived, all=total))
    if command.remark.strip():
        said.append(command.remark.strip())
    _tell(books, known, " · ".join(said), "means-arrived", {"n": n, "arrived": arrived})


@handles(WithdrawMeans)
def withdraw_means(command: WithdrawMeans, books: Books) -> None:
    known = _open(books, command.means)
    reason = needed(command.reason, code="reason-missing", message=_("Say why this is not needed any more."))
    cost = _cost(command.cost)
    follows: dict[str, Any] = {"eta_at": None}
    if (known["cost"] or 0) != cost:
        follows["cost"] = cost or None
    books.write("means_request", known["id"], {"state": MeansState.WITHDRAWN.value}, follows=follows)
    said = [
        _("Request {number} withdrawn: {what} · {why}").format(number=known["number"], what=_what(known), why=reason)
    ]
    if cost:
        said.append(_("{cost} to be paid all the same").format(cost=euros(cost)))
    _tell(books, known, " · ".join(said), "means-withdrawn", {"reason": reason, "cost": cost})


# What helps


def _open(books: Books, reference: str) -> Row:
    """A request that is not over. Raises Refusal `means-over`."""
    known = books.get("means_request", reference)
    if _state(known).is_over and not books.is_disputed("means_request", known["id"], "state"):
        raise Refusal(
            "means-over",
            _("Request {number} is {state}.").format(number=known["number"], state=means_state_word(_state(known))),
            safe=_("Nothing was changed; your text is still there."),
            todo=_("Ask for what is needed now in a new request."),
        )
    return known


def _state(row: Row) -> MeansState:
    return MeansState(row["state"]) if row["state"] in list(MeansState) else MeansState.ASKED


def _what(row: Row) -> str:
    return means_said(row["what"] or "—", row["quantity"] or 1, row["unit"] or "")


def _quantity(n: int) -> int:
    if not 1 <= n <= QUANTITY_MOST:
        raise Refusal(
            "means-quantity",
            _("How many: a whole number from 1 to {most}.").format(most=QUANTITY_MOST),
            safe=_("Nothing was changed."),
        )
    return n


def _cost(n: int) -> int:
    if not 0 <= n <= COST_MOST:
        raise Refusal(
            "means-cost",
            _("A cost is a whole number of euros, and not below zero."),
            safe=_("Nothing was changed."),
        )
    return n


def _tell(
    books: Books, known: Row, sentence: str, code: str, params: dict[str, Any], *, key_event: bool = False
) -> None:
    incident = books.get("incident", known["incident"])
    said = {"means": known["number"], "record": known["id"], **params}
    write_automatic(books, incident, sentence, code=code, params=said, key_event=key_event)
