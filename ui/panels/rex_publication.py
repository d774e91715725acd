"""Publication: which version went to whom and when, and what came back as remarks."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.desk import Desk
from ui.models.rex_wizard import RexView
from ui.models.table import Column, TableModel
from ui.widgets.framed import framed
from ui.widgets.spoken import Spoken
from ui.widgets.table import Table
from ui.widgets.tone import ToneLabel
from warroom import phrases
from warroom.commands.rex_words import reader_word
from warroom.domain.rex import RexPublication
from warroom.domain.rex_state import RexState
from warroom.words import N_, _

ROWS = 10


class PublicationPart(Spoken, QWidget):
    """The newest on top; a version that says something else by now is marked."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._view: RexView | None = None
        self._where = ToneLabel(desk.look, px=15, wrap=True, parent=self)
        self.model: TableModel[RexPublication] = TableModel(
            self._columns(), ident=lambda row: row.id, look=desk.look, now=desk.room.clock.now_ms, parent=self
        )
        self.table = Table(self.model, desk.look, sortable=False, hugs=ROWS, parent=self)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(12)
        self.column.addWidget(self._where)
        self.column.addWidget(framed(self.table, self))
        self.setFocusProxy(self.table)
        self._say()

    def show_view(self, view: RexView) -> None:
        self._view = view
        self.model.replace(sorted(view.facts.publications, key=lambda one: (-one.at, -one.version)))
        self._say()

    def _columns(self) -> tuple[Column[RexPublication], ...]:
        return (
            Column("version", N_("Version"), lambda row, _now: str(row.version), width=72, whole=True),
            Column("reader", N_("For whom"), lambda row, _now: reader_word(row.reader), bold=True),
            Column("when", N_("When"), lambda row, now: phrases.moment(row.at, now), width=140, whole=True),
            Column("by", N_("By"), lambda row, _now: row.by, width=150, can_go=True),
            Column("state", N_("Status"), self._state, tone=self._tone, width=220),
        )

    def _state(self, row: RexPublication, _now: int) -> str:
        said = [] if row.approved else [_("without approval")]
        if self._view is not None and row.digest != self._view.standing.digest:
            said.append(_("changed since"))
        return " · ".join(said) or _("as it is now")

    def _tone(self, row: RexPublication, now: int) -> str:
        return "good" if self._state(row, now) == _("as it is now") else "due"

    def _say(self) -> None:
        self.table.setAccessibleName(_("Published versions"))
        self.table.say_empty(_("Nothing has been published yet."))
        self.model.retranslate()
        if self._view is None:
            return
        state = self._view.standing.state
        if state in (RexState.APPROVED, RexState.PUBLISHED):
            self._where.say(_("Approved: it can go to its readers."), "good")
        else:
            self._where.say(_("Not approved yet: have it approved before it goes to its readers."), "due")
