"""Putting right what was noted of a message that came in."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.incoming_words import audiences_offered, channels_offered
from ui.loaded import as_loaded
from ui.widgets.fields import TextBox, TimeField
from ui.widgets.person_choice import PersonChoice
from ui.widgets.told_choice import ToldChoice
from ui.widgets.tone import ToneLabel
from warroom.commands import AmendInbound
from warroom.domain.inbound import Inbound, InboundState
from warroom.words import _


class AmendInboundDialog(Form):
    """All that was noted when it came; saying what was asked sends it on to triage."""

    def __init__(self, desk: Desk, inbound: Inbound, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=600)
        found, self._seen = as_loaded(desk.room.views, "inbound", inbound.id, desk.room.views.inbound)
        self._inbound = inbound = found or inbound
        if inbound.state is InboundState.SENT_BACK:
            why = ToneLabel(desk.look, "due", wrap=True, parent=self)
            self.add_wide(why)
            self.spoken(why.setText, lambda: _("Sent back: {reason}").format(reason=inbound.sent_back))
        self.from_who, self.contact = PersonChoice(desk, self), QLineEdit(self)
        self.channel = ToldChoice(channels_offered, self)
        self.audience = ToldChoice(lambda: audiences_offered(desk), self)
        self.text, self.answer_by = TextBox(lines=4, parent=self), TimeField(desk, ahead=True)
        self.add(lambda: _("From"), self.from_who)
        self.add(lambda: _("How to reach them"), self.contact)
        self.add(lambda: _("By what"), self.channel)
        self.add(lambda: _("Audience"), self.audience)
        self.add(
            lambda: _("What it says"), self.text, hint=lambda: _("Another text corrects the entry of the log as well.")
        )
        self.add(lambda: _("Answer due"), self.answer_by)
        for choice in (self.channel, self.audience):
            self.spoken(lambda _words, choice=choice: choice.say(), lambda: "")  # type: ignore[misc]
        self.from_who.setText(inbound.from_who)
        self.contact.setText(inbound.contact)
        self.channel.choose(inbound.channel)
        self.audience.choose(inbound.audience)
        self.text.setPlainText(inbound.text)
        self.answer_by.set_moment(inbound.answer_by)

    def title(self) -> str:
        return _("Put {number} right").format(number=self._inbound.number)

    def verb(self) -> str:
        return _("Save")

    def command(self) -> AmendInbound:
        limit = self.answer_by.moment()
        return AmendInbound(
            inbound=self._inbound.id,
            text=self.text.toPlainText(),
            from_who=self.from_who.text(),
            channel=self.channel.value(),
            contact=self.contact.text(),
            audience=self.audience.value(),
            answer_by=limit,
            no_limit=limit is None,
            seen=self._seen,
        )
