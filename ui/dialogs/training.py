"""Training in questions: who was trained for what; and every training noted, to take back what was noted by mistake."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.widgets.choice import Choice, Way
from ui.widgets.day_field import DayField
from ui.widgets.person_choice import PersonChoice
from warroom.commands import NoteTraining
from warroom.commands.cell_words import seat_word
from warroom.commands.skill_words import training_word
from warroom.domain.cells import Seat
from warroom.domain.roster import TrainingKind
from warroom.domain.trained import TRAINED_DAYS
from warroom.words import _


class TrainingDialog(Form):
    """Who, for which function, how, when, and until when it counts."""

    def __init__(self, desk: Desk, *, code: str = "", person: str = "", parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=540)
        self.person = PersonChoice(desk, self)
        self.person.setText(person)
        self.function = QComboBox(self)
        for seat in Seat:
            self.function.addItem("", seat.value)
        self.function.setCurrentIndex(max(0, self.function.findData(code or Seat.COORD.value)))
        kinds = [Way(kind, lambda kind=kind: training_word(kind)) for kind in TrainingKind]  # type: ignore[misc]
        self.kind = Choice(desk.look, kinds, self, in_a_row=True)
        self.kind.choose(TrainingKind.DRILL)
        self.held_on, self.until = DayField(desk, parent=self), DayField(desk, at_end=True, parent=self)
        self.by = QLineEdit(self)
        self.add(lambda: _("Who"), self.person, hint=lambda: _("A name nobody has yet gets a card in the roster."))
        self.add(lambda: _("Function"), self.function)
        self.add(lambda: _("Kind"), self.kind)
        self.add(lambda: _("Held on"), self.held_on, hint=lambda: _("Empty: today."))
        self.add(
            lambda: _("Counts until"),
            self.until,
            hint=lambda: _("Empty: {n} days, since plans are tested at least yearly (DORA, Art. 11).").format(
                n=TRAINED_DAYS
            ),
        )
        self.add(lambda: _("By, or in which exercise"), self.by)
        self.person.setFocus()

    def title(self) -> str:
        return _("Who was trained for which function?")

    def verb(self) -> str:
        return _("Save")

    def command(self) -> NoteTraining:
        done = self.held_on.moment()
        return NoteTraining(
            person=self.person.text(),
            code=str(self.function.currentData()),
            kind=self.kind.value() or TrainingKind.DRILL,
            done_at=None if done is None else min(done, max(done - 43_200_000, self.desk.room.clock.now_ms())),
            until=self.until.moment(),
            by=self.by.text(),
        )

    def _say(self) -> None:
        super()._say()
        for at, seat in enumerate(Seat):
            self.function.setItemText(at, f"{seat_word(seat)} · {seat.value}")
        self.kind.say()
        self.held_on.say()
        self.until.say()
