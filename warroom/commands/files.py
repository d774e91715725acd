"""Attachments as verbs: the record and its key; the bytes are stored by the room before this runs."""

from __future__ import annotations

import base64
from dataclasses import dataclass

from warroom.commands.base import Command, handles, needed
from warroom.commands.entries import same_circle, write_automatic
from warroom.domain.ids import RecordId
from warroom.domain.rights import Right
from warroom.errors import Refusal
from warroom.storage.asides import carry
from warroom.storage.attachments import Stored, settle_chunks
from warroom.storage.books import Books, Row
from warroom.words import _

PARENTS = ("incident", "entry", "decision", "action")


@dataclass(frozen=True, slots=True, kw_only=True)
class AddAttachment(Command[RecordId]):
    """Keep a stored file as evidence on a record (`noun` and its id or number)."""

    right = Right.LOG

    noun: str
    parent: str
    stored: Stored
    origin: str = ""
    circle: str = ""  # that of its parent when it has one


def parent_of(books: Books, noun: str, reference: str) -> Row:
    """The record a file hangs on. Raises Refusal when there is none, or files cannot hang on it."""
    if noun not in PARENTS:
        raise Refusal("parent-unfit", _("Files cannot be attached to this."), safe=_("Nothing was changed."))
    return books.get(noun, reference)


@handles(AddAttachment)
def add_attachment(command: AddAttachment, books: Books) -> RecordId:
    parent = parent_of(books, command.noun, command.parent)
    incident = parent if command.noun == "incident" else books.get("incident", parent["incident"])
    name = needed(command.stored.name, code="name-missing", message=_("The file needs a name."))
    circle = same_circle(books, parent, command.circle)
    record = books.make(
        "attachment",
        {
            "incident": incident["id"],
            "parent": parent["id"],
            "parent_noun": command.noun,
            "name": name,
            "media_type": command.stored.media_type,
            "size": command.stored.size,
            "sha256": command.stored.sha256,
            "chunks": [chunk.hex() for chunk in command.stored.chunks],
            "origin": command.origin.strip(),
            "captured_by": books.author.name,
            "added_at": books.now,
        },
        circle=circle,
    )
    secret = {"secret": base64.b64encode(command.stored.key).decode()}
    books.make("attachment_key", secret, record=record, circle=circle)
    settle_chunks(books.conn, command.stored.chunks)
    if circle:
        carry(books.conn, record, command.stored.chunks)
    sentence = _("File attached: {name} ({size} bytes, SHA-256 {sha})").format(
        name=name, size=command.stored.size, sha=command.stored.sha256[:16]
    )
    params = {
        "name": name,
        "size": command.stored.size,
        "sha256": command.stored.sha256,
        "parent": parent.get("number") or "",
        "attachment": record,
    }
    write_automatic(books, incident, sentence, code="attached", params=params, circle=circle)
    return record
