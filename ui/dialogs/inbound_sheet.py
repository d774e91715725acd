"""A message sheet typed back: its number, its words, and its four times as they stand on paper."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.incoming_words import channels_offered
from ui.widgets.fields import TextBox, TimeField
from ui.widgets.told_choice import ToldChoice
from warroom.commands import TranscribeInbound
from warroom.domain.incidents import Incident
from warroom.domain.paper import SheetState
from warroom.errors import Refusal
from warroom.words import _, pgettext

VISA_WIDE = 72  # of the drawings' pixels
OVERRULED = ("sheet-transcribed", "sheet-void", "sheet-unknown")  # what a second press of the button overrules


class MessageSheetDialog(Form):
    """The fields in the order of the paper, so that eyes and fingers go down together."""

    def __init__(self, desk: Desk, incident: Incident, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=620)
        self._incident = incident
        self._overrules = ""
        self.sheet, self.from_who, self.contact = QLineEdit(self), QLineEdit(self), QLineEdit(self)
        self.channel, self.text = ToldChoice(channels_offered, self), TextBox(lines=2, parent=self)
        self.times = [TimeField(desk) for _step in range(4)]
        self.visas = [QLineEdit(self) for _step in range(4)]
        self.given_to, self.decision, self.sent_back = QLineEdit(self), QLineEdit(self), QLineEdit(self)
        self.answer = TextBox(lines=1, parent=self)
        self.add(lambda: _("Sheet"), self.sheet)
        self.add(lambda: _("From"), self.from_who)
        self.add(lambda: _("How to reach them"), self.contact)
        self.add(lambda: _("By what"), self.channel)
        self.add(lambda: _("What it says"), self.text)
        self._add_step(0, lambda: pgettext("inbound", "Received"))
        self._add_step(1, lambda: pgettext("inbound", "Triaged"))
        self.add(lambda: _("Given to"), self.given_to)
        self._add_step(2, lambda: pgettext("inbound", "Decided"))
        self.add(lambda: _("What is decided about it"), self.decision)
        self._add_step(3, lambda: pgettext("inbound", "Answered"))
        self.add(lambda: _("What was answered"), self.answer)
        self.add(lambda: _("Sent back, and why"), self.sent_back)
        self.spoken(lambda _words: self.channel.say(), lambda: "")
        blank = [each.number for each in desk.room.views.sheets() if each.state is SheetState.BLANK]
        self.sheet.setPlaceholderText(", ".join(blank[:3]))
        self.sheet.setFocus()

    def title(self) -> str:
        return _("Type a message sheet back · {number}").format(number=self._incident.number)

    def verb(self) -> str:
        return _("Type it all the same") if self._overrules else _("Save")

    def command(self) -> TranscribeInbound:
        received, triaged, decided, answered = (each.moment() for each in self.times)
        if received is None:
            raise Refusal(
                "time-missing",
                _("When was it received? The sheet says so."),
                safe=_("Nothing was written; your text is still there."),
            )
        visas = [each.text() for each in self.visas]
        return TranscribeInbound(
            sheet=self.sheet.text(),
            incident=self._incident.id,
            text=self.text.toPlainText(),
            from_who=self.from_who.text(),
            contact=self.contact.text(),
            channel=self.channel.value(),
            received_at=received,
            received_by=visas[0],
            triaged_at=triaged,
            triaged_by=visas[1],
            given_to=self.given_to.text(),
            decided_at=decided,
            decided_by=visas[2],
            decision=self.decision.text(),
            answered_at=answered,
            answered_by=visas[3],
            answer=self.answer.toPlainText(),
            sent_back=self.sent_back.text(),
            again=self._overrules in OVERRULED[:2],
            unregistered=self._overrules == OVERRULED[2],
        )

    def complain(self, error: Exception) -> None:
        """A sheet that was typed, void or unknown here is taken all the same by whoever presses again."""
        super().complain(error)
        code = error.code if isinstance(error, Refusal) else ""
        self._overrules = code if code in OVERRULED else ""
        self._send.setText(self.verb())

    # Building

    def _add_step(self, at: int, words: Callable[[], str]) -> None:
        """A time and, beside it, the visa, as they stand on the sheet."""
        row, line = QWidget(self), QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        self.visas[at].setFixedWidth(self.desk.look.px(VISA_WIDE))
        line.addWidget(self.times[at], 1)
        line.addWidget(self.visas[at])
        row.setLayout(line)
        row.setFocusProxy(self.times[at])
        self.add(words, row)
        self._watch(self.times[at])
        self.spoken(self.visas[at].setAccessibleName, lambda: pgettext("sheet", "Visa"))
        self.spoken(self.visas[at].setPlaceholderText, lambda: pgettext("sheet", "Visa"))
        self.spoken(self.times[at].setAccessibleName, words)
