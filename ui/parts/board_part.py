"""A part whose cards stand side by side; the keyboard stays on its card when all are said anew."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.parts.part import Part
from ui.widgets.lines import Block, clear


class BoardPart(Part):
    """Cards are known by the record they show."""

    def card(self, record: str) -> Block:
        """A card for this record, on which the keyboard can stand."""
        made = Block(self.desk.look, self)
        made.is_last = True  # cards stand apart; no line is drawn between them
        made.setObjectName(record)
        return made

    def put(self, board: QWidget) -> None:
        """Put this in place of what was there."""
        standing = next((card.objectName() for card in self.findChildren(Block) if self._has_keyboard(card)), "")
        clear(self.body)
        self.body.addWidget(board)
        again = board.findChild(Block, standing) if standing else None
        if isinstance(again, Block):
            board.show()
            again.show()
            again.setFocus()

    def _has_keyboard(self, card: Block) -> bool:
        focus = self.window().focusWidget()  # also while a dialog stands over the window
        return card is focus or card.isAncestorOf(focus)
