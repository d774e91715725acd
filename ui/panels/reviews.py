"""Reviews: what was gone through again after a crisis, and the one that is being written."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QFocusEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.latest import Latest
from ui.models.reviews import ReviewLine, read_reviews, reviews_model
from ui.tasks import Job
from ui.widgets.framed import framed
from ui.widgets.spoken import Spoken
from ui.widgets.table import Table
from ui.widgets.tone import ToneLabel
from warroom.room import Change
from warroom.words import _, pgettext

TICK_MS = 30_000
NOUNS = ("rex", "rex_publication", "rex_approval", "incident")


class ReviewsPanel(Spoken, QWidget):
    """The list of reviews."""

    record_chosen = Signal(str, str, str)  # incident, noun, id

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._latest: Latest[list[ReviewLine]] = Latest(desk, owner=self, read=self._read, show=self._show)
        self._build()
        self._say()
        desk.changes.changed.connect(self._follow)
        ticks = QTimer(self, interval=TICK_MS)
        ticks.timeout.connect(self.model.refresh)
        ticks.start()

    def reveal(self, noun: str, record: str) -> None:
        """Show the review that this record is, or belongs to."""
        self.table.select(record)

    def _build(self) -> None:
        look = self._desk.look
        self._title = QLabel(self)
        self._title.setProperty("role", "page")
        self._about = ToneLabel(look, "muted", wrap=True, parent=self)
        self.model = reviews_model(look, self._desk.room.clock.now_ms, self)
        self.table = Table(self.model, look, parent=self)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._title, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 16, 12)
        whole.setSpacing(10)
        whole.addLayout(head)
        whole.addWidget(self._about)
        whole.addWidget(framed(self.table, self), 1)
        self.setFocusProxy(self.table)

    def _read(self, _job: Job) -> list[ReviewLine]:
        return read_reviews(self._desk.room)

    def _show(self, found: list[ReviewLine]) -> None:
        self.model.replace(found)

    @Slot(object)
    def _follow(self, change: Change) -> None:
        if self.isVisible() and change.touches(*NOUNS):
            self._latest.ask()

    def _say(self) -> None:
        self._title.setText(pgettext("page", "Reviews"))
        self.setAccessibleName(pgettext("page", "Reviews"))
        self._about.say(_("What happened, why, and what is put right: without searching for individual fault."))
        self.table.setAccessibleName(pgettext("page", "Reviews"))
        self.table.say_empty(_("No incident has been reviewed yet."))
        self.model.retranslate()

    # What Qt asks

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._latest.ask()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.table.setFocus()
