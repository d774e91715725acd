"""The action plan onto a stick: tasks of a calendar, a table, a ticket for each action, reminders for each pilot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QLabel, QWidget

from ui.desk import Desk
from ui.dialogs.onto_stick import StickDialog
from ui.widgets.told_choice import ToldChoice
from warroom.doors.plan_out import Wanted
from warroom.words import _, ngettext

if TYPE_CHECKING:
    from warroom.doors.plan_out import WrittenPlan


class PlanStickDialog(StickDialog):
    """Whose actions, with those that are over or not; the real or the exercises, never both."""

    def __init__(
        self, desk: Desk, pilots: Sequence[str], parent: QWidget | None = None, *, wanted: Wanted | None = None
    ) -> None:
        super().__init__(desk, parent, width=560)
        self._wanted = wanted or Wanted()
        self._pilots = tuple(pilots)
        self.pilot = ToldChoice(self._offered, self)
        self.pilot.choose(self._wanted.pilot)
        self.everything = QCheckBox(self)
        self.everything.setChecked(self._wanted.everything)
        self._where = QLabel(self)
        self._where.setProperty("role", "title")
        for widget in (self.pilot, self.everything, self._where, self.drives, self.progress):
            self.body.addWidget(widget)
        self._say()
        self.look_for_sticks()

    def folder_words(self) -> str:
        return _("Folder for the action plan")

    def write(self) -> None:
        """Write it; the bar runs until the last byte was read back."""
        place = self.place()
        if place is None:
            return
        room, wanted = self._desk.room, self.wanted()
        self.run(lambda job: room.plan_out.write(place, wanted, step=job.step))

    def wanted(self) -> Wanted:
        return Wanted(
            incident=self._wanted.incident,
            rex=self._wanted.rex,
            pilot=self.pilot.value(),
            everything=self.everything.isChecked(),
            exercise=self._wanted.exercise,
        )

    def _offered(self) -> list[tuple[str, str]]:
        return [("", _("Every pilot")), *((name, name) for name in self._pilots)]

    def lines_of(self, done: WrittenPlan) -> list[str]:
        said = ngettext("{n} corrective action", "{n} corrective actions", done.actions).format(n=done.actions)
        return [
            _("{folder}: {files} written, read back and verified.").format(folder=done.folder.name, files=said),
            _("Eject the stick in the system, then it is safe to remove.")
            if self.drives.is_stick()
            else str(done.folder),
        ]

    def asked(self) -> tuple[QWidget, ...]:
        return self.pilot, self.everything

    def _say(self) -> None:
        self.heading.setText(_("Action plan onto a stick"))
        self.intro.setText(
            _("A calendar of tasks (.ics), a table (.csv), a ticket for each action and reminders in Markdown.")
        )
        self.pilot.say()
        self.pilot.setAccessibleName(_("Pilot"))
        self.everything.setText(_("Also those that are over"))
        self._where.setText(_("Where to"))
        self.primary.setText(_("Close") if self._is_done else _("Write the folder"))
        super()._say()
