"""A crisis cell in questions: activate it, change its level, say what the director wants, set an objective."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.dialogs.choices import how_ways
from ui.dialogs.form import Form
from ui.loaded import as_loaded
from ui.widgets.choice import Choice, Way
from ui.widgets.fields import TextBox, TimeField
from ui.widgets.person_choice import PersonChoice
from warroom.commands import ActivateCell, ChangeLevel, CoverIncident, SetIntent, SetObjective
from warroom.commands.cell_words import level_brings, level_criteria, level_said
from warroom.domain.cells import Cell, Level
from warroom.domain.decisions import How
from warroom.domain.incidents import Incident, Mode
from warroom.errors import Refusal
from warroom.room import Views
from warroom.words import _

OFFERED = 5  # other incidents that may be covered from the start; more join later


def level_ways() -> list[Way[int]]:
    """N1 to N4 under their digits, each with when it is right."""
    return [
        Way(level.value, words=partial(level_said, level), meaning=partial(level_criteria, level), key=str(level.value))
        for level in Level
    ]


class OfALevel(Form):
    """A question that asks for a level, and says what the one chosen brings along."""

    def __init__(self, desk: Desk, level: int, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=760)
        self.level: Choice[int] = Choice(desk.look, level_ways(), self)
        self.level.choose(level)
        self.add(lambda: _("Level"), self.level, hint=lambda: self._brings())
        self.level.chosen.connect(self._say_level)
        self.level.setFocus()

    def _say_level(self) -> None:
        self._say()
        self._grow()

    def _brings(self) -> str:
        level = self.level.value()
        return level_brings(Level(level)) if level else ""

    def _say(self) -> None:
        super()._say()
        self.level.say()


class ActivateDialog(OfALevel):
    """The level with its criteria, who decided it and why; the core functions are armed with it."""

    def __init__(self, desk: Desk, incident: Incident, parent: QWidget | None = None) -> None:
        super().__init__(desk, Level.N3.value, parent)
        self._incident = incident
        self.decider = PersonChoice(desk, self)
        self.how: Choice[How] = Choice(desk.look, how_ways(), self, in_a_row=True)
        self.reason, self.intent = TextBox(lines=2, parent=self), TextBox(lines=2, parent=self)
        self.add(lambda: _("Decided by"), self.decider)
        self.add(lambda: _("How it came"), self.how)
        self.add(lambda: _("Reason"), self.reason)
        self.add(lambda: _("Director’s intent"), self.intent)
        self._others = coverable(desk.room.views, incident)[:OFFERED]
        self.covers = [
            QCheckBox(f"{other.number} {other.title}"[:70].replace("&", "&&"), self) for other in self._others
        ]
        if self.covers:
            self.add(lambda: _("Covers also"), _stacked(self.covers, self))

    def title(self) -> str:
        return _("Activate the crisis cell for {number}").format(number=self._incident.number)

    def verb(self) -> str:
        return _("Activate")

    def command(self) -> ActivateCell:
        also = [other.id for other, box in zip(self._others, self.covers, strict=True) if box.isChecked()]
        return ActivateCell(
            incidents=(self._incident.id, *also),
            level=self.level.value() or 0,
            decider=self.decider.text(),
            how=self.how.value() or "",
            reason=self.reason.toPlainText(),
            intent=self.intent.toPlainText(),
        )

    def _say(self) -> None:
        super()._say()
        self.how.say()


class LevelDialog(OfALevel):
    """The new level, who decided it and why."""

    def __init__(self, desk: Desk, cell: Cell, parent: QWidget | None = None) -> None:
        found, seen = as_loaded(desk.room.views, "crisis_cell", cell.id, desk.room.views.cell)
        super().__init__(desk, (found or cell).level, parent)
        self._cell, self._seen = found or cell, seen
        self.decider, self.reason = PersonChoice(desk, self), TextBox(lines=2, parent=self)
        self.add(lambda: _("Decided by"), self.decider)
        self.add(lambda: _("Reason"), self.reason, hint=lambda: _("It goes into the log with the change."))

    def title(self) -> str:
        return _("At which level does {number} sit?").format(number=self._cell.number)

    def verb(self) -> str:
        return _("Change the level")

    def command(self) -> ChangeLevel:
        return ChangeLevel(
            cell=self._cell.id,
            level=self.level.value() or self._cell.level,
            reason=self.reason.toPlainText(),
            decider=self.decider.text(),
            seen=self._seen,
        )


class IntentDialog(Form):
    """What the director wants, in the director's words."""

    def __init__(self, desk: Desk, cell: Cell, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=600)
        found, self._seen = as_loaded(desk.room.views, "crisis_cell", cell.id, desk.room.views.cell)
        self._cell = found or cell
        self.intent = TextBox(lines=5, parent=self)
        self.intent.setPlainText(self._cell.intent)
        self.add_wide(self.intent)
        self.spoken(self.intent.setAccessibleName, lambda: _("Director’s intent"))
        self.intent.setFocus()

    def title(self) -> str:
        return _("What does the director want?")

    def verb(self) -> str:
        return _("Save")

    def command(self) -> SetIntent:
        return SetIntent(cell=self._cell.id, intent=self.intent.toPlainText(), seen=self._seen)


