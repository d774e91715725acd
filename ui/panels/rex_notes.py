"""What went well, badly and by luck, how it felt, what is asked: one line and Enter for each statement."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.models.rex_wizard import RexView
from ui.widgets.lines import Block
from ui.widgets.panel import PanelFrame
from ui.widgets.refill import refill
from ui.widgets.spoken import Spoken
from ui.widgets.tone import ToneLabel
from warroom.commands import AddNote
from warroom.domain.rex import NoteKind, RexNote
from warroom.words import _, ngettext, pgettext

SECTION = "good_bad_luck"
KINDS = (NoteKind.WELL, NoteKind.BADLY, NoteKind.LUCK, NoteKind.FEELING, NoteKind.QUESTION)
COLUMN = 300  # pixels that a column needs


class NotesPart(QWidget):
    """A card for each kind; they stand beside each other where there is room."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.cards = {kind: NotesCard(desk, kind, self) for kind in KINDS}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(12)
        self._columns = 0
        self.setFocusProxy(self.cards[NoteKind.WELL].line)
        self._place(1)

    def show_view(self, view: RexView) -> None:
        for kind, card in self.cards.items():
            card.show_view(view, [one for one in view.facts.notes if one.kind is kind])

    def settle(self) -> None:
        for card in self.cards.values():
            card.add_typed()

    def _place(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for card in self.cards.values():
            self._grid.removeWidget(card)
        for at, card in enumerate(self.cards.values()):
            self._grid.addWidget(card, at // columns, at % columns)
        for column in range(len(self.cards)):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        self.updateGeometry()

    # What Qt asks

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place(min(max(self.width() // self._desk.look.px(COLUMN), 1), 3))


class NotesCard(Spoken, PanelFrame):
    """Type and Enter adds; Enter on a statement opens it."""

    def __init__(self, desk: Desk, kind: NoteKind, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self.kind = desk, kind
        self._view: RexView | None = None
        self.notes: list[RexNote] = []
        self.line = QLineEdit(self)
        self._hint = ToneLabel(desk.look, "muted", wrap=True, parent=self)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        top = QVBoxLayout()
        top.setContentsMargins(12, 8, 12, 8)
        top.setSpacing(6)
        top.addWidget(self._hint)
        top.addWidget(self.line)
        self.body.addLayout(top)
        self.body.addLayout(self._lines)
        self.body.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.line.returnPressed.connect(self.add_typed)
        self._say()

    def show_view(self, view: RexView, notes: list[RexNote]) -> None:
        self._view = view
        if notes != self.notes:
            self.notes = notes
            self._fill()
        self._say()

    @Slot()
    def add_typed(self) -> None:
        """Keep what stands in the line as a statement; the line is emptied once it is on disk."""
        text = self.line.text().strip()
        if not text or self._view is None or self._desk.room.is_closed or self._desk.room.read_only:
            return
        command = AddNote(rex=self._view.rex.id, section=SECTION, kind=self.kind, text=text)
        self._desk.tasks.follow(self._desk.room.do(command), owner=self, done=lambda _made: self._added(text))

    def change(self, note: RexNote) -> None:
        """Its words, its kind, what it rests on; or take it away."""
        from ui.dialogs.rex_note import NoteDialog

        if self._view is not None and not self._desk.room.read_only:
            NoteDialog(self._desk, self._view.rex, note, self).open()

    def blocks(self) -> list[Block]:
        """The statements on screen, in their order."""
        items = (self._lines.itemAt(at) for at in range(self._lines.count()))
        return [widget for item in items if item is not None and isinstance(widget := item.widget(), Block)]

    def _added(self, text: str) -> None:
        if self.line.text().strip() == text:
            self.line.clear()

    def _fill(self) -> None:
        blocks = []
        for note in self.notes:
            block = Block(self._desk.look, self)
            block.say("", "", note.text, self._more(note))
            block.chosen.connect(lambda shown=note: self.change(shown))
            blocks.append(block)
        if blocks:
            blocks[-1].is_last = True
        refill(self._lines, blocks)

    def _more(self, note: RexNote) -> str:
        many = len(note.evidence)
        rests = ngettext("{n} piece of evidence", "{n} pieces of evidence", many).format(n=many) if many else ""
        return " · ".join(part for part in (note.by, rests) if part)

    def _say(self) -> None:
        title, hint = _words(self.kind)
        self.set_title(title)
        self.set_note(str(len(self.notes)) if self.notes else "")
        self._hint.say(hint)
        self.line.setPlaceholderText(_("a sentence, and Enter"))
        self.line.setAccessibleName(_("{kind}: one more").format(kind=title))
        self.line.setEnabled(not self._desk.room.read_only)
        for block, note in zip(self.blocks(), self.notes, strict=False):
            block.say("", "", note.text, self._more(note))


def _words(kind: NoteKind) -> tuple[str, str]:
    """The name of a card, and what it asks (doctrine §10.2: worked, failed, luck)."""
    return {
        NoteKind.WELL: (_("What went well"), _("What to keep, and what to praise.")),
        NoteKind.BADLY: (_("What went badly"), _("What slowed us down or made it worse; never who.")),
        NoteKind.LUCK: (_("Where we were lucky"), _("What could have been worse, and did not depend on us.")),
        NoteKind.FEELING: (_("How it felt"), _("Tiredness, stress, pride: how it was to be there.")),
        NoteKind.QUESTION: (pgettext("review", "Open questions"), _("What nobody could answer yet.")),
    }[kind]
