"""A column filled anew: the keyboard stays where it was in it, and never falls to the window meanwhile."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget


def refill(column: QVBoxLayout, widgets: Sequence[QWidget]) -> None:
    """Put these in place of what the column holds."""
    items = (column.itemAt(at) for at in range(column.count()))
    former = [widget for item in items if item is not None and (widget := item.widget()) is not None]
    hand = former[0].window().focusWidget() if former else None
    at = next((at for at, one in enumerate(former) if hand is not None and (one is hand or one.isAncestorOf(hand))), -1)
    is_shown = any(one.isVisible() for one in former)
    for widget in widgets:
        column.addWidget(widget)
        if is_shown:
            widget.show()  # what is not shown yet cannot have the keyboard
    if at >= 0 and (stop := _stop_near(widgets, at)) is not None:
        stop.setFocus(Qt.FocusReason.OtherFocusReason)
    for one in former:
        column.removeWidget(one)
        one.hide()
        one.deleteLater()


def _stop_near(widgets: Sequence[QWidget], at: int) -> QWidget | None:
    """What can have the keyboard at this place, else nearest after or before it."""
    order = [*widgets[at:], *reversed(widgets[:at])]
    for widget in order:
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            return widget
        buttons = [each for each in widget.findChildren(QPushButton) if each.isEnabled()]
        if buttons:
            return buttons[-1]
    return None
