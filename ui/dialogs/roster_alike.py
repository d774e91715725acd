"""Cards that may be one person, the surest first: one stays, or they are told apart for good."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.dialogs.plain import PlainDialog
from ui.latest import Latest
from ui.tasks import Job
from ui.widgets.lines import Block, clear
from ui.widgets.side_column import Flowing
from ui.widgets.tone import ToneLabel
from warroom.commands import MergePeople, TellApart
from warroom.commands.roster_words import alike_word
from warroom.domain.roster_alike import Alike
from warroom.domain.roster_lines import RosterLine
from warroom.errors import WarroomError
from warroom.room import Change
from warroom.words import _, ngettext

SHOWN = 40  # pairs at once; the next come when these are judged
HIGH = 420


class AlikeDialog(PlainDialog):
    """Each pair with what tells the two apart; every answer can be undone."""

    merged = Signal(str)  # the person whose card stays

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=680)
        self.desk = desk
        self.pairs: list[Alike] = []
        self._latest: Latest[list[Alike]] = Latest(desk, owner=self, read=self._read, show=self._take)
        inside = Flowing()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        area.setFixedHeight(desk.look.px(HIGH))
        self.body.addWidget(area)
        self.primary.clicked.connect(self.accept)
        self.leave.hide()
        self._say()
        desk.changes.changed.connect(self._follow)

    def _read(self, job: Job) -> list[Alike]:
        return self.desk.room.views.duplicates()

    def _take(self, pairs: list[Alike]) -> None:
        self.pairs = pairs
        self._redraw()

    def _redraw(self) -> None:
        clear(self._column)
        for pair in self.pairs[:SHOWN]:
            self._column.addWidget(self._block(pair))
        left = len(self.pairs) - SHOWN
        said = ""
        if left > 0:
            said = ngettext("{n} more pair after these.", "{n} more pairs after these.", left).format(n=left)
        elif not self.pairs:
            said = _("No two cards look alike.")
        if said:
            note = ToneLabel(self.desk.look, "muted", wrap=True, parent=self)
            note.setContentsMargins(14, 12, 14, 12)
            note.say(said)
            self._column.addWidget(note)
        self._column.addStretch(1)

    def _block(self, pair: Alike) -> Block:
        block = Block(self.desk.look, self)
        block.setCursor(Qt.CursorShape.ArrowCursor)
        block.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        block.say(alike_word(pair.because, pair.said), "muted", f"{_about(pair.one)}\n{_about(pair.other)}")
        if not self.desk.room.read_only:
            block.add_button(_("One person: keep the first"), partial(self._merge, pair.one, pair.other))
            block.add_button(_("One person: keep the second"), partial(self._merge, pair.other, pair.one))
            block.add_button(_("Two people"), partial(self._tell_apart, pair))
        return block

    def _merge(self, keep: RosterLine, merge: RosterLine) -> None:
        self.desk.tasks.follow(
            self.desk.room.do(MergePeople(keep=keep.id, merge=merge.id)),
            owner=self,
            done=lambda _result: self.merged.emit(keep.id),
            failed=self._fail,
        )

    def _tell_apart(self, pair: Alike) -> None:
        command = TellApart(person=pair.one.id, other=pair.other.id)
        self.desk.tasks.follow(self.desk.room.do(command), owner=self, failed=self._fail)

    def _fail(self, error: Exception) -> None:
        if isinstance(error, WarroomError):
            self.complain(str(error))
        else:
            self.desk.notices.show(error, parent=self)

    @Slot(object)
    def _follow(self, change: Change) -> None:
        if change.touches("person", "reach"):
            self.complain("")
            self._latest.ask()

    def _say(self) -> None:
        self.heading.setText(_("Cards that may be one person"))
        self.intro.setText(_("The surest first. What hangs on the card that goes follows the one that stays."))
        self.primary.setText(_("Close"))
        self._redraw()
        super()._say()

    # What Qt asks

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._latest.ask()

    def sizeHint(self) -> QSize:
        return super().sizeHint().expandedTo(QSize(self.desk.look.px(680), 0))


def _about(line: RosterLine) -> str:
    ways = ", ".join(way.value for way in line.ways[:3])
    return " · ".join(said for said in (line.name, line.about, ways) if said)
