"""A case to expect: what happens, what would announce it, who watches, and what is ready to be decided."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.loaded import as_loaded
from ui.widgets.fields import TextBox
from ui.widgets.person_choice import PersonChoice
from warroom.commands import WriteScenario
from warroom.commands.said_ahead import case_said
from warroom.domain.anticipation import Outlook, Prepared, Scenario
from warroom.domain.decisions import Option
from warroom.domain.incidents import Incident
from warroom.words import _


class ScenarioDialog(Form):
    """One kind at one horizon; what is written anew for a case that fired begins it again."""

    def __init__(
        self,
        desk: Desk,
        incident: Incident,
        kind: Outlook,
        horizon_min: int,
        scenario: Scenario | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(desk, parent, width=680)
        self._incident, self._kind, self._horizon = incident, kind, horizon_min
        self._seen = None
        if scenario is not None:
            views = desk.room.views
            found, self._seen = as_loaded(views, "scenario", scenario.id, lambda _id: views.scenarios(incident.id))
            scenario = next((each for each in found if each.id == scenario.id), scenario)
        self._scenario = scenario
        self._text, self._trigger = TextBox(lines=3, parent=self), TextBox(lines=2, parent=self)
        self._owner = PersonChoice(desk, self)
        self._prepared = TextBox(lines=3, enter_sends=False, parent=self)
        self.add(lambda: _("What is to be expected"), self._text)
        self.add(
            lambda: _("Trigger"),
            self._trigger,
            hint=lambda: _("What would announce it, so that anybody sees it: a figure, a call, a failure."),
        )
        self.add(lambda: _("Watched by"), self._owner)
        self.add(
            lambda: _("Prepared decisions"),
            self._prepared,
            hint=lambda: _("One a line: question | option | option. Each is asked for when the trigger fires."),
        )
        if scenario is not None:
            self._text.setPlainText(scenario.text)
            self._trigger.setPlainText(scenario.trigger)
            self._owner.setText(scenario.owner)
            self._prepared.setPlainText("\n".join(map(_line, scenario.decisions)))
        self._text.setFocus()

    def title(self) -> str:
        return case_said(self._kind, self._horizon)

    def verb(self) -> str:
        return _("Save")

    def command(self) -> WriteScenario:
        return WriteScenario(
            incident=self._incident.id,
            kind=self._kind,
            horizon_min=self._horizon,
            text=self._text.toPlainText(),
            trigger=self._trigger.toPlainText(),
            owner=self._owner.text(),
            prepared=prepared_of_lines(self._prepared.toPlainText(), self._scenario),
            seen=self._seen,
        )


def prepared_of_lines(text: str, before: Scenario | None = None) -> tuple[Prepared, ...]:
    """`question | option | option` a line; an option that was there keeps what was said of it."""
    known = {
        (made.question, option.title): option
        for made in (before.decisions if before else ())
        for option in made.options
    }
    found = []
    for line in text.splitlines():
        question, *titles = (part.strip() for part in line.split("|"))
        if question:
            options = tuple(known.get((question, title), Option(title)) for title in titles if title)
            found.append(Prepared(question, options))
    return tuple(found)


def _line(made: Prepared) -> str:
    parts = (made.question, *(option.title for option in made.options))
    return " | ".join(" ".join(part.replace("|", "/").split()) for part in parts)
