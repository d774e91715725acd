"""“Have we seen this?”: past incidents like the one that is being declared, looked for while it is typed."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.desk import Desk
from ui.latest import Latest
from ui.tasks import Job
from ui.widgets.clamped import ClampedText
from ui.widgets.lines import Lead
from ui.widgets.panel import PanelFrame
from ui.widgets.spoken import Spoken
from ui.widgets.tone import ToneLabel
from warroom import phrases
from warroom.commands.lesson_words import likeness_said
from warroom.domain.incidents import Mode
from warroom.domain.likeness import Sought
from warroom.domain.memory import SeenBefore
from warroom.phrases import labelled
from warroom.words import _

SETTLE_MS = 200
SHOWN = 3
WIDE = 300  # pixels: it stands beside the form, so that nothing moves while somebody types


class SeenLine(Lead):
    """One past incident: when, what, by what it is alike, and the first lesson."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(desk.look, parent)
        self.what = ClampedText(desk.look, lines=2, bold=True, parent=self)
        self.why = ClampedText(desk.look, "muted", lines=3, parent=self)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 6, 14, 6)
        column.setSpacing(2)
        column.addWidget(self.what)
        column.addWidget(self.why)

    def show_seen(self, seen: SeenBefore) -> None:
        incident, lessons = seen.remembered.incident, seen.remembered.lessons
        self.what.say(f"{incident.number} · {phrases.date(incident.began_at)} · {incident.title}")
        taught = labelled(_("it taught"), lessons[0].text) if lessons else ""
        self.why.say(" · ".join(part for part in (taught, likeness_said(seen.alike)) if part))
        self.setAccessibleName(self.what.text)
        self.setAccessibleDescription(self.why.text)


class SeenBeforePart(Spoken, PanelFrame):
    """Ask with `look_for`; never in the way: it reads in a task, shows what comes, and says nothing of its failures."""

    chosen = Signal(object)  # SeenBefore

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._sought, self._mode = Sought(""), Mode.REAL
        self._found: list[SeenBefore] = []
        self._latest: Latest[list[SeenBefore]] = Latest(desk, owner=self, read=self._read, show=self._show)
        self._settling = QTimer(self, interval=SETTLE_MS)
        self._settling.setSingleShot(True)
        self._settling.timeout.connect(self._latest.ask)
        self._nothing = ToneLabel(desk.look, "muted", wrap=True, parent=self)
        self._nothing.setContentsMargins(14, 8, 14, 8)
        self.lines = [SeenLine(desk, self) for _n in range(SHOWN)]
        self.body.addWidget(self._nothing)
        for line in self.lines:
            line.hide()
            self.body.addWidget(line)
        for place, line in enumerate(self.lines):
            line.chosen.connect(partial(self._choose, place))
        self.body.addStretch(1)
        self.setFixedWidth(desk.look.px(WIDE))
        self._say()

    @property
    def found(self) -> list[SeenBefore]:
        return list(self._found)

    def look_for(self, sought: Sought, *, exercise: bool = False) -> None:
        """Look a moment after the last key."""
        self._sought, self._mode = sought, Mode.EXERCISE if exercise else Mode.REAL
        self._settling.start()

    def _read(self, _job: Job) -> list[SeenBefore]:
        return self._desk.room.views.seen_before(self._sought, mode=self._mode, most=SHOWN)

    def _show(self, found: list[SeenBefore]) -> None:
        self._found = found
        for place, line in enumerate(self.lines):
            line.setVisible(place < len(found))
            if place < len(found):
                line.show_seen(found[place])
        self._nothing.setVisible(not found)
        self._say()

    def _choose(self, place: int) -> None:
        if place < len(self._found):
            self.chosen.emit(self._found[place])

    def _say(self) -> None:
        self.set_title(_("Have we seen this?"))
        is_asked = bool(self._sought.terms or self._sought.services)
        self._nothing.say(
            _("Nothing like it was seen before.")
            if is_asked
            else _("Past incidents like it appear here while you type; nothing waits for them.")
        )
        for line, seen in zip(self.lines, self._found, strict=False):
            line.show_seen(seen)
