"""Publication: which version went to whom and when, and what came back as remarks."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.dialogs.publish_rex import PublishRexDialog
from ui.models.rex_wizard import RexView
from ui.models.table import Column, TableModel
from ui.widgets.file_dialog import file_dialog
from ui.widgets.framed import framed
from ui.widgets.rex_remarks import RexRemarks
from ui.widgets.spoken import Spoken
from ui.widgets.table import Table
from ui.widgets.tone import ToneLabel
from warroom import phrases
from warroom.commands.rex_comments import Came
from warroom.commands.rex_words import reader_word
from warroom.domain.rex import RexPublication
from warroom.domain.rex_state import RexState
from warroom.errors import WarroomError
from warroom.words import N_, _, ngettext, pgettext

ROWS = 10


class PublicationPart(Spoken, QWidget):
    """The newest on top; a version that says something else by now is marked."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._view: RexView | None = None
        self._where = ToneLabel(desk.look, px=15, wrap=True, parent=self)
        self.model: TableModel[RexPublication] = TableModel(
            self._columns(), ident=lambda row: row.id, look=desk.look, now=desk.room.clock.now_ms, parent=self
        )
        self.table = Table(self.model, desk.look, sortable=False, hugs=ROWS, parent=self)
        self.publish, self.take_in, self.form = QPushButton(self), QPushButton(self), QPushButton(self)
        self.publish.setProperty("primary", True)
        self.publish.clicked.connect(lambda _checked=False: self.open_publishing())
        self.take_in.clicked.connect(lambda _checked=False: self.choose_copy())
        self.form.clicked.connect(lambda _checked=False: self.choose_template())
        verbs = QHBoxLayout()
        verbs.setSpacing(8)
        verbs.addWidget(self.publish)
        verbs.addWidget(self.take_in)
        verbs.addWidget(self.form)
        verbs.addStretch(1)
        self._came = ToneLabel(desk.look, "muted", wrap=True, parent=self)
        self._came.hide()
        self.remarks = RexRemarks(desk, self)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(12)
        self.column.addWidget(self._where)
        self.column.addLayout(verbs)
        self.column.addWidget(self._came)
        self.column.addWidget(framed(self.table, self))
        self.column.addWidget(self.remarks)
        self.column.addStretch(1)
        self._say()

    def show_view(self, view: RexView) -> None:
        self._view = view
        self.model.replace(sorted(view.facts.publications, key=lambda one: (-one.at, -one.version)))
        known = {one.code for one in view.shown}
        self.remarks.show_remarks([one for one in view.comments if one.section not in known])
        self._say()

    def open_publishing(self) -> None:
        """A version for a reader, to a stick."""
        if self._view is not None:
            PublishRexDialog(self._desk, self._view.rex, self).open()

    def choose_copy(self) -> None:
        """Ask for the edited copy to read back."""
        dialog = file_dialog(self, _("Edited copy of the review"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(_("Word documents (*.docx)"))
        dialog.fileSelected.connect(self.take_in_copy)
        dialog.open()

    def take_in_copy(self, file: str) -> None:
        """Its remarks stand beside their sections then; the same copy twice adds nothing."""
        if self._view is None:
            return
        reviews, rex = self._desk.room.reviews, self._view.rex.id
        self._came.say(_("Reading the copy…"), "muted")
        self._came.show()
        self._desk.tasks.run(
            lambda _job: reviews.take_in(rex, file), owner=self, done=self._show_came, failed=self._refuse_copy
        )

    def choose_template(self) -> None:
        """Ask for somebody's postmortem template, then where the review goes in its form."""
        dialog = file_dialog(self, _("Template of a review"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(_("Markdown files (*.md *.markdown *.txt)"))
        dialog.fileSelected.connect(self._choose_place)
        dialog.open()

    def _choose_place(self, template: str) -> None:
        if self._view is None:
            return
        dialog = file_dialog(self, _("The review in the form of a template"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.setDefaultSuffix("md")
        dialog.selectFile(f"{self._view.rex.number}.md")
        dialog.fileSelected.connect(lambda file: self.write_form(template, file))
        dialog.open()

    def write_form(self, template: str, file: str) -> None:
        """Write the review in the form of this template; a file that is none is refused here."""
        if self._view is None:
            return
        reviews, rex = self._desk.room.reviews, self._view.rex.id
        self._came.say(_("Writing the review…"), "muted")
        self._came.show()
        self._desk.tasks.run(
            lambda _job: reviews.write_form(rex, template, file),
            owner=self, done=self._show_written, failed=self._refuse_copy,
        )  # fmt: skip

    def _show_written(self, file: Path) -> None:
        self._came.say(
            _("Written: {file}. What the template asks and nobody knows stands empty.").format(file=file.name), "good"
        )

    def _show_came(self, came: Came) -> None:
        said = ngettext("{n} remark is new.", "{n} remarks are new.", came.added).format(n=came.added)
        if came.added:
            said += " " + _("Each stands beside its section.")
        if came.known:
            said += " " + ngettext("{n} was here already.", "{n} were here already.", came.known).format(n=came.known)
        if came.resolved:
            closed = ngettext("{n} was closed in the file.", "{n} were closed in the file.", came.resolved)
            said += " " + closed.format(n=came.resolved)
        if not came.is_compared:
            said += " " + _("This file is no copy of ours: only comments and tracked changes were looked for.")
        self._came.say(said, "good" if came.added else "muted")

    def _refuse_copy(self, error: Exception) -> None:
        if isinstance(error, WarroomError):
            self._came.say(" ".join(part for part in (error.message, error.safe, error.todo) if part), "late")
        else:
            self._desk.notices.show(error, parent=self)

    def _columns(self) -> tuple[Column[RexPublication], ...]:
        return (
            Column("version", N_("Version"), lambda row, _now: str(row.version), width=72, whole=True),
            Column("reader", N_("For whom"), lambda row, _now: reader_word(row.reader), bold=True),
            Column("when", N_("When"), lambda row, now: phrases.moment(row.at, now), width=96, whole=True),
            Column("by", N_("By"), lambda row, _now: row.by, width=112, can_go=True),
            Column("state", N_("Status"), self._state, tone=self._tone, width=96, whole=True),
        )

    def _state(self, row: RexPublication, _now: int) -> str:
        said = [] if row.approved else [_("without approval")]
        if self._view is not None and row.digest != self._view.standing.digest:
            said.append(_("changed since"))
        return " · ".join(said) or pgettext("version", "up to date")

    def _tone(self, row: RexPublication, now: int) -> str:
        return "good" if self._state(row, now) == pgettext("version", "up to date") else "due"

    def _say(self) -> None:
        self.table.setAccessibleName(_("Published versions"))
        self.table.say_empty(_("Nothing has been published yet."))
        self.model.retranslate()
        self.publish.setText(_("Publish…"))
        self.take_in.setText(_("Take in an edited copy…"))
        self.form.setText(_("In the form of a template…"))
        can_write = not self._desk.room.read_only
        self.publish.setEnabled(can_write)
        self.take_in.setEnabled(can_write)
        if self._view is None:
            return
        now = self._view.standing
        if now.state is RexState.APPROVED or (now.state is RexState.PUBLISHED and now.approved_by):
            self._where.say(_("Approved: it can go to its readers."), "good")
        else:
            self._where.say(_("Not approved yet: have it approved before it goes to its readers."), "due")

    # What Qt asks

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.publish.setFocus()
