"""Writing a review as verbs: its sections, and statements of what went well, badly or by luck, with evidence."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Any

from warroom.commands.base import Command, handles, needed
from warroom.commands.rests_on import checked, rested_on
from warroom.commands.rex import live_rex
from warroom.commands.seen import Seen, unmoved
from warroom.domain.ids import RecordId
from warroom.domain.nouns import DELETED
from warroom.domain.rex import OWN, NoteKind
from warroom.domain.rights import Right
from warroom.errors import Refusal
from warroom.storage.books import Books, Row
from warroom.storage.naming import folded_name
from warroom.words import _

CODE = re.compile(r"[a-z][a-z0-9_]{0,39}\Z")
TEXT_MOST = 100_000  # letters of a section, as of an entry
NOTE_MOST = 8_000
TITLE_MOST = 200
ABOUT_MOST = 300
OWN_MOST = 50  # sections of a review's own


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteSection(Command[RecordId]):
    """Say what a section says, whole; an empty text empties it. A text that changes is not done any more."""

    right = Right.LOG

    rex: str
    code: str
    text: str
    seen: Seen | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkSection(Command[RecordId]):
    """Say of a section that it is done, that there is nothing to say, or who writes it; None leaves it alone."""

    right = Right.LOG

    rex: str
    code: str
    done: bool | None = None
    nothing: bool | None = None
    given_to: str | None = None
    seen: Seen | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AddSection(Command[str]):
    """A section of this review's own. Gives its code; the same title makes the same section at every station."""

    right = Right.LOG

    rex: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveSection(Command[None]):
    """Take away a section of this review's own."""

    right = Right.LOG

    rex: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddNote(Command[RecordId]):
    """One statement: what went well, badly, by luck, how it felt, what is asked, or what explains a contradiction.

    `about` is the key of the gap or contradiction that it explains. `evidence` are references (`entry A-0042`).
    """

    right = Right.LOG

    rex: str
    section: str
    kind: NoteKind
    text: str
    evidence: tuple[str, ...] = ()
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendNote(Command[None]):
    """Change a statement; None leaves it alone."""

    right = Right.LOG

    note: str
    kind: NoteKind | None = None
    text: str | None = None
    evidence: tuple[str, ...] | None = None
    seen: Seen | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveNote(Command[None]):
    """Take a statement away."""

    right = Right.LOG

    note: str


@handles(WriteSection)
def write_section(command: WriteSection, books: Books) -> RecordId:
    text = command.text.strip()
    if len(text) > TEXT_MOST:
        raise _long(TEXT_MOST)
    rex = live_rex(books, command.rex)
    record, known = _section(books, rex, command.code)
    wanted: dict[str, Any] = {"text": text}
    if known is None:
        return _made(books, rex, command.code, record, wanted) if text else record
    changed = unmoved(books, "rex_section", record, wanted, command.seen)
    changed = {name: value for name, value in changed.items() if (known[name] or "") != value}
    if not changed:
        return record
    undone: dict[str, Any] = {"done": None, "done_by": None, "done_at": None} if known["done"] else {}
    spoken: dict[str, Any] = {"nothing": None} if known["nothing"] and text else {}
    books.write("rex_section", record, changed, follows={**undone, **spoken, **_stamps(books)})
    return record


@handles(MarkSection)
def mark_section(command: MarkSection, books: Books) -> RecordId:
    rex = live_rex(books, command.rex)
    record, known = _section(books, rex, command.code)
    wanted: dict[str, Any] = {}
    if command.done is not None:
        wanted["done"] = command.done
    if command.nothing is not None:
        if command.nothing and known is not None and known["text"]:
            raise Refusal(
                "section-written",
                _("This section has a text: there is something to say."),
                safe=_("Nothing was changed."),
                todo=_("Empty it first."),
            )
        wanted["nothing"] = command.nothing
    if command.given_to is not None:
        wanted["given_to"] = " ".join(command.given_to.split())[:TITLE_MOST]
    if known is not None:
        wanted = unmoved(books, "rex_section", record, wanted, command.seen)
    now = known or {}
    changed = {name: value for name, value in wanted.items() if (now.get(name) or None) != (value or None)}
    if not changed:
        return record
    stamps: dict[str, Any] = {}
    if "done" in changed:
        is_done = bool(changed["done"])
        stamps = {"done_by": books.author.name if is_done else None, "done_at": books.now if is_done else None}
    if known is None:
        return _made(books, rex, command.code, record, {**changed, **stamps})
    books.write("rex_section", record, changed, follows=stamps)
    return record


