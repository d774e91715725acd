"""One sentence for the press: the line, an answer to a hard question, a bridge, or what is never said."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.widgets.fields import TextBox
from warroom.commands import DropPress, WritePress
from warroom.commands.press_words import answer_word
from warroom.domain.channels import AnswerKind, PressAnswer
from warroom.domain.incidents import Incident
from warroom.words import _, pgettext

LANGUAGES = {"fr": lambda: _("in French"), "en": lambda: _("in English")}


class PressDialog(Form):
    """The words in one language; words that change are to be approved again."""

    def __init__(
        self,
        desk: Desk,
        incident: Incident,
        kind: AnswerKind,
        language: str,
        answer: PressAnswer | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(desk, parent)
        self._incident, self._kind, self._language, self._answer = incident, kind, language, answer
        self._seen = desk.room.views.sources("press_answer", answer.id) if answer is not None else None
        self.question, self.answer = QLineEdit(self), TextBox(lines=6, enter_sends=False, parent=self)
        if kind is AnswerKind.QUESTION:
            self.add(lambda: pgettext("press", "Question"), self.question)
        else:
            self.question.hide()
        self.add(lambda: answer_word(kind), self.answer, hint=self._hint)
        self.gone = QPushButton(self)
        self.gone.setAutoDefault(False)
        self.gone.setVisible(answer is not None)
        self.gone.clicked.connect(lambda _checked=False: self._drop())
        self.spoken(self.gone.setText, lambda: _("Take away"))
        self.buttons.insertWidget(0, self.gone)
        if answer is not None:
            self.question.setText(answer.question)
            self.answer.setPlainText(answer.answer)
        (self.question if kind is AnswerKind.QUESTION and answer is None else self.answer).setFocus()

    def title(self) -> str:
        where = LANGUAGES.get(self._language, lambda: self._language)()
        return _("{what}, {language}").format(what=answer_word(self._kind), language=where)

    def verb(self) -> str:
        return _("Save")

    def command(self) -> WritePress:
        return WritePress(
            incident=self._incident.id,
            kind=self._kind,
            language=self._language,
            answer=self.answer.toPlainText(),
            question=self.question.text(),
            record=self._answer.id if self._answer is not None else "",
            seen=self._seen,
        )

    def _drop(self) -> None:
        if self._answer is not None:
            future = self.desk.room.do(DropPress(answer=self._answer.id))
            self.desk.tasks.follow(future, owner=self, done=self._end, failed=self._stay)

    def _hint(self) -> str:
        known = self.desk.room.views.press_hints(self._language).get(self._answer.question if self._answer else "")
        if known:
            return known
        return {
            AnswerKind.LINE: _("Two or three sentences that everybody says alike: facts, what we do, the next hour."),
            AnswerKind.QUESTION: _("Short enough to be said aloud; left empty, the question stays open."),
            AnswerKind.BRIDGE: _("How to come back to the line from anywhere."),
            AnswerKind.RED_LINE: _("What is never said, whoever asks."),
        }[self._kind]
