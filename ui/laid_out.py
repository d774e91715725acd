"""What lies in a layout, without asking Qt for its items.

A `QLayoutItem` that Python has seen stays known to it under its address after Qt freed it with its widget. The next
object of Qt at that address is then taken for the item: a crash, or a window without the methods of a window.
"""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QLayout, QWidget


def laid_out(layout: QLayout) -> list[QWidget | QLayout]:
    """The widgets and layouts that lie in it, line by line, then as they were added."""
    owner = layout.parentWidget()
    placed: dict[int, QWidget | QLayout] = {}
    for each in (*(owner.children() if owner is not None else ()), *layout.children()):
        if isinstance(each, QWidget | QLayout) and (at := layout.indexOf(each)) >= 0:
            placed[at] = each
    places = sorted(placed)
    if isinstance(layout, QGridLayout):
        places.sort(key=lambda at: layout.getItemPosition(at)[:2])  # type: ignore[index]
    return [placed[at] for at in places]


def widgets_in(layout: QLayout) -> list[QWidget]:
    """The widgets among them, each at its place."""
    return [each for each in laid_out(layout) if isinstance(each, QWidget)]
