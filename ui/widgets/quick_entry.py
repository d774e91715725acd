"""Quick entry: one field that is always at hand, the kinds by key or chip, and a line that says what is understood."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.widgets.hint_line import HintLine
from ui.widgets.quick_field import QuickField
from ui.widgets.quick_words import understood_words
from ui.widgets.spoken import Spoken
from warroom import words
from warroom.commands.said import kind_word
from warroom.domain.entries import Kind
from warroom.domain.quick_entry import QuickEntry, Span, parse
from warroom.errors import Trouble
from warroom.words import _

DRAFT_MS = 300
CHIPS = (
    (Qt.Key.Key_F2, Kind.FACT),
    (Qt.Key.Key_F3, Kind.DECISION),
    (Qt.Key.Key_F4, Kind.ORDER),
    (Qt.Key.Key_F5, Kind.HYPOTHESIS),
)
OTHER_KINDS = (Kind.REQUEST, Kind.REPORT, Kind.COMMUNICATION, Kind.NOTIFICATION, Kind.HANDOVER, Kind.EVIDENCE)


@dataclass(frozen=True, slots=True)
class Sent:
    """One line on its way to the disk: as typed, its kind, and what it was understood as."""

    typed: str
    kind: Kind
    entry: QuickEntry
    place: str  # where its draft is kept


@dataclass(slots=True)
class Away:
    """What was left in another incident while lines were still on their way to the disk."""

    waiting: list[Sent]
    typed: str


class QuickEntryBar(Spoken, QWidget):
    """Types, shows what is understood, and hands over one line at a time; keeps what is not yet on disk."""

    sent = Signal(object)  # a Sent
    left = Signal()  # Esc: the keyboard goes to the log, the text stays

    def __init__(self, desk: Desk, scope: QWidget | None = None, parent: QWidget | None = None) -> None:
        """`scope` is the widget within which the F-keys choose a kind; this bar when left out."""
        super().__init__(parent)
        self._desk = desk
        self._place = ""  # where the draft is kept
        self._kind = Kind.INFORMATION
        self._waiting: list[Sent] = []
        self._away: dict[str, Away] = {}
        self._said = ""  # the last confirmation
        self._people: tuple[str, ...] = ()
        self._services: tuple[str, ...] = ()
        self._parsed: tuple[str, Kind, int, QuickEntry] | None = None
        self._is_revoked = desk.room.rights.is_revoked()
        self._build()
        for key, kind in CHIPS:
            shortcut = QShortcut(
                QKeySequence(key), scope or self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut
            )
            shortcut.activated.connect(partial(self.toggle, kind))
        self._draft = QTimer(self)
        self._draft.setSingleShot(True)
        self._draft.setInterval(DRAFT_MS)
        self._draft.timeout.connect(self.keep_draft)
        self._restyle()
        self._say()
        self._field.textChanged.connect(self._follow_text)
        self._field.entered.connect(self.send)
        self._field.left.connect(self.left)
        desk.look.changed.connect(self._restyle)

    def _build(self) -> None:
        self._field = QuickField(self._desk.look, self._spans, self)
        self.setFocusProxy(self._field)
        self._chips = {kind: self._chip(kind) for _key, kind in CHIPS}
        self._more = QToolButton(self)
        self._more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._more.setProperty("quiet", True)
        self._more.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._menu = QMenu(self._more)
        self._more.setMenu(self._menu)
        self._hint = HintLine(self._desk.look, self)
        self._row = QWidget(self)
        chips = QHBoxLayout(self._row)
        chips.setContentsMargins(0, 0, 0, 0)
        chips.setSpacing(2)
        for chip in (*self._chips.values(), self._more):
            chips.addWidget(chip)
        self._under = QGridLayout()
        self._under.setContentsMargins(0, 0, 0, 0)
        self._under.setHorizontalSpacing(10)
        self._under.setVerticalSpacing(2)
        self._under.setColumnStretch(1, 1)
        self._under.addWidget(self._row, 0, 0)
        self._under.addWidget(self._hint, 0, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(14, 10, 14, 8)
        whole.setSpacing(6)
        whole.addWidget(self._field)
        whole.addLayout(self._under)

    def _chip(self, kind: Kind) -> QToolButton:
        chip = QToolButton(self)
        chip.setCheckable(True)
        chip.setProperty("quiet", True)
        chip.setProperty("chip", True)
        chip.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        chip.clicked.connect(lambda checked: self.choose(kind if checked else Kind.INFORMATION))
        return chip

    # For the panel

    def set_place(self, place: str) -> None:
        """Write for another incident: what was typed here stays as its draft, what was typed there comes back."""
        if place == self._place:
            return
        if self._place:
            self.keep_draft()
            if self._waiting:
                self._away[self._place] = Away(self._waiting, self.text)
        away = self._away.pop(place, None) or Away([], self._desk.room.draft(place))
        self._place, self._waiting, self._said = place, away.waiting, ""
        self._field.put(away.typed)
        self._draft.stop()
        self.choose(Kind.INFORMATION, focus=False)

    def set_names(self, *, people: list[str], services: list[str]) -> None:
        self._people, self._services = tuple(people), tuple(services)
        self._field.set_names(people=people, services=services)
        self._parsed = None

    def set_writable(self, writable: bool) -> None:
        self._field.setReadOnly(not writable)
        self.setEnabled(writable)

    def look_again(self) -> None:
        """Whether this station may still write."""
        self._is_revoked = self._desk.room.rights.is_revoked()
        self._show_words()

    def write(self, text: str) -> None:
        """Go on typing here: a letter typed while the log had the keyboard."""
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._field.insertPlainText(text)

    @property
    def text(self) -> str:
        return self._field.toPlainText()

    @property
    def kind(self) -> Kind:
        return self._kind

    def choose(self, kind: Kind, *, focus: bool = True) -> None:
        """The kind of the next line."""
        self._kind = kind
        for of, chip in self._chips.items():
            chip.setChecked(of is kind)
        self._more.setText(kind_word(kind) if kind in OTHER_KINDS else _("Other…"))
        self._parsed = None
        self._show_words()
        if focus:
            self._field.setFocus(Qt.FocusReason.OtherFocusReason)

    def toggle(self, kind: Kind) -> None:
        """This kind, or plain information when it is chosen already."""
        self.choose(Kind.INFORMATION if kind is self._kind else kind)

    def read(self) -> QuickEntry:
        """What the line says now."""
        return self._read(self.text)

    def _read(self, text: str) -> QuickEntry:
        """Asked several times for each key; answered once a second for the same text."""
        now = self._desk.room.clock.now_ms()
        known = (text, self._kind, now // 1000)
        if self._parsed is None or self._parsed[:3] != known:
            entry = parse(
                text,
                now_ms=now,
                zone=None,
                people=self._people,
                services=self._services,
                kind=self._kind,
                language=words.language(),
            )
            self._parsed = (*known, entry)
        return self._parsed[3]

    @Slot()
    def send(self) -> None:
        """Hand the line over; it waits under the field until it is on disk."""
        entry = self.read()
        if not entry.text:
            self._hint.say(_("Write something first; Enter saves it."), "due")
            return
        sent = Sent(self.text, self._kind, entry, self._place)
        self._waiting.append(sent)
        self._field.put("")
        self.choose(Kind.INFORMATION)
        self.sent.emit(sent)

    def confirm(self, sent: Sent, said: str) -> None:
        """It is on disk."""
        if sent not in self._waiting:
            self._settle_away(sent)
            return
        self._waiting.remove(sent)
        self._said = said
        self._show_words()
        self.keep_draft()

    def give_back(self, sent: Sent) -> None:
        """It could not be written: the text returns to the field, before whatever was typed since."""
        if sent not in self._waiting:
            self._settle_away(sent, is_back=True)
            return
        self._waiting.remove(sent)
        typed = self.text
        self._field.put(f"{sent.typed}\n{typed}" if typed else sent.typed)
        if not typed:
            self.choose(sent.kind, focus=False)
        self.keep_draft()

    def _settle_away(self, sent: Sent, *, is_back: bool = False) -> None:
        """A line of an incident that is not shown any more is on disk, or comes back before what was typed there."""
        away = self._away.get(sent.place)
        if away is None or sent not in away.waiting:
            return
        away.waiting.remove(sent)
        if is_back:
            away.typed = f"{sent.typed}\n{away.typed}" if away.typed else sent.typed
        self._keep(sent.place, away.waiting, away.typed)
        if not away.waiting:
            del self._away[sent.place]

    @Slot()
    def keep_draft(self) -> None:
        """Keep what is not on disk as an entry, so that a crash loses nothing."""
        self._draft.stop()
        if self._place:
            self._keep(self._place, self._waiting, self.text)

    def _keep(self, place: str, waiting: list[Sent], typed: str) -> None:
        if self._desk.room.read_only:
            return
        unsaved = "\n".join([*(sent.typed for sent in waiting), typed]).strip("\n")
        try:
            kept = self._desk.room.keep_draft(place, unsaved)
        except Trouble as trouble:
            self._desk.notices.show(trouble, parent=self)
            return
        self._desk.tasks.follow(kept, owner=self)

    # Following

    def _spans(self, whole: str) -> tuple[Span, ...]:
        return self._read(whole).understood

    @Slot()
    def _follow_text(self) -> None:
        if self.text:
            self._said = ""
        self._show_words()
        self._draft.start()

    def _show_words(self) -> None:
        if self._waiting:
            self._hint.say(
                _("saving: {text}").format(text=self._waiting[-1].entry.text[:80].replace("\n", " ")), "muted"
            )
            return
        if self._is_revoked:
            self._hint.say(_("This station was revoked: nothing more can be written here."), "due")
            return
        entry = self.read()
        now = self._desk.room.clock.now_ms()
        if understood := understood_words(entry, now):
            self._hint.say(understood, "accent")
        elif self._said:
            self._hint.say(self._said, "good")
        else:
            self._hint.say(self._grammar(), "muted")

    def _grammar(self) -> str:
        return _("from: to: phone    -20 20 min ago    + to verify    ! key event    @name 15:30")

    @Slot()
    def _restyle(self) -> None:
        self._field.restyle()
        across, down = self._desk.look.px(6), self._desk.look.px(2)
        for chip in (*self._chips.values(), self._more):
            chip.setStyleSheet(f"padding: {down}px {across}px;")
        self._place_hint()

    def _say(self) -> None:
        self._field.setPlaceholderText(_("What happened? Enter saves."))
        self._field.setAccessibleName(_("Quick entry"))
        for key, kind in CHIPS:
            chip = self._chips[kind]
            chip.setText(f"F{int(key) - int(Qt.Key.Key_F1) + 1} {kind_word(kind).lower()}")
            chip.setAccessibleName(kind_word(kind))
        self._menu.clear()
        for kind in OTHER_KINDS:
            self._menu.addAction(kind_word(kind), partial(self.choose, kind))
        self._said = ""  # it was said in the language of a moment ago
        self.choose(self._kind, focus=False)
        self._place_hint()

    def _place_hint(self) -> None:
        """Beside the chips when there is room for what it usually says, under them otherwise."""
        room = self.width() - self._row.sizeHint().width() - 40
        is_beside = room >= self._hint.fontMetrics().horizontalAdvance(self._grammar())
        self._under.removeWidget(self._hint)
        if is_beside:
            self._under.addWidget(self._hint, 0, 1)
        else:
            self._under.addWidget(self._hint, 1, 0, 1, 2)

    # What Qt asks

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_hint()
