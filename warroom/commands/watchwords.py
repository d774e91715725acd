"""Challenge and answer as verbs: who is asked the first word over the telephone answers with the second."""

from __future__ import annotations

import functools
import secrets
from dataclasses import dataclass
from pathlib import Path

import orjson

from warroom.commands.base import Command, handles, needed
from warroom.domain.handovers import WORD_MOST
from warroom.domain.ids import RecordId
from warroom.domain.rights import Right
from warroom.errors import Refusal
from warroom.storage.books import Books
from warroom.storage.naming import folded_name
from warroom.words import _, language

HOUR = 3_600_000
PERIOD_MS = 12 * HOUR  # what is proposed: one shift and its overlap
PERIOD_MOST_MS = 31 * 24 * HOUR


@dataclass(frozen=True, slots=True, kw_only=True)
class SetWatchword(Command[RecordId]):
    """Set challenge and answer for a period, from now where no start is given (milliseconds UTC, a month at most)."""

    right = Right.CONDUCT

    challenge: str
    answer: str
    from_at: int | None = None
    until_at: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RevokeWatchword(Command[None]):
    """These words count no longer: somebody heard them who should not have."""

    right = Right.CONDUCT

    watchword: str


@handles(SetWatchword)
def set_watchword(command: SetWatchword, books: Books) -> RecordId:
    challenge = _word(command.challenge, _("Which word is the challenge?"))
    answer = _word(command.answer, _("Which word is the answer?"))
    if folded_name(challenge) == folded_name(answer):
        raise Refusal(
            "watchword-same",
            _("Challenge and answer must differ."),
            safe=_("Nothing was changed."),
            todo=_("Choose another answer."),
        )
    from_at = books.now if command.from_at is None else command.from_at
    until_at = from_at + PERIOD_MS if command.until_at is None else command.until_at
    if not (books.now < until_at and from_at < until_at <= from_at + PERIOD_MOST_MS):
        raise Refusal(
            "watchword-period",
            _("These words would count at no time, or for more than a month."),
            safe=_("Nothing was changed."),
            todo=_("Give an end that comes after the start, within a month."),
        )
    return books.make(
        "watchword",
        {
            "challenge": challenge,
            "answer": answer,
            "from_at": from_at,
            "until_at": until_at,
            "by": books.author.name or None,
        },
    )


@handles(RevokeWatchword)
def revoke_watchword(command: RevokeWatchword, books: Books) -> None:
    row = books.get("watchword", command.watchword)
    if row["revoked_at"] is None:
        books.write("watchword", row["id"], {"revoked_at": books.now})


def propose(spoken: str = "") -> tuple[str, str]:
    """Two words nobody can guess from each other, in the language spoken now or the one given (`fr`, `en`)."""
    words = list(_list(spoken or language()))
    challenge = secrets.choice(words)
    return challenge, secrets.choice([word for word in words if word != challenge])


@functools.cache
def _list(spoken: str) -> tuple[str, ...]:
    folder = Path(__file__).resolve().parent.parent.parent / "resources" / "content" / "watchwords"
    every = orjson.loads((folder / "words.json").read_bytes())
    return tuple(every.get(spoken) or every["en"])


def _word(said: str, question: str) -> str:
    word = " ".join(needed(said, code="watchword-missing", message=question).split())
    if len(word) > WORD_MOST:
        raise Refusal(
            "watchword-long",
            _("A word that is said aloud has at most {n} letters.").format(n=WORD_MOST),
            safe=_("Nothing was changed."),
            todo=_("Choose a shorter one."),
        )
    return word
