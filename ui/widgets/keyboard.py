"""For hands on the keyboard: the frame of the list that has it, Tab on the choice made, Tab in the order seen."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPalette, QPen
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QGridLayout, QLayout, QWidget


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


def tab_as_seen(dialog: QWidget) -> None:
    """Tab goes from field to field as they are laid out; Qt alone would follow the order in which they were made."""
    layout = dialog.layout()
    stops = [widget for widget in _as_seen(layout) if _is_stop(widget)] if layout else []
    for before, after in pairwise(stops):
        QWidget.setTabOrder(before, after)


def _is_stop(widget: QWidget) -> bool:
    """A widget with a proxy is one stop: taken apart, Qt would tie what is inside into a ring of its own."""
    return widget.focusProxy() is not None or bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)


def _as_seen(layout: QLayout) -> Iterator[QWidget]:
    """The widgets of a layout and of the layouts in it: line by line, then as they were added."""
    places = range(layout.count())
    if isinstance(layout, QGridLayout):
        places = sorted(places, key=lambda at: layout.getItemPosition(at)[:2])  # type: ignore[assignment,index]
    for at in places:
        item = layout.itemAt(at)
        assert item is not None
        inner, widget = item.layout(), item.widget()
        if widget is not None:
            yield widget
            inner = None if widget.focusProxy() is not None else widget.layout()
        if inner is not None:
            yield from _as_seen(inner)
