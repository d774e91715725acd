"""A promise made to somebody: to whom, what, who keeps it, until when."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.incoming_words import audiences_offered
from ui.loaded import as_loaded
from ui.widgets.fields import TextBox, TimeField
from ui.widgets.person_choice import PersonChoice
from ui.widgets.told_choice import ToldChoice
from warroom.commands import AmendPromise, KeepPromise, MakePromise
from warroom.domain.inbound import Promise
from warroom.domain.incidents import Incident
from warroom.words import _


class PromiseDialog(Form):
    """A new promise; `source` is the number of what it was made in, `to_whom` whoever it was made to.

    `call` is the id of the call in which it was made: a call has no number to type.
    """

    def __init__(
        self,
        desk: Desk,
        incident: Incident,
        *,
        source: str = "",
        to_whom: str = "",
        audience: str = "",
        call: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(desk, parent, width=560)
        self._incident, self._call = incident, call
        self.to_whom, self.text = PersonChoice(desk, self), TextBox(lines=2, parent=self)
        self.owner, self.due_at = PersonChoice(desk, self), TimeField(desk, ahead=True)
        self.audience = ToldChoice(lambda: audiences_offered(desk), self)
        self.source = QLineEdit(self)
        self.add(lambda: _("Promised to"), self.to_whom)
        self.add(lambda: _("What was promised"), self.text)
        self.add(lambda: _("Kept by"), self.owner)
        self.add(lambda: _("Until when"), self.due_at, hint=lambda: _("Without an hour no clock runs."))
        self.add(lambda: _("Audience"), self.audience)
        if call:
            self.source.hide()
        else:
            hint = lambda: _("The number of an entry or of a message, if any.")  # noqa: E731
            self.add(lambda: _("Made in"), self.source, hint=hint)
        self.spoken(lambda _words: self.audience.say(), lambda: "")
        self.to_whom.setText(to_whom)
        self.audience.choose(audience)
        self.source.setText(source)
        (self.text if to_whom else self.to_whom).setFocus()

    def title(self) -> str:
        return _("Note a promise · {number}").format(number=self._incident.number)

    def verb(self) -> str:
        return _("Note it")

    def command(self) -> MakePromise:
        return MakePromise(
            incident=self._incident.id,
            to_whom=self.to_whom.text(),
            text=self.text.toPlainText(),
            owner=self.owner.text(),
            due_at=self.due_at.moment(),
            audience=self.audience.value(),
            source=self._call or self.source.text(),
        )


class AmendPromiseDialog(Form):
    """Other words, another owner, another hour; the hour with its reason."""

    def __init__(self, desk: Desk, promise: Promise, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=560)
        found, self._seen = as_loaded(desk.room.views, "promise", promise.id, desk.room.views.promise)
        self._promise = promise = found or promise
        self.to_whom, self.text = PersonChoice(desk, self), TextBox(lines=2, parent=self)
        self.owner, self.due_at = PersonChoice(desk, self), TimeField(desk, ahead=True)
        self.reason = QLineEdit(self)
        self.add(lambda: _("Promised to"), self.to_whom)
        self.add(lambda: _("What was promised"), self.text)
        self.add(lambda: _("Kept by"), self.owner)
        self.add(lambda: _("Until when"), self.due_at)
        self.add(lambda: _("Why another hour"), self.reason)
        self.to_whom.setText(promise.to_whom)
        self.text.setPlainText(promise.text)
        self.owner.setText(promise.owner)
        self.due_at.set_moment(promise.due_at)

    def title(self) -> str:
        return _("Promise {number}").format(number=self._promise.number)

    def verb(self) -> str:
        return _("Save")

    def command(self) -> AmendPromise:
        return AmendPromise(
            promise=self._promise.id,
            to_whom=self.to_whom.text(),
            text=self.text.toPlainText(),
            owner=self.owner.text(),
            due_at=self.due_at.moment(),
            reason=self.reason.text(),
            seen=self._seen,
        )


class KeepPromiseDialog(Form):
    """When it was kept, and how."""

    def __init__(self, desk: Desk, promise: Promise, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=520)
        self._promise = promise
        self.remark, self.at, self.by = TextBox(lines=2, parent=self), TimeField(desk), PersonChoice(desk, self)
        self.add(lambda: _("How it was kept"), self.remark)
        self.add(lambda: _("When"), self.at, hint=lambda: _("Left empty: now, signed by whoever types."))
        self.add(lambda: _("Signed by"), self.by)
        self.remark.setFocus()

    def title(self) -> str:
        return _("Promise {number} to {name} is kept").format(number=self._promise.number, name=self._promise.to_whom)

    def verb(self) -> str:
        return _("It was kept")

    def command(self) -> KeepPromise:
        return KeepPromise(
            promise=self._promise.id, remark=self.remark.toPlainText(), at=self.at.moment(), by=self.by.text()
        )
