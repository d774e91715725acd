"""Somebody this room must not forget: who, how much they can do, how much it touches them, who speaks with them."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QLineEdit, QPushButton, QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.incoming_words import audiences_offered
from ui.widgets.choice import Choice, Way
from ui.widgets.person_choice import PersonChoice
from ui.widgets.told_choice import ToldChoice
from warroom.commands import AddStakeholder, AmendStakeholder, DropStakeholder
from warroom.commands.press_words import weight_word
from warroom.domain.channels import Stakeholder
from warroom.domain.press import WEIGHTS
from warroom.words import _, pgettext


def weight_ways() -> list[Way[int]]:
    return [
        Way(weight, lambda weight=weight: weight_word(weight), key=str(weight))  # type: ignore[misc]
        for weight in WEIGHTS
    ]


def _influence_hint() -> str:
    return _("How much they can do for or against us.")


def _concern_hint() -> str:
    return _("How much this outage touches them.")


class StakeholderDialog(Form):
    """A name is enough; two weights put them on the map."""

    def __init__(self, desk: Desk, who: Stakeholder | None = None, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._who = who
        self._seen = desk.room.views.sources("stakeholder", who.id) if who is not None else None
        look = desk.look
        self.name = QLineEdit(self)
        self.audience = ToldChoice(lambda: audiences_offered(desk), self)
        self.influence: Choice[int] = Choice(look, weight_ways(), self, in_a_row=True)
        self.concern: Choice[int] = Choice(look, weight_ways(), self, in_a_row=True)
        self.key = QCheckBox(self)
        self.owner = PersonChoice(desk, self)
        self.contact, self.phone, self.mail, self.expects = (QLineEdit(self) for _n in range(4))
        if who is None:
            self.add(lambda: pgettext("stakeholder", "Name"), self.name)
        else:
            self.name.hide()
        self.add(lambda: pgettext("stakeholder", "Audience"), self.audience)
        self.add(lambda: pgettext("stakeholder", "Influence"), self.influence, hint=_influence_hint)
        self.add(lambda: pgettext("stakeholder", "Concern"), self.concern, hint=_concern_hint)
        self.add_wide(self.key)
        self.spoken(self.key.setText, lambda: _("Key account: to be called back in person"))
        self.add(lambda: _("Who speaks with them"), self.owner)
        self.add(lambda: pgettext("stakeholder", "Contact"), self.contact)
        self.add(lambda: pgettext("stakeholder", "Telephone"), self.phone)
        self.add(lambda: pgettext("stakeholder", "Mail"), self.mail)
        self.add(lambda: _("What they expect"), self.expects)
        self.gone = QPushButton(self)
        self.gone.setAutoDefault(False)
        self.gone.setVisible(who is not None)
        self.gone.clicked.connect(lambda _checked=False: self._drop())
        self.spoken(self.gone.setText, lambda: _("Take away"))
        self.buttons.insertWidget(0, self.gone)
        if who is not None:
            self._load(who)
        (self.audience if who is not None else self.name).setFocus()

    def title(self) -> str:
        return self._who.name if self._who is not None else _("Whom must we not forget?")

    def verb(self) -> str:
        return _("Save") if self._who is not None else _("Add")

    def command(self) -> AddStakeholder | AmendStakeholder:
        told = {
            "audience": self.audience.value(),
            "owner": self.owner.text(),
            "contact": self.contact.text(),
            "phone": self.phone.text(),
            "mail": self.mail.text(),
            "expects": self.expects.text(),
        }
        key, influence, concern = self.key.isChecked(), self.influence.value(), self.concern.value()
        if self._who is None:
            return AddStakeholder(name=self.name.text(), key_account=key, influence=influence, concern=concern, **told)
        return AmendStakeholder(
            stakeholder=self._who.id, key_account=key, influence=influence, concern=concern, seen=self._seen, **told
        )

    def _load(self, who: Stakeholder) -> None:
        self.audience.choose(who.audience)
        if who.influence in WEIGHTS:
            self.influence.choose(who.influence or 0)
        if who.concern in WEIGHTS:
            self.concern.choose(who.concern or 0)
        self.key.setChecked(who.key_account)
        for field, text in (
            (self.owner, who.owner), (self.contact, who.contact), (self.phone, who.phone), (self.mail, who.mail),
            (self.expects, who.expects),
        ):  # fmt: skip
            field.setText(text)

    def _drop(self) -> None:
        if self._who is not None:
            future = self.desk.room.do(DropStakeholder(stakeholder=self._who.id))
            self.desk.tasks.follow(future, owner=self, done=self._end, failed=self._stay)

    def _say(self) -> None:
        super()._say()
        self.influence.say()
        self.concern.say()
        self.audience.say()
