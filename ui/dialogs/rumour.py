"""What is said outside: noted with where and how far, judged with how we know."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.incoming_words import messages_offered
from ui.widgets.choice import Choice, Way
from ui.widgets.fields import TextBox, TimeField
from ui.widgets.told_choice import ToldChoice
from ui.widgets.tone import ToneLabel
from warroom.commands import AddRumour, JudgeRumour
from warroom.commands.inbound_words import brief, reach_said, rumour_kind_word, rumour_state_word
from warroom.domain.inbound import Rumour, RumourKind, RumourState
from warroom.domain.incidents import Incident
from warroom.words import _, pgettext


def reaches() -> tuple[Way[int], ...]:
    """How far it goes: few, many, everybody."""
    return tuple(Way(n, lambda n=n: reach_said(n)) for n in (1, 2, 3))  # type: ignore[misc]


class RumourDialog(Form):
    """Its words, where they are said, how far they go; it is to be checked from then on."""

    def __init__(self, desk: Desk, incident: Incident, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=560)
        self._incident = incident
        self.text, self.source = TextBox(lines=2, parent=self), QLineEdit(self)
        self.kind = ToldChoice(lambda: [(kind.value, rumour_kind_word(kind)) for kind in RumourKind], self)
        self.reach = Choice(desk.look, reaches(), self)
        self.heard_at = TimeField(desk)
        self.add(lambda: _("What is said"), self.text)
        self.add(lambda: _("What sort"), self.kind)
        self.add(lambda: _("Where it is said"), self.source)
        self.add(lambda: _("How far it goes"), self.reach)
        self.add(lambda: pgettext("rumour", "Heard at"), self.heard_at)
        self.spoken(lambda _words: self.kind.say(), lambda: "")
        self.spoken(lambda _words: self.reach.say(), lambda: "")
        self.text.setFocus()

    def title(self) -> str:
        return _("Note what is said outside · {number}").format(number=self._incident.number)

    def verb(self) -> str:
        return _("Note it")

    def command(self) -> AddRumour:
        return AddRumour(
            incident=self._incident.id,
            text=self.text.toPlainText(),
            kind=RumourKind(self.kind.value() or RumourKind.MEDIA),
            source=self.source.text(),
            reach=self.reach.value(),
            heard_at=self.heard_at.moment(),
        )


class JudgeRumourDialog(Form):
    """True, false or left alone, how we know it, and the message that answers it."""

    def __init__(self, desk: Desk, rumour: Rumour, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=560)
        self._rumour = rumour
        says = ToneLabel(desk.look, "muted", wrap=True, parent=self)
        says.setText(brief(rumour.text, 400))
        self.add_wide(says)
        states = (
            Way(RumourState.FALSE, lambda: rumour_state_word(RumourState.FALSE), lambda: _("a message is proposed")),
            Way(RumourState.TRUE, lambda: rumour_state_word(RumourState.TRUE), lambda: _("an entry is proposed")),
            Way(RumourState.LEFT, lambda: rumour_state_word(RumourState.LEFT), lambda: _("to answer would spread it")),
            Way(RumourState.TO_CHECK, lambda: rumour_state_word(RumourState.TO_CHECK)),
        )
        self.state = Choice(desk.look, states, self)
        self.finding = TextBox(lines=2, parent=self)
        self.reach = Choice(desk.look, reaches(), self)
        self.message = ToldChoice(lambda: [("", "—"), *messages_offered(desk, rumour.incident)[1:]], self)
        self.add(lambda: _("What it is worth"), self.state)
        self.add(lambda: _("How we know"), self.finding)
        self.add(lambda: _("How far it goes"), self.reach)
        self.add(lambda: _("Answered by a message"), self.message)
        for choice in (self.state, self.reach, self.message):
            self.spoken(lambda _words, choice=choice: choice.say(), lambda: "")  # type: ignore[misc]
        known = {way.value for way in states}
        self.state.choose(rumour.state if rumour.state in known else RumourState.FALSE)
        self.finding.setPlainText(rumour.finding)
        if rumour.reach is not None:
            self.reach.choose(rumour.reach)
        self.message.choose(rumour.message)

    def title(self) -> str:
        return _("Judge {number}").format(number=self._rumour.number)

    def verb(self) -> str:
        return _("Save")

    def command(self) -> JudgeRumour:
        return JudgeRumour(
            rumour=self._rumour.id,
            state=self.state.value() or RumourState.TO_CHECK,
            finding=self.finding.toPlainText(),
            message=self.message.value(),
            reach=self.reach.value(),
        )
