"""A new message: which template, to whom, by what, in which languages, until when, and when the next one comes."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.models.message_ways import audience_toggles, channel_toggles, language_toggles
from ui.widgets.fields import TimeField
from ui.widgets.template_picker import TemplatePicker
from ui.widgets.toggles import Toggles
from warroom.commands import DraftMessage
from warroom.domain.incidents import Incident, Mode
from warroom.domain.template_book import Template, TemplateBook
from warroom.errors import Refusal
from warroom.words import _

PAIR = ("fr", "en")
MINUTE = 60_000
FIRST = ("T03", "T04")  # what is said first, before anything else was (doctrine §7.6)


class NewMessageDialog(Form):
    """The template brings its audiences and channels; whoever writes may change them. Gives back the message."""

    def __init__(
        self,
        desk: Desk,
        incident: Incident,
        book: TemplateBook,
        parent: QWidget | None = None,
        *,
        audiences: tuple[str, ...] = (),
        is_first: bool = False,
    ) -> None:
        super().__init__(desk, parent, width=720)
        self._incident = incident
        views = desk.room.views
        self._audiences = views.audience_book()
        self._broken = views.broken()
        self._cadences = views.cadences(incident.id, mode=Mode.BOTH)
        self._picker = TemplatePicker(desk.look, fitting(book, incident, is_first=is_first), self)
        self._to, self._by, self._in = Toggles(self), Toggles(self), Toggles(self)
        self._due, self._next = TimeField(desk, ahead=True), TimeField(desk, ahead=True)
        self.add(lambda: _("Template"), self._picker)
        self.add(lambda: _("To whom"), self._to)
        self.add(lambda: _("Channels"), self._by)
        self.add(lambda: _("Languages"), self._in)
        self.add(lambda: _("Out before"), self._due)
        self.add(lambda: _("The next one at"), self._next, hint=lambda: _("As often as these people are owed one."))
        self._proposed: dict[TimeField, str] = {}
        self._offer()
        self._in.choose(PAIR)
        for toggles in (self._to, self._by, self._in):
            toggles.reflowed.connect(self._grow, Qt.ConnectionType.QueuedConnection)
        self._picker.changed.connect(self._take_template)
        self._to.changed.connect(self._take_audiences)
        self._wanted = audiences
        self._take_template()
        self._picker.setFocus()

    def title(self) -> str:
        return _("Write a message, {number}").format(number=self._incident.number)

    def verb(self) -> str:
        return _("Write it")

    def command(self) -> DraftMessage:
        template = self._picker.value()
        if template is None:
            raise Refusal("template-missing", _("Which template?"), safe=_("Nothing was changed."))
        return DraftMessage(
            incident=self._incident.id,
            template=template.code,
            audiences=self._to.chosen(),
            channels=self._by.chosen(),
            languages=self._in.chosen(),
            due_at=self._due.moment(),
            next_at=self._next.moment(),
        )

    def _offer(self) -> None:
        self._to.offer(audience_toggles(self._audiences))
        self._by.offer(channel_toggles(self._audiences, self._to.chosen(), self._broken))
        self._in.offer(language_toggles())

    def _take_template(self) -> None:
        """Whom the template is for, and by what it usually goes."""
        template = self._picker.value()
        if template is not None:
            self._to.choose(self._wanted or template.audiences)
            self._take_audiences()

    def _take_audiences(self) -> None:
        self._by.offer(channel_toggles(self._audiences, self._to.chosen(), self._broken))
        self._by.choose(self._audiences.working(self._audiences.usual(self._to.chosen()), self._broken))
        self._take_cadence()
        QTimer.singleShot(0, self, self._grow)

    def _take_cadence(self) -> None:
        """When these people are owed a message, and the one after it; what was typed stays."""
        now, chosen = self.desk.room.clock.now_ms(), self._to.chosen()
        owed = [one for one in self._cadences if one.audience in chosen]
        due = [one.due_at for one in owed if one.due_at is not None]
        known = {one.audience: one.minutes for one in owed if one.is_running}
        books = [found for code in chosen if (found := self._audiences.audience(code)) is not None]
        every = [known.get(each.code) or each.every_min(self._incident.severity) for each in books]
        minutes = min((minutes for minutes in every if minutes), default=None)
        for field, moment in (
            (self._due, min(due, default=None)),
            (self._next, now + minutes * MINUTE if minutes is not None else None),
        ):
            if field.line.text() == self._proposed.get(field, ""):
                field.line.clear()
                field.set_moment(moment)
                self._proposed[field] = field.line.text()

    def _say(self) -> None:
        super()._say()
        self._offer()

    # What Qt asks

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(0, self, self._grow)  # once the rows of buttons know their own height


def fitting(book: TemplateBook, incident: Incident, *, is_first: bool) -> list[Template]:
    """Every template in use: what is said first, what the incident's status calls for, then the others."""
    listed = book.listed()
    now = [each.code for each in book.for_status(incident.status.value)]
    ahead = [*(FIRST if is_first else ()), *now]
    return sorted(listed, key=lambda each: (ahead.index(each.code) if each.code in ahead else len(ahead), each.code))
