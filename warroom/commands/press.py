"""What is said to the press, as verbs: the line, the hard questions, the bridges, and what is never said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from warroom.commands.base import Command, handles, needed
from warroom.commands.entries import write_automatic
from warroom.commands.press_words import answer_word
from warroom.commands.seen import Seen, unmoved
from warroom.domain.channels import AnswerKind
from warroom.domain.ids import RecordId
from warroom.domain.nouns import DELETED
from warroom.domain.press import words_of
from warroom.domain.rights import Right
from warroom.errors import Refusal
from warroom.storage.books import Books, Row
from warroom.storage.press import shipped
from warroom.words import _

PAIR = ("fr", "en")
TEXT_MOST = 4000
MOST = 200  # answers of one incident; nobody learns more by heart


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposePress(Command[int]):
    """Take up the ten hard questions, the bridges and the red lines that ship, in these languages. Gives how many."""

    right = Right.COMMUNICATE

    incident: str
    languages: tuple[str, ...] = PAIR


@dataclass(frozen=True, slots=True, kw_only=True)
class WritePress(Command[RecordId]):
    """Write the press line, an answer, a bridge or a red line in one language; `record` names the one written anew.

    Words that are changed are to be approved again. A question without an answer is kept: it is open.
    """

    right = Right.COMMUNICATE

    incident: str
    kind: AnswerKind
    language: str
    answer: str
    question: str = ""
    record: str = ""
    sources: tuple[str, ...] | None = None
    seen: Seen | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovePress(Command[None]):
    """Let the press line or an answer be said. Nobody approves words of their own."""

    right = Right.JUDGE

    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DropPress(Command[None]):
    """Take one of them away."""

    right = Right.COMMUNICATE

    answer: str


@handles(ProposePress)
def propose_press(command: ProposePress, books: Books) -> int:
    incident = books.get("incident", command.incident)
    made = 0
    for language in dict.fromkeys(command.languages):
        for one in shipped():
            said = one.said.get(language)
            record = books.named("press_answer", f"{incident['id']} {language} {one.code}")
            if not said or books.any_row("press_answer", record) is not None:
                continue
            is_question = one.kind is AnswerKind.QUESTION
            words = {"question": said} if is_question else {"answer": said}
            patch = {"incident": incident["id"], "kind": one.kind.value, "language": language, "place": one.place}
            books.make("press_answer", {**patch, **words, **_stamps(books)}, record=record)
            made += 1
    if made:
        _tell(books, incident, _("Hard questions, bridges and red lines for the press taken up."), kind="proposed")
    return made


@handles(WritePress)
def write_press(command: WritePress, books: Books) -> RecordId:
    incident = books.get("incident", command.incident)
    language = command.language.strip().lower()
    if not (2 <= len(language) <= 8 and language.isalpha()):
        raise Refusal("language-unknown", _("In which language?"), safe=_("Nothing was changed."))
    answer, question = command.answer.strip(), command.question.strip()
    if len(answer) > TEXT_MOST or len(question) > TEXT_MOST:
        raise Refusal(
            "press-long",
            _("Nobody can say this much in one breath."),
            safe=_("Nothing was changed; your text is still there."),
            todo=_("Keep it under {n} characters.").format(n=TEXT_MOST),
        )
    if command.kind is AnswerKind.QUESTION:
        needed(question, code="question-missing", message=_("What is asked?"))
    else:
        needed(answer, code="answer-missing", message=_("What is said?"))
    wanted: dict[str, Any] = {"answer": answer, "question": question}
    if command.sources is not None:
        wanted["sources"] = [books.resolve("entry", source) for source in command.sources]
    record = _record(command, books, incident, language)
    known = books.row("press_answer", record) if record else None
    if known is None:
        _refuse_many(books, incident)
        patch = {"incident": incident["id"], "kind": command.kind.value, "language": language}
        patch |= {name: value for name, value in wanted.items() if value}
        record = books.make("press_answer", patch | _stamps(books), record=record or None)
    else:
        wanted = unmoved(books, "press_answer", known["id"], wanted, command.seen)
        changed = {name: value for name, value in wanted.items() if (known[name] or None) != (value or None)}
        if not changed:
            return RecordId(known["id"])
        books.write("press_answer", known["id"], changed, follows=_stamps(books))
    if command.kind is AnswerKind.LINE:
        said = _("Press line ({language}): {line}").format(language=language, line=answer)
        _tell(books, incident, said, kind=command.kind.value)
    return RecordId(record)


@handles(ApprovePress)
def approve_press(command: ApprovePress, books: Books) -> None:
    answer = books.get("press_answer", command.answer)
    needed(books.author.name, code="approver-missing", message=_("Say who approves: nobody sits at this keyboard."))
    needed(answer["answer"] or "", code="answer-missing", message=_("There are no words to approve yet."))
    words = words_of(answer["question"] or "", answer["answer"] or "")
    if answer["approved_at"] is not None and answer["approved_words"] == words:
        return
    if answer["by"] == books.author.name:
        raise Refusal(
            "own-words",
            _("These words are your own: somebody else approves them."),
            safe=_("Nothing was changed; until then they are printed as not approved."),
            todo=_("Ask Legal or the director."),
        )
    stamps = {"approved_by": books.author.name, "approved_at": books.now, "approved_words": words}
    books.write("press_answer", answer["id"], {}, follows=stamps)
    incident = books.get("incident", answer["incident"])
    said = _("{what} approved by {name}: {text}").format(
        what=answer_word(AnswerKind(answer["kind"])),
        name=books.author.name,
        text=answer["question"] or answer["answer"],
    )
    _tell(books, incident, said, kind="approved", name=books.author.name)


@handles(DropPress)
def drop_press(command: DropPress, books: Books) -> None:
    answer = books.get("press_answer", command.answer)
    books.write("press_answer", answer["id"], {DELETED: True})


def _record(command: WritePress, books: Books, incident: Row, language: str) -> str:
    """There is one press line in each language, whoever writes it; everything else is named or new."""
    if command.kind is AnswerKind.LINE:
        return books.named("press_answer", f"{incident['id']} {language} line")
    return books.resolve("press_answer", command.record) if command.record else ""


def _refuse_many(books: Books, incident: Row) -> None:
    if len(books.where("press_answer", incident=incident["id"])) >= MOST:
        raise Refusal(
            "press-full",
            _("There are {n} answers already.").format(n=MOST),
            safe=_("Nothing was changed; your text is still there."),
            todo=_("Take some away: nobody learns more by heart."),
        )


def _stamps(books: Books) -> dict[str, Any]:
    return {"by": books.author.name, "at": books.now}


def _tell(books: Books, incident: Row, sentence: str, **params: Any) -> None:
    write_automatic(books, incident, sentence, code="press", params=params)
