"""Relief: the plan as bars on a line of time, who is there and how tired, who comes next."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.latest import Latest
from ui.models.relief import FOLLOWED, about, duty_columns, is_over, warnings
from ui.models.table import TableModel
from ui.panels.relief_plan import PlanPart
from ui.panels.relief_print import ReliefPrinter
from ui.tasks import Job
from ui.widgets.elided import ElidedLabel
from ui.widgets.flow import FlowLayout
from ui.widgets.panel import PanelFrame
from ui.widgets.spoken import Spoken
from ui.widgets.table import Table
from ui.widgets.tone import ToneLabel
from warroom.commands.duty_words import only_noted
from warroom.domain.duty_board import Board, OnDuty
from warroom.room import Change
from warroom.words import _, ngettext, pgettext

TICK_MS = 30_000
WIDEST, SIDE = 1360, 16
MOST_WARNED = 6
ROWS_MOST = 14


class ReliefPanel(Spoken, QScrollArea):
    """Duty of the current incident and of its cell, in one column."""

    cell_asked = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._incident: str | None = None
        self.board: Board | None = None
        self._is_asked = False
        self._latest: Latest[Board | None] = Latest(desk, owner=self, read=self._read, show=self._take)
        self.printer = ReliefPrinter(desk, self)
        self._build()
        self._say()
        self.plan.opened.connect(self.open_bar)
        self.table.chosen.connect(self._open_person)
        self.table.selected.connect(self._enable)
        desk.changes.changed.connect(self._follow)
        desk.look.changed.connect(self._size)
        self._ticks = QTimer(self, interval=TICK_MS)
        self._ticks.timeout.connect(self._latest.ask)

    # What can be done here

    def show_incident(self, incident: str | None) -> None:
        """The page is about the people of this incident."""
        if incident != self._incident:
            self.board = None
        self._incident = incident
        self._latest.ask()

    def reveal(self, record: str) -> None:
        """Bring this shift to the eye, as soon as it is read."""
        self.plan.reveal(record)

    def arrive(self) -> None:
        from ui.dialogs.arrival import ArrivalDialog

        if self.board is not None:
            self._ask(ArrivalDialog(self._desk, self.board, self, name=self._not_there()))

    def leave(self) -> None:
        from ui.dialogs.arrival import DepartureDialog

        row = self.table.current()
        if row is not None and row.tiredness.is_there:
            self._ask(DepartureDialog(self._desk, row.name, row.person, self))

    def correct(self) -> None:
        from ui.dialogs.arrival import PresenceDialog

        row = self.table.current()
        if row is not None and row.stay is not None and self.board is not None:
            self._ask(PresenceDialog(self._desk, self.board, row.stay, row.name, self))

    def plan_shift(self) -> None:
        from ui.dialogs.shift import ShiftDialog

        if self.board is not None and self.board.cell:
            self._ask(ShiftDialog(self._desk, self.board, None, self))

    def propose(self) -> None:
        from ui.dialogs.propose_relief import ProposeDialog

        if self.board is not None and self.board.cell:
            self._ask(ProposeDialog(self._desk, self.board, self))

    def propose_when_read(self) -> None:
        """Propose as soon as the page knows its cell."""
        self._is_asked = True
        self._latest.ask()

    def show_rules(self) -> None:
        from ui.dialogs.rest_rules import RestRulesDialog

        self._ask(RestRulesDialog(self._desk, self))

    @Slot(str)
    def open_bar(self, record: str) -> None:
        """The shift or the stay behind a bar."""
        from ui.dialogs.arrival import PresenceDialog
        from ui.dialogs.shift import ShiftDialog

        board = self.board
        if board is None or self._desk.room.read_only:
            return
        shift = next((one for one in board.plan if one.shift.id == record), None)
        stay = next((one for one in board.stays if one.id == record), None)
        if shift is not None and board.cell:
            self._ask(ShiftDialog(self._desk, board, shift, self))
        elif stay is not None:
            self._ask(PresenceDialog(self._desk, board, stay, board.names.get(stay.person, ""), self))

    def print_(self) -> None:
        """The plan on paper (Ctrl+P)."""
        if self._incident is not None:
            self.printer.plan(self._incident)

    def print_attendance(self) -> None:
        """The attendance sheet to sign (ICS 211)."""
        if self._incident is not None:
            self.printer.attendance(self._incident)

    def _ask(self, dialog: Form) -> None:
        dialog.open()

    def _not_there(self) -> str:
        row = self.table.current()
        return row.name if row is not None and not row.tiredness.is_there else ""

    @Slot(object)
    def _open_person(self, row: OnDuty) -> None:
        """Whoever is there may leave, whoever is not may arrive; what was noted is corrected by its button."""
        if self._desk.room.read_only:
            return
        if row.tiredness.is_there:
            self.leave()
        else:
            self.arrive()

    # Reading

    def _read(self, _job: Job) -> Board | None:
        return self._desk.room.views.duty_board(self._incident) if self._incident else None

    def _take(self, board: Board | None) -> None:
        self.board = board
        self.plan.show_board(board)
        self.model.replace(board.people if board is not None else ())
        self._show_state()
        if self._is_asked:
            self._is_asked = False
            self.propose()

    # Building

    def _build(self) -> None:
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self._page = QWidget(self)
        look = self._desk.look
        self._heading, self._about = QLabel(self._page), ElidedLabel(parent=self._page)
        self._heading.setProperty("role", "page")
        self._about.setProperty("role", "muted")
        self._arrive, self._plan_one, self._propose = (QPushButton(self._page) for _each in range(3))
        self._propose.setProperty("primary", True)
        self._nothing = ToneLabel(look, "muted", px=15, wrap=True, parent=self._page)
        self._to_cell = QPushButton(self._page)
        self._to_cell.clicked.connect(lambda _checked=False: self._go_on())
        self._warned = QFrame(self._page)
        self._warnings = ToneLabel(look, wrap=True, parent=self._warned)
        line = QHBoxLayout(self._warned)
        line.setContentsMargins(14, 8, 14, 8)
        line.addWidget(self._warnings, 1)
        self.plan = PlanPart(self._desk, self._page)
        self.people = self._people_frame()
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._heading)
        head.addWidget(self._about, 1)
        for button, run in self._head_deeds():
            button.clicked.connect(lambda _checked=False, run=run: run())
            head.addWidget(button)
        way = QHBoxLayout()
        way.addWidget(self._to_cell)
        way.addStretch(1)
        self._column = QVBoxLayout(self._page)
        self._column.setSpacing(12)
        self._column.addLayout(head)
        self._column.addWidget(self._nothing)
        self._column.addLayout(way)
        for part in (self._warned, self.plan, self.people):
            self._column.addWidget(part)
        self._column.addStretch(1)
        self.setWidget(self._page)
        self._size()

    def _head_deeds(self) -> tuple[tuple[QPushButton, Callable[[], None]], ...]:
        return (self._arrive, self.arrive), (self._plan_one, self.plan_shift), (self._propose, self.propose)

    def _people_frame(self) -> PanelFrame:
        look, frame = self._desk.look, PanelFrame(self._page)
        now = self._desk.room.clock.now_ms
        self.model = TableModel(duty_columns(), ident=lambda row: row.person, look=look, now=now, parent=self)
        self.table = Table(self.model, look, hugs=ROWS_MOST, parent=frame)
        self._leave, self._correct, self._sheet, self._rules = (QPushButton(frame) for _each in range(4))
        for button, run in (
            (self._leave, self.leave), (self._correct, self.correct), (self._sheet, self.print_attendance),
            (self._rules, self.show_rules),
        ):  # fmt: skip
            button.clicked.connect(lambda _checked=False, run=run: run())
        self._rules.setProperty("quiet", True)
        foot = QWidget(frame)
        around = QVBoxLayout(foot)
        around.setContentsMargins(14, 8, 14, 8)
        deeds = FlowLayout(across=8, down=6)
        around.addLayout(deeds)
        for button in (self._leave, self._correct, self._sheet, self._rules):
            deeds.addWidget(button)
        self._noted = ToneLabel(look, "muted", wrap=True, parent=frame)
        self._noted.setContentsMargins(14, 0, 14, 10)
        frame.body.addWidget(self.table)
        frame.body.addWidget(foot)
        frame.body.addWidget(self._noted)
        return frame

    @Slot()
    def _size(self) -> None:
        spare = self.viewport().width() - self._desk.look.px(WIDEST) - SIDE
        self._column.setContentsMargins(SIDE, 14, max(SIDE, spare), SIDE)

    # Saying

    def _say(self) -> None:
        self._heading.setText(pgettext("page", "Relief"))
        self.setAccessibleName(self._heading.text())
        self._arrive.setText(_("Note an arrival…"))
        self._plan_one.setText(_("Plan a shift…"))
        self._propose.setText(_("Propose a plan…"))
        self._leave.setText(_("Leaves…"))
        self._correct.setText(_("Correct…"))
        self._sheet.setText(_("Attendance sheet…"))
        self._rules.setText(_("Rules of rest…"))
        self.people.set_title(_("Who is there, and how tired"))
        self.table.setAccessibleName(_("Who is there, and how tired"))
        self.table.say_empty(_("Nobody was noted yet: note who arrives, with the button above."))
        self._noted.say(only_noted(), "muted")
        self.model.retranslate()
        self.plan.say()
        self._show_state()

    def _go_on(self) -> None:
        """The next step where nothing can be shown yet."""
        self._desk.verbs.use("declare") if self.board is None else self.cell_asked.emit()

    def _show_state(self) -> None:
        board, may_write = self.board, not self._desk.room.read_only
        has_cell = board is not None and bool(board.cell)
        for part in (self.plan, self.people):
            part.setVisible(board is not None)
        self._plan_one.setVisible(has_cell)
        self._propose.setVisible(has_cell)
        for button in (self._arrive, self._plan_one, self._propose):
            button.setEnabled(board is not None and may_write)
        self.plan.setVisible(has_cell)
        self._nothing.setVisible(not has_cell)
        self._to_cell.setVisible(not has_cell)
        self._to_cell.setText(_("Declare an incident…") if board is None else _("Go to the cell"))
        if board is None:
            self._nothing.say(_("No incident is open here: choose one on the board, or declare one with Ctrl+N."))
        else:
            self._nothing.say(_("No cell is at work: shifts are planned for its functions. Arrivals can be noted now."))
        now = self._desk.room.clock.now_ms()
        said = warnings(board, now) if board is not None else []
        shown, left = said[:MOST_WARNED], len(said) - MOST_WARNED
        if left > 0:
            shown.append(ngettext("… and {n} more", "… and {n} more", left).format(n=left))
        self._warned.setVisible(bool(said))
        late = board is not None and is_over(board)
        self._warned.setProperty("wash", "late" if late else "due")
        self._warned.style().polish(self._warned)
        self._warnings.say("\n".join(shown), "late" if late else "due")
        self._about.setText(_told(board) if board is not None else "")
        self._enable()

    @Slot()
    def _enable(self) -> None:
        row, may_write = self.table.current(), not self._desk.room.read_only
        self._leave.setEnabled(may_write and row is not None and row.tiredness.is_there)
        self._correct.setEnabled(may_write and row is not None and row.stay is not None)
        self._sheet.setEnabled(self.board is not None)
        self._rules.setEnabled(may_write)

    @Slot(object)
    def _follow(self, change: Change) -> None:
        if self.isVisible() and change.touches(*FOLLOWED):
            self._latest.ask()

    # What Qt asks

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._size()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ticks.start()
        self._latest.ask()


def _told(board: Board) -> str:
    number = _("cell {number}").format(number=board.cell_number) if board.cell else board.cell_number
    said = f"{number} · {about(board)}"
    return _("EXERCISE · {said}").format(said=said) if board.exercise else said
