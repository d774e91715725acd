"""The cell: at which level it sits, what the director wants, who holds which function, what is frozen, what comes."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.latest import Latest
from ui.models.cell import FOLLOWED, LEVEL_TONES, CellFacts, CellPage, read_page
from ui.panels.cell_none import NoCell, Rivals
from ui.parts.cell_freezes import EndPart, FreezesPart, PointPart
from ui.parts.cell_functions import FunctionsPart
from ui.parts.cell_level import IntentPart, LevelPart, ObjectivesPart
from ui.parts.cell_part import CellPart
from ui.tasks import Job
from ui.widgets.pill import Pill
from ui.widgets.side_column import Flowing
from ui.widgets.spoken import Spoken
from ui.widgets.tone import ToneLabel
from warroom import phrases
from warroom.commands import CoverIncident
from warroom.commands.cell_words import cell_state_word, level_said
from warroom.domain.cells import Level
from warroom.room import Change
from warroom.words import _

TICK_MS = 10_000
TWO_COLUMNS = 820  # of the drawings' pixels; below, one under the other


class CellPanel(Spoken, QWidget):
    """The cell that covers the current incident; without one, what to do about it."""

    incident_chosen = Signal(str)
    record_chosen = Signal(str, str, str)  # incident, noun, id
    point_asked = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._incident: str | None = None
        self._cell: str | None = None  # another cell, looked at from here
        self.page: CellPage | None = None
        self._latest = Latest(desk, owner=self, read=self._read, show=self._take)
        self.level, self.intent, self.objectives = LevelPart(desk), IntentPart(desk), ObjectivesPart(desk)
        self.functions, self.freezes, self.point, self.end = (
            FunctionsPart(desk), FreezesPart(desk), PointPart(desk), EndPart(desk),
        )  # fmt: skip
        self.parts: tuple[CellPart, ...] = (
            self.end, self.level, self.intent, self.objectives, self.functions, self.freezes, self.point,
        )  # fmt: skip
        self.end.hide()
        self.none, self.rivals = NoCell(desk, self), Rivals(desk, self)
        self._build()
        self._connect()
        self._say()

    @property
    def facts(self) -> CellFacts | None:
        """The cell now on screen."""
        return self.page.facts if self.page is not None else None

    # What can be done here

    def show_incident(self, incident: str | None) -> None:
        """The page is about the cell of this incident."""
        if incident != self._incident:
            self._incident, self._cell = incident, None
        self._latest.ask()

    def activate(self) -> None:
        """Activate a cell for the current incident."""
        from ui.dialogs.cell import ActivateDialog

        views = self._desk.room.views
        covering = views.cell_of(self._incident) if self._incident is not None else None
        if self._incident is not None and not (covering is not None and covering.is_active):
            ActivateDialog(self._desk, views.incident(self._incident), self).open()

    def stand_down(self) -> None:
        from ui.dialogs.stand_down import StandDownDialog

        if self.facts is not None:
            StandDownDialog(self._desk, self.facts, self).open()

    def cover(self) -> None:
        from ui.dialogs.cell import CoverDialog

        if self.facts is not None:
            CoverDialog(self._desk, self.facts.cell, self).open()

    # Building

    def _build(self) -> None:
        look = self._desk.look
        self._heading = QLabel(self)
        self._heading.setProperty("role", "page")
        self._exercise = ToneLabel(look, "exercise", bold=True, parent=self)
        self.pill = Pill(look, leads=True, parent=self)
        self._since = ToneLabel(look, "muted", parent=self)
        self._down, self._again, self.open_point, self.review = (QPushButton(self) for _at in range(4))
        self.open_point.setProperty("primary", True)
        self._again.setProperty("primary", True)
        head = QHBoxLayout()
        head.setSpacing(10)
        for widget in (self._exercise, self._heading, self.pill, self._since):
            head.addWidget(widget)
        head.addStretch(1)
        for button in (self._down, self.review, self._again, self.open_point):
            head.addWidget(button)
        self._area = QScrollArea(self)
        inside = Flowing()
        self._columns = QHBoxLayout(inside)
        self._columns.setContentsMargins(0, 0, 8, 0)
        self._columns.setSpacing(12)
        self._left, self._right = QVBoxLayout(), QVBoxLayout()
        for column in (self._left, self._right):
            column.setSpacing(12)
            column.addStretch(1)
            self._columns.addLayout(column, 1)
        self._area.setWidget(inside)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 12, 12)
        whole.setSpacing(12)
        whole.addLayout(head)
        whole.addWidget(self.rivals)
        whole.addWidget(self.none, 1)
        whole.addWidget(self._area, 1)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._is_wide: bool | None = None
        self._spread()

    def _connect(self) -> None:
        desk = self._desk
        self.pill.clicked.connect(lambda _checked=False: self.level.change() if self.level.can_change else None)
        self._down.clicked.connect(lambda _checked=False: self.stand_down())
        self._again.clicked.connect(lambda _checked=False: self.activate())
        self.review.clicked.connect(lambda _checked=False: desk.verbs.use("start-review"))
        self.open_point.clicked.connect(lambda _checked=False: self.point_asked.emit())
        self.level.cover_asked.connect(self.cover)
        self.level.incident_chosen.connect(self.incident_chosen)
        self.point.point_asked.connect(self.point_asked)
        for part in self.parts:
            part.record_chosen.connect(self.record_chosen)
        self.none.activate_asked.connect(self.activate)
        self.none.cell_chosen.connect(self._look_at)
        self.none.cover_asked.connect(self._cover_here)
        self.rivals.changed.connect(self._latest.ask)
        desk.changes.changed.connect(self._follow)
        desk.look.changed.connect(self._spread)
        self._ticks = QTimer(self)
        self._ticks.setInterval(TICK_MS)
        self._ticks.timeout.connect(self._tick)

    @Slot()
    def _spread(self) -> None:
        """Two columns where there is room: what is wanted on the left, who does it on the right."""
        is_wide = self.width() >= self._desk.look.px(TWO_COLUMNS)
        if is_wide == self._is_wide:
            return
        self._is_wide = is_wide
        right = (self.functions, self.freezes, self.point)
        for part in self.parts:
            for former in (self._left, self._right):
                former.removeWidget(part)
            column = self._right if is_wide and part in right else self._left
            column.insertWidget(column.count() - 1, part)
        self._columns.setStretch(1, 1 if is_wide else 0)

    # Reading and showing

    def _read(self, _job: Job) -> CellPage:
        return read_page(self._desk.room.views, self._incident, self._cell)

    def _take(self, page: CellPage) -> None:
        self.page = page
        self._say()

    def _say(self) -> None:
        facts, room = self.facts, self._desk.room
        self._heading.setText(_("Crisis cell {number}").format(number=facts.cell.number) if facts else _("Crisis cell"))
        self.setAccessibleName(self._heading.text())
        self._exercise.say(_("EXERCISE"))
        self._exercise.setVisible(facts is not None and facts.cell.exercise)
        self._area.setVisible(facts is not None)
        self.none.setVisible(facts is None and self.page is not None)
        self._say_buttons(facts, can_write=not room.read_only)
        if self.page is not None:
            self.none.show_page(self.page)
        self.rivals.show_facts(facts)
        if facts is None:
            return
        self.end.setVisible(not facts.cell.is_active)
        self.point.setVisible(facts.cell.is_active)
        for part in self.parts:
            if not part.isHidden():
                part.show_facts(facts)

    def _say_buttons(self, facts: CellFacts | None, *, can_write: bool) -> None:
        is_active = facts is not None and facts.cell.is_active
        self.pill.setVisible(facts is not None)
        self._since.setVisible(facts is not None)
        if facts is not None:
            cell = facts.cell
            tone = LEVEL_TONES.get(Level(cell.level), "") if cell.level in set(Level) else ""
            self.pill.say(level_said(cell.level), tone if cell.is_active else "muted")
            since = phrases.since(cell.activated_at, self._desk.room.clock.now_ms())
            self._since.say(f"{cell_state_word(cell.state)} {since}" if cell.is_active else cell_state_word(cell.state))
        self._down.setText(_("Stand down…"))
        self._down.setVisible(is_active and can_write)
        self.review.setText(_("Start a review…"))
        self.review.setVisible(facts is not None and not is_active and can_write)
        self._again.setText(_("Activate a cell anew…"))
        self._again.setVisible(facts is not None and not is_active and can_write and self._incident is not None)
        self.open_point.setText(_("Open the point"))
        self.open_point.setVisible(is_active and can_write)

    @Slot(object)
    def _follow(self, change: Change) -> None:
        if self.isVisible() and change.touches(*FOLLOWED):
            self._latest.ask()

    @Slot()
    def _tick(self) -> None:
        if self.isVisible():
            self._say()

    @Slot(str)
    def _look_at(self, cell: str) -> None:
        self._cell = cell
        self._latest.ask()

    @Slot(str)
    def _cover_here(self, cell: str) -> None:
        """Let another cell at work cover the current incident."""
        if self._incident is not None:
            command = CoverIncident(cell=cell, incident=self._incident)
            self._desk.tasks.follow(self._desk.room.do(command), owner=self)

    # What Qt asks

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._spread()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ticks.start()
        self._latest.ask()
