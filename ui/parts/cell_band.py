"""The cell where people write: one line on the incident room with the level, vacant functions and freezes."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from ui.desk import Desk
from ui.models.cell import LEVEL_TONES, in_order
from ui.widgets.elided import ElidedLabel
from ui.widgets.pill import Pill
from ui.widgets.spoken import Spoken
from warroom import phrases
from warroom.commands.cell_words import level_code, seat_word
from warroom.domain.cells import Cell, Function, Level
from warroom.domain.incidents import Incident
from warroom.words import _, ngettext

NOUNS = ("crisis_cell", "coverage", "function", "freeze", "freeze_exception")
NAMED = 3  # vacant functions by name; the others are counted


class CellBand(Spoken, QFrame):
    """Hidden where no cell is at work; every word of it opens the page of the cell."""

    asked = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._incident: Incident | None = None
        self.pill = Pill(desk.look, leads=True, parent=self)
        self.vacant, self.freeze = QPushButton(self), QPushButton(self)
        self.intent = ElidedLabel(parent=self)
        self.intent.setProperty("role", "muted")
        self.vacant.setProperty("role", "late")
        self.freeze.setProperty("role", "due")
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 0, 2, 0)
        row.setSpacing(14)
        row.addWidget(self.pill)
        for button in (self.vacant, self.freeze):
            button.setProperty("link", True)
            button.clicked.connect(lambda _checked=False: self.asked.emit())
            row.addWidget(button)
        row.addWidget(self.intent, 1)
        self.pill.clicked.connect(lambda _checked=False: self.asked.emit())
        self.hide()

    def show_incident(self, incident: Incident) -> None:
        """Say it of this incident from now on."""
        self._incident = incident
        self.refresh()

    def refresh(self) -> None:
        """Read and say it; short reads only."""
        views = self._desk.room.views
        cell = views.cell_of(self._incident.id) if self._incident is not None else None
        if cell is None or not cell.is_active:
            self.hide()
            return
        self._show_level(cell)
        self._show_vacant([item for item in in_order(views.functions(cell.id)) if not item.holder])
        holding = [freeze for freeze in views.freezes(cell.id) if freeze.ended_at is None]
        exceptions = sum(len(views.exceptions(freeze.id)) for freeze in holding)
        self._show_freeze([freeze.scope for freeze in holding], exceptions)
        intent = " ".join(cell.intent.split())
        said = _("Director’s intent: {intent}").format(intent=intent)
        self.intent.setText(said if intent else _("The director’s intent is not written yet."))
        self.show()

    def _show_level(self, cell: Cell) -> None:
        tone = LEVEL_TONES.get(Level(cell.level), "") if cell.level in set(Level) else ""
        self.pill.say(_("{level} · cell").format(level=level_code(cell.level)), tone)
        since = phrases.since(cell.activated_at, self._desk.room.clock.now_ms())
        self.pill.setToolTip(_("Crisis cell {number}, at work {since}").format(number=cell.number, since=since))

    def _show_vacant(self, vacant: list[Function]) -> None:
        self.vacant.setVisible(bool(vacant))
        names = [item.code for item in vacant]
        more = len(names) - NAMED
        said = ", ".join(names[:NAMED]) + (f" +{more}" if more > 0 else "")
        self.vacant.setText(ngettext("vacant: {functions}", "vacant: {functions}", len(names)).format(functions=said))
        now = self._desk.room.clock.now_ms()
        told = [
            f"{seat_word(item.code, item.label)}, {phrases.since(item.vacant_since, now)}"
            for item in vacant
            if item.vacant_since is not None
        ]
        self.vacant.setToolTip("\n".join(told))

    def _show_freeze(self, scopes: list[str], exceptions: int) -> None:
        self.freeze.setVisible(bool(scopes))
        said = _("change freeze")
        if exceptions:
            n = exceptions
            said += ", " + ngettext("{n} exception", "{n} exceptions", n).format(n=n)
        self.freeze.setText(said)
        self.freeze.setToolTip("\n".join(scopes))

    def _say(self) -> None:
        if self._incident is not None:
            self.refresh()
