"""To whom a message goes, by what, in which languages, until when, what it promises, and which checks it needs."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.loaded import as_loaded
from ui.models.message_ways import audience_toggles, channel_toggles, language_toggles, review_toggles
from ui.widgets.fields import TimeField
from ui.widgets.toggles import Toggles
from warroom.commands import AmendMessage
from warroom.domain.messages import Message
from warroom.words import _


class AmendMessageDialog(Form):
    """What was approved is approved again where the message says or promises something else by it."""

    def __init__(self, desk: Desk, message: Message, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=720)
        views = desk.room.views
        found, self._seen = as_loaded(views, "message", message.id, views.message)
        self._message = message = found or message
        self._book, self._broken = views.audience_book(), views.broken()
        self._to, self._by, self._in, self._checks = (Toggles(self) for _at in range(4))
        self._due, self._next = TimeField(desk, ahead=True), TimeField(desk, ahead=True)
        self.add(lambda: _("To whom"), self._to)
        self.add(lambda: _("Channels"), self._by)
        self.add(lambda: _("Languages"), self._in)
        self.add(lambda: _("Checks"), self._checks)
        self.add(lambda: _("Out before"), self._due)
        self.add(lambda: _("The next one at"), self._next)
        self._offer()
        self._to.choose(message.audiences)
        self._offer_channels()
        self._by.choose(message.channels, keeps_grey=True)
        self._in.choose(message.languages)
        self._checks.choose(message.reviews)
        self._due.set_moment(message.due_at)
        self._next.set_moment(message.next_at)
        for toggles in (self._to, self._by, self._in, self._checks):
            toggles.reflowed.connect(self._grow, Qt.ConnectionType.QueuedConnection)
        self._to.changed.connect(self._offer_channels)

    def title(self) -> str:
        return _("Message {number}: to whom, by what, when").format(number=self._message.number)

    def verb(self) -> str:
        return _("Save")

    def command(self) -> AmendMessage:
        due, following = self._due.moment(), self._next.moment()
        return AmendMessage(
            message=self._message.id,
            audiences=self._to.chosen(),
            channels=self._by.chosen(),
            languages=self._in.chosen(),
            reviews=self._checks.chosen(),
            due_at=due,
            no_due=due is None,
            next_at=following,
            no_next=following is None,
            seen=self._seen,
        )

    def _offer(self) -> None:
        self._to.offer(audience_toggles(self._book))
        self._in.offer(language_toggles())
        self._checks.offer(review_toggles())
        self._offer_channels()

    def _offer_channels(self) -> None:
        self._by.offer(channel_toggles(self._book, self._to.chosen(), self._broken))
        self._grow()

    def _say(self) -> None:
        super()._say()
        self._offer()
