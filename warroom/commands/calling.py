"""Calling as verbs: what each try came to, who comes, who arrived, and who is called instead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from warroom.commands.attendance import CheckIn, check_in
from warroom.commands.base import Command, handles
from warroom.commands.called import standing, tries_of
from warroom.commands.callout_words import result_word
from warroom.commands.cell_words import seat_word
from warroom.commands.cells import function_id
from warroom.commands.entries import check_event, write_automatic
from warroom.commands.functions import HoldFunction, hold_function
from warroom.commands.hours import here
from warroom.commands.mobilisation import Wanted, add, callee_id, running
from warroom.commands.people import whoever
from warroom.domain.callout import Because, Reason
from warroom.domain.ids import RecordId
from warroom.domain.mobilisation import Callee, CalleeState, CallResult
from warroom.domain.rights import Right
from warroom.errors import Refusal
from warroom.phrases import labelled, time_of_day
from warroom.storage.books import Books, Row
from warroom.storage.naming import folded_name
from warroom.words import _


@dataclass(frozen=True, slots=True, kw_only=True)
class LogCall(Command[RecordId]):
    """What one try to reach somebody came to. Times are milliseconds UTC; `at` is now when absent.

    A wrong number is marked as not working on the person's card. Answers are told in the log; silence is kept with the
    tries.
    """

    right = Right.LOG

    callee: str
    result: CallResult
    reach: str = ""
    eta_at: int | None = None
    at: int | None = None
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledge(Command[RecordId]):
    """Somebody answered by themselves: they come, and when (milliseconds UTC)."""

    right = Right.LOG

    callee: str
    eta_at: int | None = None
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeBackCall(Command[RecordId]):
    """A call that was logged by mistake; it stays with the tries, and counts no longer."""

    right = Right.LOG

    call: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrive(Command[None]):
    """Somebody who was called out is there: they take the function they were called for, where it is free."""

    right = Right.CONDUCT

    callee: str
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalate(Command[RecordId]):
    """Call somebody else instead of who does not answer or refused: the deputy, or whoever is named."""

    right = Right.CONDUCT

    callee: str
    deputy: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StandDownCallee(Command[None]):
    """Somebody is no longer needed."""

    right = Right.CONDUCT

    callee: str
    reason: str = ""


@handles(LogCall)
def log_call(command: LogCall, books: Books) -> RecordId:
    callee, row = _called(books, command.callee)
    check_event(books, command.at)
    at = books.now if command.at is None else command.at
    if command.eta_at is not None and command.eta_at < at:
        raise Refusal(
            "due-in-past",
            _("This time is already past."),
            safe=_("Nothing was changed."),
            todo=_("Give a time to come."),
        )
    reach = _reach(books, callee, command.reach)
    eta = command.eta_at if command.result is CallResult.REACHED else None
    patch = {
        "callee": callee.id,
        "person": callee.person,
        "reach": reach["id"] if reach else None,
        "by": books.author.name,
        "at": at,
        "result": command.result.value,
        "eta_at": eta,
        "remark": command.remark.strip() or None,
    }
    made = books.make("call", {name: value for name, value in patch.items() if value is not None})
    is_wrong = command.result is CallResult.WRONG_NUMBER and not books.get("incident", row["incident"])["exercise"]
    if reach is not None and is_wrong and reach["works"] is not False:  # what is played strikes no number out
        books.write("reach", reach["id"], {"works": False})
    if command.result in (CallResult.REACHED, CallResult.REFUSED):
        _tell_answer(books, row, callee, command.result, eta, command.remark.strip())
    return made


@handles(Acknowledge)
def acknowledge(command: Acknowledge, books: Books) -> RecordId:
    said = LogCall(callee=command.callee, result=CallResult.REACHED, eta_at=command.eta_at, remark=command.remark)
    found: RecordId = log_call(said, books)
    return found


@handles(TakeBackCall)
def take_back_call(command: TakeBackCall, books: Books) -> RecordId:
    call = books.get("call", command.call)
    callee, row = _called(books, call["callee"])
    known = next((item.id for item in tries_of(books, callee.id) if item.takes_back == call["id"]), "")
    if known:
        return RecordId(known)
    patch = {"callee": callee.id, "person": callee.person, "by": books.author.name, "at": books.now}
    made = books.make("call", patch | {"takes_back": call["id"]})
    if call["result"] in (CallResult.REACHED, CallResult.REFUSED):
        name = _name(books, callee.person)
        sentence = _("Mobilisation {number}: “{result}” of {name} was logged by mistake.").format(
            number=row["number"], result=result_word(CallResult(call["result"])), name=name
        )
        _tell(books, row, sentence, "call-taken-back", {"person": name, "result": call["result"]})
    return made


@handles(Arrive)
def arrive(command: Arrive, books: Books) -> None:
    callee, row = _called(books, command.callee)
    if callee.state is CalleeState.IN_FUNCTION:
        return
    stamps = {} if callee.arrived_at is not None else {"arrived_at": books.now}
    books.write("callee", callee.id, {"state": CalleeState.IN_FUNCTION.value}, follows=stamps)
    place = command.place.strip()
    check_in(CheckIn(person=callee.person, incident=row["incident"], code=callee.code, place=place), books)
    if callee.code:
        _take(books, row, callee)


@handles(Escalate)
def escalate(command: Escalate, books: Books) -> RecordId:
    callee, row = _called(books, command.callee)
    person, name = whoever(books, command.deputy.strip() or callee.deputy or _deputy(books, row, callee))
    if person == callee.person:
        raise _no_deputy(_name(books, callee.person))
    was = _name(books, callee.person)
    record = callee_id(books, row["id"], person)
    if books.row("callee", record) is None:
        item = Wanted(person=person, code=callee.code, why=(Reason(Because.ESCALATED),))
        add(books, row["id"], person, item, rank=callee.rank or 1, caller=callee.caller, instead_of=callee.person)
    books.write("callee", callee.id, {}, follows={"escalated_at": books.now})
    sentence = _("Mobilisation {number}: {name} is called instead of {was}.").format(
        number=row["number"], name=name, was=was
    )
    _tell(books, row, sentence, "escalated", {"person": name, "was": was, "code": callee.code})
    return record


@handles(StandDownCallee)
def stand_down_callee(command: StandDownCallee, books: Books) -> None:
    callee, row = _called(books, command.callee)
    if callee.state is CalleeState.STOOD_DOWN:
        return
    reason = command.reason.strip()
    patch: dict[str, Any] = {"state": CalleeState.STOOD_DOWN.value}
    books.write("callee", callee.id, patch | ({"remark": reason} if reason else {}))
    name = _name(books, callee.person)
    sentence = _("Mobilisation {number}: {name} is no longer needed.").format(number=row["number"], name=name)
    _tell(books, row, f"{sentence} {reason}".strip(), "callee-stood-down", {"person": name, "reason": reason})


def _called(books: Books, reference: str) -> tuple[Callee, Row]:
    """Somebody called out as they stand, and the mobilisation, which goes on. Raises Refusal."""
    callee = standing(books, books.get("callee", reference))
    return callee, running(books, callee.mobilisation)


def _reach(books: Books, callee: Callee, reference: str) -> Row | None:
    if not reference.strip():
        return None
    reach = books.get("reach", reference)
    if reach["person"] != callee.person:
        raise Refusal(
            "reach-of-another",
            _("This is not a number of {name}.").format(name=_name(books, callee.person)),
            safe=_("Nothing was changed."),
            todo=_("Choose one of the person’s own."),
        )
    return reach


def _tell_answer(books: Books, row: Row, callee: Callee, result: CallResult, eta: int | None, remark: str) -> None:
    name = _name(books, callee.person)
    parts = [_("acknowledged") if result is CallResult.REACHED else result_word(result)]
    parts += [seat_word(callee.code)] if callee.code else []
    parts += [_("expected at {time}").format(time=time_of_day(eta, here(books)))] if eta is not None else []
    sentence = labelled(_("Mobilisation {number}, {name}").format(number=row["number"], name=name), ", ".join(parts))
    params = {"person": name, "result": result.value, "code": callee.code, "eta_at": eta}
    _tell(books, row, f"{sentence}. {remark}".strip(), "call-answered", params)


def _take(books: Books, row: Row, callee: Callee) -> None:
    """Take the function somebody was called for, in the cell at work; told where it is somebody else's, or refused."""
    cell = _cell(books, row["incident"])
    name = _name(books, callee.person)
    if cell is None:
        return
    known = books.row("function", function_id(books, cell["id"], callee.code))
    holder = (known["holder"] or "") if known else ""
    if folded_name(holder) == folded_name(name):
        return
    why = labelled(_("held by"), holder) if holder else ""
    if not holder:
        try:
            hold_function(_held(cell["id"], callee.code, name, known), books)
        except Refusal as refusal:
            why = refusal.message
    if why:
        sentence = _("{name} is there; the function {function} was not taken ({why}).").format(
            name=name, function=seat_word(callee.code), why=why.rstrip(".")
        )
        _tell(books, row, sentence, "function-not-taken", {"person": name, "code": callee.code, "holder": holder})


