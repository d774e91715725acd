"""The functions of a cell as verbs: who holds which, who stands in, who comes next."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from warroom import phrases
from warroom.commands.base import Command, handles, needed
from warroom.commands.cell_words import seat_word
from warroom.commands.cells import arm, function_id
from warroom.commands.commander import may_hold
from warroom.commands.plan_followed import follow_plan
from warroom.commands.seen import Seen, unmoved
from warroom.commands.telling import active_cell, tell
from warroom.domain.cells import CORE, Seat, same_person
from warroom.domain.ids import RecordId
from warroom.domain.nouns import DELETED
from warroom.domain.rights import Right
from warroom.errors import Refusal
from warroom.phrases import labelled
from warroom.storage.books import Books, Row
from warroom.words import _

CODE = re.compile(r"[\w-]{1,12}")
FIELDS = ("holder", "deputy", "relief", "relief_at", "phone", "label")


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldFunction(Command[RecordId]):
    """Say who holds a function, armed if it was not; a name is enough. Without a holder it is armed vacant.

    A code that the doctrine does not know needs a label. `relief_at` is milliseconds UTC. `both_reason` is why one
    person coordinates and resolves, which only a small incident allows (decision 0105).
    """

    right = Right.CONDUCT

    cell: str
    code: str
    holder: str
    deputy: str = ""
    relief: str = ""
    relief_at: int | None = None
    phone: str = ""
    label: str = ""
    both_reason: str = ""
    seen: Seen | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeFunction(Command[RecordId]):
    """Whoever sits here takes a function, armed if it was not; one that somebody holds needs the reason.

    Raises Refusal `nobody-sits-here`, `function-held` without a reason, `resolver-commands` (decision 0105).
    """

    right = Right.CONDUCT

    cell: str
    code: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveFunction(Command[None]):
    """The holder of a function left it; it is vacant from now on."""

    right = Right.CONDUCT

    cell: str
    code: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DropFunction(Command[None]):
    """This cell needs the function no longer; those that every cell has stay."""

    right = Right.CONDUCT

    cell: str
    code: str


@handles(HoldFunction)
def hold_function(command: HoldFunction, books: Books) -> RecordId:
    cell = active_cell(books, command.cell)
    code = code_of(command.code)
    record = function_id(books, cell["id"], code)
    known = books.row("function", record)
    label = command.label.strip()
    if code not in set(Seat) and not (label or (known and known["label"])):
        raise Refusal(
            "label-missing",
            _("“{code}” is no function that is known here.").format(code=code),
            safe=_("Nothing was changed."),
            todo=_("Give it a name."),
        )
    wanted = _wanted(command, known)
    if known is not None:
        wanted = unmoved(books, "function", record, wanted, command.seen)
    else:
        arm(books, cell["id"], code, label=label)
    row = books.get("function", record)
    changed = {name: value for name, value in wanted.items() if (row[name] or None) != value}
    if not changed:
        return record
    stamps: dict[str, Any] = {}
    both = may_hold(books, cell, code, changed["holder"], command.both_reason) if changed.get("holder") else ""
    if "holder" in changed:
        stamps = {"since": books.now, "vacant_since": None if changed["holder"] else books.now}
    books.write("function", record, changed, follows=stamps)
    _tell(books, cell, row, {**row, **changed}, code, more=both)
    if "holder" in changed and "relief" not in changed:
        follow_plan(books, cell, [code])
    return record


@handles(TakeFunction)
def take_function(command: TakeFunction, books: Books) -> RecordId:
    cell = active_cell(books, command.cell)
    code, name, reason = code_of(command.code), books.author.name, command.reason.strip()
    if not name:
        raise _nobody()
    record = function_id(books, cell["id"], code)
    row = books.row("function", record)
    if row is None and code not in set(Seat):
        raise _unknown(code)  # it has no name
    held_by = (row["holder"] or "") if row is not None else ""
    if same_person(held_by, name):
        return record
    if row is not None and held_by and not reason:
        raise _held(row, books.now)
    both = may_hold(books, cell, code, name, reason)
    if row is None:
        row = books.get("function", arm(books, cell["id"], code))
    seat(books, cell, row, name, more=both or reason, told="function-taken")
    return record


def seat(books: Books, cell: Row, row: Row, name: str, *, more: str, told: str, params: Any = None) -> None:
    """Put somebody into a function, told in the log; where they were deputy or relief, that place is free again."""
    patch: dict[str, Any] = {"holder": name}
    if same_person(name, row["relief"] or ""):
        patch |= {"relief": None, "relief_at": None}
    if same_person(name, row["deputy"] or ""):
        patch["deputy"] = None
    books.write("function", row["id"], patch, follows={"since": books.now, "vacant_since": None})
    was = row["holder"] or ""
    sentence = labelled(_named(row), f"{was} → {name}" if was else name)
    said = {"code": row["code"], "was": was, "now": name, **(params or {})}
    tell(books, cell, f"{sentence}. {more}" if more else sentence, code=told, params=said)
    follow_plan(books, cell, [row["code"]])


@handles(LeaveFunction)
def leave_function(command: LeaveFunction, books: Books) -> None:
    cell = active_cell(books, command.cell)
    row = function_of(books, cell, command.code)
    if not row["holder"]:
        return
    reason = command.reason.strip()
    stamps = {"since": None, "vacant_since": books.now}
    books.write("function", row["id"], {"holder": None}, follows=stamps)
    sentence = _("{function}: {holder} leaves, the function is vacant.").format(
        function=_named(row), holder=row["holder"]
    )
    params = {"code": row["code"], "was": row["holder"], "now": "", "reason": reason}
    tell(books, cell, f"{sentence} {reason}".strip(), code="function-vacant", params=params)


@handles(DropFunction)
def drop_function(command: DropFunction, books: Books) -> None:
    cell = active_cell(books, command.cell)
    row = function_of(books, cell, command.code)
    if row["code"] in CORE:
        raise Refusal(
            "function-core",
            _("Every cell has the function “{function}”.").format(function=_named(row)),
            safe=_("Nothing was changed."),
            todo=_("Leave it vacant, or let somebody hold it beside their own."),
        )
    books.write("function", row["id"], {DELETED: True})
    sentence = _("Function no longer needed: {function}").format(function=_named(row))
    tell(books, cell, sentence, code="function-dropped", params={"code": row["code"]})


def _wanted(command: HoldFunction, known: Row | None) -> dict[str, Any]:
    """What the form says; a label left out stays as it is."""
    wanted = {
        "holder": " ".join(command.holder.split()) or None,
        "deputy": " ".join(command.deputy.split()) or None,
        "relief": " ".join(command.relief.split()) or None,
        "relief_at": command.relief_at,
        "phone": command.phone.strip() or None,
        "label": command.label.strip() or (known["label"] if known else None) or None,
    }
    return {name: wanted[name] for name in FIELDS}


def _tell(books: Books, cell: Row, was: Row, now: Row, code: str, *, more: str = "") -> None:
    """One sentence for whatever changed; a telephone number or a label alone tells nothing."""
    said = []
    if was["holder"] != now["holder"]:
        named = now["holder"] or _("vacant")
        said.append(f"{was['holder']} → {named}" if was["holder"] else named)
    if was["deputy"] != now["deputy"] and now["deputy"]:
        said.append(_("deputy {name}").format(name=now["deputy"]))
    if was["relief"] != now["relief"] and now["relief"]:
        said.append(_("relief {name}").format(name=now["relief"]))
    if not said:
        return
    params = {"code": code, "was": was["holder"] or "", "now": now["holder"] or ""}
    params |= {name: now[name] for name in ("deputy", "relief") if now[name] and was[name] != now[name]}
    sentence = labelled(_named(now), ", ".join(said))
    tell(books, cell, f"{sentence}. {more}" if more else sentence, code="function-held", params=params)


def _named(row: Row) -> str:
    return seat_word(row["code"] or "", row["label"] or "")


def function_of(books: Books, cell: Row, code: str) -> Row:
    """The row of a function that the cell has. Raises Refusal."""
    found = books.row("function", function_id(books, cell["id"], code_of(code)))
    if found is None:
        raise _unknown(code)
    return found


def _unknown(code: str) -> Refusal:
    return Refusal(
        "function-unknown",
        _("This cell has no function “{code}”.").format(code=code.strip()),
        safe=_("Nothing was changed."),
        todo=_("Choose one of the list, or let somebody hold it first."),
    )


def _held(row: Row, now: int) -> Refusal:
    said = {"name": row["holder"], "function": _named(row)}
    since = phrases.since(row["since"], now) if row["since"] else ""
    return Refusal(
        "function-held",
        _("{name} holds “{function}” {since}.").format(**said, since=since)
        if since
        else _("{name} holds “{function}”.").format(**said),
        safe=_("Nothing was changed."),
        todo=_("Have it handed over with a sheet, or say why you take it without one."),
    )


def _nobody() -> Refusal:
    return Refusal(
        "nobody-sits-here",
        _("Nobody sits at this keyboard."),
        safe=_("Nothing was changed."),
        todo=_("Say who types first."),
    )


def code_of(said: str) -> str:
    """A function's code as the field writes it: `COM`."""
    code = needed(said, code="function-missing", message=_("Which function?")).upper()
    if not CODE.fullmatch(code):
        raise Refusal(
            "function-malformed",
            _("A function has a code of at most twelve letters."),
            safe=_("Nothing was changed."),
            todo=_("Shorten it, and give its name beside it."),
        )
    return code
