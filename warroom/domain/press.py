"""What a spokesperson is asked, how to come back to the line, what is never said (doctrine §7.6, T20)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from warroom.domain.channels import AnswerKind, PressAnswer

FORMAT = "warroom-press-1"
WEIGHTS = (1, 2, 3)  # of a stakeholder's influence and concern


class PressFault(ValueError):
    """The file of questions cannot be read: the program is damaged."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that ships, by language: a question with a hint how to answer, a bridge, a red line."""

    code: str
    kind: AnswerKind
    place: int
    said: Mapping[str, str]
    hints: Mapping[str, str]


def asked_of(document: Any) -> tuple[Asked, ...]:
    """The questions, bridges and red lines of a parsed file. Raises PressFault."""
    if not isinstance(document, Mapping) or document.get("format") != FORMAT:
        raise PressFault(FORMAT)
    try:
        questions = [
            Asked(str(one["code"]), AnswerKind.QUESTION, place, dict(one["question"]), dict(one["hint"]))
            for place, one in enumerate(document["questions"], 1)
        ]
        more = [
            Asked(f"{kind.value}-{place}", kind, place, dict(one), {})
            for kind, name in ((AnswerKind.BRIDGE, "bridges"), (AnswerKind.RED_LINE, "red_lines"))
            for place, one in enumerate(document[name], 1)
        ]
    except (KeyError, TypeError, ValueError) as problem:
        raise PressFault(str(problem)) from problem
    return (*questions, *more)


def of_language(found: Iterable[PressAnswer], language: str) -> dict[AnswerKind, list[PressAnswer]]:
    """What a spokesperson has in one language, by kind, in order."""
    kinds: dict[AnswerKind, list[PressAnswer]] = {kind: [] for kind in AnswerKind}
    for one in sorted(found, key=lambda each: (each.place or 999, each.id)):
        if one.language == language:
            kinds[one.kind].append(one)
    return kinds


def words_of(question: str, answer: str) -> str:
    """SHA-256 of what is approved: other words are not."""
    return hashlib.sha256(f"{question}\0{answer}".encode()).hexdigest()


def is_approved(answer: PressAnswer) -> bool:
    """Whether somebody else approved these very words, wherever they were changed since."""
    return answer.approved_at is not None and answer.approved_words == words_of(answer.question, answer.answer)


def is_ready(answer: PressAnswer) -> bool:
    """Said by nobody before somebody else approved it; bridges and red lines need no approval."""
    if answer.kind in (AnswerKind.BRIDGE, AnswerKind.RED_LINE):
        return bool(answer.answer)
    return bool(answer.answer) and is_approved(answer)
