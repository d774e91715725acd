"""A past incident shown beside what is being done, with what it taught: nothing is typed here."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.widgets.tone import ToneLabel
from warroom import phrases
from warroom.commands.lesson_words import likeness_said
from warroom.commands.said import severity_word, status_word
from warroom.domain.memory import SeenBefore
from warroom.words import _, pgettext


class RememberedDialog(Form):
    """What it was, by what it is alike, why it happened and what it taught."""

    def __init__(self, desk: Desk, seen: SeenBefore, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=640)
        self._seen = seen
        remembered, incident = seen.remembered, seen.remembered.incident
        facts = (phrases.date(incident.began_at), severity_word(incident.gravity), status_word(incident.status))
        self._line(lambda: _("When"), " · ".join(facts))
        self._line(lambda: _("Services"), ", ".join(remembered.services))
        self._line(lambda: _("Alike by"), likeness_said(seen.alike))
        self._line(lambda: _("Situation"), incident.situation)
        self._line(lambda: pgettext("review", "Causes"), "\n".join(each.text for each in remembered.causes))
        self._line(lambda: _("What it taught"), "\n".join(each.text for each in remembered.lessons))
        applies = "\n".join(each.applies_when for each in remembered.lessons if each.applies_when)
        self._line(lambda: pgettext("lesson", "Applies when"), applies)
        self._line(lambda: pgettext("page", "Reviews"), ", ".join(each.number for each in remembered.reviews))
        self._leave.hide()

    def title(self) -> str:
        return f"{self._seen.remembered.incident.number} · {self._seen.remembered.incident.title}"

    def verb(self) -> str:
        return _("Close")

    def send(self) -> None:
        """Nothing is sent from here."""
        self.accept()

    def _line(self, words: Callable[[], str], text: str) -> None:
        if text:
            label = ToneLabel(self.desk.look, wrap=True, parent=self)
            label.say(text)
            self.add(words, label)
