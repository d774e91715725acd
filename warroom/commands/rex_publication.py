"""Publishing a version of a review as a verb: for whom, which words, which files; whoever may lets out what leaves."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from warroom.commands.base import Command, handles, needed
from warroom.commands.rex import live_rex, tell_rex
from warroom.commands.rex_approval import rex_facts
from warroom.commands.rex_words import reader_word
from warroom.domain.rex import Reader, RexPublication
from warroom.domain.rex_state import standing
from warroom.domain.rights import Right
from warroom.errors import Refusal
from warroom.storage.books import Books, Row
from warroom.storage.projections import json_field
from warroom.storage.queries.plain import fetch
from warroom.storage.rulebook import sight_of
from warroom.words import _

REMARK_MOST = 4_000
FILES_MOST = 1_000
_DIGEST = re.compile(r"[0-9a-f]{64}\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishRex(Command[RexPublication]):
    """Note that a version of a review was written for a reader; the log tells it with its digest.

    `digest` is that of the review that was read: refused when it says something else by now. `version` is the number
    printed on the pages: refused when somebody published that one meanwhile. `files` are names and SHA-256. What leaves
    needs an approval that holds, and is never under legal privilege; other versions may go out as drafts.
    """

    right = Right.LOG

    rex: str
    reader: Reader
    languages: tuple[str, ...]
    digest: str
    version: int | None = None
    files: Mapping[str, str] = field(default_factory=dict)
    left_out: int = 0
    remark: str = ""

    def asks(self) -> Right | None:
        return Right.RELEASE if self.reader.leaves else Right.LOG


@handles(PublishRex)
def publish_rex(command: PublishRex, books: Books) -> RexPublication:
    rex = live_rex(books, command.rex)
    facts = rex_facts(books, rex)
    if command.digest != facts.digest:
        raise Refusal(
            "rex-moved",
            _("Review {number} was changed since you read it.").format(number=rex["number"]),
            safe=_("Nothing was published."),
            todo=_("Read it again."),
        )
    stands = standing(facts)
    is_approved = (
        bool(stands.approved_by) and not stands.waiting_for and stands.sent_back is None and not facts.disputed
    )
    if command.reader.leaves:
        _check_may_leave(rex, is_approved=is_approved, is_disputed=bool(facts.disputed))
    version = next_version(facts.publications, command.reader)
    if command.version is not None and command.version != version:
        raise Refusal(
            "rex-version",
            _("Version {n} of this review was published meanwhile.").format(n=command.version),
            safe=_("Nothing was published."),
            todo=_("Publish it once more: it will be version {n}.").format(n=version),
        )
    patch: dict[str, Any] = {
        "rex": rex["id"],
        "incident": rex["incident"],
        "version": version,
        "reader": command.reader.value,
        "languages": json_field(sorted(set(command.languages))),
        "digest": facts.digest,
        "approved": is_approved or None,
        "left_out": command.left_out or None,
        "files": json_field(_files(command.files)) if command.files else None,
        "by": needed(books.author.name, code="name-missing", message=_("Say who publishes it: nobody sits here.")),
        "at": books.now,
        "remark": command.remark.strip()[:REMARK_MOST],
    }
    record = books.make("rex_publication", {name: value for name, value in patch.items() if value not in (None, "")})
    _tell(books, rex, patch)
    return fetch(books.conn, sight_of(books), RexPublication, "rex_publication", "id=?", (bytes.fromhex(record),))[0]


def next_version(publications: tuple[RexPublication, ...], reader: Reader) -> int:
    """Each reader's versions are counted from 1."""
    return 1 + max((each.version for each in publications if each.reader is reader), default=0)


def _check_may_leave(rex: Row, *, is_approved: bool, is_disputed: bool) -> None:
    if rex["privileged"]:
        raise Refusal(
            "rex-privileged",
            _("Review {number} is under legal privilege: no version of it leaves.").format(number=rex["number"]),
            safe=_("Nothing was published."),
            todo=_("Let the lawyers decide, and lift the privilege in the review first."),
        )
    if is_disputed:
        raise Refusal(
            "rex-disputed",
            _("Several people wrote the same part of review {number} apart, and nobody has chosen yet.").format(
                number=rex["number"]
            ),
            safe=_("Nothing was published."),
            todo=_("Settle what is open first."),
        )
    if not is_approved:
        raise Refusal(
            "rex-unapproved",
            _("Nobody has approved review {number} as it is now: no version of it leaves.").format(
                number=rex["number"]
            ),
            safe=_("Nothing was published."),
            todo=_("Have it approved first."),
        )


def _tell(books: Books, rex: Row, patch: Mapping[str, Any]) -> None:
    said = _("Review {number} published: {reader}, version {version}, digest {digest}.").format(
        number=rex["number"],
        reader=reader_word(Reader(patch["reader"])),
        version=patch["version"],
        digest=patch["digest"][:12],
    )
    if not patch["approved"]:
        said = _("{said} Nobody has approved it as it is.").format(said=said)
    names = ("reader", "version", "digest", "left_out", "remark")
    params = {name: patch[name] for name in names if patch[name] not in (None, "")}
    tell_rex(books, rex, said, "rex-published", params, key_event=Reader(patch["reader"]).leaves)


def _files(files: Mapping[str, str]) -> dict[str, str]:
    if len(files) > FILES_MOST or any(not _DIGEST.match(digest) for digest in files.values()):
        raise Refusal(
            "files-unfit",
            _("These are not the files of a publication."),
            safe=_("Nothing was published."),
        )
    return {name[:300]: digest for name, digest in sorted(files.items())}
