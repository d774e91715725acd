"""The words of a message to be read, not written: its languages side by side, each in a box that scrolls."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from ui.theme import Look
from ui.widgets.tone import ToneLabel
from warroom.domain.messages import MessageText

LINES = 9
NAMES = {"fr": "Français", "en": "English"}  # each in its own


class MessageWordsShown(QWidget):
    """French first; nobody can change a letter here."""

    def __init__(
        self, look: Look, texts: Iterable[MessageText], parent: QWidget | None = None, *, lines: int = LINES
    ) -> None:
        said = {text.language: {"title": text.title, "body": text.body, "sms": text.sms} for text in texts}
        super().__init__(parent)
        self._lay_out(look, said, lines)

    @classmethod
    def of_release(
        cls, look: Look, texts: Mapping[str, Mapping[str, str]], parent: QWidget | None = None, *, lines: int = LINES
    ) -> MessageWordsShown:
        """The words of a release, as it keeps them."""
        made = cls(look, (), parent, lines=lines)
        made._lay_out(look, texts, lines)
        return made

    def _lay_out(self, look: Look, texts: Mapping[str, Mapping[str, str]], lines: int) -> None:
        row = self.layout() or QHBoxLayout(self)
        assert isinstance(row, QHBoxLayout)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        for language in (*(each for each in NAMES if each in texts), *(each for each in texts if each not in NAMES)):
            column = QVBoxLayout()
            column.setSpacing(4)
            name = ToneLabel(look, bold=True, parent=self)
            name.say(NAMES.get(language, language.upper()))
            box = QPlainTextEdit(self)
            box.setReadOnly(True)
            box.setTabChangesFocus(True)
            box.setAccessibleName(name.text())
            box.setFont(look.font(15))
            box.setPlainText(words_of(texts[language]))
            box.setFixedHeight(lines * box.fontMetrics().lineSpacing() + 16)
            column.addWidget(name)
            column.addWidget(box)
            row.addLayout(column, 1)


def words_of(text: Mapping[str, str]) -> str:
    """Title and whole text, or whatever short text there is."""
    return "\n\n".join(part for part in (text.get("title", ""), text.get("body", "")) if part) or text.get("sms", "")
