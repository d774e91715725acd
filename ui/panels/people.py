"""People: members, what was done by delegation, circles, erasures. Laptops have a page of their own."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.panels.people_acts import ActsList
from ui.panels.people_circles import CirclesList
from ui.panels.people_erasures import ErasuresList
from ui.panels.people_list import PeopleList
from ui.panels.people_members import MembersList
from ui.widgets.keyboard import check
from ui.widgets.spoken import Spoken
from warroom.words import pgettext


class PeoplePanel(Spoken, QWidget):
    """One list in front; which one is chosen above it."""

    record_chosen = Signal(str, str, str)  # incident, noun, id

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.members, self.acts = MembersList(desk, self), ActsList(desk, self)
        self.circles, self.erasures = CirclesList(desk, self), ErasuresList(desk, self)
        lists: list[PeopleList[Any]] = [
            self.members,
            self.acts,
            self.circles,
            self.erasures,
        ]
        self.lists = tuple(lists)
        self._heading = QLabel(self)
        self._heading.setProperty("role", "page")
        self._tabs = QButtonGroup(self)
        self._stack = QStackedWidget(self)
        tabs = QHBoxLayout()
        tabs.setSpacing(8)
        for at, each in enumerate(lists):
            tab = QPushButton(self)
            tab.setCheckable(True)
            tab.clicked.connect(partial(self._open_tab, at))
            self._tabs.addButton(tab, at)
            tabs.addWidget(tab)
            self._stack.addWidget(each)
            each.counted.connect(self._say_tabs)
            each.record_chosen.connect(self.record_chosen)
        tabs.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 16)
        whole.setSpacing(12)
        whole.addWidget(self._heading)
        whole.addLayout(tabs)
        whole.addWidget(self._stack, 1)
        self._say()
        self.open_list(self.members)
        self.acts.refresh()  # how many wait is said before anybody looks

    def open_list(self, wanted: PeopleList[Any]) -> None:
        """Bring one of the lists to the front."""
        check(self._tabs.button(self.lists.index(wanted)))
        self._stack.setCurrentWidget(wanted)

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """The list in front; a focus proxy would take the tabs out of the order of Tab."""
        self.lists[self._tabs.checkedId()].setFocus(reason)

    def open_acts(self) -> None:
        self.open_list(self.acts)

    def _open_tab(self, at: int, _checked: bool = False) -> None:
        self.open_list(self.lists[at])
        self._tabs.button(at).setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _say_tabs(self) -> None:
        for at, each in enumerate(self.lists):
            self._tabs.button(at).setText(f"{each.title()} {each.count}" if each.count else each.title())

    def _say(self) -> None:
        self._heading.setText(pgettext("page", "People"))
        self.setAccessibleName(self._heading.text())
        self._say_tabs()
