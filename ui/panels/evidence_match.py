"""Check a document: whether a printed page, or a folder on a stick, is of this room's past."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from ui.desk import Desk
from ui.panels.security_section import Row, Section
from ui.widgets.file_dialog import file_dialog
from warroom.domain.evidence import Matches, PackMatch
from warroom.doors.findings import said_of, said_of_pack
from warroom.errors import WarroomError
from warroom.words import _


class MatchSection(Section):
    """A field for eight digits, and a button for a folder; answers stay until the next question."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._matches: Matches | None = None
        self._pack: tuple[Path, PackMatch] | None = None
        self._refused: dict[Row, str] = {}
        self.page_row, self.pack_row = self.add_row(), self.add_row()
        self.digits = QLineEdit(self)
        self.digits.setMaxLength(120)
        self.digits.setFixedWidth(desk.look.px(168))
        self.digits.returnPressed.connect(self.match)
        self.page_row.add_field(self.digits)
        self.look_up = self.page_row.add_button(lambda: _("Match"), self.match)
        self.check = self.pack_row.add_button(lambda: _("Check a folder or pack…"), self.choose_folder)
        self._say()

    def refresh(self) -> None:
        """Nothing is read until somebody asks."""

    def match(self) -> None:
        """Whether this room had the fingerprint that was typed."""
        room, digits = self.desk.room, self.digits.text()
        self._matches = None
        self._begin(self.page_row)
        self.desk.tasks.run(
            lambda _job: room.evidence.match_fingerprint(digits),
            owner=self,
            done=self._show_matches,
            failed=lambda error: self._refuse(self.page_row, error),
        )

    def choose_folder(self) -> None:
        """The folder of an export, wherever it came back from."""
        dialog = file_dialog(self.window(), _("The folder that holds MANIFEST.sha256"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda chosen: self.check_folder(Path(chosen)))
        dialog.open()

    def check_folder(self, folder: Path) -> None:
        room = self.desk.room
        self._pack = None
        self._begin(self.pack_row)
        self.desk.tasks.run(
            lambda _job: room.evidence.match_pack(folder),
            owner=self,
            done=lambda found: self._show_pack(folder, found),
            failed=lambda error: self._refuse(self.pack_row, error),
        )

    def _begin(self, row: Row) -> None:
        self._refused.pop(row, None)
        self._say()
        row.say(_("Looking…"), "muted")

    def _show_matches(self, found: Matches) -> None:
        self._matches = found
        self._say()

    def _show_pack(self, folder: Path, found: PackMatch) -> None:
        self._pack = folder, found
        self._say()

    def _refuse(self, row: Row, error: Exception) -> None:
        if not isinstance(error, WarroomError):
            self.desk.notices.show(error, parent=self)
        self._refused[row] = str(error)
        self._say()

    # Words

    def _say(self) -> None:
        self.set_title(_("Check a document"))
        self.page_row.name.setText(_("A printed page"))
        self.pack_row.name.setText(_("A folder"))
        self.digits.setPlaceholderText("8f3a 91c2")
        self.digits.setAccessibleName(_("Fingerprint at the foot of the page"))
        self._say_matches()
        self._say_pack()
        for row, said in self._refused.items():
            row.say(said, "due")
        super()._say()

    def _say_matches(self) -> None:
        if self._matches is None:
            self.page_row.say(
                _("Type the fingerprint at its foot: you learn whether it comes from this room, and from when.")
            )
            return
        *lines, looked = said_of(self._matches)
        self.page_row.say("\n".join(lines), "good" if self._matches.found else "due", note=looked)

    def _say_pack(self) -> None:
        if self._pack is None:
            self.pack_row.say(
                _("A report or an evidence pack: you learn whether it is whole, signed, and from this room.")
            )
            return
        folder, found = self._pack
        if found.is_sound:
            self.pack_row.say(said_of_pack(found), "good", note=str(folder))
            return
        lines = [f"{problem.what} ({problem.where})" for problem in found.problems[:20]]
        self.pack_row.say("\n".join(lines), "late", note=str(folder))
