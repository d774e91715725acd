"""One band under the strip: the gravest alarm that nobody took. It takes no focus, covers nothing, never blinks."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from ui.alarms import AlarmWatch
from ui.desk import Desk
from ui.icons import pixmap
from ui.theme import set_property
from ui.widgets.elided import ElidedLabel
from ui.widgets.spoken import Spoken
from warroom.commands import AcknowledgeAlarm
from warroom.commands.alarm_words import alarm_said
from warroom.domain.alarms import Alarm, Gravity
from warroom.words import _, ngettext


class AlarmBand(Spoken, QFrame):
    """Hidden while nothing calls; otherwise one line, whatever the number of alarms."""

    record_chosen = Signal(str, str, str)  # incident, noun, id: what is behind the alarm
    list_wanted = Signal()
    silence_wanted = Signal(object)  # an Alarm

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("alarmBand")
        self._desk = desk
        self.watch = AlarmWatch(desk, self)
        self._sign = QLabel(self)
        self.text = ElidedLabel(parent=self)
        self.more, self.silence, self.acknowledge = (QPushButton(self) for _each in range(3))
        self._build()
        self.hide()
        self.watch.ticked.connect(self.refresh)
        self.watch.arrived.connect(self._announce)
        desk.look.changed.connect(self.refresh)
        self._say()

    @property
    def alarm(self) -> Alarm | None:
        """What it shows."""
        return next(iter(self.watch.calling), None)

    @Slot()
    def take(self) -> None:
        """Acknowledge what it shows; the next one takes its place."""
        alarm = self.alarm
        if alarm is not None:
            acknowledge(self._desk, alarm, self)

    @Slot()
    def refresh(self) -> None:
        """Say what calls now; nothing is read from the room."""
        calling = self.watch.calling
        self.setVisible(bool(calling))
        if not calling:
            return
        first, rest = calling[0], len(calling) - 1
        is_late = first.gravity is Gravity.LATE
        said = alarm_said(first, self._desk.room.clock.now_ms())
        if said != self.text.text():
            self.text.setText(said)
            self.setAccessibleName(said)
        self.more.setText(ngettext("and {n} more", "and {n} more", rest).format(n=rest))
        self.more.setVisible(rest > 0)
        set_property(self, "wash", "late" if is_late else "due")
        set_property(self.text, "role", "late" if is_late else "due")
        self._sign.setPixmap(pixmap("warning", self._desk.look, color="sev1" if is_late else "sev3"))

    def close_watch(self) -> None:
        """The window goes."""
        self.watch.close()

    @Slot(object)
    def _announce(self, alarm: Alarm) -> None:
        """Told to whoever listens to the screen instead of looking at it."""
        if QAccessible.isActive():
            event = QAccessibleAnnouncementEvent(self, alarm_said(alarm, self._desk.room.clock.now_ms()))
            event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
            QAccessible.updateAccessibility(event)

    @Slot()
    def _silence(self) -> None:
        if self.alarm is not None:
            self.silence_wanted.emit(self.alarm)

    def _build(self) -> None:
        self.text.setCursor(Qt.CursorShape.PointingHandCursor)
        self.more.setProperty("link", True)
        self.more.clicked.connect(self.list_wanted)
        self.silence.clicked.connect(self._silence)
        self.acknowledge.clicked.connect(self.take)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 12, 4)
        row.setSpacing(10)
        row.addWidget(self._sign)
        row.addWidget(self.text, 1)
        for button in (self.more, self.silence, self.acknowledge):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            row.addWidget(button)
        for button in (self.silence, self.acknowledge):
            button.setVisible(not self._desk.room.read_only)

    def _say(self) -> None:
        self.silence.setText(_("Silence…"))
        self.silence.setToolTip(_("Silent for a while, with the reason"))
        self.acknowledge.setText(_("Acknowledge"))
        self.acknowledge.setToolTip(_("Take it: it does not call again until it is late or due anew (Ctrl+Shift+Y)"))
        self.text.setText("")
        self.watch.refresh()
        self.refresh()

    # What Qt asks

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        alarm = self.alarm
        if event.button() is Qt.MouseButton.LeftButton and alarm is not None:
            self.record_chosen.emit(alarm.incident, alarm.noun, alarm.record)


def acknowledge(desk: Desk, alarm: Alarm, owner: QWidget) -> None:
    """Say that somebody at this keyboard takes it."""
    desk.tasks.follow(desk.room.do(AcknowledgeAlarm(what=alarm.key, incident=alarm.incident)), owner=owner)
