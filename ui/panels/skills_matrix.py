"""The matrix of skills: one look says what hangs on one person; Enter changes the cell one stands on."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ui.desk import Desk
from ui.latest import Latest
from ui.models.skills_matrix import HOLDER, MatrixModel
from ui.panels.skills_lists import ROSTER
from ui.tasks import Job
from ui.theme import Look
from ui.widgets.framed import framed
from ui.widgets.keyboard import paint_focus
from ui.widgets.spoken import Spoken
from ui.widgets.tone import ToneLabel
from warroom.commands.skill_words import level_word
from warroom.domain.coverage_holes import Holder
from warroom.domain.roster import Mastered
from warroom.reports.capability import Capability, capability
from warroom.room import Change
from warroom.words import _

ROW, COLUMN, NAMES, HEAD, MARK = 30, 132, 190, 82, 14  # of the drawings' pixels


class SkillsMatrix(Spoken, QWidget):
    """Read in a task when it comes to the front and when something of it changes."""

    counted = Signal()
    record_chosen = Signal(str, str, str)
    print_asked = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._facts: Capability | None = None
        self._latest: Latest[Capability] = Latest(desk, owner=self, read=self._read, show=self._show_facts)
        self.model = MatrixModel(desk.look, self)
        self.grid = MatrixView(self.model, desk.look, self)
        self.everybody, self.print, self.note = QCheckBox(self), QPushButton(self), QPushButton(self)
        self.note.setProperty("primary", True)
        self.legend = [LegendMark(desk.look, level, self) for level in Mastered]
        self.expired = QLabel(self)
        self.expired.setProperty("role", "muted")
        self.about = ToneLabel(desk.look, "muted", wrap=True, parent=self)
        self._build()
        self._say()
        self.everybody.toggled.connect(lambda _checked: self._show_again())
        self.print.clicked.connect(lambda _checked=False: self.print_asked.emit())
        self.note.clicked.connect(lambda _checked=False: self.add())
        self.grid.chosen.connect(self.change)
        self.grid.moved.connect(self._show_about)
        desk.changes.changed.connect(self._follow)

    def _build(self) -> None:
        head, legend = QHBoxLayout(), QHBoxLayout()
        head.setSpacing(8)
        legend.setSpacing(16)
        for mark in self.legend:
            legend.addWidget(mark)
        legend.addWidget(self.expired)
        legend.addStretch(1)
        head.addStretch(1)
        head.addWidget(self.everybody)
        head.addWidget(self.print)
        head.addWidget(self.note)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        whole.addLayout(head)
        whole.addWidget(framed(self.grid, self), 1)
        whole.addLayout(legend)
        whole.addWidget(self.about)
        self.setFocusProxy(self.grid)

    def add(self) -> None:
        """Say who has which skill."""
        from ui.dialogs.skill import MasterDialog

        MasterDialog(self.desk, parent=self.window()).open()

    @Slot()
    def change(self) -> None:
        """The cell one stands on."""
        from ui.dialogs.skill import MasterDialog

        index = self.grid.currentIndex()
        if not index.isValid() or self.desk.room.read_only:
            return
        person, skill = self.model.person_at(index.row()), self.model.skill_at(index.column()).skill
        holder = self.model.holder_at(index)
        MasterDialog(self.desk, person=person.name, skill=skill.name, holder=holder, parent=self.window()).open()

    # What the page asks

    def title(self) -> str:
        return _("Matrix")

    @property
    def count(self) -> int:
        return 0

    def refresh(self) -> None:
        self._latest.ask()

    # Following

    def _read(self, _job: Job) -> Capability:
        return capability(self.desk.room.views, self.desk.room.clock.now_ms())

    def _show_facts(self, facts: Capability) -> None:
        self._facts = facts
        self._show_again()

    def _show_again(self) -> None:
        facts = self._facts
        if facts is not None:
            self.grid.keep_place(lambda: self.model.show(facts, everybody=self.everybody.isChecked()))
        self._show_about()

    @Slot()
    def _show_about(self) -> None:
        index = self.grid.currentIndex()
        said = self.model.data(index, Qt.ItemDataRole.ToolTipRole) if index.isValid() else None
        self.about.say(said or (_("Enter changes the cell.") if self.model.rowCount() else ""))

    @Slot(object)
    def _follow(self, change: Change) -> None:
        if self.isVisible() and change.touches(*ROSTER):
            self._latest.ask()

    def _say(self) -> None:
        self.grid.setAccessibleName(_("Matrix of skills"))
        self.everybody.setText(_("The whole roster"))
        self.print.setText(_("Print the matrix…"))
        self.note.setText(_("Who has which skill…"))
        self.expired.setText(_("crossed out: expired"))
        for mark in self.legend:
            mark.say()
        self.note.setEnabled(not self.desk.room.read_only)
        self.grid.say_empty(_("No skill yet. Say who has which skill: this page then shows what hangs on one person."))
        self.model.refresh()
        self._show_about()

    # What Qt asks

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._latest.ask()


class MatrixView(QTableView):
    """Cells chosen by the keys; the names stay in sight."""

    chosen = Signal()
    moved = Signal()

    def __init__(self, model: MatrixModel, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look, self._empty = look, ""
        self.setModel(model)
        self.setItemDelegate(MarkDelegate(look, self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        for head in (self.horizontalHeader(), self.verticalHeader()):
            head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
            head.setHighlightSections(False)
        self.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.doubleClicked.connect(lambda _index: self.chosen.emit())
        self.selectionModel().currentChanged.connect(lambda _now, _was: self.moved.emit())
        look.changed.connect(self._dress)
        self._dress()

    def say_empty(self, words: str) -> None:
        """What an empty matrix says."""
        self._empty = words
        self.viewport().update()

    def keep_place(self, change: Callable[[], None]) -> None:
        """Do what resets the model, and stand where one stood."""
        at = self.currentIndex()
        row, column = at.row(), at.column()
        change()
        rows, columns = self.model().rowCount(), self.model().columnCount()
        if rows and columns:
            self.setCurrentIndex(self.model().index(min(max(row, 0), rows - 1), min(max(column, 0), columns - 1)))

    def _dress(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self._look.px(ROW))
        self.horizontalHeader().setDefaultSectionSize(self._look.px(COLUMN))
        self.verticalHeader().setFixedWidth(self._look.px(NAMES))
        self.horizontalHeader().setFixedHeight(self._look.px(HEAD))

    # What Qt asks

    def sizeHint(self) -> QSize:
        return QSize(480, 320)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.chosen.emit()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        paint_focus(self)
        if self._empty and not self.model().rowCount():
            painter = QPainter(self.viewport())
            painter.setPen(self._look.color("muted"))
            painter.setFont(self._look.font(13))
            area = self.viewport().rect().adjusted(14, 10, -14, 0)
            painter.drawText(area, int(Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap), self._empty)


class MarkDelegate(QStyledItemDelegate):
    """An empty, half or full disc; crossed out where it no longer counts; a grave column is washed."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look

    # What Qt asks

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        look, rect = self._look, option.rect
        model = index.model()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(model, MatrixModel) and model.skill_at(index.column()).is_grave:
            painter.fillRect(rect, look.color("late_wash"))
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, look.color("accent_wash"))
        painter.setPen(look.color("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.drawLine(rect.topRight(), rect.bottomRight())
        holder = index.data(HOLDER)
        if isinstance(holder, Holder):
            side = look.px(MARK)
            box = QRectF(0, 0, side, side)
            box.moveCenter(QPointF(rect.center()))
            paint_mark(painter, box, holder.level, look.color("ink" if holder.counts else "muted"))
            if not holder.is_valid:
                painter.setPen(QPen(look.color("sev1"), 2))
                painter.drawLine(box.bottomLeft() + QPointF(-3, 3), box.topRight() + QPointF(3, -3))
        painter.restore()


def paint_mark(painter: QPainter, box: QRectF, level: int, color: QColor) -> None:
    """How well somebody has a skill: an empty, a half or a full disc."""
    painter.setPen(QPen(color, 1.6))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(box)
    painter.setBrush(color)
    if level == Mastered.ALONE:
        painter.drawPie(box, 90 * 16, 180 * 16)
    elif level >= Mastered.EXPERT:
        painter.drawEllipse(box)


class LegendMark(QWidget):
    """One mark and its word."""

    def __init__(self, look: Look, level: Mastered, parent: QWidget) -> None:
        super().__init__(parent)
        self._look, self._level = look, level
        self._word = QLabel(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(look.px(MARK) + 6, 0, 0, 0)
        row.addWidget(self._word)

    def say(self) -> None:
        self._word.setText(level_word(self._level))

    # What Qt asks

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = self._look.px(MARK) - 2
        box = QRectF(1, (self.height() - side) / 2, side, side)
        paint_mark(painter, box, self._level, self._look.color("ink"))
