"""The curtain: what a window shows is taken out of it, so that nothing is left to see, to hover or to read aloud."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QToolTip, QWidget
from shiboken6 import isValid

MOST_POPUPS = 20


@dataclass(frozen=True, slots=True)
class Stowed:
    """A widget put away, and how it stood."""

    widget: QWidget
    parent: QWidget
    flags: Qt.WindowType
    geometry: QRect
    was_shown: bool
    focus: QWidget | None


class Curtain(QObject):
    """Drawn, a window holds one page and nothing else; opened, it is as it was, dialogs and half-typed text included.

    Hidden widgets would still be in the accessibility tree, and hidden dialogs still windows: all are moved into a
    holder that never had a window of its own.
    """

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._page: QWidget | None = None
        self._holder = QWidget()
        self._stowed: list[Stowed] = []
        self._center: QWidget | None = None
        self._focus: QWidget | None = None

    @property
    def is_drawn(self) -> bool:
        return self._page is not None

    def draw(self, page: QWidget) -> None:
        """Put everything away and show this page; on the screen before this returns."""
        self._page = page
        _close_popups()
        self._focus = self._window.focusWidget()
        for dialog in sorted(self._dialogs(), key=_depth, reverse=True):
            self._stow(dialog)
        self._stowed.reverse()  # outer ones come back first
        self._center = self._window.takeCentralWidget()  # now without parent: moving it once more would cost a frame
        for child in self._window.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
            if child is not page and not child.isWindow():
                self._stow(child)
        self._window.setCentralWidget(page)
        page.show()
        self._window.repaint()
        app = QApplication.instance()
        assert app is not None
        app.installEventFilter(self)

    def open(self) -> QWidget | None:
        """Put everything back where it was; the page, no longer needed."""
        page, self._page = self._page, None
        if page is None:
            return None
        self._let_in()
        self._window.takeCentralWidget()
        page.hide()
        if self._center is not None:
            self._window.setCentralWidget(self._center)
            self._center.show()
        focus = self._focus
        if focus is not None and isValid(focus):
            focus.setFocus(Qt.FocusReason.OtherFocusReason)
        for stowed in self._stowed:
            _put_back(stowed)
        self._stowed, self._center, self._focus = [], None, None
        return page

    def drop(self) -> None:
        """The window closes behind the curtain: what was put away belongs to it again, unseen."""
        if self._page is None:
            return
        self._let_in()
        self._page = None
        for widget in (self._center, *(stowed.widget for stowed in self._stowed)):
            if widget is not None and isValid(widget):
                widget.setParent(self._window)

    def _let_in(self) -> None:
        app = QApplication.instance()
        assert app is not None
        app.removeEventFilter(self)

    def _dialogs(self) -> Iterator[QWidget]:
        """The windows that stand over this one, whoever in it opened them."""
        for top in QApplication.topLevelWidgets():
            if top is not self._window and self._is_over(top):
                yield top

    def _is_over(self, top: QWidget) -> bool:
        parent = top.parentWidget()
        ends = (self._window, self._holder, self._center)
        while parent is not None and parent not in ends:
            parent = parent.parentWidget()
        return parent is not None

    def _stow(self, widget: QWidget, *, comes_back: bool = False) -> None:
        parent = widget.parentWidget()
        assert parent is not None
        focus = widget.focusWidget() if widget.isWindow() else None
        shown = comes_back or widget.isVisible()
        self._stowed.append(Stowed(widget, parent, widget.windowFlags(), widget.geometry(), shown, focus))
        widget.setParent(self._holder, Qt.WindowType.Widget)

    def _stow_late(self, dialog: QWidget) -> None:
        if not isValid(dialog):
            return
        dialog.hide()
        dialog.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen, False)
        if self.is_drawn:
            self._stow(dialog, comes_back=True)
        else:
            dialog.show()

    # What Qt asks

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is not QEvent.Type.Show or not isinstance(watched, QWidget) or not watched.isWindow():
            return False
        if watched is not self._window and self._is_over(watched):
            watched.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)  # Qt asks for it right after this event
            QTimer.singleShot(0, self, lambda: self._stow_late(watched))
        return False


def _depth(widget: QWidget) -> int:
    depth = 0
    while (parent := widget.parentWidget()) is not None:
        widget, depth = parent, depth + 1
    return depth


def _close_popups() -> None:
    """Menus, completers and tips: gone now, not after their usual delay."""
    for _each in range(MOST_POPUPS):
        popup = QApplication.activePopupWidget()
        if popup is None:
            break
        popup.close()
    QToolTip.hideText()
    for top in QApplication.topLevelWidgets():
        if top.windowFlags() & Qt.WindowType.ToolTip == Qt.WindowType.ToolTip:
            top.hide()


def _put_back(stowed: Stowed) -> None:
    widget = stowed.widget
    if not isValid(widget) or not isValid(stowed.parent):
        return
    widget.setParent(stowed.parent, stowed.flags)
    widget.setGeometry(stowed.geometry)
    if not stowed.was_shown:
        return
    widget.show()
    if stowed.focus is not None and isValid(stowed.focus):
        stowed.focus.setFocus(Qt.FocusReason.OtherFocusReason)
