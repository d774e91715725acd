"""What lies in a layout is told without a layout item staying with Python after Qt freed it."""

from __future__ import annotations

import gc

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.laid_out import laid_out, widgets_in


def test_that_widgets_and_layouts_come_in_the_order_they_were_added(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    column, row = QVBoxLayout(holder), QHBoxLayout()
    first, inside, last = QLabel("first"), QLabel("inside"), QLabel("last")
    column.addWidget(first)
    column.addLayout(row)
    column.addStretch(1)
    column.addWidget(last)
    row.addWidget(inside)

    assert laid_out(column) == [first, row, last]
    assert widgets_in(column) == [first, last]
    assert widgets_in(row) == [inside]


def test_that_a_grid_is_told_line_by_line_whatever_was_added_first(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    grid, under, over = QGridLayout(holder), QLabel("under"), QLabel("over")
    grid.addWidget(under, 1, 0)
    grid.addWidget(over, 0, 0)

    assert widgets_in(grid) == [over, under]


def test_that_a_layout_nobody_holds_yet_says_nothing() -> None:
    column = QVBoxLayout()

    assert laid_out(column) == []


def test_that_no_layout_item_stays_known_after_its_widget_is_gone(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    column = QVBoxLayout(holder)
    column.addWidget(QLabel("goes"))
    before = _items()

    widgets_in(column)[0].deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    assert widgets_in(column) == []
    assert _items() <= before


def _items() -> int:
    gc.collect()
    return sum(type(each).__name__ == "QWidgetItem" for each in shiboken6.getAllValidWrappers())
