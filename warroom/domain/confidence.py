"""Confidence: how much people call, who was called back, what was promised and kept, what had to be corrected.

Everything here is computed from what stands in the room, and every figure leads to the records behind it. Times are
milliseconds UTC.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from warroom.domain.channels import Stakeholder
from warroom.domain.ids import RecordId
from warroom.domain.inbound import Inbound, Promise, PromiseState
from warroom.domain.messages import Release, Result, Sending

HOUR = 3_600_000
HOURS_MOST = 168  # a week: whatever is older is told by the figures, not by bars
NOBODY = RecordId("")
REACHED = (Result.SENT, Result.READ_BACK)


@dataclass(frozen=True, slots=True)
class HourOfContacts:
    """The messages that came in during one hour of the clock on the wall, by audience ("" where nobody said)."""

    from_at: int
    by_audience: tuple[tuple[str, tuple[RecordId, ...]], ...]

    @property
    def total(self) -> int:
        return sum(len(records) for _audience, records in self.by_audience)


@dataclass(frozen=True, slots=True)
class KeyAccount:
    """A key account: when it was called back last, by which record, and whether it waits for us since."""

    stakeholder: RecordId
    name: str
    owner: str
    called_back_at: int | None
    noun: str  # of what called it back: inbound or sending
    record: RecordId
    waits_since: int | None  # its oldest message that nobody answered

    @property
    def is_called_back(self) -> bool:
        return self.called_back_at is not None and self.waits_since is None


@dataclass(frozen=True, slots=True)
class AnswerTimes:
    """How long those who wanted an answer waited for it, in milliseconds; None where there is none yet."""

    count: int = 0
    median_ms: int | None = None
    worst_ms: int | None = None
    worst: RecordId = NOBODY
    waiting: int = 0  # those who have none yet
    oldest: RecordId = NOBODY  # who waits longest
    oldest_since: int | None = None


@dataclass(frozen=True, slots=True)
class PromisesKept:
    """What became of the promises, each as the records behind the figure."""

    in_time: tuple[RecordId, ...] = ()
    kept_late: tuple[RecordId, ...] = ()
    broken: tuple[RecordId, ...] = ()
    released: tuple[RecordId, ...] = ()
    running: tuple[RecordId, ...] = ()
    overdue: tuple[RecordId, ...] = ()

    @property
    def percent(self) -> int | None:
        """Those kept in time, of those that had to be by now; those released, or not yet due, do not count."""
        due = len(self.in_time) + len(self.kept_late) + len(self.broken) + len(self.overdue)
        return len(self.in_time) * 100 // due if due else None


@dataclass(frozen=True, slots=True)
class Confidence:
    """How far the outside can rely on what we say."""

    hours: tuple[HourOfContacts, ...] = ()
    contacts: int = 0
    accounts: tuple[KeyAccount, ...] = ()
    promises: PromisesKept = PromisesKept()
    releases: int = 0
    corrections: tuple[RecordId, ...] = ()  # the releases that correct another
    answers: AnswerTimes = AnswerTimes()

    @property
    def audiences(self) -> tuple[str, ...]:
        """Those that called, the most first; whoever nobody said stands last."""
        counted: dict[str, int] = {}
        for hour in self.hours:
            for audience, records in hour.by_audience:
                counted[audience] = counted.get(audience, 0) + len(records)
        return tuple(sorted(counted, key=lambda each: (not each, -counted[each], each)))

    @property
    def is_empty(self) -> bool:
        """Nothing came in, nothing went out, nothing was promised."""
        return not (self.contacts or self.releases or self.accounts or self.promises != PromisesKept())


def contacts_by_hour(inbounds: Iterable[Inbound], *, now_ms: int, zone: tzinfo | None) -> tuple[HourOfContacts, ...]:
    """Every hour from the first contact until now, quiet ones too; at most a week. `zone` None is this machine's."""
    found: dict[int, dict[str, list[RecordId]]] = {}
    last = _hour(now_ms, zone)
    for inbound in sorted(inbounds, key=lambda each: (each.received_at, each.id)):
        of_hour = found.setdefault(min(_hour(inbound.received_at, zone), last), {})
        of_hour.setdefault(inbound.audience, []).append(inbound.id)
    if not found:
        return ()
    first = max(min(found), last - (HOURS_MOST - 1) * HOUR)
    return tuple(
        HourOfContacts(at, tuple((name, tuple(records)) for name, records in sorted(found.get(at, {}).items())))
        for at in range(first, last + 1, HOUR)
    )