class ObjectiveDialog(Form):
    """What is to be reached, and by when."""

    def __init__(self, desk: Desk, cell: Cell, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._cell = cell
        self.text, self.until = TextBox(lines=2, parent=self), TimeField(desk, ahead=True)
        self.add(lambda: _("Objective"), self.text)
        self.add(lambda: _("To be reached by"), self.until)
        self.text.setFocus()

    def title(self) -> str:
        return _("An objective of the period")

    def verb(self) -> str:
        return _("Set")

    def command(self) -> SetObjective:
        return SetObjective(cell=self._cell.id, text=self.text.toPlainText(), period_until=self.until.moment())


class CoverDialog(Form):
    """One more incident for a cell."""

    def __init__(self, desk: Desk, cell: Cell, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=600)
        self._cell = cell
        covered = {incident.id for incident in desk.room.views.covered(cell.id)}
        found = [each for each in _alike(desk.room.views, exercise=cell.exercise) if each.id not in covered][:9]
        self.incident: Choice[str] = Choice(
            desk.look, [_incident_way(at, each) for at, each in enumerate(found, 1)], self
        )
        if found:
            self.incident.choose(found[0].id)
        none = lambda: "" if found else _("Every open incident is covered already.")  # noqa: E731
        self.add(lambda: _("Incident"), self.incident, hint=none)
        self.incident.setFocus()

    def title(self) -> str:
        return _("Which incident does {number} cover as well?").format(number=self._cell.number)

    def verb(self) -> str:
        return _("Cover it")

    def command(self) -> CoverIncident:
        chosen = self.incident.value()
        if not chosen:
            raise Refusal("incident-missing", _("Which incident does the cell cover?"), safe=_("Nothing was changed."))
        return CoverIncident(cell=self._cell.id, incident=chosen)


def coverable(views: Views, incident: Incident) -> list[Incident]:
    """Other open incidents of the same kind that no cell at work covers."""
    found = [each for each in _alike(views, exercise=incident.exercise) if each.id != incident.id]
    return [each for each in found if not ((cell := views.cell_of(each.id)) and cell.is_active)]


def _alike(views: Views, *, exercise: bool) -> Sequence[Incident]:
    mode = Mode.EXERCISE if exercise else Mode.REAL
    return views.incidents(mode=mode, live_only=True)


def _incident_way(at: int, incident: Incident) -> Way[str]:
    return Way(incident.id, words=lambda: incident.number, meaning=lambda: incident.title, key=str(at))


def _stacked(boxes: Sequence[QWidget], parent: QWidget) -> QWidget:
    holder = QWidget(parent)
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 2, 0, 0)
    column.setSpacing(4)
    for box in boxes:
        column.addWidget(box)
    holder.setFocusProxy(boxes[0])
    return holder
