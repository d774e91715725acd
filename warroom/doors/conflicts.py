"""Conflicts: what two stations wrote without seeing each other, and how somebody settles it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from warroom.domain.conflicts import Conflict, Place, Side
from warroom.errors import Refusal
from warroom.storage.ops import canonical
from warroom.words import _

if TYPE_CHECKING:
    from warroom.commands import SettleConflict

MINE, THEIRS = "mine", "theirs"


def settlement(known: list[Conflict], wanted: str, value: Any, *, reason: str = "") -> SettleConflict:
    """The command that settles one of these (`Room.resolve`). Raises Refusal for one that is not open."""
    from warroom.commands import SettleConflict

    conflict = find(known, wanted)
    take = chosen(conflict, value)
    return SettleConflict(
        noun=conflict.noun,
        record=conflict.record,
        field=conflict.field,
        seen=conflict.seen,
        take=take,
        value=None if take else value,
        reason=reason,
    )


def find(known: list[Conflict], wanted: str) -> Conflict:
    """The open conflict of this id, or of `A-001:severity`. Raises Refusal when there is none, or more than one."""
    said = wanted.strip()
    found = [item for item in known if item.id == said]
    if not found:
        number, _colon, name = said.rpartition(":")
        found = [item for item in known if item.field == name.lower() and item.number and item.number == number.upper()]
    if len(found) != 1:
        raise Refusal(
            "unknown-conflict",
            _("Nothing called {reference} is to be settled in this room.").format(reference=said[:80]),
            safe=_("Nothing was changed."),
            todo=_("It may be settled already; “warroom conflicts ROOM” lists what is open."),
        )
    return found[0]


def chosen(conflict: Conflict, value: Any) -> Place | None:
    """The head that is meant: by its value, `mine`, `theirs` or the letter of its station; None for a third value."""
    said = value.strip() if isinstance(value, str) else value
    if said == MINE:
        return _only(conflict, [side for side in conflict.values if side.is_ours])
    if said == THEIRS:
        return _only(conflict, [side for side in conflict.values if not side.is_ours])
    written = [side for side in conflict.values if _is_same(conflict, side, said)]
    if written:
        return written[0].place
    letters = [side for side in conflict.values if isinstance(said, str) and side.station == said.upper()]
    return _only(conflict, letters) if letters else None


def _is_same(conflict: Conflict, side: Side, said: Any) -> bool:
    from warroom.commands.typed_values import typed_value

    try:
        return bool(typed_value(conflict.noun, conflict.field, said) == side.value) and side.value is not None
    except Refusal:
        return False


def _only(conflict: Conflict, sides: list[Side]) -> Place:
    """The one value that these sides agree on. Raises Refusal when they do not, or there is none."""
    if not sides or len({canonical(side.value) for side in sides}) > 1:
        letters = ", ".join(dict.fromkeys(side.station for side in conflict.values))
        raise Refusal(
            "which-value",
            _("None of the values was written here.") if not sides else _("More than one value is meant by this."),
            safe=_("Nothing was changed; every value is kept."),
            todo=_("Give the letter of a station ({letters}), or the value itself.").format(letters=letters),
        )
    return sides[0].place
