"""Let a message out: its words once more, and by what; a channel that the outage breaks is grey, with what to use."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.models.message_view import MessageView
from ui.models.message_ways import channel_toggles
from ui.widgets.fields import TextBox
from ui.widgets.message_words_shown import MessageWordsShown, as_shown
from ui.widgets.toggles import Toggles
from ui.widgets.tone import ToneLabel
from warroom import phrases
from warroom.commands import ReleaseMessage
from warroom.domain.messages import Release
from warroom.words import _


class ReleaseDialog(Form):
    """Enter releases. What was released once is released again only on purpose, with the reason."""

    def __init__(self, desk: Desk, shown: MessageView, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=760)
        self._shown, look, views = shown, desk.look, desk.room.views
        self._former: Release | None = max(shown.releases, key=lambda each: (each.at, each.id), default=None)
        self._book, self._broken = views.audience_book(), views.broken()
        message, now = shown.facts.message, desk.room.clock.now_ms()
        if self._former is None:
            self.add_wide(MessageWordsShown(look, as_shown(shown.facts.said), self))
        else:
            self.add_wide(MessageWordsShown(look, self._former.texts, self))
        self._by = Toggles(self)
        self._by.reflowed.connect(self._grow, Qt.ConnectionType.QueuedConnection)
        self._why_not = ToneLabel(look, "due", wrap=True, parent=self)
        self._reason = TextBox(lines=2, parent=self)
        next_at = phrases.due(message.next_at, now) if message.next_at is not None else ""
        for words, said in (
            (lambda: _("To whom"), shown.audiences),
            (lambda: _("Promises the next"), next_at),
        ):
            label = ToneLabel(look, wrap=True, parent=self)
            label.say(said or "—")
            self.add(words, label)
        self.add(lambda: _("Channels"), self._by)
        self.add_wide(self._why_not)
        self.add(lambda: _("Why again"), self._reason)
        self.show_line(self._reason, self._former is not None)
        self._offer()
        self._by.choose(self._book.working(message.channels, self._broken))
        self.setFocus()
        self._send.setFocus()

    def title(self) -> str:
        number = self._shown.facts.message.number
        if self._former is not None:
            return _("Release message {number} again").format(number=number)
        return _("Release message {number}").format(number=number)

    def verb(self) -> str:
        return _("Release")

    def command(self) -> ReleaseMessage:
        return ReleaseMessage(
            message=self._shown.id,
            channels=self._by.chosen(),
            reason=self._reason.toPlainText(),
            again=self._former.id if self._former is not None else None,
            digest=self._shown.facts.digest,
        )

    def _offer(self) -> None:
        """The channels of these audiences; under them, why some cannot be used, and what takes their place."""
        toggles = channel_toggles(self._book, self._shown.facts.message.audiences, self._broken)
        self._by.offer(toggles)
        down = [phrases.labelled(each.words, each.why_not) for each in toggles if each.why_not]
        self._why_not.say("\n".join(down))
        self._why_not.setVisible(bool(down))

    def _say(self) -> None:
        super()._say()
        self._offer()
