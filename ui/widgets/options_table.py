"""The options of a decision: what each brings, risks, costs in time, and whether one can go back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from ui.theme import Look
from ui.widgets.spoken import Spoken
from warroom.domain.decisions import Option
from warroom.words import _

FIELDS = ("title", "advantages", "risks", "delay", "reversible")
LINES = 3


class OptionsTable(Spoken, QTableWidget):
    """One line an option; there is always an empty line to type the next one."""

    def __init__(
        self,
        look: Look,
        options: Sequence[Option] = (),
        parent: QWidget | None = None,
        *,
        fixed: bool = False,
        lines: int = LINES,
    ) -> None:
        super().__init__(0, len(FIELDS), parent)
        self._fixed = fixed
        height = look.px(28)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(height)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setWordWrap(False)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.NoEditTriggers if fixed else triggers.AllEditTriggers)
        for option in options:
            self._append([option.title, option.advantages, option.risks, option.delay, option.reversible])
        if not fixed:
            self._append([""] * len(FIELDS))
        lines = max(1, min(self.rowCount(), 6)) if fixed else lines
        self.setFixedHeight(lines * height + self.horizontalHeader().sizeHint().height() + 4)
        self.cellChanged.connect(self._grow)
        self._say()

    def options(self) -> tuple[Option, ...]:
        """The lines that have a name."""
        rows = [[self._text(row, column) for column in range(len(FIELDS))] for row in range(self.rowCount())]
        return tuple(Option(*row) for row in rows if row[0])

    def said(self) -> str:
        """Everything typed in it, to know whether anything was."""
        cells = (self._text(row, column) for row in range(self.rowCount()) for column in range(len(FIELDS)))
        return "\n".join(cells).strip()

    def leftovers(self) -> bool:
        """True when a line says something but names no option."""
        rows = [[self._text(row, column) for column in range(len(FIELDS))] for row in range(self.rowCount())]
        return any(not row[0] and any(row) for row in rows)

    def _is_at_end(self, *, forward: bool) -> bool:
        """Whether Tab, or Shift+Tab, has no cell left to go to."""
        index = self.currentIndex()
        end = (self.rowCount() - 1, self.columnCount() - 1) if forward else (0, 0)
        return not index.isValid() or (index.row(), index.column()) == end

    def _append(self, cells: Sequence[str]) -> None:
        row = self.rowCount()
        with QSignalBlocker(self):
            self.insertRow(row)
            for column, text in enumerate(cells):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                item.setTextAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
                self.setItem(row, column, item)

    def _grow(self, row: int, _column: int) -> None:
        if row == self.rowCount() - 1 and any(self._text(row, column) for column in range(len(FIELDS))):
            self._append([""] * len(FIELDS))

    def _text(self, row: int, column: int) -> str:
        item = self.item(row, column)
        return item.text().strip() if item is not None else ""

    def _say(self) -> None:
        self.setHorizontalHeaderLabels([_("Option"), _("For"), _("Risks"), _("Delay"), _("Way back")])
        self.setAccessibleName(_("Options"))

    # What Qt asks

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """After the last cell Tab goes on to the next field; Qt would begin again at the first cell, for ever."""
        hints = QAbstractItemDelegate.EndEditHint
        if hint in (hints.EditNextItem, hints.EditPreviousItem):
            forward = hint is hints.EditNextItem
            if self._is_at_end(forward=forward):
                super().closeEditor(editor, hints.NoHint)
                self.focusNextPrevChild(forward)
                return
        super().closeEditor(editor, hint)

    def focusNextPrevChild(self, forward: bool) -> bool:
        if not self._fixed and not self._is_at_end(forward=forward):
            return super().focusNextPrevChild(forward)
        self.setTabKeyNavigation(False)
        try:
            return super().focusNextPrevChild(forward)
        finally:
            self.setTabKeyNavigation(True)
