"""What the page of a cell says where there is none, and where there are two."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.dialogs.reason import ReasonDialog
from ui.models.cell import CellFacts, CellPage
from ui.theme import set_property
from ui.widgets.lines import Block, clear
from ui.widgets.panel import PanelFrame
from ui.widgets.tone import ToneLabel
from warroom.commands import StandDown
from warroom.commands.cell_words import level_said
from warroom.domain.cells import Cell
from warroom.words import _

WIDEST = 720


class NoCell(QWidget):
    """One sentence, the button that activates a cell, and the cells at work that could cover this incident too."""

    activate_asked = Signal()
    cell_chosen = Signal(str)
    cover_asked = Signal(str)  # a cell

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._frame = PanelFrame(self)
        self._text = ToneLabel(desk.look, wrap=True, parent=self)
        self._text.setContentsMargins(14, 12, 14, 4)
        self.activate = QPushButton(self)
        self.activate.setProperty("primary", True)
        self.activate.clicked.connect(lambda _checked=False: self.activate_asked.emit())
        row = QHBoxLayout()
        row.setContentsMargins(14, 6, 14, 12)
        row.addWidget(self.activate)
        row.addStretch(1)
        self._others = QVBoxLayout()
        self._frame.body.addWidget(self._text)
        self._frame.body.addLayout(row)
        self._frame.body.addLayout(self._others)
        self._frame.setMaximumWidth(desk.look.px(WIDEST))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._frame, 0, Qt.AlignmentFlag.AlignTop)
        column.addStretch(1)

    def show_page(self, page: CellPage) -> None:
        """Say it of this incident."""
        incident = page.incident
        if incident is None:
            self._frame.set_title(_("No incident is open"))
            self._text.say(_("A cell covers incidents. Declare one first: Ctrl+N."))
        else:
            self._frame.set_title(_("No cell covers {number}").format(number=incident.number))
            self._text.say(
                _(
                    "An incident is not a crisis. Activate a cell when it needs a director, functions with their "
                    "holders, and points at fixed times: say the level, who decided it and why."
                )
            )
        self.activate.setText(_("Activate the crisis cell…"))
        self.activate.setVisible(incident is not None and not self._desk.room.read_only)
        clear(self._others)
        for cell, covered in page.others:
            numbers = ", ".join(each.number for each in covered)
            self._others.addWidget(self._other(cell, numbers, can_cover=incident is not None))

    def _other(self, cell: Cell, numbers: str, *, can_cover: bool) -> Block:
        block = Block(self._desk.look, self)
        said = _("{number} is at work for {incidents}").format(number=cell.number, incidents=numbers)
        block.say(level_said(cell.level), "", said, cell.intent)
        block.add_button(_("Look at it"), lambda: self.cell_chosen.emit(cell.id))
        if can_cover and not self._desk.room.read_only:
            block.add_button(_("Let it cover this incident too"), lambda: self.cover_asked.emit(cell.id))
        block.is_last = True
        block.chosen.connect(lambda: self.cell_chosen.emit(cell.id))
        return block


class Rivals(QFrame):
    """Two stations activated a cell for the same incident: both stay, one leads, and somebody keeps only one."""

    changed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._facts: CellFacts | None = None
        self._text = ToneLabel(desk.look, wrap=True, parent=self)
        self.keep = QPushButton(self)
        self.keep.clicked.connect(lambda _checked=False: self._ask())
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 14, 8)
        row.setSpacing(12)
        row.addWidget(self._text, 1)
        row.addWidget(self.keep, 0, Qt.AlignmentFlag.AlignTop)
        set_property(self, "wash", "due")
        self.hide()

    def show_facts(self, facts: CellFacts | None) -> None:
        """Visible only while there are several."""
        self._facts = facts
        self.setVisible(facts is not None and bool(facts.rivals))
        if facts is None or not facts.rivals:
            return
        cells = (facts.cell, *facts.rivals)
        listed = ", ".join(f"{cell.number} ({level_said(cell.level)})" for cell in cells)
        said = _(
            "Several cells are at work for the same incident: {cells}. "
            "{number} leads: the higher level, then the first."
        )
        self._text.say(said.format(cells=listed, number=_leading(cells).number))
        self.keep.setText(_("Keep only {number}…").format(number=_leading(cells).number))
        self.keep.setVisible(not self._desk.room.read_only)

    def _ask(self) -> None:
        if self._facts is None:
            return
        cells = (self._facts.cell, *self._facts.rivals)
        other = next(cell for cell in cells if cell.id != _leading(cells).id)
        by = self._desk.room.member
        dialog = ReasonDialog(
            self._desk,
            title=lambda: _("Stand {number} down: the other one goes on").format(number=other.number),
            verb=lambda: _("Stand down"),
            build=lambda reason: StandDown(cell=other.id, by=by, reason=reason),
            parent=self,
        )
        dialog.succeeded.connect(lambda _nothing: self.changed.emit())
        dialog.open()


def _leading(cells: tuple[Cell, ...]) -> Cell:
    """The one that speaks for the incident (docs/decisions/0081)."""
    return min(cells, key=lambda cell: (-cell.level, cell.activated_at, cell.id))
