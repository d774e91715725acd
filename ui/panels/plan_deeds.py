"""What is done about corrective actions, by key or button: the same on the page of the plan and in a review."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.dialogs.reason import ReasonDialog
from warroom.commands import DropCorrective, MoveCorrective, ReopenCorrective
from warroom.commands.base import Command
from warroom.domain.corrective_state import Line
from warroom.domain.correctives import CorrectiveState
from warroom.words import _, pgettext

KEYS = {
    "d": "prove",
    "v": "verify",
    "p": "postpone",
    "e": "change",
    "x": "drop",
    "r": "reopen",
    "s": "start",
    "c": "remind",
}
READS = ("incident", "remind")  # what a room opened for reading allows too


class PlanDeeds(QObject):
    """Acts on one line; dialogs stand over `owner`."""

    incident_asked = Signal(str)

    def __init__(self, desk: Desk, owner: QWidget) -> None:
        super().__init__(owner)
        self._desk, self._owner = desk, owner

    def act(self, what: str, line: Line) -> None:
        """Do what a button of the detail asks for."""
        if what not in READS and self._desk.room.read_only:
            return
        does: dict[str, Callable[[Line], None]] = {
            "start": self.start,
            "prove": self.prove,
            "verify": self.verify,
            "postpone": self.postpone,
            "change": self.change,
            "drop": self.drop,
            "reopen": self.reopen,
            "remind": self.remind,
            "incident": lambda line: self.incident_asked.emit(line.corrective.incident),
        }
        does[what](line)

    def add(self, incident: str = "", *, rex: str = "") -> None:
        from ui.dialogs.corrective import CorrectiveDialog

        CorrectiveDialog(self._desk, None, self._owner, incident=incident, rex=rex).open()

    def start(self, line: Line) -> None:
        self._do(MoveCorrective(corrective=line.id, state=CorrectiveState.UNDER_WAY))

    def prove(self, line: Line) -> None:
        from ui.dialogs.corrective_moves import ProveDialog

        ProveDialog(self._desk, line.corrective, self._owner).open()

    def verify(self, line: Line) -> None:
        from ui.dialogs.corrective_moves import VerifyDialog

        VerifyDialog(self._desk, line.corrective, self._owner).open()

    def postpone(self, line: Line) -> None:
        from ui.dialogs.corrective_moves import PostponeDialog

        PostponeDialog(self._desk, line.corrective, self._owner).open()

    def change(self, line: Line) -> None:
        from ui.dialogs.corrective import CorrectiveDialog

        CorrectiveDialog(self._desk, line.corrective, self._owner).open()

    def drop(self, line: Line) -> None:
        number = line.corrective.number
        ReasonDialog(
            self._desk,
            title=lambda: _("{number} will not be done").format(number=number),
            verb=lambda: pgettext("corrective", "Drop"),
            build=lambda reason: DropCorrective(corrective=line.id, reason=reason),
            parent=self._owner,
        ).open()

    def reopen(self, line: Line) -> None:
        number = line.corrective.number
        ReasonDialog(
            self._desk,
            title=lambda: _("Take {number} up again").format(number=number),
            verb=lambda: pgettext("corrective", "Take up again"),
            build=lambda reason: ReopenCorrective(corrective=line.id, reason=reason),
            parent=self._owner,
        ).open()

    def remind(self, line: Line) -> None:
        """What its pilot is asked about, onto the clipboard."""
        from warroom.doors.plan_out import Wanted

        room, pilot = self._desk.room, line.corrective.pilot

        def read(_job: Any) -> str:
            from warroom.reports.plan_files import reminder

            plan = room.plan_out.plan(Wanted(pilot=pilot, everything=False, exercise=line.exercise))
            return reminder(pilot, plan)

        self._desk.tasks.run(read, owner=self._owner, done=self._copied)

    def _copied(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self._desk.notices.say(_("The reminder is on the clipboard."))

    def _do(self, command: Command[Any]) -> None:
        self._desk.tasks.follow(self._desk.room.do(command), owner=self._owner)
