"""The lock page: the time, how many clocks are late, when the next is due, not a word of what they are; and a key."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ui.desk import Desk
from ui.icons import pixmap
from ui.tasks import Job, Tasks
from ui.widgets.spoken import Spoken
from ui.widgets.tone import ToneLabel, due_tone
from warroom import phrases
from warroom.domain.clocks import CLOCK_NOUNS
from warroom.domain.incidents import Mode
from warroom.errors import WarroomError, WrongKey
from warroom.identity.keys import Method
from warroom.room import Change, KeyringDoor
from warroom.words import _, ngettext

WIDTH = 420
MOST = 2_000  # dues read for the count
TICK_MS = 1_000
READ_AFTER_MS = 500  # an import writes hundreds of times a second


class LockPage(Spoken, QScrollArea):
    """All that a locked window holds; `opened` once a key of the room was given."""

    opened = Signal()

    def __init__(self, desk: Desk, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._tasks = desk, tasks
        self._dues: list[int] = []  # when each is due, soonest first
        self._by_code = False
        self._is_trying = False
        self._build()
        self._say()
        self.field.returnPressed.connect(self.unlock)
        self.primary.clicked.connect(self.unlock)
        self.by_keyring.clicked.connect(self.unlock_with_keyring)
        self.by_sheet.clicked.connect(self._switch)
        self._tick = QTimer(self, interval=TICK_MS)
        self._tick.timeout.connect(self.refresh)
        self._again = QTimer(self, singleShot=True, interval=READ_AFTER_MS)
        self._again.timeout.connect(self._read)
        desk.changes.changed.connect(self._follow)
        self._read()
        tasks.run(lambda _job: desk.room.lock.ways.methods(), owner=self, done=self._offer)

    @property
    def said(self) -> str:
        """All that can be read of the room here."""
        return " · ".join(label.text() for label in (self._clock, self._day, self._late, self._next) if label.text())

    def focus_key(self) -> None:
        """Ready to type."""
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    # Unlocking

    @Slot()
    def unlock(self) -> None:
        """Try what was typed, in a task: stretching a passphrase takes a moment."""
        typed = self.field.text()
        if not typed:
            self.focus_key()
            return
        lock, by_code = self._desk.room.lock, self._by_code
        if by_code:
            self._try(lambda _job: lock.check(recovery_code=typed))
        else:
            self._try(lambda _job: lock.check(passphrase=typed))

    @Slot()
    def unlock_with_keyring(self) -> None:
        """Only when asked: a keyring that is open for its owner opens for whoever sits there."""
        lock = self._desk.room.lock
        self._try(lambda _job: lock.check(keyring=KeyringDoor()))

    def _try(self, work: Callable[[Job], None]) -> None:
        if self._is_trying:
            return
        self.complain("")
        self._set_trying(trying=True)
        self._tasks.run(work, owner=self, done=self._end, failed=self._stay)

    def _end(self, _nothing: None) -> None:
        self.field.clear()
        self._set_trying(trying=False)
        self.opened.emit()

    def _stay(self, error: Exception) -> None:
        self._set_trying(trying=False)
        if not isinstance(error, WarroomError):
            raise error
        if isinstance(error, WrongKey) and error.code.startswith("keyring"):
            self.complain(" ".join((error.message, _("Type the passphrase."))))
        else:
            self.complain(" ".join(part for part in (error.message, error.safe) if part))
        self.field.selectAll()
        self.focus_key()

    def _set_trying(self, *, trying: bool) -> None:
        self._is_trying = trying
        self._busy.setVisible(trying)
        for widget in (self.field, self.by_keyring, self.by_sheet):
            widget.setEnabled(not trying)
        self._let_try()

    def _let_try(self) -> None:
        """After too many wrong tries the button waits, and says for how long."""
        wait = self._desk.room.lock.wait
        self.primary.setEnabled(not self._is_trying and wait <= 0)
        said = phrases.duration(int(wait * 1000) + 999) if wait > 0 else ""
        self._wait.say(_("Next try in {duration}.").format(duration=said) if said else "", "due")
        self._wait.setVisible(bool(said))

    def complain(self, text: str) -> None:
        """Say what is wrong under the field; "" takes it away."""
        self._trouble.say(text, "late")
        self._trouble.setAccessibleName(text)
        self._trouble.setVisible(bool(text))

    @Slot()
    def _switch(self) -> None:
        self._by_code = not self._by_code
        self.field.clear()
        self.complain("")
        self._say()
        self.focus_key()

    def _offer(self, ways: frozenset[Method]) -> None:
        """Only the ways this room has; the keyring behind a button of its own."""
        self.by_keyring.setVisible(Method.KEYRING in ways)
        self.by_sheet.setVisible(Method.RECOVERY in ways and Method.PASSPHRASE in ways)
        if Method.PASSPHRASE not in ways and Method.RECOVERY in ways and not self._by_code:
            self._switch()

    # The clocks: counts and times, no titles

    @Slot()
    def refresh(self) -> None:
        """Say the time; nothing is read from the room."""
        now = self._desk.room.clock.now_ms()
        self._clock.say(phrases.seconds_of_day(now))
        self._day.say(f"{phrases.day(now)} · {phrases.utc_offset(now)}")
        late = sum(due < now for due in self._dues)
        self._late.say(ngettext("{n} clock late", "{n} clocks late", late).format(n=late) if late else "", "late")
        self._late.setVisible(bool(late))
        coming = next((due for due in self._dues if due >= now), None)
        if coming is not None:
            said = _("Next deadline {due}").format(due=phrases.due(coming, now))
            self._next.say(said, due_tone(coming, now) or "muted")
        else:
            self._next.say("" if late else _("Nothing else is due."), "muted")
        self._let_try()

    @Slot(object)
    def _follow(self, change: Change) -> None:
        if change.touches(*CLOCK_NOUNS) and not self._again.isActive():
            self._again.start()

    @Slot()
    def _read(self) -> None:
        views = self._desk.room.views

        def read() -> list[int]:
            pending = views.pending(mode=Mode.REAL, limit=MOST)
            return sorted(item.due_at for item in pending if item.due_at is not None)

        self._tasks.run(lambda _job: read(), owner=self, done=self._take)

    def _take(self, dues: list[int]) -> None:
        self._dues = dues
        self.refresh()

    # Building

    def _build(self) -> None:
        look = self._desk.look
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page = QWidget(self)
        page.setObjectName("lockPage")
        self._clock = ToneLabel(look, px=40, bold=True, parent=page)
        self._day = ToneLabel(look, "muted", parent=page)
        self._late = ToneLabel(look, "late", px=15, bold=True, parent=page)
        self._next = ToneLabel(look, "muted", px=15, parent=page)
        for label in (self._clock, self._day, self._late, self._next):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._late.hide()
        column = QVBoxLayout()
        column.setSpacing(4)
        for label in (self._clock, self._day, self._late, self._next):
            column.addWidget(label)
        column.addSpacing(look.px(12))
        column.addWidget(self._build_card(page))
        self._middle = middle = QWidget(page)
        middle.setLayout(column)
        column.setContentsMargins(0, 0, 0, 0)
        self._size()
        look.changed.connect(self._size)
        whole = QVBoxLayout(page)
        whole.setContentsMargins(16, 12, 16, 12)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(middle)
        row.addStretch(1)
        whole.addStretch(2)
        whole.addLayout(row)
        whole.addStretch(3)
        self.setWidget(page)

    @Slot()
    def _size(self) -> None:
        self._middle.setFixedWidth(self._desk.look.px(WIDTH))
        self._sign.setPixmap(pixmap("lock", self._desk.look))

    def _build_card(self, page: QWidget) -> QFrame:
        card = QFrame(page)
        card.setProperty("panel", True)
        self._sign, self._heading = QLabel(card), QLabel(card)
        self._heading.setProperty("role", "page")
        self._heading.setTextFormat(Qt.TextFormat.PlainText)
        self._heading.setWordWrap(True)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._sign)
        head.addWidget(self._heading, 1)
        self._label = QLabel(card)
        self.field = QLineEdit(card)
        self._label.setBuddy(self.field)
        self.primary, self.by_keyring, self.by_sheet = QPushButton(card), QPushButton(card), QPushButton(card)
        self.primary.setProperty("primary", True)
        self.by_keyring.hide()
        self.by_sheet.hide()
        for link in (self.by_keyring, self.by_sheet):
            link.setProperty("link", True)
            link.setCursor(Qt.CursorShape.PointingHandCursor)
        for button in (self.primary, self.by_keyring, self.by_sheet):
            button.setAutoDefault(True)
        self._trouble = ToneLabel(self._desk.look, "late", wrap=True, parent=card)
        self._wait = ToneLabel(self._desk.look, "due", parent=card)
        self._goes_on = ToneLabel(self._desk.look, "muted", wrap=True, parent=card)
        self._busy = QProgressBar(card)
        self._busy.setRange(0, 0)
        self._busy.setTextVisible(False)
        for hidden in (self._trouble, self._wait, self._busy):
            hidden.hide()
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.field, 1)
        line.addWidget(self.primary)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(20, 16, 20, 16)
        inside.setSpacing(8)
        inside.addLayout(head)
        inside.addWidget(self._goes_on)
        inside.addWidget(self._label)
        inside.addLayout(line)
        for part in (self._busy, self._trouble, self._wait):
            inside.addWidget(part)
        for button in (self.by_keyring, self.by_sheet):
            inside.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _say(self) -> None:
        room = self._desk.room
        self._heading.setText(_("{room} is locked").format(room=room.views.name()))
        self._goes_on.say(_("The log, the clocks and the copies go on. What you were typing is kept."))
        hidden = QLineEdit.EchoMode.Normal if self._by_code else QLineEdit.EchoMode.Password
        self.field.setEchoMode(hidden)
        self._label.setText(_("Recovery code") if self._by_code else _("Passphrase"))
        self.field.setAccessibleName(self._label.text())
        self.primary.setText(_("Unlock"))
        self.by_keyring.setText(_("Unlock with this laptop’s keyring"))
        self.by_sheet.setText(_("Use the passphrase") if self._by_code else _("Use the recovery sheet"))
        self.setAccessibleName(self._heading.text())
        self.refresh()

    # What Qt asks

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._tick.start()
        self.refresh()

    def hideEvent(self, event: QEvent) -> None:
        self._tick.stop()
        super().hideEvent(event)  # type: ignore[arg-type]
