"""Arrival and departure (ICS 211): who came, who left, and putting right what was noted wrongly."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.dialogs.reason import ReasonDialog
from ui.loaded import as_loaded
from ui.widgets.fields import TimeField
from ui.widgets.person_choice import PersonChoice
from warroom.commands import CheckIn, CheckOut, CorrectPresence, DropPresence
from warroom.commands.cell_words import seat_word
from warroom.domain.cells import Seat
from warroom.domain.conflicts import Place
from warroom.domain.duty import Presence
from warroom.domain.duty_board import Board
from warroom.errors import Refusal
from warroom.words import _


class CodeChoice(QComboBox):
    """A function of the cell, or none."""

    def __init__(self, board: Board, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._labels = board.labels
        self._codes = ["", *dict.fromkeys([*board.codes, *(seat.value for seat in Seat)])]
        self.addItems([""] * len(self._codes))
        self.say()

    def code(self) -> str:
        return self._codes[self.currentIndex()]

    def put(self, code: str) -> None:
        if code and code not in self._codes:
            self._codes.append(code)
            self.addItem("")
        self.setCurrentIndex(self._codes.index(code))
        self.say()

    def say(self) -> None:
        for at, code in enumerate(self._codes):
            self.setItemText(at, f"{code}  {seat_word(code, self._labels.get(code, ''))}" if code else "—")


class ArrivalDialog(Form):
    """A name is enough; now, unless a time is typed."""

    def __init__(self, desk: Desk, board: Board, parent: QWidget | None = None, *, name: str = "") -> None:
        super().__init__(desk, parent)
        self._incident = board.incident
        self.person = PersonChoice(desk, self)
        self.person.setText(name)
        self.code, self.place = CodeChoice(board, self), QLineEdit(self)
        self.at = TimeField(desk)
        self.add(lambda: _("Name"), self.person)
        self.add(lambda: _("Function"), self.code)
        self.add(lambda: _("Place"), self.place)
        self.add(lambda: _("Arrived at"), self.at, hint=lambda: _("Empty: now."))
        self.person.setFocus()

    def title(self) -> str:
        return _("Note an arrival")

    def verb(self) -> str:
        return _("Arrived")

    def command(self) -> CheckIn:
        return CheckIn(
            person=self.person.text(),
            incident=self._incident,
            code=self.code.code(),
            place=self.place.text(),
            at=self.at.moment(),
        )

    def _say(self) -> None:
        super()._say()
        self.code.say()


class DepartureDialog(Form):
    """Somebody left, now or at the time that is typed."""

    def __init__(self, desk: Desk, name: str, person: str, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=480)
        self._name, self._person = name, person
        self.at, self.remark = TimeField(desk), QLineEdit(self)
        self.add(lambda: _("Left at"), self.at, hint=lambda: _("Empty: now."))
        self.add(lambda: _("Remark"), self.remark)

    def title(self) -> str:
        return _("{name} leaves").format(name=self._name)

    def verb(self) -> str:
        return _("Leaves")

    def command(self) -> CheckOut:
        return CheckOut(person=self._person, at=self.at.moment(), remark=self.remark.text())


class PresenceDialog(Form):
    """What was noted of a stay, to be put right with a reason; the log keeps what stood there."""

    def __init__(self, desk: Desk, board: Board, stay: Presence, name: str, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        read = lambda record: {one.id: one for one in desk.room.views.presences(0)}.get(record)  # noqa: E731
        self._seen: Mapping[str, Place]
        found, self._seen = as_loaded(desk.room.views, "presence", stay.id, read)
        stay = found or stay
        self._stay_noted, self._name = stay, name
        self.arrived, self.left = TimeField(desk), TimeField(desk)
        self.arrived.set_moment(stay.arrived_at)
        self.left.set_moment(stay.left_at)
        self.code, self.place, self.reason = CodeChoice(board, self), QLineEdit(self), QLineEdit(self)
        self.code.put(stay.code)
        self.place.setText(stay.place)
        self.add(lambda: _("Arrived at"), self.arrived)
        self.add(lambda: _("Left at"), self.left, hint=lambda: _("Empty: still there."))
        self.add(lambda: _("Function"), self.code)
        self.add(lambda: _("Place"), self.place)
        self.add(lambda: _("Reason"), self.reason)
        drop = QPushButton(self)
        drop.setProperty("quiet", True)
        drop.clicked.connect(lambda _checked=False: self._drop())
        self.buttons.insertWidget(0, drop)
        self.spoken(drop.setText, lambda: _("They were not there…"))
        self.reason.setFocus()

    def title(self) -> str:
        return _("Presence of {name}").format(name=self._name)

    def verb(self) -> str:
        return _("Correct")

    def command(self) -> CorrectPresence:
        arrived = self.arrived.moment()
        if arrived is None:
            raise Refusal(
                "arrival-missing",
                _("When did they arrive?"),
                safe=_("Nothing was changed."),
                todo=_("Type a time, or say that they were not there."),
            )
        return CorrectPresence(
            presence=self._stay_noted.id,
            arrived_at=arrived,
            left_at=self.left.moment(),
            code=self.code.code(),
            place=self.place.text(),
            reason=self.reason.text(),
            seen=self._seen,
        )

    def _drop(self) -> None:
        stay, name = self._stay_noted, self._name
        dialog = ReasonDialog(
            self.desk,
            title=lambda: _("{name} was not there").format(name=name),
            verb=lambda: _("Take it out"),
            build=lambda reason: DropPresence(presence=stay.id, reason=reason),
            parent=self,
        )
        dialog.succeeded.connect(self._end)
        dialog.open()

    def _say(self) -> None:
        super()._say()
        self.code.say()
