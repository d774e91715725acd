"""Where a message stands, and why it cannot be approved: from its texts, checks and releases (doctrine §7.4)."""

from __future__ import annotations

import enum
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from warroom.domain.message_releases import RefutedClaim
from warroom.domain.messages import (
    PARTS,
    REVIEW_MIN,
    Message,
    MessageState,
    MessageText,
    Release,
    Review,
    ReviewKind,
    Verdict,
)
from warroom.domain.template_filling import broken_in, missing_in

MINUTE = 60_000
NOBODY = ""  # who wrote where nobody had sat down
CHECKS = (ReviewKind.TECHNICAL, ReviewKind.LEGAL, ReviewKind.TRANSLATION)


class Blocking(enum.StrEnum):
    """What keeps a message from being approved; in the order in which it is best answered."""

    DISPUTED = "disputed"  # two stations wrote different words, and nobody has chosen
    NO_AUDIENCE = "no_audience"  # nobody is said to hear it
    NO_TEXT = "no_text"  # a language without a word
    MISSING = "missing"  # variables that nobody knows yet
    REFUTED = "refuted"  # it rests on an entry that is refuted or corrected
    SENT_BACK = "sent_back"
    PENDING = "pending"  # a check that was asked and not answered
    UNCHECKED = "unchecked"  # a check that it needs and that did not pass for these words
    TRANSLATION = "translation"  # translation to be checked
    OWN_WORDS = "own_words"  # whoever would approve it wrote it
    UNSIGNED = "unsigned"  # somebody wrote in it before anybody sat down: it may be whoever would approve it


# What a declared exception may pass: nothing that would let out a hole, a refuted fact or what somebody sent back.
EXCEPTION_PASSES = frozenset(
    {Blocking.PENDING, Blocking.UNCHECKED, Blocking.TRANSLATION, Blocking.OWN_WORDS, Blocking.UNSIGNED}
)


@dataclass(frozen=True, slots=True)
class Blocker:
    """One reason why a message cannot be approved; `names` are variables, people, or the numbers of entries."""

    kind: Blocking
    language: str = ""
    names: tuple[str, ...] = ()
    review: ReviewKind | None = None
    record: str = ""  # of the check or of the claim

    @property
    def is_passable(self) -> bool:
        """Whether a declared exception may pass it."""
        return self.kind in EXCEPTION_PASSES


class NextStep(enum.StrEnum):
    """What is to be done with a message next."""

    SETTLE = "settle"
    ADDRESS = "address"  # say who is to hear it
    WRITE = "write"
    FILL = "fill"
    CLAIMS = "claims"
    REWRITE = "rewrite"  # what a check sent back
    ASK = "ask"  # for a check
    AWAIT = "await"  # its answer
    APPROVE = "approve"
    RELEASE = "release"
    NONE = "none"


STEP_OF = {
    Blocking.DISPUTED: NextStep.SETTLE,
    Blocking.NO_AUDIENCE: NextStep.ADDRESS,
    Blocking.NO_TEXT: NextStep.WRITE,
    Blocking.MISSING: NextStep.FILL,
    Blocking.REFUTED: NextStep.CLAIMS,
    Blocking.SENT_BACK: NextStep.REWRITE,
    Blocking.PENDING: NextStep.AWAIT,
    Blocking.UNCHECKED: NextStep.ASK,
    Blocking.TRANSLATION: NextStep.ASK,
    Blocking.OWN_WORDS: NextStep.APPROVE,
    Blocking.UNSIGNED: NextStep.APPROVE,
}


@dataclass(frozen=True, slots=True)
class MessageFacts:
    """What the state of a message follows from."""

    message: Message
    texts: tuple[MessageText, ...] = ()
    reviews: tuple[Review, ...] = ()
    releases: tuple[Release, ...] = ()
    corrections: tuple[Release, ...] = ()  # releases that correct this message
    refuted: tuple[RefutedClaim, ...] = ()  # what it rests on that does not hold any more
    is_disputed: bool = False  # whether its words, its audiences or a verdict have several values
    writers: frozenset[str] = frozenset()  # ids of everybody who put words into it

    @property
    def said(self) -> tuple[MessageText, ...]:
        """Its texts in the languages that it is to go out in."""
        return tuple(text for text in self.texts if text.language in self.message.languages)

    @property
    def digest(self) -> str:
        return judged_digest(self.message, self.said)


def judged_digest(message: Message, texts: Iterable[MessageText]) -> str:
    """SHA-256 of what a check or an approval is about: the words, to whom, what they announce and promise.

    A check holds only while this is what it was: the same words to somebody else are another message.
    """
    words = {
        text.language: {part: getattr(text, part) for part in PARTS}
        for text in texts
        if text.language in message.languages
    }
    return _judged(words, message.audiences, message.status, message.next_at, message.corrects)


def digest_released(release: Release) -> str:
    """The same of what was let out: an approval with this digest is one of these very words."""
    return _judged(release.texts, release.audiences, release.status, release.next_at, release.corrects)


def _judged(words: Mapping[str, Any], audiences: Iterable[str], status: str, next_at: int | None, corrects: str) -> str:
    said = {
        "texts": words,
        "audiences": sorted(audiences),
        "status": status,
        "next_at": next_at,
        "corrects": corrects,
    }
    plain = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def missing_of(text: MessageText) -> tuple[str, ...]:
    """The variables that a text still misses, each once, in their order; last what is left of broken markers."""
    said = [getattr(text, part) for part in PARTS]
    found = [name for each in said for name in missing_in(each)] + [rest for each in said for rest in broken_in(each)]
    return tuple(dict.fromkeys(found))


