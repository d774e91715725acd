"""Taking a message in with the keyboard alone: from, by what, its words; Enter saves."""

from __future__ import annotations

import json

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.incoming_words import audiences_offered, channels_offered
from ui.widgets.fields import ENTER, TextBox, TimeField
from ui.widgets.person_choice import PersonChoice
from ui.widgets.spoken import Spoken
from ui.widgets.told_choice import ToldChoice
from ui.widgets.tone import ToneLabel
from warroom.commands import ReceiveInbound
from warroom.commands.inbound import Received
from warroom.domain.incidents import Incident
from warroom.errors import Refusal
from warroom.words import _


class IncomingIntake(Spoken, QFrame):
    """One line of fields over the words; what is half typed is kept through a crash, and until it is saved."""

    received = Signal(str)  # id of the message

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._incident: Incident | None = None
        self._is_sending = False
        self.setProperty("panel", True)
        self.from_who = PersonChoice(desk, self)  # made in the order in which Tab goes
        self.channel = ToldChoice(channels_offered, self)
        self.audience = ToldChoice(lambda: audiences_offered(desk), self)
        self.answer_by = TimeField(desk, ahead=True, parent=self)
        self.answer_by.line.setFixedWidth(desk.look.px(150))
        self.text, self.save = TextBox(lines=2, parent=self), QPushButton(self)
        self.save.setProperty("primary", True)
        self._said = ToneLabel(desk.look, "muted", wrap=True, parent=self)
        self._labels = [QLabel(self) for _at in range(5)]
        self._build()
        self._say()
        self._enable()
        self.text.sent.connect(self.send)
        self.save.clicked.connect(lambda _checked=False: self.send())

    def show_current(self, incident: Incident | None) -> None:
        """For which incident a message is taken in; what was half typed for another stays with it."""
        former = self._incident.id if self._incident else None
        if former == (incident.id if incident else None):
            return
        self.settle()
        self._incident = incident
        self._recall()
        self._enable()
        self._say()

    def settle(self) -> None:
        """Keep what is half typed."""
        if self._incident is not None and not self._desk.room.read_only:
            said = [self.from_who.text(), self.channel.value(), self.audience.value(), self.text.toPlainText()]
            has_words = said[0].strip() or said[3].strip()
            self._desk.room.keep_draft(self._place(), json.dumps(said) if has_words else "")

    def send(self) -> None:
        """Take it in; the fields are free for the next as soon as it is on disk."""
        if self._incident is None or self._is_sending or not self.save.isEnabled():
            return
        if not self.text.toPlainText().strip():
            self._said.say(_("What does the message say?"), "due")
            self.text.setFocus()
            return
        try:
            answer_by = self.answer_by.moment()
        except Refusal as refusal:
            self._said.say(str(refusal), "late")
            self.answer_by.setFocus()
            return
        command = ReceiveInbound(
            incident=self._incident.id,
            text=self.text.toPlainText(),
            from_who=self.from_who.text(),
            channel=self.channel.value(),
            audience=self.audience.value(),
            answer_by=answer_by,
        )
        self._is_sending = True
        self._desk.tasks.follow(self._desk.room.do(command), owner=self, done=self._end, failed=self._stay)

    # Building

    def _build(self) -> None:
        fields = (self.from_who, self.channel, self.audience, self.answer_by)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(2)
        for at, (label, field) in enumerate(zip(self._labels, fields, strict=False)):
            label.setBuddy(field)
            label.setProperty("role", "muted")
            grid.addWidget(label, 0, at)
            grid.addWidget(field, 1, at, Qt.AlignmentFlag.AlignTop)
        for at, stretch in enumerate((3, 1, 1, 2)):
            grid.setColumnStretch(at, stretch)
        self._labels[4].setBuddy(self.text)
        self._labels[4].setProperty("role", "muted")
        words = QHBoxLayout()
        words.setSpacing(12)
        words.addWidget(self.text, 1)
        words.addWidget(self.save, 0, Qt.AlignmentFlag.AlignBottom)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(14, 10, 14, 10)
        whole.setSpacing(4)
        whole.addLayout(grid)
        whole.addWidget(self._labels[4])
        whole.addLayout(words)
        whole.addWidget(self._said)

    def _say(self) -> None:
        said = (_("From"), _("By what"), _("Audience"), _("Answer due"), _("What it says"))
        for label, words in zip(self._labels, said, strict=True):
            label.setText(words)
        for field, words in zip(
            (self.from_who, self.channel, self.audience, self.answer_by, self.text), said, strict=True
        ):
            field.setAccessibleName(words)
        self.channel.say()
        self.audience.say()
        self.answer_by.say()
        self.save.setText(_("Take it in"))
        self.save.setToolTip(_("Enter saves; Shift+Enter begins a new line."))
        self.setAccessibleName(_("Take a message in"))
        if self._incident is None:
            self._said.say(_("Declare an incident first: Ctrl+N."), "muted")
        else:
            self._said.say(_("Enter saves; Shift+Enter begins a new line."), "muted")

    def _enable(self) -> None:
        may = self._incident is not None and not self._desk.room.read_only
        for field in (self.from_who, self.channel, self.audience, self.answer_by, self.text, self.save):
            field.setEnabled(may)

    # Sending

    def _place(self) -> str:
        assert self._incident is not None
        return f"inbound:{self._incident.id}"

    def _recall(self) -> None:
        kept = self._desk.room.draft(self._place()) if self._incident is not None else ""
        try:
            from_who, channel, audience, text = json.loads(kept) if kept else ("", "", "", "")
        except ValueError:
            from_who, channel, audience, text = "", "", "", kept
        self.from_who.setText(from_who)
        self.channel.choose(channel)
        self.audience.choose(audience)
        self.text.setPlainText(text)

    @Slot(object)
    def _end(self, made: Received) -> None:
        self._is_sending = False
        self.from_who.clear()
        self.text.clear()
        self.answer_by.line.clear()
        self.audience.choose("")
        self.settle()
        self._said.say(_("{number} received. It is to be triaged.").format(number=made.number), "good")
        self.from_who.setFocus()
        self.received.emit(made.id)

    @Slot(object)
    def _stay(self, error: Exception) -> None:
        self._is_sending = False
        self._said.say(str(error), "late")

    # What Qt asks

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in a field goes on to the words, and saves once there are some."""
        if event.key() in ENTER:
            if self.text.toPlainText().strip():
                self.send()
            else:
                self.text.setFocus()
            return
        super().keyPressEvent(event)
