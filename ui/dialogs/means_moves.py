"""What becomes of a request: it is on its way, it arrived, it is not needed any more."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.widgets.amount import AmountField
from ui.widgets.fields import TextBox, TimeField
from warroom.commands import ArriveMeans, OrderMeans, WithdrawMeans
from warroom.commands.field_words import what_said
from warroom.domain.means import MeansRequest
from warroom.words import _, pgettext


class OrderMeansDialog(Form):
    """From whom it comes, and when."""

    def __init__(self, desk: Desk, request: MeansRequest, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=520)
        self._request = request
        self.supplier, self.eta_at = QLineEdit(self), TimeField(desk, ahead=True)
        self.add(lambda: _("Supplier"), self.supplier)
        self.add(lambda: _("Arrives at"), self.eta_at)
        self.supplier.setText(request.supplier)
        self.eta_at.set_moment(request.eta_at)

    def title(self) -> str:
        return _("{number} is on its way: {what}").format(number=self._request.number, what=what_said(self._request))

    def verb(self) -> str:
        return _("It is on its way")

    def command(self) -> OrderMeans:
        return OrderMeans(means=self._request.id, supplier=self.supplier.text(), eta_at=self.eta_at.moment())


class ArriveMeansDialog(Form):
    """How many arrived; all that were missing is what is proposed."""

    def __init__(self, desk: Desk, request: MeansRequest, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=520)
        self._request = request
        self.n, self.remark = AmountField(desk.look, self), QLineEdit(self)
        self.add(lambda: _("How many arrived"), self.n)
        self.add(lambda: _("Remark"), self.remark)
        self.n.set_amount(request.missing)
        self.n.unit.say(request.unit)
        self.n.line.selectAll()
        self.n.setFocus()

    def title(self) -> str:
        return _("{number} arrived: {what}").format(number=self._request.number, what=what_said(self._request))

    def verb(self) -> str:
        return pgettext("means", "It arrived")

    def command(self) -> ArriveMeans:
        return ArriveMeans(means=self._request.id, n=self.n.amount(), remark=self.remark.text())


class WithdrawMeansDialog(Form):
    """Why it is not needed, and what is to be paid all the same."""

    def __init__(self, desk: Desk, request: MeansRequest, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=520)
        self._request = request
        self.reason, self.cost = TextBox(lines=2, parent=self), AmountField(desk.look, self)
        self.add(lambda: _("Reason"), self.reason)
        self.add(lambda: _("To be paid all the same"), self.cost)
        self.spoken(self.cost.unit.say, lambda: _("euros"))
        self.reason.setFocus()

    def title(self) -> str:
        return _("{number} is not needed: {what}").format(number=self._request.number, what=what_said(self._request))

    def verb(self) -> str:
        return pgettext("means", "Withdraw")

    def command(self) -> WithdrawMeans:
        return WithdrawMeans(means=self._request.id, reason=self.reason.toPlainText(), cost=self.cost.amount())