def answer_due(review: Review) -> int | None:
    """Until when a check is awaited, milliseconds UTC: of the deputy once it went to them."""
    if review.escalated_at is not None:
        return review.escalated_at + REVIEW_MIN * MINUTE
    return review.due_at


def awaited_of(review: Review, now_ms: int) -> str:
    """Who is to answer now: the deputy once the time of whoever was asked is over, be it that nobody said so."""
    due = review.due_at
    with_deputy = review.escalated_at is not None or (due is not None and now_ms > due)
    return (review.deputy if with_deputy else "") or review.asked_of


def holds(review: Review, digest: str) -> bool:
    """Whether a verdict is about what the message says now."""
    return review.verdict is not Verdict.NONE and review.digest == digest


def required(message: Message) -> tuple[ReviewKind, ...]:
    """The checks that a message needs before it is approved."""
    return tuple(kind for kind in CHECKS if kind.value in message.reviews)


def passed(facts: MessageFacts, kind: ReviewKind) -> bool:
    """Whether a check of this kind passed, for what the message says now."""
    digest = facts.digest
    return any(each.kind is kind and each.verdict is Verdict.PASSED and holds(each, digest) for each in facts.reviews)


def blockers(facts: MessageFacts, *, approver: str = "") -> tuple[Blocker, ...]:
    """Why it cannot be approved, what is best answered first; `approver` is the id of whoever would."""
    found = [Blocker(Blocking.DISPUTED)] if facts.is_disputed else []
    found += [] if facts.message.audiences else [Blocker(Blocking.NO_AUDIENCE)]
    found += _of_texts(facts)
    found += [
        Blocker(Blocking.REFUTED, names=(each.number,), record=each.claim) for each in facts.refuted if not each.is_kept
    ]
    found += _of_checks(facts)
    if approver and approver in facts.writers:
        found.append(Blocker(Blocking.OWN_WORDS))
    elif approver and NOBODY in facts.writers:
        found.append(Blocker(Blocking.UNSIGNED))
    return tuple(found)


def state(facts: MessageFacts) -> MessageState:
    """Where a message stands now."""
    if facts.message.withdrawn_at is not None:
        return MessageState.WITHDRAWN
    if facts.releases:
        return MessageState.CORRECTED if facts.corrections else MessageState.RELEASED
    why = {each.kind for each in blockers(facts)}
    if Blocking.SENT_BACK in why:
        return MessageState.SENT_BACK
    approved = approval(facts)
    if approved is not None and (not why or (approved.exception and why <= EXCEPTION_PASSES)):
        return MessageState.APPROVED
    if Blocking.PENDING in why:
        return MessageState.IN_CHECK
    asked = any(each.kind is ReviewKind.APPROVAL and each.verdict is Verdict.NONE for each in facts.reviews)
    has_passed = any(each.kind is not ReviewKind.APPROVAL and holds(each, facts.digest) for each in facts.reviews)
    return MessageState.CHECKED if not why and (asked or has_passed) else MessageState.DRAFT


def approval(facts: MessageFacts) -> Review | None:
    """The approval that holds for what the message says now, the latest; None where none does."""
    digest = facts.digest
    found = [
        each
        for each in facts.reviews
        if each.kind is ReviewKind.APPROVAL and each.verdict is Verdict.PASSED and holds(each, digest)
    ]
    return max(found, key=lambda each: (each.at or 0, each.id), default=None)


def next_step(facts: MessageFacts) -> NextStep:
    """What is to be done next: what stands in the way first."""
    now = state(facts)
    if now in (MessageState.RELEASED, MessageState.CORRECTED, MessageState.WITHDRAWN):
        return NextStep.NONE
    if now is MessageState.APPROVED:
        return NextStep.RELEASE
    why = blockers(facts)
    return STEP_OF[why[0].kind] if why else NextStep.APPROVE


def kept_words(release: Release, texts: Sequence[MessageText]) -> bool:
    """Whether the texts still say what was let out: somebody may have written elsewhere, not knowing of it."""
    now = {text.language: {part: getattr(text, part) for part in PARTS} for text in texts}
    return all(now.get(language, said) == said for language, said in release.texts.items())


def _of_texts(facts: MessageFacts) -> list[Blocker]:
    found = []
    by_language = {text.language: text for text in facts.said}
    for language in facts.message.languages or ("",):
        text = by_language.get(language)
        if text is None or not any(getattr(text, part).strip() for part in PARTS):
            found.append(Blocker(Blocking.NO_TEXT, language))
        elif missing := missing_of(text):
            found.append(Blocker(Blocking.MISSING, language, missing))
    return found


def _of_checks(facts: MessageFacts) -> list[Blocker]:
    digest = facts.digest
    found = [
        Blocker(Blocking.SENT_BACK, names=(each.by,), review=each.kind, record=each.id)
        for each in facts.reviews
        if each.verdict is Verdict.SENT_BACK and holds(each, digest)
    ]
    waiting = [each for each in facts.reviews if each.verdict is Verdict.NONE and each.kind is not ReviewKind.APPROVAL]
    found += [Blocker(Blocking.PENDING, names=(each.asked_of,), review=each.kind, record=each.id) for each in waiting]
    open_kinds = {each.review for each in found}
    found += [
        Blocker(Blocking.UNCHECKED, review=kind)
        for kind in required(facts.message)
        if kind not in open_kinds and not passed(facts, kind)
    ]
    translated = [text.language for text in facts.said if text.translated]
    kinds = {each.review for each in found}
    if translated and ReviewKind.TRANSLATION not in kinds and not passed(facts, ReviewKind.TRANSLATION):
        found += [Blocker(Blocking.TRANSLATION, each, review=ReviewKind.TRANSLATION) for each in translated]
    return found
