"""One corrective action whole: what it answers, who does what until when, what moved, what proves it, what is weak."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.models.plan import day_said, due_said, line_tone
from ui.widgets.flow import FlowLayout
from ui.widgets.lines import clear
from ui.widgets.tone import ToneLabel
from warroom import phrases
from warroom.commands.corrective_words import (
    blocker_said,
    corrective_kind_word,
    corrective_state_word,
)
from warroom.domain.corrective_quality import Blocker
from warroom.domain.corrective_state import Group, Line, is_own_verdict
from warroom.domain.correctives import CorrectiveState, Postponement
from warroom.reports.rex.evidence import evidence_words
from warroom.words import _, pgettext

Offer = tuple[str, str, str]  # what it does, its words, its key


class PlanDetail(QFrame):
    """It shows; `asked` tells which button was pressed."""

    asked = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("panel", True)
        self._desk = desk
        self.line: Line | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 12, 16, 12)
        self._column.setSpacing(6)

    def show_line(
        self, line: Line | None, moves: Sequence[Postponement] = (), weak: Sequence[Blocker] = (), *, empty: str = ""
    ) -> None:
        """This action from now on; None shows what to do instead."""
        self.line = line
        clear(self._column)
        if line is None:
            self._line(empty or _("Choose an action to see what it answers and what proves it."), "muted")
        else:
            self._fill(line, moves, weak)
        self._column.addStretch(1)

    def buttons(self) -> list[QPushButton]:
        return self.findChildren(QPushButton)

    def _fill(self, line: Line, moves: Sequence[Postponement], weak: Sequence[Blocker]) -> None:
        each, now = line.corrective, self._desk.room.clock.now_ms()
        kind = corrective_kind_word(each.kind)
        where = " · ".join(part for part in (each.number, line.incident_number, line.rex_number, kind) if part)
        self._line(_("EXERCISE · {said}").format(said=where) if line.exercise else where, "muted")
        self._line(each.text, px=15, bold=True)
        day = day_said(line, now) if line.group is not Group.OVER else ""
        self._line(" · ".join(part for part in (due_said(line, now), day) if part), line_tone(line), bold=True)
        for blocker in weak:
            self._line(blocker_said(blocker), "due" if blocker.is_grave else "muted")
        if line.disputed:
            self._line(_("Two stations said different things of it: choose on the page of points to settle."), "late")
        self._offer(offers(line))
        for name, value in facts(line):
            self._line(phrases.labelled(name, value))
        self._say_closing(line, now)
        if moves:
            self._head(_("Its date moved"))
            for move in moves:
                self._line(move_said(move))

    def _say_closing(self, line: Line, now: int) -> None:
        each = line.corrective
        if each.proof or each.proof_evidence:
            self._head(_("Proof of closing"))
            self._line(each.proof or _("Records of the room"))
            if each.proof_evidence:
                self._line(", ".join(evidence_words(self._desk.room.views, each.proof_evidence)), "muted")
            if each.done_at is not None:
                self._line(_said_by(each.done_by, each.done_at, now), "muted")
        if each.state is CorrectiveState.VERIFIED and each.verified_at is not None:
            self._head(pgettext("plan", "Verified"))
            self._line(_said_by(each.verified_by, each.verified_at, now), "good")
            if is_own_verdict(each):
                self._line(_("Verified by whoever carried it out."), "due")
        if each.verdict_remark:
            self._line(each.verdict_remark, "muted")
        if each.dropped_because and each.state is CorrectiveState.DROPPED:
            self._line(phrases.labelled(_("Why it was dropped"), each.dropped_because), "muted")

    def _offer(self, offered: Sequence[Offer]) -> None:
        first, holder = QWidget(self), QWidget(self)
        flows = FlowLayout(first, across=0, down=0), FlowLayout(holder, across=12, down=2)
        for at, (what, said, key) in enumerate(offered):
            button = QPushButton(said, holder if at else first)
            button.setProperty("link" if at else "primary", True)
            button.setProperty("what", what)
            button.setToolTip(key)
            button.clicked.connect(lambda _checked=False, what=what: self.asked.emit(what))
            flows[1 if at else 0].addWidget(button)
        self._column.addWidget(first)
        self._column.addWidget(holder)

    def _head(self, text: str) -> None:
        label = ToneLabel(self._desk.look, "muted", bold=True, parent=self)
        label.setContentsMargins(0, 6, 0, 0)
        label.say(text)
        self._column.addWidget(label)

    def _line(self, text: str, tone: str = "", *, px: int = 13, bold: bool = False) -> None:
        label = ToneLabel(self._desk.look, tone, px=px, bold=bold, wrap=True, parent=self)
        label.say(text)
        self._column.addWidget(label)


def offers(line: Line) -> list[Offer]:
    """What can be done about an action as it stands; the first is what comes next."""
    done, verify = ("prove", _("Done…"), "D"), ("verify", _("Verify…"), "V")
    postpone, change = ("postpone", _("Postpone…"), "P"), ("change", _("Change…"), "E")
    drop, reopen = ("drop", pgettext("corrective", "Drop…"), "X"), ("reopen", _("Take up again…"), "R")
    incident = ("incident", _("Open the incident"), "O")
    if line.group is Group.OVER:
        return [reopen, incident]
    if line.corrective.state is CorrectiveState.DONE:
        return [verify, ("prove", _("Complete the proof…"), "D"), reopen, change, drop, incident]
    start = (
        [] if line.corrective.state is CorrectiveState.UNDER_WAY else [("start", pgettext("corrective", "Start"), "S")]
    )
    remind = [("remind", _("Copy the reminder"), "C")] if line.group in (Group.LATE, Group.SOON) else []
    first = change if line.group is Group.WAITING else done
    rest = [each for each in (done, postpone, change) if each != first]
    return [first, *start, *rest, *remind, drop, incident]


def facts(line: Line) -> list[tuple[str, str]]:
    """What is known beside, by name; what nobody said is left out."""
    each = line.corrective
    said = (
        (pgettext("corrective", "State"), corrective_state_word(each.state)),
        (_("Pilot"), each.pilot),
        (_("Contributors"), ", ".join(each.contributors)),
        (_("Priority"), str(each.priority)),
        (_("Verifier"), each.verifier),
        (_("Finding"), each.finding),
        (_("Cause that it treats"), line.cause),
        (_("Indicator of success"), each.indicator),
        (_("Effort"), each.effort),
        (_("Cost"), each.cost),
        (_("Ticket"), each.ticket),
    )
    return [(name, value) for name, value in said if value]


def move_said(move: Postponement) -> str:
    """`13 Dec 2026 → 23 Dec 2026 · Ana Costa · freeze of the year's end`."""
    former = phrases.date(move.from_at) if move.from_at is not None else _("no date")
    later = phrases.date(move.to_at) if move.to_at is not None else _("no date")
    return " · ".join(part for part in (f"{former} → {later}", move.by, move.reason) if part)


def _said_by(who: str, at: int, now_ms: int) -> str:
    return f"{who or '—'} · {phrases.moment(at, now_ms)}"
