"""How a command meets its handler."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from warroom.errors import Refusal
from warroom.storage.books import Books
from warroom.words import _

Result = TypeVar("Result")

HANDLERS: dict[type, Callable[[Any, Books], Any]] = {}


class Command(Generic[Result]):
    """A verb: a frozen dataclass whose handler gives back a Result after the commit."""

    __slots__ = ()


def handles(kind: type[Any]) -> Callable[[Callable[[Any, Books], Any]], Callable[[Any, Books], Any]]:
    """Register the one handler of a command."""

    def register(handler: Callable[[Any, Books], Any]) -> Callable[[Any, Books], Any]:
        HANDLERS[kind] = handler
        return handler

    return register


def handle(command: Command[Result], books: Books) -> Result:
    """Run a command's handler inside the open transaction."""
    result: Result = HANDLERS[type(command)](command, books)
    return result


def needed(text: str, *, code: str, message: str) -> str:
    """Text that may not be blank. Raises Refusal."""
    cleaned = text.strip()
    if not cleaned:
        raise Refusal(code, message, safe=_("Nothing was changed."))
    return cleaned
