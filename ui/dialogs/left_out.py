"""What a version leaves out, for whoever approves it: by section, beside what stands there instead; kept as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.models.table import Column, TableModel
from ui.widgets.file_dialog import file_dialog
from ui.widgets.framed import framed
from ui.widgets.spoken import Spoken
from ui.widgets.table import Table
from ui.widgets.tone import ToneLabel
from warroom.words import N_, _, pgettext

if TYPE_CHECKING:
    from warroom.reports.readers.left_out import LeftOut
    from warroom.reports.readers.version import Version


class LeftOutDialog(Spoken, QDialog):
    """Read before a version goes out; the page it writes never goes along with it."""

    def __init__(self, desk: Desk, version: Version, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._version = desk, version
        self.setModal(True)
        self.resize(desk.look.px(860), desk.look.px(560))
        self._heading = QLabel(self)
        self._heading.setProperty("role", "title")
        self._heading.setWordWrap(True)
        self._never = ToneLabel(desk.look, "due", wrap=True, parent=self)
        rows = list(enumerate(version.left_out))
        self.model: TableModel[tuple[int, LeftOut]] = TableModel(
            self._columns(), ident=lambda row: str(row[0]), look=desk.look, now=desk.room.clock.now_ms, parent=self
        )
        self.model.replace(rows)
        self.table = Table(self.model, desk.look, sortable=False, parent=self)
        self._said = ToneLabel(desk.look, "good", wrap=True, parent=self)
        self._said.hide()
        self.keep, self._close = QPushButton(self), QPushButton(self)
        self.keep.setAutoDefault(False)
        self._close.setDefault(True)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.keep)
        buttons.addStretch(1)
        buttons.addWidget(self._close)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 16)
        whole.setSpacing(12)
        whole.addWidget(self._heading)
        whole.addWidget(self._never)
        whole.addWidget(framed(self.table, self), 1)
        whole.addWidget(self._said)
        whole.addLayout(buttons)
        self.keep.clicked.connect(lambda _checked=False: self._choose())
        self._close.clicked.connect(self.accept)
        self._say()

    def write(self, file: str) -> None:
        """The page as PDF, for whoever approves it."""
        reviews, version = self._desk.room.reviews, self._version
        name = file if file.lower().endswith((".pdf", ".docx", ".html")) else f"{file}.pdf"
        self._desk.tasks.run(
            lambda _job: reviews.left_out(version, name), owner=self, done=self._written,
            failed=lambda error: self._desk.notices.show(error, parent=self),
        )  # fmt: skip

    def _choose(self) -> None:
        dialog = file_dialog(self, _("Write this page"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile(f"{self._version.page.name}-{self._version.rex.number}.pdf")
        dialog.fileSelected.connect(self.write)
        dialog.open()

    def _written(self, file: object) -> None:
        self._said.say(_("Written: {file}").format(file=file), "good")
        self._said.show()

    def _columns(self) -> tuple[Column[tuple[int, LeftOut]], ...]:
        return (
            Column("section", N_("Section"), lambda row, _now: row[1].section, width=180, bold=True),
            Column("text", N_("In the whole review"), lambda row, _now: " ".join(row[1].text.split())),
            Column(
                "instead", N_("In this version"),
                lambda row, _now: row[1].instead or pgettext("version", "left out"), width=200,
            ),
        )  # fmt: skip

    def _say(self) -> None:
        self._heading.setText(self._version.page.title)
        self.setWindowTitle(self._version.page.title)
        self._never.say(_("For whoever approves it. Never handed on with the version."), "due")
        self.table.setAccessibleName(self._version.page.title)
        self.model.retranslate()
        self.keep.setText(_("Write this page…"))
        self._close.setText(_("Close"))
