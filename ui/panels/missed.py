"""What you missed: what came in from other laptops since it was last read, on one page."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.models.deliveries import done_said, missed_counts, weight_said
from ui.models.stations import called
from ui.tasks import Job
from ui.theme import Look
from ui.widgets.clamped import ClampedText
from ui.widgets.lines import Lead, clear
from ui.widgets.panel import PanelFrame
from ui.widgets.spoken import Spoken
from ui.widgets.tone import ToneLabel
from warroom import phrases
from warroom.domain.exchange import Outcome
from warroom.domain.incidents import Mode
from warroom.domain.missed import Missed, MissedFrom, MissedLine
from warroom.words import _, ngettext

WIDEST = 980
STEP = 40  # lines of one station shown at first, and more at each asking


class MissedPanel(Spoken, QScrollArea):
    """Station by station and in order of time: decisions, key events, states, new actions; then counts."""

    left = Signal()
    record_chosen = Signal(str, str, str)  # incident, noun, id
    conflicts_asked = Signal()
    next_asked = Signal()  # the next bundle of the stick

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.missed: Missed | None = None
        self._outcome: Outcome | None = None
        self._left_on_stick = 0
        self._shown: dict[str, int] = {}
        self.lines: list[LineOf] = []
        self._build()
        self._say()

    def read(self, outcome: Outcome | None = None, *, left: int = 0) -> None:
        """Read it in a task; from then on it counts as read, and can be read again."""
        self._outcome, self._left_on_stick, self.missed, self._shown = outcome, left, None, {}
        self._say()
        exchange = self._desk.room.exchange

        def work(_job: Job) -> Missed:
            found = exchange.missed(mode=Mode.BOTH)
            exchange.keep_read()
            return found

        self._desk.tasks.run(work, owner=self, done=self._show)

    def _show(self, missed: Missed) -> None:
        self.missed = missed
        self._say()

    def _show_more(self, station: str) -> None:
        self._shown[station] = self._shown.get(station, STEP) + 5 * STEP
        self._say()

    # Building

    def _build(self) -> None:
        look = self._desk.look
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        page = QWidget(self)
        self._heading = QLabel(page)
        self._heading.setProperty("role", "page")
        self.next, self.settle, self.back = (QPushButton(page) for _each in range(3))
        self.back.setProperty("primary", True)
        self.next.clicked.connect(lambda _checked=False: self.next_asked.emit())
        self.settle.clicked.connect(lambda _checked=False: self.conflicts_asked.emit())
        self.back.clicked.connect(lambda _checked=False: self.left.emit())
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._heading)
        head.addStretch(1)
        for button in (self.next, self.settle, self.back):
            head.addWidget(button)
        self._said = ToneLabel(look, "muted", wrap=True, parent=page)
        self._column = QVBoxLayout()
        self._column.setSpacing(12)
        self._whole = QVBoxLayout(page)
        self._whole.setContentsMargins(20, 16, 20, 16)
        self._whole.setSpacing(12)
        self._whole.addLayout(head)
        self._whole.addWidget(self._said)
        self._whole.addLayout(self._column)
        self._whole.addStretch(1)
        self.setWidget(page)
        self.setFocusProxy(self.back)

    def _frame_of(self, came: MissedFrom) -> PanelFrame:
        frame = PanelFrame(self.widget())
        frame.set_title(_("Station {letter}").format(letter=called(came.letter, came.name)))
        frame.set_note(ngettext("{n} new entry", "{n} new entries", came.entries).format(n=came.entries))
        shown = came.lines[-self._shown.get(came.station, STEP) :]
        if hidden := len(came.lines) - len(shown):
            more = QPushButton(frame)
            more.setProperty("link", True)
            more.setText(ngettext("Show {n} earlier line", "Show {n} earlier lines", hidden).format(n=hidden))
            more.clicked.connect(lambda _checked=False: self._show_more(came.station))
            row = QHBoxLayout()
            row.setContentsMargins(14, 8, 14, 8)
            row.addWidget(more)
            row.addStretch(1)
            frame.body.addLayout(row)
        for line in shown:
            made = LineOf(self._desk.look, line, self._desk.room.clock.now_ms(), frame)
            made.chosen.connect(lambda line=line: self.record_chosen.emit(line.incident, "entry", line.entry))
            self.lines.append(made)
            frame.body.addWidget(made)
        counts = ToneLabel(self._desk.look, "muted", wrap=True, parent=frame)
        counts.setContentsMargins(14, 8, 14, 10)
        said = [missed_counts(came)]
        if came.left_out:
            said.append(
                ngettext("{n} earlier line is in the log.", "{n} earlier lines are in the log.", came.left_out).format(
                    n=came.left_out
                )
            )
        counts.say(" ".join(said))
        frame.body.addWidget(counts)
        return frame

    def _say(self) -> None:
        self._heading.setText(_("What you missed"))
        self.setAccessibleName(self._heading.text())
        self.back.setText(_("To the stations"))
        outcome, missed, now = self._outcome, self.missed, self._desk.room.clock.now_ms()
        conflicts = outcome.new_conflicts if outcome else 0
        self.settle.setText(ngettext("Settle {n} point", "Settle {n} points", conflicts).format(n=conflicts))
        self.settle.setVisible(bool(conflicts))
        left = self._left_on_stick
        self.next.setText(ngettext("Next bundle ({n} left)", "Next bundle ({n} left)", left).format(n=left))
        self.next.setVisible(bool(left))
        said = [f"{done_said(outcome)}."] if outcome else []
        if missed is None:
            said.append(_("Reading…"))
        elif not missed.stations:
            said.append(_("Nothing came from other stations since you last read it."))
        elif missed.since is not None:
            said.append(_("Since {moment}.").format(moment=phrases.moment(missed.since, now)))
        self._said.say(" ".join(said))
        clear(self._column)
        self.lines = []
        for came in missed.stations if missed else ():
            self._column.addWidget(self._frame_of(came))

    # What Qt asks

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)


class LineOf(Lead):
    """One line: when, why it is told, the text, its number and who wrote it."""

    def __init__(self, look: Look, line: MissedLine, now: int, parent: QWidget) -> None:
        super().__init__(look, parent)
        word, tone = weight_said(line.weight)
        when = ToneLabel(look, bold=True, parent=self)
        when.say(phrases.moment(line.at, now))
        when.setMinimumWidth(look.px(52))
        why = ToneLabel(look, tone, bold=True, parent=self)
        why.say(word)
        why.setFixedWidth(look.px(132))
        text = ClampedText(look, lines=3, parent=self)
        text.say(line.text)
        about = ToneLabel(look, "muted", parent=self)
        marks = [_("EXERCISE")] if line.exercise else []
        about.say(" · ".join(part for part in (*marks, line.incident_number, line.number, line.author) if part))
        first = QHBoxLayout()
        first.setSpacing(10)
        first.addWidget(when)
        first.addWidget(why)
        first.addWidget(about)
        first.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(14, 6, 14, 6)
        whole.setSpacing(2)
        whole.addLayout(first)
        whole.addWidget(text)
        self.setAccessibleName(f"{when.text()} {word}: {line.text}")
        self.setAccessibleDescription(about.text())
