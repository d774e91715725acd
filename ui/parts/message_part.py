"""A part beside a message: a panel told which message to show."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.models.message_view import MessageView
from ui.parts.part import Part


class MessagePart(Part):
    """Lines about one message."""

    record_chosen = Signal(str, str)  # noun, id

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.shown: MessageView | None = None

    def show_message(self, shown: MessageView) -> None:
        """Show this message from now on."""
        self.shown = shown
        self.refresh()

    def _redraw(self) -> None:
        if self.shown is not None:
            self.refresh()
