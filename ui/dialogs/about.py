"""About Warroom: version, licence, where things are kept."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ui.dialogs.plain import PlainDialog
from ui.widgets.elided import ElidedLabel
from warroom import __version__
from warroom.room import Room, data_folder
from warroom.words import _

FACTS = 5


class AboutDialog(PlainDialog):
    """What this is and where its files lie."""

    def __init__(self, room: Room, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=520)
        self._room = room
        self._facts = [ElidedLabel(parent=self, cut=Qt.TextElideMode.ElideMiddle) for _fact in range(FACTS)]
        for label in self._facts:
            self.body.addWidget(label)
        self.leave.hide()
        self.primary.clicked.connect(self.accept)
        self._say()

    def _say(self) -> None:
        self.heading.setText("Warroom")
        self.intro.setText(_("An offline war room for crisis cells. Nothing leaves this laptop unless you send it."))
        facts = (
            _("Version {version}, Apache License 2.0").format(version=__version__),
            _("Typeface: Inter, SIL Open Font License 1.1"),
            _("Room file: {path}").format(path=self._room.path),
            _("Settings and crash reports: {path}").format(path=data_folder()),
            _("Fingerprint of the journal: {fingerprint}").format(fingerprint=self._room.views.fingerprint()),
        )
        for label, fact in zip(self._facts, facts, strict=True):
            label.setText(fact)
        self.primary.setText(_("Close"))
        super()._say()
