"""Settle one point: every value whole, who wrote it and why; take one, or write another, with the reason."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.models.conflicts import (
    Point,
    about_said,
    along_said,
    field_said,
    given_said,
    reason_said,
    source_said,
    value_said,
)
from ui.widgets.choice import Choice, Way
from ui.widgets.fields import TextBox
from ui.widgets.other_value import OtherValue
from ui.widgets.tone import ToneLabel
from warroom import phrases
from warroom.commands import SettleConflict
from warroom.domain.conflicts import Place, Side
from warroom.errors import Refusal
from warroom.words import _

OTHER = "other"
SHORT = 32  # letters of a value that stands on its button
Taken = Place | str


class SettleDialog(Form):
    """What was written on each side; `chosen` is what is ticked at first, None for another value."""

    def __init__(self, desk: Desk, point: Point, chosen: Side | None, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=720)
        self._point = point
        now_ms = desk.room.clock.now_ms()
        other = OtherValue(desk, point.conflict, dict(point.names), self)
        self._other = other
        ways: list[Way[Taken]] = [
            Way(
                side.place,
                words=partial(_side_word, point, side, now_ms),
                meaning=partial(_side_meaning, point, side, now_ms),
            )
            for side in point.sides
        ]
        if other.widget is not None:
            ways.append(Way(OTHER, words=lambda: _("Another value")))
        self.choice: Choice[Taken] = Choice(desk.look, ways, self)
        self.choice.choose(chosen.place if chosen else OTHER if other.widget else point.conflict.values[0].place)
        self.reason = TextBox(lines=2, parent=self)
        self.add_wide(self.choice)
        if other.widget is not None:
            self.add(lambda: _("Value"), other.widget)
        self.add(lambda: _("Reason"), self.reason, hint=lambda: _("It goes into the log with the choice."))
        note = ToneLabel(desk.look, "muted", wrap=True, parent=self)
        self.add_wide(note)
        self.spoken(note.setText, self._note)
        self.choice.chosen.connect(self._show_other)
        self._show_other()
        (self.reason if chosen or other.widget is None else other.widget).setFocus()

    def title(self) -> str:
        about = about_said(self._point)
        return phrases.labelled(field_said(self._point), about) if about else field_said(self._point)

    def verb(self) -> str:
        return _("Settle")

    def command(self) -> SettleConflict:
        conflict, taken = self._point.conflict, self.choice.value()
        if taken is None:
            raise Refusal("nothing-chosen", _("Choose one of the values."))
        return SettleConflict(
            noun=conflict.noun,
            record=conflict.record,
            field=conflict.field,
            seen=conflict.seen,
            take=None if isinstance(taken, str) else taken,
            value=self._other.read() if isinstance(taken, str) else None,
            reason=self.reason.toPlainText().strip(),
            together=True,
        )

    def _note(self) -> str:
        """Whom it is given to, and what goes along."""
        said = [given_said(self._point), along_said(self._point)]
        return " · ".join(part[:1].upper() + part[1:] if at == 0 else part for at, part in enumerate(said) if part)

    def _show_other(self) -> None:
        if self._other.widget is not None:
            self._other.widget.setEnabled(self.choice.value() == OTHER)

    def _say(self) -> None:
        super()._say()
        self.choice.say()


def _side_word(point: Point, side: Side, now_ms: int) -> str:
    """The value behind its station's letter; a long text stands whole beside it."""
    said = (side.author or "—") if _are_long(point, now_ms) else value_said(point, side, now_ms)
    return f"{side.station} · {said}".replace("&", "&&")


def _are_long(point: Point, now_ms: int) -> bool:
    return any(len(value_said(point, side, now_ms)) > SHORT for side in point.sides)


def _side_meaning(point: Point, side: Side, now_ms: int) -> str:
    value = value_said(point, side, now_ms) if _are_long(point, now_ms) else ""
    return "\n".join(part for part in (value, source_said(point, side, now_ms), reason_said(side)) if part)
