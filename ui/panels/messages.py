"""The messages of an incident: those that wait on the left, one of them being written on the right (Alt+C)."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.latest import Latest
from ui.models.message_view import MessageView
from ui.panels.message_deeds import MessageDeeds
from ui.panels.message_editor import MessageEditor
from ui.panels.message_head import MessageHead
from ui.panels.message_list import MessageList
from ui.panels.message_reading import NOUNS, PageFacts, read_page
from ui.parts.message_cadence import MessageCadencePart
from ui.parts.message_checks import ChecksPart
from ui.parts.message_claims import ClaimsPart
from ui.parts.message_history import HistoryPart
from ui.parts.message_part import MessagePart
from ui.tasks import Job
from ui.widgets.framed import framed
from ui.widgets.hugging import Hugging
from ui.widgets.side_column import GAP, SideColumn
from ui.widgets.spoken import Spoken
from ui.widgets.tone import ToneLabel
from warroom.commands import WriteText
from warroom.commands.seen import MovedMeanwhile
from warroom.domain.incidents import Incident, Severity
from warroom.errors import Refusal
from warroom.room import Change
from warroom.words import _, pgettext

TICK_MS = 5_000
WIDE = 1366  # pixels of the window at the usual size of letters; below, checks and facts stand behind the text
LIST, LIST_NARROW, SIDE = 264, 232, 268
WIDEST = 16_777_215  # Qt's own: no limit
OWED = 0.42  # of the left column, which audiences may take that wait for a message


class MessagesPanel(Spoken, QWidget):
    """Enter in the list goes into the text; Ctrl+Enter takes the next step; nothing typed is lost."""

    record_chosen = Signal(str, str, str)  # incident, noun, id

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._incident: Incident | None = None
        self._facts: PageFacts | None = None
        self._wanted, self._enters = "", False
        self.deeds = MessageDeeds(desk, self)
        self._latest: Latest[PageFacts | None] = Latest(desk, owner=self, read=self._read, show=self._take)
        self._build()
        self._connect()
        self._say()

    # What can be asked

    def show_incident(self, incident: str | None) -> None:
        """Show the messages of this incident."""
        was = self._incident
        try:
            self._incident = self._desk.room.views.incident(incident) if incident else None
        except Refusal:
            self._incident = None
        if was is None or self._incident is None or was.id != self._incident.id:
            self.editor.settle()
            self._facts, self._wanted = None, ""
        if self._incident is not None:
            self.cadence.show_incident(self._incident)
        self._latest.ask()
        self._say()

    def reveal(self, noun: str, record: str) -> None:
        """Show this message, or the one that a text, check, claim or release belongs to."""
        found = self._desk.room.views.message(record) if noun == "message" else None
        self.open_message(found.id if found is not None else self.deeds.message_of(noun, record))

    def open_message(self, message: str, *, enters: bool = False) -> None:
        """Show this one as soon as it is read; `enters` puts the keyboard into what it lacks, or into its text."""
        self._wanted, self._enters = message, enters
        self._latest.ask()

    def new_message(self) -> None:
        """Write another one."""
        if self._incident is not None:
            self.deeds.write(self._incident)

    def first_message(self) -> None:
        """The first message of a SEV1: approved in advance, filled in, let out with Enter."""
        if self._incident is not None:
            self.deeds.write_first(self._incident)

    def no_change(self) -> None:
        """Draft “no change” for whoever waits the most."""
        self.cadence.no_change()

    def next_step(self) -> None:
        """What is to be done next with the message shown, once what is typed is in the room."""
        self.editor.typing.when_kept(self._take_step)

    def print_(self) -> None:
        """The message shown, in all its languages."""
        shown = self._shown
        if shown is not None:
            self.editor.typing.when_kept(lambda: self.deeds.print_(shown))

    def settle(self) -> None:
        """Keep what is half typed; the window is about to close."""
        self.editor.settle()

    # Building

    def _build(self) -> None:
        desk, look = self._desk, self._desk.look
        self.list = MessageList(desk, self)  # first, as Tab comes to the page by it
        self._heading, self._new = QLabel(self), QPushButton(self)
        self._heading.setProperty("role", "page")
        self.cadence = MessageCadencePart(desk, self)
        self.head, self.editor = MessageHead(desk, self), MessageEditor(desk, self)
        self.checks, self.claims, self.history = ChecksPart(desk), ClaimsPart(desk), HistoryPart(desk)
        self.side = SideColumn(self.parts, parent=self)
        self._nothing = ToneLabel(look, "muted", px=15, wrap=True, parent=self)
        self._begin = QPushButton(self)
        self._begin.setProperty("primary", True)
        self._begin.setAutoDefault(True)  # Enter presses it
        self._other = QPushButton(self)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.setContentsMargins(0, 0, GAP, 0)
        top.addWidget(self._heading, 1)
        top.addWidget(self._new)
        self._left = QWidget(self)
        left = QVBoxLayout(self._left)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(10)
        left.addLayout(top)
        self._owed = Hugging((self.cadence,), share=OWED, parent=self._left)
        left.addWidget(self._owed)
        under = QHBoxLayout()
        under.setContentsMargins(0, 0, GAP, 0)
        under.addWidget(framed(self.list, self._left))
        left.addLayout(under, 1)
        self._empty = QWidget(self)
        empty = QVBoxLayout(self._empty)
        empty.setSpacing(12)
        empty.addWidget(self._nothing)
        for button in (self._begin, self._other):
            empty.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        empty.addStretch(1)
        self._right = QWidget(self)
        right = QVBoxLayout(self._right)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(8)
        right.addWidget(self.head)
        self._row = QHBoxLayout()
        self._row.setSpacing(GAP)
        self._row.addWidget(self.editor, 1)
        self._row.addWidget(self.side)
        right.addLayout(self._row, 1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(16, 14, 16, 12)
        whole.setSpacing(2)
        whole.addWidget(self._left)
        whole.addWidget(self._right, 1)
        whole.addWidget(self._empty, 1)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # with a proxy Tab would pass “New…” and the cadence
        self._is_wide: bool | None = None
        self._size()

    @property
    def parts(self) -> tuple[MessagePart, ...]:
        return self.checks, self.claims, self.history

    def _connect(self) -> None:
        desk, deeds = self._desk, self.deeds
        self._new.clicked.connect(lambda _checked=False: self.new_message())
        self._begin.clicked.connect(lambda _checked=False: self._write_first())
        self._other.clicked.connect(lambda _checked=False: self.new_message())
        self.list.chosen.connect(self._choose)
        self.list.entered.connect(lambda message: self.open_message(message, enters=True))
        self.head.step_asked.connect(self.next_step)
        self.editor.step_asked.connect(self.next_step)
        self.editor.follow_shown.connect(self._show_follow)
        self.editor.compare_asked.connect(self._compare)
        head = self.head
        for asked, deed in (
            (head.details_asked, deeds.amend), (head.correction_asked, deeds.correct), (head.alert_asked, deeds.alert),
            (head.withdrawal_asked, deeds.withdraw), (head.promise_asked, deeds.promise),
            (head.copy_asked, deeds.copy), (head.ways_asked, deeds.leave), (self.checks.check_asked, deeds.ask_check),
            (self.claims.cite_asked, deeds.cite), (self.claims.correction_asked, deeds.correct),
        ):  # fmt: skip
            asked.connect(lambda deed=deed: self._with_shown(deed))
        self.head.refill_asked.connect(lambda: self._after_typing(deeds.refill))
        self.head.print_asked.connect(self.print_)
        self.head.call_answered.connect(lambda answer: self._with_shown(lambda shown: deeds.answer(shown, answer)))
        self.checks.verdict_asked.connect(lambda review: self._with_shown(lambda shown: deeds.judge(shown, review)))
        self.checks.escalation_asked.connect(deeds.escalate)
        self.claims.uncite_asked.connect(lambda entry: self._with_shown(lambda shown: deeds.uncite(shown, entry)))
        self.claims.keep_asked.connect(deeds.keep_claim)
        self.history.release_asked.connect(lambda release: self._with_shown(lambda s: deeds.show_release(s, release)))
        for part in self.parts:
            part.record_chosen.connect(self._lead)
        self.cadence.drafted.connect(lambda message: self.open_message(message, enters=True))
        self.cadence.write_asked.connect(self._write_to)
        deeds.written.connect(lambda message: self.open_message(message, enters=True))
        for keys, run in (
            ("F6", self.editor.go_to_language),
            ("F8", self.editor.go_to_next_look),
            ("Ctrl+PgDown", lambda: self.editor.parts.step(forward=True)),
            ("Ctrl+PgUp", lambda: self.editor.parts.step(forward=False)),
            ("Ctrl+Return", self.next_step),
            ("Ctrl+Enter", self.next_step),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(run)
        desk.changes.changed.connect(self._follow)
        desk.look.changed.connect(self._size)
        self._ticks = QTimer(self, interval=TICK_MS)
        self._ticks.timeout.connect(self._tick)

    @property
    def _is_grave(self) -> bool:
        """Whether the first message is one that was approved in advance (doctrine §7.4)."""
        found = self._incident
        return found is not None and (found.vital or found.severity is Severity.CRITICAL)

    def _write_first(self) -> None:
        if self._is_grave:
            self.first_message()
        else:
            self.new_message()

    # Reading and showing

    @property
    def _shown(self) -> MessageView | None:
        return self._facts.shown if self._facts is not None else None

    def _read(self, _job: Job) -> PageFacts | None:
        return read_page(self._desk.room, self._incident, self._wanted) if self._incident is not None else None

    def _take(self, facts: PageFacts | None) -> None:
        self._facts = facts
        self.list.show_rows(list(facts.rows) if facts is not None else [])
        if facts is not None and facts.shown is not None:
            self._wanted = facts.shown.id
            self.list.select(facts.shown.id)
            self.editor.show_message(facts.shown, facts.book)
            for part in self.parts:
                part.show_message(facts.shown)
            if self._enters:
                self._enters = False
                self._enter()
        self._say()

    def _enter(self) -> None:
        """Where writing begins: what lacks, else the text."""
        if self.editor.fill is not None and not self.editor.fill.isHidden():
            self.editor.begin_filling()
        else:
            self.editor.focus_text()

    @Slot(str)
    def _choose(self, message: str) -> None:
        if message != self._wanted:
            self.editor.settle()
            self.open_message(message)

    def _take_step(self) -> None:
        self._with_shown(lambda shown: self.deeds.take_step(shown, self.editor))

    def _with_shown(self, do: Callable[[MessageView], object]) -> None:
        shown = self._shown
        if shown is not None:
            do(shown)

    @Slot(tuple)
    def _write_to(self, audiences: tuple[str, ...]) -> None:
        """Write to audiences that are owed a message."""
        if self._incident is not None:
            self.deeds.write(self._incident, audiences=audiences)

    def _after_typing(self, do: Callable[[MessageView], object]) -> None:
        """Once what is typed is in the room."""
        self.editor.typing.when_kept(lambda: self._with_shown(do))

    @Slot(object, object)
    def _compare(self, command: WriteText, moved: MovedMeanwhile) -> None:
        """Two wrote at once: the texts side by side, and what is chosen is shown."""

        def chosen(_made: object) -> None:
            self.editor.compared(command.language)
            self._latest.ask()

        self.deeds.compare(command, moved).succeeded.connect(chosen)

    def _lead(self, noun: str, record: str) -> None:
        if self._incident is not None:
            self.record_chosen.emit(self._incident.id, noun, record)

    @Slot(object)
    def _follow(self, change: Change) -> None:
        if self.isVisible() and self._incident is not None and change.touches(*NOUNS, *self.cadence.nouns):
            self._latest.ask()
            if change.touches(*self.cadence.nouns):
                self.cadence.refresh()

    @Slot()
    def _tick(self) -> None:
        """Time went on: what is due is said anew."""
        if self.isVisible() and self._incident is not None:
            self.cadence.refresh()
        if self.isVisible() and self._shown is not None:
            self.head.tick()
            self.checks.refresh()
            self.list.viewport().update()

    # Words and places

    def _say(self) -> None:
        shown, can_write = self._shown, not self._desk.room.read_only
        has_incident = self._incident is not None
        self._heading.setText(pgettext("page", "Messages"))
        self.setAccessibleName(self._heading.text())
        self.list.setAccessibleName(self._heading.text())
        self.list.say_empty(_("No message yet."))
        self._new.setText(_("New…"))
        self._new.setToolTip(_("Write a message…"))
        is_grave = self._is_grave
        self._begin.setText(_("First message, approved in advance…") if is_grave else _("Write the first message…"))
        self._other.setText(_("Write another one…"))
        if has_incident:
            said = _("Nothing was said yet. The first message says what is seen and when the next one comes: no cause.")
        else:
            said = _("No incident is open here: choose one on the board, or declare one with Ctrl+N.")
        self._nothing.say(said)
        self._begin.setVisible(has_incident and can_write)
        self._other.setVisible(has_incident and can_write and is_grave)
        self._owed.setVisible(has_incident)
        self._new.setVisible(has_incident and can_write and shown is not None)
        self._right.setVisible(shown is not None)
        self._empty.setVisible(shown is None)
        if shown is not None and self._facts is not None:
            self.head.show_message(shown, self._facts.book)

    @Slot()
    def _size(self) -> None:
        px = self._desk.look.px
        is_wide = self.window().width() >= px(WIDE)
        width = px(LIST if is_wide else LIST_NARROW)
        self._left.setFixedWidth(width + GAP)
        self._owed.set_width(width)
        self._owed.updateGeometry()
        if is_wide == self._is_wide:
            if is_wide:
                self.side.set_width(px(SIDE))
            return
        self._is_wide = is_wide
        self._place_side()
        self.editor.parts.offer_follow(not is_wide)
        self._show_follow(self.editor.parts.part == "follow")

    @Slot(bool)
    def _show_follow(self, is_follow: bool) -> None:
        """Checks, facts and history beside the text, or in its place."""
        self.side.setVisible(bool(self._is_wide) or is_follow)

    def _place_side(self) -> None:
        """Beside the text in a wide window, else under the bar of texts and as wide as they are."""
        if self._is_wide:
            self._row.addWidget(self.side)
            self.side.set_width(self._desk.look.px(SIDE))
        else:
            self.editor.take_side(self.side)
            self.side.setMinimumWidth(0)
            self.side.setMaximumWidth(WIDEST)

    # What Qt asks

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._size()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._size()
        self._ticks.start()
        self._latest.ask()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """A page that comes to the front answers the arrows at once; where nothing was said yet, Enter begins."""
        super().focusInEvent(event)
        (self.list if self._begin.isHidden() or self._empty.isHidden() else self._begin).setFocus(event.reason())