@handles(AddSection)
def add_section(command: AddSection, books: Books) -> str:
    rex = live_rex(books, command.rex)
    title = needed(" ".join(command.title.split()), code="title-missing", message=_("What is the section about?"))
    if len(title) > TITLE_MOST:
        raise _long(TITLE_MOST)
    code = OWN + hashlib.sha256(folded_name(title).encode()).hexdigest()[:12]
    record, known = _section(books, rex, code)
    if known is not None:
        return code
    own = [row for row in books.where("rex_section", rex=rex["id"]) if str(row["code"] or "").startswith(OWN)]
    if len(own) >= OWN_MOST:
        raise Refusal(
            "sections-many",
            _("A review has {n} sections of its own at most.").format(n=OWN_MOST),
            safe=_("Nothing was changed."),
        )
    _made(books, rex, code, record, {"title": title})
    return code


@handles(RemoveSection)
def remove_section(command: RemoveSection, books: Books) -> None:
    rex = live_rex(books, command.rex)
    record, known = _section(books, rex, command.code)
    if not command.code.startswith(OWN):
        raise Refusal(
            "section-common",
            _("Every review has this section: say that there is nothing to say instead."),
            safe=_("Nothing was changed."),
        )
    if known is not None:
        books.write("rex_section", record, {DELETED: True})


@handles(AddNote)
def add_note(command: AddNote, books: Books) -> RecordId:
    rex = live_rex(books, command.rex)
    text = _note_text(command.text)
    evidence = checked(books, books.get("incident", rex["incident"]), command.evidence)
    patch = {
        "rex": rex["id"],
        "incident": rex["incident"],
        "section": _code(command.section),
        "kind": command.kind.value,
        "text": text,
        "about": command.about.strip()[:ABOUT_MOST],
        "evidence": evidence or None,
        "by": books.author.name,
        "at": books.now,
    }
    return books.make("rex_note", {name: value for name, value in patch.items() if value not in (None, "")})


@handles(AmendNote)
def amend_note(command: AmendNote, books: Books) -> None:
    note = books.get("rex_note", command.note)
    rex = live_rex(books, note["rex"])
    wanted: dict[str, Any] = {}
    if command.text is not None:
        wanted["text"] = _note_text(command.text)
    if command.kind is not None:
        wanted["kind"] = command.kind.value
    if command.evidence is not None:
        wanted["evidence"] = rested_on(books, books.get("incident", rex["incident"]), command.evidence)
    changed = unmoved(books, "rex_note", note["id"], wanted, command.seen)
    changed = {name: value for name, value in changed.items() if (note[name] or None) != (value or None)}
    if changed:
        books.write("rex_note", note["id"], changed)


@handles(RemoveNote)
def remove_note(command: RemoveNote, books: Books) -> None:
    note = books.get("rex_note", command.note)
    live_rex(books, note["rex"])
    books.write("rex_note", note["id"], {DELETED: True})


def section_id(books: Books, rex: str, code: str) -> RecordId:
    """The id of a section, the same at every station."""
    return books.named("rex_section", f"{rex} {code}")


def _section(books: Books, rex: Row, code: str) -> tuple[RecordId, Row | None]:
    record = section_id(books, rex["id"], _code(code))
    return record, books.row("rex_section", record)


def _made(books: Books, rex: Row, code: str, record: RecordId, patch: dict[str, Any]) -> RecordId:
    own = {"rex": rex["id"], "incident": rex["incident"], "code": code}
    filled = {name: value for name, value in patch.items() if value not in (None, "", False)}
    return books.make("rex_section", {**own, **filled, **_stamps(books)}, record=record)


def _stamps(books: Books) -> dict[str, Any]:
    return {"by": books.author.name, "at": books.now}


def _code(code: str) -> str:
    if not CODE.match(code):
        raise Refusal(
            "section-unknown",
            _("There is no section “{code}”.").format(code=code[:40]),
            safe=_("Nothing was changed; your text is still there."),
        )
    return code


def _note_text(said: str) -> str:
    text = needed(said, code="note-empty", message=_("What is to be said?"))
    if len(text) > NOTE_MOST:
        raise _long(NOTE_MOST)
    return text


def _long(most: int) -> Refusal:
    return Refusal(
        "text-long",
        _("This is too long: {n} characters at most.").format(n=most),
        safe=_("Nothing was changed; your text is still there."),
        todo=_("Shorten it, or attach it as a file."),
    )
