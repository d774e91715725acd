"""A list of corrective actions with the chosen one whole beside it: the same on the page and in a review."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QMenu, QWidget

from ui.desk import Desk
from ui.models.plan import plan_columns
from ui.models.table import TableModel
from ui.panels.actions import ActionsTable
from ui.panels.plan_deeds import KEYS, READS, PlanDeeds
from ui.parts.plan_detail import PlanDetail, offers
from ui.widgets.framed import framed
from ui.widgets.side_column import SideColumn
from warroom.domain.corrective_quality import weak_points
from warroom.domain.corrective_state import Line
from warroom.domain.correctives import Corrective
from warroom.words import _

NARROW, BESIDE = 880, 340  # pixels at scale 1
ALL, MOST = 960, 700  # a list at least this wide shows every column, or all but two


class PlanList(QWidget):
    """D done, V verify, P postpone, E change, S start, X drop, R take up again, C copy the reminder; Enter does what
    comes next."""

    moved = Signal()  # another action is chosen

    def __init__(self, desk: Desk, deeds: PlanDeeds, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._deeds = desk, deeds
        self._plan: Sequence[Corrective] = ()
        self._wanted = ""
        self._empty = ""
        self.model: TableModel[Line] = TableModel(
            plan_columns(), ident=lambda line: line.id, look=desk.look, now=desk.room.clock.now_ms, parent=self
        )
        self.table = ActionsTable(self.model, desk.look, parent=self)
        self.detail = PlanDetail(desk)
        self._beside = SideColumn([self.detail], parent=self)
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._both.setContentsMargins(0, 0, 0, 0)
        self._both.setSpacing(12)
        self._both.addWidget(framed(self.table, self), 3)
        self._both.addWidget(self._beside, 2)
        self.setFocusProxy(self.table)
        self.table.selected.connect(self.show_chosen)
        self.table.chosen.connect(lambda line: self._next(line))
        self.table.keyed.connect(self.key)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._offer)
        self.detail.asked.connect(self.act)

    def current(self) -> Line | None:
        line = self.table.current()
        return line if isinstance(line, Line) else None

    def show_lines(self, lines: Sequence[Line], plan: Sequence[Corrective]) -> None:
        """These in this order; `plan` is everything that they are judged among."""
        self._plan = plan
        self.model.replace(lines)
        if self._wanted and self.table.select(self._wanted):
            self._wanted = ""
        if self.table.current() is None and self.model.rowCount():
            self.table.selectRow(0)
        self.show_chosen()

    def reveal(self, record: str) -> bool:
        """Choose this action as soon as it is listed; False where it is not yet."""
        self._wanted = "" if self.table.select(record) else record
        return not self._wanted

    def say(self, empty: str) -> None:
        """All words anew, after a change of language or of what is listed."""
        self._empty = empty
        self.table.say_empty(empty)
        self.table.setAccessibleName(_("Corrective actions"))
        self.detail.setAccessibleName(_("The chosen action"))
        self.model.retranslate()
        self.show_chosen()

    def show_chosen(self) -> None:
        """The chosen action whole; two short questions."""
        line = self.current()
        moves = self._desk.room.views.postponements(line.id) if line is not None else ()
        weak = weak_points(line.corrective, self._plan) if line is not None else ()
        self.detail.show_line(line, moves, weak)
        for button in self.detail.buttons():
            button.setEnabled(not self._desk.room.read_only or button.property("what") in READS)
        self.moved.emit()

    def act(self, what: str) -> None:
        """Do what a button asks for, where it can be done now."""
        line = self.current()
        if line is not None and any(offer[0] == what for offer in offers(line)):
            self._deeds.act(what, line)

    def key(self, letter: str) -> None:
        if letter in KEYS:
            self.act(KEYS[letter])
        elif letter == "o":
            self.act("incident")

    def _next(self, line: Line) -> None:
        self.act(offers(line)[0][0])

    def _offer(self, at: QPoint) -> None:
        line = self.current()
        if line is None:
            return
        menu = QMenu(self)
        for what, said, _key in offers(line):
            deed = menu.addAction(said)
            deed.setEnabled(not self._desk.room.read_only or what in READS)
            deed.triggered.connect(lambda _checked=False, what=what: self.act(what))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.table.viewport().mapToGlobal(at))

    # What Qt asks

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The detail beside the list, or under it where there is little room."""
        is_narrow = self.width() < self._desk.look.px(NARROW)
        direction = QBoxLayout.Direction.TopToBottom if is_narrow else QBoxLayout.Direction.LeftToRight
        self._both.setDirection(direction)
        if is_narrow:
            self._beside.setMinimumWidth(0)
            self._beside.setMaximumWidth(16_777_215)
        else:
            self._beside.set_width(self._desk.look.px(BESIDE))
        px, listed = self._desk.look.px, self.width() if is_narrow else self.width() - self._desk.look.px(BESIDE)
        gone = {"day": px(ALL), "postponed": px(ALL), "incident": px(MOST)}
        self.table.hide_columns(*(key for key, least in gone.items() if listed < least))
        super().resizeEvent(event)
