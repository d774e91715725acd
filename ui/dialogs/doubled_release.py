"""Two releases that knew nothing of each other: both, word for word, and why both stand."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.widgets.fields import TextBox
from ui.widgets.message_words_shown import MessageWordsShown
from ui.widgets.tone import ToneLabel
from warroom import phrases
from warroom.commands import KeepBoth
from warroom.domain.message_releases import Doubled
from warroom.words import _

LINES = 6


class DoubledDialog(Form):
    """Nothing is merged: what was heard was heard."""

    def __init__(self, desk: Desk, pair: Doubled, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=760)
        self._pair = pair
        now = desk.room.clock.now_ms()
        for release in (pair.one,) if pair.same_words else (pair.one, pair.other):
            about = ToneLabel(desk.look, bold=True, wrap=True, parent=self)
            about.say(f"{release.number} · {phrases.moment(release.at, now)} · {release.by}")
            self.add_wide(about)
            self.add_wide(MessageWordsShown(desk.look, release.texts, self, lines=LINES))
        same = ToneLabel(desk.look, "muted", wrap=True, parent=self)
        self.add_wide(same)
        self.spoken(same.say, lambda: _("Both said the same words.") if pair.same_words else "")
        same.setVisible(pair.same_words)
        self._reason = TextBox(lines=2, parent=self)
        self.add(lambda: _("Why both stand"), self._reason, hint=lambda: _("It goes into the log."))
        self._reason.setFocus()

    def title(self) -> str:
        return _("{one} and {other} were released without knowing of each other").format(
            one=self._pair.one.number, other=self._pair.other.number
        )

    def verb(self) -> str:
        return _("Both stand")

    def command(self) -> KeepBoth:
        return KeepBoth(one=self._pair.one.id, other=self._pair.other.id, reason=self._reason.toPlainText())
