"""Challenge and answer for a period: two words of our own list, or of one's own."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.widgets.fields import TimeField
from ui.widgets.tone import ToneLabel
from warroom.commands import SetWatchword
from warroom.commands.watchwords import PERIOD_MS, propose
from warroom.words import _, pgettext


class WatchwordDialog(Form):
    """Proposed at once, so that nobody takes the name of a dog; they count from now, for a shift."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=520)
        self.challenge, self.answer = QLineEdit(self), QLineEdit(self)
        self.until = TimeField(desk, ahead=True)
        self._how = ToneLabel(desk.look, "muted", wrap=True, parent=self)
        self.others = QPushButton(self)
        self.others.setProperty("quiet", True)
        self.others.clicked.connect(lambda _checked=False: self.propose())
        self.add_wide(self._how)
        self.add(lambda: _("Challenge"), self.challenge)
        self.add(lambda: pgettext("watchword", "Answer"), self.answer)
        self.add(lambda: _("Counts until"), self.until)
        self.buttons.insertWidget(0, self.others)
        self.until.set_moment(desk.room.clock.now_ms() + PERIOD_MS)
        self.propose()
        self.challenge.setFocus()

    def propose(self) -> None:
        """Two other words."""
        for field, word in zip((self.challenge, self.answer), propose(), strict=True):
            field.setText(word)

    def title(self) -> str:
        return _("Challenge and answer")

    def verb(self) -> str:
        return _("Set")

    def command(self) -> SetWatchword:
        return SetWatchword(challenge=self.challenge.text(), answer=self.answer.text(), until_at=self.until.moment())

    def _say(self) -> None:
        super()._say()
        self.others.setText(_("Two other words"))
        self._how.say(
            _(
                "Whoever takes a call says the challenge; whoever called gives the answer. Never say both, and never "
                "write them in a message. They stand on role cards and handover sheets."
            )
        )
