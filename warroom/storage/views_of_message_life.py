"""Views of a message's life: where each stands, and what about it calls for somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from warroom.domain.incidents import Mode
from warroom.domain.message_lines import MessageLine
from warroom.domain.message_releases import Doubled, RefutedClaim
from warroom.domain.message_state import Blocker, blockers
from warroom.domain.messages import Message
from warroom.storage.queries import messages as queries
from warroom.storage.queries.message_life import Desk

if TYPE_CHECKING:
    from warroom.storage.sight import Sight
    from warroom.storage.store import Store


class ViewsOfMessageLife:
    """What `Views` answers of messages on their way. `incident` None: all of the mode."""

    _store: Store

    if TYPE_CHECKING:

        def _sight(self) -> Sight: ...
        def _of(self, incident: str | None) -> bytes | None: ...
        def message(self, message: str) -> Message | None: ...

    def message_board(self, incident: str | None = None, *, mode: Mode = Mode.REAL) -> list[MessageLine]:
        """Where each message stands: what calls first, then what is to come by its deadline, then what is out."""
        return Desk(self._store.reader(), self._sight(), self._of(incident), mode).lines()

    def message_line(self, message: str) -> MessageLine | None:
        """Where one message stands; None for one that is not here."""
        found = self.message(message)
        if found is None:
            return None
        desk = Desk(self._store.reader(), self._sight(), bytes.fromhex(found.incident), Mode.BOTH)
        return next(iter(desk.lines(found.id)), None)

    def message_blockers(self, message: str) -> tuple[Blocker, ...]:
        """Why the person at this keyboard cannot approve a message, what is best answered first."""
        line = self.message_line(message)
        return blockers(line.facts, approver=self._store.author.person) if line else ()

    def doubled_releases(
        self, incident: str | None = None, *, mode: Mode = Mode.REAL, answered: bool = False
    ) -> list[Doubled]:
        """Releases that knew nothing of each other, the latest first; those that were answered only if asked."""
        found = Desk(self._store.reader(), self._sight(), self._of(incident), mode).doubled
        return [each for each in found if answered or not each.is_answered]

    def refuted_claims(
        self, incident: str | None = None, *, mode: Mode = Mode.REAL, answered: bool = False
    ) -> list[RefutedClaim]:
        """What was let out and rests on something that does not hold any more; a correction is to be written."""
        lines = self.message_board(incident, mode=mode)
        found = [each for line in lines for each in line.facts.refuted if each.released_at is not None]
        return [each for each in found if answered or not each.is_answered]

    def message_numbered(self, number: str) -> Message | None:
        """The message with this printed number, whoever's letters are used; None where none or several have it."""
        found = queries.numbered(self._store.reader(), self._sight(), number)
        return found[0] if len(found) == 1 else None