def _held(cell: str, code: str, name: str, known: Row | None) -> HoldFunction:
    """Somebody takes a function; who stands in and comes next stays as it is."""
    was: Row = known or {"deputy": "", "relief": "", "phone": "", "relief_at": None}
    return HoldFunction(
        cell=cell,
        code=code,
        holder=name,
        deputy=was["deputy"] or "",
        relief=was["relief"] or "",
        relief_at=was["relief_at"],
        phone=was["phone"] or "",
    )


def _cell(books: Books, incident: str) -> Row | None:
    """The cell at work that covers an incident, the one it leads first."""
    cells = [books.row("crisis_cell", row["cell"]) for row in books.where("coverage", incident=incident) if row["cell"]]
    at_work = [cell for cell in cells if cell is not None and cell["state"] == "active"]
    return min(at_work, key=lambda cell: (cell["lead"] != incident, cell["id"]), default=None)


def _deputy(books: Books, row: Row, callee: Callee) -> str:
    """Who stands in for a function in the cell at work. Raises Refusal where nobody does."""
    cell = _cell(books, row["incident"])
    known = books.row("function", function_id(books, cell["id"], callee.code)) if cell and callee.code else None
    deputy = (known["deputy"] or "") if known else ""
    name = _name(books, callee.person)
    if not deputy or folded_name(deputy) == folded_name(name):
        raise _no_deputy(name)
    return str(deputy)


def _no_deputy(name: str) -> Refusal:
    return Refusal(
        "deputy-missing",
        _("Nobody is named who would be called instead of {name}.").format(name=name),
        safe=_("Nothing was changed."),
        todo=_("Choose who is called instead."),
    )


def _name(books: Books, person: str) -> str:
    return str((books.any_row("person", person) or {}).get("name") or person[-8:])


def _tell(books: Books, row: Row, sentence: str, code: str, params: dict[str, Any]) -> None:
    incident = books.row("incident", row["incident"]) if row["incident"] else None
    if incident is not None:
        write_automatic(books, incident, sentence, code=code, params={"number": row["number"], **params})
