"""The watch over alarms in one window: facts read after each change, alarms made anew every second, the chime rung."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from ui.chime import Chime
from ui.desk import Desk
from ui.latest import Latest
from warroom.domain.alarms import Alarm, AlarmFacts, Gravity, alarms
from warroom.domain.clocks import CLOCK_NOUNS
from warroom.domain.incidents import Mode
from warroom.room import Change

NOUNS = (*CLOCK_NOUNS, "alarm", "question", "message_text", "claim", "double", "entry", "entry_mark")
TICK_MS = 1_000
LATE_EVERY_S, AMBER_EVERY_S = 30.0, 120.0  # between two chimes
PATIENT_AFTER_S = 300.0  # what nobody answered by then calls as seldom as what is only amber


class AlarmWatch(QObject):
    """What calls now. It rings behind the lock too: the chime tells nothing, and brings somebody back."""

    changed = Signal()  # which alarms there are, or how one was answered
    ticked = Signal()  # every second: durations go on
    arrived = Signal(object)  # the gravest of the alarms that began to call

    def __init__(self, desk: Desk, parent: QWidget, *, elapsed: Callable[[], float] = time.monotonic) -> None:
        super().__init__(parent)
        self._desk, self._elapsed = desk, elapsed
        self.chime = Chime(desk.settings, desk.notices, self)
        self.alarms: list[Alarm] = []
        self._facts: AlarmFacts | None = None
        self._calling: frozenset[str] = frozenset()
        self._since = self._rang = 0.0
        self._latest = Latest(desk, owner=parent, read=self._read, show=self._take)
        self._ticks = QTimer(self, interval=TICK_MS)
        self._ticks.timeout.connect(self.tick)
        self._ticks.start()
        desk.changes.changed.connect(self._follow)
        self._latest.ask()

    @property
    def calling(self) -> list[Alarm]:
        """The alarms that nobody took and that are not silent, gravest first."""
        now = self._desk.room.clock.now_ms()
        return [alarm for alarm in self.alarms if alarm.calls(now)]

    def refresh(self) -> None:
        """Read again: the language changed."""
        self._latest.ask()

    @Slot()
    def tick(self) -> None:
        """Say what calls now; nothing is read from the room."""
        if self._facts is None:
            return
        now = self._desk.room.clock.now_ms()
        former, self.alarms = self.alarms, alarms(self._facts, now)
        calling = [alarm for alarm in self.alarms if alarm.calls(now)]
        keys = frozenset(alarm.key for alarm in calling)
        new = [alarm for alarm in calling if alarm.key not in self._calling]
        has_changed = former != self.alarms or keys != self._calling
        self._calling = keys
        if has_changed:
            self.changed.emit()
        if new:
            self.arrived.emit(new[0])
        self._ring(calling, is_new=bool(new))
        self.ticked.emit()

    def close(self) -> None:
        """The window goes."""
        self._ticks.stop()
        self.chime.close()

    def _ring(self, calling: list[Alarm], *, is_new: bool) -> None:
        if not calling or self._desk.room.read_only:  # nobody could answer it here
            return
        now = self._elapsed()
        if is_new:
            self._since = now
        is_late = any(alarm.gravity is Gravity.LATE for alarm in calling) and now - self._since < PATIENT_AFTER_S
        if is_new or now - self._rang >= (LATE_EVERY_S if is_late else AMBER_EVERY_S):
            self._rang = now
            self.chime.ring()

    def _read(self, _job: object) -> AlarmFacts:
        return self._desk.room.views.alarm_facts(mode=Mode.BOTH)

    def _take(self, facts: AlarmFacts) -> None:
        self._facts = facts
        self.tick()

    @Slot(object)
    def _follow(self, change: Change) -> None:
        if change.touches(*NOUNS):
            self._latest.ask()
