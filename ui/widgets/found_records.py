"""Decisions, actions, incidents, services and files that hold the words: a band above the entries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui.theme import Look
from ui.widgets.elided import ElidedLabel
from ui.widgets.lines import LINE, Lead, clear
from ui.widgets.tone import ToneLabel
from warroom import phrases
from warroom.words import _, ngettext, pgettext

SHOWN = 4


class Found(Protocol):
    """What a search gives back of a record that is no entry."""

    @property
    def noun(self) -> str: ...

    @property
    def id(self) -> str: ...

    @property
    def incident(self) -> str: ...

    @property
    def text(self) -> str: ...


class FoundRecords(QWidget):
    """A few lines, and the rest on demand."""

    chosen = Signal(str, str, str)  # noun, id, incident

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._records: Sequence[Found] = ()
        self._incidents: Mapping[str, str] = {}
        self._all = False
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(0)
        self.hide()

    def show_records(self, records: Sequence[Found], incidents: Mapping[str, str], *, words: str) -> None:
        """What the first page of an answer brought beside entries."""
        self._records, self._incidents, self._all = records, incidents, False
        self.setAccessibleName(words)
        self.retranslate()

    def open_first(self) -> None:
        """Go to the first of them, when there is one."""
        if self._records:
            self._open(self._records[0])

    def retranslate(self) -> None:
        clear(self._lines)
        shown = self._records if self._all else self._records[:SHOWN]
        for found in shown:
            line = RecordLine(self._look, found, self._incidents.get(found.incident, ""), self)
            line.chosen.connect(lambda found=found: self._open(found))
            self._lines.addWidget(line)
        left = len(self._records) - len(shown)
        if left > 0:
            more = QPushButton(ngettext("{n} more", "{n} more", left).format(n=left), self)
            more.setProperty("quiet", True)
            more.clicked.connect(self._show_all)
            self._lines.addWidget(more)
        self.setVisible(bool(self._records))

    def _show_all(self) -> None:
        self._all = True
        self.retranslate()

    def _open(self, found: Found) -> None:
        self.chosen.emit(found.noun, found.id, found.incident)


class RecordLine(Lead):
    """What it is, its first words, and its incident."""

    def __init__(self, look: Look, found: Found, number: str, parent: QWidget) -> None:
        super().__init__(look, parent)
        noun, incident = ToneLabel(look, "muted", parent=self), ToneLabel(look, "muted", parent=self)
        text = ElidedLabel(parent=self)
        noun.say(noun_word(found.noun))
        noun.setFixedWidth(look.px(126))
        incident.say(number)
        text.setText(" ".join(" ".join(found.text.split("\n")[:2]).split()))
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 0, 16, 0)
        row.setSpacing(10)
        row.addWidget(noun)
        row.addWidget(text, 1)
        row.addWidget(incident)
        self.setFixedHeight(look.px(LINE))
        self.setAccessibleName(phrases.labelled(noun.text(), text.text()))


def noun_word(noun: str) -> str:
    """What a record is, in the language spoken now."""
    said = {
        "incident": _("Incident"),
        "decision": _("Decision"),
        "action": _("Action"),
        "hypothesis": _("Hypothesis"),
        "service": _("Service"),
        "person": _("Person"),
        "attachment": _("File"),
        "due": _("Clock"),
        "crisis_cell": _("Crisis cell"),
        "sentence": _("Situation"),
        "skill": _("Skill"),
        "handover": pgettext("noun", "Handover"),
        "team": _("Team"),
        "field_team": _("Team sent out"),
        "rotation": _("Rotation"),
        "means_request": _("Means"),
        "message_text": pgettext("noun", "Message"),
    }
    return said.get(noun, noun)
