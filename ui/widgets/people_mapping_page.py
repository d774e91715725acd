"""What each column of a table of people is: a line a column, those that are read first, with what stands in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ui.theme import Look
from ui.widgets.framed import framed
from ui.widgets.tone import ToneLabel
from warroom.commands.roster_words import reach_word, roster_fields
from warroom.domain.roster import ReachKind
from warroom.words import _, pgettext

if TYPE_CHECKING:
    from warroom.doors.roster_in import PeoplePreview
    from warroom.formats.people_columns import PeopleMapping

SHOWN = 4  # values of a column
VALUE_MOST = 40
OFFERED = (
    "name", "given", "family", "job", "employer", "department", "supplier", "site", "mobile", "work", "home", "phone",
    "email", "satellite", "pager", "radio", "messenger", "address", "fax", "other", "skills", "teams", "languages",
    "zone", "remark", "uid", "middle", "nickname", "away_until", "checked_at", "checked_by", "raw",
)  # fmt: skip


def target_word(target: str) -> str:
    """What a column of people can hold, in the language spoken now."""
    if target in {kind.value for kind in ReachKind}:
        return reach_word(ReachKind(target))
    what = target.partition(" ")[0]
    if what in ("address", "organisation"):
        return _("part of an address") if what == "address" else _("part of the employer")
    if what != target:
        return target_word({"im": "messenger", "reach": "other"}.get(what, what))
    said = {
        "": _("kept beside"),
        "name": _("Whole name"),
        "given": _("First name"),
        "middle": _("Middle name"),
        "family": _("Family name"),
        "nickname": _("Nickname"),
        "department": _("Department"),
        "phone": _("Telephone (the number tells which)"),
        "fax": _("Fax"),
        "skills": _("Skills"),
        "teams": _("Teams"),
        "uid": _("Identifier"),
        "raw": pgettext("column", "Other"),
    }
    return said.get(target) or roster_fields().get(("person", target)) or _("recognised by its heading")


class PeopleMappingPage(QWidget):
    """A table of people before it comes in: 120 columns are a list to scroll, not a row."""

    sheet_chosen = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._preview: PeoplePreview | None = None
        self._choices: dict[int, QComboBox] = {}
        self._name = ToneLabel(look, bold=True, parent=self)
        self._about = ToneLabel(look, "muted", wrap=True, parent=self)
        self._sheets = QComboBox(self)
        self._table = QTableWidget(self)
        self._table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self._table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._table.verticalHeader().hide()
        self._table.verticalHeader().setDefaultSectionSize(look.px(38))
        self._table.setColumnCount(3)
        head = self._table.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for at, mode in enumerate((QHeaderView.ResizeMode.Fixed, QHeaderView.ResizeMode.Stretch)):
            head.setSectionResizeMode(at, mode)
        head.setSectionResizeMode(2, QHeaderView.ResizeMode.Fixed)
        head.resizeSection(0, look.px(220))
        head.resizeSection(2, look.px(270))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        for widget in (self._name, self._about, self._sheets):
            whole.addWidget(widget)
        whole.addWidget(framed(self._table, self), 1)
        self._sheets.activated.connect(lambda _at: self.sheet_chosen.emit(self._sheets.currentText()))

    def show_people(self, name: str, preview: PeoplePreview) -> None:
        """Offer what this room read such columns as before, else what their headings tell."""
        self._preview = preview
        self._name.say(name)
        self._about.say(
            _("These columns were read before; check them.")
            if preview.is_known
            else _("These are people. Say what each column holds; the rest is kept beside the card.")
        )
        self._sheets.clear()
        self._sheets.addItems(preview.sheets)
        self._sheets.setCurrentText(preview.sheet or (preview.sheets[0] if preview.sheets else ""))
        self._sheets.setVisible(len(preview.sheets) > 1)
        self._table.setHorizontalHeaderLabels([_("Column"), _("What stands in it"), _("Read as")])
        self._fill(preview)

    def choose_sheet(self, sheet: str) -> None:
        """Say which sheet is shown."""
        self._sheets.setCurrentText(sheet)

    def mapping(self) -> PeopleMapping:
        """What was chosen."""
        from warroom.formats.people_columns import NOTHING, PeopleMapping

        targets = {at: str(choice.currentData() or NOTHING) for at, choice in self._choices.items()}
        return PeopleMapping(targets, sheet=self._sheets.currentText() or None)

    def _fill(self, preview: PeoplePreview) -> None:
        filled = {at for row in preview.rows for at, cell in enumerate(row) if cell.strip()}
        order = sorted(range(len(preview.columns)), key=lambda at: (at not in filled, at not in preview.targets, at))
        self._table.clearContents()
        self._table.setRowCount(len(order))
        self._choices = {}
        for line, at in enumerate(order):
            values = [row[at] for row in preview.rows if at < len(row) and row[at].strip()][:SHOWN]
            shown = " · ".join(" ".join(value.split())[:VALUE_MOST] for value in values)
            for column, text in enumerate((preview.columns[at], shown)):
                item = QTableWidgetItem(text or "—")
                item.setToolTip(text)
                self._table.setItem(line, column, item)
            choice = self._choice(preview.targets.get(at, ""), preview.columns[at])
            self._choices[at] = choice
            self._table.setCellWidget(line, 2, choice)

    def _choice(self, target: str, heading: str) -> QComboBox:
        choice = QComboBox(self._table)
        for each in ("", *OFFERED):
            choice.addItem(target_word(each), each)
        if target and choice.findData(target) < 0:  # a part of something larger, as Google and Outlook write it
            choice.insertItem(1, target_word(target), target)
        choice.setCurrentIndex(max(0, choice.findData(target)))
        choice.setAccessibleName(heading)
        return choice
