"""What a team said, or that it was called; and that it is back."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.dialogs.reason import ReasonDialog
from ui.widgets.choice import Choice, Way
from ui.widgets.fields import TextBox, TimeField
from ui.widgets.tone import ToneLabel
from warroom import phrases
from warroom.commands import NoteContact, ReturnTeam, TakeBackContact
from warroom.commands.field_words import field_status_word
from warroom.commands.said import channel_word
from warroom.domain.entries import Channel
from warroom.domain.field_teams import Contact, FieldStatus, TeamOut
from warroom.words import _

SHOWN = 4  # of the last contacts


class ContactDialog(Form):
    """Type what was said and press Enter: the log has it, and the silence counts anew."""

    def __init__(self, desk: Desk, out: TeamOut, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=600)
        self._out = out
        self._contacts = desk.room.views.contacts(out.team.id)[:SHOWN]
        self.text = TextBox(lines=2, parent=self)
        self.direction = Choice(
            desk.look,
            (Way(True, lambda: _("The team said it")), Way(False, lambda: _("Said to the team"))),
            self,
            in_a_row=True,
        )
        self.direction.choose(True)
        self.status, self.channel = QComboBox(self), QComboBox(self)
        self.status.addItems([""] * (1 + len(FieldStatus)))
        self.channel.addItems([""] * len(Channel))
        self.channel.setCurrentIndex(list(Channel).index(Channel.RADIO))
        self.place, self.at = QLineEdit(self), TimeField(desk)
        self.add(lambda: _("What was said"), self.text, hint=_news_hint)
        self.add(lambda: _("Who"), self.direction)
        self.add(lambda: _("Status of the team"), self.status)
        self.add(lambda: _("Place"), self.place)
        self.add(lambda: _("Channel"), self.channel)
        self.add(lambda: _("When"), self.at, hint=lambda: _("Left empty: now."))
        self.place.setPlaceholderText(out.team.place)
        self._last = ToneLabel(desk.look, "muted", wrap=True, parent=self)
        self.add_wide(self._last)
        if self._contacts and not desk.room.read_only:
            self._add_way_back(self._contacts[0])
        self._say()
        self.text.setFocus()

    def title(self) -> str:
        return _("Contact with {team}").format(team=f"{self._out.team.name} ({self._out.team.number})")

    def verb(self) -> str:
        return _("Note the contact")

    def command(self) -> NoteContact:
        at = self.status.currentIndex()
        return NoteContact(
            field_team=self._out.team.id,
            text=self.text.toPlainText(),
            incoming=bool(self.direction.value()),
            status=list(FieldStatus)[at - 1] if at > 0 else None,
            place=self.place.text(),
            channel=list(Channel)[self.channel.currentIndex()].value,
            at=self.at.moment(),
        )

    def _add_way_back(self, contact: Contact) -> None:
        button = QPushButton(self)
        button.setProperty("quiet", True)
        button.clicked.connect(lambda _checked=False: self._take_back(contact))
        self.buttons.insertWidget(0, button)
        self.spoken(button.setText, lambda: _("Take back the last contact…"))

    def _take_back(self, contact: Contact) -> None:
        dialog = ReasonDialog(
            self.desk,
            title=lambda: _("Why does the last contact not count?"),
            verb=lambda: _("Take it back"),
            build=lambda reason: TakeBackContact(contact=contact.id, reason=reason),
            parent=self,
        )
        dialog.succeeded.connect(self._end)
        dialog.open()

    def _say(self) -> None:
        super()._say()
        self.direction.say()
        self.status.setItemText(0, _("as it is: {status}").format(status=field_status_word(self._out.team.status)))
        for at, status in enumerate(FieldStatus, start=1):
            self.status.setItemText(at, field_status_word(status))
        for at, channel in enumerate(Channel):
            self.channel.setItemText(at, channel_word(channel))
        now = self.desk.room.clock.now_ms()
        lines = [_contact_said(contact, now) for contact in self._contacts]
        self._last.say("\n".join(lines) if lines else _("Nothing was heard of this team yet."))


class ReturnDialog(Form):
    """A team is back: what it brings is told in the log."""

    def __init__(self, desk: Desk, out: TeamOut, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=480)
        self._out = out
        self.text = TextBox(lines=3, parent=self)
        self.add(lambda: _("What it reports"), self.text)
        self.text.setFocus()

    def title(self) -> str:
        return _("{team} is back").format(team=f"{self._out.team.name} ({self._out.team.number})")

    def verb(self) -> str:
        return _("It is back")

    def command(self) -> ReturnTeam:
        return ReturnTeam(field_team=self._out.team.id, text=self.text.toPlainText())


def _contact_said(contact: Contact, now_ms: int) -> str:
    at = phrases.moment(contact.at, now_ms)
    if not contact.is_news:
        said = _("signal without a word") if contact.incoming else contact.text or _("no answer")
        return f"{at} · {said}"
    return f"{at} · {' '.join(contact.text.split())}"


def _news_hint() -> str:
    return _("Without words it is noted, but the team still counts as silent.")
