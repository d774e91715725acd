"""Mobilisation: whom to call out for the current incident, then who answered, who comes and who is missing."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.latest import Latest
from ui.models.mobilisation import FOLLOWED, MobilisationPage, read_page
from ui.panels.mobilisation_board import BoardPart
from ui.panels.mobilisation_proposal import ProposalPart
from ui.tasks import Job
from ui.widgets.elided import ElidedLabel
from ui.widgets.spoken import Spoken
from ui.widgets.tone import ToneLabel
from warroom import phrases
from warroom.commands.mobilisation import Started
from warroom.room import Change
from warroom.words import _, pgettext

TICK_MS = 10_000


class MobilisationPanel(Spoken, QWidget):
    """A proposal while nobody is called out, else the board of the call-out that goes on."""

    record_chosen = Signal(str, str, str)  # incident, noun, id

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._incident: str | None = None
        self._wanted: str | None = None  # a mobilisation, "" for the proposal, None for the one that goes on
        self._focuses = False
        self.page: MobilisationPage | None = None
        self._latest = Latest(desk, owner=self, read=self._read, show=self._take)
        self.proposal, self.board = ProposalPart(desk, self), BoardPart(desk, self)
        self._build()
        self._connect()
        self._say()

    def show_incident(self, incident: str | None) -> None:
        """Show what is called out for this incident."""
        if incident != self._incident:
            self._incident, self._wanted = incident, None
        self._latest.ask()

    def reveal(self, mobilisation: str) -> None:
        """Show this mobilisation, whatever else goes on."""
        self._wanted = mobilisation
        self._focuses = True
        self._latest.ask()

    def ready(self) -> None:
        """Show what is next to do here, and put the keyboard there as soon as it is read."""
        self._focuses = True
        self._latest.ask()

    # What can be done here

    def print_(self) -> None:
        """The call sheets (Ctrl+P): of the call-out shown."""
        from ui.dialogs.mobilisation import print_sheets

        if self.page is not None and self.page.shown is not None:
            print_sheets(self._desk, self.page.shown, self)

    @Slot()
    def mark_broken(self) -> None:
        """Say what the outage breaks."""
        from ui.dialogs.needs import BrokenDialog

        if self.page is not None and self.page.incident is not None:
            BrokenDialog(self._desk, self.page.incident, self).open()

    @Slot()
    def add(self) -> None:
        from ui.dialogs.mobilisation import AddCalleeDialog

        if self.page is not None and self.page.shown is not None:
            AddCalleeDialog(self._desk, self.page.shown, self).open()

    @Slot()
    def change(self) -> None:
        from ui.dialogs.mobilisation import AmendMobilisationDialog

        if self.page is not None and self.page.shown is not None:
            AmendMobilisationDialog(self._desk, self.page.shown, self).open()

    @Slot()
    def end(self) -> None:
        from ui.dialogs.mobilisation import CloseMobilisationDialog

        if self.page is not None and self.page.shown is not None:
            CloseMobilisationDialog(self._desk, self.page, self).open()

    @Slot(str)
    def _ask_deputy(self, callee: str) -> None:
        from ui.dialogs.mobilisation import DeputyDialog

        line = next((one for one in (self.page.lines if self.page else ()) if one.callee.id == callee), None)
        if line is not None:
            DeputyDialog(self._desk, line, self).open()

    @Slot(object)
    def _started(self, started: Started) -> None:
        self._wanted = started.id
        self._focuses = True
        self._latest.ask()

    @Slot(int)
    def _look_at(self, at: int) -> None:
        self._wanted = str(self.which.itemData(at) or "")
        self._focuses = True
        self._latest.ask()

    # Building

    def _build(self) -> None:
        look = self._desk.look
        self._heading, self._about = QLabel(self), ElidedLabel(parent=self)
        self._heading.setProperty("role", "page")
        self._about.setProperty("role", "muted")
        self._exercise = ToneLabel(look, "exercise", bold=True, parent=self)
        self.which = QComboBox(self)
        self.which.activated.connect(self._look_at)
        self.sheets, self.finish = QPushButton(self), QPushButton(self)
        self.sheets.clicked.connect(lambda _checked=False: self.print_())
        self.finish.clicked.connect(lambda _checked=False: self.end())
        self._declare = QPushButton(self)
        self._declare.setProperty("primary", True)
        self._declare.clicked.connect(lambda _checked=False: self._desk.verbs.use("declare"))
        self._none = ToneLabel(look, "muted", px=15, wrap=True, parent=self)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._heading)
        head.addWidget(self._exercise)
        head.addWidget(self._about, 1)
        head.addWidget(self.which)
        head.addWidget(self.sheets)
        head.addWidget(self.finish)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 14, 16, 12)
        whole.setSpacing(12)
        whole.addLayout(head)
        whole.addWidget(self._none)
        whole.addWidget(self._declare, 1, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        whole.addWidget(self.proposal, 1)
        whole.addWidget(self.board, 1)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def _connect(self) -> None:
        self.proposal.started.connect(self._started)
        self.proposal.left.connect(self._back)
        self.board.add_asked.connect(self.add)
        self.board.change_asked.connect(self.change)
        self.board.broken_asked.connect(self.mark_broken)
        self.board.deputy_asked.connect(self._ask_deputy)
        self._desk.changes.changed.connect(self._follow)
        self._ticks = QTimer(self, interval=TICK_MS)
        self._ticks.timeout.connect(self._tick)

    @Slot()
    def _back(self) -> None:
        self._wanted = None
        self._focuses = True
        self._latest.ask()

    # Reading and showing

    def _read(self, _job: Job) -> MobilisationPage:
        return read_page(self._desk.room.views, self._incident, self._wanted)

    def _take(self, page: MobilisationPage) -> None:
        self.page = page
        if page.shown is not None:
            self.board.show_page(page)
        elif page.incident is not None:
            self.proposal.show_page(page)
        self._say()
        if self._focuses and self.isVisible():
            self._focuses = False
            (self.board if page.shown is not None else self.proposal).focus()

    def _say(self) -> None:
        page = self.page
        shown = page.shown if page is not None else None
        incident = page.incident if page is not None else None
        self._heading.setText(_("Mobilisation {number}").format(number=shown.number) if shown else _("Mobilisation"))
        self.setAccessibleName(self._heading.text())
        self._exercise.setText(_("EXERCISE"))
        self._exercise.setVisible(incident is not None and incident.exercise)
        self._about.setText(self._about_said(page))
        nothing = _("No incident is open here: choose one on the board, or declare one with Ctrl+N.")
        self._none.setText(nothing if page is not None else "")  # before anything is read it holds the place
        self._none.setVisible(incident is None)
        self._declare.setText(_("Declare an incident…"))
        self._declare.setVisible(page is not None and incident is None)
        self.proposal.setVisible(incident is not None and shown is None)
        self.board.setVisible(shown is not None)
        self.sheets.setText(pgettext("mobilisation", "Call sheets…"))
        self.sheets.setVisible(shown is not None)
        self.finish.setText(pgettext("mobilisation", "End it…"))
        can_end = shown is not None and shown.closed_at is None and not self._desk.room.read_only
        self.finish.setVisible(can_end)
        self._say_which(page)

    def _about_said(self, page: MobilisationPage | None) -> str:
        if page is None or page.incident is None:
            return ""
        said = [f"{page.incident.number} · {page.incident.title}"]
        shown, now = page.shown, self._desk.room.clock.now_ms()
        if shown is not None and shown.closed_at is not None:
            said.append(_("ended {time}").format(time=phrases.moment(shown.closed_at, now)))
        elif shown is not None and shown.ack_by is not None:
            said.append(_("acknowledge by {time}").format(time=phrases.time_of_day(shown.ack_by)))
        return " · ".join(said)

    def _say_which(self, page: MobilisationPage | None) -> None:
        """The call-outs of the incident, and one more."""
        known = page.known if page is not None else ()
        shown = page.shown if page is not None else None
        ended = _("{number}, ended")
        items = [(ended.format(number=item.number) if item.closed_at else item.number, item.id) for item in known]
        self.which.blockSignals(True)
        self.which.clear()
        for words, ident in items:
            self.which.addItem(words, ident)
        self.which.addItem(_("Another call-out…"), "")
        self.which.setCurrentIndex(
            next((at for at, (_words, ident) in enumerate(items) if shown and ident == shown.id), len(items))
        )
        self.which.blockSignals(False)
        self.which.setAccessibleName(_("Call-outs of this incident"))
        self.which.setVisible(bool(items))

    @Slot(object)
    def _follow(self, change: Change) -> None:
        if self.isVisible() and change.touches(*FOLLOWED):
            self._latest.ask()

    @Slot()
    def _tick(self) -> None:
        if self.isVisible() and self.page is not None and self.page.shown is not None:
            self.board.refresh()

    # What Qt asks

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ticks.start()
        self._latest.ask()
