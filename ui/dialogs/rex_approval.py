"""Approval of a review: who is asked, an approval with what stands in its way, and what is sent back."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.models.rex_wizard import RexView
from ui.widgets.fields import TextBox
from ui.widgets.person_choice import PersonChoice
from ui.widgets.tone import ToneLabel
from warroom.commands import AskApproval, GiveApproval, SendBack
from warroom.commands.rex_words import blocker_said
from warroom.domain.rex_state import blockers
from warroom.words import _, pgettext


class AskApprovalDialog(Form):
    """It is asked for as it is now; what changes afterwards is to be approved again."""

    def __init__(self, desk: Desk, view: RexView, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=620)
        self._view = view
        self.of = QLineEdit(self)
        self.of.setText(", ".join(view.rex.asked_of))
        self._why = ToneLabel(desk.look, "due", wrap=True, parent=self)
        self.add(
            lambda: _("Who is asked"), self.of,
            hint=lambda: _("Names with commas between them; never whoever conducts the review."),
        )  # fmt: skip
        self.add_wide(self._why)
        self.spoken(self._why.setText, lambda: in_the_way(view))
        self._why.setVisible(bool(view.blockers))
        self.of.setFocus()

    def title(self) -> str:
        return _("Ask for the approval of {number}").format(number=self._view.rex.number)

    def verb(self) -> str:
        return _("Ask for it")

    def command(self) -> AskApproval:
        names = tuple(name for part in self.of.text().split(",") if (name := " ".join(part.split())))
        return AskApproval(rex=self._view.rex.id, of=names, digest=self._view.standing.digest)


class GiveApprovalDialog(Form):
    """Something that stands in the way asks for a reason; disputed words cannot be approved at all."""

    def __init__(self, desk: Desk, view: RexView, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=620)
        self._view = view
        self.by = PersonChoice(desk, self)
        self.remark, self.exception = QLineEdit(self), TextBox(lines=2, parent=self)
        self._why = ToneLabel(desk.look, "due", wrap=True, parent=self)
        self.add(lambda: pgettext("review", "Approved by"), self.by, hint=lambda: _("Left empty, whoever sits here."))
        self.add(lambda: _("Remark"), self.remark)
        self.add_wide(self._why)
        self.add(lambda: _("Why all the same"), self.exception)
        self.spoken(self._why.setText, lambda: in_the_way(view, approver=self.by.text()))
        self.by.textChanged.connect(lambda _text: self._show_why())
        self._show_why()
        self.remark.setFocus()

    def title(self) -> str:
        return _("Approve {number} as it is now").format(number=self._view.rex.number)

    def verb(self) -> str:
        return pgettext("review", "Approve")

    def command(self) -> GiveApproval:
        return GiveApproval(
            rex=self._view.rex.id,
            remark=self.remark.text(),
            exception=self.exception.toPlainText(),
            by=self.by.text(),
            digest=self._view.standing.digest,
        )

    def _show_why(self) -> None:
        why = in_the_way(self._view, approver=self.by.text() or self.desk.room.member)
        self._why.setText(why)
        self._why.setVisible(bool(why))
        self.show_line(self.exception, bool(why))
        if self.isVisible():
            self._grow()


class SendBackDialog(Form):
    """The remark says what is to be changed; it is told in the log."""

    def __init__(self, desk: Desk, view: RexView, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=560)
        self._view = view
        self.remark, self.by = TextBox(lines=3, parent=self), PersonChoice(desk, self)
        self.add(lambda: _("What is to be changed"), self.remark)
        self.add(lambda: _("Sent back by"), self.by, hint=lambda: _("Left empty, whoever sits here."))
        self.remark.setFocus()

    def title(self) -> str:
        return _("Send {number} back").format(number=self._view.rex.number)

    def verb(self) -> str:
        return _("Send back")

    def command(self) -> SendBack:
        return SendBack(
            rex=self._view.rex.id, remark=self.remark.toPlainText(), by=self.by.text(),
            digest=self._view.standing.digest,
        )  # fmt: skip


def in_the_way(view: RexView, *, approver: str = "") -> str:
    """What keeps it from being approved, a line each; "" when nothing does."""
    return "\n".join(f"· {blocker_said(one)}" for one in blockers(view.facts, approver=approver))
