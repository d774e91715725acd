"""Note that somebody posted a message: to whom, when, by whom, with which proof."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.widgets.choice import Choice, Way
from ui.widgets.fields import NameField, TimeField
from ui.widgets.file_dialog import file_dialog
from warroom.commands import NoteSending
from warroom.domain.messages import Result
from warroom.domain.outbox import OutboxLine, hanging
from warroom.errors import Refusal
from warroom.words import _, pgettext


class NoteSendingDialog(Form):
    """Enter notes it. Of a try that may have gone, this says what became of it."""

    def __init__(self, desk: Desk, line: OutboxLine, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=600)
        self._line = line
        open_tries = hanging(line.tries)
        self._attempt = open_tries[-1].attempt if open_tries else ""
        self.came: Choice[Result] = Choice(
            desk.look,
            [
                Way(Result.SENT, lambda: pgettext("sending", "Sent"), lambda: _("it left, or hangs, or was said")),
                Way(
                    Result.READ_BACK,
                    lambda: pgettext("sending", "Read back"),
                    lambda: _("the other side repeated it word for word"),
                ),
                Way(Result.FAILED, lambda: _("Not sent"), lambda: _("it did not get there")),
            ],
            self,
        )
        self.came.choose(Result.SENT)
        self.recipient, self.by = QLineEdit(self), NameField(desk.room.views.names()[0], self)
        self.at, self.proof, self.remark = TimeField(desk, parent=self), QLineEdit(self), QLineEdit(self)
        self.by.setText(desk.room.member)
        self.at.set_moment(desk.room.clock.now_ms())
        self.file = ProofField(self)
        self.add(lambda: _("What came of it"), self.came)
        self.add(lambda: _("To whom, or where"), self.recipient)
        self.add(lambda: _("When"), self.at)
        self.add(lambda: _("Posted by"), self.by)
        self.add(lambda: _("Proof"), self.proof, hint=lambda: _("A number, an address, who confirmed it"))
        self.add(lambda: _("File that proves it"), self.file)
        self.add(lambda: _("Remark"), self.remark)
        self.spoken(self.file.choose.setText, lambda: _("Choose a file…"))
        self.recipient.setFocus()

    def title(self) -> str:
        channel = self._line.channel.name if self._line.channel else "—"
        if self._attempt:
            return _("What became of {number} by {channel}").format(number=self._line.number, channel=channel)
        return _("{number} posted by {channel}").format(number=self._line.number, channel=channel)

    def verb(self) -> str:
        return _("Note it")

    def command(self) -> NoteSending:
        release = self._line.release
        return NoteSending(
            release=release.id if release else "",
            channel=self._line.channel_id,
            result=self.came.value() or Result.SENT,
            recipient=self.recipient.text(),
            at=self.at.moment(),
            by=self.by.text(),
            proof=self.proof.text(),
            remark=self.remark.text(),
            attempt=self._attempt,
        )

    def send(self) -> None:
        """With a file it is kept as evidence: that takes a task."""
        if self._is_sending or not self.file.path:
            super().send()
            return
        try:
            command, proof = self.command(), Path(self.file.path)
        except Refusal as refusal:
            self.complain(refusal)
            return
        room = self.desk.room
        self._set_sending(True)
        self.desk.tasks.run(
            lambda job: room.outbox.note(command, proof, step=job.step), owner=self, done=self._end, failed=self._stay
        )

    def _say(self) -> None:
        super()._say()
        self.came.say()


class ProofField(QWidget):
    """A file, by its name; the path stays whole."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.path = ""
        self.shown, self.choose = QLineEdit(self), QPushButton(self)
        self.shown.setReadOnly(True)
        self.choose.setAutoDefault(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.shown, 1)
        row.addWidget(self.choose)
        self.setFocusProxy(self.choose)
        self.choose.clicked.connect(lambda _checked=False: self._ask())

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.shown.setAccessibleName(name)

    def take(self, path: str) -> None:
        """This file."""
        self.path = path
        self.shown.setText(Path(path).name)

    def _ask(self) -> None:
        dialog: Any = file_dialog(self, _("Choose a file…"))
        dialog.fileSelected.connect(self.take)
        dialog.open()
