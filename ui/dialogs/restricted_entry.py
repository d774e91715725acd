"""A restricted entry: the circle first, then the words; everyone else sees only that something was written."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.widgets.choice import Choice, Way
from ui.widgets.fields import TextBox
from warroom.commands import LogEntry
from warroom.commands.base import Command
from warroom.errors import Refusal
from warroom.phrases import circle_word
from warroom.words import _

KEYED = 9  # circles that a digit chooses


class RestrictedEntryDialog(Form):
    """Who may read it, and the text. Nothing of it is kept as a draft, which anyone at this keyboard could read."""

    def __init__(self, desk: Desk, incident: str, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=640)
        self._incident = incident
        names = desk.room.circles.names()
        self._circle = Choice(desk.look, [_way(desk, name, at) for at, name in enumerate(names)], self)
        self._text = TextBox(lines=4, parent=self)
        self.add(lambda: _("Restricted to"), self._circle)
        self.add(
            lambda: _("What happened"),
            self._text,
            hint=lambda: _("Others see its number, time and author, and that it is restricted."),
        )
        self._circle.choose(names[0])
        self._circle.setFocus()

    def title(self) -> str:
        return _("Write a restricted entry")

    def verb(self) -> str:
        return _("Write it")

    def command(self) -> Command[Any]:
        circle = self._circle.value()
        if not circle:
            raise Refusal("circle-missing", _("Which circle?"), safe=_("Your text is still there."))
        return LogEntry(incident=self._incident, text=self._text.toPlainText(), circle=circle)

    def _say(self) -> None:
        super()._say()
        self._circle.say()


def _way(desk: Desk, name: str, at: int) -> Way[str]:
    members = ", ".join(filter(None, desk.room.circles.members(name)))
    return Way(
        name,
        words=lambda: circle_word(name),
        meaning=lambda: members or _("no member yet: you will be the first"),
        key=str(at + 1) if at < KEYED else "",
    )
