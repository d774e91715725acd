"""Views of the outbox: what waits to leave, whether it may still go, and the ledger of what has left."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from warroom.domain.incidents import Mode
from warroom.domain.message_lines import MessageCall
from warroom.domain.messages import Release, Sending
from warroom.domain.needs import Broken
from warroom.domain.outbox import LedgerLine, Odd, OutboxLine, hanging, in_order, line_state
from warroom.domain.outbox_calls import sending_calls
from warroom.errors import Refusal
from warroom.storage.queries import outbox
from warroom.words import _

if TYPE_CHECKING:
    from warroom.clock import Clock as WallClock
    from warroom.storage.sight import Sight
    from warroom.storage.store import Store

Wanted = Callable[[tuple[Sending, ...]], bool]


class ViewsOfOutbox:
    """What `Views` answers of the outbox and of the ledger. `incident` None: all of the mode."""

    _store: Store
    _clock: WallClock

    if TYPE_CHECKING:

        def _sight(self) -> Sight: ...
        def _of(self, incident: str | None) -> bytes | None: ...
        def broken(self, incident: str | None = None, *, mode: Mode = Mode.REAL) -> list[Broken]: ...

    def outbox(
        self,
        incident: str | None = None,
        *,
        mode: Mode,
        is_whole: bool = False,
        now_ms: int | None = None,
    ) -> list[OutboxLine]:
        """What waits to leave, the soonest deadline first; `is_whole` adds what went or was given up."""
        now = self._clock.now_ms() if now_ms is None else now_ms
        modes = (Mode.REAL, Mode.EXERCISE) if mode is Mode.BOTH else (mode,)  # what an exercise breaks is not broken
        lines = in_order(
            line
            for one in modes
            for line in self._lines(incident, one, now, lambda tries: is_whole or line_state(tries, now).waits)
        )
        return [line for line in lines if is_whole or line.state.waits]

    def _lines(
        self, incident: str | None, mode: Mode, now_ms: int, wanted: Wanted, *, with_approved: bool = True
    ) -> list[OutboxLine]:
        return outbox.outbox(
            self._store.reader(),
            self._sight(),
            self._of(incident),
            mode,
            broken=self.broken(mode=mode),
            now_ms=now_ms,
            room=self._store.room,
            with_approved=with_approved,
            wanted=wanted,
        )

    def outbox_line(self, line: str, *, now_ms: int | None = None) -> OutboxLine:
        """One line by its id, whatever became of it. Raises Refusal `outbox-line-unknown`."""
        for found in self.outbox(mode=Mode.BOTH, is_whole=True, now_ms=now_ms):
            if found.id == line:
                return found
        raise Refusal(
            "outbox-line-unknown",
            _("The outbox has no such line."),
            safe=_("Nothing was changed, and nothing was sent."),
            todo=_("Look at the outbox as it is now."),
        )

    def release(self, release: str) -> Release | None:
        """What was let out, word for word; None for what is not here."""
        return outbox.release(self._store.reader(), self._sight(), bytes.fromhex(release))

    def odd_sendings(self, incident: str | None = None, *, mode: Mode) -> list[Odd]:
        """What went twice, or was given up here and sent there; what nobody answered yet first."""
        return outbox.oddities(self._store.reader(), self._sight(), self._of(incident), mode, room=self._store.room)

    def sending_calls(self, *, mode: Mode) -> list[MessageCall]:
        """What of live incidents may have gone, or does not go together; see `domain.alarms`."""
        conn, live = self._store.reader(), outbox.live(self._store.reader())
        odd = outbox.oddities(conn, self._sight(), None, mode, room=self._store.room)
        now = self._clock.now_ms()
        lines = self._lines(None, mode, now, lambda tries: bool(hanging(tries)), with_approved=False)
        return sending_calls(lines, odd, live)

    def ledger(self, incident: str | None = None, *, mode: Mode) -> list[LedgerLine]:
        """Every line of the ledger with the names behind it, the newest first."""
        return outbox.ledger(self._store.reader(), self._sight(), self._of(incident), mode, room=self._store.room)
