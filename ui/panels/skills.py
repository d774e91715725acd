"""Skills and training: what hangs on one person, the matrix, teams, and who is trained for which function."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.panels.people_list import PeopleList
from ui.panels.skills_lists import CoverageList, HeldList, TeamsList, TrainingList
from ui.panels.skills_matrix import SkillsMatrix
from ui.widgets.keyboard import check
from ui.widgets.spoken import Spoken
from warroom.words import _


class SkillsPanel(Spoken, QWidget):
    """One section in front; which one is chosen above it."""

    record_chosen = Signal(str, str, str)  # incident, noun, id

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.coverage, self.matrix = CoverageList(desk, self), SkillsMatrix(desk, self)
        self.teams, self.training, self.held = TeamsList(desk, self), TrainingList(desk, self), HeldList(desk, self)
        self.sections: tuple[PeopleList[Any] | SkillsMatrix, ...] = (
            self.coverage, self.matrix, self.teams, self.training, self.held
        )  # fmt: skip
        self._heading = QLabel(self)
        self._heading.setProperty("role", "page")
        self._tabs = QButtonGroup(self)
        self._stack = QStackedWidget(self)
        tabs = QHBoxLayout()
        tabs.setSpacing(8)
        for at, each in enumerate(self.sections):
            tab = QPushButton(self)
            tab.setCheckable(True)
            tab.clicked.connect(partial(self._open_tab, at))
            self._tabs.addButton(tab, at)
            tabs.addWidget(tab)
            self._stack.addWidget(each)
        for section in self.sections:
            section.counted.connect(self._say_tabs)
        tabs.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 16)
        whole.setSpacing(12)
        whole.addWidget(self._heading)
        whole.addLayout(tabs)
        whole.addWidget(self._stack, 1)
        self.matrix.print_asked.connect(self.print_)
        self._say()
        self.open_section(self.coverage)
        self.training.refresh()  # how many functions are short is said before anybody looks

    def open_section(self, wanted: QWidget) -> None:
        """Bring one of the sections to the front."""
        check(self._tabs.button(next(at for at, each in enumerate(self.sections) if each is wanted)))
        self._stack.setCurrentWidget(wanted)

    def reveal(self, noun: str, record: str) -> None:
        """Show this skill or this team."""
        section = self.teams if noun == "team" else self.coverage
        self.open_section(section)
        section.choose(record)

    def print_(self) -> None:
        """The matrix on paper."""
        from ui.panels.skills_print import MatrixPrinter

        MatrixPrinter(self._desk, self).print_()

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """The section in front; a focus proxy would take the tabs out of the order of Tab."""
        self.sections[self._tabs.checkedId()].setFocus(reason)

    def _open_tab(self, at: int, _checked: bool = False) -> None:
        self.open_section(self.sections[at])
        self._tabs.button(at).setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _say_tabs(self) -> None:
        for at, each in enumerate(self.sections):
            self._tabs.button(at).setText(f"{each.title()} {each.count}" if each.count else each.title())

    def _say(self) -> None:
        self._heading.setText(_("Skills and training"))
        self.setAccessibleName(self._heading.text())
        self._say_tabs()
