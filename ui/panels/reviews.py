"""Reviews: what was gone through again after a crisis, and the one that is being written (Alt+Shift+R)."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QFocusEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.latest import Latest
from ui.models.causes import review_of_cause
from ui.models.reviews import Reviews, read_reviews, reviews_model
from ui.models.rex_wizard import rex_of
from ui.panels.rex_wizard import RexWizard
from ui.tasks import Job
from ui.widgets.framed import framed
from ui.widgets.owed_reviews import OwedReviews
from ui.widgets.spoken import Spoken
from ui.widgets.table import Table
from ui.widgets.tone import ToneLabel
from warroom.commands import DropRex, ResumeRex
from warroom.domain.rex import Rex, Step
from warroom.domain.rex_board import RexLine
from warroom.room import Change
from warroom.words import _, pgettext

TICK_MS = 30_000
NOUNS = ("rex", "rex_section", "rex_note", "rex_publication", "rex_approval", "corrective", "cause", "incident")


class ReviewsPanel(Spoken, QWidget):
    """The list, or one review in its place; Enter opens, Esc comes back to the list."""

    record_chosen = Signal(str, str, str)  # incident, noun, id

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._incident: str | None = None
        self._found: Reviews | None = None  # not read yet
        self._latest: Latest[Reviews] = Latest(desk, owner=self, read=self._read, show=self._show)
        self._build()
        self._connect()
        self._say()

    # What can be asked

    def show_incident(self, incident: str | None) -> None:
        """A review that is started is that of the current incident."""
        self._incident = incident
        self._say()

    def reveal(self, noun: str, record: str) -> None:
        """Show the review that this record is, or belongs to."""
        rex, section = rex_of(self._desk.room.views, noun, record)
        if rex:
            self.open_review(rex, section=section)

    def open_review(self, rex: str, *, step: Step | None = None, section: str = "") -> None:
        """Show this review."""
        self._stack.setCurrentWidget(self.wizard)
        self.wizard.open_review(rex, step=step, section=section)
        self.wizard.setFocus()

    def review_of(self, noun: str, record: str) -> str:
        """The review in which a cause or a barrier is found; "" for none."""
        return review_of_cause(self._desk.room.views, noun, record)

    def show_list(self) -> None:
        """Back to all reviews."""
        self._stack.setCurrentWidget(self._list)
        self._latest.ask()
        self.table.setFocus()

    def start(self, incident: str = "") -> None:
        """Begin the review of this incident, of the current one, or of one that is chosen."""
        from ui.dialogs.open_rex import OpenRexDialog

        dialog = OpenRexDialog(self._desk, incident or self._incident or "", self)
        dialog.succeeded.connect(lambda made: self.open_review(made.id, step=Step.SCOPE))
        dialog.open()

    def drop(self, rex: Rex) -> None:
        """This review is not held: why?"""
        from ui.dialogs.reason import ReasonDialog

        ReasonDialog(
            self._desk,
            title=lambda: _("Drop review {number}?").format(number=rex.number),
            verb=lambda: _("Drop it"),
            build=lambda reason: DropRex(rex=rex.id, reason=reason),
            label=lambda: _("Why it is not held"),
            parent=self,
        ).open()

    def resume(self, rex: Rex) -> None:
        """Take up a review that was dropped."""
        self._desk.tasks.follow(self._desk.room.do(ResumeRex(rex=rex.id)), owner=self)

    def settle(self) -> None:
        """Keep what is half typed; the window is about to close."""
        self.wizard.settle()

    # Building

    def _build(self) -> None:
        look = self._desk.look
        self._stack, self._list = QStackedWidget(self), QWidget(self)
        self.wizard = RexWizard(self._desk, self)
        self._title, self._about = QLabel(self._list), ToneLabel(look, "muted", wrap=True, parent=self._list)
        self._title.setProperty("role", "page")
        self.begin = QPushButton(self._list)
        self.begin.setProperty("primary", True)
        self.owed = OwedReviews(look, self._list)
        self.model = reviews_model(look, self._desk.room.clock.now_ms, self)
        self.table = Table(self.model, look, parent=self._list)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._title, 1)
        head.addWidget(self.begin)
        column = QVBoxLayout(self._list)
        column.setContentsMargins(20, 16, 16, 12)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(self._about)
        column.addWidget(self.owed)
        column.addWidget(framed(self.table, self._list), 1)
        self._stack.addWidget(self._list)
        self._stack.addWidget(self.wizard)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)

    def _connect(self) -> None:
        self.begin.clicked.connect(lambda _checked=False: self.start())
        self.owed.chosen.connect(self.start)
        self.table.chosen.connect(self._open_line)
        self.wizard.left.connect(self.show_list)
        self.wizard.record_chosen.connect(self.record_chosen)
        self.wizard.drop_asked.connect(self.drop)
        self.wizard.resume_asked.connect(self.resume)
        self._desk.changes.changed.connect(self._follow)
        ticks = QTimer(self, interval=TICK_MS)
        ticks.timeout.connect(self.model.refresh)
        ticks.start()

    # Reading and showing

    def _open_line(self, line: object) -> None:
        if isinstance(line, RexLine):
            self.open_review(line.rex.id)

    def _read(self, _job: Job) -> Reviews:
        return read_reviews(self._desk.room)

    def _show(self, found: Reviews) -> None:
        self._found = found
        self.model.replace(list(found.lines))
        self.owed.show_owed(found.owed if not self._desk.room.read_only else ())
        if self.table.current() is None and found.lines:
            self.table.selectRow(0)
        self._say()

    @Slot(object)
    def _follow(self, change: Change) -> None:
        if self._list.isVisible() and change.touches(*NOUNS):
            self._latest.ask()

    # Words

    def _say(self) -> None:
        self._title.setText(pgettext("page", "Reviews"))
        self.setAccessibleName(pgettext("page", "Reviews"))
        self._about.say(_("What happened, why, and what is put right: without searching for individual fault."))
        self.begin.setText(_("Start a review…"))
        self.begin.setEnabled(not self._desk.room.read_only)
        self.table.setAccessibleName(pgettext("page", "Reviews"))
        nothing = _("No incident has been reviewed yet: “Start a review” begins with the one that is just over.")
        self.table.say_empty(nothing if self._found is not None else "")
        self.model.retranslate()

    # What Qt asks

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._latest.ask()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self._stack.currentWidget() is self.wizard:
            self.wizard.setFocus()
        elif self.model.rowCount():
            self.table.setFocus()
        else:
            self.begin.setFocus()
