"""The style sheet: the few rules that QPalette and Fusion cannot say, by object name and dynamic property."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

# $name stands for a token's colour, $8 for 8 px at the scale in force.
_PLACE = re.compile(r"\$(?:(\d+)|(\w+))")

SHEET = """
QLabel[role="muted"], QLabel[role="number"], QLabel[role="group"] { color: $muted; }
QLabel[role="accent"] { color: $accent; }
QLabel[role="late"] { color: $sev1; }
QLabel[role="due"] { color: $sev3; }
QLabel[role="good"] { color: $done; }
QLabel[role="exercise"] { color: $exercise; }
QLabel[role="late"], QLabel[role="due"], QLabel[role="good"], QLabel[role="exercise"],
QLabel[role="title"], QLabel[role="group"] { font-weight: 600; }
QLabel[role="page"] { font-size: $20px; font-weight: 600; }
QLabel[role="clock"] { font-size: $18px; font-weight: 600; }
QLabel[role="wash-late"] { background: $late_wash; color: $sev1; }
QLabel[role="wash-due"] { background: $due_wash; color: $sev3; }
QLabel[role="wash-good"] { background: $good_wash; color: $done; }
QLabel[dot] { border-radius: 4px; background: transparent; }
QLabel[dot="good"] { background: $done; }
QLabel[dot="due"] { background: $sev3; }
QLabel[dot="late"] { background: $sev1; }
QLabel[dot="none"] { border: 2px solid $muted; }
QToolTip { background: $panel; color: $ink; border: 1px solid $line; padding: $4px $8px; }

QFrame[panel="true"] { background: $panel; border: 1px solid $line; border-radius: $8px; }
QFrame[panel="true"][keyboard="true"] { border-color: $accent; }
QFrame[line="true"] { background: $line; border: none; }
QFrame[wash="late"] { background: $late_wash; border: none; }
QFrame[wash="due"] { background: $due_wash; border: none; }
QFrame[wash="good"] { background: $good_wash; border: none; }
QFrame[wash="accent"] { background: $accent_wash; border: none; }
QFrame#strip, QFrame#foot { background: $panel; border: none; }
QFrame#strip { border-bottom: 1px solid $line; }
QFrame#foot { border-top: 1px solid $line; }
QFrame#rail { background: $rail; border: none; border-right: 1px solid $line; }
QFrame#rail QScrollArea, QWidget#railRows { background: transparent; }
QFrame#place, QFrame#clock { background: transparent; border: none; border-right: 1px solid $line; }
QFrame#clock[wash="late"] { background: $late_wash; }
QFrame#clock[wash="due"] { background: $due_wash; }
QFrame#clock[leads="true"]:hover, QFrame#clock[leads="true"]:focus { background: $accent_wash; }
QFrame#clock[wash="late"] QLabel[role="clock"] { color: $sev1; }
QFrame#clock[wash="due"] QLabel[role="clock"] { color: $sev3; }
QFrame#messageBar { background: $due_wash; border: none; border-bottom: 1px solid $line; }
QFrame#alarmBand { border: none; border-bottom: 1px solid $line; }
QFrame#alarmBand[wash="late"] { background: $late_wash; }
QFrame#alarmBand[wash="due"] { background: $due_wash; }
QScrollArea, QScrollArea > QWidget#qt_scrollarea_viewport, QScrollArea > QWidget#qt_scrollarea_viewport > QWidget {
  background: transparent; border: none;
}
QSplitter::handle { background: transparent; }

QPushButton, QToolButton {
  background: $panel; color: $ink; border: 1px solid $line; border-radius: $6px; padding: $5px $12px; min-height: $18px;
}
QToolButton { padding: $5px $8px; }
QPushButton:hover, QToolButton:hover { background: $background; border-color: $muted; }
QPushButton:pressed, QToolButton:pressed, QToolButton:checked, QPushButton:checked {
  background: $accent_wash; border-color: $accent;
}
QPushButton:focus, QToolButton:focus { border: 1px solid $accent; }
QPushButton:disabled, QToolButton:disabled { color: $muted; background: $background; border-color: $line; }
QPushButton[primary="true"] { background: $accent; color: $on_accent; border-color: $accent; font-weight: 600; }
QPushButton[large="true"] { min-height: $32px; font-size: $15px; }
QPushButton[primary="true"]:hover, QPushButton[primary="true"]:focus { border-color: $ink; }
QPushButton[primary="true"]:disabled { background: $line; color: $muted; border-color: $line; }
QPushButton[quiet="true"], QToolButton[quiet="true"] { background: transparent; border-color: transparent; }
QPushButton[quiet="true"]:hover, QToolButton[quiet="true"]:hover {
  background: $accent_wash; border-color: transparent;
}
QPushButton[quiet="true"]:focus, QToolButton[quiet="true"]:focus { border-color: $accent; }
QPushButton[link="true"] {
  background: transparent; border: none; padding: 0; min-height: 0; text-decoration: underline; color: $ink;
}
QPushButton[link="true"][role="due"] { color: $sev3; }
QPushButton[link="true"][role="late"] { color: $sev1; }
QPushButton[link="true"]:hover, QPushButton[link="true"]:focus { color: $accent; }
QToolButton::menu-indicator { image: none; width: 0; }
QPushButton#railRow {
  text-align: left; background: transparent; border: 1px solid transparent; border-radius: $6px; padding: 0 $7px;
  min-height: $28px; max-height: $28px;
}
QPushButton#railRow[compact="true"] { min-height: $22px; max-height: $22px; }
QPushButton#railRow[tight="true"] { min-height: $18px; max-height: $18px; }
QPushButton#railRow[folded="true"] { min-height: $38px; max-height: $38px; text-align: center; padding: 0; }
QPushButton#railRow[folded="true"][compact="true"] { min-height: $22px; max-height: $22px; }
QPushButton#railRow:hover { background: $panel; }
QPushButton#railRow:checked {
  background: $accent_wash; color: $accent; font-weight: 600; border-color: transparent;
}
QPushButton#railRow:focus { border-color: $accent; }

QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QAbstractSpinBox {
  background: $panel; color: $ink; border: 1px solid $line; border-radius: $6px; padding: $4px $8px;
  selection-background-color: $accent; selection-color: $on_accent;
}
QLineEdit, QComboBox, QAbstractSpinBox { min-height: $20px; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QComboBox:focus, QAbstractSpinBox:focus {
  border: 1px solid $accent;
}
QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"] { border: 1px solid $sev1; }
QSpinBox::up-button, QSpinBox::down-button { width: 0; border: none; }
QComboBox::drop-down { border: none; width: $24px; }
QComboBox::down-arrow { image: url(@arrow); width: $14px; height: $14px; }
QAbstractSpinBox { padding-right: $24px; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {
  subcontrol-origin: border; background: transparent; border: none; width: $24px;
}
QAbstractSpinBox::up-button { subcontrol-position: top right; }
QAbstractSpinBox::down-button { subcontrol-position: bottom right; }
QAbstractSpinBox::up-arrow { image: url(@up); width: $12px; height: $12px; }
QAbstractSpinBox::down-arrow { image: url(@arrow); width: $12px; height: $12px; }
QCheckBox::indicator, QRadioButton::indicator, QListView::indicator {
  width: $12px; height: $12px; background: $panel; border: 1px solid $muted;
}
QCheckBox::indicator, QListView::indicator { border-radius: $3px; }
QRadioButton::indicator { border-radius: $7px; }
QRadioButton::indicator:checked {
  width: $6px; height: $6px; background: $panel; border: $4px solid $accent; border-radius: $7px;
}
QCheckBox::indicator:checked, QListView::indicator:checked {
  width: $6px; height: $6px; background: $panel; border: $4px solid $accent;
}
QCheckBox::indicator:focus, QRadioButton::indicator:focus { border-color: $accent; }
QCheckBox::indicator:checked:focus, QRadioButton::indicator:checked:focus { border-color: $ink; }
QTableView { gridline-color: $line; }
QMenu { background: $panel; color: $ink; border: 1px solid $line; padding: $4px; }
QMenu::item { padding: $5px $24px $5px $12px; border-radius: $4px; }
QMenu::item:selected { background: $accent_wash; }
QMenu::item:disabled { color: $muted; }
QMenu::separator { height: 1px; background: $line; margin: $4px $8px; }
QProgressBar { background: $line; border: none; border-radius: $3px; max-height: $6px; }
QProgressBar::chunk { background: $accent; border-radius: $3px; }

QAbstractItemView {
  background: $panel; border: none; outline: none;
  selection-background-color: $accent_wash; selection-color: $ink;
}
QListView#names { border: 1px solid $line; padding: $4px; }
QListView#names::item { padding: $4px $8px; border-radius: $4px; }
QListView#names::item:selected { background: $accent_wash; color: $ink; }
QListView#agenda { padding: $4px 0; border: 1px solid transparent; border-radius: $6px; }
QListView#agenda:focus { border-color: $accent; }
QListView#agenda::item { padding: 0 $12px; }
QListView#agenda::item:selected { background: $accent_wash; color: $ink; }
QTableCornerButton::section { background: $panel; border: none; border-bottom: 1px solid $line; }
QHeaderView::section {
  background: $panel; color: $muted; border: none; border-bottom: 1px solid $line; padding: $6px $10px;
}
QScrollBar:vertical { background: transparent; width: $12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: $12px; margin: 0; }
QScrollBar::handle { background: $line; border-radius: $4px; margin: $2px; }
QScrollBar::handle:vertical { min-height: $32px; }
QScrollBar::handle:horizontal { min-width: $32px; }
QScrollBar::handle:hover { background: $muted; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QTabBar::tab { background: transparent; color: $muted; padding: $6px $12px; border-bottom: 2px solid transparent; }
QTabBar::tab:selected { color: $ink; border-bottom: 2px solid $accent; }
QTabWidget::pane { border: none; }
"""


def stylesheet(color: Mapping[str, str], px: Callable[[int], int], *, arrow: str) -> str:
    """The whole sheet for one set of tokens at one scale. Raises KeyError for a token that does not exist.

    `arrow` is the picture on drop-down fields: a style sheet cannot recolour one. The one that points up lies beside
    it, `up-` before its name.
    """
    folder, _, name = arrow.rpartition("/")
    said = _PLACE.sub(lambda found: str(px(int(found[1]))) if found[1] else color[found[2]], SHEET)
    return said.replace("@arrow", arrow).replace("@up", f"{folder}/up-{name}")
