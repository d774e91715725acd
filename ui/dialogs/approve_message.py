"""Approve a message, all its languages together; alone and by exception only with the reason, which the log tells."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.models.message_view import MessageView
from ui.models.message_words import blockers_said
from ui.widgets.fields import TextBox
from ui.widgets.message_words_shown import MessageWordsShown, as_shown
from ui.widgets.tone import ToneLabel
from warroom import words
from warroom.commands import Approve
from warroom.domain.message_approvers import approvers_said, is_expected
from warroom.words import _, pgettext


class ApproveDialog(Form):
    """Who approves, and what they approve, word for word."""

    def __init__(self, desk: Desk, shown: MessageView, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=760)
        self._shown = shown
        views = desk.room.views
        book = views.template_book()
        self.add_wide(MessageWordsShown(desk.look, as_shown(shown.facts.said), self))
        who = ToneLabel(desk.look, bold=True, parent=self)
        who.say(desk.room.member or "—")
        self._exception = TextBox(lines=2, parent=self)
        self._why = ToneLabel(desk.look, "due", wrap=True, parent=self)
        blockers = views.message_blockers(shown.id)
        said = blockers_said(blockers, book, words.language())
        self.add(
            lambda: pgettext("message", "Approved by"),
            who,
            hint=lambda: _("Whoever sits here approves; F12 changes who that is."),
        )
        self._expected = ToneLabel(desk.look, "due", wrap=True, parent=self)
        self._say_expected = not is_expected(desk.room.member or "", shown.approvers)
        self._expected.setVisible(self._say_expected)
        self.add_wide(self._expected)
        self.spoken(self._expected.say, self._expected_said)
        self.add_wide(self._why)
        self.add(
            lambda: _("Exceptional approval: why"),
            self._exception,
            hint=lambda: _("Only when nobody else can be reached: it is told in the log and in the review."),
        )
        self.spoken(self._why.say, lambda: _("In the way: {why}").format(why=said) if said else "")
        self._why.setVisible(bool(said))
        self.show_line(self._exception, bool(said))
        if said:
            self._exception.setFocus()

    def _expected_said(self) -> str:
        """Whom the template expects: a hint, and the log tells an approval by somebody else."""
        if not self._say_expected:
            return ""
        said = _("Its template says: approved by {who}. Anybody may all the same; the log tells that it was another.")
        return said.format(who=approvers_said(self._shown.approvers))

    def title(self) -> str:
        return _("Approve message {number}").format(number=self._shown.facts.message.number)

    def verb(self) -> str:
        return pgettext("message", "Approve")

    def command(self) -> Approve:
        exception = self._exception.toPlainText()
        return Approve(message=self._shown.id, exception=exception, digest=self._shown.facts.digest)
