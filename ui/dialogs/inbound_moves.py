"""What becomes of a message that came in: triaged, sent back, decided, answered, each with its time and who signs."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.incoming_words import channels_offered, messages_offered
from ui.widgets.choice import Choice, Way
from ui.widgets.fields import TextBox, TimeField
from ui.widgets.person_choice import PersonChoice
from ui.widgets.told_choice import ToldChoice
from ui.widgets.tone import ToneLabel
from warroom.commands import AnswerInbound, CorrectAnswer, DecideInbound, SendBackInbound, TriageInbound
from warroom.commands.inbound_words import brief
from warroom.domain.inbound import Desk as Back
from warroom.domain.inbound import Inbound, InboundLine
from warroom.words import _


class InboundForm(Form):
    """What these forms share: the message itself on top, when it was done and who signs at the bottom."""

    def __init__(self, desk: Desk, inbound: Inbound, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=560)
        self.inbound = inbound
        says = ToneLabel(desk.look, "muted", wrap=True, parent=self)
        says.setText(brief(inbound.text, 400))
        self.add_wide(says)
        self.at, self.by = TimeField(desk), PersonChoice(desk, self)

    def add_visa(self) -> None:
        """The two fields of paper: left empty they are now, and whoever sits here."""
        self.add(lambda: _("When"), self.at, hint=lambda: _("Left empty: now, signed by whoever types."))
        self.add(lambda: _("Signed by"), self.by)

    def named(self) -> str:
        """`A-ME01 · Sophie Garnier`."""
        return " · ".join(part for part in (self.inbound.number, self.inbound.from_who) if part)


class TriageDialog(InboundForm):
    """What sort of message it is, who sees to it, whether and until when it is answered."""

    def __init__(self, desk: Desk, inbound: Inbound, parent: QWidget | None = None) -> None:
        super().__init__(desk, inbound, parent)
        self.given_to, self.triage = PersonChoice(desk, self), TextBox(lines=1, parent=self)
        self.wants, self.answer_by = QCheckBox(self), TimeField(desk, ahead=True)
        self.add(lambda: _("Given to"), self.given_to, hint=lambda: _("A function or a person: COM, TECH, Ana Costa."))
        self.add(lambda: _("What sort of message"), self.triage)
        self.add_wide(self.wants)
        self.spoken(self.wants.setText, lambda: _("Wants an answer"))
        self.add(lambda: _("Answer due"), self.answer_by)
        self.add_visa()
        self.given_to.setText(inbound.given_to)
        self.triage.setPlainText(inbound.triage)
        self.wants.setChecked(inbound.wants)
        self.answer_by.set_moment(inbound.answer_by)
        self.given_to.setFocus()

    def title(self) -> str:
        return _("Triage {message}").format(message=self.named())

    def verb(self) -> str:
        return _("Triage")

    def command(self) -> TriageInbound:
        return TriageInbound(
            inbound=self.inbound.id,
            given_to=self.given_to.text(),
            triage=self.triage.toPlainText(),
            wants=self.wants.isChecked(),
            answer_by=self.answer_by.moment(),
            at=self.at.moment(),
            by=self.by.text(),
        )


class SendBackDialog(InboundForm):
    """To whoever took it in, or to triage; each with a reason of its own kind."""

    def __init__(self, desk: Desk, inbound: Inbound, parent: QWidget | None = None) -> None:
        super().__init__(desk, inbound, parent)
        ways = (
            Way(Back.ENTRY, lambda: _("To whoever took it in"), lambda: _("something in it is wrong or missing")),
            Way(Back.TRIAGE, lambda: _("To triage"), lambda: _("it is not ours")),
        )
        self.to = Choice(desk.look, ways, self)
        self.reason = TextBox(lines=2, parent=self)
        self.add_wide(self.to)
        self.spoken(lambda _words: self.to.say(), lambda: "")
        self.add(self._asked, self.reason)
        self.to.choose(Back.ENTRY if inbound.triaged_at is None else Back.TRIAGE)
        self.to.chosen.connect(self._say)
        self.add_visa()
        self.reason.setFocus()

    def title(self) -> str:
        return _("Send {message} back").format(message=self.named())

    def verb(self) -> str:
        return _("Send it back")

    def command(self) -> SendBackInbound:
        return SendBackInbound(
            inbound=self.inbound.id,
            reason=self.reason.toPlainText(),
            to=self.to.value() or Back.ENTRY,
            at=self.at.moment(),
            by=self.by.text(),
        )

    def _asked(self) -> str:
        return _("What is wrong") if self.to.value() is Back.ENTRY else _("Why it is not ours")


class DecideInboundDialog(InboundForm):
    """What is done about it; one that wants no answer is closed by it."""

    def __init__(self, desk: Desk, inbound: Inbound, parent: QWidget | None = None) -> None:
        super().__init__(desk, inbound, parent)
        self.decision, self.wants = TextBox(lines=2, parent=self), QCheckBox(self)
        self.add(lambda: _("What is decided about it"), self.decision)
        self.add_wide(self.wants)
        self.spoken(self.wants.setText, lambda: _("Wants an answer; without one it is closed."))
        self.add_visa()
        self.wants.setChecked(inbound.wants)
        self.decision.setPlainText(inbound.decision)
        self.decision.setFocus()

    def title(self) -> str:
        return _("Decide about {message}").format(message=self.named())

    def verb(self) -> str:
        return _("Decide")

    def command(self) -> DecideInbound:
        return DecideInbound(
            inbound=self.inbound.id,
            decision=self.decision.toPlainText(),
            wants=self.wants.isChecked(),
            at=self.at.moment(),
            by=self.by.text(),
        )


class AnswerDialog(InboundForm):
    """The words of an answer given by voice or by hand, or the message of ours that answers it."""

    def __init__(self, desk: Desk, inbound: Inbound, parent: QWidget | None = None) -> None:
        super().__init__(desk, inbound, parent)
        self.answer = TextBox(lines=3, parent=self)
        self.message = ToldChoice(lambda: messages_offered(desk, inbound.incident), self)
        self.via = ToldChoice(channels_offered, self)
        self.add(lambda: _("What was answered"), self.answer)
        self.add(lambda: _("By a message of ours"), self.message)
        self.add(lambda: _("By what"), self.via)
        self.spoken(lambda _words: self.via.say(), lambda: "")
        self.add_visa()
        self.via.choose(inbound.channel)
        self.answer.setFocus()

    def title(self) -> str:
        return _("Answer to {message}").format(message=self.named())

    def verb(self) -> str:
        return _("It was answered")

    def command(self) -> AnswerInbound:
        return AnswerInbound(
            inbound=self.inbound.id,
            answer=self.answer.toPlainText(),
            message=self.message.value(),
            via=self.via.value(),
            at=self.at.moment(),
            by=self.by.text(),
        )


class CorrectAnswerDialog(InboundForm):
    """What was said outside stays; here is what was said after it, and why."""

    def __init__(self, desk: Desk, line: InboundLine, parent: QWidget | None = None) -> None:
        self._line = line
        super().__init__(desk, line.inbound, parent)
        for at, answer in enumerate(line.answers or (line.inbound.answer,), start=1):
            told = ToneLabel(desk.look, "late" if line.is_answered_twice else "", wrap=True, parent=self)
            self.add_wide(told)
            self.spoken(told.setText, lambda at=at, answer=answer: f"{at}. {answer}")  # type: ignore[misc]
        self.answer, self.reason = TextBox(lines=3, parent=self), TextBox(lines=1, parent=self)
        self.via = ToldChoice(channels_offered, self)
        self.add(lambda: _("What was said since"), self.answer)
        self.add(lambda: _("Why"), self.reason)
        self.add(lambda: _("By what"), self.via)
        self.spoken(lambda _words: self.via.say(), lambda: "")
        self.add_visa()
        self.answer.setFocus()

    def title(self) -> str:
        if self._line.is_answered_twice:
            return _("{message} was answered twice: say what holds").format(message=self.named())
        return _("Correct the answer to {message}").format(message=self.named())

    def verb(self) -> str:
        return _("Save")

    def command(self) -> CorrectAnswer:
        return CorrectAnswer(
            inbound=self.inbound.id,
            answer=self.answer.toPlainText(),
            reason=self.reason.toPlainText(),
            via=self.via.value(),
            at=self.at.moment(),
            by=self.by.text(),
        )
