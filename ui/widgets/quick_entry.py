"""Quick entry: one field that is always at hand, chips and fields for whoever knows no grammar, what is understood."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.desk import Desk
from ui.widgets.call_fields import FIELDS, CallFields
from ui.widgets.hint_line import HintLine
from ui.widgets.quick_chips import QuickChips
from ui.widgets.quick_field import QuickField
from ui.widgets.quick_words import understood_words
from ui.widgets.spoken import Spoken
from warroom import words
from warroom.domain.entries import Channel, Kind
from warroom.domain.quick_entry import NOTHING_CHOSEN, Chosen, QuickEntry, Span, parse, written
from warroom.errors import Trouble
from warroom.words import _

DRAFT_MS = 300
CHANNELS = (Channel.PHONE, Channel.RADIO, Channel.IN_PERSON)  # the three that have a chip


@dataclass(frozen=True, slots=True)
class Sent:
    """One line on its way to the disk: as typed, its kind, and what it was understood as."""

    typed: str
    kind: Kind
    entry: QuickEntry
    place: str  # where its draft is kept
    chosen: Chosen = NOTHING_CHOSEN

    @property
    def whole(self) -> str:
        """The line with what was chosen beside it, as a draft keeps it."""
        return written(self.typed, self.kind, self.chosen, language=words.language())


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
        self._kind, self._chosen = Kind.INFORMATION, NOTHING_CHOSEN
        self._waiting: list[Sent] = []
        self._away: dict[str, Away] = {}
        self._said = ""  # the last confirmation
        self._people: tuple[str, ...] = ()
        self._services: tuple[str, ...] = ()
        self._parsed: tuple[str, Kind, Chosen, int, QuickEntry] | None = None
        self._is_revoked = desk.room.rights.is_revoked()
        self._build(scope or self)
        self._draft = QTimer(self)
        self._draft.setSingleShot(True)
        self._draft.setInterval(DRAFT_MS)
        self._draft.timeout.connect(self.keep_draft)
        self._restyle()
        self._say()
        self._field.textChanged.connect(self._follow_text)
        self._field.entered.connect(self.send)
        self._field.left.connect(self.left)
        self._chips.kind_wanted.connect(self.toggle)
        self._chips.said_wanted.connect(self._choose_said)
        self._call.changed.connect(self._follow_fields)
        self._call.done.connect(self._send_or_write)
        self._call.left.connect(self._back_to_line)
        desk.look.changed.connect(self._restyle)

    def _build(self, scope: QWidget) -> None:
        self._field = QuickField(self._desk.look, self._spans, self)
        self.setFocusProxy(self._field)
        self._call = CallFields(self._desk.look, self)
        self._chips = QuickChips(self._desk.look, scope, self)
        for popup in (self._field.names_offered, *self._call.names_offered):
            self._chips.also_over(popup)
        self._hint = HintLine(self._desk.look, self)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(14, 10, 14, 8)
        whole.setSpacing(6)
        for widget in (self._field, self._call, self._hint, self._chips):
            whole.addWidget(widget)

    # For the panel

    def set_place(self, place: str) -> None:
        """Write for another incident: what was typed here stays as its draft, what was typed there comes back."""
        if place == self._place:
            return
        if self._place:
            self.keep_draft()
            if self._waiting:
                self._away[self._place] = Away(self._waiting, self._whole)
        away = self._away.pop(place, None) or Away([], self._desk.room.draft(place))
        self._place, self._waiting, self._said = place, away.waiting, ""
        self._field.put(away.typed)
        self._draft.stop()
        self._take(Kind.INFORMATION, NOTHING_CHOSEN)

    def set_names(self, *, people: list[str], services: list[str]) -> None:
        self._people, self._services = tuple(people), tuple(services)
        self._field.set_names(people=people, services=services)
        self._call.set_names(people)
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

    @property
    def chosen(self) -> Chosen:
        """What keys, chips and fields say of the next line."""
        return self._chosen

    @property
    def _whole(self) -> str:
        """The line as a draft keeps it: a kind alone is no draft."""
        is_something = bool(self.text.strip()) or not self._call.is_empty
        return written(self.text, self._kind, self._chosen, language=words.language()) if is_something else self.text

    def choose(self, kind: Kind, *, focus: bool = True) -> None:
        """The kind of the next line."""
        self._kind = kind
        self._chips.show_kind(kind)
        self._parsed = None
        self._show_words()
        if focus:
            self._field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take(self, kind: Kind, chosen: Chosen) -> None:
        """The kind and all that is chosen at once, without moving the keyboard."""
        self._call.put(chosen.from_who, chosen.to_who, chosen.when)
        self._chosen = chosen
        self._show_chosen()
        self.choose(kind, focus=False)

    def _show_chosen(self) -> None:
        on = {self._chosen.channel} if self._chosen.channel else set()
        on |= {"verify"} if self._chosen.to_verify else set()
        on |= {"key"} if self._chosen.key_event else set()
        self._chips.show_said(frozenset(on | {name for name in FIELDS if self._call.value(name).strip()}))

    @Slot(str)
    def _choose_said(self, name: str) -> None:
        """A channel or a mark is on or off; who and when open their fields."""
        now = self._chosen
        if name in FIELDS:
            self._call.open(name)
        elif name == "verify":
            self._chosen = replace(now, to_verify=not now.to_verify)
        elif name == "key":
            self._chosen = replace(now, key_event=not now.key_event)
        elif name in CHANNELS:
            self._chosen = replace(now, channel="" if now.channel == name else name)
        self._after_choice()

    @Slot()
    def _follow_fields(self) -> None:
        who, whom, when = (self._call.value(name) for name in FIELDS)
        self._chosen = replace(self._chosen, from_who=who, to_who=whom, when=when)
        self._after_choice()

    def _after_choice(self) -> None:
        self._said = ""
        self._show_chosen()
        self._parsed = None
        self._show_words()
        self._draft.start()

    @Slot()
    def _send_or_write(self) -> None:
        """Enter in a field: the line goes when it says something, otherwise it is what is missing."""
        if _says_something(self.text, self.read()):
            self.send()
        self._back_to_line()

    @Slot()
    def _back_to_line(self) -> None:
        self._call.setVisible(not self._call.is_empty)
        self._field.setFocus(Qt.FocusReason.OtherFocusReason)

    def toggle(self, kind: Kind) -> None:
        """This kind, or plain information when it is chosen already; a field of the call keeps the keyboard."""
        self.choose(Kind.INFORMATION if kind is self._kind else kind, focus=not self._call.has_keyboard())

    def read(self) -> QuickEntry:
        """What the line says now."""
        return self._read(self.text)

    def _read(self, text: str) -> QuickEntry:
        """Asked several times for each key; answered once a second for the same text."""
        now = self._desk.room.clock.now_ms()
        known = (text, self._kind, self._chosen, now // 1000)
        if self._parsed is None or self._parsed[:4] != known:
            entry = parse(
                text,
                now_ms=now,
                zone=None,
                people=self._people,
                services=self._services,
                kind=self._kind,
                language=words.language(),
                chosen=self._chosen,
            )
            self._parsed = (*known, entry)
        return self._parsed[4]

    @Slot()
    def send(self) -> None:
        """Hand the line over; it waits under the field until it is on disk."""
        entry = self.read()
        if not _says_something(self.text, entry):
            self._hint.say(_("Write something first; Enter saves it."), "due")
            return
        sent = Sent(self.text, self._kind, entry, self._place, self._chosen)
        self._waiting.append(sent)
        self._field.put("")
        self._take(Kind.INFORMATION, NOTHING_CHOSEN)
        self._field.setFocus(Qt.FocusReason.OtherFocusReason)
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
        if self._whole:
            self._field.put(f"{sent.whole}\n{self.text}")
        else:
            self._field.put(sent.typed)
            self._take(sent.kind, sent.chosen)
        self.keep_draft()

    def _settle_away(self, sent: Sent, *, is_back: bool = False) -> None:
        """A line of an incident that is not shown any more is on disk, or comes back before what was typed there."""
        away = self._away.get(sent.place)
        if away is None or sent not in away.waiting:
            return
        away.waiting.remove(sent)
        if is_back:
            away.typed = f"{sent.whole}\n{away.typed}" if away.typed else sent.whole
        self._keep(sent.place, away.waiting, away.typed)
        if not away.waiting:
            del self._away[sent.place]

    @Slot()
    def keep_draft(self) -> None:
        """Keep what is not on disk as an entry, so that a crash loses nothing."""
        self._draft.stop()
        if self._place:
            self._keep(self._place, self._waiting, self._whole)

    def _keep(self, place: str, waiting: list[Sent], typed: str) -> None:
        if self._desk.room.read_only:
            return
        unsaved = "\n".join([*(sent.whole for sent in waiting), typed]).strip("\n")
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
        if entry.is_when_unread:
            self._hint.say(_("The time is not understood: it stays in the text as typed."), "due")
        elif understood := understood_words(entry, now, is_chosen=self._chosen != NOTHING_CHOSEN):
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
        self._chips.restyle()

    def _say(self) -> None:
        self._field.setPlaceholderText(_("What happened? Enter saves."))
        self._field.setAccessibleName(_("Quick entry"))
        self._said = ""  # it was said in the language of a moment ago
        self.choose(self._kind, focus=False)


def _says_something(typed: str, entry: QuickEntry) -> bool:
    """Whether there is a text beside what was chosen: marks alone are no entry."""
    return bool(entry.text) and bool(typed.strip())
