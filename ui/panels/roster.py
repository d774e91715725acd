"""The roster: everybody who can be reached, found by any word, and the card of whoever is chosen beside them."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.latest import Latest
from ui.models.roster import ListedPerson, count_said, roster_columns
from ui.models.table import TableModel
from ui.panels.roster_card import RosterCard
from ui.parts.roster_files import RosterFiles
from ui.tasks import Job
from ui.widgets.framed import framed
from ui.widgets.spoken import Spoken
from ui.widgets.table import Table
from ui.widgets.tone import ToneLabel
from warroom.room import Change
from warroom.words import _, ngettext

NOUNS = ("person", "reach", "mastery", "membership", "skill", "team", "breakage", "impact", "service", "incident")
FIRST = 60  # lines shown before the rest is read
TICK_MS = 30_000
REST_MS = 60  # the choice rests so long before the card is read
CARD, MOST = 376, 16_777_215  # of the card beside the list, and what Qt calls any width
BESIDE = 860  # below this width the card goes under the list


@dataclass(frozen=True, slots=True)
class Listed:
    """What was looked for, what was found, and whether more is to come."""

    words: str
    people: list[ListedPerson]
    is_whole: bool


class RosterPanel(Spoken, QWidget):
    """Type, and the list follows; Enter opens the card, Esc empties the search."""

    record_chosen = Signal(str, str, str)  # incident, noun, id

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._words, self._wanted, self._alike = "", "", 0
        self._has_read, self._shown_words = False, ""
        self._latest: Latest[Listed] = Latest(desk, owner=self, read=self._read, show=self._take)
        self._doubles: Latest[int] = Latest(desk, owner=self, read=self._count_doubles, show=self._say_doubles)
        self._build()
        self._say()
        self.search.textChanged.connect(self._look)
        self.search.installEventFilter(self)
        self._rest = QTimer(self, interval=REST_MS)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self._show_card)
        self.table.selected.connect(self._rest.start)  # whoever scrolls by is not read
        self.card.led_to.connect(self.record_chosen)
        self.table.chosen.connect(lambda row: self.card.edit())
        desk.changes.changed.connect(self._follow)
        ticks = QTimer(self)
        ticks.setInterval(TICK_MS)
        ticks.timeout.connect(self.model.refresh)
        ticks.start()

    # What can be asked of it

    @property
    def shown_words(self) -> str:
        """What the list now on screen was looked for."""
        return self._shown_words

    def reveal(self, person: str) -> None:
        """Show this person's card, whatever was looked for."""
        self._wanted = person
        if self.search.text():
            self.search.clear()
        elif self._has_read:
            self._choose_wanted()
        self.card.show_person(person)

    def find_here(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def add_card(self) -> None:
        from ui.dialogs.roster_card import AddCardDialog

        dialog = AddCardDialog(self.desk, self.search.text() if not self.model.rowCount() else "", self.window())
        dialog.succeeded.connect(self.reveal)
        dialog.open()

    def open_doubles(self) -> None:
        from ui.dialogs.roster_alike import AlikeDialog

        dialog = AlikeDialog(self.desk, self.window())
        dialog.merged.connect(self.reveal)
        dialog.open()

    # Building

    def _build(self) -> None:
        desk = self.desk
        self.model: TableModel[ListedPerson] = TableModel(
            roster_columns(),
            ident=lambda row: row.line.id,
            look=desk.look,
            now=desk.room.clock.now_ms,
            parent=self,
        )
        self.table = Table(self.model, desk.look, parent=self)
        self.card = RosterCard(desk, self)
        self._heading, self._count = QLabel(self), ToneLabel(desk.look, "muted", parent=self)
        self._heading.setProperty("role", "page")
        self.search = QLineEdit(self)
        self.search.setClearButtonEnabled(True)
        self.alike, self.files, self.add = QPushButton(self), RosterFiles(desk, self), QPushButton(self)
        self.add.setProperty("primary", True)
        self.add.setEnabled(not desk.room.read_only)
        self.add.clicked.connect(lambda _checked=False: self.add_card())
        self.alike.clicked.connect(lambda _checked=False: self.open_doubles())
        head = QHBoxLayout()
        head.setSpacing(8)
        for widget in (self._heading, self._count):
            head.addWidget(widget)
        head.addStretch(1)
        for button in (self.alike, self.files, self.add):
            head.addWidget(button)
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._sides.setSpacing(12)
        self._sides.addWidget(framed(self.table, self), 1)
        self._sides.addWidget(self.card)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 16)
        whole.setSpacing(12)
        whole.addLayout(head)
        whole.addWidget(self.search)
        whole.addLayout(self._sides, 1)

    # Reading and showing

    @Slot(str)
    def _look(self, text: str) -> None:
        self._words = text
        self._latest.ask()

    def _read(self, job: Job) -> Listed:
        """Off the screen's thread: the first lines at once, then whatever was looked for."""
        words, views = self._words, self.desk.room.views
        broken = tuple(views.broken())
        is_first = not self._has_read and not words.strip()
        lines = views.first_roster_lines(FIRST) if is_first else views.roster_lines(words)
        people = [ListedPerson(line, broken) for line in lines]
        return Listed(words, people, is_whole=not is_first or len(lines) < FIRST)

    def _take(self, listed: Listed) -> None:
        self._has_read, self._shown_words = True, listed.words
        chosen = self.table.current()
        self.model.replace(listed.people)
        if chosen is not None:
            self.table.select(chosen.line.id)
        self._choose_wanted()
        if self.table.current() is None and listed.people:
            self.table.selectRow(0)
        if not listed.people:
            self.card.show_nobody()
        self._count.say(count_said(len(listed.people), listed.words) if listed.is_whole else "…")
        self._say_empty()
        if not listed.is_whole or listed.words != self._words:
            self._latest.ask()
        elif not self._words:
            self._doubles.ask()

    def _count_doubles(self, job: Job) -> int:
        return len(self.desk.room.views.duplicates())

    def _say_doubles(self, count: int) -> None:
        self._alike = count
        said = ngettext("{n} possible duplicate…", "{n} possible duplicates…", count).format(n=count)
        self.alike.setText(said)
        self.alike.setVisible(bool(count))

    def _choose_wanted(self) -> None:
        if self._wanted and self.table.select(self._wanted):
            self._wanted = ""

    @Slot()
    def _show_card(self) -> None:
        row = self.table.current()
        if row is not None:
            self.card.show_person(row.line.id)

    @Slot(object)
    def _follow(self, change: Change) -> None:
        if self.isVisible() and change.touches(*NOUNS):
            self._latest.ask()
            self.card.refresh()

    def _say_empty(self) -> None:
        if self._words.strip():
            self.table.say_empty(_("Nobody in the roster fits these words."))
        else:
            self.table.say_empty(_("The roster is empty. Add a card, or import a file of people (Ctrl+I)."))

    def _say(self) -> None:
        self._heading.setText(_("Roster"))
        self.setAccessibleName(self._heading.text())
        self.table.setAccessibleName(self._heading.text())
        self.search.setPlaceholderText(_("Name, job, employer, site, skill, team, number"))
        self.search.setAccessibleName(_("Look for somebody in the roster"))
        self.add.setText(_("Add a card…"))
        self.files.retranslate()
        self._say_doubles(self._alike)
        self._say_empty()
        self.model.retranslate()

    # What Qt asks

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows go on to the list while one types, Enter too, Esc empties the search."""
        if watched is self.search and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.table.setFocus(Qt.FocusReason.OtherFocusReason)
                if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                    self.table.keyPressEvent(event)
                return True
            if event.key() == Qt.Key.Key_Escape and self.search.text():
                self.search.clear()
                return True
        return super().eventFilter(watched, event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """One comes here to look for somebody."""
        super().focusInEvent(event)
        self.search.setFocus(event.reason())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._latest.ask()
        self.card.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_beside = self.width() >= self.desk.look.px(BESIDE)
        way = QBoxLayout.Direction.LeftToRight if is_beside else QBoxLayout.Direction.TopToBottom
        if self._sides.direction() != way:
            self._sides.setDirection(way)
        self._sides.setStretch(1, 0 if is_beside else 1)
        self.card.setMinimumWidth(self.desk.look.px(CARD) if is_beside else 0)
        self.card.setMaximumWidth(self.desk.look.px(CARD) if is_beside else MOST)
