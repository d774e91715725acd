"""The style sheet: the few rules that QPalette and Fusion cannot say, by object name and dynamic property."""

from __future__ import annotations

from collections.abc import Callable, Mapping

# role → colour of a QLabel[role="…"]
LABELS = {
    "muted": "muted",
    "late": "sev1",
    "due": "sev3",
    "good": "done",
    "exercise": "exercise",
    "accent": "accent",
    "number": "muted",
}


def stylesheet(color: Mapping[str, str], px: Callable[[int], int]) -> str:
    """The whole sheet for one set of tokens at one scale."""
    return "\n".join((_labels(color, px), _frames(color, px), _buttons(color, px), _fields(color, px), _lists(color, px)))


def _labels(color: Mapping[str, str], px: Callable[[int], int]) -> str:
    plain = "\n".join(f'QLabel[role="{role}"] {{ color: {color[name]}; }}' for role, name in LABELS.items())
    return f"""
{plain}
QLabel[role="late"], QLabel[role="due"], QLabel[role="good"], QLabel[role="title"], QLabel[role="group"] {{ font-weight: 600; }}
QLabel[role="group"] {{ color: {color["muted"]}; }}
QLabel[role="page"] {{ font-size: {px(20)}px; font-weight: 600; }}
QLabel[role="clock"] {{ font-size: {px(18)}px; font-weight: 600; }}
QLabel[role="wash-late"] {{ background: {color["late_wash"]}; color: {color["sev1"]}; }}
QLabel[role="wash-due"] {{ background: {color["due_wash"]}; color: {color["sev3"]}; }}
QLabel[role="wash-good"] {{ background: {color["good_wash"]}; color: {color["done"]}; }}
QToolTip {{ background: {color["panel"]}; color: {color["ink"]}; border: 1px solid {color["line"]}; padding: {px(4)}px {px(8)}px; }}
"""


def _frames(color: Mapping[str, str], px: Callable[[int], int]) -> str:
    return f"""
QFrame[panel="true"] {{ background: {color["panel"]}; border: 1px solid {color["line"]}; border-radius: {px(8)}px; }}
QFrame[line="true"] {{ background: {color["line"]}; border: none; }}
QFrame[wash="late"] {{ background: {color["late_wash"]}; border: none; }}
QFrame[wash="due"] {{ background: {color["due_wash"]}; border: none; }}
QFrame[wash="good"] {{ background: {color["good_wash"]}; border: none; }}
QFrame[wash="accent"] {{ background: {color["accent_wash"]}; border: none; }}
QFrame#strip, QFrame#foot {{ background: {color["panel"]}; border: none; }}
QFrame#strip {{ border-bottom: 1px solid {color["line"]}; }}
QFrame#foot {{ border-top: 1px solid {color["line"]}; }}
QFrame#rail {{ background: {color["rail"]}; border: none; border-right: 1px solid {color["line"]}; }}
QFrame#clock, QFrame#place {{ border: none; border-right: 1px solid {color["line"]}; }}
QFrame#clock[wash="late"] {{ background: {color["late_wash"]}; border-right: 1px solid {color["line"]}; }}
QFrame#clock[wash="due"] {{ background: {color["due_wash"]}; border-right: 1px solid {color["line"]}; }}
QFrame#clock[wash="late"] QLabel[role="clock"] {{ color: {color["sev1"]}; }}
QFrame#clock[wash="due"] QLabel[role="clock"] {{ color: {color["sev3"]}; }}
QFrame#clock[leads="true"]:hover, QFrame#clock[leads="true"]:focus {{ background: {color["accent_wash"]}; }}
QFrame#messageBar {{ background: {color["due_wash"]}; border: none; border-bottom: 1px solid {color["line"]}; }}
QScrollArea, QScrollArea > QWidget > QWidget {{ background: transparent; border: none; }}
QSplitter::handle {{ background: transparent; }}
"""


