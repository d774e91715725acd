"""The steps of a review on the left: where one is, what is done, what is begun, what stands in the way."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from ui.models.rex_wizard import Mark, RexView
from ui.theme import Look
from ui.widgets.panel import PanelFrame
from ui.widgets.spoken import Spoken
from warroom.commands.rex_words import step_word
from warroom.domain.rex import Step
from warroom.words import _, ngettext

STEPS = tuple(Step)
WIDTH, NARROW, ROW = 244, 204, 34
SIGNS = {Mark.DONE: "✓", Mark.BEGUN: "…", Mark.NONE: ""}


class RexStepList(Spoken, PanelFrame):
    """A click or the arrows go to a step; Enter goes into it, Esc leaves the review."""

    chosen = Signal(object)  # Step
    entered = Signal()
    left = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._view: RexView | None = None
        self._is_narrow = False
        self.list = _Steps(self)
        self.list.setObjectName("agenda")
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for _step in STEPS:
            QListWidgetItem(self.list)
        self.body.addWidget(self.list, 1)
        self.setFocusProxy(self.list)
        self.list.currentRowChanged.connect(lambda row: self.chosen.emit(STEPS[row]) if row >= 0 else None)
        self.list.entered_by_key.connect(self.entered)
        self.list.left.connect(self.left)
        look.changed.connect(self._size)
        self._size()
        self._say()

    def show_view(self, view: RexView) -> None:
        """How far this review is."""
        self._view = view
        self._say()

    def choose(self, step: Step) -> None:
        """Mark this step, without telling anyone."""
        with QSignalBlocker(self.list):
            self.list.setCurrentRow(STEPS.index(step))

    def set_narrow(self, is_narrow: bool) -> None:
        """Give way to the step where there is little room."""
        if is_narrow != self._is_narrow:
            self._is_narrow = is_narrow
            self._size()

    @Slot()
    def _size(self) -> None:
        self.setFixedWidth(self._look.px(NARROW if self._is_narrow else WIDTH))
        for row in range(self.list.count()):
            self.list.item(row).setSizeHint(QSize(0, self._look.px(ROW)))

    def _say(self) -> None:
        self.set_title(_("Steps"))
        self.list.setAccessibleName(_("Steps of the review"))
        marks = {step: self._view.mark(step) for step in STEPS} if self._view is not None else {}
        done = sum(mark is Mark.DONE for mark in marks.values())
        self.set_note(_("{done} of {all} done").format(done=done, all=len(STEPS)) if marks else "")
        for row, step in enumerate(STEPS):
            mark = marks.get(step, Mark.NONE)
            in_the_way = len(self._view.blocking(step)) if self._view is not None else 0
            item = self.list.item(row)
            item.setText(f"{SIGNS[mark] or row + 1}  {step_word(step)}" + (f"  · {in_the_way}" if in_the_way else ""))
            item.setToolTip(
                ngettext("{n} thing stands in the way", "{n} things stand in the way", in_the_way).format(n=in_the_way)
                if in_the_way
                else ""
            )
            told = {Mark.DONE: _("done so far"), Mark.BEGUN: _("begun"), Mark.NONE: _("not begun")}[mark]
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{step_word(step)}, {told}, {item.toolTip()}".strip(", "))


class _Steps(QListWidget):
    """Enter and Esc mean something here."""

    entered_by_key = Signal()
    left = Signal()

    # What Qt asks

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered_by_key.emit()
            return
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)
