"""What a message still lacks, asked one thing at a time: its name, and a field for each language; Enter goes on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QStringListModel, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QFrame, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from ui.theme import Look
from ui.widgets.hint_line import HintLine
from ui.widgets.spoken import Spoken
from ui.widgets.tone import ToneLabel
from warroom.words import _, ngettext


@dataclass(frozen=True, slots=True)
class Lacking:
    """A variable that nobody filled in: what it is called, in which languages it lacks, what may be said, and how."""

    name: str
    label: str
    languages: tuple[str, ...]
    examples: dict[str, str]
    bank: dict[str, list[str]]
    room: tuple[str, ...] = ()  # what the room holds, in its own words
    is_outside: bool = False  # somebody outside will read it


class OfferField(QLineEdit):
    """A field that offers ready sentences with the arrow down."""

    left = Signal(bool)  # forward

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._offers = QStringListModel(self)
        completer = QCompleter(self._offers, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setCompleter(completer)

    def set_offers(self, offers: Sequence[str]) -> None:
        self._offers.setStringList(list(offers))

    # What Qt asks

    def keyPressEvent(self, event: QKeyEvent) -> None:
        completer = self.completer()
        if event.key() == Qt.Key.Key_Down and not self.text() and self._offers.rowCount():
            completer.setCompletionPrefix("")
            completer.complete()
            return
        if event.key() in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            self.left.emit(event.key() == Qt.Key.Key_PageDown)
            return
        super().keyPressEvent(event)


class FillLine(Spoken, QFrame):
    """`filled` says a variable, a language and its words; hidden while nothing lacks."""

    filled = Signal(str, str, str)  # variable, language, words
    done = Signal()  # nothing lacks any more

    def __init__(self, look: Look, languages: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("wash", "late")
        self._lacking: tuple[Lacking, ...] = ()
        self._at = 0
        self._asked = ToneLabel(look, "late", bold=True, wrap=True, parent=self)
        self._help = ToneLabel(look, "muted", parent=self)
        self._next = QPushButton(self)
        self._next.setProperty("quiet", True)
        self._next.clicked.connect(lambda _checked=False: self.skip(forward=True))
        self.fields = {language: OfferField(self) for language in languages}
        head, row = QHBoxLayout(), QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._asked, 1)
        head.addWidget(self._help)
        head.addWidget(self._next)
        row.setSpacing(12)
        for language, field in self.fields.items():
            row.addWidget(field, 1)
            field.returnPressed.connect(lambda at=language: self._take(at))
            field.left.connect(lambda forward: self.skip(forward=forward))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(12, 6, 12, 8)
        whole.setSpacing(4)
        self._known_here = HintLine(look, self)
        whole.addLayout(head)
        whole.addLayout(row)
        whole.addWidget(self._known_here)
        self._say()

    @property
    def asked(self) -> Lacking | None:
        """What is asked now."""
        return self._lacking[self._at] if self._lacking else None

    @property
    def has_keyboard(self) -> bool:
        return any(field.hasFocus() for field in self.fields.values())

    def show_lacking(self, lacking: Sequence[Lacking]) -> None:
        """Ask for these; what is half typed for one that still lacks stays."""
        was, had_keyboard = self.asked, self.has_keyboard
        self._lacking = tuple(lacking)
        names = [each.name for each in self._lacking]
        self._at = names.index(was.name) if was is not None and was.name in names else min(self._at, len(names) - 1)
        self._at = max(0, self._at)
        self.setVisible(bool(lacking))
        if self.asked is None:
            if had_keyboard:
                self.done.emit()
            return
        if was is None or was.name != self.asked.name:
            self._ask(take_keyboard=had_keyboard)
        else:
            self._say()

    def begin(self, name: str = "") -> None:
        """Put the keyboard on the first question, or on this variable."""
        names = [each.name for each in self._lacking]
        if name in names:
            self._at = names.index(name)
        if names:
            self._ask(take_keyboard=True)

    def skip(self, *, forward: bool) -> None:
        """Another question; this one stays open."""
        if self._lacking:
            self._at = (self._at + (1 if forward else -1)) % len(self._lacking)
            self._ask(take_keyboard=True)

    def _ask(self, *, take_keyboard: bool) -> None:
        asked = self.asked
        assert asked is not None
        for language, field in self.fields.items():
            field.clear()
            field.setVisible(language in asked.languages)
            field.set_offers(asked.bank.get(language, []))
        self._say()
        if take_keyboard:
            first = next(each for each in self.fields if each in asked.languages)
            self.fields[first].setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _take(self, language: str) -> None:
        """Enter: say it, and go to the other language or the next question."""
        asked, words = self.asked, self.fields[language].text().strip()
        if asked is None:
            return
        if not words:
            self.skip(forward=True)
            return
        left = [each for each in asked.languages if each != language and not self.fields[each].text().strip()]
        if left:
            self.fields[left[0]].setFocus(Qt.FocusReason.OtherFocusReason)
            return
        typed = {each: self.fields[each].text().strip() for each in asked.languages}
        for each, said in typed.items():
            self.filled.emit(asked.name, each, said)

    def _say(self) -> None:
        self._next.setText(_("Next"))
        self._next.setVisible(len(self._lacking) > 1)
        self._help.say(_("Enter fills it in"))
        asked = self.asked
        if asked is None:
            return
        count = len(self._lacking)
        lacks = ngettext("{n} thing is missing", "{n} things are missing", count).format(n=count)
        self._asked.say(f"{lacks} · {asked.label}", "late")
        for language, field in self.fields.items():
            field.setAccessibleName(f"{asked.label}, {language.upper()}")
            example = asked.examples.get(language, "")
            said = _("{language}: e.g. {example}") if example else "{language}"
            field.setPlaceholderText(said.format(language=language.upper(), example=example))
            field.setToolTip(field.placeholderText())
        self._known_here.say(_room_said(asked), "due" if asked.is_outside else "muted")
        self._known_here.setVisible(bool(asked.room))


def _room_said(asked: Lacking) -> str:
    """What the room would say; outside, its own words are read before they are taken."""
    if not asked.room:
        return ""
    known = " · ".join(_("“{words}”").format(words=words) for words in asked.room)
    if asked.is_outside:
        return _("↓ In the room’s own words, to be put for the outside: {known}").format(known=known)
    return _("↓ The room knows: {known}").format(known=known)
