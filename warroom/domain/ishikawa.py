"""The Ishikawa drawing: branches adapted to technology outages, as this room changed them, and what hangs on each.

The branches that ship stand for the six M of the drawing (doctrine §10.2); they are data, not code.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from warroom.domain.cause_tree import CauseTree, Placed
from warroom.domain.causes import ChangedBranch
from warroom.domain.ids import RecordId

FORMAT = "warroom-branches-1"
LANGUAGES = ("en", "fr")


class BranchFault(ValueError):
    """A file of branches that cannot be read: the program is damaged."""


@dataclass(frozen=True, slots=True)
class Branch:
    """One branch; `classic` is the M that it stands for, `asks` the questions that find causes on it, by language."""

    code: str
    names: Mapping[str, str]
    order: int = 0
    classic: Mapping[str, str] = field(default_factory=dict)
    asks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    retired: bool = False
    is_own: bool = False  # this room's, not the program's
    is_changed: bool = False

    def said(self, language: str) -> str:
        """Its name in a language; its code where it has none."""
        return self.names.get(language) or self.names.get("en") or next(iter(self.names.values()), "") or self.code

    def classic_said(self, language: str) -> str:
        return self.classic.get(language) or self.classic.get("en") or ""

    def asked(self, language: str) -> tuple[str, ...]:
        return self.asks.get(language) or self.asks.get("en") or ()


@dataclass(frozen=True, slots=True)
class Twig:
    """A cause on a branch: depth 0 on the branch itself, deeper on the cause that it is the why of."""

    placed: Placed
    depth: int


@dataclass(frozen=True, slots=True)
class Bone:
    """A branch with what hangs on it; `branch` is None for causes that nobody has put on one."""

    branch: Branch | None
    twigs: tuple[Twig, ...] = ()


def shipped_of(document: Any) -> tuple[Branch, ...]:
    """The branches of a parsed file. Raises BranchFault."""
    if not isinstance(document, Mapping) or document.get("format") != FORMAT:
        raise BranchFault(FORMAT)
    try:
        found = tuple(_branch_of(body, n) for n, body in enumerate(document["branches"], 1))
    except (KeyError, TypeError, AttributeError) as problem:
        raise BranchFault(str(problem)) from problem
    if len({each.code for each in found}) != len(found):
        raise BranchFault("a code stands there twice")
    return found


def with_changes(shipped: Iterable[Branch], changed: Iterable[ChangedBranch]) -> tuple[Branch, ...]:
    """The branches of a room, those put aside too: what a row does not say stays as it shipped."""
    by_code = {each.code: each for each in shipped}
    for row in changed:
        if not row.code:
            continue
        base = by_code.get(row.code) or Branch(row.code, {}, 10_000, is_own=True)
        by_code[row.code] = replace(
            base,
            names={**base.names, **_named(row.names)},
            order=row.order or base.order,
            retired=row.retired,
            is_changed=True,
        )
    return tuple(sorted(by_code.values(), key=lambda each: (each.order, each.code)))


def in_use(branches: Iterable[Branch]) -> tuple[Branch, ...]:
    return tuple(each for each in branches if not each.retired)


def bones_of(tree: CauseTree, branches: Iterable[Branch]) -> tuple[Bone, ...]:
    """Each branch with its causes, in order; one put aside only where something hangs on it, then what is on none.

    A cause that names no branch is on the branch of the cause it is the why of.
    """
    known = {each.code: each for each in branches}
    on: dict[str, list[Twig]] = {}
    at: dict[RecordId, tuple[str, int]] = {}
    for placed in tree.placed:
        above, depth = at.get(placed.parent, ("", -1))
        named = placed.cause.branch if placed.cause.branch in known else ""
        code = named or above
        place = (code, depth + 1 if code == above and placed.parent else 0)
        at[placed.cause.id] = place
        on.setdefault(code, []).append(Twig(placed, place[1]))
    found = [Bone(each, tuple(on.get(code, ()))) for code, each in known.items() if not each.retired or code in on]
    return (*found, Bone(None, tuple(on[""]))) if "" in on else tuple(found)


def _branch_of(body: Any, n: int) -> Branch:
    code = body["code"]
    if not isinstance(code, str) or not code:
        raise BranchFault(f"branch {n}")
    asks = {language: tuple(map(str, body["asks"][language])) for language in LANGUAGES}
    return Branch(code, _whole(body["names"]), n * 10, _whole(body["classic"]), asks)


def _whole(said: Any) -> dict[str, str]:
    return {language: str(said[language]) for language in LANGUAGES}


def _named(value: Mapping[str, Any]) -> dict[str, str]:
    """Names by language of what other stations wrote; what is no such thing is left out."""
    return {language: said for language, said in value.items() if isinstance(said, str) and said.strip()}
