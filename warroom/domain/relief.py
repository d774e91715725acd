"""Relief: who comes after whom in a function, and a plan that a room may start from (doctrine §2.4)."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import tzinfo

from warroom.domain.cells import Function
from warroom.domain.duty import OVERLAP_MIN, SHIFT_MIN, Shift
from warroom.domain.fatigue import MINUTE, Finding, Stretch, findings, joined
from warroom.domain.ids import PersonId
from warroom.domain.rest_rules import RestRule, Weight

SHIFT_LEAST_MIN = 60
HORIZON_MOST_MIN = 7 * 24 * 60


class Because(enum.StrEnum):
    """Why somebody is proposed for a function."""

    HOLDER = "holder"
    DEPUTY = "deputy"
    RELIEF = "relief"
    TRAINED = "trained"
    TEAM = "team"
    PLANNED = "planned"  # for this function, before


@dataclass(frozen=True, slots=True)
class Candidate:
    person: PersonId
    name: str
    because: Because


@dataclass(frozen=True, slots=True)
class Post:
    """A function to be held round the clock, and who could; the first to ask comes first."""

    code: str
    label: str
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Proposed:
    """One shift of a proposal; nobody where nobody rested is left. Times are milliseconds UTC."""

    code: str
    person: PersonId | None
    name: str
    from_at: int
    until_at: int
    because: Because | None
    findings: tuple[Finding, ...] = ()  # the rules it would pass


@dataclass(frozen=True, slots=True)
class Wish:
    """What a plan is asked for. Times are milliseconds UTC."""

    from_at: int
    until_at: int
    shift_min: int = SHIFT_MIN
    overlap_min: int = OVERLAP_MIN

    @property
    def step_ms(self) -> int:
        return max(self.shift_min - self.overlap_min, SHIFT_LEAST_MIN // 2) * MINUTE


@dataclass(slots=True)
class _Ledger:
    """Whose hours are spoken for while a plan is made."""

    worked: Mapping[str, Sequence[Stretch]]
    rules: Sequence[RestRule]
    zone: tzinfo | None
    given: dict[str, list[Stretch]] = field(default_factory=dict)

    def hours(self, person: str) -> list[Stretch]:
        return [*self.worked.get(person, ()), *self.given.get(person, ())]

    def is_free(self, person: str, span: Stretch) -> bool:
        return all(end <= span[0] or span[1] <= start for start, end in self.given.get(person, ()))

    def passed(self, person: str, span: Stretch) -> tuple[Finding, ...]:
        found = findings(joined([*self.hours(person), span]), self.rules, self.zone)
        return tuple(finding for finding in found if finding.touches(*span))

    def give(self, person: str, span: Stretch) -> None:
        self.given.setdefault(person, []).append(span)


def proposed(
    posts: Sequence[Post],
    wish: Wish,
    *,
    worked: Mapping[str, Sequence[Stretch]],
    there_since: Mapping[str, int],
    rules: Sequence[RestRule],
    zone: tzinfo | None,
) -> list[Proposed]:
    """A plan for every function, by function and time. `worked` is everybody's work so far and elsewhere to come.

    Whoever holds a function goes on until their shift is over; then comes whoever is rested and was given least.
    Nobody is planned past a limit: a gap is shown instead, for a person to fill.
    """
    ledger = _Ledger(worked, rules, zone)
    found: list[Proposed] = []
    spans = {post.code: list(_spans(post, wish, there_since)) for post in posts}
    for turn in range(max((len(each) for each in spans.values()), default=0)):  # all next shifts, then those after
        having = (post for post in posts if turn < len(spans[post.code]))
        found += [_filled(post, spans[post.code][turn], ledger, is_first=turn == 0) for post in having]
    order = {post.code: place for place, post in enumerate(posts)}
    return sorted(found, key=lambda shift: (order[shift.code], shift.from_at))


def _spans(post: Post, wish: Wish, there_since: Mapping[str, int]) -> Iterable[Stretch]:
    """The shifts of a function: the first ends when the shift of whoever holds it does."""
    holder = next((one for one in post.candidates if one.because is Because.HOLDER), None)
    at = wish.from_at
    length, overlap = wish.shift_min * MINUTE, wish.overlap_min * MINUTE
    if holder is not None and holder.person in there_since:
        end = there_since[holder.person] + length
        end = min(max(end, at + max(overlap, SHIFT_LEAST_MIN // 2 * MINUTE)), at + length)
        yield at, end
        at = end - overlap
    while at + overlap < wish.until_at:
        yield at, at + length
        at += wish.step_ms


def _filled(post: Post, span: Stretch, ledger: _Ledger, *, is_first: bool) -> Proposed:
    ranked = sorted(
        enumerate(post.candidates),
        key=lambda each: (
            not (is_first and each[1].because is Because.HOLDER),
            len(ledger.given.get(each[1].person, ())),
            each[0],
        ),
    )
    for _place, one in ranked:
        if not ledger.is_free(one.person, span):
            continue
        passed = ledger.passed(one.person, span)
        goes_on = is_first and one.because is Because.HOLDER
        if goes_on or not any(finding.rule.weight is Weight.LIMIT for finding in passed):
            ledger.give(one.person, span)
            return Proposed(post.code, one.person, one.name, *span, one.because, passed)
    return Proposed(post.code, None, "", *span, None)


def next_relief(
    function: Function, holder: str, shifts: Iterable[Shift], now_ms: int
) -> tuple[int, Shift | None] | None:
    """When the holder of a function (`holder` is their id) is to be relieved, and the shift that follows.

    It is the end of their shift, or of those that follow it without a gap; without a plan, what the function says.
    None where nothing is planned.
    """
    of_function = sorted((one for one in shifts if one.code == function.code), key=lambda one: (one.from_at, one.id))
    own = [one for one in of_function if one.person == holder]
    end: int | None = None
    for one in own:
        has_begun = one.from_at <= now_ms and (function.since is None or one.until_at > function.since)
        if has_begun or (end is not None and one.from_at <= end):
            end = max(end or 0, one.until_at)
    after = [one for one in of_function if one.person != holder and one.until_at > (end or now_ms)]
    follows = next(iter(after), None)
    if end is not None:
        return end, follows
    return (function.relief_at, follows) if function.relief_at is not None else None
