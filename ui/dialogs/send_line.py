"""Send: one line with the reasons to wait beside it, or every line that is current, each after one press of a key."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.models.outbox import details_of
from ui.tasks import Cancelled, Job
from ui.widgets.fields import TextBox
from ui.widgets.message_words_shown import MessageWordsShown
from ui.widgets.tone import ToneLabel
from warroom.commands.base import Command
from warroom.commands.sending_words import recipients_said
from warroom.domain.messages import Result
from warroom.domain.outbox import LineState, OutboxLine
from warroom.domain.stale import Advice
from warroom.errors import WarroomError
from warroom.phrases import labelled
from warroom.words import _, ngettext, pgettext

SURE = frozenset({LineState.TO_SEND, LineState.FAILED, LineState.PARTLY})  # nobody has to say why it goes again


class Working(Form):
    """A form whose work goes on in a task, with Cancel; what came of it is said where the eye is."""

    def __init__(self, desk: Desk, parent: QWidget | None, *, width: int) -> None:
        super().__init__(desk, parent, width=width)
        self._job: Job | None = None
        self._is_over = False
        self.result_said = ToneLabel(desk.look, "good", wrap=True, parent=self)
        self.result_said.hide()
        self.whole.insertWidget(self.whole.indexOf(self._trouble), self.result_said)

    def command(self) -> Command[Any]:
        raise NotImplementedError  # the room's door does it

    def reject(self) -> None:
        """Cancel the work first; leave when there is none."""
        if self._job is not None:
            self._job.cancel()
            return
        super().reject()

    def _begin(self, work: Callable[[Job], Any], done: Callable[[Any], None]) -> None:
        self._set_sending(True)
        self._trouble.hide()

        def ended(result: Any) -> None:
            self._job = None
            done(result)

        self._job = self.desk.tasks.run(work, owner=self, done=ended, failed=self._failed)

    def _failed(self, error: Exception) -> None:
        self._job = None
        self._is_over = True
        if isinstance(error, Cancelled):
            self._show_trouble(_("Stopped. Nothing left."), "due")
        else:
            self._stay(error)
        self._close_only()

    def _close_only(self) -> None:
        """What was looked at has changed: look again before the next try."""
        self._send.setEnabled(False)
        self._leave.setText(_("Close"))
        self._leave.setFocus()

    def _say(self) -> None:
        super()._say()
        if self._is_over:
            self._leave.setText(_("Close"))

    def _has_typed(self) -> bool:
        return not self._is_over and super()._has_typed()


class SendDialog(Working):
    """The words once more, where they go, and what speaks against it; Enter sends."""

    def __init__(self, desk: Desk, line: OutboxLine, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=760)
        self._line = line
        now, look = desk.room.clock.now_ms(), desk.look
        self.add_wide(MessageWordsShown(look, _texts(line), self, lines=6))
        self._to = ToneLabel(look, wrap=True, parent=self)
        self.add(lambda: _("To"), self._to)
        tone = {Advice.GO: "muted", Advice.ASK: "due", Advice.STOP: "late"}[line.judgement.advice]
        self._check = ToneLabel(look, tone, wrap=True, parent=self)
        self._check.setText(details_of(line, now))
        self.add(lambda: pgettext("outbox", "Check"), self._check)
        self._read = QCheckBox(self)
        self.add_wide(self._read)
        self.spoken(self._read.setText, lambda: _("I have read it again: it may go"))
        self._read.setVisible(line.judgement.advice is Advice.ASK)
        self._despite = TextBox(lines=2, parent=self)
        self.add(lambda: _("Why all the same"), self._despite)
        needs_reason = line.judgement.advice is Advice.STOP or line.state not in SURE
        self.show_line(self._despite, needs_reason)
        self._secret = QLineEdit(self)
        self._secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.add(lambda: _("Password"), self._secret, hint=lambda: _("This laptop does not hold it; it is not kept."))
        self.show_line(self._secret, False)
        self._to.setText("…")
        desk.tasks.run(self._look, owner=self, done=self._show, failed=self._stay)
        self.setFocus()
        self._send.setFocus()

    def title(self) -> str:
        channel = self._line.channel.name if self._line.channel else "—"
        return _("Send {number} by {channel}").format(number=self._line.number, channel=channel)

    def verb(self) -> str:
        return _("Send")

    def send(self) -> None:
        if self._is_sending or self._is_over:
            return
        line, secret = self._line, self._secret.text() or None
        despite, is_checked = self._despite.toPlainText(), self._read.isChecked()
        knows = tuple(one.id for one in line.tries)
        room = self.desk.room
        self._begin(
            lambda job: room.outbox.send(
                line.id, despite=despite, is_checked=is_checked, knows=knows, secret=secret, step=job.step
            ),
            self._sent_out,
        )

    def _look(self, _job: Job) -> tuple[tuple[str, ...], tuple[str, ...], bool]:
        """Where it goes, whom it does not reach, and whether it wants a password: the keyring may take its time."""
        outbox, line = self.desk.room.outbox, self._line
        secret = outbox.secret_of(line.channel_id)
        return outbox.recipients_of(line), outbox.without_mail(line), secret.is_needed and not secret.is_kept

    def _show(self, found: tuple[tuple[str, ...], tuple[str, ...], bool]) -> None:
        recipients, without, asks = found
        settings = self._line.channel.settings if self._line.channel else {}
        place = str(settings.get("url") or settings.get("host") or "")
        said = [labelled(place, recipients_said(list(recipients))) if recipients else place]
        if without:
            said.append(_("Without mail: {who}").format(who=recipients_said(list(without))))
        self._to.setText("\n".join(said))
        self.show_line(self._secret, asks)
        if asks:
            self._secret.setFocus()
        self._grow()

    def _sent_out(self, outcome: Any) -> None:
        self._set_sending(False)
        if outcome.result is Result.SENT and not outcome.refused:
            self.desk.notices.say(_("{number} is sent.").format(number=self._line.number))
            self.succeeded.emit(outcome)
            self.accept()
            return
        self._is_over = True
        refused = "\n".join(labelled(who, why) for who, why in outcome.refused.items())
        self._show_trouble("\n".join(part for part in (outcome.why, refused) if part), "late")
        self._close_only()

    def _stay(self, error: Exception) -> None:
        super()._stay(error)
        # Nothing was begun where the room refused: what is missing can be given here.
        if isinstance(error, WarroomError) and error.exit_code == 3:
            self._is_over = False

    def _close_only(self) -> None:
        if self._is_over:
            super()._close_only()


def _texts(line: OutboxLine) -> dict[str, dict[str, str]]:
    """The words of a release, which another station may have written as it liked."""
    texts = line.release.texts if line.release is not None else {}
    return {
        language: {part: text for part, text in said.items() if isinstance(text, str)}
        for language, said in texts.items()
        if isinstance(said, dict)
    }


class SendAllDialog(Working):
    """What is current and goes now; one key for all, and what came of each."""

    def __init__(self, desk: Desk, lines: Sequence[OutboxLine], parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=600)
        self._lines = list(lines)
        said = ToneLabel(desk.look, wrap=True, parent=self)
        said.setText("\n".join(self._named(line) for line in self._lines))
        self.add_wide(said)
        note = ToneLabel(desk.look, "muted", wrap=True, parent=self)
        self.spoken(
            note.setText, lambda: _("Nothing speaks against these. Lines that need a look stay where they are.")
        )
        self.add_wide(note)
        self.setFocus()
        self._send.setFocus()

    def title(self) -> str:
        n = len(self._lines)
        return ngettext("Send {n} message", "Send {n} messages", n).format(n=n)

    def verb(self) -> str:
        return _("Send them all")

    def send(self) -> None:
        if self._is_sending or self._is_over:
            return
        wanted, room = [line.id for line in self._lines], self.desk.room
        self._begin(lambda job: room.outbox.send_all(wanted, step=job.step), self._ended)

    def _ended(self, went: Sequence[Any]) -> None:
        self._set_sending(False)
        bad = [
            one for one in went if one.error is not None or one.outcome is None or one.outcome.result is not Result.SENT
        ]
        if not bad:
            n = len(went)
            self.desk.notices.say(ngettext("{n} message is sent.", "{n} messages are sent.", n).format(n=n))
            self.succeeded.emit(went)
            self.accept()
            return
        self._is_over = True
        why = [f"{one.number} · {one.channel}: {one.error.message if one.error else one.outcome.why}" for one in bad]
        done = len(went) - len(bad)
        said = ngettext("{n} message is sent.", "{n} messages are sent.", done).format(n=done)
        self._show_trouble("\n".join([said, *why]), "late")
        self._close_only()

    def _named(self, line: OutboxLine) -> str:
        return " · ".join(part for part in (line.number, line.title, line.channel.name if line.channel else "") if part)
