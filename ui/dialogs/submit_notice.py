"""A notification went out: when, to whom, with which receipt; late, with the reasons."""

from __future__ import annotations

import hashlib
from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.widgets.fields import TextBox, TimeField
from ui.widgets.file_dialog import file_dialog
from ui.widgets.tone import ToneLabel
from warroom import phrases, words
from warroom.commands import CorrectSubmission, SubmitNotice
from warroom.commands.base import Command
from warroom.commands.clock_words import disclaimer
from warroom.domain.clock_engine import standing
from warroom.domain.ids import RecordId
from warroom.domain.regimes import Submission
from warroom.words import _, pgettext


class SubmitDialog(Form):
    """What is known of one submission; for a correction, also why."""

    def __init__(
        self,
        desk: Desk,
        incident: str,
        rule: str,
        *,
        former: Submission | None = None,
        due_at: int | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(desk, parent, width=680)
        views = desk.room.views
        self._incident, self._former, self._due = incident, former, due_at
        self._rule = views.rulebook().rules[rule]
        went_out = standing(views.submissions(incident), rule)
        now = desk.room.clock.now_ms()
        self._at = TimeField(desk, parent=self)
        self._recipient, self._receipt = QLineEdit(self), QLineEdit(self)
        self._copy = QLineEdit(self)
        self._copy.setReadOnly(True)
        self._choose = QPushButton(self)
        self._choose.setAutoDefault(False)
        self._late, self._reason = TextBox(lines=2, parent=self), TextBox(lines=2, parent=self)
        self._again = QCheckBox(self)
        self._digest = former.copy_sha256 if former else ""
        if due_at is not None and former is None:
            due = ToneLabel(desk.look, "late" if now > due_at else "", bold=True, parent=self)
            self.spoken(due.setText, lambda: phrases.labelled(_("Due"), phrases.due(due_at, now)))
            self.add_wide(due)
        self.add(lambda: _("When it went out"), self._at)
        self.add(lambda: _("To whom"), self._recipient)
        self.add(lambda: _("Receipt number"), self._receipt, hint=lambda: _("It may follow by a correction."))
        self.add(lambda: pgettext("notification", "Copy"), self._copy_line())
        self.add(lambda: _("Why it is late"), self._late)
        self._again.setVisible(former is None and bool(went_out))
        if former is None and went_out:
            self.add(lambda: "", self._again)
        self._reason.setVisible(former is not None)
        if former is not None:
            self.add(lambda: _("Reason of the correction"), self._reason)
        note = ToneLabel(desk.look, "muted", wrap=True, parent=self)
        self.spoken(note.setText, disclaimer)
        self.add_wide(note)
        self._at.set_moment(former.at if former else now)
        language = words.language()
        self._recipient.setText(former.recipient if former else self._rule.recipient.in_language(language))
        self._receipt.setText(former.receipt if former else "")
        self._late.setPlainText(former.late_reason if former else "")
        self._choose.clicked.connect(lambda _checked=False: self._ask_copy())
        self._watch(self._at)

    def title(self) -> str:
        label = self._rule.label.in_language(words.language())
        said = _("Correct the submission: {notification}") if self._former else _("Submitted: {notification}")
        return said.format(notification=label)

    def verb(self) -> str:
        return _("Correct") if self._former else _("It went out")

    def command(self) -> Command[RecordId]:
        at = self._at.moment()
        if self._former is not None:
            return CorrectSubmission(
                submission=self._former.id,
                reason=self._reason.toPlainText(),
                at=at,
                recipient=self._recipient.text(),
                receipt=self._receipt.text(),
                copy_sha256=self._digest,
                late_reason=self._late.toPlainText(),
            )
        return SubmitNotice(
            incident=self._incident,
            rule=self._rule.id,
            at=at if at is not None else self.desk.room.clock.now_ms(),
            recipient=self._recipient.text(),
            receipt=self._receipt.text(),
            copy_sha256=self._digest,
            late_reason=self._late.toPlainText(),
            again=self._again.isChecked(),
        )

    def _copy_line(self) -> QWidget:
        holder = QWidget(self)
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self._copy, 1)
        line.addWidget(self._choose)
        holder.setFocusProxy(self._choose)
        return holder

    def _ask_copy(self) -> None:
        dialog = file_dialog(self, _("The file that went out"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._take_copy)
        dialog.open()

    def _take_copy(self, path: str) -> None:
        """Its SHA-256, off the screen's thread: a copy may be large."""

        def digest() -> str:
            with Path(path).open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()

        def keep(found: str) -> None:
            self._digest = found
            self._copy.setText(f"{Path(path).name} · SHA-256 {found[:16]}…")

        self.desk.tasks.run(lambda _job: digest(), owner=self, done=keep, failed=self.complain)

    def _say(self) -> None:
        super()._say()
        self._choose.setText(_("Choose…"))
        self._copy.setPlaceholderText(_("the file that went out: its SHA-256 is kept"))
        self._copy.setAccessibleName(pgettext("notification", "Copy"))
        self._again.setText(_("On top of the one that already went out"))
