"""Relief as verbs: who is on duty when, planned by one shift or by a whole plan, and the rules of rest of this room."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from warroom.commands.base import Command, handles, needed
from warroom.commands.cell_words import seat_word
from warroom.commands.cells import function_id
from warroom.commands.hours import time_said
from warroom.commands.people import whoever
from warroom.commands.plan_followed import follow_plan, name_of
from warroom.commands.seen import Seen, unmoved
from warroom.commands.telling import active_cell, tell
from warroom.domain.ids import PersonId, RecordId
from warroom.domain.nouns import DELETED
from warroom.domain.rest_rules import MOST_MIN
from warroom.domain.rights import Right
from warroom.errors import Refusal
from warroom.storage.books import Books, Row
from warroom.storage.rest_rules import shipped
from warroom.words import _, ngettext

DAY_MS = 24 * 60 * 60_000
PLAN_MOST = 500  # shifts of one plan
CODE_MOST = 12  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftSaid:
    """One shift as somebody wants it. Times in milliseconds UTC."""

    person: str  # name or id
    code: str
    from_at: int
    until_at: int
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanShift(Command[RecordId]):
    """Plan who holds a function from when to when. Times in milliseconds UTC; rules of rest warn and never refuse."""

    right = Right.CONDUCT

    cell: str
    person: str  # name or id
    code: str
    from_at: int
    until_at: int
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendShift(Command[None]):
    """Change a shift; the log keeps what stood there."""

    right = Right.CONDUCT

    shift: str
    person: str
    code: str
    from_at: int
    until_at: int
    remark: str = ""
    seen: Seen | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DropShift(Command[None]):
    """Take a shift out of the plan."""

    right = Right.CONDUCT

    shift: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRelief(Command[tuple[RecordId, ...]]):
    """A whole plan at once. What was planned for its functions and has not begun yet gives way to it."""

    right = Right.CONDUCT

    cell: str
    shifts: tuple[ShiftSaid, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRest(Command[None]):
    """Set a rule of rest as the agreement of this house has it; None of minutes gives back what ships."""

    right = Right.JUDGE

    code: str
    minutes: int | None
    off: bool = False
    reason: str = ""


@handles(PlanShift)
def plan_shift(command: PlanShift, books: Books) -> RecordId:
    cell = active_cell(books, command.cell)
    _person, name, wanted = _wanted(books, command)
    twin = _twin(books, cell, wanted)
    if twin is not None:
        return RecordId(twin["id"])
    made = books.make("shift", {"cell": cell["id"], **{field: value for field, value in wanted.items() if value}})
    sentence = _("Shift planned: {shift}.").format(shift=_said(books, cell, name, wanted))
    params = {"person": name, "code": wanted["code"], "from": wanted["from_at"], "until": wanted["until_at"]}
    tell(books, cell, sentence, code="shift-planned", params=params)
    follow_plan(books, cell, [wanted["code"]])
    return made


@handles(AmendShift)
def amend_shift(command: AmendShift, books: Books) -> None:
    row = books.get("shift", command.shift)
    cell = active_cell(books, row["cell"])
    _person, name, wanted = _wanted(books, command)
    wanted = unmoved(books, "shift", row["id"], wanted, command.seen)
    changed = {field: value for field, value in wanted.items() if (row[field] or None) != value}
    if not changed:
        return
    was = name_of(books, row)
    books.write("shift", row["id"], changed)
    if set(changed) != {"remark"}:
        now = {**row, **changed}
        former, later = _said(books, cell, was, row), _said(books, cell, name, now)
        sentence = _("Shift changed: {was} → {now}.").format(was=former, now=later)
        params = {"was": was, "person": name, "code": now["code"], "from": now["from_at"], "until": now["until_at"]}
        tell(books, cell, sentence, code="shift-changed", params=params)
    follow_plan(books, cell, {row["code"], wanted.get("code", row["code"])})


@handles(DropShift)
def drop_shift(command: DropShift, books: Books) -> None:
    row = books.get("shift", command.shift)
    cell = active_cell(books, row["cell"])
    books.write("shift", row["id"], {DELETED: True})
    name = name_of(books, row)
    sentence = _("Shift dropped: {shift}.").format(shift=_said(books, cell, name, row))
    tell(books, cell, sentence, code="shift-dropped", params={"person": name, "code": row["code"]})
    follow_plan(books, cell, [row["code"]])


@handles(PlanRelief)
def plan_relief(command: PlanRelief, books: Books) -> tuple[RecordId, ...]:
    cell = active_cell(books, command.cell)
    if not 0 < len(command.shifts) <= PLAN_MOST:
        raise Refusal(
            "plan-empty",
            _("A relief plan has between one and {n} shifts.").format(n=PLAN_MOST),
            safe=_("Nothing was changed."),
            todo=_("Let somebody hold a function first, or ask for a shorter plan."),
        )
    wanted = [_wanted(books, shift) for shift in command.shifts]
    codes = {shift["code"] for _person, _name, shift in wanted}
    for row in books.where("shift", cell=cell["id"]):
        if row["code"] in codes and (row["from_at"] or 0) >= books.now:
            books.write("shift", row["id"], {DELETED: True})
    made = []
    for _person, _name, shift in wanted:
        twin = _twin(books, cell, shift)
        patch = {"cell": cell["id"], **{field: value for field, value in shift.items() if value}}
        made.append(RecordId(twin["id"]) if twin else books.make("shift", patch))
    last = max(shift["until_at"] for _person, _name, shift in wanted)
    sentence = ngettext("Relief plan: {n} shift until {at}.", "Relief plan: {n} shifts until {at}.", len(made)).format(
        n=len(made), at=time_said(books, last)
    )
    tell(books, cell, sentence, code="relief-planned", params={"n": len(made), "until": last}, key_event=True)
    follow_plan(books, cell, codes)
    return tuple(made)


@handles(ChangeRest)
def change_rest(command: ChangeRest, books: Books) -> None:
    known = {rule.code: rule for rule in shipped()}
    if command.code not in known:
        raise Refusal("rest-unknown", _("There is no rule of rest “{code}”.").format(code=command.code))
    minutes = known[command.code].minutes if command.minutes is None else command.minutes
    if not 0 < minutes <= MOST_MIN:
        raise Refusal(
            "rest-unfit",
            _("A rule of rest needs a length."),
            safe=_("Nothing was changed."),
            todo=_("Give it in minutes, or put the rule out of force."),
        )
    reason = needed(command.reason, code="reason-missing", message=_("A change of a rule needs a reason."))
    patch = {"code": command.code, "minutes": minutes, "off": command.off, "reason": reason, "by": books.author.name}
    record = books.named("rest_rule", command.code)
    if books.row("rest_rule", record) is None:
        books.make("rest_rule", patch, record=record)
    else:
        books.write("rest_rule", record, patch)


def _wanted(books: Books, said: PlanShift | AmendShift | ShiftSaid) -> tuple[PersonId, str, dict[str, Any]]:
    code = needed(said.code, code="function-missing", message=_("Which function?")).upper()
    if len(code) > CODE_MOST:
        raise Refusal("function-malformed", _("A function has a code of at most twelve letters."))
    if said.until_at <= said.from_at or said.until_at - said.from_at > DAY_MS:
        raise Refusal(
            "shift-unfit",
            _("A shift ends after it begins, and within 24 hours."),
            safe=_("Nothing was changed."),
            todo=_("Check both times, and their dates."),
        )
    person, name = whoever(books, said.person)
    times = {"from_at": said.from_at, "until_at": said.until_at}
    return person, name, {"person": person, "code": code, **times, "remark": said.remark.strip() or None}


def _twin(books: Books, cell: Row, wanted: dict[str, Any]) -> Row | None:
    """The very same shift, planned before."""
    same = {name: wanted[name] for name in ("person", "code", "from_at", "until_at")}
    return next(iter(books.where("shift", cell=cell["id"], **same)), None)


def _said(books: Books, cell: Row, name: str, shift: Row) -> str:
    """`Marc Petit, Coordinator, 14:00 – 22:00`."""
    function = books.row("function", function_id(books, cell["id"], shift["code"] or ""))
    word = seat_word(shift["code"] or "", (function or {}).get("label") or "")
    return f"{name}, {word}, {time_said(books, shift['from_at'] or 0)} – {time_said(books, shift['until_at'] or 0)}"
