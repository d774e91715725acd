"""The log of one incident: quick entry always at hand, what happened under it, newest first."""

from __future__ import annotations

from array import array
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QTextDocument
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QStackedLayout, QToolButton, QVBoxLayout, QWidget

from ui.delegates.log_entry import LogEntryDelegate
from ui.desk import Desk
from ui.icons import icon
from ui.models.log import LogModel
from ui.panels.log_commands import command_of
from ui.panels.log_deeds import LogDeeds
from ui.panels.log_files import AttachBar, dropped_files
from ui.widgets.log_filter import LogFilterBar
from ui.widgets.log_view import LogView
from ui.widgets.new_entries import NewEntries
from ui.widgets.panel import PanelFrame
from ui.widgets.quick_entry import QuickEntryBar, Sent
from ui.widgets.spoken import Spoken
from warroom import phrases
from warroom.commands.decisions import Decided
from warroom.commands.entries import Logged
from warroom.domain.entries import Verification
from warroom.room import Change, LogFilter, Order
from warroom.words import _, language, ngettext

if TYPE_CHECKING:
    from ui.panels.log_paper import LogPage


class LogPanel(Spoken, PanelFrame):
    """Writes, lists, filters and marks; every rule is the room's."""

    citation_wanted = Signal(str)  # the id of an entry that belongs into the situation
    decision_wanted = Signal(object)  # the entry that calls for a decision

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._incident = ""
        self._kept_key: int | None = None  # the chosen line, to be found again in another order
        self._own = ""  # an entry written here that is not in the list yet
        self._underway: list[tuple[Sent, Future[Any]]] = []  # lines on their way to the disk
        self.setAcceptDrops(True)
        self._build()
        self._say()
        self._quick.sent.connect(self._send)
        self._quick.left.connect(self._leave_field)
        self._filter.wanted.connect(self._list)
        self._filter.ordered.connect(self._reorder)
        self._filter.left.connect(self._close_filter)
        self._view.typed.connect(self._quick.write)
        self._view.led_to.connect(self.reveal_number)
        self._deeds.led_to.connect(self.reveal_number)
        self._deeds.files_wanted.connect(self._ask_files)
        self._deeds.decision_wanted.connect(self.decision_wanted)
        self._deeds.citation_wanted.connect(self.citation_wanted)
        self._model.arrived.connect(self._new.add)
        self._model.arrived.connect(self._show_own)
        self._model.settled.connect(self._choose_again)
        self._model.modelReset.connect(self._show_counts)
        self._model.rowsInserted.connect(self._show_counts)
        self._model.rowsRemoved.connect(self._show_counts)
        desk.changes.changed.connect(self._follow)
        desk.look.changed.connect(self._restyle)

    # For the room around it

    @property
    def incident(self) -> str:
        """The incident shown, "" before the first."""
        return self._incident

    def show(self, incident: str | None = None) -> None:
        """Show the log of this incident, by id; without one, only show the widget."""
        if incident is not None and incident != self._incident:
            self._take_incident(incident)
        super().show()

    def _take_incident(self, incident: str) -> None:
        self._incident = incident
        self._new.forget()
        self._quick.set_place(f"log:{incident}")
        self._quick.set_writable(not self._desk.room.read_only)
        self._take_names()
        self._filter.clear()
        self._model.show(incident, self._filter.value(), self._model.order)
        self._show_counts()

    def focus_entry(self) -> None:
        """Give quick entry the keyboard."""
        self._quick.setFocus(Qt.FocusReason.OtherFocusReason)

    def reveal(self, entry: str) -> None:
        """Bring an entry into sight and choose it; a filter that hides it is taken off."""
        row = self._model.row_of_entry(entry)
        if row < 0 and not self._model.filter.is_empty:
            self._filter.clear()
            row = self._model.row_of_entry(entry)
        if row >= 0:
            self._choose(row)
            return
        keys = self._desk.room.views.entry_keys_of([entry], self._incident)
        self._kept_key = keys[0] if keys else None  # chosen as soon as the whole order is there

    @Slot(str)
    def reveal_number(self, number: str) -> None:
        """The same by printed number, from a link in the log."""
        entry = self._desk.room.views.entry_by_number(number)
        if entry is not None:
            self.reveal(entry.id)

    def find_here(self) -> None:
        """Ctrl+F: words in this log."""
        self._filter.show()
        self._filter_button.setChecked(True)
        self._filter.focus_words()

    def print_(self) -> None:
        """Print what is listed."""
        from ui.panels.log_paper import LogPage, log_html

        room, order = self._desk.room, self._model.order
        views = room.views.within(())  # what is restricted is not for paper
        incident = views.incident(self._incident)
        wanted = self._model.filter
        now = room.clock.now_ms()

        def write(job: Any) -> LogPage:
            heads = views.heads()
            keys: array[int] = views.entry_keys(incident.id, wanted, order)
            page = log_html(views, incident, keys, order=order, now_ms=now, job=job)
            return LogPage(incident.id, page, heads, now)

        self._desk.tasks.run(write, owner=self, done=self._print_page)

    def settle(self) -> None:
        """Wait for the lines on their way to the disk, then keep what is half typed."""
        for sent, future in tuple(self._underway):
            if future.exception() is None:
                self._quick.confirm(sent, "")
            else:
                self._quick.give_back(sent)
        self._quick.keep_draft()

    # Writing

    @Slot(object)
    def _send(self, sent: Sent) -> None:
        command = command_of(sent.entry, self._incident)
        try:
            future = self._desk.room.do(command)
        except Exception as error:
            self._take_back(sent, error)
            return
        self._underway.append((sent, future))
        self._desk.tasks.follow(
            future,
            owner=self,
            done=lambda result: self._confirm(sent, result),
            failed=lambda error: self._take_back(sent, error),
        )

    def _arrived(self, sent: Sent) -> None:
        self._underway = [pair for pair in self._underway if pair[0] is not sent]

    def _confirm(self, sent: Sent, result: Any) -> None:
        self._arrived(sent)
        saved_at = self._desk.room.saved_at or self._desk.room.clock.now_ms()
        said = _("{number} saved {time}").format(number=result.number, time=phrases.seconds_of_day(saved_at))
        if not isinstance(result, Logged) or self._model.order is Order.RECORDED:
            self._view.go_to_top()
        else:
            self._own = result.id
            self._show_own()
        if isinstance(result, Decided) and result.is_unverified:
            said += " · " + _("caller not verified, marked so")
        if not self._model.filter.is_empty:
            said += " · " + _("the filter may hide it")
        self._quick.confirm(sent, said)

    @Slot()
    def _show_own(self) -> None:
        """In order of events, what was just written may stand anywhere; the news of it may come before or after."""
        row = self._model.row_of_entry(self._own) if self._own else -1
        if row >= 0:
            self._own = ""
            self._view.scrollTo(self._model.index(row))

    def _take_back(self, sent: Sent, error: Exception) -> None:
        self._arrived(sent)
        self._quick.give_back(sent)
        self._desk.notices.show(error, parent=self)

    # Listing

    @Slot(object)
    def _list(self, wanted: LogFilter) -> None:
        if self._incident:
            self._keep_choice()
            self._model.show(self._incident, wanted, self._model.order)
            self._new.forget()

    @Slot(object)
    def _reorder(self, order: Order) -> None:
        if self._incident and order is not self._model.order:
            self._keep_choice()
            self._delegate.forget()
            self._model.show(self._incident, self._model.filter, order)
            self._view.go_to_top()

    def _keep_choice(self) -> None:
        index = self._view.currentIndex()
        self._kept_key = self._model.key_at(index.row()) if index.isValid() else None

    @Slot()
    def _choose_again(self) -> None:
        self._show_counts()
        if self._kept_key is None:
            return
        row = self._model.row_of(self._kept_key)
        self._kept_key = None
        if row >= 0:
            self._choose(row)

    def _choose(self, row: int) -> None:
        index = self._model.index(row)
        self._view.setCurrentIndex(index)
        self._view.scrollTo(index)

    @Slot(object)
    def _follow(self, change: Change) -> None:
        if change.touches("person", "service", "field_team"):
            self._take_names()
        if change.touches("entry", "entry_mark"):
            self._show_counts()
        if change.touches("cut"):
            self._quick.look_again()

    def _take_names(self) -> None:
        people, services = self._desk.room.views.names()
        on_air = self._desk.room.views.names_on_air()
        self._quick.set_names(people=[*on_air, *people], services=services)
        self._filter.set_names(people=people, services=services)

    @Slot()
    def _show_counts(self) -> None:
        if not self._incident:
            return
        entries, to_verify, key_events, _last = self._desk.room.views.tally(self._incident)
        self.set_note(ngettext("{n} entry", "{n} entries", entries).format(n=grouped(entries)))
        self._to_verify.setText(_("to verify {n}").format(n=grouped(to_verify)))
        self._to_verify.setVisible(to_verify > 0)
        self._key_events.setText(ngettext("{n} key event", "{n} key events", key_events).format(n=grouped(key_events)))
        self._key_events.setVisible(key_events > 0)
        is_empty = self._model.rowCount() == 0
        self._empty.setText(
            _("Nothing fits the filter.") if entries else _("Nothing is written yet. Type above, Enter saves.")
        )
        self._body.setCurrentIndex(1 if is_empty else 0)

    @Slot()
    def _show_to_verify(self) -> None:
        self.find_here()
        self._filter.show_only(state=Verification.TO_VERIFY)

    @Slot()
    def _show_key_events(self) -> None:
        self.find_here()
        self._filter.show_only(key_events=True)

    @Slot(bool)
    def _toggle_filter(self, checked: bool) -> None:
        if checked:
            self.find_here()
        else:
            self._close_filter()

    @Slot()
    def _close_filter(self) -> None:
        self._filter.clear()
        self._filter.hide()
        self._filter_button.setChecked(False)
        self.focus_entry()

    @Slot()
    def _leave_field(self) -> None:
        """Esc: the text stays in the field, kept as a draft."""
        self._quick.keep_draft()
        if not self._view.currentIndex().isValid() and self._model.rowCount():
            self._view.setCurrentIndex(self._model.index(0))
        self._view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask_files(self, entry: str) -> None:
        self._files.ask(noun="entry", record=entry)

    def _print_page(self, page: LogPage) -> None:
        from ui.panels.log_paper import register_log
        from ui.printing import print_document

        document = QTextDocument()
        document.setHtml(page.html)
        if print_document(document, title=_("Log"), parent=self, audit=self._desk.room.audit):
            register_log(self._desk, page, owner=self)

    # Building

    def _build(self) -> None:
        self._quick = QuickEntryBar(self._desk, scope=self, parent=self)
        self._filter = LogFilterBar(self._desk, self)
        self._filter.hide()
        self._files = AttachBar(self._desk, self)
        self._model = LogModel(self._desk, self)
        self._delegate = LogEntryDelegate(self._desk, self)
        self._view = LogView(self._delegate, self)
        self._view.setModel(self._model)
        self._view.setFrameShape(QFrame.Shape.NoFrame)
        self._view.setMinimumHeight(120)
        self._deeds = LogDeeds(self._desk, self._view, self._model)
        self._new = NewEntries(self._view)
        self._to_verify, self._key_events = QPushButton(self), QPushButton(self)
        for link, show in ((self._to_verify, self._show_to_verify), (self._key_events, self._show_key_events)):
            link.setProperty("link", True)
            link.clicked.connect(show)
            self.head.addWidget(link)
        self._filter_button = QToolButton(self)
        self._filter_button.setProperty("quiet", True)
        self._filter_button.setCheckable(True)
        self._filter_button.clicked.connect(self._toggle_filter)
        self.head.addWidget(self._filter_button)
        self._empty = QLabel(self)
        self._empty.setProperty("role", "muted")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        line = QFrame(self)
        line.setProperty("line", True)
        line.setFixedHeight(1)
        listing = QWidget(self)
        self._body = QStackedLayout(listing)
        self._body.addWidget(self._view)
        self._body.addWidget(self._empty)
        top = QVBoxLayout()
        top.setSpacing(0)
        for widget in (self._quick, self._filter, self._files, line):
            top.addWidget(widget)
        self.body.addLayout(top)
        self.body.addWidget(listing, 1)
        self._restyle()

    @Slot()
    def _restyle(self) -> None:
        self._filter_button.setIcon(icon("filter", self._desk.look))
        self._view.remeasure()

    def _say(self) -> None:
        self.set_title(_("Log"))
        self._view.setAccessibleName(_("Log"))
        self._filter_button.setToolTip(_("Filter this log (Ctrl+F)"))
        self._filter_button.setAccessibleName(_("Filter this log"))
        self._view.remeasure()
        self._show_counts()

    # What Qt asks

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange and hasattr(self, "_view"):
            self._view.remeasure()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._incident and not self._desk.room.read_only and dropped_files(event.mimeData()):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Onto a line: attached to that entry. Anywhere else: to the incident."""
        paths = dropped_files(event.mimeData())
        index = self._view.indexAt(self._view.viewport().mapFrom(self, event.position().toPoint()))
        found = self._model.value_now(index.row()) if index.isValid() and self._body.currentIndex() == 0 else None
        event.acceptProposedAction()
        if found is not None:
            self._files.attach(paths, noun="entry", record=found.entry.id)
        else:
            self._files.attach(paths, noun="incident", record=self._incident)


def grouped(count: int) -> str:
    """A count as the language groups it: 1 284 or 1,284."""
    return f"{count:,}".replace(",", "\u202f" if language() == "fr" else ",")
