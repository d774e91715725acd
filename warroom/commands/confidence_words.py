"""Confidence in words: one figure a line, alike on screen, on paper and in a terminal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from warroom import phrases
from warroom.domain.confidence import Confidence, HourOfContacts, PromisesKept
from warroom.domain.ids import RecordId
from warroom.words import _, ngettext


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: its name, what it says, a note, whether it is bad news, and the records behind it."""

    id: str
    name: str
    value: str
    note: str = ""
    is_bad: bool = False
    noun: str = ""
    records: tuple[RecordId, ...] = ()


def figures(found: Confidence, now_ms: int) -> list[Figure]:
    """Every figure in the order in which a cell asks for them; what there is none of says so with a dash."""
    return [_contacts(found), *_answers(found, now_ms), _accounts(found), *_promises(found.promises), _corrected(found)]


def hour_said(hour: HourOfContacts, audience: Callable[[str], str]) -> str:
    """`14:00 — 3: Press 2, Customers 1`; the text beside a bar."""
    parts = [f"{audience(code) or _('not said')} {len(records)}" for code, records in hour.by_audience]
    return f"{phrases.time_of_day(hour.from_at)} — {phrases.labelled(str(hour.total), ', '.join(parts))}"


def wait_said(ms: int | None) -> str:
    """How long somebody waited; a dash where nobody did."""
    if ms is None:
        return "—"
    return phrases.duration(ms)


def _contacts(found: Confidence) -> Figure:
    records = tuple(record for hour in found.hours for _audience, ids in hour.by_audience for record in ids)
    now = found.hours[-1].total if found.hours else 0
    note = ngettext("{n} this hour", "{n} this hour", now).format(n=now) if found.hours else ""
    return Figure("contacts", _("Contacts received"), str(found.contacts), note, noun="inbound", records=records)


def _answers(found: Confidence, now_ms: int) -> list[Figure]:
    answers = found.answers
    said = ngettext("{n} answer", "{n} answers", answers.count).format(n=answers.count)
    oldest = phrases.ago(answers.oldest_since, now_ms) if answers.oldest_since is not None else ""
    return [
        Figure("median", _("Time to answer, median"), wait_said(answers.median_ms), said if answers.count else ""),
        Figure(
            "worst", _("Time to answer, longest"), wait_said(answers.worst_ms), noun="inbound",
            records=(answers.worst,) if answers.worst else (),
        ),
        Figure(
            "waiting", _("Waiting for an answer"), str(answers.waiting),
            _("the oldest {ago}").format(ago=oldest) if oldest else "", is_bad=answers.waiting > 0, noun="inbound",
            records=(answers.oldest,) if answers.oldest else (),
        ),
    ]  # fmt: skip


def _accounts(found: Confidence) -> Figure:
    called = sum(each.is_called_back for each in found.accounts)
    value = _("{n} of {all}").format(n=called, all=len(found.accounts)) if found.accounts else "—"
    left = ", ".join(each.name for each in found.accounts if not each.is_called_back)
    note = _("not yet: {names}").format(names=left) if left else ""
    return Figure("accounts", _("Key accounts called back"), value, note, is_bad=bool(left))


def _promises(kept: PromisesKept) -> list[Figure]:
    due = len(kept.in_time) + len(kept.kept_late) + len(kept.broken) + len(kept.overdue)
    value = _("{n} %").format(n=kept.percent) if kept.percent is not None else "—"
    note = _("{n} of {all}").format(n=len(kept.in_time), all=due) if due else ""
    failed = (*kept.overdue, *kept.broken, *kept.kept_late)
    parts = [
        ngettext("{n} overdue", "{n} overdue", len(kept.overdue)).format(n=len(kept.overdue)),
        ngettext("{n} broken", "{n} broken", len(kept.broken)).format(n=len(kept.broken)),
        ngettext("{n} kept late", "{n} kept late", len(kept.kept_late)).format(n=len(kept.kept_late)),
    ]
    shown = [part for part, those in zip(parts, (kept.overdue, kept.broken, kept.kept_late), strict=True) if those]
    return [
        Figure("kept", _("Promises kept in time"), value, note, noun="promise", records=kept.in_time),
        Figure(
            "failed", _("Promises not kept in time"), str(len(failed)), " · ".join(shown), is_bad=bool(failed),
            noun="promise", records=failed,
        ),
        Figure("running", _("Promises still to keep"), str(len(kept.running)), noun="promise", records=kept.running),
    ]  # fmt: skip


def _corrected(found: Confidence) -> Figure:
    n = len(found.corrections)
    note = ngettext("of {n} message let out", "of {n} messages let out", found.releases).format(n=found.releases)
    return Figure(
        "corrections", _("Corrections"), str(n), note if found.releases else "", is_bad=n > 0, noun="release",
        records=found.corrections,
    )  # fmt: skip
