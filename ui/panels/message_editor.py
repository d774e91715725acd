"""One message being written: its languages side by side, what is missing, what to look at, how long it is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.models.message_looks import Judged, judge
from ui.models.message_view import MessageView
from ui.panels.message_typing import Typing
from ui.widgets.fill_line import FillLine, Lacking
from ui.widgets.message_column import MessageColumn
from ui.widgets.moved_line import MovedLine
from ui.widgets.part_bar import FOLLOW, PartBar
from warroom import words
from warroom.commands import WriteText
from warroom.commands.seen import MovedMeanwhile
from warroom.domain.message_hints import Hint, hints
from warroom.domain.messages import PARTS
from warroom.domain.template_book import TemplateBook
from warroom.domain.template_filling import marker, missing_in

JUDGE_MS = 200
NAMES = {"fr": "Français", "en": "English"}  # each in its own
WRITTEN = ("body", "brief", "sms")


class MessageEditor(QWidget):
    """Nothing modal while one writes. `step_asked` when Ctrl+Enter asks for the next step."""

    step_asked = Signal()
    compare_asked = Signal(object, object)  # the command, and the MovedMeanwhile that stopped it
    follow_shown = Signal(bool)
    typed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.typing = Typing(desk, self)
        self._shown: MessageView | None = None
        self._book = TemplateBook()
        self._hints: list[Hint] = []
        self.columns: dict[str, MessageColumn] = {}
        self.parts = PartBar(desk.look, self)
        self.fill: FillLine | None = None
        self.moved = MovedLine(desk.look, self)
        self._stopped: tuple[WriteText, MovedMeanwhile] | None = None
        self._pair = QGridLayout()
        self._pair.setHorizontalSpacing(12)
        self._fill_place = QVBoxLayout()
        self._judging = QTimer(self)
        self._judging.setSingleShot(True)
        self._judging.setInterval(JUDGE_MS)
        self._judging.timeout.connect(self.judge)
        self._texts = QWidget(self)
        inside = QVBoxLayout(self._texts)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(8)
        inside.addWidget(self.moved)
        inside.addLayout(self._fill_place)
        inside.addLayout(self._pair, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        whole.addWidget(self.parts)
        whole.addWidget(self._texts, 1)
        self.parts.chosen.connect(self._show_part)
        self.typing.moved.connect(self._show_moved)
        self.moved.compare_asked.connect(self._compare)

    # What is shown

    def show_message(self, shown: MessageView, book: TemplateBook) -> None:
        """This message from now on; what is being typed stays."""
        languages = in_order(shown.facts.message.languages)
        is_other = self._shown is None or self._shown.id != shown.id
        self._shown, self._book = shown, book
        if tuple(self.columns) != languages:
            self._build(languages)
        self.typing.load(shown.id, shown.texts, shown.seen, languages)
        if is_other:
            self._stopped = None
            self.moved.hide()
        if is_other and self.parts.part == FOLLOW:
            self.parts.choose("body")
        self._show_part()

    def take_side(self, side: QWidget) -> None:
        """Checks and facts stand in the place of the texts, when the bar asks for them."""
        layout = self.layout()
        assert layout is not None
        layout.addWidget(side)

    def settle(self) -> None:
        """Write what is typed; a draft is kept of what cannot be written now."""
        self.typing.settle()
        self.typing.keep()

    def focus_text(self) -> None:
        """Put the keyboard into the first text."""
        if self.columns:
            next(iter(self.columns.values())).box.setFocus()

    def begin_filling(self, name: str = "") -> None:
        """Ask for what is missing, one thing after the other."""
        if self.fill is not None and not self.fill.isHidden():
            if self.parts.part == FOLLOW:
                self.parts.choose("body")
            self.fill.begin(name)
        else:  # nothing can be filled in: what is left of a marker is to be written over
            self.focus_text()

    def go_to_language(self) -> None:
        """The keyboard goes to the same text in the next language."""
        columns = list(self.columns.values())
        at = next((at for at, column in enumerate(columns) if column.has_keyboard), -1)
        if columns:
            columns[(at + 1) % len(columns)].box.setFocus()

    def go_to_next_look(self) -> None:
        """The next thing to look at: in this text, in the other language, in the other parts."""
        columns = list(self.columns.values())
        first = next((at for at, column in enumerate(columns) if column.has_keyboard), 0)
        for turn in range(len(columns) + 1):
            column = columns[(first + turn) % len(columns)]
            if column.next_look(after_cursor=turn == 0 and column.box.hasFocus()):
                return
        for part in WRITTEN:
            if part != self.parts.part and any(self._judged(language, part).marks for language in self.columns):
                self.parts.choose(part)
                self.go_to_next_look()
                return

    # Building

    def _build(self, languages: tuple[str, ...]) -> None:
        """One column a language, the one spoken here first."""
        for column in self.columns.values():
            self._pair.removeWidget(column)
            column.hide()
            column.deleteLater()
        if self.fill is not None:
            self.fill.hide()
            self.fill.deleteLater()
        self.columns = {}
        for at, language in enumerate(languages):
            column = MessageColumn(self._desk.look, language, NAMES.get(language, language.upper()), self)
            column.typed.connect(lambda language=language: self._type(language))
            column.settled.connect(self.typing.settle)
            column.sent.connect(self.step_asked)
            self._pair.addWidget(column, 0, at)
            self._pair.setColumnStretch(at, 1)
            self.columns[language] = column
        self.fill = FillLine(self._desk.look, languages, self)
        self.fill.hide()
        self.fill.filled.connect(self._fill_in)
        self.fill.done.connect(self.focus_text)
        self._fill_place.addWidget(self.fill)

    # Typing

    def _type(self, language: str) -> None:
        column, part = self.columns[language], self._part
        self.typing.type(language, part, column.box.toPlainText())
        if part == "body":
            self.typing.type(language, "title", column.title.text())
        self._judging.start()
        self.typed.emit()

    @Slot(str, str, str)
    def _fill_in(self, name: str, language: str, said: str) -> None:
        """Put these words wherever the variable stands, in every part of one language."""
        for part in PARTS:
            text = self.typing.value(language, part)
            if marker(name) in text:
                self.typing.type(language, part, text.replace(marker(name), said))
        self._show_part()
        self.typing.settle()
        self.typed.emit()

    @property
    def _part(self) -> str:
        """The part in the boxes."""
        return self.parts.part if self.parts.part != FOLLOW else "body"

    @Slot()
    def _show_part(self) -> None:
        is_follow = self.parts.part == FOLLOW
        self._texts.setVisible(not is_follow)
        self.follow_shown.emit(is_follow)
        if self._shown is None:
            return
        is_frozen = self._shown.is_frozen or self._desk.room.read_only
        for language, column in self.columns.items():
            column.show_text(
                title=self.typing.value(language, "title"),
                text=self.typing.value(language, self._part),
                has_title=self._part == "body",
            )
            column.set_read_only(is_frozen)
        self.judge()

    @Slot(object, object)
    def _show_moved(self, command: WriteText, moved: MovedMeanwhile) -> None:
        """Somebody else wrote this text meanwhile: a line says so, and nothing typed is touched."""
        self._stopped = (command, moved)
        self.moved.show()

    @Slot()
    def _compare(self) -> None:
        if self._stopped is not None:
            self.compare_asked.emit(*self._stopped)

    def compared(self, language: str) -> None:
        """Somebody chose: what stands in the room is shown as soon as it is read."""
        self._stopped = None
        self.moved.hide()
        self.typing.give_up(language)

    # Judging

    @Slot()
    def judge(self) -> None:
        """Count, and mark what is missing or to be looked at."""
        if self._shown is None:
            return
        is_frozen = self._shown.is_frozen
        self._hints = self._looked_at()
        for part in WRITTEN:
            judged = [self._judged(language, part) for language in self.columns]
            self.parts.show_note(part, notes_of(judged), is_wrong=any(each.is_wrong for each in judged))
        for language, column in self.columns.items():
            judged_here = self._judged(language, self._part)
            column.show_count(judged_here.said, judged_here.tone)
            column.show_marks(() if is_frozen else judged_here.marks)
            text = self._shown.texts.get(language)
            column.show_translated(is_unchecked=bool(text and text.translated) and not is_frozen)
        if self.fill is not None:
            self.fill.show_lacking([] if is_frozen or self._desk.room.read_only else self._lacking())

    def _judged(self, language: str, part: str) -> Judged:
        found = [hint for hint in self._hints if hint.language == language and hint.part == part]
        return judge(self.typing.value(language, part), part, self._book, found)

    def _looked_at(self) -> list[Hint]:
        """What to look at in all texts."""
        shown = self._shown
        if shown is None or shown.is_frozen:
            return []
        texts = {language: self.typing.texts().get(language, {}) for language in self.columns}
        return hints(texts, inside=shown.is_inside, status=shown.facts.message.status, names=shown.names)

    def _lacking(self) -> list[Lacking]:
        found: dict[str, list[str]] = {}
        for language in self.columns:
            for part in PARTS:
                for name in missing_in(self.typing.value(language, part)):
                    if language not in found.setdefault(name, []):
                        found[name].append(language)
        return [self._lack(name, tuple(languages)) for name, languages in found.items()]

    def _lack(self, name: str, languages: tuple[str, ...]) -> Lacking:
        known = self._book.variables.get(name)
        offers = self._shown.offers if self._shown is not None else {}
        bank = {language: self._book.bank(name, language) for language in languages}
        every = {language: list(offers.get(language, {}).get(name, ())) for language in languages}
        return Lacking(
            name=name,
            label=self._book.label(name, words.language()),
            languages=languages,
            examples=dict(known.examples) if known else {},
            bank={language: list(dict.fromkeys([*every[language], *bank[language]])) for language in languages},
            room=tuple(each for each in every[languages[0]] if each not in bank[languages[0]]),
            is_outside=self._shown is not None and not self._shown.is_inside,
        )


def in_order(languages: Sequence[str]) -> tuple[str, ...]:
    """French first, then English, then others."""
    first = [language for language in NAMES if language in languages]
    return (*first, *(language for language in languages if language not in NAMES))


def notes_of(judged: Sequence[Judged]) -> str:
    """How long a part is in each language, in a few signs."""
    return " / ".join(each.short for each in judged if each.short)
