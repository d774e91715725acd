"""A trigger fired: what shows it, and the decisions that are asked for now."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.widgets.entry_picker import EntryPicker
from ui.widgets.tone import ToneLabel
from warroom.commands import FireTrigger
from warroom.commands.said_ahead import case_said
from warroom.domain.anticipation import Scenario
from warroom.words import _


class FireDialog(Form):
    """The entry that shows it may be left out; the room then writes that it fired all the same."""

    def __init__(self, desk: Desk, scenario: Scenario, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=680)
        self._scenario = scenario
        trigger = ToneLabel(desk.look, px=15, bold=True, wrap=True, parent=self)
        trigger.say(scenario.trigger or scenario.text)
        asked = ToneLabel(desk.look, wrap=True, parent=self)
        questions = [made.question for made in scenario.decisions]
        asked.say("\n".join(questions) or _("Nothing was prepared: what is to be done is asked."))
        self._picker = EntryPicker(desk, scenario.incident, self)
        self.add_wide(trigger)
        self.add(lambda: _("To be decided then"), asked)
        self.add(lambda: _("Entry that shows it"), self._picker)
        self._picker.setFocus()

    def title(self) -> str:
        return _("{case}: did its trigger fire?").format(
            case=case_said(self._scenario.kind, self._scenario.horizon_min)
        )

    def verb(self) -> str:
        return _("It fired: ask for the decision")

    def command(self) -> FireTrigger:
        entry = self._picker.value()
        return FireTrigger(scenario=self._scenario.id, evidence=entry.id if entry else "")
