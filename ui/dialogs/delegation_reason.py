"""Why the person at the keyboard does what they have no right to: said beforehand, kept with everything they write."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.desk import Desk
from ui.dialogs.plain import Fields, PlainDialog
from ui.widgets.tone import ToneLabel
from warroom.words import _


class DelegationReasonDialog(PlainDialog):
    """One sentence; it holds until somebody else sits down."""

    given = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=480)
        self._desk = desk
        self.reason = QLineEdit(desk.room.rights.standing_reason, self)
        self._label = ToneLabel(desk.look, parent=self)
        fields = Fields()
        fields.add(self._label, self.reason)
        self.body.addLayout(fields)
        self.primary.clicked.connect(self.give)
        self._say()
        self.reason.setFocus()

    @Slot()
    def give(self) -> None:
        """Keep it."""
        self._desk.room.rights.act_by_delegation(self.reason.text())
        self.given.emit()
        self.accept()

    def _say(self) -> None:
        self.heading.setText(_("By delegation"))
        self.intro.setText(
            _(
                "{name} has no right to write here in their own name. Everything is written all the same, is marked by "
                "delegation, and is reviewed later."
            ).format(name=self._desk.room.member)
        )
        self._label.setText(_("On whose behalf, and why"))
        self.reason.setAccessibleName(self._label.text())
        self.primary.setText(_("Keep this reason"))
        super()._say()
