"""Who speaks by a public channel: what the status page and alerts of CAP say of whoever issues them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit, QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from warroom.commands import AmendChannel
from warroom.commands.channel_words import channel_said
from warroom.domain.channels import Channel, ChannelKind
from warroom.words import _

Words = Callable[[], str]
FIELDS: dict[ChannelKind, tuple[tuple[str, Words, Words | None], ...]] = {
    ChannelKind.STATUS_PAGE: (
        ("name", lambda: _("Name on the page"), lambda: _("Who runs the services, as everybody knows it.")),
        ("url", lambda: _("Address of the page"), lambda: _("https://…: feeds name it.")),
        ("contact", lambda: _("Contact"), lambda: _("One number or address that anybody may use.")),
    ),
    ChannelKind.CAP: (
        ("sender", lambda: _("Sender"), lambda: _("One in the world, such as alerts@example.org; no space, no comma.")),
        ("sender_name", lambda: _("Name of the sender"), None),
        ("area", lambda: _("Area"), lambda: _("Where your services are used, in words.")),
        ("web", lambda: _("Web page"), None),
        ("contact", lambda: _("Contact"), None),
    ),
}


class ChannelVoiceDialog(Form):
    """One line for each setting; what other programs keep in the channel stays."""

    def __init__(self, desk: Desk, channel: Channel, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=560)
        self._channel = channel
        self._seen = desk.room.views.sources("channel", channel.id)
        self.lines = {name: QLineEdit(self) for name, _words, _hint in FIELDS[channel.kind]}
        for name, words, hint in FIELDS[channel.kind]:
            self.add(words, self.lines[name], hint=hint)
            self.lines[name].setText(str(channel.settings.get(name) or ""))

    def title(self) -> str:
        return _("Who speaks by “{channel}”?").format(channel=channel_said(self._channel))

    def verb(self) -> str:
        return _("Save")

    def command(self) -> AmendChannel:
        said = {name: line.text().strip() for name, line in self.lines.items()}
        settings = {name: value for name, value in {**self._channel.settings, **said}.items() if value}
        return AmendChannel(channel=self._channel.id, settings=settings, seen=self._seen)
