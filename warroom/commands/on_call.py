"""On call as verbs: somebody stands in, two swap, somebody takes a shift; and what is taken back."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from warroom.commands.base import Command, handles
from warroom.commands.rotations import person_named, rotation_of
from warroom.domain.ids import PersonId, RecordId
from warroom.domain.nouns import DELETED
from warroom.domain.on_call import OverrideKind
from warroom.domain.rights import Right
from warroom.domain.turn_times import DAY_MS
from warroom.domain.turns import Stretch
from warroom.errors import Refusal
from warroom.storage.books import ID, Books, Row
from warroom.storage.queries.on_call import said
from warroom.storage.sight import Sight
from warroom.words import _

LONGEST_DAYS = 366
Span = tuple[int, int]  # milliseconds UTC; the end is not part of it


@dataclass(frozen=True, slots=True, kw_only=True)
class OverrideDuty(Command[tuple[RecordId, ...]]):
    """Somebody (id or name) is on call in place of whoever is, or of one of them.

    `instead` names that one: an id, or the name in a calendar.
    Gives back the changes made: one for each person whose place is taken.
    """

    right = Right.ACT

    rotation: str
    person: str
    from_at: int
    until_at: int
    instead: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeShift(Command[tuple[RecordId, ...]]):
    """Whoever sits here, or a named person, takes over from somebody in trouble or not reached, or fills a gap."""

    right = Right.ACT

    rotation: str
    from_at: int
    until_at: int
    person: str = ""
    instead: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SwapDuties(Command[tuple[RecordId, RecordId]]):
    """Two people take each other's place: each of two stretches is held by one person, in one rotation or in two."""

    right = Right.ACT

    rotation: str
    first: Span
    second: Span
    other_rotation: str = ""  # where the second stretch lies, if elsewhere
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DropOverride(Command[None]):
    """A change does not hold any more; of a swap both halves go, so that nobody is left twice on call."""

    right = Right.ACT

    override: str


@handles(OverrideDuty)
def override_duty(command: OverrideDuty, books: Books) -> tuple[RecordId, ...]:
    person = person_named(books, command.person)
    return _stand_in(books, command, person, OverrideKind.OVERRIDE)


@handles(TakeShift)
def take_shift(command: TakeShift, books: Books) -> tuple[RecordId, ...]:
    person = person_named(books, command.person or books.author.person)
    return _stand_in(books, command, person, OverrideKind.TAKEN)


@handles(SwapDuties)
def swap_duties(command: SwapDuties, books: Books) -> tuple[RecordId, RecordId]:
    here = rotation_of(books, command.rotation)
    there = rotation_of(books, command.other_rotation) if command.other_rotation else here
    if here["id"] == there["id"] and command.first[0] < command.second[1] and command.second[0] < command.first[1]:
        raise _refused("swap-overlaps", _("The two stretches overlap: there is nothing to swap."))
    one, other = _holder(books, here, command.first), _holder(books, there, command.second)
    if one == other:
        raise _refused("swap-same", _("The same person holds both: there is nothing to swap."))
    first = _make(books, here, OverrideKind.SWAP, other, command.first, instead=one, reason=command.reason)
    second = _make(
        books, there, OverrideKind.SWAP, one, command.second, instead=other, reason=command.reason, swap=first
    )
    books.write("override", first, {"swap": second})
    return first, second


@handles(DropOverride)
def drop_override(command: DropOverride, books: Books) -> None:
    row = books.get("override", command.override)
    halves = [books.row("override", row["swap"])] if row["swap"] else []
    for half in (row, *halves):
        if half is not None:
            books.write("override", half["id"], {DELETED: True})


def _stand_in(
    books: Books, command: OverrideDuty | TakeShift, person: PersonId, kind: OverrideKind
) -> tuple[RecordId, ...]:
    rotation = rotation_of(books, command.rotation)
    span = (command.from_at, command.until_at)
    _refuse_unfit(span)
    places = _places(_held(books, rotation, span), span, person, command.instead.strip())
    if not places:
        raise Refusal(
            "on-call-already",
            _("This person is on call then already."),
            safe=_("Nothing was changed."),
            todo=_("Choose another person or another time."),
        )
    return tuple(
        _make(books, rotation, kind, person, part, instead=instead, reason=command.reason) for part, instead in places
    )


def _held(books: Books, rotation: Row, span: Span) -> list[Stretch]:
    known = said(books.conn, Sight(books.conn, books.circles, books.author), *span)
    found = next(each for each in known.rotations if each.id == rotation["id"])
    return known.held(found, *span)


def _places(held: Sequence[Stretch], span: Span, person: str, instead: str) -> list[tuple[Span, str]]:
    """Whose place is taken when: an id, a name in a calendar, or "" for everybody and nobody."""
    cuts = sorted({*span, *(at for each in held for at in (each.from_at, each.until_at))})
    found: list[tuple[Span, str]] = []
    for start, end in itertools.pairwise(cuts):
        on = [each for each in held if each.from_at <= start < each.until_at]
        if any(each.person == person for each in on):
            continue
        asked = [each for each in on if instead and instead in (each.person, each.name)]
        left = asked or (on if len(on) == 1 else [])
        whose = (left[0].person or left[0].name) if left else ""
        if found and found[-1][0][1] == start and found[-1][1] == whose:
            found[-1] = (found[-1][0][0], end), whose
        else:
            found.append(((start, end), whose))
    return found


def _holder(books: Books, rotation: Row, span: Span) -> PersonId:
    """The one person who is on call throughout. Raises Refusal when there is nobody, or more than one."""
    _refuse_unfit(span)
    held = _held(books, rotation, span)
    people = {each.who for each in held}
    if len(people) != 1 or sum(each.until_at - each.from_at for each in held) != span[1] - span[0]:
        raise _refused("swap-not-one", _("A swap takes one person on call all the time in each stretch."))
    if not held[0].person:
        raise _refused(
            "swap-unmatched",
            _("Only a calendar knows {name}: say first who of the roster it is.").format(name=held[0].name),
        )
    return PersonId(held[0].person)


def _make(
    books: Books,
    rotation: Row,
    kind: OverrideKind,
    person: str,
    span: Span,
    *,
    instead: str,
    reason: str,
    swap: str = "",
) -> RecordId:
    is_known = bool(instead) and _is_person(books, instead)
    patch = {
        "rotation": rotation["id"],
        "person": person,
        "instead": instead if is_known else None,
        "instead_name": instead if instead and not is_known else None,
        "from_at": span[0],
        "until_at": span[1],
        "kind": kind.value,
        "swap": swap or None,
        "reason": reason.strip() or None,
        "by": books.author.name or None,
        "at": books.now,
    }
    return books.make("override", {name: value for name, value in patch.items() if value is not None})


def _is_person(books: Books, who: str) -> bool:
    return bool(ID.match(who)) and books.any_row("person", who) is not None


def _refuse_unfit(span: Span) -> None:
    if span[1] <= span[0]:
        raise _refused("ends-before-start", _("It would end before it begins."))
    if span[1] - span[0] > LONGEST_DAYS * DAY_MS:
        raise _refused("too-long", _("Nobody stands in for more than a year at once."))


def _refused(code: str, message: str) -> Refusal:
    return Refusal(code, message, safe=_("Nothing was changed."), todo=_("Correct it and try again."))
