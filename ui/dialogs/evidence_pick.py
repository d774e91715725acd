"""Choose what something rests on: entries, decisions, messages, actions, hypotheses, files; several at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QPushButton, QWidget

from ui.desk import Desk
from ui.dialogs.plain import PlainDialog
from ui.models.evidence import NOUNS, Piece, noun_word, piece_by_number, pieces_of
from ui.tasks import Job
from ui.widgets.elided import ElidedLabel
from ui.widgets.spoken import Spoken
from warroom import phrases
from warroom.words import _, ngettext

ROWS, ROW = 11, 28
PIECE = Qt.ItemDataRole.UserRole


class EvidencePickDialog(PlainDialog):
    """Space ticks, Enter takes; `picked` carries the references ("noun id"), those that were there among them."""

    picked = Signal(object)  # tuple[str, ...]

    def __init__(
        self, desk: Desk, incidents: Iterable[str], chosen: Sequence[str] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, width=720)
        self.intro.hide()
        self._desk, self._incidents = desk, tuple(incidents)
        self._chosen: dict[str, None] = dict.fromkeys(chosen)
        self._pieces: list[Piece] = []
        self._by_number: Piece | None = None
        self.kind, self.words, self.list = QComboBox(self), QLineEdit(self), QListWidget(self)
        self.words.setClearButtonEnabled(True)
        self.list.setObjectName("names")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setUniformItemSizes(True)
        self.list.setFixedHeight(ROWS * desk.look.px(ROW) + 10)
        self.kind.addItem("")
        for _noun in NOUNS:
            self.kind.addItem("")
        search = QHBoxLayout()
        search.setSpacing(8)
        search.addWidget(self.kind)
        search.addWidget(self.words, 1)
        self.body.addLayout(search)
        self.body.addWidget(self.list)
        self._count = ElidedLabel(parent=self)
        self._count.setProperty("role", "muted")
        self.body.addWidget(self._count)
        self.primary.clicked.connect(lambda _checked=False: self._take())
        self.kind.currentIndexChanged.connect(lambda _at: self._list())
        self.words.textChanged.connect(self._look)
        self.list.itemChanged.connect(self._tick)
        self.list.itemActivated.connect(lambda _item: self._take())
        desk.tasks.run(self._read, owner=self, done=self._show)
        self._say()
        self.words.setFocus()

    @property
    def chosen(self) -> tuple[str, ...]:
        """The references ticked so far."""
        return tuple(self._chosen)

    def _read(self, _job: Job) -> list[Piece]:
        return pieces_of(self._desk.room.views, self._incidents, self._chosen)

    def _show(self, pieces: list[Piece]) -> None:
        self._pieces = pieces
        self._list()

    @Slot(str)
    def _look(self, typed: str) -> None:
        """A number that is not among the newest is looked for in the whole log."""
        words = typed.strip()
        known = any(one.number.casefold() == words.casefold() for one in self._pieces)
        self._by_number = None if known or "-" not in words else piece_by_number(self._desk.room.views, words)
        self._list()

    def _list(self) -> None:
        """What fits the kind and every word; what is ticked stands first."""
        noun = NOUNS[self.kind.currentIndex() - 1] if self.kind.currentIndex() > 0 else ""
        wanted = self.words.text().casefold().split()
        found = [one for one in self._pieces if (not noun or one.noun == noun) and one.holds(wanted)]
        if self._by_number is not None:
            found.insert(0, self._by_number)
        found.sort(key=lambda one: one.key not in self._chosen)
        self.list.blockSignals(True)
        self.list.clear()
        now = self._desk.room.clock.now_ms()
        for one in found:
            when = phrases.moment(one.at, now) if one.at is not None else ""
            item = QListWidgetItem(
                "  ".join(part for part in (one.number, noun_word(one.noun), when, one.text) if part)
            )
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if one.key in self._chosen else Qt.CheckState.Unchecked)
            item.setToolTip(one.text)
            item.setData(PIECE, one)
            self.list.addItem(item)
        self.list.blockSignals(False)
        if self.list.count():
            self.list.setCurrentRow(0)
        self._say_count()

    @Slot(QListWidgetItem)
    def _tick(self, item: QListWidgetItem) -> None:
        piece: Piece = item.data(PIECE)
        if item.checkState() is Qt.CheckState.Checked:
            self._chosen[piece.key] = None
        else:
            self._chosen.pop(piece.key, None)
        self._say_count()

    def _take(self) -> None:
        """Nothing ticked: the line that is marked is what was meant."""
        item = self.list.currentItem()
        if not self._chosen and self.list.count() and self.words.text().strip():
            self._chosen[item.data(PIECE).key] = None
        self.picked.emit(self.chosen)
        self.accept()

    def _say_count(self) -> None:
        many = len(self._chosen)
        if not self.list.count():
            self._count.setText(_("Nothing holds these words."))
            return
        self._count.setText(
            ngettext("{n} chosen. Space ticks a line.", "{n} chosen. Space ticks a line.", many).format(n=many)
        )

    def _say(self) -> None:
        self.heading.setText(_("What does it rest on?"))
        self.primary.setText(_("Take them"))
        self.words.setPlaceholderText(_("number or words, e.g. A-0042"))
        self.words.setAccessibleName(_("Words to look for"))
        self.kind.setAccessibleName(_("Kind of evidence"))
        self.list.setAccessibleName(_("Evidence"))
        self.kind.setItemText(0, _("everything"))
        for at, noun in enumerate(NOUNS, start=1):
            self.kind.setItemText(at, noun_word(noun))
        self._say_count()
        super()._say()

    # What Qt asks

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and self.words.hasFocus():
            self.list.setFocus()
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take()
            return
        super().keyPressEvent(event)


class EvidenceField(Spoken, QWidget):
    """What is chosen, in one line, and the button that chooses; for a dialog about something that rests on records."""

    changed = Signal()

    def __init__(self, desk: Desk, incidents: Iterable[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._incidents = desk, tuple(incidents)
        self._chosen: tuple[str, ...] = ()
        self._said = ElidedLabel(parent=self)
        self.pick = QPushButton(self)
        self.pick.setAutoDefault(False)
        self.pick.clicked.connect(lambda _checked=False: self._pick())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._said, 1)
        row.addWidget(self.pick)
        self.setFocusProxy(self.pick)
        self._say()

    def value(self) -> tuple[str, ...]:
        """The references, as records keep them."""
        return self._chosen

    def set_value(self, chosen: Iterable[str]) -> None:
        self._chosen = tuple(chosen)
        self._say()

    def _pick(self) -> None:
        dialog = EvidencePickDialog(self._desk, self._incidents, self._chosen, self)
        dialog.picked.connect(self._take)
        dialog.open()

    @Slot(object)
    def _take(self, chosen: tuple[str, ...]) -> None:
        self.set_value(chosen)
        self.changed.emit()

    def _say(self) -> None:
        many = len(self._chosen)
        self._said.setText(
            ngettext("{n} piece of evidence", "{n} pieces of evidence", many).format(n=many)
            if many
            else _("nothing yet")
        )
        self.pick.setText(_("Choose…"))
        self.pick.setAccessibleName(_("Choose what it rests on"))
