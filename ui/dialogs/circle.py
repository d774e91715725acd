"""Circles in questions: make one, let somebody in, take somebody out."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.dialogs.plain import PlainDialog
from ui.models.people import Round
from ui.widgets.choice import Choice, Way
from ui.widgets.fields import NameField
from warroom.commands import AddToCircle, MakeCircle, RemoveFromCircle
from warroom.domain.circles import Circle
from warroom.errors import Refusal
from warroom.phrases import circle_word
from warroom.words import _

LISTED_MOST = 8  # members to choose from; with more, the name is typed


class MakeCircleDialog(Form):
    """A name; whoever makes it is in it."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=520)
        people, _services = desk.room.views.names()
        self.name, self.other = QLineEdit(self), NameField(people, self)
        self.add(lambda: _("Name of the circle"), self.name)
        self.add(
            lambda: _("Also in it"),
            self.other,
            hint=lambda: _("You are in it yourself. Others can be added afterwards."),
        )
        self.name.setFocus()

    def title(self) -> str:
        return _("Make a circle")

    def verb(self) -> str:
        return _("Make it")

    def command(self) -> MakeCircle:
        other = self.other.text().strip()
        return MakeCircle(name=self.name.text(), members=(other,) if other else ())


class AddToCircleDialog(Form):
    """One more person who needs to know."""

    def __init__(self, desk: Desk, circle: Circle, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=520)
        self._circle = circle
        people, _services = desk.room.views.names()
        self.person = NameField(people, self)
        self.add(
            lambda: _("Who"),
            self.person,
            hint=lambda: _("They read everything restricted to it, also what was written before."),
        )
        self.person.setFocus()

    def title(self) -> str:
        return _("Add somebody to “{circle}”").format(circle=circle_word(self._circle.name))

    def verb(self) -> str:
        return _("Add")

    def command(self) -> AddToCircle:
        circle = self._circle.id if self._circle.is_made else self._circle.name  # a name makes it
        return AddToCircle(circle=circle, person=needed_name(self.person.text()))


class RemoveFromCircleDialog(Form):
    """Who needs to know no more."""

    def __init__(self, desk: Desk, row: Round, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=520)
        self._circle = row.circle
        names = [name for name in row.members if name]
        self.choice: Choice[str] | None = None
        self.person = NameField(names, self)
        hint = _hint
        if len(names) <= LISTED_MOST:
            self.person.hide()
            self.choice = Choice(desk.look, [_way(name, at) for at, name in enumerate(names)], self)
            self.add(lambda: _("Who"), self.choice, hint=hint)
            self.choice.setFocus()
        else:
            self.add(lambda: _("Who"), self.person, hint=hint)
            self.person.setFocus()

    def title(self) -> str:
        return _("Take somebody out of “{circle}”").format(circle=circle_word(self._circle.name))

    def verb(self) -> str:
        return _("Take out")

    def command(self) -> RemoveFromCircle:
        chosen = self.choice.value() if self.choice is not None else self.person.text()
        return RemoveFromCircle(circle=self._circle.id, person=needed_name(chosen or ""))


class ChooseCircleDialog(PlainDialog):
    """Who may read what is attached next: one of the circles that the person at the keyboard is in."""

    chosen = Signal(str)  # a circle's key name

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=460)
        names = desk.room.circles.own()
        self.choice = Choice(desk.look, [_circle_way(name, at) for at, name in enumerate(names)], self)
        self.body.addWidget(self.choice)
        self.primary.setEnabled(bool(names))
        self.primary.clicked.connect(self.choose)
        if names:
            self.choice.choose(names[0])
        self._say()
        self.choice.setFocus()

    @Slot()
    def choose(self) -> None:
        self.accept()
        self.chosen.emit(self.choice.value() or "")

    def _say(self) -> None:
        self.heading.setText(_("Restricted to"))
        self.intro.setText(
            _("Name and content can be read by the members of the circle alone.")
            if self.primary.isEnabled()
            else _("You are in no circle: ask an administrator to add you to one.")
        )
        self.choice.say()
        self.primary.setText(_("Choose the files…"))
        super()._say()


def needed_name(said: str) -> str:
    """Raises Refusal when nobody is named."""
    if not said.strip():
        raise Refusal("person-missing", _("Who?"), safe=_("Nothing was changed."))
    return said


def _hint() -> str:
    return _("A new key is made for what is written from now on. What they could read stays readable to them.")


def _circle_way(name: str, at: int) -> Way[str]:
    return Way(name, words=lambda: circle_word(name), key=str(at + 1))


def _way(name: str, at: int) -> Way[str]:
    return Way(name, words=lambda: name, key=str(at + 1))
