"""The clocks that run for an incident: the next update, the deadlines; set by hand, done or removed with a reason."""

from __future__ import annotations

from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QMenu, QWidget

from ui.desk import Desk
from ui.parts.part import Part
from ui.widgets.lines import Block
from ui.widgets.tone import due_tone
from warroom import commands, phrases
from warroom.domain.dues import Due, DueKind
from warroom.words import _, pgettext


class ClocksPart(Part):
    """One block a clock; soonest first."""

    nouns = ("due",)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.add_head_button(lambda: _("Set"), self._offer_kinds, tip=lambda: _("Set the next update or a deadline"))
        self._say()

    def set_update(self) -> None:
        from ui.dialogs.due import DueDialog

        if self.incident is not None:
            self.ask(DueDialog(self.desk, self.incident, DueKind.UPDATE, self))

    def set_deadline(self) -> None:
        from ui.dialogs.due import DueDialog

        if self.incident is not None:
            self.ask(DueDialog(self.desk, self.incident, DueKind.DEADLINE, self))

    def finish(self, due: Due) -> None:
        """The update went out, the deadline was met."""
        self.do(commands.FinishDue(due=due.id))

    def drop(self, due: Due) -> None:
        """The clock does not apply, with the reason."""
        from ui.dialogs.reason import ReasonDialog

        self.ask(
            ReasonDialog(
                self.desk,
                title=lambda: _("Remove the clock “{what}”?").format(what=due_said(due)),
                verb=lambda: _("Remove"),
                build=lambda reason: commands.DropDue(due=due.id, reason=reason),
                parent=self,
            )
        )

    def refresh(self) -> None:
        if self.incident is None:
            return
        now = self.now()
        lines: list[QWidget] = []
        found = self.desk.room.views.dues(self.incident.id)
        for due in found:
            block = Block(self.desk.look, self)
            more = _("proved by {number}").format(number=due.evidence) if due.evidence else ""
            block.say(phrases.due(due.due_at, now), due_tone(due.due_at, now), due_said(due), more)
            block.chosen.connect(lambda due=due: self._offer(due))
            block.key.connect(lambda letter, due=due: self.finish(due) if letter == "d" else None)
            lines.append(block)
        if not found:
            lines.append(self.empty_line(_("No clock runs.")))
        self.fill(lines)

    def _offer_kinds(self) -> None:
        menu = QMenu(self)
        menu.addAction(_("Next update")).triggered.connect(self.set_update)
        menu.addAction(_("Deadline")).triggered.connect(self.set_deadline)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(QCursor.pos())

    def _offer(self, due: Due) -> None:
        menu = QMenu(self)
        menu.addAction(pgettext("clock", "Done")).triggered.connect(lambda: self.finish(due))
        menu.addAction(_("Remove, with the reason")).triggered.connect(lambda: self.drop(due))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(QCursor.pos())

    def _say(self) -> None:
        self.set_title(_("Clocks"))
        super()._say()


def due_said(due: Due) -> str:
    """What the clock is for."""
    return due.label or (_("Next update") if due.kind is DueKind.UPDATE else _("Deadline"))
