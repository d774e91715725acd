"""What a person would see wrong on a screen: cut text, widgets on top of each other, a word in the other language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import tzinfo
from functools import cache
from itertools import combinations
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAction, QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QTableView,
    QToolButton,
    QWidget,
)

from ui.laid_out import laid_out
from ui.widgets.clamped import ClampedText
from ui.widgets.elided import ElidedLabel
from ui.widgets.hint_line import HintLine
from ui.widgets.lines import CutLabel
from warroom import phrases
from warroom.words import catalogue

SLACK = 1  # pixels that rounding may take
PLACEHOLDER = re.compile(r"\{\w*\}")
HOLE = re.compile(r"\\\{\w*\\\}")


def in_sight(top: QWidget) -> Iterator[QWidget]:
    """The widgets of one window that a person can see now."""
    for widget in (top, *top.findChildren(QWidget)):
        if widget.isVisible() and widget.window() is top and not widget.visibleRegion().isEmpty():
            yield widget


def described(widget: QWidget) -> str:
    """A widget as a tester would point at it."""
    path = [f"{type(widget).__name__} “{_text_of(widget)[:60]}”"]
    parent = widget.parentWidget()
    while parent is not None and not parent.isWindow():
        if type(parent).__module__.startswith("ui."):
            path.append(type(parent).__name__)
        parent = parent.parentWidget()
    return " in ".join(path[:3])


# Cut


def cut_texts(top: QWidget) -> list[str]:
    """Texts that do not fit where they stand and say so nowhere."""
    seen = [(widget, _cut(widget) or _outside(widget, top)) for widget in in_sight(top)]
    return [f"{described(widget)}: {why}" for widget, why in seen if why]


def _cut(widget: QWidget) -> str:
    if isinstance(widget, ElidedLabel | HintLine | CutLabel):
        return _elided(widget)
    if isinstance(widget, QLabel):
        return _cut_label(widget)
    if isinstance(widget, ClampedText):
        needed = widget.heightForWidth(widget.width())
        return f"needs {needed} px of height, has {widget.height()}" if needed > widget.height() + SLACK else ""
    if isinstance(widget, QAbstractButton):
        return _cut_button(widget)
    if isinstance(widget, QComboBox):
        return _lacks(widget, _advance(widget, widget.currentText()) + 24)
    if isinstance(widget, QLineEdit):
        shown = widget.text() or widget.placeholderText()
        return "" if widget.hasFocus() and widget.text() else _lacks(widget, _advance(widget, shown) + 8)
    if isinstance(widget, QPlainTextEdit) and not widget.toPlainText():
        return _lacks(widget, _advance(widget, widget.placeholderText()) + 8)
    if isinstance(widget, QTableView):
        return _cut_heads(widget)
    return ""


def _elided(label: QLabel) -> str:
    """Cut on purpose: the whole text must be one hover away, here or on the frame that answers the mouse."""
    whole = label.whole if isinstance(label, HintLine) else label.text()
    if _advance(label, whole) <= label.contentsRect().width() + SLACK:
        return ""
    place: QWidget | None = label
    while place is not None and not place.isWindow():
        if whole in place.toolTip():
            return ""
        place = place.parentWidget()
    return "cut, and no hover tells the whole"


def _cut_label(label: QLabel) -> str:
    text, inside = label.text(), label.contentsRect()
    if not text or label.textFormat() is Qt.TextFormat.RichText or not label.pixmap().isNull():
        return ""
    if label.wordWrap():
        needed = label.heightForWidth(label.width())
        longest = max((_advance(label, word) for word in text.split()), default=0)
        if longest > inside.width() + SLACK:
            return f"a word needs {longest} px, there are {inside.width()}"
        return f"needs {needed} px of height, has {label.height()}" if needed > label.height() + SLACK else ""
    widest = max(_advance(label, line) for line in text.splitlines())
    if widest > inside.width() + SLACK:
        return f"needs {widest} px, has {inside.width()}"
    if label.fontMetrics().height() > inside.height() + SLACK:
        return f"letters need {label.fontMetrics().height()} px of height, have {inside.height()}"
    return ""


def _cut_button(button: QAbstractButton) -> str:
    if not button.text():
        return ""
    if isinstance(button, QPushButton | QToolButton | QCheckBox | QRadioButton) or hasattr(button, "say"):
        needed = _advance(button, button.text().replace("&&", "&"))
        if not button.icon().isNull():
            needed += button.iconSize().width() + 4
        if isinstance(button, QCheckBox | QRadioButton):
            needed += 20
        elif not button.property("link"):
            needed += 4
        return _lacks(button, needed)
    return ""


def _cut_heads(table: QTableView) -> str:
    head, model = table.horizontalHeader(), table.model()
    if model is None or not head.isVisible():
        return ""
    for column in range(model.columnCount()):
        words = str(model.headerData(column, Qt.Orientation.Horizontal) or "")
        needed = max(head.fontMetrics().horizontalAdvance(line) for line in words.split("\n"))
        has = head.sectionSize(column)
        is_told = model.headerData(column, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole) == words
        if not head.isSectionHidden(column) and needed + 8 > has and not is_told:
            return f"the head of the column “{words}” needs {needed + 8} px, has {has}"
        right = head.sectionViewportPosition(column) + has
        if not head.isSectionHidden(column) and right > table.viewport().width() + SLACK:
            return f"the column “{words}” ends at {right} px, behind the edge at {table.viewport().width()}"
    return ""


def _lacks(widget: QWidget, needed: int) -> str:
    if needed <= widget.width() + SLACK or widget.toolTip():
        return ""
    return f"needs {needed} px, has {widget.width()}"


def _outside(widget: QWidget, top: QWidget) -> str:
    """Words that stick out sideways, where no scroll bar brings them back."""
    if not _text_of(widget) or isinstance(widget, ElidedLabel):
        return ""
    place: QWidget | None = widget.parentWidget()
    while place is not None:
        if isinstance(place, QAbstractScrollArea) and place.horizontalScrollBar().isVisible():
            return ""
        at = widget.mapTo(place, QPoint(0, 0))
        if at.x() < -SLACK or at.x() + widget.width() > place.width() + SLACK:
            return f"sticks {at.x() + widget.width() - place.width()} px out of {described(place)}"
        if place is top or place.isWindow():
            return ""
        place = place.parentWidget()
    return ""


def _advance(widget: QWidget, text: str) -> int:
    return widget.fontMetrics().horizontalAdvance(text)


# Painted


def cut_moments(top: QWidget) -> list[str]:
    """Hours and dates that a delegate or a label cuts while it paints; no widget knows of those, and no hover tells."""
    said: list[str] = []
    moments: set[str] = set()
    elided, moment = QFontMetrics.elidedText, phrases.moment

    def seen(metrics: QFontMetrics, text: str, *how: Any) -> str:
        shown = elided(metrics, text, *how)
        kept = shown.rstrip("…")
        if shown != text and any(text.find(at) + len(at) > len(kept) for at in moments if at in text):
            said.append(f"“{text}” is painted as “{shown}”")
        return shown

    def told(ms: int, now_ms: int, zone: tzinfo | None = None) -> str:
        at = moment(ms, now_ms, zone)
        moments.add(at)
        return at

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(QFontMetrics, "elidedText", seen)
        patched.setattr(phrases, "moment", told)
        top.grab()
    return said


# On top of each other


def overlaps(top: QWidget) -> list[str]:
    """Widgets of one layout that share pixels."""
    said = []
    for parent in in_sight(top):
        layout = parent.layout()
        if layout is None:
            continue
        laid = [widget for widget in _laid_out(layout) if widget.isVisible() and widget.width() and widget.height()]
        for first, second in combinations(laid, 2):
            both = _place(first).intersected(_place(second))
            if both.width() > SLACK and both.height() > SLACK:
                said.append(f"{described(first)} lies on {described(second)} ({both.width()}×{both.height()})")
    return said


def _laid_out(layout: QLayout) -> Iterator[QWidget]:
    for each in laid_out(layout):
        if isinstance(each, QLayout):
            yield from _laid_out(each)
        else:
            yield each


def _place(widget: QWidget) -> QRect:
    return widget.geometry()


# Words


def words_in_sight() -> dict[str, str]:
    """Every text of every open window that is shown, hovered or read aloud; to each, where it stands."""
    found: dict[str, str] = {}
    for top in QApplication.topLevelWidgets():
        if not top.isVisible():
            continue
        found.setdefault(top.windowTitle(), "window title")
        for widget in (top, *top.findChildren(QWidget)):
            if not widget.isVisible():
                continue
            said = (_text_of(widget), widget.toolTip(), widget.accessibleName(), widget.accessibleDescription())
            said += (*_lines_of(widget), *(action.text() for action in widget.actions() if isinstance(action, QAction)))
            for text in said:
                found.setdefault(text.replace("&&", "&").strip(), described(widget))
    found.pop("", None)
    return found


def _text_of(widget: QWidget) -> str:
    if isinstance(widget, QLabel | QAbstractButton):
        return widget.text()
    if isinstance(widget, QLineEdit):
        return widget.placeholderText()
    if isinstance(widget, QPlainTextEdit):
        return widget.placeholderText()
    if isinstance(widget, QComboBox):
        return widget.currentText()
    text = getattr(widget, "text", "")
    return text if isinstance(text, str) else ""


def _lines_of(widget: QWidget) -> Iterator[str]:
    """What lists, choices and heads of tables say."""
    if isinstance(widget, QComboBox):
        yield from (widget.itemText(at) for at in range(widget.count()))
    if isinstance(widget, QTableView) and (model := widget.model()) is not None:
        for column in range(model.columnCount()):
            yield str(model.headerData(column, Qt.Orientation.Horizontal) or "")


def left_in_english() -> list[str]:
    """Texts shown in English while French is spoken."""
    said = []
    for text, place in words_in_sight().items():
        for part in (text, *re.split(r" · |\n", text)):
            if _is_english(part):
                said.append(f"“{part}” · {place}")
                break
    return said


@cache
def _is_english(text: str) -> bool:
    whole, patterns = _english()
    is_english = text in whole or any(pattern.fullmatch(text) for pattern in patterns)
    return is_english and not any(pattern.fullmatch(text) for pattern in _french_patterns())


@cache
def _pairs() -> tuple[tuple[str, str], ...]:
    """Every English sentence with its French one, where they differ."""
    kept = getattr(catalogue("fr"), "_catalog", {})
    pairs = []
    for message, french in kept.items():
        if isinstance(message, tuple) and message[1]:
            continue  # a plural: the catalogue knows only its singular English
        english = message[0] if isinstance(message, tuple) else message
        english = english.partition("\x04")[2] or english
        if english and english != french:
            pairs.append((english, french))
    return tuple(pairs)


@cache
def _english() -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    same = {french for _english_words, french in _pairs()}
    whole = frozenset(english for english, _french in _pairs() if not PLACEHOLDER.search(english)) - same
    holed = {english for english, _french in _pairs() if PLACEHOLDER.search(english) and _has_words(english)}
    return whole, tuple(_pattern(english) for english in holed)


@cache
def _french_patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(_pattern(french) for _english_words, french in _pairs() if _has_words(french))


def _has_words(sentence: str) -> bool:
    """Enough letters of its own to be told from what people type."""
    return len(re.findall(r"[^\W\d]", PLACEHOLDER.sub("", sentence))) >= 4


def _pattern(sentence: str) -> re.Pattern[str]:
    return re.compile(HOLE.sub(".+", re.escape(sentence)), re.DOTALL)
