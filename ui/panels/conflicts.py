"""Points to settle: what several stations wrote without seeing each other; merging waited for none of them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.latest import Latest
from ui.models.conflicts import Point, points_of
from ui.tasks import Job
from ui.theme import set_property
from ui.widgets.conflict_table import ConflictTable
from ui.widgets.panel import PanelFrame
from ui.widgets.spoken import Spoken
from ui.widgets.tone import ToneLabel
from warroom.commands import SettleConflict
from warroom.domain.conflicts import Side
from warroom.room import Change
from warroom.words import _, ngettext

SHOWN_MOST = 60  # points; the next ones come as these are settled
PLACES = {"entry_mark": "entry", "double": "message"}  # where it is seen


class ConflictsPanel(Spoken, QWidget):
    """What is needed first stands first; Enter on a button settles, or asks for the reason where it is grave."""

    record_chosen = Signal(str, str, str)  # incident, noun, id

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._points: list[Point] | None = None
        self._is_wanted = False  # the keyboard, as soon as there is a button
        self._latest = Latest(desk, owner=self, read=self._read, show=self._take)
        self._heading, self._frame = QLabel(self), PanelFrame(self)
        self._heading.setProperty("role", "page")
        self.table = ConflictTable(desk.look, self)
        self.empty = ToneLabel(desk.look, "muted", wrap=True, parent=self)
        self.empty.setContentsMargins(14, 12, 14, 14)
        self.more = ToneLabel(desk.look, "muted", wrap=True, parent=self)
        self.more.setContentsMargins(14, 0, 14, 10)
        self._frame.body.addWidget(self.table)
        self._frame.body.addWidget(self.empty)
        self._frame.body.addWidget(self.more)
        self._build()
        self.table.taken.connect(self._choose)
        self.table.other_asked.connect(lambda point: self.ask(point, None))
        self.table.opened.connect(self._open)
        desk.changes.changed.connect(self._follow)
        desk.look.changed.connect(self._say)
        self._say()

    @property
    def points(self) -> list[Point]:
        """What is to be settled, as last read."""
        return self._points or []

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """The first button, as soon as there is one; the page itself meanwhile."""
        super().setFocus(reason)
        self._is_wanted = not self.table.focus_first()

    def ask(self, point: Point, chosen: Side | None) -> None:
        """Every value whole, one of them ticked, or another one to write."""
        from ui.dialogs.settle import SettleDialog

        SettleDialog(self._desk, point, chosen, self).open()

    def _choose(self, point: Point, side: Side) -> None:
        """Take this side at once; where it is grave, with the reason."""
        if point.conflict.is_grave:
            self.ask(point, side)
            return
        conflict = point.conflict
        command = SettleConflict(
            noun=conflict.noun,
            record=conflict.record,
            field=conflict.field,
            seen=conflict.seen,
            take=side.place,
            together=True,
        )
        self._desk.tasks.follow(self._desk.room.do(command), owner=self)

    def _open(self, point: Point) -> None:
        conflict = point.conflict
        if conflict.incident:
            self.record_chosen.emit(conflict.incident, PLACES.get(conflict.noun, conflict.noun), conflict.record)

    def focusInEvent(self, event: QFocusEvent) -> None:
        set_property(self._frame, "keyboard", True)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        set_property(self._frame, "keyboard", False)
        super().focusOutEvent(event)

    # Building

    def _build(self) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        head = QHBoxLayout()
        head.addWidget(self._heading)
        head.addStretch(1)
        inside = QWidget(self)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._frame)
        column.addStretch(1)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 16)
        whole.setSpacing(12)
        whole.addLayout(head)
        whole.addWidget(area, 1)

    # Reading and showing

    def _read(self, _job: Job) -> list[Point]:
        views = self._desk.room.views
        return points_of(views, views.questions())

    def _take(self, points: list[Point]) -> None:
        if points != self._points:
            had_keyboard = self.table.has_keyboard()
            self._points = points
            self._say()
            if had_keyboard and not self.table.has_keyboard():
                super().setFocus(Qt.FocusReason.OtherFocusReason)  # nothing is left to choose: not elsewhere by chance
        if self._is_wanted and self.hasFocus():
            self._is_wanted = not self.table.focus_first()

    def _say(self) -> None:
        room, points = self._desk.room, self._points or []
        self._heading.setText(_("To settle"))
        self.setAccessibleName(self._heading.text())
        count = ngettext("{n} point", "{n} points", len(points)).format(n=len(points))
        self._frame.set_title(count if points else _("Nothing is to be settled"))
        self._frame.set_note(_("merging did not wait; what is not chosen stays in the history") if points else "")
        self.empty.say(
            _(
                "When two stations change the same thing without seeing each other, both values are kept and stand "
                "here, until somebody chooses one or writes a third. Choosing at one station is enough for all."
            )
        )
        self.empty.setVisible(not points)
        self.table.setVisible(bool(points))
        self.table.show_points(points[:SHOWN_MOST], letter=room.station, now_ms=room.clock.now_ms())
        left = len(points) - SHOWN_MOST
        self.more.say(ngettext("{n} more after these", "{n} more after these", left).format(n=left))
        self.more.setVisible(left > 0)

    @Slot(object)
    def _follow(self, _change: Change) -> None:
        if self.isVisible():
            self._latest.ask()

    # What Qt asks

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._latest.ask()
