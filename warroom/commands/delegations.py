"""Delegations as verbs: somebody who holds the right looks at what was done without it."""

from __future__ import annotations

from dataclasses import dataclass

from warroom.commands.base import Command, handles
from warroom.domain.members import Verdict
from warroom.domain.rights import Right, rights_of
from warroom.errors import Refusal
from warroom.storage import gates
from warroom.storage.books import Books
from warroom.words import _


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewDelegation(Command[None]):
    """Confirm or overrule what was done by delegation; never by whoever did it."""

    delegation: str
    verdict: Verdict
    remark: str = ""


@handles(ReviewDelegation)
def review_delegation(command: ReviewDelegation, books: Books) -> None:
    done = books.get("delegation", command.delegation)
    if not books.author.person or done["person"] == books.author.person:
        raise Refusal(
            "own-delegation",
            _("Nobody reviews what they did themselves."),
            safe=_("Nothing was changed."),
            todo=_("Ask somebody who holds this right, or an administrator."),
        )
    if not may_review(books, done["right"] or ""):
        books.must(Right.ADMINISTER)
    patch = {
        "verdict": command.verdict.value,
        "remark": command.remark.strip(),
        "reviewed_by": books.author.name,
        "reviewed_at": books.now,
    }
    books.write("delegation", done["id"], patch)


def may_review(books: Books, right: str) -> bool:
    """Whether the person at the keyboard holds the right in question."""
    return right in {held.value for held in rights_of(gates.roles_of(books.conn, books.author.person))}
