"""The lists of the page about skills: what is covered and what is not, teams, training."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.models.skills import (
    FunctionLine,
    coverage_about,
    coverage_columns,
    function_about,
    function_columns,
    function_lines,
    team_about,
    team_columns,
    training_columns,
)
from ui.models.table import Column
from ui.panels.people_list import PeopleList
from ui.tasks import Job
from warroom.commands import DropSkill, DropTeam, DropTraining
from warroom.domain.coverage_holes import Coverage
from warroom.domain.roster import Training
from warroom.reports.capability import TeamLine, capability
from warroom.words import _, pgettext

ROSTER = ("person", "skill", "mastery", "team", "membership", "training", "rotation", "override", "duty", "erasure")


class CoverageList(PeopleList[Coverage]):
    """One line a skill, the gravest hole first."""

    nouns = ROSTER

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.add_hand(lambda: pgettext("record", "Drop"), self.drop, can=lambda row: row is not None)
        self.add_hand(lambda: _("Change…"), self.change, can=lambda row: row is not None)
        self.add_hand(lambda: _("Add a skill…"), self.add)
        self.add_hand(lambda: _("Who has which skill…"), self.note, primary=True)
        self._say()

    def add(self) -> None:
        from ui.dialogs.skill import SkillDialog

        dialog = SkillDialog(self.desk, parent=self.window())
        dialog.succeeded.connect(self.choose)
        dialog.open()

    def change(self) -> None:
        from ui.dialogs.skill import SkillDialog

        if row := self.current():
            SkillDialog(self.desk, row.skill, self.window()).open()

    def note(self) -> None:
        """Say who has a skill: the chosen one is filled in."""
        from ui.dialogs.skill import MasterDialog

        row = self.current()
        MasterDialog(self.desk, skill=row.skill.name if row else "", parent=self.window()).open()

    def drop(self) -> None:
        """The skill goes, with who had it; Ctrl+Z brings it back."""
        if row := self.current():
            self.do(DropSkill(skill=row.skill.id))
            self.desk.notices.say(_("“{name}” was dropped; Ctrl+Z brings it back.").format(name=row.skill.name))

    # What it says

    def open_row(self, row: Coverage) -> None:
        if self.can_write:
            self.note()

    def columns(self) -> Sequence[Column[Coverage]]:
        return coverage_columns()

    def ident(self, row: Coverage) -> str:
        return row.skill.id

    def read(self, job: Job) -> list[Coverage]:
        return list(capability(self.desk.room.views, self.desk.room.clock.now_ms()).coverage)

    def about_row(self, row: Coverage) -> str:
        return coverage_about(row, self.desk.room.clock.now_ms())

    def title(self) -> str:
        return _("Skills and their holes")

    @property
    def count(self) -> int:
        return sum(1 for row in self._rows if row.is_grave)

    def empty_words(self) -> str:
        return _("No skill yet. Say who has which skill: what hangs on one person alone then shows here.")


class TeamsList(PeopleList[TeamLine]):
    """One line a team, the rapid-response teams first."""

    nouns = ROSTER

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.add_hand(lambda: pgettext("record", "Drop"), self.drop, can=lambda row: row is not None)
        self.add_hand(lambda: _("Change…"), self.change, can=lambda row: row is not None)
        self.add_hand(lambda: _("Take somebody out…"), self.quit, can=lambda row: row is not None and bool(row.members))
        self.add_hand(lambda: _("Add somebody…"), self.join, can=lambda row: row is not None)
        self.add_hand(lambda: _("Add a team…"), self.add, primary=True)
        self._say()

    def add(self) -> None:
        from ui.dialogs.team import TeamDialog

        dialog = TeamDialog(self.desk, parent=self.window())
        dialog.succeeded.connect(self.choose)
        dialog.open()

    def change(self) -> None:
        from ui.dialogs.team import TeamDialog

        if row := self.current():
            TeamDialog(self.desk, row, self.window()).open()

    def join(self) -> None:
        from ui.dialogs.team import JoinTeamDialog

        if row := self.current():
            JoinTeamDialog(self.desk, row, self.window()).open()

    def quit(self) -> None:
        from ui.dialogs.team import QuitTeamDialog

        if row := self.current():
            QuitTeamDialog(self.desk, row, self.window()).open()

    def drop(self) -> None:
        """The team goes, its people stay; Ctrl+Z brings it back."""
        if row := self.current():
            self.do(DropTeam(team=row.team.id))
            self.desk.notices.say(_("“{name}” was dropped; Ctrl+Z brings it back.").format(name=row.team.name))

    # What it says

    def open_row(self, row: TeamLine) -> None:
        if self.can_write:
            self.join()

    def columns(self) -> Sequence[Column[TeamLine]]:
        return team_columns()

    def ident(self, row: TeamLine) -> str:
        return row.team.id

    def read(self, job: Job) -> list[TeamLine]:
        return list(capability(self.desk.room.views, self.desk.room.clock.now_ms()).teams)

    def about_row(self, row: TeamLine) -> str:
        return team_about(row, self.desk.room.clock.now_ms())

    def title(self) -> str:
        return _("Teams")

    @property
    def count(self) -> int:
        return len(self._rows)

    def empty_words(self) -> str:
        return _("No team yet. Add one, e.g. the rapid-response team that a call-out begins with.")


class TrainingList(PeopleList[FunctionLine]):
    """One line a function: how many are trained for it today, and when it was drilled last."""

    nouns = ROSTER

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.add_hand(lambda: _("Note a training…"), self.note, primary=True)
        self._say()

    def note(self) -> None:
        from ui.dialogs.training import TrainingDialog

        row = self.current()
        TrainingDialog(self.desk, code=row.function.code if row else "", parent=self.window()).open()

    # What it says

    def open_row(self, row: FunctionLine) -> None:
        if self.can_write:
            self.note()

    def columns(self) -> Sequence[Column[FunctionLine]]:
        return function_columns()

    def ident(self, row: FunctionLine) -> str:
        return row.function.code

    def read(self, job: Job) -> list[FunctionLine]:
        return function_lines(capability(self.desk.room.views, self.desk.room.clock.now_ms()))

    def about_row(self, row: FunctionLine) -> str:
        return function_about(row, self.desk.room.clock.now_ms())

    def title(self) -> str:
        return _("Functions and training")

    @property
    def count(self) -> int:
        return sum(1 for row in self._rows if row.function.is_short)

    def empty_words(self) -> str:
        return _("Nobody was trained yet. Note the last drill of each function.")


class HeldList(PeopleList[tuple[Training, str]]):
    """Every training noted, the newest first."""

    nouns = ROSTER

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.add_hand(lambda: _("Noted by mistake"), self.drop, can=lambda row: row is not None)
        self.add_hand(lambda: _("Note a training…"), self.note, primary=True)
        self._say()

    def note(self) -> None:
        from ui.dialogs.training import TrainingDialog

        TrainingDialog(self.desk, parent=self.window()).open()

    def drop(self) -> None:
        if row := self.current():
            self.do(DropTraining(training=row[0].id))

    # What it says

    def columns(self) -> Sequence[Column[tuple[Training, str]]]:
        return training_columns()

    def ident(self, row: tuple[Training, str]) -> str:
        return row[0].id

    def read(self, job: Job) -> list[tuple[Training, str]]:
        facts = capability(self.desk.room.views, self.desk.room.clock.now_ms())
        return [(each, facts.name(each.person) or "—") for each in facts.trainings]

    def about_row(self, row: tuple[Training, str]) -> str:
        return row[0].remark

    def title(self) -> str:
        return _("Trainings held")

    @property
    def count(self) -> int:
        return len(self._rows)

    def empty_words(self) -> str:
        return _("Nobody was trained yet. Note the last drill of each function.")
