"""A card of the roster: added, amended, or given another name."""

from __future__ import annotations

import re

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.loaded import as_loaded
from ui.widgets.fields import TextBox, TimeField
from ui.widgets.tone import ToneLabel
from warroom.commands import AddCard, AmendCard, RenameCard
from warroom.domain.roster import GivenReach, PersonCard, ReachKind
from warroom.errors import Refusal
from warroom.words import _

SPLIT = re.compile(r"[,;/\s]+")


class CardForm(Form):
    """The fields that adding and amending share."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=600)
        self.job, self.employer, self.site = (QLineEdit(self) for _each in range(3))
        self.languages = QLineEdit(self)
        self.supplier = QCheckBox(self)
        self.remark = TextBox(lines=2, parent=self)
        self.spoken(self.supplier.setText, lambda: _("Supplier or contractor"))

    def add_shared(self) -> None:
        self.add(lambda: _("Job"), self.job)
        self.add(lambda: _("Employer"), self.employer)
        self.fields.addWidget(self.supplier, self.fields.rowCount(), 1)
        self.add(lambda: _("Site"), self.site)
        self.add(lambda: _("Languages"), self.languages)
        self.spoken(self.languages.setPlaceholderText, lambda: _("fr, en"))
        self.add(lambda: _("Remark"), self.remark)

    def codes(self) -> tuple[str, ...]:
        return tuple(code for code in SPLIT.split(self.languages.text()) if code)


class AddCardDialog(CardForm):
    """A name is enough; a mobile and an address are asked for: they are what is missing at three in the morning."""

    def __init__(self, desk: Desk, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.name, self.mobile, self.mail = QLineEdit(name, self), QLineEdit(self), QLineEdit(self)
        self._known = ToneLabel(desk.look, "due", wrap=True, parent=self)
        self.add(lambda: _("Name"), self.name)
        self.fields.addWidget(self._known, self.fields.rowCount(), 1)
        self.add(lambda: _("Mobile"), self.mobile)
        self.add(lambda: _("E-mail"), self.mail)
        self.add_shared()
        self.name.textChanged.connect(self._look_up)
        self._look_up()
        self.name.setFocus()

    def title(self) -> str:
        return _("A card for the roster")

    def verb(self) -> str:
        return _("Add the card")

    def command(self) -> AddCard:
        ways = ((ReachKind.MOBILE, self.mobile.text()), (ReachKind.EMAIL, self.mail.text()))
        return AddCard(
            name=self.name.text(),
            job=self.job.text(),
            employer=self.employer.text(),
            supplier=self.supplier.isChecked(),
            site=self.site.text(),
            languages=self.codes(),
            remark=self.remark.toPlainText(),
            reaches=tuple(GivenReach(kind=kind, value=value) for kind, value in ways if value.strip()),
        )

    @Slot()
    def _look_up(self) -> None:
        """Two people of one name are told apart by their name; the same one is completed."""
        found = self.desk.room.views.person_named(self.name.text())
        if found is None or not found.roster:
            self._known.hide()
            return
        about = " · ".join(said for said in (found.job, found.employer, found.site) if said)
        said = (
            _("{name} has a card already ({about}): what is blank on it will be filled in.")
            if about
            else _("{name} has a card already: what is blank on it will be filled in.")
        )
        more = _("Somebody else of that name? Type it like “{name} (Network)”.")
        self._known.say(f"{said.format(name=found.name, about=about)} {more.format(name=found.name)}")
        self._known.show()
        self._grow()


class AmendCardDialog(CardForm):
    """What a card says; its name is changed elsewhere, since everything hangs on it."""

    def __init__(self, desk: Desk, person: str, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        found, self._seen = as_loaded(desk.room.views, "person", person, desk.room.views.roster_card)
        if found is None:
            raise Refusal("no-card", _("This card is no longer there."))
        self._card = found
        self.zone, self.away = QLineEdit(self), TimeField(desk, ahead=True, parent=self)
        self.add_shared()
        self.add(lambda: _("Time zone"), self.zone)
        self.spoken(self.zone.setPlaceholderText, lambda: "Europe/Paris")
        self.add(lambda: _("Away until"), self.away)
        self._fill(found)
        self.job.setFocus()

    def title(self) -> str:
        return self._card.name

    def verb(self) -> str:
        return _("Save")

    def command(self) -> AddCard | AmendCard:
        if not self._card.roster:  # sits in the room: the form makes the card
            return AddCard(name=self._card.name, **self._said())  # type: ignore[arg-type]
        return AmendCard(
            person=self._card.id,
            away_until=self.away.moment(),
            seen=self._seen,
            **self._said(),  # type: ignore[arg-type]
        )

    def _said(self) -> dict[str, object]:
        return {
            "job": self.job.text(),
            "employer": self.employer.text(),
            "supplier": self.supplier.isChecked(),
            "site": self.site.text(),
            "languages": self.codes(),
            "zone": self.zone.text().strip(),
            "remark": self.remark.toPlainText(),
        }

    def _fill(self, card: PersonCard) -> None:
        self.job.setText(card.job)
        self.employer.setText(card.employer)
        self.supplier.setChecked(card.supplier)
        self.site.setText(card.site)
        self.languages.setText(", ".join(card.languages))
        self.zone.setText(card.zone)
        self.remark.setPlainText(card.remark)
        self.away.set_moment(card.away_until)


class RenameDialog(Form):
    """Another name: numbers, skills, teams and functions follow; what was written keeps the name it had."""

    def __init__(self, desk: Desk, card: PersonCard, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=480)
        self._card = card
        self.name = QLineEdit(card.name, self)
        self.add(
            lambda: _("Name"),
            self.name,
            hint=lambda: _("Functions of cells at work follow. The log and past decisions keep the former name."),
        )
        self.name.setFocus()
        self.name.selectAll()

    def title(self) -> str:
        return _("What is {name} called?").format(name=self._card.name)

    def verb(self) -> str:
        return _("Change the name")

    def command(self) -> RenameCard:
        return RenameCard(person=self._card.id, name=self.name.text())
