"""A change freeze in questions: what is frozen, what is allowed all the same, who lifts it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.widgets.fields import TextBox, TimeField
from ui.widgets.person_choice import PersonChoice
from warroom.commands import AllowException, FreezeChanges, LiftFreeze
from warroom.domain.cells import Cell, Freeze
from warroom.words import _


class FreezeDialog(Form):
    """The scope in words, who orders it and why."""

    def __init__(self, desk: Desk, cell: Cell, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._cell = cell
        self.scope, self.reason = TextBox(lines=2, parent=self), TextBox(lines=2, parent=self)
        self.by = PersonChoice(desk, self)
        self.add(lambda: _("What is frozen"), self.scope)
        self.add(lambda: _("Frozen by"), self.by)
        self.add(lambda: _("Reason"), self.reason)
        self.scope.setFocus()

    def title(self) -> str:
        return _("Freeze changes")

    def verb(self) -> str:
        return _("Freeze")

    def command(self) -> FreezeChanges:
        return FreezeChanges(
            cell=self._cell.id, scope=self.scope.toPlainText(), by=self.by.text(), reason=self.reason.toPlainText()
        )


class ExceptionDialog(Form):
    """What may be changed in spite of a freeze, who allows it, why, and until when."""

    def __init__(self, desk: Desk, freeze: Freeze, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._freeze = freeze
        self.text, self.reason = TextBox(lines=2, parent=self), TextBox(lines=2, parent=self)
        self.approver, self.until = PersonChoice(desk, self), TimeField(desk, ahead=True)
        self.add(lambda: _("What is allowed"), self.text)
        self.add(lambda: _("Allowed by"), self.approver)
        self.add(lambda: _("Reason"), self.reason)
        self.add(lambda: _("Allowed until"), self.until, hint=lambda: _("Left empty, as long as the freeze holds."))
        self.text.setFocus()

    def title(self) -> str:
        return _("An exception to the freeze “{scope}”").format(scope=self._freeze.scope)

    def verb(self) -> str:
        return _("Allow it")

    def command(self) -> AllowException:
        return AllowException(
            freeze=self._freeze.id,
            text=self.text.toPlainText(),
            approver=self.approver.text(),
            reason=self.reason.toPlainText(),
            until_at=self.until.moment(),
        )


class LiftDialog(Form):
    """Who lifts it."""

    def __init__(self, desk: Desk, freeze: Freeze, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=480)
        self._freeze = freeze
        self.by = PersonChoice(desk, self)
        self.add(lambda: _("Lifted by"), self.by)
        self.by.setFocus()

    def title(self) -> str:
        return _("Lift the freeze “{scope}”?").format(scope=self._freeze.scope)

    def verb(self) -> str:
        return _("Lift it")

    def command(self) -> LiftFreeze:
        return LiftFreeze(freeze=self._freeze.id, by=self.by.text())
