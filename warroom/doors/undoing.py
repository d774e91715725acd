"""Undoing: what was changed lately, to be written back; never the log."""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future
from typing import Any

from warroom.commands.base import Command
from warroom.commands.settling import SettleConflict
from warroom.commands.undo import Undoable, undoable, write_back
from warroom.errors import Refusal
from warroom.storage.books import Before, Books
from warroom.storage.store import Store
from warroom.words import _

DEPTH = 50


class Undoing:
    """The last undoable commands of this opening, newest last."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: deque[Undoable] = deque(maxlen=DEPTH)

    @property
    def next(self) -> str:
        """What undo would undo, "" when nothing."""
        return self._known[-1].what if self._known else ""

    def undo(self) -> Future[str]:
        """Write back what the last one changed; its future says which."""
        if not self._known:
            raise nothing()
        return self._store.submit(self._write_back, remember=self._drop)

    def remember(self, command: Command[Any], before: list[Before]) -> None:
        """A command was done; it is kept when it can be undone."""
        if isinstance(command, SettleConflict):
            self._leave_alone(command.noun, command.record)
            return
        if last := undoable(type(command).__name__, before):
            self._known.append(last)

    def _leave_alone(self, noun: str, record: str) -> None:
        """People settled something here: nothing done before is written back over it."""
        kept = [last for last in self._known if all((item.noun, item.record) != (noun, record) for item in last.before)]
        self._known = deque(kept, maxlen=DEPTH)

    def forget(self) -> None:
        """What was changed holds something that must not come back."""
        self._known.clear()

    def _drop(self, _before: list[Before]) -> None:
        self._known.pop()

    def _write_back(self, books: Books) -> str:
        """On the writer thread, so that two hurried undos undo two commands; a failed one can be tried again."""
        if not self._known:
            raise nothing()
        return write_back(books, self._known[-1])


def nothing() -> Refusal:
    return Refusal("nothing-to-undo", _("There is nothing to undo."))
