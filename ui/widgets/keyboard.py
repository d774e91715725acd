"""For hands on the keyboard: the frame of the list that has it, Tab on the choice made, Tab in the order seen."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPalette, QPen
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QLayout, QScrollArea, QWidget

from ui.laid_out import laid_out


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


def go_as_seen(dialog: QWidget, *, forward: bool) -> bool:
    """Move the keyboard to the next field as they are laid out; Qt alone follows the order in which they were made.

    False when it stands on nothing of the dialog's layout: Qt then goes its own way.
    """
    layout, now = dialog.layout(), dialog.focusWidget()
    stops = [widget for widget in _as_seen(layout) if _can_stop(widget)] if layout else []
    at = next((at for at, stop in enumerate(stops) if stop is now or stop.isAncestorOf(now)), None)
    if at is None:
        return False
    to = stops[(at + (1 if forward else -1)) % len(stops)]
    to.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
    _bring_into_view(to)
    return True


def first_as_seen(layout: QLayout) -> QWidget | None:
    """The first field of a layout that can have the keyboard; None where there is none."""
    return next((widget for widget in _as_seen(layout) if _could_stop(widget)), None)


def _bring_into_view(field: QWidget) -> None:
    """A field in a part that scrolls is seen when the keyboard comes to it."""
    above = field.parentWidget()
    while above is not None and not above.isWindow():
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(field)
        above = above.parentWidget()


def _can_stop(widget: QWidget) -> bool:
    """Of an exclusive group only the choice that is made, whatever Qt has made of the others."""
    return widget.isVisible() and _could_stop(widget)


def _could_stop(widget: QWidget) -> bool:
    """The same before the dialog is on screen."""
    if widget.isHidden() or not widget.isEnabled():
        return False
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    if group is not None and group.exclusive() and (chosen := group.checkedButton()) is not None:
        return chosen is widget
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)


def _as_seen(layout: QLayout) -> Iterator[QWidget]:
    """The widgets of a layout and of the layouts in it: line by line, then as they were added."""
    for each in laid_out(layout):
        inner = each if isinstance(each, QLayout) else None
        if isinstance(each, QWidget):
            yield each
            inside = each.widget() if isinstance(each, QScrollArea) else each
            inner = inside.layout() if inside is not None else None
        if inner is not None:
            yield from _as_seen(inner)
