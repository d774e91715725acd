"""Branches of the Ishikawa drawing as a verb: renamed, put in another order, put aside, or added by this room."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from warroom.commands.base import Command, handles, needed
from warroom.domain.ishikawa import LANGUAGES, Branch
from warroom.domain.rights import Right
from warroom.errors import Refusal
from warroom.storage.books import Books
from warroom.storage.branches import branches_in
from warroom.storage.projections import json_field
from warroom.words import _

MOST = 24  # branches of a drawing that somebody can still read
NAME_MOST = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class EditBranch(Command[str]):
    """Change a branch, or add one (code ""): its names by language, its place, whether it is in use. Gives its code.

    None leaves what there is; a branch that causes hang on is put aside, never taken away.
    """

    right = Right.LOG

    code: str = ""
    names: Mapping[str, str] | None = None
    order: int | None = None
    retired: bool | None = None


@handles(EditBranch)
def edit_branch(command: EditBranch, books: Books) -> str:
    there = branches_in(books)
    names = _names(command.names)
    known = next((each for each in there if each.code == command.code), None)
    if command.code and known is None:
        raise Refusal(
            "branch-unknown",
            _("There is no branch “{code}” here.").format(code=command.code[:40]),
            safe=_("Nothing was changed."),
        )
    if known is None:
        needed(next(iter(names.values()), ""), code="branch-empty", message=_("What is the branch called?"))
        if len(there) >= MOST:
            raise Refusal(
                "branches-full",
                _("There are {n} branches already.").format(n=MOST),
                safe=_("Nothing was changed."),
                todo=_("Rename one that is not used."),
            )
    code = known.code if known else _code(there, names)
    base = known or Branch(code, {}, max((each.order for each in there), default=0) + 10)
    patch: dict[str, Any] = {
        "code": code,
        "names": {**base.names, **names},
        "order": base.order if command.order is None else command.order,
        "retired": base.retired if command.retired is None else command.retired,
    }
    _write(books, code, patch)
    return code


def _write(books: Books, code: str, patch: dict[str, Any]) -> None:
    record = books.named("branch", code)
    row = books.row("branch", record)
    if row is None:
        books.make("branch", patch, record=record)
        return
    kept = {**patch, "names": json_field(patch["names"])}
    changed = {name: value for name, value in kept.items() if row[name] != value}
    if changed:
        books.write("branch", record, changed)


def _names(names: Mapping[str, str] | None) -> dict[str, str]:
    said = {language: " ".join(name.split()) for language, name in (names or {}).items() if language in LANGUAGES}
    if any(len(name) > NAME_MOST for name in said.values()):
        raise Refusal(
            "branch-long",
            _("Nobody can read a branch with so long a name."),
            safe=_("Nothing was changed."),
            todo=_("Keep it under {n} characters.").format(n=NAME_MOST),
        )
    return {language: name for language, name in said.items() if name}


def _code(there: tuple[Branch, ...], names: Mapping[str, str]) -> str:
    """A code of its own made of a name; the same name at two stations is the same branch."""
    name = names.get("en") or next(iter(names.values()))
    plain = unicodedata.normalize("NFKD", name.casefold())
    kept = "".join(letter if letter.isalnum() else "-" for letter in plain if not unicodedata.combining(letter))
    base = "-".join(part for part in kept.split("-") if part)[:40] or "branch"
    taken, n = {each.code for each in there}, 1
    code = base
    while code in taken:
        n += 1
        code = f"{base}-{n}"
    return code
