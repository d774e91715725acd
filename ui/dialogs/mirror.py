"""The second copy: on which disk, and whether papers that anybody can read lie beside it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.widgets.file_dialog import file_dialog
from ui.widgets.tone import ToneLabel
from warroom.words import N_, _

PAPER_SAID = (
    N_("A PDF of how things stand, written anew at most every five minutes while the room changes, and at closing."),
    N_("It is not encrypted: whoever holds the disk reads situation, decisions, names and telephones."),
    N_("Nothing restricted is in it. Unticked, the one that lies there is removed."),
)


class MirrorDialog(Form):
    """What is in the clear is said before it is written."""

    kept = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        protection = desk.room.protection
        self.folder = QLineEdit(protection.mirror, self)
        self.browse = QPushButton(self)
        self.browse.setAutoDefault(False)
        self.browse.clicked.connect(lambda _checked=False: self.choose_folder())
        line = QWidget(self)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.folder, 1)
        row.addWidget(self.browse)
        line.setFocusProxy(self.folder)
        self.paper = QCheckBox(self)
        self.paper.setChecked(protection.paper or not protection.mirror)
        self.add(
            lambda: _("Folder"), line,
            hint=lambda: _("On another disk or a stick; the copy of the room there is encrypted. Empty: no copy."),
        )  # fmt: skip
        self.add_wide(self.paper)
        for said in PAPER_SAID:
            about = ToneLabel(desk.look, "muted", wrap=True, parent=self)
            self.add_wide(about)
            self.spoken(about.setText, lambda said=said: _(said))  # type: ignore[misc]
        self.spoken(self.browse.setText, lambda: _("Choose…"))
        self.spoken(self.paper.setText, lambda: _("Papers beside it, readable without Warroom"))
        self.spoken(self.folder.setAccessibleName, lambda: _("Folder"))
        self.folder.textChanged.connect(lambda _text: self._send.setText(self.verb()))
        self.folder.setFocus()

    def choose_folder(self) -> None:
        """The system's dialog for folders."""
        dialog = file_dialog(self, _("A folder on another disk or a stick"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        if self.folder.text():
            dialog.setDirectory(self.folder.text())
        dialog.fileSelected.connect(self.folder.setText)
        dialog.open()

    def title(self) -> str:
        return _("Keep a second copy")

    def verb(self) -> str:
        return _("Keep it there") if self.folder.text().strip() else _("Keep none")

    def send(self) -> None:
        """Choose it; the first copy follows by itself."""
        room, folder, paper = self.desk.room, self.folder.text().strip(), self.paper.isChecked()
        self._set_sending(True)
        self.desk.tasks.run(
            lambda _job: room.choose_mirror(folder, paper=paper), owner=self, done=self._chosen, failed=self._stay
        )

    def _chosen(self, result: None) -> None:
        self.kept.emit()
        self._end(result)
