"""Where printed copies hang, so that somebody can take them down when they are out of date."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.widgets.number_box import NumberBox
from warroom.commands import PlacePrintout
from warroom.domain.paper import Printout
from warroom.words import _

COPIES_MOST = 99


class PlaceDialog(Form):
    """Filled in after printing, by whoever hung them."""

    def __init__(self, desk: Desk, copy: Printout, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=480)
        self._copy = copy
        self._place = QLineEdit(copy.place, self)
        self._count = NumberBox(self)
        self._count.setRange(1, COPIES_MOST)
        self._count.setValue(copy.copies)
        self.add(
            lambda: _("Where"), self._place, hint=lambda: _("E.g. crisis room, wall; reception; with the director.")
        )
        self.add(lambda: _("Copies"), self._count)
        self.spoken(self._count.lineEdit().setAccessibleName, lambda: _("Copies"))
        self._place.setFocus()

    def title(self) -> str:
        return _("Where does {number} hang?").format(number=self._copy.number)

    def verb(self) -> str:
        return _("Note it")

    def command(self) -> PlacePrintout:
        return PlacePrintout(printout=self._copy.id, place=self._place.text(), copies=self._count.value())
