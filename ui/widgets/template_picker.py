"""A template chosen by its words or its number; those that fit the moment stand first."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from ui.theme import Look
from ui.widgets.spoken import Spoken
from ui.widgets.tone import ToneLabel
from warroom import words
from warroom.domain.template_book import Template
from warroom.words import _

LINES = 5
ARROWS = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)


class TemplatePicker(Spoken, QWidget):
    """A field and the templates that fit it; the arrows choose while one types."""

    changed = Signal()

    def __init__(self, look: Look, templates: Sequence[Template], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._templates = list(templates)
        self.words = ArrowLine(self)
        self.words.setClearButtonEnabled(True)
        self.list = QListWidget(self)
        self.list.setObjectName("names")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setUniformItemSizes(True)
        self.list.setFixedHeight(LINES * look.px(28) + 10)
        self._purpose = ToneLabel(look, "muted", wrap=True, parent=self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.words)
        column.addWidget(self.list)
        column.addWidget(self._purpose)
        self.setFocusProxy(self.words)
        self.words.textChanged.connect(self._list)
        self.words.arrow.connect(self._step)
        self.list.currentRowChanged.connect(self._tell)
        self._say()

    def setAccessibleName(self, name: str) -> None:
        """The field and the list are what a screen reader stands on."""
        super().setAccessibleName(name)
        self.words.setAccessibleName(name)
        self.list.setAccessibleName(name)

    def value(self) -> Template | None:
        at = self.list.currentRow()
        found = self.list.item(at).data(Qt.ItemDataRole.UserRole) if at >= 0 else None
        return found if isinstance(found, Template) else None

    def choose(self, code: str) -> None:
        """Choose the template with this code, if it is here."""
        for at in range(self.list.count()):
            if self.list.item(at).data(Qt.ItemDataRole.UserRole).code == code:
                self.list.setCurrentRow(at)

    @Slot(str)
    def _list(self, typed: str) -> None:
        """What fits every word typed."""
        wanted, language = typed.casefold().split(), words.language()
        was = self.value()
        self.list.clear()
        for template in self._templates:
            said = f"{template.code}  {template.name(language)}"
            told = f"{said} {template.purpose(language)}".casefold()
            if all(word in told for word in wanted):
                item = QListWidgetItem(said, self.list)
                item.setData(Qt.ItemDataRole.UserRole, template)
                item.setToolTip(template.purpose(language))
        if self.list.count():
            self.list.setCurrentRow(0)
        if was is not None and not wanted:
            self.choose(was.code)

    @Slot(int)
    def _step(self, by: int) -> None:
        if self.list.count():
            self.list.setCurrentRow(max(0, min(self.list.currentRow() + by, self.list.count() - 1)))

    @Slot()
    def _tell(self) -> None:
        found = self.value()
        self._purpose.setMinimumHeight(2 * self._purpose.fontMetrics().lineSpacing() + 2)
        self._purpose.say(found.purpose(words.language()) if found is not None else "")
        self.changed.emit()

    def _say(self) -> None:
        self.words.setPlaceholderText(_("number or words, e.g. T07 or “no change”"))
        self._list(self.words.text())


class ArrowLine(QLineEdit):
    """A line whose arrows move in the list under it."""

    arrow = Signal(int)

    # What Qt asks

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ARROWS:
            by = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: LINES, Qt.Key.Key_PageUp: -LINES}
            self.arrow.emit(by[Qt.Key(event.key())])
            return
        super().keyPressEvent(event)
