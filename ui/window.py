"""The window of one room: strip, rail, pages, foot."""

from __future__ import annotations

import base64
import binascii

from PySide6.QtCore import QByteArray, QEvent, QObject, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from ui.clocks import start_of
from ui.counts import COUNTED, rail_counts
from ui.desk import Desk
from ui.latest import Latest
from ui.lock import RoomLock
from ui.pages import FindsHere, Pages
from ui.reveal import PAGE_OF, reveal_in
from ui.shows import Reveals
from ui.widgets.alarm_band import AlarmBand
from ui.widgets.clock_strip import ClockStrip
from ui.widgets.foot import Foot
from ui.widgets.message_bar import MessageBar
from ui.widgets.palette import Palette
from ui.widgets.rail import Rail
from ui.widgets.revoked_band import RevokedBand
from ui.widgets.spoken import Spoken
from ui.widgets.stick_bar import StickBar
from warroom.domain.dues import DueKind
from warroom.domain.incidents import Incident, Mode, Severity
from warroom.errors import Trouble
from warroom.room import Change
from warroom.words import _

FULL_WIDTH = 1366  # below it the rail folds
REMEMBERED = "incident"
SIZE = QSize(1440, 900)
SMALLEST = QSize(880, 560)  # at the usual letters
FRAME = 40  # pixels, what a title bar takes at most
COUNT_AFTER_MS = 250  # the counts never compete with an entry that is being written
COUNT_AGAIN_MS = 20_000  # something becomes late without anybody writing


