"""Why it happened: the 5 whys as a tree, the Ishikawa drawing, the barriers, and the same in words."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.latest import Latest
from ui.models.causes import CausesSeen, causes_model, causes_seen, lines_of
from ui.parts.barriers import BarriersPart
from ui.tasks import Job
from ui.widgets.cause_canvas import CauseCanvas
from ui.widgets.fishbone import ON, Fishbone
from ui.widgets.flow import FlowLayout
from ui.widgets.framed import framed
from ui.widgets.keyboard import check
from ui.widgets.lines import clear
from ui.widgets.spoken import Spoken
from ui.widgets.table import Table
from ui.widgets.tone import ToneLabel
from ui.widgets.why_tree import WhyTree
from warroom import words
from warroom.commands import AmendCause, MoveCause, RemoveCause
from warroom.commands.base import Command
from warroom.commands.causes import Noted
from warroom.domain.causes import BarrierState
from warroom.domain.rex import Rex
from warroom.room import Change
from warroom.words import _, ngettext, pgettext

NOUNS = ("cause", "barrier", "branch", "hypothesis", "rex", "incident", "service", "impact", "person")
WHYS, BONES, BARRIERS, LIST = "whys", "bones", "barriers", "list"
HINTS_MOST, ROWS, ROW = 2, 8, 34
WIDE = 960  # pixels below which the list says of a cause only what it is


class RexCausesPanel(Spoken, QWidget):
    """One part is shown at a time; a cause is opened with Enter wherever it stands out."""

    record_chosen = Signal(str, str, str)  # incident, noun, id

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._rex: Rex | None = None
        self._wanted, self._all_hints = "", False
        self.part = WHYS
        self.seen = CausesSeen()
        self._latest: Latest[CausesSeen] = Latest(desk, owner=self, read=self._read, show=self._show)
        self.tree, self.fishbone = WhyTree(desk.look, self), Fishbone(desk.look, words.language(), self)
        self.barriers = BarriersPart(desk, self)
        self.model = causes_model(desk.look, desk.room.clock.now_ms, self)
        self.table = Table(self.model, desk.look, parent=self)
        self._build()
        self._say()
        self.open_part(WHYS)
        for drawing in (self.tree, self.fishbone):
            self._join(drawing)
        self.table.chosen.connect(lambda line: self.open_cause(line.id))
        self.table.selected.connect(self._enable)
        self.barriers.chosen.connect(self.open_barrier)
        self.barriers.asked.connect(self.note_barrier)
        desk.changes.changed.connect(self._follow)

    def show_rex(self, rex: Rex | None) -> None:
        """Show the causes of this review's incidents."""
        self._rex = rex
        self.setEnabled(rex is not None)
        if rex is not None:
            self._latest.ask()

    def reveal(self, noun: str, record: str) -> None:
        """Let this cause stand out as soon as it is drawn, or show the barriers."""
        self.open_part(BARRIERS if noun == "barrier" else WHYS)
        self._wanted = record
        self._latest.ask()

    # What can be done here

    def open_part(self, part: str) -> None:
        """Show the tree, the drawing, the barriers, or the list."""
        check(self.switches[part])
        for name, widget in self._parts.items():
            widget.setVisible(name == part)
        self.part = part
        self._enable()

    def note(self, under: str = "", branch: str = "") -> None:
        """Note a cause: at the top, or as the why of another one."""
        from ui.dialogs.cause import CauseDialog

        if self._rex is not None:
            dialog = CauseDialog(
                self._desk, self.seen.incidents, None, self, rex=self._rex.id, under=under, branch=branch
            )
            dialog.succeeded.connect(self._pick_new)
            dialog.open()

    def _note_here(self) -> None:
        """What is noted depends on what is shown."""
        if self.part == BARRIERS:
            self.note_barrier(BarrierState.HELD)
        else:
            self.note()

    def ask_why(self) -> None:
        """Note why of the cause that stands out."""
        self.note(self._current())

    @Slot(str)
    def open_cause(self, record: str) -> None:
        from ui.dialogs.cause import CauseDialog

        placed = self.seen.tree.find(record)
        if placed is not None:
            CauseDialog(self._desk, self.seen.incidents, placed.cause, self).open()

    @Slot(object)
    def note_barrier(self, state: BarrierState) -> None:
        from ui.dialogs.barrier import BarrierDialog

        if self._rex is not None:
            BarrierDialog(self._desk, self.seen.incidents, None, self, rex=self._rex.id, state=state).open()

    @Slot(str)
    def open_barrier(self, record: str) -> None:
        from ui.dialogs.barrier import BarrierDialog

        found = next((each for each in self.seen.barriers if each.id == record), None)
        if found is not None:
            BarrierDialog(self._desk, self.seen.incidents, found, self).open()

    def edit_branches(self) -> None:
        from ui.dialogs.branches import BranchesDialog

        BranchesDialog(self._desk, self).open()

    def take_up(self) -> None:
        """Make a cause of the first hypothesis that is confirmed and that none takes up."""
        from ui.dialogs.cause import CauseDialog

        if self._rex is not None and self.seen.proposals:
            CauseDialog(
                self._desk, self.seen.incidents, None, self, rex=self._rex.id, hypothesis=self.seen.proposals[0]
            ).open()

    @Slot(str, str)
    def _drop(self, record: str, onto: str) -> None:
        """On a branch it hangs on that branch, on a cause it is the why of that one, on nothing it is at the top."""
        if onto.startswith(ON):
            self._do(AmendCause(cause=record, branch=onto.removeprefix(ON)))
        elif onto not in {each.cause.id for each in self.seen.tree.under(record)}:
            self._do(MoveCause(cause=record, parent=onto))

    @Slot(str, int)
    def _step(self, record: str, step: int) -> None:
        """Among its siblings, one place up or down."""
        placed = self.seen.tree.find(record)
        if placed is None:
            return
        siblings = [each.cause.id for each in self.seen.tree.children(placed.parent)]
        at = siblings.index(placed.cause.id)
        to = at + step
        if not 0 <= to < len(siblings):
            return
        after = siblings[to + 1] if step > 0 and to + 1 < len(siblings) else ""
        self._do(MoveCause(cause=record, parent=placed.parent, before=siblings[to] if step < 0 else after))

    def _do(self, command: Command[None]) -> None:
        self._desk.tasks.follow(self._desk.room.do(command), owner=self)

    # Building

    def _build(self) -> None:
        self.switches = {part: QPushButton(self) for part in (WHYS, BONES, BARRIERS, LIST)}
        group = QButtonGroup(self)
        row, deeds = FlowLayout(across=8, down=6), FlowLayout(across=8, down=6)
        for part, button in self.switches.items():
            button.setCheckable(True)
            group.addButton(button)
            button.clicked.connect(lambda _checked=False, part=part: self.open_part(part))
            row.addWidget(button)
        self.why, self.change_branches, self.new = (QPushButton(self) for _n in range(3))
        self.new.setProperty("primary", True)
        self.new.clicked.connect(lambda _checked=False: self._note_here())
        self.why.clicked.connect(lambda _checked=False: self.ask_why())
        self.change_branches.clicked.connect(lambda _checked=False: self.edit_branches())
        for button in (self.new, self.why, self.change_branches):
            deeds.addWidget(button)
        self._keys = self._told("muted")
        self._proposal = QFrame(self)
        self._proposal.setProperty("wash", "good")
        self._proposed = self._told("")
        self.taken = QPushButton(self._proposal)
        self.taken.clicked.connect(lambda _checked=False: self.take_up())
        line = QHBoxLayout(self._proposal)
        line.setContentsMargins(14, 8, 14, 8)
        line.addWidget(self._proposed, 1)
        line.addWidget(self.taken)
        self._hints = QVBoxLayout()
        self._hints.setSpacing(4)
        self.more = QPushButton(self)
        self.more.setProperty("link", True)
        self.more.clicked.connect(lambda _checked=False: self._show_all_hints())
        self._none = ToneLabel(self._desk.look, "muted", px=15, wrap=True, parent=self)
        self._none.setMinimumWidth(1)
        self._wide = QScrollArea(self)
        self._wide.setFrameShape(QFrame.Shape.NoFrame)
        self._wide.setWidgetResizable(True)
        self._wide.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._wide.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._wide.setWidget(self.fishbone)
        self.table.setMinimumHeight(self._desk.look.px(ROWS * ROW))
        self._framed = framed(self.table, self)
        self._parts: dict[str, QWidget] = {
            WHYS: self.tree,
            BONES: self._wide,
            BARRIERS: self.barriers,
            LIST: self._framed,
        }
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(10)
        whole.addLayout(row)
        whole.addLayout(deeds)
        whole.addWidget(self._keys)
        whole.addWidget(self._proposal)
        whole.addLayout(self._hints)
        whole.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        whole.addWidget(self._none)
        for widget in self._parts.values():
            whole.addWidget(widget)
        whole.addStretch(1)
        self.setFocusProxy(self.tree)

    def _told(self, tone: str) -> ToneLabel:
        """Words that wrap at whatever width there is; Qt would have them as wide as they are long."""
        label = ToneLabel(self._desk.look, tone, wrap=True, parent=self)
        label.setMinimumWidth(1)
        return label

    def _join(self, drawing: CauseCanvas) -> None:
        drawing.chosen.connect(self.open_cause)
        drawing.asked.connect(self.note)
        drawing.removed.connect(lambda record: self._do(RemoveCause(cause=record)))
        drawing.stepped.connect(self._step)
        drawing.dropped.connect(self._drop)
        drawing.picked.connect(lambda _record: self._enable())

    # Showing

    def _read(self, _job: Job) -> CausesSeen:
        return causes_seen(self._desk.room.views, self._rex) if self._rex is not None else CausesSeen()

    def _show(self, seen: CausesSeen) -> None:
        self.seen = seen
        for drawing in (self.tree, self.fishbone):
            drawing.read_only = self._desk.room.read_only
        self._redraw()
        if self._wanted and seen.tree.find(self._wanted) is not None:
            for drawing in (self.tree, self.fishbone):
                drawing.pick(self._wanted)
            self._wanted = ""

    def _redraw(self) -> None:
        seen = self.seen
        self.fishbone.language = words.language()
        self.tree.show_tree(seen.tree)
        self.fishbone.show_bones(seen.bones, seen.effect)
        self._wide.setFixedHeight(self.fishbone.minimumHeight() + self._wide.horizontalScrollBar().sizeHint().height())
        self.barriers.show_barriers(seen.barriers, seen.tree)
        self.model.replace(lines_of(seen, words.language()))
        self._show_proposal()
        self._show_hints()
        self._enable()

    def _show_proposal(self) -> None:
        found = self.seen.proposals
        self._proposal.setVisible(bool(found) and not self._desk.room.read_only)
        if found:
            said = _("{number} is confirmed, and no cause takes it up: {text}").format(
                number=found[0].number, text=found[0].text
            )
            more = ngettext("+ {n} more", "+ {n} more", len(found) - 1).format(n=len(found) - 1)
            self._proposed.say(f"{said} ({more})" if len(found) > 1 else said)

    def _show_hints(self) -> None:
        clear(self._hints)
        lines = self.seen.lines()
        for said, tone, _record in lines if self._all_hints else lines[:HINTS_MOST]:
            label = self._told(tone)
            label.say(f"• {said}")
            self._hints.addWidget(label)
        many = len(lines) - HINTS_MOST
        self.more.setVisible(many > 0)
        said = ngettext("+ {n} more", "+ {n} more", max(many, 1)).format(n=many)
        self.more.setText(_("Show fewer") if self._all_hints else said)

    def _show_all_hints(self) -> None:
        self._all_hints = not self._all_hints
        self._show_hints()

    def _enable(self) -> None:
        writes = self._rex is not None and not self._desk.room.read_only
        empty = not self.seen.tree.placed
        self.new.setEnabled(writes)
        self.new.setText(_("Note a barrier…") if self.part == BARRIERS else _("Note a cause…"))
        self.why.setEnabled(writes and bool(self._current()))
        self.change_branches.setVisible(self.part == BONES)
        self.change_branches.setEnabled(writes)
        self.why.setVisible(self.part != BARRIERS)
        self._keys.setVisible(self.part in (WHYS, BONES) and not empty)
        self._none.setVisible(self.part == WHYS and empty)
        self.tree.setVisible(self.part == WHYS and not empty)

    def _current(self) -> str:
        if self.part == LIST:
            line = self.table.current()
            return line.id if line is not None else ""
        return {WHYS: self.tree.current, BONES: self.fishbone.current}.get(self.part, "")

    @Slot(object)
    def _pick_new(self, noted: object) -> None:
        """What was noted stands out as soon as it is drawn."""
        if isinstance(noted, Noted):
            self._wanted = noted.id
            self._latest.ask()

    @Slot(object)
    def _follow(self, change: Change) -> None:
        if self._rex is not None and self.isVisible() and change.touches(*NOUNS):
            self._latest.ask()

    def _say(self) -> None:
        self.setAccessibleName(pgettext("review", "Causes"))
        self.switches[WHYS].setText(_("5 whys"))
        self.switches[BONES].setText(_("Ishikawa"))
        self.switches[BARRIERS].setText(_("Barriers"))
        self.switches[LIST].setText(_("In words"))
        self.why.setText(_("Ask why…"))
        self.change_branches.setText(_("Branches…"))
        self.taken.setText(_("Take it up…"))
        self._keys.say(_("Arrows walk    Enter opens    Ins asks why    Ctrl+↑ ↓ moves    Del takes away"))
        self._none.say(
            _("No cause yet. Note what set it off, then ask why of it, and why again, each time with what shows it.")
        )
        self.table.setAccessibleName(_("Causes in words"))
        self.table.say_empty(_("No cause yet."))
        self.model.retranslate()
        self._redraw()

    # What Qt asks

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.table.hide_columns(*(() if self.width() >= self._desk.look.px(WIDE) else ("branch", "shown")))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._rex is not None:
            self._latest.ask()
