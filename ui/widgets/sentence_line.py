"""One sentence of the situation: its words, what it cites, how old it is, and why it is to be confirmed."""

from __future__ import annotations

import json
from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ui.theme import Look
from ui.widgets.lines import PAD, Lead
from ui.widgets.tone import ToneLabel
from warroom import phrases
from warroom.commands.said import doubt_word
from warroom.domain.situation import Stated
from warroom.words import _


class SentenceLine(Lead):
    """A click edits the situation; a number leads to its entry; C, or the button, confirms the sentence anew."""

    entry_asked = Signal(str)  # its number
    confirm_asked = Signal(str)  # the sentence
    settle_asked = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self.sentence = ""
        self.text = ToneLabel(look, wrap=True, parent=self)
        self.cites = QLabel(self)
        self.cites.setTextFormat(Qt.TextFormat.RichText)
        self.cites.setWordWrap(True)
        self.cites.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        self.age = ToneLabel(look, "muted", wrap=True, parent=self)
        self.doubt = ToneLabel(look, "due", wrap=True, parent=self)
        self.confirm, self.settle = QPushButton(self), QPushButton(self)
        for label in (self.text, self.age, self.doubt):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        for button in (self.confirm, self.settle):
            button.setProperty("link", True)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.confirm)
        buttons.addWidget(self.settle)
        buttons.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(PAD, 7, PAD, 8)
        whole.setSpacing(3)
        for part in (self.text, self.cites, self.doubt, self.age):
            whole.addWidget(part)
        whole.addLayout(buttons)
        self.cites.linkActivated.connect(self.entry_asked)
        self.confirm.clicked.connect(self._confirm)
        self.settle.clicked.connect(self.settle_asked)

    def say(self, stated: Stated, *, now_ms: int, can_write: bool, is_disputed: bool = False) -> None:
        """Show this sentence as it stands; times in milliseconds UTC."""
        sentence = stated.sentence
        self.sentence = sentence.id
        is_shaky = bool(stated.doubts) or stated.is_stale
        self.text.say(sentence.text)
        self.cites.setText(_links(stated, self.look.color("accent").name()))
        self.cites.setVisible(bool(stated.numbers))
        self.doubt.say(doubts_said(stated), "due")
        self.doubt.setVisible(bool(stated.doubts))
        self.age.say(age_said(stated, now_ms), "due" if stated.is_stale else "muted")
        self.confirm.setVisible(bool(sentence.id) and is_shaky and can_write)
        self.settle.setVisible(is_disputed)
        self.confirm.setText(_("Still true"))
        self.confirm.setToolTip(_("Say that it holds now, with your name and the time (C)."))
        self.settle.setText(_("To settle"))
        self.settle.setToolTip(_("Two stations wrote different things; both are kept."))
        said = (sentence.text, ", ".join(stated.numbers), self.doubt.text() if stated.doubts else "", self.age.text())
        self.setAccessibleName(". ".join(part for part in said if part))

    def _confirm(self) -> None:
        if self.sentence:
            self.confirm_asked.emit(self.sentence)

    # What Qt asks

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_C and not event.modifiers():
            self._confirm()
            return
        super().keyPressEvent(event)


def doubts_said(stated: Stated) -> str:
    """`To confirm: A-0042 not verified`."""
    why = [doubt_word(doubt, ", ".join(stated.numbers_behind(doubt))) for doubt in stated.doubts]
    return _("To confirm: {why}").format(why="; ".join(why)) if why else ""


def age_said(stated: Stated, now_ms: int) -> str:
    """`said 14:31, 12 min ago`; that a point has passed since, where one has."""
    sentence = stated.sentence
    if not sentence.last_said:
        return _("nobody knows since when")
    told = {"time": phrases.moment(sentence.last_said, now_ms), "ago": phrases.ago(sentence.last_said, now_ms)}
    is_confirmed = (sentence.confirmed_at or 0) > (sentence.stated_at or 0)
    said = (_("confirmed {time}, {ago}") if is_confirmed else _("said {time}, {ago}")).format(**told)
    return _("{said}, before the last point").format(said=said) if stated.is_stale else said


def _links(stated: Stated, color: str) -> str:
    """The cited numbers, each leading to its entry where that is here."""
    here = {entry.number for entry in stated.cited}
    parts = [
        f'<a href="{escape(number)}" style="color:{color};text-decoration:none">{escape(number)}</a>'
        if number in here
        else escape(number)
        for number in stated.numbers
    ]
    return " · ".join(parts)


def kept_version(seen: dict[str, tuple[str, int]]) -> str:
    """The version that a form had loaded, as a draft keeps it."""
    return json.dumps({name: list(place) for name, place in seen.items()})


def version_kept(text: str) -> dict[str, tuple[str, int]] | None:
    """The same back; None where nothing is kept or it cannot be read."""
    writer, _colon, seq = text.partition(":")
    if text and not text.startswith("{"):  # as versions before this one kept it
        return {"situation": (writer, int(seq))} if seq.isdigit() else None
    try:
        return {str(name): (str(place[0]), int(place[1])) for name, place in json.loads(text).items()}
    except (ValueError, TypeError, LookupError, AttributeError):
        return None
