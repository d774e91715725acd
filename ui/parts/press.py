"""What is said to the press, part by part: the line, the hard questions, how to come back to it, what is never said."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.parts.part import Part
from ui.widgets.lines import Block
from warroom import words
from warroom.commands import ApprovePress
from warroom.commands.press_words import answer_word, approval_said
from warroom.domain.channels import AnswerKind, PressAnswer
from warroom.domain.press import is_ready, of_language
from warroom.words import _


class PressPart(Part):
    """One block an answer, in the language chosen; Enter or a click opens it."""

    nouns = ("press_answer",)

    def __init__(
        self,
        desk: Desk,
        *,
        title: Callable[[], str],
        kinds: tuple[AnswerKind, ...],
        empty: Callable[[], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(desk, parent)
        self._words, self._kinds, self._empty = title, kinds, empty
        self._language = words.language()
        for kind in kinds:
            self.add_head_button(partial(self._verb, kind), partial(self.write, kind))
        self._say()

    def show_language(self, language: str) -> None:
        """Show the words of this language from now on."""
        self._language = language
        if self.incident is not None:
            self.refresh()

    def write(self, kind: AnswerKind, answer: PressAnswer | None = None) -> None:
        """Ask for the words."""
        from ui.dialogs.press import PressDialog

        if self.incident is None:
            return
        if kind is AnswerKind.LINE and answer is None:
            answer = next(iter(self._found()[kind]), None)
        self.ask(PressDialog(self.desk, self.incident, kind, self._language, answer, self))

    def refresh(self) -> None:
        if self.incident is None:
            return
        now, found = self.now(), self._found()
        lines: list[QWidget] = [self._block(one, now) for kind in self._kinds for one in found[kind]]
        if not lines:
            lines.append(self.empty_line(self._empty()))
        self.fill(lines)

    def _block(self, one: PressAnswer, now: int) -> QWidget:
        block = Block(self.desk.look, self)
        head = one.question if one.kind is AnswerKind.QUESTION else ""
        if one.kind is AnswerKind.RED_LINE:
            head = answer_word(one.kind)
        tone = "late" if one.kind is AnswerKind.RED_LINE else ""
        block.say(head, tone, one.answer, approval_said(one, now))
        if not one.answer:
            block.more.say(approval_said(one, now), "due")
        elif one.kind in (AnswerKind.LINE, AnswerKind.QUESTION):
            block.more.say(approval_said(one, now), "good" if is_ready(one) else "due")
            if not is_ready(one) and one.by != self.desk.room.member:
                block.add_button(_("Approve"), lambda: self.do(ApprovePress(answer=one.id)))
        block.what.setVisible(bool(one.answer))
        block.chosen.connect(lambda: self.write(one.kind, one))
        return block

    def _found(self) -> dict[AnswerKind, list[PressAnswer]]:
        assert self.incident is not None
        return of_language(self.desk.room.views.press_answers(self.incident.id), self._language)

    def _verb(self, kind: AnswerKind) -> str:
        return {
            AnswerKind.LINE: _("Write"),
            AnswerKind.QUESTION: _("Add a question"),
            AnswerKind.BRIDGE: _("Add a bridge"),
            AnswerKind.RED_LINE: _("Add a red line"),
        }[kind]

    def _say(self) -> None:
        self.set_title(self._words())
        super()._say()
