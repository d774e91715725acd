"""The first message of a SEV1: its text was approved in advance, the room fills it in, Enter lets it out."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.models.message_ways import channel_toggles
from ui.widgets.message_words_shown import MessageWordsShown
from ui.widgets.toggles import Toggles
from ui.widgets.tone import ToneLabel
from warroom import phrases, words
from warroom.commands import FirstMessage
from warroom.domain.incidents import Incident
from warroom.domain.messages import PARTS
from warroom.domain.template_book import TemplateBook, fill
from warroom.domain.template_forms import Value
from warroom.words import _, ngettext

TEMPLATE, PAIR = "T03", ("fr", "en")
SOON_MIN = 30  # until the second message of a SEV1, where its audience says nothing (doctrine §7.1)
MINUTE = 60_000


class FirstMessageDialog(Form):
    """Two keys: the one that opens it, and Enter. What the room does not know yet is asked for under the words."""

    def __init__(self, desk: Desk, incident: Incident, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=760)
        self._incident, views = incident, desk.room.views
        self._book: TemplateBook = views.template_book()
        template = self._book.get(TEMPLATE)
        self._audiences = template.audiences if template is not None else ("customers",)
        audiences, broken = views.audience_book(), views.broken()
        known = [found for code in self._audiences if (found := audiences.audience(code)) is not None]
        every = [minutes for each in known if (minutes := each.every_min(incident.severity))]
        self._next_at = desk.room.clock.now_ms() + min(every, default=SOON_MIN) * MINUTE
        self._preview = MessageWordsShown(desk.look, {}, self)
        self.add_wide(self._preview)
        self._holes: dict[tuple[str, str], QLineEdit] = {}
        self._to = ToneLabel(desk.look, wrap=True, parent=self)
        self._to.say(", ".join(each.said(words.language()) for each in known))
        self._next = ToneLabel(desk.look, wrap=True, parent=self)
        self._next.say(phrases.due(self._next_at, desk.room.clock.now_ms()))
        self._by = Toggles(self)
        self._by.reflowed.connect(self._grow, Qt.ConnectionType.QueuedConnection)
        self.add(lambda: _("To whom"), self._to)
        self.add(lambda: _("Promises the next"), self._next)
        self.add(lambda: _("Channels"), self._by)
        self._by.offer(channel_toggles(audiences, self._audiences, broken))
        self._by.choose(audiences.working(audiences.usual(self._audiences), broken))
        self._ask_for_holes()
        self._fill()
        self._send.setFocus()
        if self._holes:
            next(iter(self._holes.values())).setFocus()

    def title(self) -> str:
        return _("First message, {number}: approved in advance").format(number=self._incident.number)

    def verb(self) -> str:
        return _("Release")

    def command(self) -> FirstMessage:
        return FirstMessage(
            incident=self._incident.id,
            template=TEMPLATE,
            audiences=self._audiences,
            channels=self._by.chosen(),
            languages=PAIR,
            next_at=self._next_at,
            filled=self._filled(),
        )

    def _ask_for_holes(self) -> None:
        """A field for each variable that the room does not know, in each language that lacks it."""
        for language in PAIR:
            for name in self._missing(language):
                field = QLineEdit(self)
                field.textChanged.connect(self._fill)
                self._holes[(name, language)] = field
                self.add(partial(self._label, name, language), field)
        if self._holes:
            count = len({name for name, _language in self._holes})
            note = ToneLabel(self.desk.look, "late", bold=True, wrap=True, parent=self)
            self.add_wide(note)
            said = ngettext("{n} thing is missing", "{n} things are missing", count)
            self.spoken(note.say, lambda: said.format(n=count))

    def _label(self, name: str, language: str) -> str:
        return f"{self._book.label(name, words.language())} · {language.upper()}"

    def _filled(self) -> dict[str, dict[str, str]]:
        """What was typed, by variable and language."""
        found: dict[str, dict[str, str]] = {}
        for (name, language), field in self._holes.items():
            if field.text().strip():
                found.setdefault(name, {})[language] = field.text().strip()
        return found

    def _missing(self, language: str) -> list[str]:
        values, wording = self._values(language), self._book.wording(TEMPLATE, language)
        return list(dict.fromkeys(name for part in PARTS for name in fill(wording, values, language, part).missing))

    @Slot()
    def _fill(self) -> None:
        """The words as they would go out now."""
        said = {}
        for language in PAIR:
            values, wording = self._values(language), self._book.wording(TEMPLATE, language)
            said[language] = {part: fill(wording, values, language, part).text for part in PARTS}
        self._preview.show_texts(said)

    def _values(self, language: str) -> Mapping[str, Value]:
        return self.desk.room.views.message_values(
            self._incident.id,
            language,
            audience=self._audiences[0] if self._audiences else "",
            next_at=self._next_at,
            filled=self._filled(),
        )
