"""What waits to leave, soonest deadline first: each line sent by a key, with the reasons to wait beside it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout

from ui.dialogs.reason import ReasonDialog
from ui.incoming_words import audience_name
from ui.models.outbox import details_of, outbox_columns
from ui.panels.actions import ActionsTable
from ui.panels.field_list import FieldList
from ui.tasks import Job
from ui.widgets.tone import ToneLabel
from warroom.commands import AnswerOdd, GiveUp
from warroom.commands.sending_words import odd_said
from warroom.domain.outbox import LineState, Odd, OutboxLine
from warroom.words import _, ngettext


class OutboxList(FieldList[OutboxLine]):
    """Enter does what comes next; S sends, A all that are current, N notes, W prints or writes, X gives up, O opens."""

    record_chosen = Signal(str, str, str)  # incident, noun, id
    read = Signal()  # what waits, and what does not go together, was read anew
    nouns = (
        "incident", "message", "message_text", "review", "claim", "release", "sending", "channel", "breakage",
        "impact", "service", "entry_mark", "entry", "stakeholder",
    )  # fmt: skip

    @property
    def lines(self) -> list[OutboxLine]:
        return list(self._rows)

    @property
    def odd(self) -> list[Odd]:
        """What two stations did that does not go together, and that nobody answered."""
        return list(self._odd)

    # What can be done

    def go_on(self) -> None:
        line = self._chosen()
        if line is None:
            return
        if line.release is None or not self.can_write() or not line.state.waits:
            self.open_message()
        elif line.by_program and line.state is not LineState.SENDING:
            self.send()
        else:
            self.note()

    def send(self) -> None:
        from ui.dialogs.send_line import SendDialog

        if (line := self._chosen()) is not None:
            dialog = SendDialog(self._desk, line, self)
            dialog.finished.connect(lambda _result: self._latest.ask())
            dialog.open()

    def send_current(self) -> None:
        """Every line that nothing speaks against, after one question."""
        from ui.dialogs.send_line import SendAllDialog

        current = [line for line in self._rows if line.is_current]
        if current:
            dialog = SendAllDialog(self._desk, current, self)
            dialog.finished.connect(lambda _result: self._latest.ask())
            dialog.open()

    def note(self) -> None:
        from ui.dialogs.note_sending import NoteSendingDialog

        if (line := self._chosen()) is not None and line.release is not None:
            NoteSendingDialog(self._desk, line, self).open()

    def leave(self) -> None:
        """It leaves with no network: read out, on paper, as a code, or on a stick."""
        from ui.dialogs.ways_out import WaysOutDialog

        if (line := self._chosen()) is not None and line.release is not None:
            WaysOutDialog(self._desk, line.release, self).open()

    def give_up(self) -> None:
        if (line := self._chosen()) is None or (release := line.release) is None:
            return
        channel = line.channel.name if line.channel else "—"
        ReasonDialog(
            self._desk,
            title=lambda: _("{number} does not leave by {channel} any more").format(
                number=line.number, channel=channel
            ),
            verb=lambda: _("Give up"),
            build=lambda reason: GiveUp(release=release.id, channel=line.channel_id, reason=reason),
            parent=self,
        ).open()

    def open_message(self) -> None:
        if (line := self._chosen()) is not None:
            self.record_chosen.emit(line.incident, "message", line.message)

    def settings(self) -> None:
        from ui.dialogs.sender import SenderDialog

        if (line := self._chosen()) is not None and line.channel is not None and line.by_program:
            SenderDialog(self._desk, line.channel, self).open()

    def answer_odd(self) -> None:
        """Say what was done about the first of what does not go together."""
        if not self._odd:
            return
        odd, now = self._odd[0], self._desk.room.clock.now_ms()
        ReasonDialog(
            self._desk,
            title=lambda: odd_said(odd, now),
            verb=lambda: _("Note it"),
            build=lambda done: AnswerOdd(sendings=tuple(one.id for one in odd.sendings), done=done),
            label=lambda: _("What was done about it"),
            parent=self,
        ).open()

    def deeds(self) -> tuple[tuple[QPushButton, str, Callable[[], None]], ...]:
        return (
            (self._send, "S", self.send),
            (self._all, "A", self.send_current),
            (self._note, "N", self.note),
            (self._ways, "W", self.leave),
            (self._give_up, "X", self.give_up),
            (self._message, "O", self.open_message),
            (self._settings, "R", self.settings),
        )

    # What the register asks

    def _chosen(self) -> OutboxLine | None:
        row = self._table.current()
        return row if isinstance(row, OutboxLine) else None

    def _record(self, row: OutboxLine) -> OutboxLine:
        return row

    def _build(self) -> None:
        self._audiences: dict[str, str] = {}
        self._odd: list[Odd] = []
        self._over = QPushButton(self)
        self._over.setCheckable(True)
        self._over.toggled.connect(self._ask_again)
        buttons = [QPushButton(self) for _at in range(7)]
        self._send, self._all, self._note, self._ways, self._give_up, self._message, self._settings = buttons
        model = self._new_model(outbox_columns(lambda code: self._audiences.get(code, code)))
        self._frame(ActionsTable(model, self._desk.look, parent=self), (self._over,))
        self.about = ToneLabel(self._desk.look, "muted", wrap=True, parent=self)
        self.about.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        whole = self.layout()
        assert isinstance(whole, QVBoxLayout)
        whole.insertWidget(2, self.about)
        self._enable()

    def _read(self, _job: Job) -> list[OutboxLine]:
        views = self._desk.room.views
        found = views.outbox(mode=self.mode, is_whole=self._with_over)
        codes = {code for line in found for code in line.audiences}
        self._audiences.update({code: audience_name(self._desk, code) for code in codes})
        self._odd = [one for one in views.odd_sendings(mode=self.mode) if one.answer is None]
        return found

    def _in_order(self, rows: list[OutboxLine]) -> list[OutboxLine]:
        return sorted(rows, key=lambda line: not line.state.waits)  # else as read: the soonest first

    def _enable(self) -> None:
        line, may = self._chosen(), self.can_write()
        is_out = may and line is not None and line.release is not None
        is_free = line is not None and line.state is not LineState.SENDING
        self._send.setEnabled(is_out and is_free and line is not None and line.by_program)
        self._all.setEnabled(may and any(each.is_current for each in self._rows))
        self._note.setEnabled(is_out and line is not None and bool(line.channel_id))
        self._ways.setEnabled(line is not None and line.release is not None)
        self._give_up.setEnabled(is_out and is_free and line is not None and line.state.waits)
        self._message.setEnabled(line is not None)
        self._settings.setEnabled(line is not None and line.by_program)
        self.about.setText(details_of(line, self._desk.room.clock.now_ms()) if line is not None else "")
        self.about.setVisible(line is not None)

    def _show_rows(self, rows: list[OutboxLine]) -> None:
        super()._show_rows(rows)
        self.read.emit()

    def _say(self) -> None:
        now = self._desk.room.clock.now_ms()
        waiting = [line for line in self._rows if line.state.waits]
        late = sum(1 for line in waiting if line.due_at is not None and line.due_at < now)
        self._say_count(ngettext("{n} waits", "{n} wait", len(waiting)).format(n=len(waiting)), late=late)
        current = sum(line.is_current for line in self._rows)
        self._title.setText(_("What waits to leave"))
        self._over.setText(_("Also those that went"))
        self._send.setText(_("Send…"))
        self._all.setText(
            ngettext("Send {n} that is current…", "Send {n} that are current…", current).format(n=current)
        )
        self._note.setText(_("Note as posted…"))
        self._ways.setText(_("Ways out…"))
        self._give_up.setText(_("Give up…"))
        self._message.setText(_("Open the message"))
        self._settings.setText(_("Settings of the channel…"))
        for button, key, _run in self.deeds():
            button.setToolTip(key)
        self._ways.setToolTip(_("Script, poster, codes, or a folder on a stick: with no network (W)"))
        self._table.setAccessibleName(_("What waits to leave"))
        self._table.say_empty(_("Nothing waits. What is released comes here, channel by channel, until it has left."))
        self._model.retranslate()
