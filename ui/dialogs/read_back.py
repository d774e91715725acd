"""Who read a message back, and whether they had the same words: one line of the ledger."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.widgets.fields import NameField, TimeField
from warroom.commands import NoteSending
from warroom.commands.channel_words import channel_said
from warroom.domain.channels import Channel, ChannelKind
from warroom.domain.messages import Release, Result, Sending
from warroom.errors import Refusal
from warroom.reports.ways_out.said import check_of
from warroom.words import _, language

ALOUD = (ChannelKind.READ_OUT, ChannelKind.PHONE, ChannelKind.COURIER)


class ReadBackDialog(Form):
    """The control code typed here must be the one of the release: otherwise they heard something else.

    `confirms` is the line of the ledger that is read back, whose reader, audience and channel are proposed.
    """

    def __init__(
        self, desk: Desk, release: Release, parent: QWidget | None = None, *, confirms: Sending | None = None
    ) -> None:
        super().__init__(desk, parent, width=560)
        self.release, self._confirms = release, confirms
        self._channels = _channels(desk, release)
        self.channel, self.audience = QComboBox(self), QComboBox(self)
        self.who, self.code, self.remark = QLineEdit(self), QLineEdit(self), QLineEdit(self)
        self.at, self.by = TimeField(desk), NameField(desk.room.views.names()[0], self)
        for channel in self._channels:
            self.channel.addItem(channel_said(channel), channel.id)
        book = desk.room.views.audience_book()
        for code in release.audiences:
            self.audience.addItem(book.name(code, language()), code)
        self.add(lambda: _("Who read it back"), self.who, hint=lambda: _("The person, and where they are."))
        self.add(
            lambda: _("Control code they said"), self.code, hint=lambda: _("Eight digits or letters, from their copy.")
        )
        self.add(lambda: _("Audience"), self.audience)
        self.add(lambda: _("Channel"), self.channel)
        self.add(lambda: _("Heard by"), self.by)
        self.add(lambda: _("When"), self.at, hint=lambda: _("Left empty: now."))
        self.add(lambda: _("Remark"), self.remark)
        self.by.setText(desk.room.member)
        if confirms is not None:
            self._propose(confirms)
        self._say()
        (self.code if self.who.text() else self.who).setFocus()

    def title(self) -> str:
        return _("Read-back of {number}").format(number=self.release.number)

    def verb(self) -> str:
        return _("Note the read-back")

    def command(self) -> NoteSending:
        said = "".join(char for char in self.code.text().upper() if char.isalnum())
        if not self.who.text().strip():
            raise Refusal("read-back-nobody", _("Say who read it back."), safe=_("Nothing was noted."))
        if said and said != check_of(self.release).replace(" ", ""):
            raise Refusal(
                "read-back-differs",
                _("They said {said}; this message has {check}: they do not have the same words.").format(
                    said=said[:16], check=check_of(self.release)
                ),
                safe=_("Nothing was noted."),
                todo=_("Read it again, line by line."),
            )
        return NoteSending(
            release=self.release.id,
            channel=str(self.channel.currentData() or ""),
            result=Result.READ_BACK,
            audience=str(self.audience.currentData() or ""),
            recipient=self.who.text(),
            at=self.at.moment(),
            by=self.by.text(),
            proof=_("control code {check} read back").format(check=check_of(self.release)) if said else "",
            remark=self.remark.text(),
            confirms=self._confirms.id if self._confirms else "",
        )

    def _propose(self, sending: Sending) -> None:
        self.who.setText(sending.recipient or ", ".join(sending.recipients))
        if (at := self.channel.findData(sending.channel)) < 0:
            known = next((each for each in self.desk.room.views.channels() if each.id == sending.channel), None)
            self.channel.addItem(channel_said(known) if known else "—", sending.channel)
            at = self.channel.count() - 1
        self.channel.setCurrentIndex(at)
        self.channel.setEnabled(False)
        if sending.audience:
            self.audience.setCurrentIndex(max(0, self.audience.findData(sending.audience)))


def _channels(desk: Desk, release: Release) -> list[Channel]:
    """Those it was let out by first, then whatever is said aloud."""
    every = desk.room.views.channels()
    first = [channel for channel in every if channel.id in release.channels]
    aloud = [channel for channel in every if channel.kind in ALOUD and channel not in first]
    by_voice = sorted(first, key=lambda channel: channel.kind not in ALOUD)
    return [*by_voice, *aloud]
