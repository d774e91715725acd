"""What was let out: releases that knew nothing of each other, claims that do not hold any more, releases to doubt.

A release is a fact: it was heard outside. Nothing here merges two of them, or takes one away.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from warroom.domain.ids import EntryId, IncidentId, RecordId
from warroom.domain.messages import Claim, Double, Message, Release, Review, ReviewKind, Verdict, digest_of_texts


@dataclass(frozen=True, slots=True)
class Doubled:
    """Two releases that knew nothing of each other: of one message, or of two for the same people."""

    one: Release
    other: Release
    audiences: tuple[str, ...]  # who heard both
    answer: Double | None = None  # why both stand
    correction: Release | None = None  # let out since, by somebody who knew of both

    @property
    def key(self) -> str:
        """The same on every station."""
        return double_key(self.one.id, self.other.id)

    @property
    def is_one_message(self) -> bool:
        return self.one.message == self.other.message

    @property
    def same_words(self) -> bool:
        return digest_of_texts(self.one.texts) == digest_of_texts(self.other.texts)

    @property
    def is_answered(self) -> bool:
        return self.answer is not None or self.correction is not None


class Doubt(enum.StrEnum):
    """What is wrong with a release that came from elsewhere; it was heard all the same."""

    RIGHT = "right"  # whoever let it out may not
    UNAPPROVED = "unapproved"  # no approval stands for these words: nobody gave one, or took it back
    DIGEST = "digest"  # its words are not those of its fingerprint
    SENT_BACK = "sent_back"  # a check sent these words back, at a station that knew nothing of the release
    WITHDRAWN = "withdrawn"  # it was withdrawn, at a station that knew nothing of the release


class Fallen(enum.StrEnum):
    """What became of an entry that a message rests on."""

    REFUTED = "refuted"
    CORRECTED = "corrected"


@dataclass(frozen=True, slots=True)
class Standing:
    """An entry behind a claim, as it stands now."""

    entry: EntryId
    number: str
    refuted: bool = False
    reason: str = ""
    corrected_by: str = ""  # id of the latest entry that corrects it
    corrected_number: str = ""
    fallen_at: int | None = None  # when it was refuted or corrected, milliseconds UTC


@dataclass(frozen=True, slots=True)
class RefutedClaim:
    """A claim of a message whose entry does not hold any more. Times are milliseconds UTC."""

    claim: RecordId
    message: RecordId
    incident: IncidentId
    message_number: str
    entry: EntryId
    number: str  # of the entry
    says: str
    how: Fallen
    by_number: str = ""  # the entry that corrects it
    reason: str = ""
    released_at: int | None = None  # None: not let out yet
    kept_because: str = ""  # why the message stands all the same
    kept_by: str = ""
    correction: str = ""  # number of the message that corrects it, drafted or let out
    is_corrected: bool = False  # and it was let out

    @property
    def is_kept(self) -> bool:
        return bool(self.kept_because)

    @property
    def is_answered(self) -> bool:
        return self.is_kept or self.is_corrected

    @property
    def key(self) -> str:
        """The same on every station, and another one when more became known."""
        return f"claim:{self.claim}:{self.how.value}:{self.by_number}"


def double_key(one: str, other: str) -> str:
    """How two releases are named together, whichever is named first."""
    return " ".join(sorted((one, other)))


def frontier(releases: Sequence[Release]) -> tuple[str, ...]:
    """Of what is known here, the latest: the ids of releases that no other one knew of."""
    known = {name for each in releases for name in _past(each)}
    return tuple(sorted(each.id for each in releases if each.id not in known))


def doubled(releases: Iterable[Release], answers: Iterable[Double] = ()) -> list[Doubled]:
    """Every two releases that knew nothing of each other and that the same people heard, the latest first."""
    every = sorted(releases, key=lambda each: (each.at, each.id))
    pasts = _pasts(every)
    said = {double_key(each.one, each.other): each for each in answers}
    correcting = [at for at, each in enumerate(every) if each.corrects]
    found = []
    for at, other in enumerate(every):
        for place in _bits(~pasts[at] & ((1 << at) - 1)):  # earlier by the clock, and unknown to whoever let this out
            one = every[place]
            if one.incident != other.incident or pasts[place] >> at & 1:
                continue
            both = tuple(name for name in one.audiences if name in other.audiences)
            if one.message == other.message or both:
                correction = _correction(every, pasts, correcting, place, at)
                found.append(Doubled(one, other, both, said.get(double_key(one.id, other.id)), correction))
    return sorted(found, key=lambda each: (-each.other.at, each.key))


def doubts(
    release: Release, message: Message, reviews: Iterable[Review], *, digest: str, may: bool
) -> tuple[Doubt, ...]:
    """What is wrong with a release: `may` says whether whoever let it out had the right to.

    `digest` is what a check of what went out bears (`message_state.digest_released`).
    """
    about = [each for each in reviews if each.digest == digest]
    wrong = {
        Doubt.RIGHT: not may,
        Doubt.UNAPPROVED: not any(
            each.kind is ReviewKind.APPROVAL and each.verdict is Verdict.PASSED for each in about
        ),
        Doubt.DIGEST: release.digest != digest_of_texts(release.texts),
        Doubt.SENT_BACK: any(each.verdict is Verdict.SENT_BACK for each in about),
        Doubt.WITHDRAWN: message.withdrawn_at is not None and release.id not in message.withdrawn_knew,
    }
    return tuple(doubt for doubt, is_so in wrong.items() if is_so)


def fallen(standing: Standing) -> Fallen | None:
    """Whether an entry does not hold any more."""
    if standing.refuted:
        return Fallen.REFUTED
    return Fallen.CORRECTED if standing.corrected_by else None


def is_kept(claim: Claim | None, standing: Standing, how: Fallen) -> bool:
    """Whether somebody who knew this of the entry said that the message stands all the same."""
    if claim is None or not claim.kept_because:
        return False
    known = "refuted" if how is Fallen.REFUTED else standing.corrected_by
    return claim.kept_how in (known, "refuted")


def known_as(standing: Standing) -> str:
    """What is known of an entry now, as a claim notes it when it is kept."""
    return "refuted" if standing.refuted else standing.corrected_by


def _correction(
    every: Sequence[Release], pasts: Sequence[int], correcting: Sequence[int], one: int, other: int
) -> Release | None:
    """What corrects one of two messages, let out by somebody who knew of both."""
    messages, both = (every[one].message, every[other].message), 1 << one | 1 << other
    found = (every[at] for at in correcting if every[at].corrects in messages and pasts[at] & both == both)
    return next(found, None)


def _past(release: Release) -> tuple[str, ...]:
    return (*release.knew, release.again) if release.again else release.knew


def _pasts(releases: Sequence[Release]) -> list[int]:
    """For each release, whoever let it out knew of these: one bit each, by their place in the list."""
    place: dict[str, int] = {each.id: at for at, each in enumerate(releases)}
    direct = [[place[name] for name in _past(each) if name in place and name != each.id] for each in releases]
    found = [0] * len(releases)
    is_whole = False
    while not is_whole:  # once round, but for laptops whose clocks are wrong
        is_whole = True
        for at, known in enumerate(direct):
            past = 0
            for before in known:
                past |= found[before] | 1 << before
            past &= ~(1 << at)
            if past != found[at]:
                found[at], is_whole = past, False
    return found


def _bits(mask: int) -> Iterator[int]:
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low
