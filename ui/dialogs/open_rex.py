"""Start a review: of which incident, hot or cold, who conducts it, who takes part, until when."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.widgets.choice import Choice, Way
from ui.widgets.fields import TimeField
from ui.widgets.person_choice import PersonChoice
from warroom.commands import OpenRex
from warroom.commands.rex_words import heat_word
from warroom.domain.incidents import Incident, Mode
from warroom.domain.rex import Heat
from warroom.errors import Refusal
from warroom.words import _


class OpenRexDialog(Form):
    """Those that are over come first; the date is proposed by the room when none is given."""

    def __init__(self, desk: Desk, incident: str = "", parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=640)
        self._found = _to_review(desk)
        self.incident = QComboBox(self)
        self.incident.setMinimumContentsLength(24)
        self.incident.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for one in self._found:
            self.incident.addItem(_said(one))
        ways = [
            Way(Heat.HOT, lambda: heat_word(Heat.HOT), lambda: _("within 48 hours: raw facts and how it felt"), "1"),
            Way(Heat.COLD, lambda: heat_word(Heat.COLD), lambda: _("a few weeks later: causes and action plan"), "2"),
        ]
        self.heat: Choice[Heat] = Choice(desk.look, ways, self)
        self.heat.choose(Heat.HOT)
        self.title_line, self.lead = QLineEdit(self), PersonChoice(desk, self)
        self.people = QLineEdit(self)
        self.due = TimeField(desk, ahead=True, parent=self)
        self.privileged = QCheckBox(self)
        self.add(lambda: _("Incident"), self.incident)
        self.add(lambda: _("When"), self.heat)
        self.add(lambda: _("Title"), self.title_line, hint=lambda: _("Left empty, that of the incident."))
        self.add(lambda: _("Conducted by"), self.lead, hint=lambda: _("Left empty, whoever sits here."))
        self.add(lambda: _("Participants"), self.people, hint=lambda: _("Names with commas between them."))
        self.add(
            lambda: _("To be published by"), self.due,
            hint=lambda: _("Left empty, 48 hours after the end when hot, 30 days when cold."),
        )  # fmt: skip
        self.add(lambda: _("Legal privilege"), self.privileged)
        self._choose(incident)
        self.heat.setFocus()

    def title(self) -> str:
        return _("Start a review")

    def verb(self) -> str:
        return _("Start it")

    def command(self) -> OpenRex:
        at = self.incident.currentIndex()
        if not 0 <= at < len(self._found):
            raise Refusal(
                "incident-missing",
                _("There is no incident to review."),
                safe=_("Nothing was changed."),
                todo=_("Declare it first, even when it is over."),
            )
        return OpenRex(
            incident=self._found[at].id,
            heat=self.heat.value() or Heat.HOT,
            title=self.title_line.text(),
            lead=self.lead.text(),
            participants=tuple(name.strip() for name in self.people.text().split(",") if name.strip()),
            privileged=self.privileged.isChecked(),
            due_at=self.due.moment(),
        )

    def _choose(self, incident: str) -> None:
        at = next((at for at, one in enumerate(self._found) if one.id == incident), 0)
        self.incident.setCurrentIndex(at if self._found else -1)
        if self._found and self.desk.room.views.rexes(self._found[at].id, mode=Mode.BOTH):
            self.heat.choose(Heat.COLD)  # the hot one is there

    def _say(self) -> None:
        super()._say()
        self.heat.say()
        self.privileged.setText(_("never in a version that leaves"))


def _said(incident: Incident) -> str:
    title = _("Exercise · {title}").format(title=incident.title) if incident.exercise else incident.title
    return f"{incident.number} · {title}"


def _to_review(desk: Desk) -> list[Incident]:
    """Those that are over first, real before exercise, the newest first."""
    found = desk.room.views.incidents(mode=Mode.BOTH)
    return sorted(found, key=lambda one: (not one.status.is_over, one.exercise, -one.declared_at))
