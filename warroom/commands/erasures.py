"""Erasures as verbs: a person's name or a file's content goes, on request; the log keeps that it was there."""

from __future__ import annotations

import re
from dataclasses import dataclass

from warroom.commands.base import Command, handles, needed
from warroom.commands.circles import person_of
from warroom.commands.entries import write_automatic
from warroom.domain.rights import Right
from warroom.errors import Refusal
from warroom.phrases import erased_person
from warroom.storage import erasing, reached
from warroom.storage.books import Books
from warroom.storage.erased import is_erased
from warroom.storage.erasing import Swept
from warroom.storage.merged import family, heads
from warroom.storage.reached import Copy
from warroom.words import _


@dataclass(frozen=True, slots=True)
class Withheld:
    """What an erasure took out here: its id, what is shown instead, how many values."""

    erasure: str
    alias: str
    values: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasePerson(Command[Withheld]):
    """Erase a person's name, and all that is kept of them, on every station this reaches. Cannot be undone."""

    person: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EraseAttachment(Command[Withheld]):
    """Erase a file's name and content (by id) on every station this reaches. Cannot be undone."""

    attachment: str
    reason: str


@handles(ErasePerson)
def erase_person(command: ErasePerson, books: Books) -> Withheld:
    books.must(Right.ADMINISTER)
    person = person_of(books, command.person)
    if person == books.author.person:
        raise Refusal(
            "erase-oneself",
            _("Whoever sits at the keyboard cannot erase themselves."),
            safe=_("Nothing was changed."),
            todo=_("Let another administrator sit down."),
        )
    row = books.row("person", person) or {}
    name, reason = str(row.get("name") or ""), _reason(command.reason)
    if name and re.search(rf"(?<!\w){re.escape(name.casefold())}(?!\w)", reason.casefold()):
        raise Refusal(
            "reason-names",
            _("The reason must not name the person."),
            safe=_("Nothing was changed."),
            todo=_("Give the reason without the name, e.g. the reference of the request."),
        )
    alias = str(row.get("number") or person[:8])
    erasure = _make(books, "person", person, alias=alias, reason=reason)
    found = heads(books.conn)
    head = found.get(bytes.fromhex(person), bytes.fromhex(person))
    for card in sorted({each.hex() for each in family(head, found)} - {person}):  # the same person, otherwise spelt
        merged = books.row("person", card)
        if merged is not None and card != books.author.person and not is_erased(books.conn, "person", card):
            _make(books, "person", card, alias=str(merged["number"] or card[:8]), reason=reason)
    swept = erasing.apply_new(books.conn, now_ms=books.now)
    books.journal.touched += sorted(swept.touched)
    sentence = _("{person} erased on request").format(person=erased_person(alias))
    _say(books, swept, sentence, alias=alias)
    texts = [Copy("text", number) for number in erasing.mentions(books.conn, swept.names | ({name} - {""}))]
    reached.keep_list(books.conn, bytes.fromhex(erasure), texts)
    return Withheld(erasure, alias, swept.withheld)


@handles(EraseAttachment)
def erase_attachment(command: EraseAttachment, books: Books) -> Withheld:
    books.must(Right.ADMINISTER)
    row = books.get("attachment", command.attachment)
    if is_erased(books.conn, "attachment", row["id"]):
        raise Refusal("already-erased", _("This file is erased already."), safe=_("Nothing was changed."))
    reason, alias = _reason(command.reason), str(row["sha256"] or row["id"])[:16]
    erasure = _make(books, "attachment", row["id"], alias=alias, reason=reason)
    swept = erasing.apply_new(books.conn, now_ms=books.now)
    books.journal.touched += sorted(swept.touched)
    incident = books.row("incident", row["incident"])
    if incident:
        sentence = _("File erased on request (SHA-256 {sha})").format(sha=alias)
        write_automatic(books, incident, sentence, code="erased", params={"alias": alias})
    return Withheld(erasure, alias, swept.withheld)


def _reason(said: str) -> str:
    return needed(said, code="reason-missing", message=_("An erasure needs a reason."))


def _make(books: Books, noun: str, record: str, *, alias: str, reason: str) -> str:
    if is_erased(books.conn, noun, record):
        raise Refusal("already-erased", _("This person is erased already."), safe=_("Nothing was changed."))
    patch = {"noun": noun, "record": record, "alias": alias, "reason": reason, "by": books.author.name, "at": books.now}
    return books.make("erasure", patch)


def _say(books: Books, swept: Swept, sentence: str, *, alias: str) -> None:
    """One entry in the log of every incident that something was taken out of."""
    for record in _incidents(books, swept):
        incident = books.row("incident", record)
        if incident:
            write_automatic(books, incident, sentence, code="erased", params={"alias": alias})


def _incidents(books: Books, swept: Swept) -> list[str]:
    found = set()
    for noun, rid in swept.touched:
        if noun == "incident":
            found.add(rid.hex())
        elif noun in ("entry", "decision", "action", "attachment", "due", "delegation"):
            incident = books.value(noun, rid.hex(), "incident")
            if isinstance(incident, str):
                found.add(incident)
    return sorted(found)