class MainWindow(Spoken, QMainWindow):
    """One open room on screen. It decides only what is in front."""

    leaving = Signal()  # the room is about to close
    closed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._is_closing = False
        self._is_warned = False  # that closing would lose typed text
        self.lock = RoomLock(self)
        self._build()
        self.strip.clock_chosen.connect(self._open_clock)
        self.strip.place_chosen.connect(self._open_place)
        self.rail.page_chosen.connect(self.open_page)
        self.foot.person_wanted.connect(self.ask_person)
        self.pages.moved.connect(self.rail.choose)
        self.pages.incident_chosen.connect(self.open_incident)
        self.pages.record_chosen.connect(self.reveal)
        self.pages.declare_asked.connect(self.declare)
        self.pages.incident_left.connect(self._leave_incident)
        desk.changes.changed.connect(self._follow)
        desk.look.changed.connect(self._fold_rail)
        self._counts = Latest(
            desk,
            owner=self,
            read=lambda _job: rail_counts(desk.room, self.pages.incident),
            show=self.rail.show_counts,
            after_ms=COUNT_AFTER_MS,
        )
        self._recount = QTimer(self, interval=COUNT_AGAIN_MS)
        self._recount.timeout.connect(self._count)
        self._recount.start()
        self._open_first_page()
        self._say()

    # What can be opened

    @property
    def incident(self) -> str | None:
        """The incident the strip and the log are about."""
        return self.pages.incident

    @Slot(str)
    def open_page(self, name: str) -> None:
        """A page of the rail; the log without any incident is the board."""
        if name == "incident" and self.pages.incident is None:
            self.desk.notices.say(_("Declare an incident first: Ctrl+N."))
            name = "board"
        if name == "search":
            self.pages.look_for()
            return
        self.pages.open(name)
        if name == "incident":
            self.pages.incident_room().focus_entry()

    @Slot(str)
    def open_incident(self, incident: str) -> None:
        """Make this the current incident and show its room."""
        self._take_incident(incident)
        self.pages.open("incident")
        self.pages.incident_room().focus_entry()

    @Slot(str, str, str)
    def reveal(self, incident: str, noun: str, record: str) -> None:
        """Show one record where it lives: an entry in the log, anything else in its incident room."""
        if self.pages.reveals(noun, record):
            return
        self.open_incident(incident)
        page = PAGE_OF.get(noun)
        if page is None:
            reveal_in(self.pages.incident_room(), self.desk.room.views, noun=noun, record=record)
            return
        self.open_page(page)
        if isinstance(front := self.pages.front, Reveals):
            front.reveal(record)

    # What can be asked; each dialog tells the room, and the room tells every screen

    @Slot()
    def declare(self) -> None:
        from ui.dialogs.declare import DeclareDialog

        dialog = DeclareDialog(self.desk, self)
        dialog.succeeded.connect(lambda declared: self.open_incident(declared.id))
        dialog.open()

    @Slot()
    def ask_person(self) -> None:
        """Who types from now on."""
        from ui.dialogs.sit_down import SitDownDialog

        dialog = SitDownDialog(self.desk, self)
        dialog.sat_down.connect(self.foot.say_person)
        dialog.open()

    def say_title(self) -> None:
        """The title anew: what is open here, or that it is locked."""
        self._say()

    @Slot()
    def set_pin(self) -> None:
        """The PIN of whoever is at the keyboard."""
        from ui.dialogs.pin import PinDialog

        PinDialog(self.desk, self).open()

    def choose_passphrase(self) -> QDialog:
        """The recovery sheet opened the room: the passphrase for the next time, now or later."""
        from ui.dialogs.passphrase import PassphraseDialog, Purpose

        dialog = PassphraseDialog(self.desk, Purpose.SET, recovered=True, parent=self)
        dialog.open()
        return dialog

    def find_here(self) -> None:
        """Search in what is in front; a page without a search of its own asks the search page."""
        page = self.pages.front
        if isinstance(page, FindsHere):
            page.find_here()
        else:
            self.pages.look_for(incident=self.pages.incident)

    def find_everywhere(self) -> None:
        """Search the whole room."""
        self.pages.look_for()

    def current_incident(self) -> Incident | None:
        """The current incident as it stands."""
        return self.desk.room.views.incident(self.pages.incident) if self.pages.incident else None

    # Following

    @Slot(object)
    def _follow(self, change: Change) -> None:
        if change.touches(*COUNTED):
            self._count()
        if self.pages.incident is None and change.touches("incident"):
            self._take_first_incident()

    @Slot()
    def _count(self) -> None:
        """How much is open and late; read in a task, a large room takes a moment, and never twice at once."""
        self._counts.ask()

    def _open_first_page(self) -> None:
        """Back to the incident that was open; else to the gravest one that is open; else the board."""
        live = self.desk.room.views.incidents(mode=Mode.BOTH, live_only=True)
        last = self.desk.room.views.local(REMEMBERED)
        if not live:
            self.strip.show_incident(None)
            self._count()
            self.open_page("board")
            return
        first = min(live, key=heat_of).id
        self.open_incident(last if any(item.id == last for item in live) else first)

    def _take_first_incident(self) -> None:
        live = self.desk.room.views.incidents(mode=Mode.BOTH, live_only=True)
        if live:
            self._take_incident(min(live, key=heat_of).id)
        else:
            self.strip.show_incident(None)
            self._count()

    @Slot()
    def _leave_incident(self) -> None:
        """The current incident is no more: another one, or none, and the board."""
        self.pages.show_incident(None)
        self._take_first_incident()
        self.open_page("board")

    def _take_incident(self, incident: str) -> None:
        is_new = incident != self.pages.incident
        self.pages.show_incident(incident)
        self.strip.show_incident(incident)
        self._count()
        self._say()
        if is_new and not self.desk.room.read_only:
            room = self.desk.room
            self.desk.tasks.run(lambda _job: room.keep_local(REMEMBERED, incident), owner=self)

    @Slot(str, str)
    def _open_clock(self, noun: str, target: str) -> None:
        """What is behind a clock: the record it rests on, or the way to set it."""
        incident = self.current_incident()
        if incident is None:
            return
        if noun == "set-due":
            from ui.dialogs.due import DueDialog

            dialog = DueDialog(self.desk, incident, DueKind(target), self)
            dialog.accepted.connect(self._write_on)
            dialog.open()
        elif noun == "decisions":
            self.open_page("decisions")
        elif noun == "clock":
            self.pages.open_clock(target)
        elif noun == "milestones":
            self.open_incident(incident.id)
            self.pages.incident_room().edit_milestone(start_of(incident))
        else:
            self.reveal(incident.id, noun, target)

    @Slot()
    def _write_on(self) -> None:
        """A question is answered: the keyboard goes back to the log where that is in front."""
        if self.pages.open_page == "incident":
            self.pages.incident_room().focus_entry()

    @Slot()
    def _open_place(self) -> None:
        self.open_page("board" if self.pages.open_page == "incident" else "incident")

    # Building

    def _build(self) -> None:
        desk = self.desk
        self._keep_readable()
        desk.look.changed.connect(self._keep_readable)
        whole = QWidget(self)
        self.strip, self.foot = ClockStrip(desk, whole), Foot(desk, whole)
        self.rail, self.pages = Rail(desk.look, whole), Pages(desk, whole)
        self.messages, self.revoked = MessageBar(desk.notices, desk.look, whole), RevokedBand(desk, whole)
        self.stick_bar, self.alarms = StickBar(desk, whole), AlarmBand(desk, whole)
        content = QVBoxLayout()
        content.setSpacing(0)
        content.addWidget(self.messages)
        content.addWidget(self.stick_bar)
        content.addWidget(self.pages, 1)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.rail)
        middle.addLayout(content, 1)
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.revoked)
        column.addWidget(self.strip)
        column.addWidget(self.alarms)
        column.addLayout(middle, 1)
        column.addWidget(self.foot)
        self.setCentralWidget(whole)
        self.palette_box = Palette(desk.verbs, desk.look, self)
        desk.verbs.settle(self)
        self.resize(SIZE)
        self._restore_geometry()

    @Slot()
    def _keep_readable(self) -> None:
        """Never so small that the words do not fit; larger letters need a larger window, as far as the screen goes."""
        space, look = self.screen().availableSize(), self.desk.look
        self.setMinimumSize(
            max(SMALLEST.width(), min(look.px(SMALLEST.width()), space.width())),
            max(SMALLEST.height(), min(look.px(SMALLEST.height()), space.height())),
        )

    def _restore_geometry(self) -> None:
        try:
            kept = base64.b64decode(self.desk.settings.geometry, validate=True)
        except (binascii.Error, ValueError):
            return
        if kept:
            self.restoreGeometry(QByteArray(kept))
        elif QGuiApplication.platformName() != "offscreen" and not _has_room(self.screen().availableSize()):
            self.setWindowState(Qt.WindowState.WindowMaximized)  # nothing of it off the screen

    def _say(self) -> None:
        if self._is_closing:
            return
        if self.lock.is_locked:
            self.setWindowTitle(self.lock.title)
            return
        parts = [self.desk.room.views.name(), "Warroom"]
        facts = self.strip.facts
        if facts is not None:
            parts.insert(0, f"{facts.incident.number} {facts.incident.title}")
        if self.desk.room.is_portable:
            parts.insert(-1, _("portable"))
        if self.desk.room.read_only:
            parts.insert(-1, _("read-only"))
        self.setWindowTitle(" – ".join(parts))

    def _loses_text(self) -> bool:
        """Whether closing now would lose typed text; said once, and whoever closes again means it."""
        was_warned, self._is_warned = self._is_warned, not self.desk.room.keeps_all_drafts()
        if was_warned or not self._is_warned:
            return False
        trouble = Trouble(
            "text-not-kept",
            _("What you typed could not be kept: the disk of the room does not take it."),
            safe=_("Everything saved before is safe; your text is still on screen."),
            todo=_("Copy your text, or free some space. Closing once more leaves it."),
        )
        if self.lock.page is not None:
            self.lock.page.complain(str(trouble))
        else:
            self.desk.notices.show(trouble, parent=self)
        return True

    @Slot()
    def _fold_rail(self) -> None:
        """Larger letters need the room as much as a smaller window does."""
        self.rail.fold(self.width() < self.desk.look.px(FULL_WIDTH))

    # What Qt asks

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fold_rail()
        self.palette_box.leave()
        super().resizeEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._is_closing:
            event.accept()
            return
        self.pages.settle()
        if self._loses_text():
            event.ignore()
            return
        self._is_closing = True
        self.lock.close()
        self.alarms.close_watch()
        self.leaving.emit()
        self.pages.outside.close()
        settings, room = self.desk.settings, self.desk.room
        settings.geometry = base64.b64encode(bytes(self.saveGeometry().data())).decode("ascii")
        settings.touch_room(room.path, last_entry_at=room.views.last_entry_at())
        self.setCursor(Qt.CursorShape.WaitCursor)
        for timer in self.findChildren(QTimer):
            timer.stop()  # a read still waiting for its turn would find the room closed
        self.desk.close()
        self.installEventFilter(Deaf(self))
        event.accept()
        self.closed.emit()


class Deaf(QObject):
    """A closed window that Python still holds must not ask its closed room for words in another language."""

    # What Qt asks

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        return event.type() is QEvent.Type.LanguageChange


def _has_room(screen: QSize) -> bool:
    """Whether the usual size and the frame around it fit on the screen."""
    return screen.width() > SIZE.width() and screen.height() > SIZE.height() + FRAME


def heat_of(incident: Incident) -> tuple[bool, int, int]:
    """Real before exercise, the gravest first, one that nobody judged yet after those that were; then the newest."""
    gravity = incident.gravity
    return incident.exercise, 5 if gravity is Severity.UNDETERMINED else gravity.value, -incident.declared_at
