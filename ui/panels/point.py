"""The situation point: eight headings in fifteen minutes, filled from the log; closing fixes the next (Ctrl+G)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.latest import Latest
from ui.panels.point_closing import closing
from ui.panels.point_deeds import PointDeeds
from ui.panels.point_heading import HeadingCard
from ui.panels.point_list import HEADINGS, AgendaList
from ui.panels.point_notes import PointNotes
from ui.panels.point_print import PointPrinter
from ui.panels.point_questions import NoPoint, QuestionsCard
from ui.tasks import Job
from ui.theme import set_property
from ui.widgets.fields import TimeField
from ui.widgets.spoken import Spoken
from ui.widgets.tone import ToneLabel
from warroom import commands, phrases
from warroom.domain.incidents import Incident
from warroom.domain.points import Heading, Point, PointState, QuestionAsked
from warroom.errors import Refusal
from warroom.reports.agenda import Agenda, Item, agenda
from warroom.room import Change
from warroom.words import _

TICK_MS = 5_000
RIGHT, WIDE = 292, 940
SOON_MS = 2 * 60_000  # the end of a point is near


class PointPanel(Spoken, QWidget):
    """The point of the cell that covers the incident. Enter goes on, PgUp goes back, H holds it as it stands."""

    record_chosen = Signal(str, str, str)  # incident, noun, id
    cell_asked = Signal()
    nouns = (
        "point", "question", "crisis_cell", "coverage", "function", "entry", "entry_mark", "impact", "action",
        "decision", "scenario", "due", "sentence", "incident", "clock_event", "regime", "submission",
    )  # fmt: skip

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._incident: Incident | None = None
        self._agenda: Agenda | None = None
        self._at = Heading.PRESENT
        self._seen: dict[Heading, str] = {}
        self._last: Point | None = None  # the one just held
        self._is_wide: bool | None = None
        self._holds = False  # as soon as it is read
        self._printer = PointPrinter(desk, self)
        self.deeds, self._notes = PointDeeds(desk, self), PointNotes(desk, self)
        self._latest = Latest(desk, owner=self, read=self._read, show=self._take)
        self._build()
        self._connect()
        self._say()

    # What can be asked

    def show_incident(self, incident: str | None) -> None:
        """Show the point of the cell that covers this incident."""
        was = self._incident
        self._incident = self._desk.room.views.incident(incident) if incident else None
        if was is None or self._incident is None or was.id != self._incident.id:
            self._agenda, self._last, self._at = None, None, Heading.PRESENT
        self._latest.ask()

    def begin(self) -> None:
        """Open the point: from now it takes fifteen minutes at most."""
        if self._agenda is not None and not self._is_open:
            self._desk.tasks.follow(
                self._desk.room.do(commands.OpenPoint(cell=self._agenda.cell.id)),
                owner=self,
                done=lambda _made: self.card.note.setFocus(),
            )

    def go_on(self) -> None:
        """Keep what was said here, and go on to the next heading; from the last one, close."""
        found = self._agenda
        if found is None:
            return
        if not self._is_open:
            self.begin()
            return
        self._keep_note()
        if self._at is HEADINGS[-1]:
            self.close_point()
        else:
            self.go_to(HEADINGS[HEADINGS.index(self._at) + 1])

    def go_back(self) -> None:
        self._keep_note()
        self.go_to(HEADINGS[max(0, HEADINGS.index(self._at) - 1)])

    def go_to(self, heading: Heading) -> None:
        """Show this heading of the agenda."""
        if heading is not self._at:
            self._keep_note()
        self._at = heading
        self._show_heading()
        self.card.note.setFocus()

    def close_point(self, *, prints: bool = False) -> None:
        """End the point with what is filled in and noted, fix the next, and tell the log."""
        found = self._agenda
        if found is None:
            return
        try:
            next_at = self._next.moment() or found.next_at
        except Refusal as refusal:
            self._desk.notices.show(refusal, parent=self)
            self.go_to(Heading.NEXT)
            return
        self.card.settle()
        typed = {self.card.heading: self.card.note.toPlainText().strip()} if self._is_open else {}
        drafts = self._notes.drafts(found.point, typed)
        close = closing(self._desk.room, found, next_at=next_at, drafts=drafts, notes=self._notes)
        self._desk.tasks.run(lambda _job: close(), owner=self, done=partial(self._closed, prints=prints))

    def hold_as_it_stands(self) -> None:
        """A point in two actions: closed with what the log fills in, and on paper."""
        self.close_point(prints=True)

    def hold_when_read(self) -> None:
        """The same, as soon as the page has read what there is."""
        self._holds = True
        self._latest.ask()

    def ask(self) -> None:
        """Ask something at the next point."""
        if self._agenda is not None:
            self.deeds.ask(self._agenda.cell.id)

    def _answer(self, question: QuestionAsked) -> None:
        self.deeds.answer(question, self._agenda.point if self._agenda else None)

    def print_(self) -> None:
        """The page of the point just held, else of the one to come as it is filled in now."""
        self._bring_to_paper(self._printer.print_)

    def save_page(self) -> None:
        """The same into a folder or on a stick."""
        self._bring_to_paper(self._printer.save)

    def _bring_to_paper(self, bring: Callable[[str, str, str], None]) -> None:
        if (found := self._agenda) is not None:
            point = self._last or found.point
            bring(found.cell.id, point.id if point else "", found.cell.lead)

    def settle(self) -> None:
        """Keep what is half typed; the window is about to close."""
        self.card.settle()

    # Building

    def _build(self) -> None:
        look = self._desk.look
        self._heading, self._clock = QLabel(self), QLabel(self)
        self._heading.setProperty("role", "page")
        self._clock.setProperty("role", "clock")
        self._state = ToneLabel(look, "muted", wrap=True, parent=self)
        self._hold, self._save, self._print, self._main = (QPushButton(self) for _at in range(4))
        self._main.setProperty("primary", True)
        head, under = QHBoxLayout(), QHBoxLayout()
        for row in (head, under):
            row.setSpacing(8)
        head.addWidget(self._heading)
        head.addSpacing(8)
        head.addWidget(self._clock)
        head.addStretch(1)
        head.addWidget(self._main)
        under.addWidget(self._state, 1)
        for button in (self._save, self._print, self._hold):
            under.addWidget(button)
        self.agenda_list = AgendaList(look, self)
        self.card = HeadingCard(self._desk, self)
        self._next = TimeField(self._desk, ahead=True, parent=self.card)
        self._next_label = ToneLabel(look, "muted", parent=self.card)
        self.card.extra.addWidget(self._next_label)
        self.card.extra.addWidget(self._next)
        self.questions = QuestionsCard(self._desk, self)
        self._middle = QHBoxLayout()
        self._middle.setSpacing(12)
        self._left = QVBoxLayout()
        self._left.setSpacing(12)
        self._left.addWidget(self.agenda_list, 1)
        self._middle.addLayout(self._left)
        self._middle.addWidget(self.card, 1)
        self.none = NoPoint(self._desk.look, self)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 12, 12)
        whole.setSpacing(10)
        whole.addLayout(head)
        whole.addLayout(under)
        whole.addWidget(self.none, 1, Qt.AlignmentFlag.AlignTop)
        whole.addLayout(self._middle, 1)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._size()

    def _connect(self) -> None:
        self._main.clicked.connect(lambda _checked=False: self.close_point() if self._is_open else self.begin())
        self._hold.clicked.connect(lambda _checked=False: self.hold_as_it_stands())
        self._print.clicked.connect(lambda _checked=False: self.print_())
        self._save.clicked.connect(lambda _checked=False: self.save_page())
        self.none.cell_asked.connect(self.cell_asked)
        self.questions.ask_asked.connect(self.ask)
        self.questions.chosen.connect(self._answer)
        self.agenda_list.chosen.connect(self.go_to)
        self.card.next_asked.connect(self.go_on)
        self.card.note_typed.connect(self._keep_draft)
        self.card.item_chosen.connect(self._open_item)
        self._desk.changes.changed.connect(self._follow)
        self._desk.look.changed.connect(self._size)
        self._ticks = QTimer(self, interval=TICK_MS)
        self._ticks.timeout.connect(self._say_clock)
        self._ticks.start()

    @Slot()
    def _size(self) -> None:
        """Questions stand beside the heading where there is room, else under the agenda."""
        px = self._desk.look.px
        is_wide = self.width() >= px(WIDE)
        self.questions.setFixedWidth(px(RIGHT) if is_wide else self.agenda_list.width())
        if is_wide != self._is_wide:
            self._is_wide = is_wide
            for layout in (self._left, self._middle):
                layout.removeWidget(self.questions)
            (self._middle if is_wide else self._left).addWidget(self.questions, 0 if is_wide else 1)

    # Reading and showing

    @property
    def _is_open(self) -> bool:
        point = self._agenda.point if self._agenda else None
        return point is not None and point.state is PointState.OPEN

    def _read(self, _job: Job) -> Agenda | None:
        room, incident = self._desk.room, self._incident
        cell = room.views.cell_of(incident.id) if incident else None
        if cell is None or not cell.is_active:
            return None
        return agenda(room.views, cell.id, now_ms=room.clock.now_ms())

    def _take(self, found: Agenda | None) -> None:
        was = self._agenda.point if self._agenda else None
        self._agenda = found
        if found is not None and was is not None and (found.point is None or found.point.id != was.id):
            self._last = self._desk.room.views.point(was.id)  # closed, here or at another station
            self._at = Heading.PRESENT
        if found is not None and self._is_open:
            self._last = None
        if found is not None and not self._next.line.hasFocus():
            self._next.set_moment(found.next_at)
        self._say()
        if self._holds and found is not None:
            self._holds = False
            self.hold_as_it_stands()

    def _closed(self, point: Point | None, *, prints: bool) -> None:
        self._last, self._at = point, Heading.PRESENT
        if point is None or self._agenda is None:
            return
        self._desk.notices.say(
            _("Point {number} is closed and told in the log. The next: {time}.").format(
                number=point.number, time=phrases.moment(point.next_at or 0, self._desk.room.clock.now_ms())
            )
        )
        self._latest.ask()
        if prints:
            self._printer.print_(point.cell, point.id, self._agenda.cell.lead)

    def _show_heading(self) -> None:
        found, heading = self._agenda, self._at
        if found is None:
            return
        point = found.point
        draft = self._notes.draft(point.id, heading) if point else ""
        noted = point.notes.get(heading, "") if point else ""
        self.card.show_heading(heading, found.items.get(heading, ()), note=draft or noted, is_held=not self._is_open)
        self.card.show_deeds(self.deeds.of(heading, found) if not self._desk.room.read_only else ())
        for widget in (self._next, self._next_label):
            widget.setVisible(heading is Heading.NEXT)
        self.agenda_list.show_point(point, heading, is_open=self._is_open)

    # Keeping what is typed

    def _keep_note(self) -> None:
        """Write what was typed under this heading into the point."""
        point = self._agenda.point if self._agenda else None
        if point is not None and self._is_open:
            self.card.settle()
            self._notes.keep(point, self.card.heading, self.card.note.toPlainText())

    @Slot(str)
    def _keep_draft(self, typed: str) -> None:
        if self._agenda is not None and self._agenda.point is not None:
            self._notes.keep_draft(self._agenda.point, self.card.heading, typed)

    @Slot(object)
    def _open_item(self, item: Item) -> None:
        if item.noun == "decision":
            self.deeds.decide(item)
        elif item.noun == "action":
            self.deeds.move(item)
        elif item.noun == "function":
            self.cell_asked.emit()
        elif item.incident and item.record:
            self.record_chosen.emit(item.incident, item.noun, item.record)

    @Slot(object)
    def _follow(self, change: Change) -> None:
        if self.isVisible() and change.touches(*self.nouns):
            self._latest.ask()

    # Words

    def _say(self) -> None:
        found, can_write = self._agenda, not self._desk.room.read_only
        has_cell = found is not None
        for widget in (self.agenda_list, self.card, self.questions, self._state, self._clock):
            widget.setVisible(has_cell)
        for button in (self._hold, self._print, self._save, self._main):
            button.setVisible(has_cell)
            button.setEnabled(can_write or button in (self._print, self._save))
        self.none.setVisible(not has_cell)
        self._main.setText(_("Close the point") if self._is_open else _("Open the point"))
        self._hold.setText(_("Hold it as it stands"))
        self._hold.setToolTip(_("Close it with what the log fills in, and print its page (H)."))
        self._print.setText(_("Print"))
        self._save.setText(_("Save the page…"))
        self._next_label.say(_("The next point"), "muted")
        self._next.setAccessibleName(_("The next point"))
        self._next.say()
        self._heading.setText(self._title())
        self.setAccessibleName(self._title())
        self._say_clock()
        self._show_heading()
        self.questions.show_agenda(found, is_open=self._is_open)

    def _title(self) -> str:
        point = self._agenda.point if self._agenda else None
        if point is not None and point.number:
            return _("Situation point {number}").format(number=point.number)
        return _("Situation point")

    @Slot()
    def _say_clock(self) -> None:
        """Fifteen minutes at most, counted down; between points, when the next one is."""
        if self._agenda is None or self._desk.room.is_closed:
            return
        point, now = self._agenda.point, self._desk.room.clock.now_ms()
        ends = point.ends_by() if point is not None and self._is_open else None
        role = "clock"
        if ends is not None:
            self._clock.setText(phrases.due(ends, now))
            role = "wash-late" if now > ends else "wash-due" if ends - now < SOON_MS else "clock"
        elif point is not None and point.planned_at:
            self._clock.setText(phrases.due(point.planned_at, now))
            role = "wash-late" if now > point.planned_at else "clock"
        else:
            self._clock.setText("")
        if self._clock.property("role") != role:
            set_property(self._clock, "role", role)
        self._state.say(self._state_said(now), "muted")

    def _state_said(self, now: int) -> str:
        if self._is_open:
            return _("Under way: Enter goes on to the next heading, PgUp goes back. It ends after fifteen minutes.")
        if self._last is not None:
            return _("{number} is held. The next point: {time}. Questions asked until then wait for it.").format(
                number=self._last.number, time=phrases.moment(self._last.next_at or now, now)
            )
        return _("Silence between points is protected: questions wait here. Enter opens the point.")

    # What Qt asks

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._size()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_PageDown):
            self.go_on()
        elif key == Qt.Key.Key_PageUp:
            self.go_back()
        elif key == Qt.Key.Key_H and not event.modifiers() and self._agenda is not None:
            self.hold_as_it_stands()
        else:
            super().keyPressEvent(event)
