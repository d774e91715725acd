"""A release, word for word, as it went out; nothing is typed here."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.models.message_view import MessageView
from ui.widgets.message_words_shown import MessageWordsShown
from ui.widgets.tone import ToneLabel
from warroom import phrases
from warroom.domain.messages import Release
from warroom.words import _, pgettext

LINES = 14


class ReleaseDetails(Form):
    """The words, who let them out, when, and their whole fingerprint."""

    def __init__(self, desk: Desk, shown: MessageView, release: Release, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=760)
        self._shown, self._release = shown, release
        look = desk.look
        self.add_wide(MessageWordsShown(look, release.texts, self, lines=LINES))
        at = phrases.moment(release.at, desk.room.clock.now_ms())
        ways = ", ".join(name for name in (shown.channel_names.get(each, "") for each in release.channels) if name)
        for words, said in (
            (lambda: _("Let out"), " · ".join(part for part in (at, release.by) if part)),
            (lambda: pgettext("message", "Approved by"), release.approved_by),
            (lambda: _("By exception"), release.exception),
            (lambda: _("Channels"), ways),
            (lambda: _("Reason"), release.reason),
            (lambda: _("Fingerprint"), release.digest),
        ):
            if said:
                label = ToneLabel(look, wrap=True, parent=self)
                label.say(said)
                self.add(words, label)
        self._leave.hide()

    def title(self) -> str:
        return _("Message {number} as it went out").format(number=self._release.number)

    def verb(self) -> str:
        return _("Close")

    def send(self) -> None:
        """Nothing to send."""
        self.accept()
