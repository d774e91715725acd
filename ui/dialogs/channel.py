"""A channel: what it needs to work, whom it reaches, who posts, and what takes its place."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLineEdit, QPushButton, QWidget

from ui.desk import Desk
from ui.dialogs.channel_voice import FIELDS, ChannelVoiceDialog
from ui.dialogs.form import Form
from warroom.commands import AddChannel, AmendChannel, RetireChannel
from warroom.commands.channel_words import channel_kind_word, channel_said
from warroom.commands.need_words import need_word
from warroom.domain.channels import Channel, ChannelKind
from warroom.domain.needs import Need
from warroom.domain.outbox import BY_PROGRAM
from warroom.words import _, language

ACROSS = 2


class ChannelDialog(Form):
    """What it is, its kind, is said once, when it is added."""

    def __init__(self, desk: Desk, channel: Channel | None = None, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=660)
        self._channel = channel
        views = desk.room.views
        self._book = views.audience_book()
        self._named = self._book.channel_name(channel.id, language()) if channel else ""
        self._seen = views.sources("channel", channel.id) if channel else None
        self._others = [each for each in views.channels() if channel is None or each.id != channel.id]
        self.name, self.owner, self.remark = QLineEdit(self), QLineEdit(self), QLineEdit(self)
        self.kind, self.instead = QComboBox(self), QComboBox(self)
        self.kind.addItems([""] * len(ChannelKind))
        self.instead.addItems([""] * (1 + len(self._others)))
        self.needs = {need: QCheckBox(self) for need in Need}
        self.audiences = {item.code: QCheckBox(self) for item in self._book.in_use()}
        self.add(lambda: _("Name"), self.name)
        self.kind.setVisible(channel is None)
        if channel is None:
            self.add(lambda: _("Kind of channel"), self.kind, hint=_kind_hint)
        self.add(lambda: _("Needs, to work"), self._grid(list(self.needs.values())))
        self.add(lambda: _("Reaches"), self._grid(list(self.audiences.values())))
        self.add(lambda: _("Use instead"), self.instead, hint=lambda: _("While this one is out."))
        self.add(lambda: _("Who posts"), self.owner, hint=lambda: _("A function, such as COM."))
        self.add(lambda: _("Remark"), self.remark, hint=lambda: _("Where the access lies, which number, who knows it."))
        if channel is not None:
            self._fill(channel)
        self._say()
        self.name.setFocus()

    def title(self) -> str:
        return _("Change the channel “{name}”").format(name=self._named) if self._channel else _("Add a channel")

    def verb(self) -> str:
        return _("Save") if self._channel else _("Add")

    def command(self) -> AddChannel | AmendChannel:
        needs = tuple(need.value for need, box in self.needs.items() if box.isChecked())
        audiences = tuple(code for code, box in self.audiences.items() if box.isChecked())
        at = self.instead.currentIndex()
        instead = self._others[at - 1].id if at > 0 else ""
        known = self._channel
        if known is None:
            return AddChannel(
                name=self.name.text(), kind=list(ChannelKind)[self.kind.currentIndex()], needs=needs,
                audiences=audiences, owner=self.owner.text(), instead=instead, remark=self.remark.text(),
            )  # fmt: skip
        own = known.instead if known.instead != known.id else ""
        return AmendChannel(
            channel=known.id,
            name=self.name.text() if self.name.text().strip() != self._named else None,
            needs=needs if set(needs) != set(known.needs) else None,
            audiences=audiences if set(audiences) != set(known.audiences) & set(self.audiences) else None,
            owner=self.owner.text() if self.owner.text().strip().upper() != known.owner else None,
            instead=instead if instead != own else None,
            remark=self.remark.text() if self.remark.text().strip() != known.remark else None,
            seen=self._seen,
        )

    def _retire(self) -> None:
        """Put it aside, or take it up again."""
        known = self._channel
        if known is not None:
            command = RetireChannel(channel=known.id, retired=not known.retired)
            self.desk.tasks.follow(self.desk.room.do(command), owner=self, done=self._end, failed=self._stay)

    def _speak(self) -> None:
        """Who speaks by it, of a channel that everybody outside reads."""
        if self._channel is not None:
            ChannelVoiceDialog(self.desk, self._channel, self).open()

    def _reach(self) -> None:
        """The address, the password of this laptop, and a try, of what this program reaches by itself."""
        from ui.dialogs.sender import SenderDialog

        if self._channel is not None:
            known = self.desk.room.views.audience_book().channel(self._channel.id) or self._channel
            SenderDialog(self.desk, replace(known, name=self._named), self).open()

    def _grid(self, boxes: list[QCheckBox]) -> QWidget:
        whole = QWidget(self)
        grid = QGridLayout(whole)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(2)
        for at, box in enumerate(boxes):
            grid.addWidget(box, at // ACROSS, at % ACROSS)
        return whole

    def _fill(self, channel: Channel) -> None:
        self.name.setText(self._named)
        self.owner.setText(channel.owner)
        self.remark.setText(channel.remark)
        for need, box in self.needs.items():
            box.setChecked(need in channel.needs)
        for code, box in self.audiences.items():
            box.setChecked(code in channel.audiences)
        places = [each.id for each in self._others]
        self.instead.setCurrentIndex(places.index(channel.instead) + 1 if channel.instead in places else 0)
        self.retire = QPushButton(self)
        self.retire.setProperty("quiet", True)
        self.retire.setAutoDefault(False)
        self.retire.clicked.connect(lambda _checked=False: self._retire())
        self.buttons.insertWidget(0, self.retire)
        self.voice = QPushButton(self)
        self.voice.setAutoDefault(False)
        self.voice.setVisible(channel.kind in FIELDS)
        self.voice.clicked.connect(lambda _checked=False: self._speak())
        self.spoken(self.voice.setText, lambda: _("Who speaks…"))
        self.buttons.insertWidget(1, self.voice)
        self.reach = QPushButton(self)
        self.reach.setAutoDefault(False)
        self.reach.setVisible(channel.kind in BY_PROGRAM)
        self.reach.clicked.connect(lambda _checked=False: self._reach())
        self.spoken(self.reach.setText, lambda: _("How it is reached…"))
        self.buttons.insertWidget(2, self.reach)
        self.spoken(self.retire.setText, lambda: _("Take it up again") if channel.retired else _("Put it aside"))

    def _say(self) -> None:
        super()._say()
        for at, kind in enumerate(ChannelKind):
            self.kind.setItemText(at, channel_kind_word(kind))
        self.instead.setItemText(0, _("nothing"))
        for at, each in enumerate(self._others, 1):
            self.instead.setItemText(at, channel_said(each))
        for need, box in self.needs.items():
            box.setText(need_word(need))
        for code, audience in self.audiences.items():
            audience.setText(self._book.name(code, language()))


def _kind_hint() -> str:
    return _(
        "Of a mail server or a web service that sends from here, “How it is reached…” sets the address, once added."
    )
