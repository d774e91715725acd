"""What a check of a message found: these words can go, or they are sent back with what is wrong."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.models.message_view import MessageView
from ui.widgets.choice import Choice, Way
from ui.widgets.fields import TextBox
from ui.widgets.message_words_shown import MessageWordsShown, as_shown
from ui.widgets.person_choice import PersonChoice
from warroom.commands import GiveVerdict
from warroom.commands.message_words import review_word
from warroom.domain.message_state import awaited_of
from warroom.domain.messages import Review, Verdict
from warroom.words import _, pgettext


class VerdictDialog(Form):
    """The words stand in the dialog: whoever checks sees what they answer for."""

    def __init__(self, desk: Desk, shown: MessageView, review: Review, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=760)
        self._shown, self._review = shown, review
        self.add_wide(MessageWordsShown(desk.look, as_shown(shown.facts.said), self))
        ways = (
            Way(Verdict.PASSED, lambda: _("These words can go"), key="1"),
            Way(Verdict.SENT_BACK, lambda: _("Sent back, with what is wrong"), key="2"),
        )
        self._verdict = Choice(desk.look, ways, self)
        self._verdict.choose(Verdict.PASSED)
        self._remark = TextBox(lines=2, parent=self)
        self._who = PersonChoice(desk, self)
        self._who.setText(awaited_of(review, desk.room.clock.now_ms()) or desk.room.member)
        self.add(lambda: _("Verdict"), self._verdict)
        self.add(lambda: _("Remark"), self._remark)
        self.add(lambda: pgettext("message", "Checked by"), self._who)
        self._verdict.setFocus()

    def title(self) -> str:
        kind = review_word(self._review.kind)
        said = _("{check} of message {number}").format(check=kind, number=self._shown.facts.message.number)
        return said[:1].upper() + said[1:]

    def verb(self) -> str:
        return _("Give the verdict")

    def command(self) -> GiveVerdict:
        return GiveVerdict(
            review=self._review.id,
            kind=self._review.kind,
            verdict=self._verdict.value() or Verdict.PASSED,
            remark=self._remark.toPlainText(),
            by=self._who.text(),
            digest=self._shown.facts.digest,
        )

    def _say(self) -> None:
        super()._say()
        self._verdict.say()
