"""Search: words in one incident or in the whole room, answered as they are typed, newest first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ui.delegates.found import FoundDelegate
from ui.desk import Desk
from ui.latest import Latest
from ui.models.search import ENTRY, SearchModel
from ui.tasks import Job
from ui.widgets.found_records import FoundRecords
from ui.widgets.keyboard import check, paint_focus
from ui.widgets.search_filter import SearchFilter
from ui.widgets.spoken import Spoken
from ui.widgets.tone import ToneLabel
from warroom.domain.incidents import Incident, Mode
from warroom.room import Change, Findings, LogFilter
from warroom.words import _, ngettext

SETTLE_MS = 150
PAGE = 50


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: words, where, and narrowed to what."""

    words: str = ""
    incident: str = ""
    wanted: LogFilter = field(default_factory=LogFilter)


@dataclass(frozen=True, slots=True)
class Answer:
    """One page, and the numbers of the incidents it speaks of."""

    question: Question
    findings: Findings | None
    incidents: Mapping[str, str]


class SearchPanel(Spoken, QWidget):
    """`chosen` says where to go: noun, id, incident."""

    chosen = Signal(str, str, str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._incident: Incident | None = None
        self._question, self._answer = Question(), Answer(Question(), None, {})
        self._latest = Latest(desk, owner=self, read=self._read, show=self._show_answer)
        self._build()
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(SETTLE_MS)
        self._settling.timeout.connect(self._ask)
        self._say()
        self._words.textChanged.connect(self._settling.start)
        self._filter.changed.connect(self._settling.start)
        self._here.toggled.connect(self._settling.start)
        self._words.returnPressed.connect(self._go_to_results)
        self._list.activated.connect(self._open)
        self._list.clicked.connect(self._list.setCurrentIndex)
        self._records.chosen.connect(self.chosen)
        self._model.more_wanted.connect(self._ask_more)
        desk.changes.changed.connect(self._follow)

    def search(self, words: str = "", incident: str | None = None) -> None:
        """Begin a search in this incident, or everywhere with None; words already typed stay when none are given."""
        self._incident = self._desk.room.views.incident(incident) if incident else None
        check(self._here if self._incident is not None else self._everywhere)
        if words:
            self._words.setText(words)
        self._filter.take_names()
        self._say()
        self._ask()
        self.focus_words()

    def focus_words(self) -> None:
        self._words.setFocus()
        self._words.selectAll()

    # Building

    def _build(self) -> None:
        look = self._desk.look
        self._title, self._count = QLabel(self), ToneLabel(look, "muted", parent=self)
        self._title.setProperty("role", "page")
        self._words = QLineEdit(self)
        self._words.setClearButtonEnabled(True)
        self._words.setFont(look.font(15))
        self._words.setMinimumHeight(look.px(36))
        self._everywhere, self._here = QPushButton(self), QPushButton(self)
        where = QButtonGroup(self)
        for button in (self._everywhere, self._here):
            button.setCheckable(True)
            where.addButton(button)
        self._everywhere.setChecked(True)
        self._filter = SearchFilter(self._desk, self)
        self._records = FoundRecords(look, self)
        self._model = SearchModel(self)
        self._list = ResultList(self)
        self._list.setModel(self._model)
        self._list.setItemDelegate(FoundDelegate(self._desk, self._model, self._list))
        self._guide = ToneLabel(look, "muted", wrap=True, parent=self)
        self._guide.setContentsMargins(14, 12, 14, 12)
        self._unread = ToneLabel(look, "due", wrap=True, parent=self)
        self._unread.setContentsMargins(14, 6, 14, 6)
        self._unread.hide()
        frame = QFrame(self)
        frame.setProperty("panel", True)
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.setSpacing(0)
        inside.addWidget(self._records)
        inside.addWidget(self._guide)
        inside.addWidget(self._unread)
        inside.addWidget(self._list, 1)
        head, line = QHBoxLayout(), QHBoxLayout()
        head.setSpacing(8)
        line.setSpacing(8)
        head.addWidget(self._title)
        head.addWidget(self._count)
        head.addStretch(1)
        line.addWidget(self._words, 1)
        line.addWidget(self._everywhere)
        line.addWidget(self._here)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 16)
        whole.setSpacing(12)
        whole.addLayout(head)
        whole.addLayout(line)
        whole.addWidget(self._filter)
        whole.addWidget(frame, 1)

    # Asking

    @Slot()
    def _ask(self) -> None:
        self._settling.stop()
        here = self._incident.id if self._incident is not None and self._here.isChecked() else ""
        question = Question(self._words.text().strip(), here, self._filter.wanted())
        self._question = question
        if question.words:
            self._latest.ask()
        else:
            self._show_answer(Answer(question, None, {}))

    @Slot(object)
    def _follow(self, change: Change) -> None:
        """Somebody else sat down, or something was erased: what was found may not be for their eyes."""
        if change.ids("entry") == frozenset() and self._answer.findings is not None:
            self._ask()

    def _read(self, _job: Job) -> Answer:
        return self._page(self._question, before_key=None)

    def _page(self, question: Question, *, before_key: int | None) -> Answer:
        """One page, off the screen's thread."""
        views = self._desk.room.views
        findings = views.search(
            question.words,
            mode=Mode.BOTH,
            incident=question.incident or None,
            wanted=question.wanted,
            limit=PAGE,
            before_key=before_key,
        )
        spoken_of = {entry.incident for entry in findings.entries} | {found.incident for found in findings.records}
        return Answer(question, findings, {record: views.incident(record).number for record in spoken_of if record})

    @Slot()
    def _ask_more(self) -> None:
        question, before = self._answer.question, self._model.last_key

        def add(answer: Answer) -> None:
            if answer.question == self._answer.question and answer.findings is not None:
                self._model.incidents = {**self._model.incidents, **answer.incidents}
                self._model.add(answer.findings.entries, more=answer.findings.more)
                self._say()

        self._desk.tasks.run(
            lambda _job: self._page(question, before_key=before), owner=self, done=add, failed=self._no_more
        )

    def _no_more(self, error: Exception) -> None:
        self._model.give_up()
        self._desk.notices.show(error, parent=self)

    def _show_answer(self, answer: Answer) -> None:
        if answer.question != self._question:
            return
        self._answer = answer
        findings = answer.findings
        entries = findings.entries if findings else ()
        self._model.show(
            entries, more=findings.more if findings else False, words=answer.question.words, incidents=answer.incidents
        )
        self._records.show_records(findings.records if findings else (), answer.incidents, words=answer.question.words)
        if entries:
            self._list.setCurrentIndex(self._model.index(0, 0))
        self._say()

    # Going there

    @Slot()
    def _go_to_results(self) -> None:
        """Enter opens the selected entry; before the answer is there, it asks at once."""
        if self._settling.isActive():
            self._ask()
            return
        if self._list.currentIndex().isValid():
            self._open(self._list.currentIndex())
        else:
            self._records.open_first()

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        entry = index.data(ENTRY)
        if entry is not None:
            self.chosen.emit("entry", entry.id, entry.incident)

    def _say(self) -> None:
        self._title.setText(_("Search"))
        self._words.setPlaceholderText(_("Words; the last one may be a beginning"))
        self._words.setAccessibleName(_("Words"))
        self._list.setAccessibleName(_("Search"))
        self._everywhere.setText(_("Everywhere"))
        number = self._incident.number if self._incident else ""
        self._here.setText(_("Only {number}").format(number=number))
        self._here.setVisible(bool(number))
        self._everywhere.setVisible(bool(number))
        shown = self._model.rowCount()
        if self._answer.findings is None:
            self._count.say("")
            self._guide.say(_("Type the words that an entry, a decision, an action, a service or a file must hold."))
        elif self._model.more:
            self._count.say(
                ngettext("{n} first entry, newest first", "{n} first entries, newest first", shown).format(n=shown)
            )
        else:
            self._count.say(ngettext("{n} entry, newest first", "{n} entries, newest first", shown).format(n=shown))
            self._guide.say(_("No entry holds all these words. Try fewer, or the beginning of one."))
        unread = self._answer.findings.unread if self._answer.findings else 0
        self._unread.say(
            ngettext(
                "{n} older restricted entry was not looked through.",
                "{n} older restricted entries were not looked through.",
                unread,
            ).format(n=unread)
        )
        self._unread.setVisible(unread > 0)
        self._guide.setVisible(shown == 0)
        self._records.retranslate()

    # What Qt asks

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and self._words.hasFocus():
            self._list.setFocus()
            return
        super().keyPressEvent(event)


class ResultList(QListView):
    """Entries, fetched as one scrolls."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    # What Qt asks

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        paint_focus(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.activated.emit(self.currentIndex())
            return
        super().keyPressEvent(event)