def _buttons(color: Mapping[str, str], px: Callable[[int], int]) -> str:
    return f"""
QPushButton, QToolButton {{ background: {color["panel"]}; color: {color["ink"]}; border: 1px solid {color["line"]}; border-radius: {px(6)}px;
  padding: {px(5)}px {px(12)}px; min-height: {px(18)}px; }}
QToolButton {{ padding: {px(5)}px {px(8)}px; }}
QPushButton:hover, QToolButton:hover {{ background: {color["background"]}; border-color: {color["muted"]}; }}
QPushButton:pressed, QToolButton:pressed, QToolButton:checked, QPushButton:checked {{ background: {color["accent_wash"]}; border-color: {color["accent"]}; }}
QPushButton:focus, QToolButton:focus {{ border: 1px solid {color["accent"]}; }}
QPushButton:disabled, QToolButton:disabled {{ color: {color["muted"]}; background: {color["background"]}; border-color: {color["line"]}; }}
QPushButton[primary="true"] {{ background: {color["accent"]}; color: {color["on_accent"]}; border-color: {color["accent"]}; font-weight: 600; }}
QPushButton[primary="true"]:hover, QPushButton[primary="true"]:focus {{ border-color: {color["ink"]}; }}
QPushButton[primary="true"]:disabled {{ background: {color["line"]}; color: {color["muted"]}; border-color: {color["line"]}; }}
QPushButton[quiet="true"], QToolButton[quiet="true"] {{ background: transparent; border-color: transparent; }}
QPushButton[quiet="true"]:hover, QToolButton[quiet="true"]:hover {{ background: {color["accent_wash"]}; border-color: transparent; }}
QPushButton[quiet="true"]:focus, QToolButton[quiet="true"]:focus {{ border-color: {color["accent"]}; }}
QPushButton[link="true"] {{ background: transparent; border: none; padding: 0; min-height: 0; text-decoration: underline; color: {color["ink"]}; }}
QPushButton[link="true"]:hover, QPushButton[link="true"]:focus {{ color: {color["accent"]}; }}
QToolButton::menu-indicator {{ image: none; width: 0; }}
QPushButton#railRow {{ text-align: left; border: 1px solid transparent; background: transparent; border-radius: {px(6)}px; padding: {px(5)}px {px(9)}px; }}
QPushButton#railRow:hover {{ background: {color["panel"]}; }}
QPushButton#railRow:checked {{ background: {color["accent_wash"]}; color: {color["accent"]}; font-weight: 600; border-color: transparent; }}
QPushButton#railRow:focus {{ border-color: {color["accent"]}; }}
"""


def _fields(color: Mapping[str, str], px: Callable[[int], int]) -> str:
    fields = "QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QSpinBox, QDateTimeEdit"
    focus = ", ".join(f"{name.strip()}:focus" for name in fields.split(","))
    return f"""
{fields} {{ background: {color["panel"]}; color: {color["ink"]}; border: 1px solid {color["line"]}; border-radius: {px(6)}px;
  padding: {px(4)}px {px(8)}px; selection-background-color: {color["accent"]}; selection-color: {color["on_accent"]}; }}
QLineEdit, QComboBox, QSpinBox, QDateTimeEdit {{ min-height: {px(20)}px; }}
{focus} {{ border: 1px solid {color["accent"]}; }}
QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"] {{ border: 1px solid {color["sev1"]}; }}
QComboBox::drop-down {{ border: none; width: {px(20)}px; }}
QMenu {{ background: {color["panel"]}; color: {color["ink"]}; border: 1px solid {color["line"]}; padding: {px(4)}px; }}
QMenu::item {{ padding: {px(5)}px {px(24)}px {px(5)}px {px(12)}px; border-radius: {px(4)}px; }}
QMenu::item:selected {{ background: {color["accent_wash"]}; }}
QMenu::item:disabled {{ color: {color["muted"]}; }}
QMenu::separator {{ height: 1px; background: {color["line"]}; margin: {px(4)}px {px(8)}px; }}
QProgressBar {{ background: {color["line"]}; border: none; border-radius: {px(3)}px; height: {px(6)}px; }}
QProgressBar::chunk {{ background: {color["accent"]}; border-radius: {px(3)}px; }}
"""


def _lists(color: Mapping[str, str], px: Callable[[int], int]) -> str:
    return f"""
QAbstractItemView {{ background: {color["panel"]}; border: none; outline: none; selection-background-color: {color["accent_wash"]}; selection-color: {color["ink"]}; }}
QHeaderView::section {{ background: {color["panel"]}; color: {color["muted"]}; border: none; border-bottom: 1px solid {color["line"]}; padding: {px(6)}px {px(10)}px; }}
QScrollBar:vertical {{ background: transparent; width: {px(12)}px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: {px(12)}px; margin: 0; }}
QScrollBar::handle {{ background: {color["line"]}; border-radius: {px(4)}px; margin: {px(2)}px; }}
QScrollBar::handle:vertical {{ min-height: {px(32)}px; }}
QScrollBar::handle:horizontal {{ min-width: {px(32)}px; }}
QScrollBar::handle:hover {{ background: {color["muted"]}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QTabBar::tab {{ background: transparent; color: {color["muted"]}; padding: {px(6)}px {px(12)}px; border-bottom: 2px solid transparent; }}
QTabBar::tab:selected {{ color: {color["ink"]}; border-bottom: 2px solid {color["accent"]}; }}
QTabWidget::pane {{ border: none; }}
"""
