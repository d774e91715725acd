"""The barriers of a review: held, failed, absent, held by luck; two beside each other, then the other two."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from ui.desk import Desk
from ui.widgets.lines import Block, clear
from ui.widgets.panel import PanelFrame
from ui.widgets.spoken import Spoken
from ui.widgets.tone import ToneLabel
from warroom.commands.cause_words import barrier_kind_word, barrier_state_said, barrier_state_word
from warroom.domain.cause_tree import CauseTree
from warroom.domain.causes import Barrier, BarrierState
from warroom.words import _, ngettext

COLUMN = 300  # pixels that a column needs
TONES = {
    BarrierState.HELD: "good",
    BarrierState.FAILED: "late",
    BarrierState.ABSENT: "due",
    BarrierState.LUCK: "accent",
}


class BarriersPart(QWidget):
    """`chosen` opens one, `asked` notes a new one that stood like this."""

    chosen = Signal(str)
    asked = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.cards = {state: _Card(desk, state, self) for state in BarrierState}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(12)
        self._columns = 0
        for card in self.cards.values():
            card.chosen.connect(self.chosen)
            card.asked.connect(self.asked)
        self._place(2)

    def show_barriers(self, barriers: Sequence[Barrier], tree: CauseTree) -> None:
        for state, card in self.cards.items():
            card.show_barriers([each for each in barriers if each.state is state], tree)

    def _place(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for at, card in enumerate(self.cards.values()):
            self._grid.removeWidget(card)
            self._grid.addWidget(card, at // columns, at % columns)
        for column in range(2):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)

    # What Qt asks

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place(2 if self.width() >= 2 * self._desk.look.px(COLUMN) else 1)


class _Card(Spoken, PanelFrame):
    """The barriers that stood in one way."""

    chosen = Signal(str)
    asked = Signal(object)

    def __init__(self, desk: Desk, state: BarrierState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._state = desk, state
        self._shown: tuple[Sequence[Barrier], CauseTree] = ((), CauseTree())
        self.note = QPushButton(self)
        self.note.setProperty("quiet", True)
        self.note.clicked.connect(lambda _checked=False: self.asked.emit(self._state))
        self.head.addWidget(self.note)
        self.head.setContentsMargins(14, 4, 6, 4)
        self._say()

    def show_barriers(self, barriers: Sequence[Barrier], tree: CauseTree) -> None:
        self._shown = barriers, tree
        clear(self.body)
        many = len(barriers)
        self.set_note(ngettext("{n} barrier", "{n} barriers", many).format(n=many) if many else "")
        self.note.setEnabled(not self._desk.room.read_only)
        for barrier in barriers:
            self.body.addWidget(self._block(barrier, tree))
        if not barriers:
            empty = ToneLabel(self._desk.look, "muted", wrap=True, parent=self)
            empty.setContentsMargins(14, 8, 14, 8)
            empty.setMinimumWidth(1)
            empty.say(barrier_state_said(self._state))
            self.body.addWidget(empty)
        self.body.addStretch(1)

    def _block(self, barrier: Barrier, tree: CauseTree) -> Block:
        block = Block(self._desk.look, self)
        faced = tree.find(barrier.cause) if barrier.cause else None
        more = [
            _("facing {number}").format(number=faced.cause.number) if faced is not None else "",
            ngettext("{n} piece of evidence", "{n} pieces of evidence", len(barrier.evidence)).format(
                n=len(barrier.evidence)
            )
            if barrier.evidence
            else "",
            " ".join(barrier.remark.split()),
        ]
        said = " · ".join(part for part in more if part)
        block.say(barrier_kind_word(barrier.kind), TONES[self._state], barrier.text, said)
        block.chosen.connect(lambda: self.chosen.emit(barrier.id))
        return block

    def _say(self) -> None:
        self.set_title(barrier_state_word(self._state))
        self.note.setText(_("Note…"))
        self.note.setAccessibleName(f"{barrier_state_word(self._state)} · {_('Note a barrier')}")
        self.show_barriers(*self._shown)
