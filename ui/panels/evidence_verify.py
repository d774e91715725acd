"""Verification: whether the room is whole, in plain words, with a way to what is not."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from ui.desk import Desk
from ui.panels.security_section import Row, Section
from ui.tasks import Cancelled, Job
from warroom import phrases
from warroom.domain.audit import Event
from warroom.domain.evidence import Problem
from warroom.errors import WarroomError
from warroom.room import Room
from warroom.words import _, ngettext

SHOWN = 40  # problems; more would hide the first ones


@dataclass(frozen=True, slots=True)
class Found:
    """A problem, and the record it is about: incident, noun, id."""

    problem: Problem
    record: tuple[str, str, str] | None


class VerifySection(Section):
    """One button, a bar while it runs, then a sentence, or each problem on a line."""

    record_chosen = Signal(str, str, str)  # incident, noun, id
    ended = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.found: list[Found] | None = None
        self._job: Job | None = None
        self._last = ""
        self._trouble = ""
        self.row = self.add_row()
        self.start = self.row.add_button(self._verb, self._start_or_stop)
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.hide()
        self.body.addWidget(self.bar)
        self.lines: list[Row] = []
        self._say()

    def refresh(self) -> None:
        """When it was last verified, from the audit."""
        room = self.desk.room
        self.desk.tasks.run(lambda _job: _last_time(room), owner=self, done=self._show_last)

    def _show_last(self, said: str) -> None:
        self._last = said
        self._say()

    def _start_or_stop(self) -> None:
        if self._job is not None:
            self._job.cancel()
            return
        room = self.desk.room
        self._clear()
        self._trouble = ""
        self.bar.setRange(0, 0)
        self.bar.show()
        self._job = self.desk.tasks.run(
            lambda job: _verify(room, job), owner=self, done=self._show, failed=self._fail, progress=self._step
        )
        self._say()

    def _step(self, done: int, total: int) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)

    def _show(self, found: list[Found]) -> None:
        self.found = found
        self._end()
        for each in [*self._problems(), *self._notes()][:SHOWN]:
            row = self.add_row()
            if each.record is not None:
                record = each.record
                row.add_button(lambda: _("Show it"), lambda record=record: self.record_chosen.emit(*record))  # type: ignore[misc]
            self.lines.append(row)
        self._say()

    def _fail(self, error: Exception) -> None:
        self._end()
        if isinstance(error, Cancelled):
            self._trouble = _("Stopped: nothing is known yet.")
        elif isinstance(error, WarroomError):
            self._trouble = str(error)
        else:
            self.desk.notices.show(error, parent=self)
        self._say()

    def _end(self) -> None:
        self._job = None
        self.bar.hide()
        self.refresh()
        self.ended.emit()

    def _clear(self) -> None:
        for row in self.lines:
            self.drop_row(row)
        self.lines, self.found = [], None

    def _problems(self) -> list[Found]:
        return [each for each in self.found or () if not each.problem.is_note]

    def _notes(self) -> list[Found]:
        return [each for each in self.found or () if each.problem.is_note]

    # Words

    def _verb(self) -> str:
        return _("Verify now") if self._job is None else _("Stop")

    def _say(self) -> None:
        self.set_title(_("Verification"))
        self.row.name.setText(_("The room"))
        state, tone = self._state()
        self.row.say(state, tone, note=self._last)
        for row, each in zip(self.lines, [*self._problems(), *self._notes()], strict=False):
            row.name.setText(_("Note") if each.problem.is_note else _("Problem"))
            row.say(each.problem.what, "" if each.problem.is_note else "late", note=_where(each.problem))
        super()._say()

    def _state(self) -> tuple[str, str]:
        if self._job is not None:
            return _("Reading every page, signature, seal and file…"), "muted"
        if self._trouble:
            return self._trouble, "due"
        if self.found is None:
            return _("Checks chains, signatures, seals, time stamps and files, and all that is shown. No network."), ""
        problems = len(self._problems())
        if problems:
            said = ngettext("{n} problem found.", "{n} problems found.", problems).format(n=problems)
            if problems > SHOWN:
                said += " " + _("The first {n} are here; all of them: warroom verify.").format(n=SHOWN)
            return said, "late"
        return _("The room is whole: chains, attachments, and all that is shown."), "good"


def _where(problem: Problem) -> str:
    """The number on paper first; the place in the file for whoever looks further."""
    return " · ".join(part for part in (problem.paper, problem.where) if part)


def _verify(room: Room, job: Job) -> list[Found]:
    problems = sorted(room.evidence.verify(step=job.step), key=lambda problem: problem.is_note)
    return [
        Found(problem, room.evidence.record_of(problem) if at < SHOWN else None) for at, problem in enumerate(problems)
    ]


def _last_time(room: Room) -> str:
    line = next(iter(room.audit.rows(limit=1, what=Event.VERIFIED)), None)
    if line is None:
        return _("Never verified on this laptop.")
    moment = phrases.moment(line.at, room.clock.now_ms())
    said = _("Last verified {moment}").format(moment=moment)
    return f"{said} · {line.who}" if line.who else said