def key_accounts(
    stakeholders: Iterable[Stakeholder],
    inbounds: Sequence[Inbound],
    sendings: Sequence[Sending],
    *,
    same: Callable[[str], str] = str.casefold,
) -> tuple[KeyAccount, ...]:
    """The key accounts, those that wait first; called back by an answer to them, or by a message sent to them by name.

    A message to all of its audience calls nobody back (doctrine §7.1: premium customers individually). `same` folds a
    name so that two ways to write it are one.
    """
    found = [_account(each, inbounds, sendings, same) for each in stakeholders if each.key_account]
    return tuple(sorted(found, key=lambda each: (each.is_called_back, each.waits_since or 0, same(each.name))))


def promises_kept(promises: Iterable[Promise], *, now_ms: int) -> PromisesKept:
    """What became of each promise, as seen at a time; one without an hour is never late."""
    found: dict[str, list[RecordId]] = {}
    for promise in promises:
        found.setdefault(_became(promise, now_ms), []).append(promise.id)
    return PromisesKept(**{name: tuple(records) for name, records in found.items()})


def answer_times(inbounds: Iterable[Inbound]) -> AnswerTimes:
    """Median and worst of those answered, and who waits longest of those who are not."""
    wanting = [each for each in inbounds if each.wants]
    waits = [(each.answered_at - each.received_at, each.id) for each in wanting if each.answered_at is not None]
    waiting = sorted((each.received_at, each.id) for each in wanting if each.answered_at is None)
    oldest_since, oldest = waiting[0] if waiting else (None, RecordId(""))
    if not waits:
        return AnswerTimes(waiting=len(waiting), oldest=oldest, oldest_since=oldest_since)
    worst_ms, worst = max(waits)
    return AnswerTimes(
        count=len(waits),
        median_ms=int(statistics.median(wait for wait, _record in waits)),
        worst_ms=worst_ms,
        worst=worst,
        waiting=len(waiting),
        oldest=oldest,
        oldest_since=oldest_since,
    )


def corrections_of(releases: Iterable[Release]) -> tuple[RecordId, ...]:
    """The releases that correct what went out before."""
    return tuple(each.id for each in releases if each.corrects)


# What helps


def _account(
    account: Stakeholder, inbounds: Sequence[Inbound], sendings: Sequence[Sending], same: Callable[[str], str]
) -> KeyAccount:
    ours = [each for each in inbounds if each.stakeholder == account.id or same(each.from_who) == same(account.name)]
    reached = [("inbound", each.id, each.answered_at) for each in ours if each.answered_at is not None]
    reached += [
        ("sending", each.id, each.at)
        for each in sendings
        if each.result in REACHED
        and any(same(name) == same(account.name) for name in (each.recipient, *each.recipients) if name)
    ]
    noun, record, at = max(reached, key=lambda each: (each[2], each[1]), default=("", RecordId(""), None))
    waits = [each.received_at for each in ours if not each.is_over and (each.wants or each.decided_at is None)]
    return KeyAccount(
        stakeholder=account.id,
        name=account.name,
        owner=account.owner,
        called_back_at=at,
        noun=noun,
        record=record,
        waits_since=min(waits, default=None),
    )


def _became(promise: Promise, now_ms: int) -> str:
    is_late = promise.due_at is not None and (promise.closed_at or now_ms) > promise.due_at
    if promise.state is PromiseState.OPEN:
        return "overdue" if is_late else "running"
    if promise.state is PromiseState.KEPT:
        return "kept_late" if is_late else "in_time"
    return "broken" if promise.state is PromiseState.BROKEN else "released"


def _hour(at: int, zone: tzinfo | None) -> int:
    """The beginning of the local hour that holds this time; zones that differ by half hours too."""
    try:
        local = datetime.fromtimestamp(at / 1000, UTC).astimezone(zone)
    except (OverflowError, ValueError, OSError):  # what no calendar holds, from a damaged file
        return at - at % HOUR
    return at - (local.minute * 60 + local.second) * 1000 - at % 1000
