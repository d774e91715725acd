"""Skills in questions: which there is, who has it, and who has it no longer."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.models.skills import least_hint
from ui.widgets.choice import Choice, Way
from ui.widgets.day_field import DayField
from ui.widgets.fields import NameField
from ui.widgets.person_choice import PersonChoice
from warroom.commands import AddSkill, AmendSkill, Forget, Master
from warroom.commands.skill_words import level_word
from warroom.domain.coverage_holes import Holder
from warroom.domain.roster import Mastered, Skill
from warroom.errors import Refusal
from warroom.words import _


def level_ways() -> list[Way[Mastered]]:
    meanings = {
        Mastered.HELPS: lambda: _("with somebody beside them"),
        Mastered.ALONE: lambda: _("can be called at night for it"),
        Mastered.EXPERT: lambda: _("and teaches it"),
    }
    return [
        Way(level, lambda level=level: level_word(level), meanings[level], str(int(level)))  # type: ignore[misc]
        for level in Mastered
    ]


class SkillDialog(Form):
    """Its name, how many people should have it, and the services it is for."""

    def __init__(self, desk: Desk, skill: Skill | None = None, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=520)
        self._skill = skill
        self._seen = desk.room.views.sources("skill", skill.id) if skill else None
        _people, services = desk.room.views.names()
        named = desk.room.views.service_names()
        self.name, self.least = QLineEdit(self), QLineEdit(self)
        self.least.setFixedWidth(desk.look.px(80))
        self.services, self.remark = NameField(services, self), QLineEdit(self)
        self.add(lambda: _("Skill"), self.name, hint=lambda: _("As people say it: HSM, BGP, Oracle at night."))
        self.add(lambda: _("People who should have it"), self.least, hint=least_hint)
        self.add(lambda: _("Services it is for"), self.services, hint=lambda: _("Several are separated by commas."))
        self.add(lambda: _("Remark"), self.remark)
        if skill is not None:
            self.name.setText(skill.name)
            self.least.setText(str(skill.least) if skill.least else "")
            self.services.setText(", ".join(named[each] for each in skill.services if each in named))
            self.remark.setText(skill.remark)
        self.name.setFocus()

    def title(self) -> str:
        return _("Change the skill “{name}”").format(name=self._skill.name) if self._skill else _("Add a skill")

    def verb(self) -> str:
        return _("Save") if self._skill else _("Add")

    def command(self) -> AddSkill | AmendSkill:
        least, services, remark = self._least(), split_names(self.services.text()), self.remark.text()
        if self._skill is None:
            return AddSkill(name=self.name.text(), least=least, services=services, remark=remark)
        return AmendSkill(
            skill=self._skill.id,
            name=self.name.text(),
            least=least,
            services=services,
            remark=remark,
            seen=self._seen,
        )

    def _least(self) -> int:
        typed = self.least.text().strip()
        if not typed:
            return 0
        if not typed.isdecimal():
            raise Refusal(
                "least-unfit",
                _("“{text}” is not a number of people.").format(text=typed),
                safe=_("Nothing was changed."),
            )
        return int(typed[:6])


class MasterDialog(Form):
    """Who has the skill, how well, until when; for somebody who has it, also that they no longer do."""

    def __init__(
        self,
        desk: Desk,
        *,
        person: str = "",
        skill: str = "",
        holder: Holder | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """`person` and `skill` are names."""
        super().__init__(desk, parent, width=540)
        self._fixed = bool(person and skill)
        self.person = PersonChoice(desk, self)
        self.skill = NameField([each.name for each in desk.room.views.skills()], self)
        self.level = Choice(desk.look, level_ways(), self)
        self.until = DayField(desk, at_end=True, parent=self)
        self.remark = QLineEdit(self)
        self.person.setText(person)
        self.skill.setText(skill)
        self.level.choose(Mastered(holder.level) if holder and holder.level in set(Mastered) else Mastered.ALONE)
        self.until.set_moment(holder.until if holder else None)
        if not self._fixed:
            self.add(lambda: _("Who"), self.person, hint=lambda: _("A name nobody has yet gets a card in the roster."))
            self.add(lambda: _("Skill"), self.skill)
        self.add(lambda: _("Level"), self.level)
        self.add(lambda: _("Holds until"), self.until, hint=lambda: _("A certificate, an access; empty: without end."))
        self.add(lambda: _("Remark"), self.remark)
        self.gone = QPushButton(self)
        self.gone.setAutoDefault(False)
        self.gone.setVisible(holder is not None)
        self.gone.clicked.connect(lambda _checked=False: self._forget())
        self.spoken(self.gone.setText, lambda: _("No longer has it"))
        self.buttons.insertWidget(0, self.gone)
        self._load(holder, person, skill)
        (self.level if self._fixed else self.skill if person else self.person).setFocus()
        for field in (self.person, self.skill):
            field.setVisible(not self._fixed)

    def _load(self, holder: Holder | None, person: str, skill: str) -> None:
        self._seen = None
        if holder is None:
            return
        found = {each.name: each.id for each in self.desk.room.views.skills()}
        known = self.desk.room.views.masteries(holder.person)
        mastery = next((each for each in known if each.skill == found.get(skill)), None)
        if mastery is not None:
            self._seen = self.desk.room.views.sources("mastery", mastery.id)
            self.remark.setText(mastery.remark)

    def title(self) -> str:
        if self._fixed:
            return f"{self.person.text()} · {self.skill.text()}"
        return _("Who has which skill?")

    def verb(self) -> str:
        return _("Save")

    def command(self) -> Master:
        return Master(
            person=self.person.text(),
            skill=self.skill.text(),
            level=self.level.value() or Mastered.ALONE,
            until=self.until.moment(),
            remark=self.remark.text(),
            seen=self._seen,
        )

    def _forget(self) -> None:
        command = Forget(person=self.person.text(), skill=self.skill.text())
        self.desk.tasks.follow(self.desk.room.do(command), owner=self, done=self._end, failed=self._stay)

    def _say(self) -> None:
        super()._say()
        self.level.say()
        self.until.say()


def split_names(typed: str) -> tuple[str, ...]:
    """`API, Paiement` as names."""
    return tuple(part.strip() for part in typed.split(",") if part.strip())
