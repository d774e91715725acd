"""What can be done on the spot during a point: decide, ask, give an action, answer what waited."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.dialogs.reason import ReasonDialog
from warroom import commands
from warroom.domain.incidents import Incident
from warroom.domain.points import Heading, Point, QuestionAsked
from warroom.reports.agenda import Agenda, Item
from warroom.words import _

Deed = tuple[str, Callable[[], object]]


class PointDeeds(QObject):
    """Opens the dialogs that are there for these things everywhere."""

    def __init__(self, desk: Desk, owner: QWidget) -> None:
        super().__init__(owner)
        self._desk, self._owner = desk, owner

    def of(self, heading: Heading, found: Agenda) -> Sequence[Deed]:
        """What belongs to a heading."""
        lead = found.cell.lead
        if heading is Heading.FACTS:
            return ((_("The situation still holds"), lambda: self.confirm(lead)),)
        if heading is Heading.ACTIONS:
            return ((_("Give an action…"), lambda: self.add_action(lead)),)
        if heading is Heading.DECISIONS:
            return (
                (_("Decide…"), lambda: self.decide_now(lead)),
                (_("Ask for a decision…"), lambda: self.request(lead)),
            )
        if heading is Heading.COMMUNICATION:
            return ((_("Set the next update…"), lambda: self.set_update(lead)),)
        return ()

    def confirm(self, incident: str) -> None:
        """Stand by every sentence of the situation anew."""
        ids = [sentence.id for sentence in self._desk.room.views.sentences(incident)]
        if ids:
            command = commands.ConfirmSentence(sentence=ids[0], also=tuple(ids[1:]))
            self._desk.tasks.follow(self._desk.room.do(command), owner=self._owner)

    def decide(self, item: Item) -> None:
        """Decide what is awaited, or look at what was decided."""
        from ui.dialogs.decide import DecideDialog
        from ui.dialogs.decision_details import DecisionDialog

        decision = self._desk.room.views.decision(item.record)
        if decision is None:
            return
        if decision.is_open:
            DecideDialog(self._desk, self._incident(item.incident), decision, self._owner).open()
        else:
            DecisionDialog(self._desk, decision, self._owner).open()

    def decide_now(self, incident: str) -> None:
        """Decide what has waited longest, or at once."""
        from ui.dialogs.decide import DecideDialog

        awaited = self._desk.room.views.decisions(incident, open_only=True)
        DecideDialog(self._desk, self._incident(incident), awaited[0] if awaited else None, self._owner).open()

    def request(self, incident: str) -> None:
        from ui.dialogs.decision_request import RequestDialog

        RequestDialog(self._desk, self._incident(incident), self._owner).open()

    def add_action(self, incident: str) -> None:
        from ui.dialogs.action import ActionDialog

        ActionDialog(self._desk, self._incident(incident), parent=self._owner).open()

    def move(self, item: Item) -> None:
        """Ask for the new state of an action."""
        from ui.dialogs.action import MoveActionDialog

        action = self._desk.room.views.action(item.record)
        if action is not None:
            MoveActionDialog(self._desk, action, self._owner).open()

    def set_update(self, incident: str) -> None:
        from ui.dialogs.due import DueDialog
        from warroom.domain.dues import DueKind

        DueDialog(self._desk, self._incident(incident), DueKind.UPDATE, self._owner).open()

    def ask(self, cell: str) -> None:
        """Ask something at the next point."""
        ask_dialog(self._desk, cell, self._owner).open()

    def answer(self, question: QuestionAsked, point: Point | None) -> None:
        """Answer a question that waited."""
        ReasonDialog(
            self._desk,
            title=lambda: question.text,
            verb=lambda: _("Answer"),
            label=lambda: _("Answer"),
            build=lambda text: commands.AnswerQuestion(
                question=question.id, answer=text, point=point.id if point else ""
            ),
            parent=self._owner,
        ).open()

    def _incident(self, incident: str) -> Incident:
        return self._desk.room.views.incident(incident)


def ask_dialog(desk: Desk, cell: str, parent: QWidget) -> ReasonDialog:
    """The question for the next point."""
    return ReasonDialog(
        desk,
        title=lambda: _("Ask at the next point"),
        verb=lambda: _("Ask"),
        label=lambda: _("Question"),
        build=lambda text: commands.AskQuestion(cell=cell, text=text),
        parent=parent,
    )
