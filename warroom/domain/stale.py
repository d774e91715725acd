"""Whether something written a while ago may still go as it is: go, ask somebody, or stop, each with its reasons.

What was true when a message was approved may be false when the network is back (features, idea 5). Everything here is
computed from what the room knows now; the words of the reasons are `commands/sending_words.py`. Milliseconds UTC.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from warroom.domain.entries import Verification
from warroom.domain.ids import RecordId
from warroom.domain.incidents import Severity, Status
from warroom.domain.messages import Release

MINUTE = 60_000
SOON_MIN = 5  # minutes before the hour it promises: the text would be overtaken while people read it
OLD_MIN = 60  # minutes after which a text is looked at again whatever happened (the widest cadence of a SEV2)
SETTLED = frozenset({Status.RESOLVED, Status.CLOSED, Status.FALSE_ALARM})


class Advice(enum.StrEnum):
    """What to do with a line that waits."""

    GO = "go"
    ASK = "ask"  # somebody reads it once more, and says that it may go
    STOP = "stop"  # it would say something untrue or overtaken; a reason is needed to send it all the same

    @property
    def rank(self) -> int:
        return list(Advice).index(self)


class Doubt(enum.StrEnum):
    """Why a message may not be true any more; the gravest first."""

    WITHDRAWN = "withdrawn"
    CORRECTED = "corrected"
    REFUTED = "refuted"  # an entry that it rests on
    NEWER = "newer"  # everybody it is for was told something newer
    UPDATE_PASSED = "update_passed"  # the hour of the next message that it promises is over
    RESOLVED = "resolved"  # the incident is over and it says otherwise, or the other way round
    NEWER_FOR_SOME = "newer_for_some"
    STATUS = "status"
    SEVERITY = "severity"
    CLAIM_CORRECTED = "claim_corrected"
    UPDATE_SOON = "update_soon"
    TWICE = "twice"  # let out more than once
    OLD = "old"


STOPS = frozenset({Doubt.WITHDRAWN, Doubt.CORRECTED, Doubt.REFUTED, Doubt.NEWER, Doubt.UPDATE_PASSED, Doubt.RESOLVED})


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason; `number` names what it is about, `at` says when that happened, `what` what it is now."""

    doubt: Doubt
    number: str = ""
    at: int | None = None
    what: str = ""

    @property
    def advice(self) -> Advice:
        return Advice.STOP if self.doubt in STOPS else Advice.ASK


@dataclass(frozen=True, slots=True)
class Judgement:
    """What to do with one line, and every reason, the gravest first."""

    advice: Advice
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class ClaimNow:
    """An entry that a message rests on, as it stands now."""

    number: str
    verification: Verification
    corrected_by: tuple[str, ...] = ()  # numbers of corrections
    corrected_at: int | None = None  # the last of them
    is_kept: bool = False  # somebody said that the message stands all the same


@dataclass(frozen=True, slots=True)
class Text:
    """What is to leave: a message as it was let out, or as it was approved."""

    message: RecordId
    audiences: tuple[str, ...]
    status: str  # of the incident that it announces, "" for none
    next_at: int | None
    at: int  # when it was let out, or approved
    release: str = ""
    claims: tuple[ClaimNow, ...] = ()


@dataclass(frozen=True)
class Situation:
    """What the room knows now of the incident that a message is about."""

    status: Status
    severity: Severity
    status_at: int | None = None  # when it became that
    severity_at: int | None = None
    releases: tuple[Release, ...] = ()  # of this incident
    withdrawn: dict[str, int] = field(default_factory=dict)  # message → when

    @cached_property
    def of_message(self) -> dict[str, list[Release]]:
        """The releases of each message."""
        found: dict[str, list[Release]] = {}
        for one in self.releases:
            found.setdefault(one.message, []).append(one)
        return found

    @cached_property
    def correction_of(self) -> dict[str, Release]:
        """The first release that corrects a message."""
        return {one.corrects: one for one in reversed(self.releases) if one.corrects}

    @cached_property
    def heard(self) -> dict[str, list[tuple[int, int, Release]]]:
        """What each audience heard, the latest last: when, its place counted back, the release."""
        found: dict[str, list[tuple[int, int, Release]]] = {}
        for place, one in enumerate(self.releases):
            for audience in one.audiences:
                found.setdefault(audience, []).append((one.at, -place, one))
        return {audience: sorted(heard, key=lambda each: each[:2]) for audience, heard in found.items()}


