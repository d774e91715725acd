"""Remarks of an edited copy beside their sections: which are open, and what a section says with one taken."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

from warroom.domain.rex import CommentAnswer, CommentKind, RexComment


def comment_key(
    rex: str, *, section: str, kind: CommentKind, author: str, text: str, quoted: str, written: str, nth: int = 0
) -> str:
    """What makes a remark the same one however often, and at whichever station, its file is read."""
    said = [rex, section, kind.value, author, text, quoted, written, nth]
    plain = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()


def open_comments(comments: Iterable[RexComment]) -> dict[str, list[RexComment]]:
    """Remarks nobody answered, by the code of their section; "" for those that stand nowhere we know."""
    found: dict[str, list[RexComment]] = {}
    for comment in comments:
        if comment.answer is CommentAnswer.NONE:
            found.setdefault(comment.section, []).append(comment)
    return found


def with_change(text: str, comment: RexComment) -> str | None:
    """What the section says once the change is taken; None where its place is not found, or found twice.

    A copy shows each line as a paragraph, so lines are compared, whatever the spaces in them.
    """
    if comment.kind is CommentKind.COMMENT:
        return None
    lines = text.split("\n")
    new = comment.text.split("\n") if comment.text else []
    if not comment.quoted:
        return "\n".join([*new, *lines]) if text.strip() else "\n".join(new)
    wanted = [said for line in comment.quoted.split("\n") if (said := _folded(line))]
    written = [(place, said) for place, line in enumerate(lines) if (said := _folded(line))]
    places = [
        start for start in range(len(written) - len(wanted) + 1)
        if [said for _place, said in written[start : start + len(wanted)]] == wanted
    ]  # fmt: skip
    if not wanted or len(places) != 1:
        return None
    first, last = written[places[0]][0], written[places[0] + len(wanted) - 1][0]
    return "\n".join([*lines[:first], *new, *lines[last + 1 :]]).strip("\n")


def _folded(line: str) -> str:
    return " ".join(line.split())
