"""Erasures through the room's door: erase on request, reach every copy that can be reached, list the others."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import warroom.storage.reached as reached
from warroom import commands
from warroom.clock import Clock
from warroom.commands.base import Command
from warroom.errors import Trouble, WarroomError
from warroom.phrases import erased_person
from warroom.storage.backup import rolling
from warroom.storage.changes import Change
from warroom.storage.erased import alias_of
from warroom.storage.journal import meta
from warroom.storage.keeper import Keeper, renew
from warroom.storage.reached import OWED, Copy
from warroom.storage.store import Store
from warroom.storage.vault import explained
from warroom.words import _

if TYPE_CHECKING:
    from warroom.commands.erasures import Withheld

__all__ = ["Copy", "Erased", "Erasure", "Erasures"]

Do = Callable[[Command[Any]], Future[Any]]


@dataclass(frozen=True, slots=True)
class Erased:
    """What came of an erasure: its id, what is shown instead, values withheld here, and what it did not reach."""

    erasure: str
    alias: str
    withheld: int
    copies_not_reached: tuple[Copy, ...]


@dataclass(frozen=True, slots=True)
class Erasure:
    """A past erasure and what it still has not reached."""

    id: str
    noun: str  # "person" or "attachment"
    record: str
    alias: str
    said: str  # `person A-P17`
    reason: str
    by: str
    at: int  # milliseconds UTC
    copies_not_reached: tuple[Copy, ...]


class Erasures:
    """`room.erasure`. Everything here blocks; call it from a task."""

    def __init__(
        self,
        store: Store,
        do: Do,
        keeper: Callable[[], Keeper | None],
        forget: Callable[[], None],
        clock: Clock,
        beside: Callable[[], list[Copy]],
    ) -> None:
        self._beside = beside  # replaces the papers that lie beside the second copy; what it could not reach
        self._store, self._do, self._keeper, self._forget, self._clock = store, do, keeper, forget, clock
        self._is_erasing = False
        store.feed.subscribe(self._hear)
        if not store.vault.read_only and meta(store.reader(), OWED):
            # The program ended before an erasure had reached every copy.
            if keeper():
                self._follow()
            else:
                self._clean_quietly()

    def erase_person(self, person: str, reason: str) -> Erased:
        """Erase a person (id, number or name) on every station this reaches. Needs the right to administer."""
        return self._erase(commands.ErasePerson(person=person, reason=reason))

    def erase_attachment(self, attachment: str, reason: str) -> Erased:
        """Erase a file's name and bytes (by id). Needs the right to administer."""
        return self._erase(commands.EraseAttachment(attachment=attachment, reason=reason))

    def erasures(self) -> list[Erasure]:
        """Every erasure, the newest first, with what each has not reached yet."""
        with explained(self._store.vault.path):
            conn = self._store.reader()
            rows = list(
                conn.execute('SELECT id, noun, record, alias, reason, "by", at FROM erasure ORDER BY at DESC, id')
            )
            return [
                Erasure(
                    id=row[0].hex(),
                    noun=str(row[1] or ""),
                    record=row[2].hex() if isinstance(row[2], bytes) else "",
                    alias=str(row[3] or ""),
                    said=erased_person(str(row[3])) if row[1] == "person" else _("file {sha}").format(sha=row[3]),
                    reason=str(row[4] or ""),
                    by=str(row[5] or ""),
                    at=int(row[6] or 0),
                    copies_not_reached=self._left(row[0]),
                )
                for row in rows
            ]

    def reach(self) -> list[Erasure]:
        """Try again what failed: clean the file, replace the backups, refresh the second copy; then what is left."""
        self._clean_copies()
        return self.erasures()

    def finish(self) -> None:
        """Clean up after an erasure that came from elsewhere, where no keeper of copies does. Blocks."""
        if self._keeper() is None and not self._store.vault.read_only and meta(self._store.reader(), OWED):
            self._clean_quietly()

    def note_copy(self, kind: str, path: Path) -> None:
        """Remember a copy or an export that left the room, so that a later erasure can name it."""
        if not self._store.vault.read_only:
            at = self._clock.now_ms()
            with suppress(Trouble):  # the copy is made; remembering where is no reason to say that it failed
                self._store.run(lambda conn: reached.note_copy(conn, kind, str(path), at=at)).result()

    def _hear(self, change: Change) -> None:
        """An erasure came from another station or program: it is applied; what is remembered or copied here follows."""
        if change.touches("erasure") and not self._is_erasing:
            self._forget()
            person = self._store.author.person
            if alias := alias_of(self._store.reader(), person):
                self._store.sit_down(person=person, name=erased_person(alias))  # new sentences would say the name
            if not self._store.vault.read_only and meta(self._store.reader(), OWED):
                self._follow()

    def _follow(self) -> None:
        if (keeper := self._keeper()) is not None:
            keeper.soon(self._clean_quietly)

    def _clean_quietly(self) -> None:
        with suppress(WarroomError):  # closed meanwhile: the next opening goes on
            self._clean_copies()

    def _erase(self, command: Command[Withheld]) -> Erased:
        self._is_erasing = True
        try:
            done: Withheld = self._do(command).result()
            self._forget()
            self._clean_copies()
        finally:
            self._is_erasing = False
        with explained(self._store.vault.path):
            left = self._left(bytes.fromhex(done.erasure))
        return Erased(done.erasure, done.alias, done.values, left)

    def _clean_copies(self) -> None:
        """What cannot be reached now is listed until `reach` gets to it."""
        room, key = self._store.vault.path, self._store.vault.key
        owed = int(meta(self._store.reader(), OWED) or 0)
        try:
            self._store.scrub()
            keeper = self._keeper()
            left = keeper.renew() if keeper else renew(room, key=key, now_ms=self._clock.now_ms())
            left += self._beside()
        except (WarroomError, OSError):
            left, owed = self._held_by_backups(), 0
        self._store.run(lambda conn: reached.keep_files(conn, left, owed=owed)).result()

    def _held_by_backups(self) -> list[Copy]:
        return [Copy("backup", str(path), at) for path, at in rolling(self._store.vault.path)]

    def _left(self, erasure: bytes) -> tuple[Copy, ...]:
        """What an erasure has not reached; the backups too, while a program that was stopped left them as they were."""
        conn = self._store.reader()
        found = reached.not_reached(conn, erasure)
        unsure = self._held_by_backups() if meta(conn, OWED) else []
        return (*found, *(copy for copy in unsure if copy not in found))
