"""Handovers as verbs: a sheet frozen as it was read, signed by whoever leaves and whoever arrives (doctrine §2.1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from warroom.commands.base import Command, handles, needed
from warroom.commands.cell_words import seat_word
from warroom.commands.cells import function_id
from warroom.commands.commander import may_hold
from warroom.commands.functions import function_of, seat
from warroom.commands.telling import active_cell, tell
from warroom.domain.cells import same_person
from warroom.domain.handovers import TEXT_MOST, Side, as_page, sheet_parts
from warroom.domain.ids import RecordId
from warroom.domain.nouns import DELETED
from warroom.domain.rights import Right
from warroom.errors import Refusal
from warroom.storage.books import Books, Row
from warroom.words import _


@dataclass(frozen=True, slots=True)
class Opened:
    """A handover: its id and printed number."""

    id: RecordId
    number: str

    def __str__(self) -> str:
        return self.number


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenHandover(Command[Opened]):
    """Freeze a handover sheet of a function: `page` as it was read, `signs` the side that signs at once, "" for none.

    Whoever leaves is whoever holds the function; nobody where it is vacant.
    """

    right = Right.CONDUCT

    cell: str
    code: str
    arriving: str
    page: Mapping[str, Any] = field(default_factory=dict)
    promised: str = ""
    watch: str = ""
    signs: str = ""
    both_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignHandover(Command[Opened]):
    """Sign a handover for one side. Whoever arrives holds the function from then on; whoever leaves may sign later.

    Signing again changes nothing. `both_reason` as in HoldFunction. Raises Refusal `handover-overtaken` where somebody
    else took the function meanwhile.
    """

    right = Right.CONDUCT

    handover: str
    side: str
    both_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawHandover(Command[None]):
    """Take a sheet back that nobody has signed, to make another from the room as it is now."""

    right = Right.CONDUCT

    handover: str


@handles(OpenHandover)
def open_handover(command: OpenHandover, books: Books) -> Opened:
    cell = active_cell(books, command.cell)
    row = function_of(books, cell, command.code)
    leaving = row["holder"] or ""
    arriving = needed(command.arriving, code="arriving-missing", message=_("Who takes the function over?"))
    arriving = " ".join(arriving.split())
    if same_person(leaving, arriving):
        raise Refusal(
            "handover-to-self",
            _("{name} holds this function already.").format(name=arriving),
            safe=_("Nothing was changed."),
            todo=_("Name whoever comes next."),
        )
    number = books.number("handover")
    made = books.make(
        "handover",
        {
            "cell": cell["id"],
            "incident": cell["lead"],
            "number": number,
            "code": row["code"],
            "leaving": leaving or None,
            "arriving": arriving,
            "at": books.now,
            "page": _page(command.page, leaving, arriving),
            "promised": _text(command.promised) or None,
            "watch": _text(command.watch) or None,
            "typed_by": books.author.name or None,
        },
    )
    if command.signs:
        _sign(books, cell, books.get("handover", made), _side(command.signs), command.both_reason)
    return Opened(made, number)


@handles(SignHandover)
def sign_handover(command: SignHandover, books: Books) -> Opened:
    row = books.get("handover", command.handover)
    cell = active_cell(books, row["cell"])
    _sign(books, cell, row, _side(command.side), command.both_reason)
    return Opened(row["id"], row["number"])


@handles(WithdrawHandover)
def withdraw_handover(command: WithdrawHandover, books: Books) -> None:
    row = books.get("handover", command.handover)
    active_cell(books, row["cell"])
    if row["left_at"] or row["taken_at"]:
        raise Refusal(
            "handover-signed",
            _("Handover {number} is signed.").format(number=row["number"]),
            safe=_("Nothing was changed."),
            todo=_("Make another sheet if something is wrong in it; both are kept."),
        )
    books.write("handover", row["id"], {DELETED: True})


def _sign(books: Books, cell: Row, row: Row, side: Side, both_reason: str) -> None:
    if side is Side.LEAVING:
        _leave(books, cell, row)
    else:
        _arrive(books, cell, row, both_reason)


def _leave(books: Books, cell: Row, row: Row) -> None:
    if not row["leaving"]:
        raise Refusal(
            "handover-from-nobody",
            _("Nobody held this function: only {name} signs.").format(name=row["arriving"]),
            safe=_("Nothing was changed."),
        )
    if row["left_at"]:
        return
    books.write("handover", row["id"], {}, follows={"left_at": books.now, "left_by": books.author.name or None})
    sentence = _("{function}: {name} signs handover {number}.")
    if not row["taken_at"]:
        sentence = _("{function}: {name} signs handover {number} and waits for {arriving}.")
    names = {"name": row["leaving"], "number": row["number"], "arriving": row["arriving"]}
    _tell(books, cell, row, sentence, names, Side.LEAVING)


def _arrive(books: Books, cell: Row, row: Row, both_reason: str) -> None:
    if row["taken_at"]:
        return
    seated = books.get("function", function_id(books, cell["id"], row["code"]))
    holder, arriving = seated["holder"] or "", row["arriving"]
    if holder and not same_person(holder, row["leaving"] or "") and not same_person(holder, arriving):
        raise Refusal(
            "handover-overtaken",
            _("{name} took “{function}” meanwhile.").format(name=holder, function=_named(seated)),
            safe=_("Nothing was changed; sheet {number} is kept.").format(number=row["number"]),
            todo=_("Make a new sheet, from {name}.").format(name=holder),
        )
    both = may_hold(books, cell, row["code"], arriving, both_reason)
    books.write("handover", row["id"], {}, follows={"taken_at": books.now, "taken_by": books.author.name or None})
    params = {"handover": row["id"], "number": row["number"]}
    if same_person(holder, arriving):  # they sat down first, and sign now
        sentence = _("{function}: {name} signs handover {number}.")
        _tell(books, cell, row, sentence, {"name": arriving, "number": row["number"]}, Side.ARRIVING)
        return
    said = _("Handover {number} signed.").format(number=row["number"])
    if row["leaving"] and not row["left_at"]:
        said = _("Handover {number} signed by {name} alone.").format(number=row["number"], name=arriving)
    seat(books, cell, seated, arriving, more=f"{said} {both}".strip(), told="handed-over", params=params)


def _tell(books: Books, cell: Row, row: Row, sentence: str, names: Mapping[str, str], side: Side) -> None:
    seated = books.row("function", function_id(books, cell["id"], row["code"])) or {"code": row["code"], "label": ""}
    params = {"handover": row["id"], "code": row["code"], "side": side.value, **names}
    tell(books, cell, sentence.format(function=_named(seated), **names), code="handover-signed", params=params)


def _named(row: Mapping[str, Any]) -> str:
    return seat_word(row["code"] or "", row["label"] or "")


def _side(said: str) -> Side:
    if said not in set(Side):
        raise Refusal(
            "side-unknown",
            _("A handover is signed by whoever leaves or by whoever arrives."),
            safe=_("Nothing was changed."),
        )
    return Side(said)


def _page(page: Mapping[str, Any], leaving: str, arriving: str) -> dict[str, Any]:
    """The sheet as it is kept: only what a sheet says, no longer than a sheet."""
    named = page.get("names")
    names = [name for name in named if isinstance(name, str)] if isinstance(named, list) else []
    return as_page(sheet_parts(dict(page)), (leaving, arriving, *names))


def _text(said: str) -> str:
    cleaned = said.strip()
    if len(cleaned) > TEXT_MOST:
        raise Refusal(
            "handover-too-long",
            _("This is too long for a handover sheet."),
            safe=_("Nothing was changed; your text is still there."),
            todo=_("Write what matters most; the log has the rest."),
        )
    return cleaned
