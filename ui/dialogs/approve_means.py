"""Approve a request: what it costs, in whose name, and what that function may still commit."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.loaded import as_loaded
from ui.widgets.amount import AmountField
from ui.widgets.fields import TextBox
from ui.widgets.person_choice import PersonChoice
from ui.widgets.tone import ToneLabel
from warroom.commands import ApproveMeans
from warroom.commands.cell_words import seat_word
from warroom.commands.field_words import euros, what_said
from warroom.domain.incidents import Mode
from warroom.domain.means import Authority, MeansRequest
from warroom.words import _


class ApproveMeansDialog(Form):
    """The limit is shown while the cost is typed; past it, why and who else allowed it are asked."""

    def __init__(self, desk: Desk, request: MeansRequest, mode: Mode, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=600)
        found, self._seen = as_loaded(desk.room.views, "means_request", request.id, desk.room.views.means_request)
        self._request, self._mode = found or request, mode
        self.cost, self.approver = AmountField(desk.look, self), PersonChoice(desk, self)
        self.supplier = QLineEdit(self)
        self.why, self.allowed_by = TextBox(lines=2, parent=self), PersonChoice(desk, self)
        self._limit = ToneLabel(desk.look, "muted", wrap=True, parent=self)
        self.add(lambda: _("Cost"), self.cost)
        self.add(lambda: _("Approved by"), self.approver)
        self.add_wide(self._limit)
        self.add(lambda: _("Supplier"), self.supplier)
        self.add(lambda: _("Why past the limit"), self.why)
        self.add(lambda: _("Who else allowed it"), self.allowed_by)
        self.cost.set_amount(self._request.cost)
        self.approver.setText(desk.room.member)
        self.supplier.setText(self._request.supplier)
        self.spoken(self.cost.unit.say, lambda: _("euros"))
        self.cost.changed.connect(self._show_limit)
        self.approver.textChanged.connect(lambda _text: self._show_limit())
        self._show_limit()
        self.cost.setFocus()

    def title(self) -> str:
        return _("Approve {number}: {what}").format(number=self._request.number, what=what_said(self._request))

    def verb(self) -> str:
        return _("Approve")

    def command(self) -> ApproveMeans:
        return ApproveMeans(
            means=self._request.id,
            cost=self.cost.amount(),
            approver=self.approver.text(),
            supplier=self.supplier.text(),
            over_limit=self.why.toPlainText(),
            allowed_by=self.allowed_by.text(),
            seen=self._seen,
        )

    def _authority(self) -> Authority:
        views, request = self.desk.room.views, self._request
        found = views.authority(request.incident, self.approver.text(), mode=self._mode)
        if request.cost and request.approver_code == found.code:  # approved once already: it counts once
            return Authority(found.code, max(0, found.total - request.cost), found.limit)
        return found

    def _show_limit(self) -> None:
        authority = self._authority()
        is_past = authority.left is not None and self.cost.known() > authority.left
        name = seat_word(authority.code, "") if authority.code else _("without a function")
        if authority.limit is None:
            said = _("{who}: no limit is set on the role cards of this room.").format(who=name)
        else:
            said = _("{who}: {total} committed of {limit}, {left} left.").format(
                who=name, total=euros(authority.total), limit=euros(authority.limit), left=euros(authority.left or 0)
            )
        self._limit.say(said, "late" if is_past else "muted")
        for field in (self.why, self.allowed_by):
            self.show_line(field, is_past)
        if self.isVisible():
            self._grow()

    def _say(self) -> None:
        super()._say()
        self._show_limit()
