"""Means asked for: what, how many, where to, by when."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.loaded import as_loaded
from ui.widgets.amount import AmountField
from ui.widgets.fields import TextBox, TimeField
from ui.widgets.person_choice import PersonChoice
from warroom.commands import AmendMeans, AskMeans
from warroom.domain.incidents import Incident
from warroom.domain.means import MeansRequest
from warroom.words import _


class AskMeansDialog(Form):
    """A new request, or other words for one that is not over."""

    def __init__(
        self, desk: Desk, incident: Incident, request: MeansRequest | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, parent, width=600)
        self._incident, self._seen = incident, None
        if request is not None:
            found, self._seen = as_loaded(desk.room.views, "means_request", request.id, desk.room.views.means_request)
            request = found or request
        self._request = request
        self.what, self.reason = QLineEdit(self), TextBox(lines=2, parent=self)
        self.quantity, self.unit = AmountField(desk.look, self), QLineEdit(self)
        self.asked_by, self.place = PersonChoice(desk, self), QLineEdit(self)
        self.needed_by = TimeField(desk, ahead=True)
        self.add(lambda: _("What is asked for"), self.what)
        self.add(lambda: _("How many"), self.quantity)
        self.add(lambda: _("Unit"), self.unit, hint=lambda: _("Left empty for pieces: litres, metres, people, hours."))
        self.add(lambda: _("What for"), self.reason)
        self.add(lambda: _("To be delivered to"), self.place)
        self.add(lambda: _("Needed by"), self.needed_by)
        if request is None:
            self.add(lambda: _("Requested by"), self.asked_by)
            self.quantity.set_amount(1)
        else:
            self.asked_by.hide()
            self._fill(request)
        self.what.setFocus()

    def title(self) -> str:
        if self._request is not None:
            return _("Request {number}").format(number=self._request.number)
        return _("Ask for means for {number}").format(number=self._incident.number)

    def verb(self) -> str:
        return _("Save") if self._request is not None else _("Ask for it")

    def command(self) -> AskMeans | AmendMeans:
        said = {
            "what": self.what.text(),
            "quantity": self.quantity.amount(),
            "unit": self.unit.text(),
            "reason": self.reason.toPlainText(),
            "place": self.place.text(),
        }
        needed_by = self.needed_by.moment()
        if self._request is None:
            by = self.asked_by.text()
            return AskMeans(incident=self._incident.id, asked_by=by, needed_by=needed_by, **said)  # type: ignore[arg-type]
        no_date = needed_by is None
        return AmendMeans(
            means=self._request.id,
            needed_by=needed_by,
            no_date=no_date,
            seen=self._seen,
            **said,  # type: ignore[arg-type]
        )

    def _fill(self, request: MeansRequest) -> None:
        self.what.setText(request.what)
        self.quantity.set_amount(request.quantity)
        self.unit.setText(request.unit)
        self.reason.setPlainText(request.reason)
        self.place.setText(request.place)
        self.needed_by.set_moment(request.needed_by)
