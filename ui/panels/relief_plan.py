"""The plan of the page of relief: a day of it as bars, forward and back in time, with what its bars mean."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.theme import Look
from ui.widgets.flow import FlowLayout
from ui.widgets.gantt import GanttView
from ui.widgets.panel import PanelFrame
from ui.widgets.tone import ToneLabel
from warroom import phrases
from warroom.domain.duty_board import Board
from warroom.domain.gantt import Bar, BarMark, BarStyle, Box
from warroom.reports.relief_chart import chart_of, legend
from warroom.words import _

SHOWN_H, BEFORE_H, STEP_H = 24, 6, 12


class PlanPart(PanelFrame):
    """`opened` tells the shift or the stay behind a bar."""

    opened = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._board: Board | None = None
        self._from_at: int | None = None  # None follows the present
        self._wanted = ""
        self.view = GanttView(desk.look, self)
        self.view.chosen.connect(self.opened)
        self._back, self._now, self._on, self._wide = (QPushButton(self) for _each in range(4))
        self._wide.setCheckable(True)
        self._back.clicked.connect(lambda _checked=False: self.move_by(-STEP_H))
        self._on.clicked.connect(lambda _checked=False: self.move_by(STEP_H))
        self._now.clicked.connect(lambda _checked=False: self.move_by(0))
        self._wide.toggled.connect(lambda _checked: self._draw())
        for button in (self._back, self._now, self._on, self._wide):
            button.setProperty("quiet", True)
            self.head.addWidget(button)
        self._nothing = ToneLabel(desk.look, "muted", wrap=True, parent=self)
        self._nothing.setContentsMargins(14, 10, 14, 4)
        foot = QWidget(self)
        around_legend = QVBoxLayout(foot)
        around_legend.setContentsMargins(14, 6, 14, 10)
        self._legend = FlowLayout(across=16, down=4)
        around_legend.addLayout(self._legend)
        self._samples = [LegendSample(desk.look, style, mark, foot) for style, mark, _word in legend()]
        for sample in self._samples:
            self._legend.addWidget(sample)
        around = QHBoxLayout()
        around.setContentsMargins(0, 6, 12, 0)
        around.addWidget(self.view)
        self.body.addWidget(self._nothing)
        self.body.addLayout(around)
        self.body.addWidget(foot)
        self.say()

    def show_board(self, board: Board | None) -> None:
        self._board = board
        self._draw()

    def reveal(self, record: str) -> None:
        """Go to the time of this shift."""
        self._wanted = record
        self._draw()

    def move_by(self, hours: int) -> None:
        """Forward or back; 0 goes back to the present."""
        self._from_at = self._start() + hours * phrases.HOUR if hours else None
        self._draw()

    def say(self) -> None:
        self.set_title(_("Relief plan"))
        for button, text, meaning in (
            (self._back, "◀", _("{n} hours back").format(n=STEP_H)),
            (self._on, "▶", _("{n} hours on").format(n=STEP_H)),
            (self._now, _("Now"), ""),
            (self._wide, _("3 days"), ""),
        ):
            button.setText(text)
            button.setAccessibleName(meaning or text)
            button.setToolTip(meaning)
        self.view.setAccessibleName(_("Relief plan"))
        self._nothing.say(_("No shift is planned yet: “Propose a plan…” makes one from the functions of the cell."))
        for sample, (_style, _mark, word) in zip(self._samples, legend(), strict=True):
            sample.say(word)
        self._draw()

    def _start(self) -> int:
        now = self._desk.room.clock.now_ms()
        usual = (now - BEFORE_H * phrases.HOUR) // phrases.HOUR * phrases.HOUR
        return usual if self._from_at is None else self._from_at

    def _draw(self) -> None:
        board = self._board
        if board is None:
            return
        wanted = next((one.shift for one in board.plan if one.shift.id == self._wanted), None)
        if wanted is not None:
            self._wanted = ""
            self._from_at = wanted.from_at - BEFORE_H * phrases.HOUR
        start = self._start()
        hours = SHOWN_H * 3 if self._wide.isChecked() else SHOWN_H
        self.view.show_chart(chart_of(board, from_at=start, until_at=start + hours * phrases.HOUR))
        self._nothing.setVisible(not board.plan)
        last = phrases.moment(start + hours * phrases.HOUR, board.now_ms)
        self.set_note(f"{phrases.moment(start, board.now_ms)} – {last}")


class LegendSample(QWidget):
    """A bar as small as a word, and the word."""

    def __init__(self, look: Look, style: BarStyle, mark: BarMark, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._style, self._mark = look, style, mark
        self._view = GanttView(look, self)
        self._view.hide()
        self._label = ToneLabel(look, "muted", parent=self)
        row = QHBoxLayout(self)
        row.setContentsMargins(look.px(34), 0, 0, 0)
        row.addWidget(self._label)

    def say(self, word: str) -> None:
        self._label.say(word, "muted")

    # What Qt asks

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(hint.width(), max(hint.height(), self._look.px(20)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        px = self._look.px
        box = Box(Bar(" ", 0, 1, self._style, self._mark), 0, 0, (self.height() - px(14)) / 2, px(28), px(14))
        self._view.paint_sample(painter, box)
        painter.end()
