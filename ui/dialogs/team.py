"""Teams in questions: which there is, who belongs to it, who quits."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.dialogs.skill import split_names
from ui.widgets.choice import Choice, Way
from ui.widgets.fields import NameField
from ui.widgets.person_choice import PersonChoice
from warroom.commands import AddTeam, AmendTeam, JoinTeam, QuitTeam
from warroom.errors import Refusal
from warroom.reports.capability import Member, TeamLine
from warroom.words import _

LISTED_MOST = 9  # members to choose from; with more, the name is typed


class TeamDialog(Form):
    """Its name, what it is for, who leads it, and where it gathers."""

    def __init__(self, desk: Desk, line: TeamLine | None = None, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=540)
        self._line = line
        self._seen = desk.room.views.sources("team", line.team.id) if line else None
        _people, services = desk.room.views.names()
        self.name, self.purpose = QLineEdit(self), QLineEdit(self)
        self.rapid, self.lead = QCheckBox(self), PersonChoice(desk, self)
        self.services, self.muster = NameField(services, self), QLineEdit(self)
        self.remark = QLineEdit(self)
        self.add(lambda: _("Team"), self.name)
        self.add(lambda: _("What it is for"), self.purpose)
        self.add_wide(self.rapid)
        self.spoken(self.rapid.setText, lambda: _("Rapid-response team: called out first"))
        self.add(lambda: _("Team lead"), self.lead, hint=lambda: _("Whoever leads it belongs to it."))
        self.add(
            lambda: _("Services it answers for"), self.services, hint=lambda: _("Several are separated by commas.")
        )
        self.add(lambda: _("Gathers at"), self.muster)
        self.add(lambda: _("Remark"), self.remark)
        if line is not None:
            self._show(line)
        self.name.setFocus()

    def _show(self, line: TeamLine) -> None:
        named = self.desk.room.views.service_names()
        team = line.team
        self.name.setText(team.name)
        self.purpose.setText(team.purpose)
        self.rapid.setChecked(team.rapid)
        self.lead.setText(line.lead)
        self.services.setText(", ".join(named[each] for each in team.services if each in named))
        self.muster.setText(team.muster)
        self.remark.setText(team.remark)

    def title(self) -> str:
        return _("Change the team “{name}”").format(name=self._line.team.name) if self._line else _("Add a team")

    def verb(self) -> str:
        return _("Save") if self._line else _("Add")

    def command(self) -> AddTeam | AmendTeam:
        services = split_names(self.services.text())
        if self._line is None:
            return AddTeam(
                name=self.name.text(),
                purpose=self.purpose.text(),
                rapid=self.rapid.isChecked(),
                lead=self.lead.text(),
                services=services,
                muster=self.muster.text(),
                remark=self.remark.text(),
            )
        return AmendTeam(
            team=self._line.team.id,
            name=self.name.text(),
            purpose=self.purpose.text(),
            rapid=self.rapid.isChecked(),
            lead=self.lead.text(),
            services=services,
            muster=self.muster.text(),
            remark=self.remark.text(),
            seen=self._seen,
        )


class JoinTeamDialog(Form):
    """One more person, what they do in it, and when they are called."""

    def __init__(self, desk: Desk, line: TeamLine, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=520)
        self._line = line
        self.person, self.part = PersonChoice(desk, self), QLineEdit(self)
        self.rank = QLineEdit(self)
        self.rank.setFixedWidth(desk.look.px(80))
        self.add(lambda: _("Who"), self.person, hint=lambda: _("Somebody of the team already: their part is changed."))
        self.add(lambda: _("Part in the team"), self.part)
        self.add(lambda: _("Called in this order"), self.rank, hint=lambda: _("1 is called first; empty: no order."))
        self.person.setFocus()

    def title(self) -> str:
        return _("Who joins the team “{name}”?").format(name=self._line.team.name)

    def verb(self) -> str:
        return _("Add")

    def command(self) -> JoinTeam:
        typed = self.rank.text().strip()
        if typed and not typed.isdecimal():
            raise Refusal(
                "rank-unfit",
                _("The order in which people are called begins at 1."),
                safe=_("Nothing was changed."),
            )
        return JoinTeam(
            team=self._line.team.id, person=self.person.text(), part=self.part.text(), rank=int(typed[:6] or 0)
        )


class QuitTeamDialog(Form):
    """Who belongs to the team no longer; they stay in the roster."""

    def __init__(self, desk: Desk, line: TeamLine, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=460)
        self._line = line
        ways = [_way(member, at) for at, member in enumerate(line.members, start=1)]
        self.who = Choice(desk.look, ways[:LISTED_MOST], self)
        self.name = NameField([member.name for member in line.members], self)
        self._by_name = len(ways) > LISTED_MOST
        self.add(lambda: _("Who"), self.name if self._by_name else self.who)
        (self.who if self._by_name else self.name).hide()

    def title(self) -> str:
        return _("Who quits the team “{name}”?").format(name=self._line.team.name)

    def verb(self) -> str:
        return _("Take out")

    def command(self) -> QuitTeam:
        person = self.name.text().strip() if self._by_name else self.who.value() or ""
        if not person:
            raise Refusal("name-missing", _("Who quits the team?"), safe=_("Nothing was changed."))
        return QuitTeam(team=self._line.team.id, person=person)

    def _say(self) -> None:
        super()._say()
        self.who.say()


def _way(member: Member, at: int) -> Way[str]:
    return Way(member.person, lambda: member.name, lambda: member.part, str(at) if at <= LISTED_MOST else "")
