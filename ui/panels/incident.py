"""The incident room: what is true, what happened, what is awaited; side by side, or two columns on a small screen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QTimer, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.panels.log import LogPanel
from ui.parts.actions import ActionsPart
from ui.parts.attachments import AttachmentsPart, dropped_files
from ui.parts.cell_band import NOUNS as CELL_NOUNS
from ui.parts.cell_band import CellBand
from ui.parts.clocks import ClocksPart
from ui.parts.decisions import DecisionsPart
from ui.parts.messages import MessagesPart
from ui.parts.milestones import MilestonesPart
from ui.parts.part import Part
from ui.parts.services import ServicesPart
from ui.parts.situation import SituationPart
from ui.widgets.incident_header import IncidentHeader
from ui.widgets.late_line import LateLine
from ui.widgets.side_column import GAP, SideColumn
from ui.widgets.spoken import is_left
from warroom.domain.entries import Entry
from warroom.domain.incidents import Incident, Milestone, Mode
from warroom.domain.rex import Rex
from warroom.errors import Refusal
from warroom.room import Change

WIDE = 1366  # pixels of the window at the usual size of letters; below, the right column goes under the left
LEFT, RIGHT, NARROW = 252, 280, 288
TICK_MS = 10_000


class IncidentPanel(QWidget):
    """One incident. `verbs` of the window are its public methods."""

    actions_asked = Signal(str)  # incident
    message_asked = Signal(str)  # a message, "" to write one
    record_chosen = Signal(str, str, str)  # incident, noun, id
    left = Signal()  # the incident is no more

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._is_wide = True
        self.incident: Incident | None = None
        self._reviews: list[Rex] = []  # the newest first
        self.header, self.band = IncidentHeader(desk.look, self), CellBand(desk, self)
        self.log = LogPanel(desk)
        self.situation, self.services = SituationPart(desk), ServicesPart(desk)
        self.milestones, self.clocks = MilestonesPart(desk), ClocksPart(desk)
        self.decisions, self.todo = DecisionsPart(desk), ActionsPart(desk)
        self.messages, self.attachments = MessagesPart(desk), AttachmentsPart(desk)
        self._lefts: tuple[Part, ...] = (self.situation, self.services, self.clocks, self.milestones)
        self._rights: tuple[Part, ...] = (self.decisions, self.todo, self.messages, self.attachments)
        self._build()
        self.setAcceptDrops(True)
        self.header.severity_asked.connect(self.change_severity)
        self.header.status_asked.connect(self.change_status)
        self.header.words_asked.connect(self.describe)
        self.header.conflicts_asked.connect(lambda: desk.verbs.use("settle"))
        self.header.cell_asked.connect(lambda: desk.verbs.use("activate-cell"))
        self.header.review_asked.connect(self._review)
        self.band.asked.connect(lambda: desk.verbs.use("go-cell"))
        self.decisions.opened.connect(self.open_decision)
        self.todo.all_asked.connect(lambda: self.incident and self.actions_asked.emit(self.incident.id))
        self.messages.opened.connect(self.message_asked)
        self.messages.written.connect(lambda _audience: self.message_asked.emit(""))
        self.log.citation_wanted.connect(self._cite)
        self.situation.entry_asked.connect(self.log.reveal_number)
        self.log.decision_wanted.connect(self._request_about)
        for part in self.parts:
            part.answered.connect(self.focus_entry)
        desk.changes.changed.connect(self._follow)
        desk.look.changed.connect(self._fit)
        self._ticks = QTimer(self)
        self._ticks.setInterval(TICK_MS)
        self._ticks.timeout.connect(self._tick)

    @property
    def parts(self) -> tuple[Part, ...]:
        return (*self._lefts, *self._rights)

    # What can be done here

    def show(self, incident_id: str | None = None) -> None:  # the room's screens say show(id)
        """Show this incident; without one, show the widget as Qt does."""
        if incident_id is not None and (self.incident is None or self.incident.id != incident_id):
            self.incident = self._desk.room.views.incident(incident_id)
            self.log.show(self.incident.id)
            self._tell()
            self.focus_entry()
        super().show()

    def focus_entry(self) -> None:
        """Put the keyboard into the log's quick entry."""
        self.log.focus_entry()

    def settle(self) -> None:
        """Keep what is half typed in the situation; the window is about to close."""
        self.situation.settle()

    def change_status(self) -> None:
        from ui.dialogs.status import StatusDialog

        if self.incident is not None:
            self._ask(StatusDialog(self._desk, self.incident, self))

    def change_severity(self) -> None:
        from ui.dialogs.severity import SeverityDialog

        if self.incident is not None:
            self._ask(SeverityDialog(self._desk, self.incident, self))

    def describe(self) -> None:
        """Change the title, who leads, the users touched."""
        from ui.dialogs.describe import DescribeDialog

        if self.incident is not None:
            self._ask(DescribeDialog(self._desk, self.incident, self))

    def show_situation(self, sentence: str) -> None:
        """Bring a sentence of the situation into view."""
        self._left.ensureWidgetVisible(self.situation.point_out(sentence))

    def edit_situation(self) -> None:
        self.situation.edit()

    def request_decision(self) -> None:
        self.decisions.request()

    def decide(self) -> None:
        """Decide what has waited longest, or at once when nothing waits."""
        self.decisions.decide()

    def write_restricted(self) -> None:
        """An entry that only a circle will read."""
        from ui.dialogs.restricted_entry import RestrictedEntryDialog

        if self.incident is not None:
            self._ask(RestrictedEntryDialog(self._desk, self.incident.id, self))

    def open_decision(self, decision_id: str) -> None:
        """Show a decision; from there it can be decided, read back, looked at again or withdrawn."""
        from ui.dialogs.decision_details import DecisionDialog

        decision = self._desk.room.views.decision(decision_id)
        if decision is None:
            return
        dialog = DecisionDialog(self._desk, decision, self)
        dialog.decide_asked.connect(lambda _id: self.decisions.decide(decision))
        self._ask(dialog)

    def open_action(self, action_id: str) -> None:
        """Ask for the new state of an action."""
        action = self._desk.room.views.action(action_id)
        if action is not None:
            self.todo.ask_state(action)

    def add_action(self) -> None:
        self.todo.add_action()

    def set_update(self) -> None:
        self.clocks.set_update()

    def set_deadline(self) -> None:
        self.clocks.set_deadline()

    def set_service(self) -> None:
        self.services.add_service()

    def edit_milestone(self, milestone: Milestone = Milestone.IMPACT_STARTED) -> None:
        self.milestones.edit(milestone)

    def attach_files(self) -> None:
        self.attachments.choose_files()

    def attach_restricted(self) -> None:
        self.attachments.choose_restricted()

    def export(self) -> None:
        """A report of this incident, to a stick or a folder."""
        from ui.dialogs.export_report import ExportDialog

        if self.incident is not None:
            self._ask(ExportDialog(self._desk, self.incident, self))

    def import_files(self, files: Sequence[str] = ()) -> None:
        """Lines of another tool into this incident's log."""
        from ui.dialogs.import_file import ImportDialog

        if self.incident is not None:
            dialog = ImportDialog(self._desk, self, into=self.incident, files=files)
            dialog.open()

    # Building

    def _build(self) -> None:
        self._late = LateLine(self._desk.look, self)
        self._late.hide()
        self._late.chosen.connect(self.show_late)
        self._left = SideColumn(self._lefts, parent=self)
        self._right = SideColumn(self._rights, before=GAP, parent=self)
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self._late)
        left.addWidget(self._left, 1)
        self._row = QHBoxLayout()
        self._row.setSpacing(0)
        self._row.addLayout(left)
        self._row.addWidget(self.log, 1)
        self._row.addWidget(self._right)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, GAP, 0)
        head.addWidget(self.header)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(GAP, 8, 0, GAP)  # the right column ends with a gap of its own
        whole.setSpacing(8)
        whole.addLayout(head)
        whole.addWidget(self.band)
        whole.addLayout(self._row, 1)

    @Slot()
    def _fit(self) -> None:
        """Two or three columns, as the window is wide."""
        is_wide = self.window().width() >= self._desk.look.px(WIDE)
        px = self._desk.look.px
        self._left.set_width(px(LEFT) if is_wide else px(NARROW))
        self._right.set_width(px(RIGHT))
        self._late.setFixedWidth(px(NARROW))
        self._row.setContentsMargins(0, 0, 0 if is_wide else GAP, 0)
        if is_wide == self._is_wide:
            return
        self._is_wide = is_wide
        (self._right if is_wide else self._left).take(self._rights)
        self._right.setVisible(is_wide)
        self._say_late()

    def _say_late(self) -> None:
        """With one column the late ones may be below its edge: a line above it says so."""
        self._late.say(decisions=self.decisions.late, actions=self.todo.late, messages=self.messages.late)
        self._late.setVisible(not self._is_wide and bool(self._late.text))

    def show_late(self) -> None:
        """Bring what is late into view: the decisions first."""
        part: Part = self.decisions if self.decisions.late else self.todo if self.todo.late else self.messages
        self._left.verticalScrollBar().setValue(part.y())

    # Following

    @Slot(object)
    def _follow(self, change: Change) -> None:
        if self.incident is None:
            return
        if change.touches("incident") and not self._read_again():
            return
        if change.touches(*CELL_NOUNS, "rex"):
            self._tell_header()
        for part in self.parts:
            if change.touches(*part.nouns):
                part.show_incident(self.incident)
        self._say_late()

    def _read_again(self) -> bool:
        """Read the incident itself; False when an undo took it away."""
        assert self.incident is not None
        try:
            self.incident = self._desk.room.views.incident(self.incident.id)
        except Refusal:
            self.incident = None
            self.left.emit()
            return False
        self._tell_header()
        return True

    def _tell_header(self) -> None:
        assert self.incident is not None
        views = self._desk.room.views
        cell = views.cell_of(self.incident.id)
        is_covered = (cell is not None and cell.is_active) or self._desk.room.read_only
        self._reviews = [one for one in views.rexes(self.incident.id, mode=Mode.BOTH) if one.dropped_at is None]
        disputed = views.disputed(self.incident.id)
        self.header.show_incident(
            self.incident, disputed, offers_cell=not is_covered, offers_review=not self._desk.room.read_only,
            reviewed=self._reviews[0].number if self._reviews else "",
        )  # fmt: skip
        self.band.show_incident(self.incident)

    def _tell(self) -> None:
        if self.incident is not None:
            self._tell_header()
            for part in self.parts:
                part.show_incident(self.incident)
            self._say_late()

    def _review(self) -> None:
        """Open the newest review of this incident, or begin its first."""
        if self.incident is not None and self._reviews:
            self.record_chosen.emit(self.incident.id, "rex", self._reviews[0].id)
        else:
            self._desk.verbs.use("start-review")

    @Slot()
    def _tick(self) -> None:
        """Time went on: what is due is said anew."""
        if self.isVisible():
            for part in (self.situation, self.clocks, self.decisions, self.todo, self.messages, self.milestones):
                part.refresh()
            self.band.refresh()
            self._say_late()

    @Slot(object)
    def _request_about(self, entry: Entry) -> None:
        """An entry of the log calls for a decision: its text is the question."""
        self.decisions.request(entry)

    @Slot(str)
    def _cite(self, entry_id: str) -> None:
        """An entry of the log belongs into the situation."""
        entry = self._desk.room.views.entry(entry_id)
        if entry is not None:
            self._left.ensureWidgetVisible(self.situation)
            self.situation.cite(entry)

    def _ask(self, dialog: QDialog) -> None:
        """Ask, and go back to writing when it is answered."""
        dialog.accepted.connect(self.focus_entry)
        dialog.open()

    # What Qt asks

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()
        self._ticks.start()
        self._tick()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange and not is_left(self):
            self._tell()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.incident is not None and dropped_files(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if files := dropped_files(event.mimeData()):
            event.acceptProposedAction()
            self.attachments.attach(files)
