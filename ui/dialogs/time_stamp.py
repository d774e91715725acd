"""Having a seal time-stamped: by which authority, trusted by which file; all that fails is said."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from ui.desk import Desk
from ui.dialogs.plain import Fields, PlainDialog
from ui.panels.evidence_seals import stamp_words
from ui.tasks import Job
from ui.widgets.elided import ElidedLabel
from ui.widgets.file_dialog import file_dialog
from warroom.domain.seals import Seal, Timestamp
from warroom.errors import WarroomError
from warroom.words import _


class TimeStampDialog(PlainDialog):
    """The address is remembered on this laptop; only the digest leaves it."""

    stamped = Signal(object)  # a Timestamp

    def __init__(self, desk: Desk, seal: Seal, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=520)
        self._desk, self._seal = desk, seal
        self._job: Job | None = None
        self._trust: Path | None = None
        self._is_done = False
        self.address = QLineEdit(desk.settings.authority, self)
        self.address.setPlaceholderText("https://")
        self._label, self._trust_label = QLabel(self), QLabel(self)
        self._file = ElidedLabel(parent=self)
        self.choose = QPushButton(self)
        self.choose.setAutoDefault(False)
        self.choose.clicked.connect(self._choose)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self._file, 1)
        line.addWidget(self.choose)
        fields = Fields()
        fields.add(self._label, self.address)
        fields.add(self._trust_label, line)
        self.body.addLayout(fields)
        self._say()
        self.primary.clicked.connect(self.stamp)
        self.address.setFocus()

    @Slot()
    def stamp(self) -> None:
        """Ask the authority; once stamped, the same button closes."""
        if self._is_done:
            self.accept()
            return
        url = self.address.text().strip()
        if not url:
            self.complain(_("Type the address of the time stamp authority."))
            return
        self.complain("")
        self.set_busy(True)
        evidence, seal, trust = self._desk.room.evidence, self._seal.id, self._trust
        self._job = self._desk.tasks.run(
            lambda _job: evidence.stamp(seal, url, trust=trust), owner=self, done=self._end, failed=self._stay
        )

    def trust(self, file: str) -> None:
        """The file of the authorities that are trusted."""
        self._trust = Path(file)
        self._say()

    def reject(self) -> None:
        """Cancel leaves at once: an answer that comes later is checked and kept all the same."""
        self.busy.hide()
        super().reject()

    def _choose(self) -> None:
        dialog = file_dialog(self, _("Authorities that are trusted (PEM)"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.trust)
        dialog.open()

    def _end(self, stamp: Timestamp) -> None:
        self.set_busy(False)
        self._is_done = True
        settings = self._desk.settings
        settings.authority = self.address.text().strip()
        settings.save()
        said = [stamp_words(stamp)]
        if self._trust is None:
            said.append(_("It was not checked against a trusted authority."))
        self.complain("\n".join(said), role="due" if self._trust is None else "good")
        self._say()
        self.stamped.emit(stamp)

    def _stay(self, error: Exception) -> None:
        self.set_busy(False)
        if not isinstance(error, WarroomError):
            raise error
        self.complain(str(error))
        self.address.setFocus()

    def _say(self) -> None:
        self.heading.setText(_("Time stamp for {number}").format(number=self._seal.number))
        self.intro.setText(
            " ".join(
                (
                    _("An authority signs that this seal existed at this hour."),
                    _("Only the digest of the seal leaves this laptop: no word of the log."),
                    _("It needs a network, and can be done at any time."),
                )
            )
        )
        self._label.setText(_("Address of the authority"))
        self.address.setAccessibleName(self._label.text())
        self._trust_label.setText(_("Trusted authorities (PEM file, if you have one)"))
        self._file.setText(str(self._trust) if self._trust else _("none: the answer is only checked against itself"))
        self.choose.setText(_("Choose…"))
        self.choose.setAccessibleName(self._trust_label.text())
        self.primary.setText(_("Close") if self._is_done else _("Ask for the time stamp"))
        self.leave.setVisible(not self._is_done)
        for field in (self.address, self.choose):
            field.setEnabled(not self._is_done)
        super()._say()
