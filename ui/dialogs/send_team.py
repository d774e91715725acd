"""A team that is sent out, or its card changed: who they are, where they go, how long they may be silent."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.loaded import as_loaded
from ui.widgets.fields import NameField, TextBox
from ui.widgets.person_choice import PersonChoice
from warroom.commands import MoveTeam, SendTeam
from warroom.commands.field_words import field_status_word
from warroom.domain.field_teams import CONTACT_CHOICES, CONTACT_MIN, FieldStatus, FieldTeam, minutes_of
from warroom.domain.incidents import Incident
from warroom.words import _, pgettext


class SendTeamDialog(Form):
    """Only the name is needed, of a team of the roster or any other. Members are typed with commas."""

    def __init__(
        self, desk: Desk, incident: Incident, team: FieldTeam | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, parent, width=640)
        self._incident, self._seen = incident, None
        if team is not None:
            found, self._seen = as_loaded(desk.room.views, "field_team", team.id, desk.room.views.team_out)
            team = found.team if found is not None else team
        self._team = team
        self._known = {} if team is not None else {each.name: each for each in desk.room.views.teams()}
        self.name, self.call_sign = NameField(list(self._known), self), QLineEdit(self)
        self.leader, self.members = PersonChoice(desk, self), QLineEdit(self)
        self.mission, self.place = TextBox(lines=2, parent=self), QLineEdit(self)
        self.reached_by = QLineEdit(self)
        self.status, self.minutes = QComboBox(self), QComboBox(self)
        self.status.addItems([""] * len(FieldStatus))
        self.minutes.addItems([""] * len(CONTACT_CHOICES))
        self.add(lambda: _("Name of the team"), self.name)
        self.add(lambda: _("Call sign"), self.call_sign, hint=_call_sign_hint)
        self.add(lambda: _("Leader"), self.leader)
        self.add(lambda: _("Members"), self.members)
        self.add(lambda: _("Place"), self.place)
        self.add(lambda: _("Mission"), self.mission)
        self.add(lambda: _("Reached by"), self.reached_by)
        self.add(lambda: pgettext("team", "Status"), self.status)
        self.add(lambda: _("Heard of every"), self.minutes)
        self._fill(team)
        self.name.textChanged.connect(self._take_known)
        self._say()

    def title(self) -> str:
        if self._team is not None:
            return f"{self._team.number} {self._team.name}"
        return _("Send a team for {number}").format(number=self._incident.number)

    def verb(self) -> str:
        return _("Save") if self._team is not None else _("Send the team")

    def command(self) -> SendTeam | MoveTeam:
        said = {
            "name": self.name.text(),
            "call_sign": self.call_sign.text(),
            "leader": self.leader.text(),
            "crew": tuple(part.strip() for part in self.members.text().split(",") if part.strip()),
            "mission": self.mission.toPlainText(),
            "place": self.place.text(),
            "reached_by": self.reached_by.text(),
            "contact_min": CONTACT_CHOICES[self.minutes.currentIndex()],
            "status": list(FieldStatus)[self.status.currentIndex()],
        }
        if self._team is None:
            return SendTeam(incident=self._incident.id, **said)  # type: ignore[arg-type]
        return MoveTeam(field_team=self._team.id, seen=self._seen, **said)  # type: ignore[arg-type]

    def _fill(self, team: FieldTeam | None) -> None:
        minutes = minutes_of(team) if team is not None else CONTACT_MIN
        near = min(CONTACT_CHOICES, key=lambda each: abs(each - minutes))
        self.minutes.setCurrentIndex(CONTACT_CHOICES.index(near))
        self.status.setCurrentIndex(
            list(FieldStatus).index(team.status if team is not None else FieldStatus.IN_TRANSIT)
        )
        if team is None:
            return
        self.name.setText(team.name)
        self.call_sign.setText(team.call_sign)
        self.leader.setText(team.leader)
        self.members.setText(", ".join(team.crew))
        self.mission.setPlainText(team.mission)
        self.place.setText(team.place)
        self.reached_by.setText(team.reached_by)

    def _take_known(self, name: str) -> None:
        """A team of the roster brings its leader and its members along, where nothing was typed yet."""
        known = self._known.get(name.strip())
        if known is None:
            return
        views = self.desk.room.views
        people = [each.person for each in views.memberships() if each.team == known.id]
        cards = [card for card in map(views.roster_card, people) if card is not None]
        lead = views.roster_card(known.lead) if known.lead else None
        if not self.leader.text() and lead is not None:
            self.leader.setText(lead.name)
        if not self.members.text():
            self.members.setText(", ".join(card.name for card in cards if str(card.id) != str(known.lead)))

    def _say(self) -> None:
        super()._say()
        for at, status in enumerate(FieldStatus):
            self.status.setItemText(at, field_status_word(status))
        for at, minutes in enumerate(CONTACT_CHOICES):
            self.minutes.setItemText(at, _("{n} min").format(n=minutes))


def _call_sign_hint() -> str:
    return _("An entry of the log from this name or call sign counts as word from the team.")
