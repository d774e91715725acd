"""Write a bundle: for whom, to which stick or folder; written, read back, safe to remove."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QLabel, QWidget

from ui.desk import Desk
from ui.dialogs.onto_stick import StickDialog
from ui.models.stations import called
from ui.tasks import Job
from ui.widgets.carriage import CarriageForm
from warroom.domain.exchange import Peer, Trust
from warroom.domain.sticks import Delivered
from warroom.words import _, ngettext

if TYPE_CHECKING:
    from warroom.reports.drives import Drive

WIDTH = 640


class WriteBundleDialog(StickDialog):
    """One sealed file for another station, and who carries it."""

    def __init__(self, desk: Desk, parent: QWidget | None = None, *, stick: Path | None = None) -> None:
        super().__init__(desk, parent, width=WIDTH)
        self._wanted = stick
        self._peers: list[Peer] = []
        self._whom_label, self._where_label = QLabel(self), QLabel(self)
        self.whom = QComboBox(self)
        self.whom.addItem("", "")
        self._whom_label.setBuddy(self.whom)
        self.form = CarriageForm(desk, self, is_out=True)
        self.form.begin("")
        layout = self.form.layout()
        assert layout is not None
        layout.setContentsMargins(0, 8, 0, 0)
        for label in (self._whom_label, self._where_label):
            label.setProperty("role", "title")
        for widget in (self._where_label, self.drives, self._whom_label, self.whom, self.form, self.progress):
            self.body.addWidget(widget)
        self._say()
        self.drives.setFocus()
        desk.tasks.run(lambda _job: desk.room.exchange.peers(), owner=self, done=self._show_peers)
        self.look_for_sticks()

    def folder_words(self) -> str:
        return _("Folder for the bundle")

    def write(self) -> None:
        """Write it; the bar runs until the last byte was read back."""
        place = self.place()
        if place is None:
            return
        room, whom = self._desk.room, str(self.whom.currentData() or "")
        carriage, incident = self.form.carriage(), self.form.incident()
        if not carriage.label and self.drives.is_stick():
            self.form.label.setText(place.name)
            carriage = self.form.carriage()

        def work(job: Job) -> Delivered:
            return room.sticks.write(place, to=whom, carriage=carriage, incident=incident, step=job.step)

        self.run(work)

    def lines_of(self, done: Delivered) -> list[str]:
        changes = ngettext("{n} change", "{n} changes", done.outcome.sent).format(n=done.outcome.sent)
        for widget in (self.form, self.whom, self._whom_label):
            widget.hide()
        is_stick = self.drives.is_stick()
        return [
            _("{file} written with {changes}, read back and verified.").format(file=done.file, changes=changes),
            f"SHA-256 {done.sha256}",
            _("Eject the stick in the system, then it is safe to remove.") if is_stick else _("The file is complete."),
        ]

    def asked(self) -> tuple[QWidget, ...]:
        return self.whom, self.form

    # Following the work

    def _show_drives(self, drives: Sequence[Drive]) -> None:
        super()._show_drives(drives)
        wanted = self._wanted
        if self._job is None and wanted is not None and any(drive.path == wanted for drive in drives):
            self.drives.choose(wanted)
            self._wanted = None

    def _show_peers(self, peers: list[Peer]) -> None:
        self._peers = [peer for peer in peers if not peer.is_ours and peer.trust is Trust.VERIFIED]
        self._say_whom()

    def _say_whom(self) -> None:
        at = self.whom.currentIndex()
        self.whom.clear()
        self.whom.addItem(_("every other station"), "")
        for peer in self._peers:
            self.whom.addItem(_("Station {letter}").format(letter=called(peer.letter, peer.name)), peer.station)
        self.whom.setCurrentIndex(max(at, 0))

    def _say(self) -> None:
        self.heading.setText(_("Write a bundle"))
        self.intro.setText(
            _("One sealed file with what the others may lack. It holds no program, and only this room can read it.")
        )
        self._where_label.setText(_("Where to"))
        self._whom_label.setText(_("For whom"))
        self.whom.setAccessibleName(_("For whom"))
        self.primary.setText(_("Close") if self._is_done else _("Write the bundle"))
        self._say_whom()
        super()._say()