def judge(text: Text, now: Situation, now_ms: int) -> Judgement:
    """Whether this text may still go, with every reason against it."""
    reasons = sorted(
        (*_overtaken(text, now), *_claims(text), *_moved(text, now), *_hours(text, now_ms)),
        key=lambda reason: list(Doubt).index(reason.doubt),
    )
    advice = max((reason.advice for reason in reasons), key=lambda one: one.rank, default=Advice.GO)
    return Judgement(advice, tuple(reasons))


def _overtaken(text: Text, now: Situation) -> Iterable[Reason]:
    """Withdrawn, corrected, let out twice, or followed by something newer."""
    if text.message in now.withdrawn:
        yield Reason(Doubt.WITHDRAWN, at=now.withdrawn[text.message])
    correction = now.correction_of.get(text.message)
    if correction is not None:
        yield Reason(Doubt.CORRECTED, number=correction.number, at=correction.at)
    yield from _newer(text, now, is_corrected=correction is not None)
    others = [one for one in now.of_message.get(text.message, ()) if one.id != text.release]
    if text.release and others:
        yield Reason(Doubt.TWICE, number=others[-1].number, at=others[-1].at)


def _newer(text: Text, now: Situation, *, is_corrected: bool) -> Iterable[Reason]:
    told: dict[str, tuple[int, int, Release]] = {}
    for audience in set(text.audiences):
        for heard in reversed(now.heard.get(audience, ())):
            if heard[0] <= text.at:
                break
            is_own = heard[2].message == text.message or (is_corrected and heard[2].corrects == text.message)
            if not is_own:
                told[audience] = heard
                break
    if told:
        last = max(told.values(), key=lambda each: each[:2])[2]
        doubt = Doubt.NEWER if set(told) == set(text.audiences) else Doubt.NEWER_FOR_SOME
        yield Reason(doubt, number=last.number, at=last.at, what=", ".join(sorted(told)))


def _claims(text: Text) -> Iterable[Reason]:
    for claim in text.claims:
        if claim.is_kept:
            continue
        if claim.verification is Verification.REFUTED:
            yield Reason(Doubt.REFUTED, number=claim.number)
        elif claim.corrected_by and (claim.corrected_at or 0) > text.at:
            yield Reason(Doubt.CLAIM_CORRECTED, number=claim.number, at=claim.corrected_at, what=claim.corrected_by[-1])


def _moved(text: Text, now: Situation) -> Iterable[Reason]:
    """The incident is not what it was."""
    if text.status and text.status != now.status:
        is_over = (now.status in SETTLED) != (text.status in SETTLED)
        if is_over or now.status is not Status.DECLARED:  # “declared” says nothing yet of how it stands
            yield Reason(Doubt.RESOLVED if is_over else Doubt.STATUS, at=now.status_at, what=now.status.value)
    elif not text.status and _since(now.status_at, text):
        is_over = now.status in SETTLED
        yield Reason(Doubt.RESOLVED if is_over else Doubt.STATUS, at=now.status_at, what=now.status.value)
    if _since(now.severity_at, text):
        yield Reason(Doubt.SEVERITY, at=now.severity_at, what=str(int(now.severity)))


def _since(at: int | None, text: Text) -> bool:
    return at is not None and at > text.at


def _hours(text: Text, now_ms: int) -> Iterable[Reason]:
    if text.next_at is not None and text.next_at <= now_ms:
        yield Reason(Doubt.UPDATE_PASSED, at=text.next_at)
    elif text.next_at is not None and text.next_at - now_ms < SOON_MIN * MINUTE:
        yield Reason(Doubt.UPDATE_SOON, at=text.next_at)
    if now_ms - text.at >= OLD_MIN * MINUTE:
        yield Reason(Doubt.OLD, at=text.at)
