"""The words of a message to be read, not written: its languages side by side, each in a box that scrolls."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from ui.theme import Look
from ui.widgets.tone import ToneLabel
from warroom.domain.messages import PARTS, MessageText

LINES = 9
NAMES = {"fr": "Français", "en": "English"}  # each in its own
Texts = Mapping[str, Mapping[str, str]]


class MessageWordsShown(QWidget):
    """French first; nobody can change a letter here."""

    def __init__(self, look: Look, texts: Texts, parent: QWidget | None = None, *, lines: int = LINES) -> None:
        super().__init__(parent)
        self._look, self._lines = look, lines
        self._boxes: dict[str, QPlainTextEdit] = {}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(12)
        self.show_texts(texts)

    def show_texts(self, texts: Texts) -> None:
        """These words, in the order of their languages."""
        for language in (*(each for each in NAMES if each in texts), *(each for each in texts if each not in NAMES)):
            if language not in self._boxes:
                self._boxes[language] = self._add(language)
            said = words_of(texts[language])
            if self._boxes[language].toPlainText() != said:
                self._boxes[language].setPlainText(said)

    def _add(self, language: str) -> QPlainTextEdit:
        name, box = ToneLabel(self._look, bold=True, parent=self), QPlainTextEdit(self)
        name.say(NAMES.get(language, language.upper()))
        box.setReadOnly(True)
        box.setTabChangesFocus(True)
        box.setAccessibleName(name.text())
        box.setFont(self._look.font(15))
        box.setFixedHeight(self._lines * box.fontMetrics().lineSpacing() + 16)
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(name)
        column.addWidget(box)
        self._row.addLayout(column, 1)
        return box


def as_shown(texts: Iterable[MessageText]) -> dict[str, dict[str, str]]:
    """Texts by language, as a release keeps them."""
    return {text.language: {part: getattr(text, part) for part in PARTS} for text in texts}


def words_of(text: Mapping[str, str]) -> str:
    """Title and whole text, or whatever short text there is."""
    whole = "\n\n".join(part for part in (text.get("title", ""), text.get("body", "")) if part)
    return whole or text.get("brief", "") or text.get("sms", "")
