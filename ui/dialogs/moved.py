"""What moved while a form was open: what it had loaded, what is there now, what was typed; the person chooses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.models.conflicts import written_said
from ui.widgets.choice import Choice, Way
from ui.widgets.fields import TextBox
from ui.widgets.tone import ToneLabel
from warroom.commands.base import Command
from warroom.commands.conflict_words import ENUMS, field_word, value_word
from warroom.commands.seen import MovedField, MovedMeanwhile, answered
from warroom.domain.conflicts import Place
from warroom.domain.nouns import NOUNS, Type
from warroom.words import _

NOW, TYPED = "now", "typed"


@dataclass(frozen=True, slots=True)
class _Asked:
    """One field in question: which value is chosen, and the words to write where it is text."""

    field: MovedField
    choice: Choice[str]
    box: TextBox | None


class MovedDialog(Form):
    """One block a field; the form under it stays as it is until this succeeded."""

    def __init__(self, desk: Desk, command: Command[Any], moved: MovedMeanwhile, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=680)
        self._command, self._moved = command, moved
        self._asked = [self._ask(field) for field in moved.fields]
        if self._asked:
            self._asked[0].choice.setFocus()

    def title(self) -> str:
        return _("Somebody changed this while you were typing")

    def verb(self) -> str:
        return _("Go on")

    def command(self) -> Command[Any]:
        answers: dict[str, Any] = {}
        for asked in self._asked:
            if asked.choice.value() != TYPED:
                answers[asked.field.name] = asked.field.now
            elif asked.box is not None:
                answers[asked.field.name] = asked.box.toPlainText()
        return answered(self._command, self._moved, {name: answers[name] for name in answers if self._is_typed(name)})

    def _is_typed(self, name: str) -> bool:
        return any(asked.field.name == name and asked.field.is_typed for asked in self._asked)

    def _ask(self, field: MovedField) -> _Asked:
        """Three values and a choice; a text can be put together from both."""
        noun, look = self._moved.noun, self.desk.look
        heading = ToneLabel(look, bold=True, parent=self)
        self.add_wide(heading)
        self.spoken(heading.setText, partial(field_word, noun, field.kind))
        self._tell(lambda: _("You had before you"), field.loaded, field, muted=True)
        ways = [Way(NOW, words=lambda: _("Leave what is there now"), key="1")]
        if field.is_typed:
            ways.append(Way(TYPED, words=lambda: _("Write what you typed"), key="2"))
        choice: Choice[str] = Choice(look, ways, self)
        choice.choose(NOW)
        self._tell(lambda: _("There now"), field.now, field, by=field.place)
        box = None
        if field.is_typed:
            if _is_free_text(noun, field.kind):
                box = TextBox(lines=2, parent=self)
                box.setPlainText(str(field.typed or ""))
                box.textChanged.connect(lambda: choice.choose(TYPED))
                self.add(lambda: _("You typed"), box)
            else:
                self._tell(lambda: _("You typed"), field.typed, field)
        self.add_wide(choice)
        self.spoken(lambda _words: choice.say(), lambda: "")
        return _Asked(field, choice, box)

    def _tell(
        self, label: Callable[[], str], value: Any, field: MovedField, *, by: Place | None = None, muted: bool = False
    ) -> None:
        shown = ToneLabel(self.desk.look, "muted" if muted else "", wrap=True, parent=self)
        self.add(label, shown)
        self.spoken(shown.setText, partial(self._said, field.kind, value, by))

    def _said(self, name: str, value: Any, by: Place | None) -> str:
        room = self.desk.room
        now_ms = room.clock.now_ms()
        said = value_word(self._moved.noun, name, value, now_ms=now_ms)
        source = written_said(room.views.written(by), now_ms) if by else ""
        return "\n".join(part for part in (said, source) if part)


def _is_free_text(noun: str, name: str) -> bool:
    """Whether a text may hold anything: a state is chosen among those there are."""
    known = NOUNS[noun].field(name)
    return known is not None and known.type is Type.TEXT and (noun, name) not in ENUMS
