"""Merge: what a bundle brings, before anything is taken in; who brought it; and one button."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ui.desk import Desk
from ui.models.deliveries import (
    after_said,
    deletes_said,
    delivery_columns,
    done_said,
    merge_words,
    parcel_said,
    warnings_said,
)
from ui.models.table import TableModel
from ui.tasks import Cancelled, Job
from ui.widgets.carriage import CarriageForm
from ui.widgets.panel import PanelFrame
from ui.widgets.spoken import Spoken
from ui.widgets.table import Table
from ui.widgets.tone import ToneLabel
from warroom.domain.exchange import FromStation, Outcome
from warroom.domain.sticks import Delivered, Looked, Parcel
from warroom.errors import WarroomError
from warroom.words import _

NARROW = 1100
LINES_MOST = 12


class MergePanel(Spoken, QScrollArea):
    """Nothing is changed before the button; Cancel stops between two batches, and what was taken in stays."""

    left = Signal()
    merged = Signal(object, int)  # the Outcome, and how many bundles are left on the stick

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._looked: Looked | None = None
        self._parcels: list[Parcel] = []
        self._preview: Outcome | None = None
        self._job: Job | None = None
        self._asked = 0
        self.is_working = False
        self._build()
        self._say()
        desk.look.changed.connect(self._fold)

    @property
    def parcel(self) -> Parcel | None:
        """The bundle that is looked at."""
        at = self.choice.currentIndex()
        return self._parcels[at] if 0 <= at < len(self._parcels) else None

    def show_stick(self, looked: Looked) -> None:
        """Look at the bundles of a stick, those with something new first."""
        self._looked = looked
        self._parcels = list(looked.unread or looked.parcels)
        self.form.begin(looked.stick.label)
        self._fill()

    def go_on(self) -> None:
        """The next bundle of the same stick."""
        if self._looked is not None and self._parcels:
            self._fill()
        else:
            self.left.emit()

    def merge(self) -> None:
        """Take it in."""
        parcel = self.parcel
        if parcel is None or self._preview is None or self.is_working:
            return
        room, carriage, incident = self._desk.room, self.form.carriage(), self.form.incident()
        agree = self.agree.isChecked()

        def work(job: Job) -> Delivered:
            return room.sticks.read(parcel, carriage=carriage, incident=incident, agree_to_deletes=agree, step=job.step)

        self._set_working(True)
        self._tell(_("Merging. Leave the stick in."), "muted")
        self._job = self._desk.tasks.run(
            work, owner=self, done=self._finish, failed=self._stop, progress=self._show_step
        )

    def cancel(self) -> None:
        """Stop the merge; where none is under way, leave."""
        if self._job is not None:
            self._job.cancel()
        else:
            self.left.emit()

    # Previewing

    def _fill(self) -> None:
        self.choice.clear()
        now = self._desk.room.clock.now_ms()
        for parcel in self._parcels:
            self.choice.addItem(parcel_said(parcel, now))
        self.choice.setVisible(len(self._parcels) > 1)
        self._look()

    def _look(self) -> None:
        """Ask what the chosen bundle would bring."""
        parcel = self.parcel
        self._preview = None
        self._model.replace([])
        self.agree.setChecked(False)
        self._say()
        if parcel is None:
            return
        self._asked += 1
        asked, room = self._asked, self._desk.room
        self.busy.setRange(0, 0)
        self.busy.show()
        self._tell(_("Looking at what it brings…"), "muted")

        def show(outcome: Outcome) -> None:
            if asked == self._asked:
                self._show_preview(outcome)

        def fail(error: Exception) -> None:
            if asked == self._asked:
                self._stop(error)

        self._desk.tasks.run(lambda _job: room.sticks.preview(parcel), owner=self, done=show, failed=fail)

    def _show_preview(self, outcome: Outcome) -> None:
        self.busy.hide()
        self._said.hide()
        self._preview = outcome
        self._model.replace(list(outcome.stations))
        self._say()
        self.primary.setFocus(Qt.FocusReason.OtherFocusReason)

    # Merging

    def _finish(self, done: Delivered) -> None:
        self._set_working(False)
        parcel = self.parcel
        self._parcels = [each for each in self._parcels if each is not parcel]
        self._preview = None
        self._said.hide()
        self._desk.notices.say(done_said(done.outcome))
        self.merged.emit(done.outcome, len(self._parcels))

    def _stop(self, error: Exception) -> None:
        self._set_working(False)
        if isinstance(error, Cancelled):
            self._tell(_("Stopped. What was taken in until then stays; merging goes on from there."), "due")
        elif isinstance(error, WarroomError):
            self._tell(" ".join(part for part in (error.message, error.safe, error.todo) if part), "late")
        else:
            self._desk.notices.show(error, parent=self)

    def _show_step(self, done: int, total: int) -> None:
        self.busy.setRange(0, 1000)
        self.busy.setValue(min(1000, done * 1000 // max(1, total)))

    def _set_working(self, working: bool) -> None:
        self.is_working = working
        self.busy.setRange(0, 0)
        self.busy.setVisible(working)
        for widget in (self.choice, self.form, self.agree):
            widget.setEnabled(not working)
        if not working:
            self._job = None
        self._enable()

    def _enable(self) -> None:
        preview = self._preview
        has_any = preview is not None and bool(preview.received or preview.files or preview.set_aside)
        self.primary.setEnabled(has_any and not self.is_working and not self._desk.room.read_only)

    def _tell(self, text: str, tone: str) -> None:
        self._said.say(text, tone)
        self._said.show()

    # Building

    def _build(self) -> None:
        look = self._desk.look
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        page = QWidget(self)
        self._heading = QLabel(page)
        self._heading.setProperty("role", "page")
        self._heading.setTextFormat(Qt.TextFormat.PlainText)
        self.choice = QComboBox(page)
        self.choice.activated.connect(lambda _at: self._look())
        self.leave, self.primary = QPushButton(page), QPushButton(page)
        self.primary.setProperty("primary", True)
        self.leave.clicked.connect(lambda _checked=False: self.cancel())
        self.primary.clicked.connect(lambda _checked=False: self.merge())
        head = QHBoxLayout()
        head.setSpacing(8)
        for widget in (self._heading, self.choice):
            head.addWidget(widget)
        head.addStretch(1)
        head.addWidget(self.leave)
        head.addWidget(self.primary)
        self.busy = QProgressBar(page)
        self.busy.setTextVisible(False)
        self.busy.hide()
        self._said = ToneLabel(look, wrap=True, parent=page)
        self._said.hide()
        self._brings, self._after, self._how = PanelFrame(page), PanelFrame(page), PanelFrame(page)
        self._model: TableModel[FromStation] = TableModel(
            delivery_columns(), ident=_ident, look=look, now=self._desk.room.clock.now_ms, parent=self
        )
        self.table = Table(self._model, look, hugs=LINES_MOST, parent=page)
        self._brings.body.addWidget(self.table)
        self._hash = ToneLabel(look, "muted", wrap=True, parent=page)
        self._hash.setContentsMargins(14, 6, 14, 10)
        self._brings.body.addWidget(self._hash)
        self._brings.body.addStretch(1)
        self._after_text = ToneLabel(look, wrap=True, parent=page)
        self._after_text.setContentsMargins(14, 10, 14, 4)
        self.agree = QCheckBox(page)
        self._deletes = ToneLabel(look, "late", bold=True, wrap=True, parent=page)
        self._deletes.setContentsMargins(14, 4, 14, 0)
        boxed = QHBoxLayout()
        boxed.setContentsMargins(14, 0, 14, 8)
        boxed.addWidget(self.agree)
        self._after.body.addWidget(self._after_text)
        self._after.body.addWidget(self._deletes)
        self._after.body.addLayout(boxed)
        self._after.body.addStretch(1)
        self.form = CarriageForm(self._desk, page)
        self._how.body.addWidget(self.form)
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._sides.setSpacing(12)
        self._sides.addWidget(self._brings, 5)
        self._sides.addWidget(self._after, 2)
        whole = QVBoxLayout(page)
        whole.setContentsMargins(20, 16, 20, 16)
        whole.setSpacing(12)
        whole.addLayout(head)
        whole.addWidget(self.busy)
        whole.addWidget(self._said)
        whole.addLayout(self._sides)
        whole.addWidget(self._how)
        whole.addStretch(1)
        self.setWidget(page)
        self.setFocusProxy(self.primary)

    def _fold(self) -> None:
        """In a narrow window what holds afterwards goes under what comes."""
        is_narrow = self.width() < self._desk.look.px(NARROW)
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._sides.setDirection(down if is_narrow else across)

    def _say(self) -> None:
        looked, preview = self._looked, self._preview
        label = looked.stick.label if looked is not None else ""
        self._heading.setText(_("Merge stick “{label}”").format(label=label) if label else _("Merge a bundle"))
        self.setAccessibleName(self._heading.text())
        self.choice.setAccessibleName(_("Bundle"))
        self.leave.setText(_("Cancel"))
        self.primary.setText(merge_words(preview) if preview else _("Merge"))
        self._brings.set_title(_("What it brings"))
        self._brings.set_note(self.parcel.place.name if self.parcel else "")
        self._after.set_title(_("After merging"))
        self._how.set_title(_("How it came"))
        self._how.set_note(_("kept in the audit, and in the log you choose"))
        self.table.setAccessibleName(_("What it brings"))
        is_old = preview is not None and not preview.stations
        self.table.say_empty(_("Nothing that is not here already.") if is_old else "")
        self._after_text.say("\n\n".join(after_said(preview)) if preview else "")
        deletes = deletes_said(preview) if preview else ""
        self._deletes.say(deletes)
        self._deletes.setVisible(bool(deletes))
        self.agree.setText(_("I agree: delete them here too") if deletes else "")
        self.agree.setAccessibleName(deletes)
        self.agree.setVisible(bool(deletes))
        notes = warnings_said(looked) if looked is not None else []
        self._hash.say("\n".join(notes))
        self._hash.setVisible(bool(notes))
        self._model.retranslate()
        self._enable()

    # What Qt asks

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.cancel()
            return
        super().keyPressEvent(event)


def _ident(row: FromStation) -> str:
    return f"{row.station} {row.letter} {row.trust}"
