"""For hands on the keyboard: a frame around the list that has it, and a Tab stop on the choice that is made."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPalette, QPen
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView


def paint_focus(view: QAbstractItemView) -> None:
    """Draw the frame of a list that has the keyboard, after its lines: a list without a choice shows nothing else."""
    if not view.hasFocus():
        return
    painter = QPainter(view.viewport())
    painter.setPen(QPen(view.palette().color(QPalette.ColorRole.Highlight), 2))
    painter.drawRect(view.viewport().rect().adjusted(1, 1, -1, -1))


def check(button: QAbstractButton) -> None:
    """Choose one of an exclusive group; Qt moves the group's Tab stop only when a person chooses."""
    button.setChecked(True)
    for other in button.group().buttons():
        other.setFocusPolicy(Qt.FocusPolicy.TabFocus if other is button else Qt.FocusPolicy.NoFocus)
