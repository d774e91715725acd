"""Two cards of one person: which one stays, and what follows it."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QRadioButton, QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.widgets.person_choice import PersonChoice
from ui.widgets.tone import ToneLabel
from warroom.commands import MergePeople
from warroom.domain.roster import PersonCard
from warroom.errors import Refusal
from warroom.words import _


class MergeDialog(Form):
    """The other card is chosen by name; either may stay."""

    kept = Signal(str)  # the person whose card stays

    def __init__(self, desk: Desk, card: PersonCard, *, other: str = "", parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=560)
        self._card = card
        self.other = PersonChoice(desk, self)
        self.other.put_person(other)
        self.this_stays, self.other_stays = QRadioButton(self), QRadioButton(self)
        self.this_stays.setChecked(True)
        self._follows = ToneLabel(desk.look, "muted", wrap=True, parent=self)
        self.add(lambda: _("Same person as"), self.other)
        self.fields.addWidget(self.this_stays, self.fields.rowCount(), 1)
        self.fields.addWidget(self.other_stays, self.fields.rowCount(), 1)
        self.add_wide(self._follows)
        self.spoken(
            self._follows.setText,
            lambda: _(
                "Numbers, skills, teams, turns on call and functions of cells at work follow the card that stays. "
                "The other one stays traceable, and Ctrl+Z takes it back."
            ),
        )
        self.other.textChanged.connect(self._say_names)
        self.succeeded.connect(self._tell)
        self.other.setFocus()

    def title(self) -> str:
        return _("{name} has another card").format(name=self._card.name)

    def verb(self) -> str:
        return _("Merge")

    def command(self) -> MergePeople:
        other = self.other.person()
        if other is None:
            raise Refusal(
                "unknown-person",
                _("Nobody here is called that."),
                safe=_("Nothing was changed."),
                todo=_("Choose somebody of the list."),
            )
        if self.this_stays.isChecked():
            return MergePeople(keep=self._card.id, merge=other.id)
        return MergePeople(keep=other.id, merge=self._card.id)

    @Slot()
    def _tell(self) -> None:
        other = self.other.person_id()
        self.kept.emit(self._card.id if self.this_stays.isChecked() else other)

    @Slot()
    def _say_names(self) -> None:
        other = self.other.text().strip() or _("the other one")
        self.this_stays.setText(_("“{name}” stays").format(name=self._card.name))
        self.other_stays.setText(_("“{name}” stays").format(name=other))

    def _say(self) -> None:
        super()._say()
        self._say_names()
