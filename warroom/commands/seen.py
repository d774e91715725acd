"""A form saves against the version it loaded: what moved meanwhile is shown, and never overwritten unseen."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from warroom.commands.base import Command
from warroom.domain.circles import SEALED
from warroom.domain.conflicts import Place
from warroom.errors import Refusal
from warroom.storage.books import Books
from warroom.words import _

Seen = Mapping[str, Place]  # field → the op whose value the form showed; a field that is not named was empty
Asked = TypeVar("Asked", bound=Command[Any])


@dataclass(frozen=True, slots=True)
class MovedField:
    """One field of a form that somebody else changed while it was open."""

    name: str  # with `:` and the record behind it where a form writes several records
    loaded: Any  # what the form showed
    now: Any
    typed: Any
    is_typed: bool  # False where the form only showed it
    place: Place | None  # the op that wrote what is there now

    @property
    def kind(self) -> str:
        """Which field of its noun it is."""
        return self.name.partition(":")[0]


class MovedMeanwhile(Refusal):
    """Somebody changed what a form is about to write; nothing was written."""

    def __init__(self, noun: str, record: str, fields: tuple[MovedField, ...]) -> None:
        super().__init__(
            "moved-meanwhile",
            _("Somebody changed this while you were typing."),
            safe=_("Nothing was changed; what you typed is still there."),
            todo=_("Compare the values, and choose."),
        )
        self.noun, self.record, self.fields = noun, record, fields


def unmoved(
    books: Books, noun: str, record: str, wanted: Mapping[str, Any], seen: Seen | None, *, shown: tuple[str, ...] = ()
) -> dict[str, Any]:
    """Of what a form says, what its user changed; `shown` are fields that it only showed.

    Raises MovedMeanwhile where what the form had loaded is no longer there. None of `seen` asks nothing.
    """
    if seen is None:
        return dict(wanted)
    kept: dict[str, Any] = {}
    moved: list[MovedField] = []
    for name in (*wanted, *shown):
        place, typed = books.source(noun, record, name), wanted.get(name)
        if seen.get(name) == place:
            if name in wanted:
                kept[name] = typed
            continue
        loaded = books.said_at(noun, record, seen[name], name) if name in seen else None
        now = _now(books, noun, record, name)
        is_typed = name in wanted
        if _same(loaded, now):
            if is_typed:
                kept[name] = typed
        elif not is_typed or not (_same(typed, loaded) or _same(typed, now)):
            moved.append(MovedField(name, loaded, now, typed, is_typed, place))
    if moved:
        raise MovedMeanwhile(noun, record, tuple(moved))
    return kept


def answered(command: Asked, moved: MovedMeanwhile, answers: Mapping[str, Any]) -> Asked:
    """The command again, by somebody who now saw what moved; `answers` says what to write where it is not as typed."""
    own = getattr(command, "answered", None)
    if own is not None:
        said: Asked = own(moved, answers)
        return said
    places = {field.name: field.place for field in moved.fields if field.place is not None}
    changes: dict[str, Any] = {"seen": {**(getattr(command, "seen", None) or {}), **places}}
    for name, value in answers.items():
        for attribute, said in command.says(name, value).items():
            former = getattr(command, attribute)
            changes[attribute] = type(former)(said) if isinstance(former, enum.Enum) else said
    return replace(command, **changes)  # type: ignore[type-var]  # every command is a dataclass


def _now(books: Books, noun: str, record: str, name: str) -> Any:
    row = books.any_row(noun, record)
    if row is None:
        return None
    return books.opened(noun, row, name) if name in SEALED.get(noun, ()) and row[name] else row[name]


def _same(one: Any, other: Any) -> bool:
    return (one or None) == (other or None)
