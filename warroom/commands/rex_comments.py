"""Remarks of an edited copy as verbs: taken in beside their sections, agreed with or declined."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from warroom.commands.base import Command, handle, handles, needed
from warroom.commands.rex import live_rex
from warroom.commands.rex_writing import WriteSection, section_id
from warroom.domain.rex import CommentAnswer, CommentKind, RexComment
from warroom.domain.rex_comments import comment_key, with_change
from warroom.domain.rights import Right
from warroom.errors import Refusal
from warroom.storage.books import Books
from warroom.storage.queries.plain import fetch
from warroom.storage.rulebook import sight_of
from warroom.words import _

TEXT_MOST = 100_000
NAME_MOST = 300
ANSWER_MOST = 4_000
MOST = 5_000  # remarks of one file


@dataclass(frozen=True, slots=True)
class RemarkIn:
    """One remark or change as a file says it; a change turns `quoted` into `text`."""

    section: str  # code; "" when it stands nowhere we know
    kind: CommentKind
    author: str
    text: str
    quoted: str = ""
    written: str = ""  # when, as the file says it
    written_at: int | None = None  # milliseconds UTC


@dataclass(frozen=True, slots=True)
class TakenIn:
    """How many remarks are new, and how many were here already."""

    added: int
    known: int


@dataclass(frozen=True, slots=True)
class Came:
    """What an edited copy brings: how many remarks are new, were here already, or were closed in the file."""

    added: int
    known: int
    resolved: int
    is_compared: bool  # changes that nobody tracked were looked for
    remarks: tuple[RemarkIn, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeInComments(Command[TakenIn]):
    """Bring the remarks of an edited copy beside the sections of a review. `source` is the name of the file."""

    right = Right.LOG

    rex: str
    remarks: tuple[RemarkIn, ...]
    source: str
    source_sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeComment(Command[bool]):
    """Agree with a remark. A change is written into its section where its place is found; gives whether it was."""

    right = Right.LOG

    comment: str
    write: bool = True
    answer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclineComment(Command[None]):
    """Leave the section as it is, with the reason."""

    right = Right.LOG

    comment: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopenComment(Command[None]):
    """Take an answer back; what was written into the section stays."""

    right = Right.LOG

    comment: str


@handles(TakeInComments)
def take_in_comments(command: TakeInComments, books: Books) -> TakenIn:
    if len(command.remarks) > MOST:
        raise Refusal(
            "comments-many",
            _("A file brings {n} remarks at most.").format(n=MOST),
            safe=_("Nothing was changed."),
        )
    rex = live_rex(books, command.rex)
    stamps = {
        "source": command.source.strip()[:NAME_MOST],
        "source_sha256": command.source_sha256,
        "taken_in_at": books.now,
    }
    seen: dict[str, int] = {}
    added = known = 0
    for remark in command.remarks:
        patch = _patch(remark)
        if not patch.get("text") and not patch.get("quoted"):
            continue
        key = _key(rex["id"], patch, remark.written)
        nth = seen[key] = seen.get(key, -1) + 1
        record = books.named("rex_comment", key if not nth else _key(rex["id"], patch, remark.written, nth))
        if books.any_row("rex_comment", record) is not None:
            known += 1
            continue
        own = {"rex": rex["id"], "incident": rex["incident"]}
        filled = {name: value for name, value in {**own, **patch, **stamps}.items() if value not in (None, "")}
        books.make("rex_comment", filled, record=record)
        added += 1
    return TakenIn(added, known)


@handles(TakeComment)
def take_comment(command: TakeComment, books: Books) -> bool:
    comment = _the_comment(books, command.comment)
    live_rex(books, comment.rex)
    written = False
    if command.write and comment.section and comment.kind is not CommentKind.COMMENT:
        row = books.row("rex_section", section_id(books, comment.rex, comment.section))
        said = with_change(str((row or {}).get("text") or ""), comment)
        if said is not None:
            handle(WriteSection(rex=comment.rex, code=comment.section, text=said), books)
            written = True
    _answer(books, comment, CommentAnswer.TAKEN, command.answer)
    return written


@handles(DeclineComment)
def decline_comment(command: DeclineComment, books: Books) -> None:
    comment = _the_comment(books, command.comment)
    live_rex(books, comment.rex)
    said = needed(command.answer, code="reason-missing", message=_("Say why it is left as it is."))
    _answer(books, comment, CommentAnswer.DECLINED, said)


@handles(ReopenComment)
def reopen_comment(command: ReopenComment, books: Books) -> None:
    comment = _the_comment(books, command.comment)
    live_rex(books, comment.rex)
    if comment.answer is not CommentAnswer.NONE:
        gone = {"answer_text": None, "answered_by": None, "answered_at": None}
        books.write("rex_comment", comment.id, {"answer": None}, follows=gone)


def _answer(books: Books, comment: RexComment, answer: CommentAnswer, said: str) -> None:
    stamps = {
        "answer_text": said.strip()[:ANSWER_MOST] or None,
        "answered_by": books.author.name,
        "answered_at": books.now,
    }
    books.write("rex_comment", comment.id, {"answer": answer.value}, follows=stamps)


def _the_comment(books: Books, reference: str) -> RexComment:
    record = books.resolve("rex_comment", reference)
    found = fetch(books.conn, sight_of(books), RexComment, "rex_comment", "id=?", (bytes.fromhex(record),))
    if not found:
        raise Refusal("comment-unknown", _("This remark is not here."), safe=_("Nothing was changed."))
    return found[0]


def _patch(remark: RemarkIn) -> dict[str, Any]:
    return {
        "section": remark.section.strip()[:40],
        "kind": remark.kind.value,
        "author": " ".join(remark.author.split())[:NAME_MOST],
        "text": remark.text[:TEXT_MOST],
        "quoted": remark.quoted[:TEXT_MOST],
        "written_at": remark.written_at,
    }


def _key(rex: str, patch: dict[str, Any], written: str, nth: int = 0) -> str:
    return comment_key(
        rex,
        section=patch["section"],
        kind=CommentKind(patch["kind"]),
        author=patch["author"],
        text=patch["text"],
        quoted=patch["quoted"],
        written=written,
        nth=nth,
    )
