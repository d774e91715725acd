"""Messages awaited on an incident: what calls for somebody, then what is to go out, by its deadline."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.latest import Latest
from ui.models.message_words import step_word
from ui.models.messages import Listed, state_word, when_said
from ui.panels.message_reading import NOUNS, listed
from ui.parts.part import Part
from ui.tasks import Job
from ui.widgets.lines import Block
from ui.widgets.tone import due_tone
from warroom import phrases, words
from warroom.domain.incidents import Mode
from warroom.domain.message_state import NextStep
from warroom.words import _

MOST = 4  # beside decisions and actions there is no room for more; the page has them all


@dataclass(frozen=True, slots=True)
class Awaited:
    """A message that is to go out, or an audience that is owed one that nobody began; times are milliseconds UTC."""

    row: Listed | None
    step: NextStep
    audience: str = ""
    due_at: int | None = None


class MessagesPart(Part):
    """The first one carries the step that is next; a click opens it on the page of messages."""

    nouns = (*NOUNS, "cadence_step")
    opened = Signal(str)  # a message
    written = Signal(str)  # an audience that is owed a message, "" for any

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.late = 0
        self._found: list[Awaited] = []
        self._latest: Latest[list[Awaited]] = Latest(desk, owner=self, read=self._read, show=self._take)
        self._write = self.add_head_button(
            lambda: _("Write"), lambda: self.written.emit(""), tip=lambda: _("Write a message…")
        )
        self._say()

    def refresh(self) -> None:
        """Read off the screen's thread, and show what was found."""
        self._latest.ask()

    def _read(self, _job: Job) -> list[Awaited]:
        if self.incident is None:
            return []
        views = self.desk.room.views
        book, audiences = views.template_book(), views.audience_book()
        lines = [
            each for each in views.message_board(self.incident.id, mode=Mode.BOTH) if each.is_to_come or each.calls
        ]
        found = [Awaited(listed(line, book, audiences), line.next_step) for line in lines]
        begun = {code for line in lines if line.is_to_come for code in line.message.audiences}
        for cadence in views.cadences(self.incident.id, mode=Mode.BOTH):
            if cadence.due_at is not None and cadence.audience not in begun:
                name = audiences.name(cadence.audience, words.language())
                found.append(Awaited(None, NextStep.WRITE, name, cadence.due_at))
        return sorted(found, key=_rank)

    def _take(self, found: list[Awaited]) -> None:
        now = self.now()
        self._found = found
        due = [at for each in found if (at := _due(each)) is not None]
        self.late = sum(1 for at in due if at < now)
        lines: list[QWidget] = [self._block(each, is_first=at == 0) for at, each in enumerate(found[:MOST])]
        if not lines:
            lines.append(self.empty_line(_("No message is awaited.")))
        self.fill(lines)
        first = min(due, default=None)
        said = phrases.due(first, now) if first is not None else ""
        self.set_note(said, role="late" if first is not None and first < now else "muted")
        self._write.setVisible(not self.desk.room.read_only)

    def _block(self, awaited: Awaited, *, is_first: bool) -> Block:
        block, row, now = Block(self.desk.look, self), awaited.row, self.now()
        if row is None:
            due = awaited.due_at
            when = phrases.due(due, now) if due is not None else ""
            block.say(when, due_tone(due, now), awaited.audience, _("nobody has begun it"))
            block.chosen.connect(lambda: self.written.emit(awaited.audience))
            return block
        when, tone = when_said(row, now)
        state = row.alarm or state_word(row.state)
        block.say(f"{state} · {when}", "late" if row.alarm else tone, row.to, f"{row.number} · {row.what}")
        if is_first and not self.desk.room.read_only and not row.alarm:
            block.add_button(step_word(awaited.step), lambda: self.opened.emit(row.id))
        block.chosen.connect(lambda: self.opened.emit(row.id))
        return block

    def _redraw(self) -> None:
        if self.incident is not None:
            self._take(self._found)

    def _say(self) -> None:
        self.set_title(_("Messages"))
        super()._say()


def _due(awaited: Awaited) -> int | None:
    return awaited.row.due_at if awaited.row is not None else awaited.due_at


def _rank(awaited: Awaited) -> tuple[bool, float]:
    due = _due(awaited)
    is_calling = awaited.row is not None and bool(awaited.row.alarm)
    return not is_calling, due if due is not None else float("inf")
