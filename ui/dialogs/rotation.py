"""A rotation: who takes turns, how long each, when they hand over, and in which hours."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QPushButton, QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.loaded import as_loaded
from ui.widgets.fields import TextBox, TimeField
from ui.widgets.number_box import NumberBox
from ui.widgets.person_choice import PersonChoice
from warroom.commands import AddRotation, AmendRotation, DropRotation
from warroom.commands.on_call_words import unit_word
from warroom.domain.on_call import Rotation, TurnUnit
from warroom.domain.turn_times import MOST_EVERY
from warroom.phrases import DAYS
from warroom.words import _, language

HOURS = ("08:00", "18:00")


class RotationDialog(Form):
    """A new one, or another shape for one that is there; one name a line, in turn."""

    dropped = Signal()

    def __init__(self, desk: Desk, rotation: Rotation | None = None, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=640)
        self._seen = None
        views = desk.room.views
        if rotation is not None:
            known = lambda record: {each.id: each for each in views.rotations()}.get(record)  # noqa: E731
            found, self._seen = as_loaded(views, "rotation", rotation.id, known)
            rotation = found or rotation
        self._rotation = rotation
        self.name, self.members = QLineEdit(self), TextBox(lines=5, enter_sends=False, parent=self)
        self.more = PersonChoice(desk, self)
        self.every, self.unit, self.hands_over = NumberBox(self), QComboBox(self), QLineEdit("09:00", self)
        self.zone, self.starts = QLineEdit(self), TimeField(desk)
        self.rank = NumberBox(self)
        self.restricted = QCheckBox(self)
        self.weekdays = [QCheckBox(self) for _day in range(7)]
        self.opens, self.closes = QLineEdit(HOURS[0], self), QLineEdit(HOURS[1], self)
        self._build()
        self._fill()
        self.more.chosen.connect(lambda _person: self._add_member())
        self.more.returnPressed.connect(self._add_member)
        self.restricted.toggled.connect(self._show_hours)
        self._show_hours()
        self.name.setFocus()

    def title(self) -> str:
        return _("Rotation {name}").format(name=self._rotation.name) if self._rotation else _("A new rotation")

    def verb(self) -> str:
        return _("Save") if self._rotation else _("Make the rotation")

    def command(self) -> AddRotation | AmendRotation:
        said = {
            "name": self.name.text(),
            "members": self._members(),
            "unit": list(TurnUnit)[self.unit.currentIndex()],
            "every": self.every.value(),
            "hands_over": self.hands_over.text(),
            "zone": self.zone.text(),
            "starts_at": self.starts.moment(),
            "rank": self.rank.value(),
            "hours": self._hours(),
        }
        if self._rotation is None:
            return AddRotation(**said)  # type: ignore[arg-type]
        return AmendRotation(rotation=self._rotation.id, seen=self._seen, **said)  # type: ignore[arg-type]

    def drop(self) -> None:
        """Nobody takes these turns any more; Ctrl+Z brings them back."""
        if self._rotation is not None:
            gone = self.desk.room.do(DropRotation(rotation=self._rotation.id))
            self.desk.tasks.follow(gone, owner=self, done=lambda _none: self._end(None), failed=self._stay)

    # Building

    def _build(self) -> None:
        for box in (self.every, self.rank):
            box.setMinimumWidth(self.desk.look.px(110))
        self.every.setRange(1, MOST_EVERY)
        self.rank.setRange(1, 9)
        self.unit.addItems([""] * len(TurnUnit))
        for place, unit in enumerate(TurnUnit):
            self.spoken(lambda text, place=place: self.unit.setItemText(place, text), lambda unit=unit: unit_word(unit))  # type: ignore[misc]
        self.add(lambda: _("Name"), self.name)
        self.add(lambda: _("Add somebody"), self.more)
        self.add(lambda: _("Who takes turns"), self.members, hint=lambda: _("One name a line, in turn."))
        turn = self._line(self.every, self.unit)
        self.add(lambda: _("A turn lasts"), turn)
        self.add(lambda: _("Hands over at"), self.hands_over)
        self.add(lambda: _("Time zone"), self.zone)
        self.add(lambda: _("First turn begins"), self.starts)
        order = self._line(self.rank)
        self.add(lambda: _("Called in which order"), order, hint=lambda: _("1 is called first, 2 is the backup."))
        self.spoken(self.rank.setAccessibleName, lambda: _("Called in which order"))
        for part in (self.every, self.unit):
            self.spoken(part.setAccessibleName, lambda: _("A turn lasts"))
        self.spoken(self.restricted.setText, lambda: _("Only in some hours of the week"))
        self.add_wide(self.restricted)
        self._days = self._line(*self.weekdays)
        for place, ticked in enumerate(self.weekdays):
            self.spoken(ticked.setText, lambda place=place: DAYS[language()][place])  # type: ignore[misc]
        self.add(lambda: _("On these days"), self._days)
        self._times_line = self._line(self.opens, self.closes)
        self.add(
            lambda: _("From, until"), self._times_line,
            hint=lambda: _("An end before the beginning is on the next morning, for instance 20:00 and 08:00."),
        )  # fmt: skip
        for field, words in ((self.opens, lambda: _("From")), (self.closes, lambda: _("Until"))):
            self.spoken(field.setAccessibleName, words)
        if self._rotation is not None:
            drop = QPushButton(self)
            self.spoken(drop.setText, lambda: _("Drop this rotation"))
            drop.setAutoDefault(False)
            drop.clicked.connect(lambda _checked=False: self.drop())
            self.buttons.insertWidget(0, drop)

    def _line(self, *fields: QWidget) -> QWidget:
        holder = QWidget(self)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for field in fields:
            row.addWidget(field)
        row.addStretch(1)
        holder.setFocusProxy(fields[0])
        return holder

    def _fill(self) -> None:
        room, rotation = self.desk.room, self._rotation
        if rotation is None:
            self.zone.setText(room.calendars.zone())
            for box in self.weekdays[:5]:
                box.setChecked(True)
            self.unit.setCurrentIndex(list(TurnUnit).index(TurnUnit.WEEK))
            return
        names = room.views.names_of(rotation.members)
        self.name.setText(rotation.name)
        self.members.setPlainText("\n".join(names.get(member, "") or member for member in rotation.members))
        self._known = {names[member]: member for member in rotation.members if names.get(member)}
        self.every.setValue(max(1, rotation.every))
        self.unit.setCurrentIndex(list(TurnUnit).index(rotation.unit))
        self.hands_over.setText(rotation.hands_over)
        self.zone.setText(rotation.zone)
        self.starts.set_moment(rotation.starts_at)
        self.rank.setValue(rotation.rank)
        self.restricted.setChecked(bool(rotation.hours))
        for line in rotation.hours:
            if len(line) == 3 and line[0] in range(7):
                self.weekdays[line[0]].setChecked(True)
                self.opens.setText(str(line[1]))
                self.closes.setText(str(line[2]))

    def _members(self) -> tuple[str, ...]:
        known = getattr(self, "_known", {})
        lines = [" ".join(line.split()) for line in self.members.toPlainText().splitlines()]
        return tuple(known.get(line, line) for line in lines if line)

    def _hours(self) -> tuple[tuple[int, str, str], ...]:
        if not self.restricted.isChecked():
            return ()
        if self._rotation is not None and self._are_as_before():
            return tuple((line[0], line[1], line[2]) for line in self._rotation.hours)
        times = self.opens.text().strip(), self.closes.text().strip()
        return tuple((day, *times) for day, box in enumerate(self.weekdays) if box.isChecked())

    def _are_as_before(self) -> bool:
        """Hours that differ from day to day are kept unless somebody says others here."""
        hours = self._rotation.hours if self._rotation is not None else ()
        days = {line[0] for line in hours if len(line) == 3}
        shown = {day for day, box in enumerate(self.weekdays) if box.isChecked()}
        last = hours[-1] if hours else (0, "", "")
        return shown == days and (self.opens.text(), self.closes.text()) == (str(last[1]), str(last[2]))

    def _add_member(self) -> None:
        name = " ".join(self.more.text().split())
        if name:
            lines = [line for line in self.members.toPlainText().splitlines() if line.strip()]
            self.members.setPlainText("\n".join([*lines, name]))
            self.more.clear()

    def _show_hours(self) -> None:
        for field in (self._days, self._times_line):
            self.show_line(field, self.restricted.isChecked())
