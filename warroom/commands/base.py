"""How a command meets its handler."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, Generic, TypeVar

from warroom.domain.belonging import incident_of
from warroom.domain.rights import HARD_GATES, Right
from warroom.errors import Refusal
from warroom.storage.books import Books
from warroom.words import _

Result = TypeVar("Result")

# What a change of these is told by in the log: the entry stands for it.
TOLD_BY_ENTRY = frozenset({"incident", "service", "impact", "due"})
HANDLERS: dict[type, Callable[[Any, Books], Any]] = {}


class Command(Generic[Result]):
    """A verb: a frozen dataclass whose handler gives back a Result after the commit."""

    __slots__ = ()

    right: ClassVar[Right | None] = None  # what it takes to do this in one's own name; None asks nothing

    def asks(self) -> Right | None:
        """The right that this very command takes, where it depends on what it is about."""
        return self.right

    def asks_here(self, books: Books) -> Right | None:
        """The same, where it depends on what whoever acts may do, or on what the room holds."""
        return self.asks()

    def says(self, name: str, value: Any) -> dict[str, Any]:
        """How this command says a value of one of its record's fields: attribute → value (see `seen.answered`)."""
        return {name: value}


def handles(kind: type[Any]) -> Callable[[Callable[[Any, Books], Any]], Callable[[Any, Books], Any]]:
    """Register the one handler of a command."""

    def register(handler: Callable[[Any, Books], Any]) -> Callable[[Any, Books], Any]:
        HANDLERS[kind] = handler
        return handler

    return register


def handle(command: Command[Result], books: Books) -> Result:
    """Run a command's handler inside the open transaction.

    Raises Refusal `right-missing` where a hard gate is closed; lacking any other right, the act is done by delegation.
    """
    right = command.asks_here(books)
    if right in HARD_GATES:
        books.must(right)
    delegated = right is not None and right not in HARD_GATES and right not in books.rights()
    before = len(books.acts)
    result: Result = HANDLERS[type(command)](command, books)
    if right is not None and delegated and len(books.acts) > before:
        _delegate(books, books.acts[before:], act=type(command).__name__, right=right)
    return result


def _delegate(books: Books, acts: list[tuple[str, str]], *, act: str, right: Right) -> None:
    """Say in the room that this was done by delegation, for somebody to look at later (decision 15)."""
    noun, record = next((act for act in acts if act[0] not in TOLD_BY_ENTRY), acts[0])
    row = books.any_row(noun if noun != "entry_mark" else "entry", record) or {}
    patch = {
        "incident": incident_of(noun, {"id": record, **row}, books.any_row),
        "noun": "entry" if noun == "entry_mark" else noun,
        "record": record,
        "act": act,
        "right": right.value,
        "person": books.author.person,
        "reason": books.author.delegation,
        "at": books.now,
    }
    books.make("delegation", {name: value for name, value in patch.items() if value not in (None, "")})


def needed(text: str, *, code: str, message: str) -> str:
    """Text that may not be blank. Raises Refusal."""
    cleaned = text.strip()
    if not cleaned:
        raise Refusal(code, message, safe=_("Nothing was changed."))
    return cleaned
