"""Views of what calls for somebody of the cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from warroom.domain.alarms import Alarm, AlarmAnswer, AlarmFacts, alarms
from warroom.domain.incidents import Mode
from warroom.domain.message_lines import MessageCall, calls_of
from warroom.storage.queries import alarms as queries
from warroom.storage.queries.message_life import Desk

if TYPE_CHECKING:
    from warroom.clock import Clock as WallClock
    from warroom.domain.clocks import Clock
    from warroom.domain.inbound import AnsweredTwice
    from warroom.storage.sight import Sight
    from warroom.storage.store import Store


class ViewsOfAlarms:
    """What `Views` answers of alarms."""

    _store: Store
    _clock: WallClock

    if TYPE_CHECKING:

        def _sight(self) -> Sight: ...
        def clocks(self, incident: str | None = None, *, mode: Mode, now_ms: int | None = None) -> list[Clock]: ...
        def sending_calls(self, *, mode: Mode) -> list[MessageCall]: ...
        def answered_twice(self, *, mode: Mode) -> list[AnsweredTwice]: ...
        def alarm_answers(self) -> dict[str, AlarmAnswer]: ...

    def alarm_facts(self, *, mode: Mode) -> AlarmFacts:
        """What alarms rest on; `warroom.domain.alarms.alarms` says from them, at any time, which there are."""
        conn, sight = self._store.reader(), self._sight()
        return AlarmFacts(
            clocks=tuple(self.clocks(mode=mode)),
            cells=tuple(queries.cell_calls(conn, sight, mode=mode)),
            unverified=tuple(queries.unverified(conn, sight, mode=mode)),
            messages=(*calls_of(Desk(conn, sight, None, mode, live=True).lines()), *self.sending_calls(mode=mode)),
            answered=tuple(self.answered_twice(mode=mode)),
            answers=self.alarm_answers(),
        )

    def alarms(self, *, mode: Mode, now_ms: int | None = None) -> list[Alarm]:
        """What calls for somebody, gravest first; then what was taken or is silent. As seen at a time (now when absent)."""
        return alarms(self.alarm_facts(mode=mode), self._clock.now_ms() if now_ms is None else now_ms)
