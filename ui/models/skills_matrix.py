"""The matrix of skills as a model: people down, skills across, how well in each cell."""

from __future__ import annotations

import textwrap
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ui.models.skills import coverage_pill, holder_said
from ui.theme import Look
from warroom import phrases
from warroom.domain.coverage_holes import Coverage, Holder
from warroom.domain.ids import PersonId, RecordId
from warroom.domain.roster import PersonCard
from warroom.reports.capability import Capability
from warroom.words import _

Index = QModelIndex | QPersistentModelIndex
LETTERS, LINES = 15, 3  # of a skill above its column
HOLDER = Qt.ItemDataRole.UserRole + 1  # who has it, or None


class MatrixModel(QAbstractTableModel):
    """Reads nothing: it shows the facts it was given."""

    def __init__(self, look: Look, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._facts: Capability | None = None
        self._people: list[PersonCard] = []
        self._skills: list[Coverage] = []
        self._held: dict[tuple[PersonId, RecordId], Holder] = {}
        look.changed.connect(self.refresh)

    def show(self, facts: Capability, *, everybody: bool = False) -> None:
        """Whoever has a skill, or the whole roster, by name."""
        self.beginResetModel()
        self._facts, self._held = facts, facts.held()
        holders = {person for person, _skill in self._held}
        cards = (card for card in facts.people.values() if everybody or card.id in holders)
        self._people = sorted(cards, key=lambda card: (card.name.casefold(), card.id))
        self._skills = sorted(facts.coverage, key=lambda item: item.skill.name.casefold())
        self.endResetModel()

    def refresh(self) -> None:
        """Draw everything again: colours or language changed."""
        if self._people and self._skills:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._people) - 1, len(self._skills) - 1))
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self._skills) - 1)
            self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, len(self._people) - 1)

    def person_at(self, row: int) -> PersonCard:
        return self._people[row]

    def skill_at(self, column: int) -> Coverage:
        return self._skills[column]

    def holder_at(self, index: Index) -> Holder | None:
        key = (self._people[index.row()].id, self._skills[index.column()].skill.id)
        return self._held.get(key)

    # What Qt asks

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own default)
        return 0 if parent.isValid() else len(self._people)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._skills)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        holder = self.holder_at(index)
        if role == HOLDER:
            return holder
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._said(index, holder)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal:
            return self._skill_head(self._skills[section], role) if section < len(self._skills) else None
        if section >= len(self._people):
            return None
        card = self._people[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return card.name
        if role == Qt.ItemDataRole.ToolTipRole:
            return " · ".join(part for part in (card.name, card.job, card.employer, card.site) if part)
        return None

    def _skill_head(self, item: Coverage, role: int) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            lines = textwrap.wrap(item.skill.name, LETTERS, max_lines=LINES, placeholder="…")
            mark = "▲ " if item.is_grave else ""
            return "\n".join([*lines, f"{mark}{len(item.counting)} / {item.least}"])
        if role == Qt.ItemDataRole.ToolTipRole:
            return phrases.labelled(item.skill.name, coverage_pill(item)[0])
        return None

    def _said(self, index: Index, holder: Holder | None) -> str:
        skill = self._skills[index.column()].skill.name
        if holder is None or self._facts is None:
            who = self._people[index.row()].name
            return phrases.labelled(skill, _("{name} does not have it").format(name=who))
        return phrases.labelled(skill, holder_said(holder, self._facts.now))
