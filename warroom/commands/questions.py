"""Questions as verbs: asked of the next point, so that nobody is interrupted before; answered there, or taken back."""

from __future__ import annotations

from dataclasses import dataclass

from warroom.commands.base import Command, handles, needed
from warroom.commands.points import active_cell, tell
from warroom.domain.ids import RecordId
from warroom.domain.points import QuestionState
from warroom.domain.rights import Right
from warroom.errors import Refusal
from warroom.storage.books import Books, Row
from warroom.words import _


@dataclass(frozen=True, slots=True, kw_only=True)
class AskQuestion(Command[RecordId]):
    """Ask at the next point: nobody is interrupted before it."""

    right = Right.LOG

    cell: str
    text: str
    asked_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerQuestion(Command[None]):
    """Answer a question; `point` says at which one."""

    right = Right.CONDUCT

    question: str
    answer: str
    point: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawQuestion(Command[None]):
    """Take a question back, with the reason."""

    right = Right.CONDUCT

    question: str
    reason: str


@handles(AskQuestion)
def ask_question(command: AskQuestion, books: Books) -> RecordId:
    cell = active_cell(books, command.cell)
    text = needed(command.text, code="question-empty", message=_("What is asked?"))
    asked_by = command.asked_by.strip() or books.author.name
    patch = {
        "cell": cell["id"],
        "text": text,
        "asked_by": asked_by,
        "asked_at": books.now,
        "state": QuestionState.WAITING.value,
    }
    record = books.make("question", patch)
    sentence = _("Question for the next point, from {name}: {text}").format(name=asked_by or "—", text=text)
    tell(books, cell, sentence, code="question-asked", params={"question": record, "from": asked_by})
    return record


@handles(AnswerQuestion)
def answer_question(command: AnswerQuestion, books: Books) -> None:
    question = _waiting(books, command.question)
    answer = needed(command.answer, code="answer-empty", message=_("What is the answer?"))
    point = books.resolve("point", command.point) if command.point else None
    follows = {"state": QuestionState.ANSWERED.value, "answered_at": books.now, "point": point}
    books.write("question", question["id"], {"answer": answer}, follows={k: v for k, v in follows.items() if v})
    sentence = _("Answer to “{question}”: {answer}").format(question=question["text"], answer=answer)
    cell = books.get("crisis_cell", question["cell"])
    tell(books, cell, sentence, code="question-answered", params={"question": question["id"]})


@handles(WithdrawQuestion)
def withdraw_question(command: WithdrawQuestion, books: Books) -> None:
    question = _waiting(books, command.question)
    reason = needed(command.reason, code="reason-missing", message=_("Say why."))
    books.write("question", question["id"], {"answer": reason}, follows={"state": QuestionState.WITHDRAWN.value})
    sentence = _("Question taken back, “{question}”: {reason}").format(question=question["text"], reason=reason)
    cell = books.get("crisis_cell", question["cell"])
    tell(books, cell, sentence, code="question-withdrawn", params={"question": question["id"], "reason": reason})


def _waiting(books: Books, reference: str) -> Row:
    question = books.get("question", reference)
    if question["answered_at"] is not None or question["state"] == QuestionState.WITHDRAWN:
        raise Refusal(
            "question-over",
            _("This question is answered or taken back already."),
            safe=_("Nothing was changed."),
            todo=_("Ask it again for the next point."),
        )
    return question
