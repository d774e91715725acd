"""Who holds a function, who stands in and who comes next; under it the card of the function."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QLineEdit, QPushButton, QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.laid_out import widgets_in
from ui.loaded import as_loaded
from ui.models.cell import CellFacts
from ui.panels.seat_deeds import SeatDeeds
from ui.widgets.fields import TextBox, TimeField
from ui.widgets.person_choice import PersonChoice
from ui.widgets.tone import ToneLabel
from warroom.commands import DropFunction, HoldFunction, LeaveFunction
from warroom.commands.base import Command
from warroom.commands.cell_words import seat_word
from warroom.commands.role_cards import RoleCard, card_of
from warroom.commands.roster_numbers import TELEPHONES
from warroom.commands.seat_words import limit_said
from warroom.domain.cells import CORE, Function, Seat, same_person
from warroom.errors import Refusal
from warroom.words import _

OWN = ""  # a function that the room makes up itself


class FunctionDialog(Form):
    """A name is enough. Leaving or dropping the function is a button away."""

    def __init__(self, desk: Desk, facts: CellFacts, function: Function | None, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=640)
        self._cell, self._seen = facts.cell, None
        if function is not None:
            functions = lambda record: {item.id: item for item in desk.room.views.functions(facts.cell.id)}.get(record)  # noqa: E731
            found, self._seen = as_loaded(desk.room.views, "function", function.id, functions)
            function = found or function
        self._function = function
        self._changed = desk.room.views.changed_cards()
        self._deeds = SeatDeeds(desk, parent or self)
        self.seat = QComboBox(self)
        self._seats = [seat.value for seat in Seat if seat.value not in {item.code for item in facts.functions}]
        self.seat.addItems([""] * (len(self._seats) + 1))
        self.code, self.label = QLineEdit(self), QLineEdit(self)
        self.holder, self.deputy, self.relief = (PersonChoice(desk, self) for _each in range(3))
        self.both = TextBox(lines=2, parent=self)
        self.relief_at, self.phone = TimeField(desk, ahead=True), QLineEdit(self)
        self._mission = ToneLabel(desk.look, wrap=True, parent=self)
        self._card = ToneLabel(desk.look, "muted", wrap=True, parent=self)
        self._build()
        self.seat.currentIndexChanged.connect(self._choose_seat)
        self.holder.chosen.connect(self._offer_number)
        self._choose_seat()
        (self.holder if function is not None else self.seat).setFocus()

    def title(self) -> str:
        if self._function is None:
            return _("A function of the cell")
        return seat_word(self._function.code, self._function.label)

    def verb(self) -> str:
        return _("Save")

    def command(self) -> HoldFunction:
        return HoldFunction(
            cell=self._cell.id,
            code=self._code(),
            holder=self.holder.text(),
            deputy=self.deputy.text(),
            relief=self.relief.text(),
            relief_at=self.relief_at.moment(),
            phone=self.phone.text(),
            label=self.label.text() if self._is_own() else "",
            both_reason=self.both.toPlainText(),
            seen=self._seen,
        )

    def _build(self) -> None:
        if self._function is None:
            self.add(lambda: _("Function"), self.seat)
            self.add(lambda: _("Short code"), self.code)
            self.add(lambda: _("Name of the function"), self.label)
        else:
            for field in (self.seat, self.code, self.label):
                field.hide()
        self._row = QHBoxLayout()
        self._row.setSpacing(16)
        self.whole.insertLayout(1, self._row)
        self.add(lambda: _("Holder"), self.holder)
        self.add(lambda: _("Deputy"), self.deputy)
        self.add(lambda: _("Relief"), self.relief)
        self.add(lambda: _("Relieved at"), self.relief_at)
        self.add(lambda: _("Telephone"), self.phone)
        self.add(lambda: _("Why one person does both"), self.both)
        self.show_line(self.both, False)
        self.add_wide(self._mission)
        self.add_wide(self._card)
        if self._function is not None:
            self._fill(self._function)

    def _fill(self, function: Function) -> None:
        self.holder.setText(function.holder)
        self.deputy.setText(function.deputy)
        self.relief.setText(function.relief)
        self.relief_at.set_moment(function.relief_at)
        self.phone.setText(function.phone)
        cell, code = self._cell, function.code
        if not same_person(function.holder, self.desk.room.member):
            self._add_deed(lambda: _("I take it"), lambda: self._deeds.take(cell.id, code))
        if function.holder:
            self._add_deed(lambda: _("Hand over…"), lambda: self._deeds.hand_over(cell, function))
        self._add_deed(lambda: _("Role card…"), lambda: self._deeds.open_card(code, function.label))
        self._add_deed(lambda: _("Print the card"), lambda: self._deeds.print_cards(cell, (code,)), stays=True)
        self._row.addStretch(1)
        if function.holder:
            self._add_way(lambda: _("The holder leaves"), LeaveFunction(cell=self._cell.id, code=function.code))
        elif function.code not in CORE:
            self._add_way(lambda: _("No longer needed"), DropFunction(cell=self._cell.id, code=function.code))

    def _add_way(self, words: Callable[[], str], command: Command[None]) -> None:
        button = QPushButton(self)
        button.setProperty("quiet", True)
        button.clicked.connect(lambda _checked=False: self._do(command))
        self.buttons.insertWidget(0, button)
        self.spoken(button.setText, words)

    def _add_deed(self, words: Callable[[], str], run: Callable[[], object], *, stays: bool = False) -> None:
        """Something that takes the place of this dialog, unless it is done beside it."""
        button = QPushButton(self)
        button.setProperty("link", True)
        button.clicked.connect(lambda _checked=False: run() if stays else self._go_to(run))
        self._row.addWidget(button)
        self.spoken(button.setText, words)

    def _go_to(self, run: Callable[[], object]) -> None:
        """Another dialog in place of this one."""
        self.done(QDialog.DialogCode.Rejected)
        run()

    def _do(self, command: Command[None]) -> None:
        """Leave or drop at once; what was typed beside it goes with the dialog."""
        self.desk.tasks.follow(self.desk.room.do(command), owner=self, done=self._end, failed=self._stay)

    @Slot(str)
    def _offer_number(self, person: str) -> None:
        """The first number of whoever was chosen, where none was given."""
        if not self.phone.text().strip():
            ways = (reach for reach in self.desk.room.views.reaches(person) if reach.kind in TELEPHONES and reach.works)
            self.phone.setText(next((reach.value for reach in ways), ""))

    def _stay(self, error: Exception) -> None:
        super()._stay(error)
        if isinstance(error, Refusal) and error.code == "resolver-reason":
            self.show_line(self.both, True)
            self.both.setFocus()
            self._grow()

    def _is_own(self) -> bool:
        return self._function is None and self.seat.currentIndex() == len(self._seats)

    def _code(self) -> str:
        if self._function is not None:
            return self._function.code
        return self.code.text() if self._is_own() else self._seats[self.seat.currentIndex()]

    def _choose_seat(self) -> None:
        """A function of one's own needs a code and a name; any other has its card."""
        is_own = self._is_own()
        for field in (self.code, self.label):
            field.setVisible(is_own)
            for label in widgets_in(self.fields):
                if getattr(label, "buddy", lambda: None)() is field:
                    label.setVisible(is_own)
        self._say_card()

    def _say_card(self) -> None:
        card = RoleCard() if self._is_own() else card_of(self._code(), self._changed)
        self._mission.say(card.mission)
        if card == RoleCard():
            self._card.say("")
            return
        lines = [f"{at}. {said}" for at, said in enumerate(card.first, start=1)]
        if card.deliverable:
            lines.append(_("To deliver: {what}").format(what=card.deliverable))
        lines.append(" ".join(part for part in (card.authority, limit_said(card.spend_limit)) if part))
        self._card.say("\n".join(lines))

    def _say(self) -> None:
        super()._say()
        for at, code in enumerate(self._seats):
            self.seat.setItemText(at, f"{code}  {seat_word(code)}")
        self.seat.setItemText(len(self._seats), _("Another one…"))
        self._say_card()
