"""The audit on screen: who came in and how, what went out, what was done to the keys; newest first, page by page."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget

from ui.desk import Desk
from ui.models.table import Column, TableModel
from ui.panels.security_section import Section
from ui.widgets.table import Table
from warroom import phrases
from warroom.domain.audit import Event
from warroom.doors.audit import AuditLine, event_words
from warroom.room import Room
from warroom.words import N_, _

PAGE = 50
KIND_LETTERS = 24  # of the choice of a kind; the list that drops down shows the rest
ALARMING = (Event.FAILED_UNLOCKS, Event.NOTES_LOST)


@dataclass(frozen=True, slots=True)
class Page:
    """Some lines, whether there are earlier ones, and the first row that is not as it was written."""

    lines: list[AuditLine]
    has_more: bool
    broken: int | None


class AuditSection(Section):
    """A table that grows by a page; what is alarming says so in words and colour."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._lines: list[AuditLine] = []
        self._asked = 0
        self.alarm = self.add_row()
        self.alarm.hide()
        self.kind = QComboBox(self)
        self.kind.addItem("", "")
        for event in Event:
            self.kind.addItem("", event.value)
        self.kind.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.kind.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.kind.setMinimumContentsLength(KIND_LETTERS)
        self.kind.activated.connect(self.refresh)
        self.head.addWidget(self.kind)
        columns: tuple[Column[AuditLine], ...] = (
            Column("at", N_("When"), _when, width=150, whole=True),
            Column("who", N_("Who"), lambda line, _now: line.who or "–", width=150),
            Column("said", N_("What"), _said, tone=_tone),
        )
        self.model = TableModel(columns, ident=_ident, look=desk.look, now=desk.room.clock.now_ms, parent=self)
        self.table = Table(self.model, desk.look, sortable=False, hugs=10**6, parent=self)
        self.body.addWidget(self.table)
        self.earlier = self.add_row()
        self.earlier_button = self.earlier.add_button(lambda: _("Show earlier notes"), self._show_earlier)
        self.earlier.hide()
        self._say()

    @Slot()
    def refresh(self) -> None:
        """The newest page again."""
        self._ask(None)

    def _show_earlier(self) -> None:
        self._ask(self._lines[-1].n)

    def _ask(self, before: int | None) -> None:
        room, what = self.desk.room, str(self.kind.currentData() or "")
        self._asked += 1
        asked = self._asked

        def show(page: Page) -> None:
            if asked == self._asked:  # an answer to an older question says nothing of this one
                self._show(page, is_first=before is None)

        self.desk.tasks.run(lambda _job: _read(room, before, what), owner=self, done=show)

    def _show(self, page: Page, *, is_first: bool) -> None:
        self._lines = page.lines if is_first else [*self._lines, *page.lines]
        self.model.replace(self._lines)
        self.earlier.setVisible(page.has_more)
        self.alarm.setVisible(page.broken is not None)
        if page.broken is not None:
            self.alarm.say(
                _("The audit was changed after it was written, from note {n} on.").format(n=page.broken),
                "late",
                note=_("Keep this file as it is, and ask who had its key. The journal has its own chains: verify it."),
            )
        self.table.say_empty(_("No note of this kind."))

    def _say(self) -> None:
        self.set_title(_("Audit"))
        self.set_note(_("of this laptop alone; it never says what the log says"))
        self.alarm.name.setText(_("Alarm"))
        self.earlier.name.setText(_("Earlier"))
        self.kind.setItemText(0, _("everything"))
        for at, event in enumerate(Event, 1):
            self.kind.setItemText(at, event_words(event))
        self.kind.setAccessibleName(_("Kind of note"))
        self.table.setAccessibleName(_("Audit"))
        self.model.retranslate()
        super()._say()
        if self._lines and self.isVisible():
            self.refresh()  # the sentences are made where the rows are read


def _read(room: Room, before: int | None, what: str) -> Page:
    lines = room.audit.rows(PAGE + 1, before, what=what)
    return Page(lines[:PAGE], len(lines) > PAGE, room.audit.broken())


def _ident(line: AuditLine) -> str:
    return f"{line.n} {line.at} {line.said}"  # several wait under number 0


def _when(line: AuditLine, now: int) -> str:
    return phrases.moment(line.at, now)


def _said(line: AuditLine, _now: int) -> str:
    return line.said


def _tone(line: AuditLine, _now: int) -> str:
    is_bad = line.what in ALARMING or (line.what == Event.VERIFIED and bool(line.detail.get("problems")))
    return "late" if is_bad else ""
