"""What a lesson changed, as it is written down: one link for each lesson and target."""

from __future__ import annotations

from warroom.commands.entries import write_automatic
from warroom.domain.ids import RecordId
from warroom.domain.nouns import DELETED
from warroom.errors import Refusal
from warroom.phrases import labelled
from warroom.storage.books import Books, Row
from warroom.words import _

WHAT_MOST = 1_000  # characters


def record_link(
    books: Books, lesson: Row, noun: str, target: str, *, said: str, version: str = "", what: str = ""
) -> RecordId:
    """Write that a lesson changed something, and tell it in the log; `said` is the target as people call it.

    The same lesson and target again changes the version and the words of the one link there is.
    """
    if len(what) > WHAT_MOST:
        raise Refusal(
            "text-too-long", _("This text is too long."), safe=_("Nothing was changed; what you typed is still there.")
        )
    record = books.named("lesson_link", f"{lesson['id']} {noun} {target}")
    row = books.row("lesson_link", record)
    stamp = {"by": books.author.name, "at": books.now}
    if row is not None:
        changed = {name: value for name, value in {"version": version, "what": what}.items() if value}
        changed = {name: value for name, value in changed.items() if row[name] != value}
        if not changed:
            return record
        books.write("lesson_link", record, changed, follows=stamp)
    else:
        patch = {"lesson": lesson["id"], "incident": lesson["incident"], "noun": noun, "target": target, **stamp}
        patch |= {name: value for name, value in {"version": version, "what": what}.items() if value}
        books.make("lesson_link", {name: value for name, value in patch.items() if value}, record=record)
    _tell(books, lesson, said, what)
    return record


def links_of(books: Books, lesson: str) -> list[Row]:
    """The links of a lesson that stand."""
    return [row for row in books.where("lesson_link", lesson=lesson) if not row.get(DELETED)]


def lesson_said(lesson: Row) -> str:
    """A lesson in one line, as the reason of a change: “Lesson A-LE01: …”."""
    text = " ".join(str(lesson["text"] or "").split())
    return _("Lesson {number}: {text}").format(number=lesson["number"], text=text)


def _tell(books: Books, lesson: Row, said: str, what: str) -> None:
    incident = books.row("incident", lesson["incident"]) if lesson["incident"] else None
    if incident is None:
        return
    sentence = _("Lesson {number} changed {target}").format(number=lesson["number"], target=said)
    sentence = labelled(sentence, what) if what else sentence
    params = {"lesson": lesson["number"], "record": lesson["id"], "target": said}
    write_automatic(books, incident, sentence, code="lesson-linked", params=params)
