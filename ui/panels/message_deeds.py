"""What can be done with a message from its page: each opens the dialog that asks, or does it at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.dialogs.reason import ReasonDialog
from ui.models.message_view import Answer, AnswerKind, MessageView
from warroom.commands import CorrectionOf, WithdrawMessage
from warroom.commands.base import Command
from warroom.commands.seen import MovedMeanwhile
from warroom.domain.incidents import Incident, Mode
from warroom.domain.message_releases import Doubled, RefutedClaim
from warroom.domain.message_state import NextStep
from warroom.domain.message_words import wrapped
from warroom.domain.messages import Verdict
from warroom.words import _

if TYPE_CHECKING:
    from ui.panels.message_editor import MessageEditor


class MessageDeeds(QObject):
    """`written` names a message that was just drafted, to be opened for writing."""

    written = Signal(str)

    def __init__(self, desk: Desk, owner: QWidget) -> None:
        super().__init__(owner)
        self._desk, self._owner = desk, owner

    # Writing

    def write(self, incident: Incident, *, audiences: tuple[str, ...] = ()) -> None:
        """Ask which message, and draft it."""
        from ui.dialogs.new_message import NewMessageDialog

        views = self._desk.room.views
        is_first = not views.releases(incident.id, mode=Mode.BOTH)
        dialog = NewMessageDialog(
            self._desk,
            incident,
            views.template_book(),
            self._owner,
            audiences=audiences,
            is_first=is_first,
        )
        dialog.succeeded.connect(lambda made: self.written.emit(made.id))
        dialog.open()

    def write_first(self, incident: Incident) -> None:
        """The first message of a SEV1, filled in and ready to go."""
        from ui.dialogs.first_message import FirstMessageDialog

        dialog = FirstMessageDialog(self._desk, incident, self._owner)
        dialog.succeeded.connect(lambda release: self.written.emit(release.message))
        dialog.open()

    def refill(self, shown: MessageView) -> None:
        """Put in what the room knows by now; what people wrote stays."""
        from warroom.commands import RefillMessage

        self._do(RefillMessage(message=shown.id))

    def amend(self, shown: MessageView) -> None:
        """To whom, by what, in which languages, when."""
        from ui.dialogs.amend_message import AmendMessageDialog

        AmendMessageDialog(self._desk, shown.facts.message, self._owner).open()

    def alert(self, shown: MessageView) -> None:
        """How it is told as an alert: urgency, gravity, certainty, kind, where."""
        from ui.dialogs.alert_fields import AlertFieldsDialog

        AlertFieldsDialog(self._desk, shown.facts.message, self._owner).open()

    def promise(self, shown: MessageView) -> None:
        """What somebody was promised by it, with who keeps it and until when."""
        from ui.dialogs.promise import PromiseDialog

        message, views = shown.facts.message, self._desk.room.views
        PromiseDialog(
            self._desk,
            views.incident(message.incident),
            source=message.number,
            to_whom=shown.audiences,
            audience=message.audiences[0] if message.audiences else "",
            parent=self._owner,
        ).open()

    def correct(self, shown: MessageView) -> None:
        """Draft the correction of what went out: its words, to everybody who heard it."""
        self._draft(CorrectionOf(message=shown.id))

    def withdraw(self, shown: MessageView) -> None:
        number = shown.facts.message.number
        ReasonDialog(
            self._desk,
            title=lambda: _("Withdraw message {number}").format(number=number),
            verb=lambda: _("Withdraw"),
            label=lambda: _("Reason, which the log tells"),
            build=lambda reason: WithdrawMessage(message=shown.id, reason=reason),
            parent=self._owner,
        ).open()

    def compare(self, command: Command[Any], moved: MovedMeanwhile) -> Form:
        """Somebody else wrote this text meanwhile: the three texts, and a choice."""
        from ui.dialogs.moved import MovedDialog

        dialog = MovedDialog(self._desk, command, moved, self._owner)
        dialog.open()
        return dialog

    def copy(self, shown: MessageView) -> None:
        """All texts onto the clipboard, for a form or a portal."""
        QGuiApplication.clipboard().setText(texts_of(shown))
        self._desk.notices.say(_("The texts are on the clipboard."))

    # The next step

    def take_step(self, shown: MessageView, editor: MessageEditor) -> None:
        """What the primary button does."""
        if shown.step in (NextStep.WRITE, NextStep.REWRITE):
            editor.focus_text()
        elif shown.step is NextStep.FILL:
            editor.begin_filling()
        elif shown.step is NextStep.SETTLE:
            self._desk.verbs.use("settle")
        elif shown.step is NextStep.CLAIMS:
            self._look_at_claims(shown, editor)
        elif shown.step is NextStep.ASK:
            self.ask_check(shown)
        elif shown.step is NextStep.AWAIT:
            self._judge_first(shown)
        elif shown.step is NextStep.APPROVE:
            self.approve(shown)
        elif shown.step is NextStep.RELEASE:
            self.release(shown)
        else:
            self._after(shown)

    def _after(self, shown: MessageView) -> None:
        """It is out, or never will be: its correction where it no longer holds, then its sending, then the next."""
        if shown.wants_correction:
            self.correct(shown)
            return
        if shown.is_unsent:
            self._desk.verbs.use("go-outbox")
            return
        self.write(self._desk.room.views.incident(shown.facts.message.incident))

    def _look_at_claims(self, shown: MessageView, editor: MessageEditor) -> None:
        found = next((each for each in shown.facts.refuted if not each.is_kept), None)
        if found is not None:
            self.keep_claim(found)

    def _judge_first(self, shown: MessageView) -> None:
        waiting = next((each for each in shown.facts.reviews if each.verdict is Verdict.NONE), None)
        if waiting is not None:
            self.judge(shown, waiting.id)

    # Checks

    def ask_check(self, shown: MessageView) -> None:
        from ui.dialogs.ask_check import AskCheckDialog

        AskCheckDialog(self._desk, shown, self._owner).open()

    def judge(self, shown: MessageView, review: str) -> None:
        """Write down what a check found."""
        from ui.dialogs.message_verdict import VerdictDialog

        found = next((each for each in shown.facts.reviews if each.id == review), None)
        if found is not None:
            VerdictDialog(self._desk, shown, found, self._owner).open()

    def escalate(self, review: str) -> None:
        from warroom.commands import EscalateReview

        self._do(EscalateReview(review=review))

    def approve(self, shown: MessageView) -> None:
        from ui.dialogs.approve_message import ApproveDialog

        ApproveDialog(self._desk, shown, self._owner).open()

    # Out

    def release(self, shown: MessageView) -> None:
        from ui.dialogs.release_message import ReleaseDialog

        ReleaseDialog(self._desk, shown, self._owner).open()

    def leave(self, shown: MessageView) -> None:
        """What was let out last leaves with no network: on paper, or on a stick."""
        from ui.dialogs.ways_out import WaysOutDialog

        if shown.releases:
            WaysOutDialog(self._desk, shown.releases[-1], self._owner).open()

    def show_release(self, shown: MessageView, release: str) -> None:
        """The words that went out."""
        from ui.dialogs.release_details import ReleaseDetails

        found = next((each for each in shown.releases if each.id == release), None)
        if found is not None:
            ReleaseDetails(self._desk, shown, found, self._owner).open()

    # Facts

    def cite(self, shown: MessageView) -> None:
        from ui.dialogs.cite_entry import CiteDialog

        CiteDialog(self._desk, shown, self._owner).open()

    def uncite(self, shown: MessageView, entry: str) -> None:
        from warroom.commands import UnciteEntry

        self._do(UnciteEntry(message=shown.id, entry=entry))

    def keep_claim(self, refuted: RefutedClaim) -> None:
        """The entry no longer holds, and the message stands all the same: why."""
        from warroom.commands import KeepClaim

        ReasonDialog(
            self._desk,
            title=lambda: _("{number} no longer holds: why does the message stand?").format(number=refuted.number),
            verb=lambda: _("It stands"),
            build=lambda reason: KeepClaim(message=refuted.message, entry=refuted.entry, reason=reason),
            parent=self._owner,
        ).open()

    # What calls for somebody

    def answer(self, shown: MessageView, answer: Answer) -> None:
        """A button on a red line at the top."""
        if answer.kind is AnswerKind.CORRECT:
            self.correct(shown)
        elif answer.kind is AnswerKind.KEEP and isinstance(answer.about, RefutedClaim):
            self.keep_claim(answer.about)
        elif answer.kind is AnswerKind.STAND and isinstance(answer.about, Doubled):
            self._let_stand(answer.about)
        elif answer.kind is AnswerKind.OPEN and isinstance(answer.about, str):
            self.written.emit(answer.about)

    def _let_stand(self, pair: Doubled) -> None:
        from ui.dialogs.doubled_release import DoubledDialog

        DoubledDialog(self._desk, pair, self._owner).open()

    def message_of(self, noun: str, record: str) -> str:
        """The message that a text, check, claim or release belongs to, "" where it is not known here."""
        return self._desk.room.views.message_behind(noun, record)

    def print_(self, shown: MessageView) -> None:
        """The message on paper, in all its languages."""
        from ui.panels.message_print import print_message

        print_message(self._desk, self._owner, shown.id)

    def _draft(self, command: Command[Any]) -> None:
        desk = self._desk
        desk.tasks.follow(desk.room.do(command), owner=self, done=lambda made: self.written.emit(made.id))

    def _do(self, command: Command[Any]) -> None:
        self._desk.tasks.follow(self._desk.room.do(command), owner=self)


def texts_of(shown: MessageView) -> str:
    """Every language, its title and whole text."""
    said = []
    for language in shown.facts.message.languages:
        text = shown.texts.get(language)
        if text is not None:
            words = "\n\n".join(part for part in (text.title, text.body) if part)
            said.append(wrapped(words, exercise=shown.exercise, language=language))
    return "\n\n———\n\n".join(said)
