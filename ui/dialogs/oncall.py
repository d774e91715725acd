"""Somebody stands in on call, two swap, a name of a calendar gets its person."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.models.oncall import span_said, who_said
from ui.widgets.fields import TimeField
from ui.widgets.person_choice import PersonChoice
from ui.widgets.tone import ToneLabel
from warroom.commands import MatchDuties, OverrideDuty, SwapDuties
from warroom.domain.on_call import Rotation
from warroom.domain.turn_times import DAY_MS
from warroom.domain.turns import Gap, Stretch
from warroom.errors import Refusal
from warroom.words import _

AHEAD_DAYS = 42  # of turns that can be swapped with


class StandInDialog(Form):
    """Who is on call instead, from when until when, and why."""

    def __init__(self, desk: Desk, rotation: Rotation, item: Stretch | Gap, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._rotation, self._item = rotation, item
        now = desk.room.clock.now_ms()
        about = ToneLabel(desk.look, "muted", wrap=True, parent=self)
        span = span_said(item.from_at, item.until_at, now)
        self.spoken(
            about.setText,
            lambda: (
                _("Nobody is on call: {span}").format(span=span)
                if isinstance(item, Gap)
                else _("{name} is on call: {span}").format(name=who_said(item.name), span=span)
            ),
        )
        self.add_wide(about)
        self.person = PersonChoice(desk, self)
        self.begins, self.ends = TimeField(desk, ahead=True), TimeField(desk, ahead=True)
        self.reason = QLineEdit(self)
        self.add(lambda: _("On call instead"), self.person)
        self.add(lambda: _("From when"), self.begins)
        self.add(lambda: _("Until when"), self.ends)
        self.add(
            lambda: _("Why"), self.reason, hint=lambda: _("For instance: ill, cannot be reached, stuck on a train.")
        )
        self.begins.set_moment(max(item.from_at, now) if item.until_at > now else item.from_at)
        self.ends.set_moment(item.until_at)
        self.person.setFocus()

    def title(self) -> str:
        return _("Stand in: {rotation}").format(rotation=self._rotation.name)

    def verb(self) -> str:
        return _("Put on call")

    def command(self) -> OverrideDuty:
        begins, ends = self.begins.moment(), self.ends.moment()
        return OverrideDuty(
            rotation=self._rotation.id,
            person=self.person.person_id() or self.person.text(),
            from_at=self._item.from_at if begins is None else begins,
            until_at=self._item.until_at if ends is None else ends,
            instead=(self._item.person or self._item.name) if isinstance(self._item, Stretch) else "",
            reason=self.reason.text(),
        )


class SwapDialog(Form):
    """Which of the turns to come is taken in exchange."""

    def __init__(self, desk: Desk, rotation: Rotation, item: Stretch, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=680)
        self._rotation, self._item = rotation, item
        now = desk.room.clock.now_ms()
        held = desk.room.views.on_call_between(now, now + AHEAD_DAYS * DAY_MS)
        self._others = [each for each in held if each.person and each.person != item.person]
        names = {each.id: each.name for each in desk.room.views.rotations()}
        about = ToneLabel(desk.look, "muted", wrap=True, parent=self)
        span = span_said(item.from_at, item.until_at, now)
        self.spoken(about.setText, lambda: _("{name} is on call: {span}").format(name=who_said(item.name), span=span))
        self.add_wide(about)
        self.other, self.reason = QComboBox(self), QLineEdit(self)
        for each in self._others:
            where = f" · {names.get(each.rotation, '')}" if each.rotation != rotation.id else ""
            self.other.addItem(f"{who_said(each.name)}{where} · {span_said(each.from_at, each.until_at, now)}")
        self.add(lambda: _("Takes in exchange"), self.other)
        self.add(lambda: _("Why"), self.reason)

    def title(self) -> str:
        return _("Swap a turn of {rotation}").format(rotation=self._rotation.name)

    def verb(self) -> str:
        return _("Swap")

    def command(self) -> SwapDuties:
        place = self.other.currentIndex()
        if not 0 <= place < len(self._others):
            raise Refusal(
                "nothing-to-swap",
                _("Nobody else has a turn in the next weeks."),
                safe=_("Nothing was changed."),
                todo=_("Have somebody stand in instead."),
            )
        other = self._others[place]
        return SwapDuties(
            rotation=self._rotation.id,
            first=(self._item.from_at, self._item.until_at),
            second=(other.from_at, other.until_at),
            other_rotation=other.rotation,
            reason=self.reason.text(),
        )


class MatchDialog(Form):
    """Who of the roster a name in a calendar is, once for all."""

    def __init__(self, desk: Desk, names: tuple[tuple[str, int], ...], parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._names = [name for name, _count in names]
        self.name, self.person = QComboBox(self), PersonChoice(desk, self)
        self.name.addItems(self._names)
        self.add(lambda: _("Name in the calendar"), self.name)
        self.add(
            lambda: _("Is"), self.person,
            hint=lambda: _("Somebody new gets a card of the roster. The name stays matched when it is read again."),
        )  # fmt: skip
        self.person.setFocus()

    def title(self) -> str:
        return _("Who is this?")

    def verb(self) -> str:
        return _("It is this person")

    def command(self) -> MatchDuties:
        return MatchDuties(name=self.name.currentText(), person=self.person.person_id() or self.person.text())
