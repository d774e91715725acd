"""Every alarm in one list: what calls, who took what, what is silent, until when and why; and the sound."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QAbstractItemView, QCheckBox, QHBoxLayout, QPushButton, QSlider, QWidget

from ui.desk import Desk
from ui.models.alarms import alarm_columns
from ui.panels.register import TICK_MS, Register
from ui.tasks import Job
from ui.widgets.alarm_band import acknowledge
from ui.widgets.table import Table
from ui.widgets.tone import ToneLabel
from warroom.domain.alarms import Alarm, Gravity
from warroom.domain.incidents import Mode
from warroom.words import _, ngettext


class AlarmsPanel(Register[Alarm]):
    """Enter opens what is behind an alarm; the one primary button takes those selected."""

    nouns = ("alarm", "incident", "decision", "due", "crisis_cell", "function", "point", "question")
    record_chosen = Signal(str, str, str)  # incident, noun, id

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._table.chosen.connect(lambda row: self.record_chosen.emit(row.incident, row.noun, row.record))
        self._table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self._acknowledge.clicked.connect(lambda _checked=False: self.take())
        self._silence.clicked.connect(lambda _checked=False: self.silence())
        self.sound.setChecked(desk.settings.alarm_sound)
        self.volume.setValue(desk.settings.alarm_volume)
        self.sound.clicked.connect(self._keep_sound)
        self.volume.valueChanged.connect(self._keep_volume)
        self._try.clicked.connect(lambda _checked=False: desk.verbs.use("hear-alarm"))
        reads = QTimer(self, interval=TICK_MS)  # something becomes late without anybody writing
        reads.timeout.connect(self._latest.ask)
        reads.start()
        self._latest.ask()

    def take(self) -> None:
        """Acknowledge every alarm selected."""
        for alarm in self._selected():
            acknowledge(self._desk, alarm, self)

    def silence(self) -> None:
        """Silence the first alarm selected, for a while and with a reason."""
        from ui.dialogs.silence import SilenceDialog

        chosen = self._selected()
        if chosen:
            SilenceDialog(self._desk, chosen[0], self).open()

    def _selected(self) -> list[Alarm]:
        rows = self._table.selectionModel().selectedRows()
        found = [self._model.row_at(index) for index in rows]
        now = self._desk.room.clock.now_ms()
        return [alarm for alarm in found if alarm is not None and alarm.calls(now)]

    def _keep_sound(self, is_on: bool) -> None:
        self._desk.settings.alarm_sound = is_on
        self._desk.settings.save()
        self._enable()

    def _keep_volume(self, percent: int) -> None:
        self._desk.settings.alarm_volume = percent
        self._desk.settings.save()

    # What the register asks

    def _record(self, row: Alarm) -> Alarm:
        return row

    def _build(self) -> None:
        look = self._desk.look
        self._silence, self._acknowledge, self._try = (QPushButton(self) for _at in range(3))
        self._acknowledge.setProperty("primary", True)
        self.sound, self.volume = QCheckBox(self), QSlider(Qt.Orientation.Horizontal, self)
        self.volume.setRange(0, 100)
        self.volume.setFixedWidth(look.px(140))
        self._louder = ToneLabel(look, "muted", parent=self)
        foot = QHBoxLayout()
        foot.setSpacing(12)
        for widget in (self.sound, self._louder, self.volume, self._try):
            foot.addWidget(widget)
        foot.addStretch(1)
        table = Table(self._new_model(alarm_columns()), look, parent=self)
        self._lay_out(table, (self._silence, self._acknowledge), foot)

    def _read(self, _job: Job) -> list[Alarm]:
        return self._desk.room.views.alarms(mode=Mode.BOTH)

    def _in_order(self, rows: list[Alarm]) -> list[Alarm]:
        return rows

    def _enable(self) -> None:
        can_answer = bool(self._selected()) and not self._desk.room.read_only
        self._acknowledge.setEnabled(can_answer)
        self._silence.setEnabled(can_answer)
        for widget in (self.volume, self._try):
            widget.setEnabled(self.sound.isChecked())

    def _say(self) -> None:
        now = self._desk.room.clock.now_ms()
        calling = [alarm for alarm in self._rows if alarm.calls(now)]
        late = sum(1 for alarm in calling if alarm.gravity is Gravity.LATE)
        self._title.setText(_("Alarms"))
        self._say_count(ngettext("{n} calling", "{n} calling", len(calling)).format(n=len(calling)), late=late)
        self._acknowledge.setText(_("Acknowledge"))
        self._silence.setText(_("Silence…"))
        self.sound.setText(_("Sound on this laptop"))
        self._louder.say(_("Volume"))
        self.volume.setAccessibleName(_("Volume"))
        self._try.setText(_("Try it"))
        self._table.setAccessibleName(_("Alarms"))
        self._table.say_empty(_("Nothing calls: no deadline is near, and every function is held."))
        self._model.retranslate()
