"""Which column of a table is the time, the text, the author: chosen above the first rows, remembered by heading."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDateEdit,
    QHBoxLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ui.theme import Look
from ui.widgets.framed import framed
from ui.widgets.tone import ToneLabel
from warroom.words import _

if TYPE_CHECKING:
    from warroom.formats import Mapping as ImportMapping
    from warroom.imports import TablePreview

FIELDS = (
    "event", "date", "time", "text", "kind", "author", "from_", "to", "channel", "service", "incident", "reference",
)  # fmt: skip
ROWS = 8
COLUMN = 168


def field_word(name: str) -> str:
    """What a column can hold, in the language spoken now."""
    return {
        "": _("not used"),
        "event": _("date and time"),
        "date": _("date"),
        "time": _("time"),
        "text": _("text"),
        "kind": _("kind"),
        "author": _("author"),
        "from_": _("from"),
        "to": _("to"),
        "channel": _("channel"),
        "service": _("service"),
        "incident": _("incident"),
        "reference": _("reference"),
    }[name]


def signature(columns: tuple[str, ...]) -> str:
    """What a table is recognised by next time: its headings."""
    return hashlib.sha256("\x1f".join(columns).encode(errors="replace")).hexdigest()[:16]


class MappingPage(QWidget):
    """The first rows of one table, and a choice above each column."""

    sheet_chosen = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._preview: TablePreview | None = None
        self._choices: list[QComboBox] = []
        self._name = ToneLabel(look, bold=True, parent=self)
        self._about = ToneLabel(look, "muted", wrap=True, parent=self)
        self._sheets, self._order = QComboBox(self), QComboBox(self)
        self._day_label, self._day = ToneLabel(look, "muted", parent=self), QDateEdit(self)
        self._day.setCalendarPopup(True)
        self._day.setDisplayFormat("dd/MM/yyyy")
        self._table = QTableWidget(self)
        self._table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self._table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._table.verticalHeader().hide()
        self._table.verticalHeader().setDefaultSectionSize(look.px(28))
        self._table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._table.horizontalHeader().setDefaultSectionSize(look.px(COLUMN))
        self._table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._order_label = ToneLabel(look, "muted", parent=self)
        settings = QHBoxLayout()
        settings.setSpacing(8)
        for widget in (self._sheets, self._order_label, self._order, self._day_label, self._day):
            settings.addWidget(widget)
        settings.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        for label in (self._name, self._about):
            whole.addWidget(label)
        whole.addLayout(settings)
        whole.addWidget(framed(self._table, self), 1)
        self._sheets.activated.connect(lambda _at: self.sheet_chosen.emit(self._sheets.currentText()))

    def show_table(self, name: str, preview: TablePreview, *, remembered: str = "", today: date) -> None:
        """Offer what was remembered for these headings, else what looks likely."""
        self._preview = preview
        mapping, is_known = self._start_from(preview.suggested, remembered, len(preview.columns))
        self._name.say(name)
        self._about.say(
            _("These columns were mapped before; check them.")
            if is_known
            else _("Say what each column holds. What no field takes is kept with the line.")
        )
        self._sheets.clear()
        self._sheets.addItems(preview.sheets)
        self._sheets.setCurrentText(mapping.sheet or (preview.sheets[0] if preview.sheets else ""))
        self._sheets.setVisible(len(preview.sheets) > 1)
        self._order.clear()
        for value, words in ((None, _("the dates tell")), (True, _("day first")), (False, _("month first"))):
            self._order.addItem(words, value)
        self._order.setCurrentIndex({None: 0, True: 1, False: 2}[mapping.day_first])
        day = mapping.base_date or today
        self._day.setDate(QDate(day.year, day.month, day.day))
        self._order_label.say(_("Dates"))
        self._day_label.say(_("Day of the first line"))
        self._fill(preview, mapping)
        self._show_day()

    def choose_sheet(self, sheet: str) -> None:
        """Say which sheet is shown."""
        self._sheets.setCurrentText(sheet)

    def mapping(self) -> ImportMapping:
        """What was chosen."""
        assert self._preview is not None
        picked: dict[str, int | None] = dict.fromkeys(FIELDS)
        for at, choice in enumerate(self._choices):
            if choice.currentData():
                picked[choice.currentData()] = at
        chosen = self._day.date()
        needs_day = picked["time"] is not None and picked["date"] is None
        return replace(
            self._preview.suggested,
            **picked,  # type: ignore[arg-type]  # the names are those of its columns
            day_first=self._order.currentData(),
            base_date=date(chosen.year(), chosen.month(), chosen.day()) if needs_day else None,
            sheet=self._sheets.currentText() or None,
        )

    def to_remember(self) -> tuple[str, str]:
        """The signature of these headings and the choice, as text for the room's local notes."""
        assert self._preview is not None
        mapping = self.mapping()
        return signature(self._preview.columns), json.dumps(
            {"columns": mapping.columns, "day_first": mapping.day_first}
        )

    def _start_from(self, suggested: ImportMapping, remembered: str, width: int) -> tuple[ImportMapping, bool]:
        try:
            kept = json.loads(remembered) if remembered else None
            columns = {name: int(at) for name, at in kept["columns"].items() if name in FIELDS} if kept else {}
        except (ValueError, TypeError, KeyError, AttributeError):
            return suggested, False
        if not columns or any(not 0 <= at < width for at in columns.values()):
            return suggested, False
        cleared = dict.fromkeys(FIELDS)
        day_first = kept["day_first"] if kept and "day_first" in kept else None
        order = day_first if isinstance(day_first, bool) else None
        return replace(suggested, **{**cleared, **columns}, day_first=order), True  # type: ignore[arg-type]

    def _fill(self, preview: TablePreview, mapping: ImportMapping) -> None:
        rows = preview.rows[:ROWS]
        self._table.clear()
        self._table.setColumnCount(len(preview.columns))
        self._table.setRowCount(len(rows) + 1)
        self._table.setHorizontalHeaderLabels([name or "—" for name in preview.columns])
        taken = {at: name for name, at in mapping.columns.items()}
        self._choices = []
        for at in range(len(preview.columns)):
            choice = QComboBox(self._table)
            for name in ("", *FIELDS):
                choice.addItem(field_word(name), name)
            choice.setCurrentIndex(max(0, choice.findData(taken.get(at, ""))))
            choice.setAccessibleName(preview.columns[at])
            choice.activated.connect(lambda _at, choice=choice: self._settle(choice))
            self._choices.append(choice)
            self._table.setCellWidget(0, at, choice)
        self._table.setRowHeight(0, self._look.px(38))
        for line, cells in enumerate(rows, start=1):
            for at, cell in enumerate(cells[: len(preview.columns)]):
                item = QTableWidgetItem(cell.replace("\n", " "))
                item.setToolTip(cell)
                self._table.setItem(line, at, item)

    def _settle(self, changed: QComboBox) -> None:
        """A field is in one column only: choosing it here frees it elsewhere."""
        for choice in self._choices:
            if choice is not changed and changed.currentData() and choice.currentData() == changed.currentData():
                choice.setCurrentIndex(0)
        self._show_day()

    def _show_day(self) -> None:
        chosen = {choice.currentData() for choice in self._choices}
        for widget in (self._day_label, self._day):
            widget.setVisible("time" in chosen and "date" not in chosen)
